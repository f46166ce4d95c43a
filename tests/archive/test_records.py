"""Finding records, and what the archive hands out of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from archive.asking import moment_of
from archive.problems import Problem
from archive.tokens import Role
from terminal.model.record import Part
from terminal.model.request import Method
from tests.archive.conftest import Terminal, Visit


def references(visit: Visit, **asked: str) -> list[str]:
    answer = visit.http.get(
        "/v1/records", params=asked, headers={"Authorization": f"Bearer {visit.reader_token}"}
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["total"] == len(found["records"])
    return [record["reference"] for record in found["records"]]


@pytest.fixture
def shop(visit: Visit, terminal: Terminal) -> Visit:
    """Three sales: at 06:50, 07:09 and 07:28 UTC on 2026-11-23."""
    visit.upload(terminal.sign(reference="INV-1", amount="1280.00", merchant="晨光超市"))
    visit.upload(
        terminal.sign(reference="INV-2", amount="86.5", merchant="100% Tea_House", method=Method.TOUCH)
    )
    visit.upload(terminal.sign(reference="a_b", amount="7.00", method=Method.FINGERPRINT))
    return visit


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a_b", "INV-2", "INV-1"]),
        ({"query": "inv"}, ["INV-2", "INV-1"]),
        ({"query": "1,280"}, ["INV-1"]),
        ({"query": "86.50"}, ["INV-2"]),
        ({"query": "晨光"}, ["a_b", "INV-1"]),
        ({"query": "100%"}, ["INV-2"]),
        ({"query": "_"}, ["a_b", "INV-2"]),
        ({"query": "zzz"}, []),
        ({"query": "0.00"}, []),
        ({"method": "touch"}, ["INV-2"]),
        ({"terminal": "SP-0031"}, ["a_b", "INV-2", "INV-1"]),
        ({"terminal": "SP-0032"}, []),
        ({"from": "2026-11-23T07:00:00Z"}, ["a_b", "INV-2"]),
        ({"to": "2026-11-23T07:00:00Z"}, ["INV-1"]),
        ({"from": "2026-11-23T07:00:00Z", "to": "2026-11-23T07:20:00Z"}, ["INV-2"]),
        ({"query": "a\0_b"}, ["a_b"]),
    ],
)
def test_records_are_found_by_what_is_remembered(
    shop: Visit, asked: dict[str, str], found: list[str]
) -> None:
    assert references(shop, **asked) == found


def test_records_are_found_by_match_code_and_id(shop: Visit, terminal: Terminal) -> None:
    record = terminal.made[0]
    assert references(shop, query=f"{record.match_code[:4]} {record.match_code[4:]}".lower()) == ["INV-1"]
    assert references(shop, query=record.id) == ["INV-1"]


def test_a_day_is_the_shops_day() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert moment_of("2026-11-23", shanghai, days=0) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert moment_of("2026-11-23", shanghai, days=1) == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert moment_of("", shanghai, days=1) is None
    with pytest.raises(Problem):
        moment_of("yesterday", shanghai, days=0)
    with pytest.raises(Problem):
        moment_of("9999-12-31", shanghai, days=1)


def test_pages_follow_each_other_without_loss(
    visit: Visit, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.index.PAGE", 3)
    other = Terminal(terminal.folder, "SP-0032")
    token = visit.archive.tokens.add("terminal-SP-0032", Role.TERMINAL)
    for _ in range(4):  # of which two each were signed at the same moment
        visit.upload(terminal.sign())
        visit.upload(other.sign(), token)
    seen: list[tuple[int, str]] = []
    cursor = ""
    for left in (True, True, False):
        found = visit.get(f"/v1/records?cursor={cursor}").json()
        seen += [(record["seq"], record["terminal"]) for record in found["records"]]
        cursor = found["cursor"]
        assert (found["total"], bool(cursor)) == (8, left)
    assert [seq for seq, _terminal in seen] == [4, 4, 3, 3, 2, 2, 1, 1]
    assert len(set(seen)) == 8


@pytest.mark.parametrize("cursor", ["x", "é", "W10", "WzEsMl0", "WyJ4IiwieSJd"])
def test_a_made_up_cursor_is_refused(visit: Visit, cursor: str) -> None:
    answer = visit.get(f"/v1/records?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_a_record_tells_what_holds(shop: Visit, terminal: Terminal) -> None:
    told = shop.get(f"/v1/records/{terminal.made[1].id}").json()
    assert told["holds"] is True
    assert told["record"]["request"]["received"]["reference"] == "INV-2"
    states = {finding["code"]: finding["state"] for finding in told["findings"]}
    assert set(states) >= {"stored", "seal", "parts", "key", "words", "clock", "chain-before", "chain-after"}
    assert set(states.values()) == {"good"}


HOSTILE = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("name", "kind", "answered"),
    [
        ("signature.png", "image/png", "image/png"),
        ("signature.svg", "image/svg+xml", "image/svg+xml"),
        ("ink.json", "application/json", "application/json"),
        ("document.pdf", "application/pdf", "application/pdf"),
        ("page.html", "text/html", "application/octet-stream"),
        ('a"b\r\nc.txt', "text/plain\r\nX: y", "application/octet-stream"),
    ],
)
def test_a_part_is_handed_out_and_never_run(
    visit: Visit, terminal: Terminal, name: str, kind: str, answered: str
) -> None:
    record = terminal.sign(parts=(Part(name, kind, HOSTILE),))
    visit.upload(record)
    answer = visit.http.get(
        httpx_path(record.id, name), headers={"Authorization": f"Bearer {visit.reader_token}"}
    )
    assert answer.status_code == 200
    assert answer.content == HOSTILE
    assert answer.headers["content-type"] == answered
    shown = "inline" if answered == "image/png" else "attachment"
    assert answer.headers["content-disposition"].startswith(f"{shown}; filename*=UTF-8''")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def httpx_path(record_id: str, name: str) -> str:
    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return f"/v1/records/{record_id}/parts/{escaped}"


@pytest.mark.parametrize("name", ["nothing.png", "..%2Fink.json", "%2e%2e", "ink.json%00"])
def test_what_was_not_sealed_is_never_handed_out(shop: Visit, terminal: Terminal, name: str) -> None:
    answer = shop.get(f"/v1/records/{terminal.made[0].id}/parts/{name}")
    assert answer.status_code in {303, 404}
    assert b"[]" not in answer.content


def test_a_spoiled_bundle_gives_no_parts(shop: Visit, terminal: Terminal) -> None:
    record = terminal.made[0]
    file = shop.archive.settings.data / "objects" / "bundles" / "SP-0031" / f"{record.id}.signpost"
    file.write_bytes(file.read_bytes().replace(b"[]", b"{}"))
    answer = shop.get(f"/v1/records/{record.id}/parts/ink.json")
    assert (answer.status_code, answer.json()["code"]) == (500, "bundle-damaged")


def test_a_record_that_is_not_here_is_said_so(visit: Visit) -> None:
    for path in ("", "/bundle", "/parts/ink.json"):
        answer = visit.get(f"/v1/records/019885f2-0000-7000-8000-00000000c41d{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "record-not-found")


def test_a_signed_pdf_is_kept_shown_and_handed_out(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    pdf = Part("signed.pdf", "application/pdf", b"%PDF-1.7 signed")
    record = replace(record, parts=(*record.parts, pdf))
    assert visit.upload(record).status_code == 201
    reader = {"Authorization": f"Bearer {visit.reader_token}"}
    answer = visit.http.get(f"/v1/records/{record.id}/parts/signed.pdf", headers=reader)
    assert (answer.content, answer.headers["content-type"]) == (pdf.content, "application/pdf")
    findings = visit.http.get(f"/v1/records/{record.id}", headers=reader).json()["findings"]
    (parts,) = (each for each in findings if each["code"] == "parts")
    assert f"({len(record.parts) - 1})" in parts["detail"], "it is no part that was sealed"
