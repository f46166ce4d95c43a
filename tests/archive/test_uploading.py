import base64
import http.client
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import func, select

from archive.tables import RecordRow
from archive.tokens import Role
from terminal.evidence.bundle import MEDIA_TYPE
from terminal.evidence.seal import check_seal, seal
from terminal.model.record import SealedRecord
from tests.archive.conftest import Terminal, Visit, bundle_of, content_digest


def repack(bundle: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return the bundle with files replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (files | changes).items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()


def resealed(terminal: Terminal, record: SealedRecord, **changes: object) -> SealedRecord:
    """Return a record with other values, sealed by the terminal's own key: a terminal that went mad."""
    values = json.loads(check_seal(record.jws).record_json) | changes
    return replace(record, jws=seal(json.dumps(values).encode(), terminal.sealer.key))


def kept(visit: Visit, record: SealedRecord) -> Path:
    """Return the file that the archive keeps a record in."""
    return visit.archive.settings.data / "objects" / "bundles" / "SP-0031" / f"{record.id}.signpost"


def rows(visit: Visit) -> int:
    with visit.archive.database.reading() as session:
        return session.scalar(select(func.count()).select_from(RecordRow)) or 0


def refusal(answer: httpx.Response, status: int, code: str) -> str:
    """Return the sentence of a refusal, having seen that it is one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["origin"], problem["status"]) == (code, "server", status)
    return str(problem["detail"])


def test_a_record_is_kept_and_then_acknowledged(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    answer = visit.upload(record)
    assert answer.status_code == 201
    told = answer.json()
    assert set(told) == {"record_id", "bundle_sha256", "seq", "received"}
    assert (told["record_id"], told["seq"]) == (record.id, 1)
    assert kept(visit, record).read_bytes() == bundle_of(record)
    assert visit.get(f"/v1/records/{record.id}/bundle").content == bundle_of(record)


def test_the_same_bytes_again_get_the_same_acknowledgement(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    first, again = visit.upload(record), visit.upload(record)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_many_at_once_make_one_record(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    with ThreadPoolExecutor(8) as tries:
        answers = [each.result() for each in [tries.submit(visit.upload, record) for _ in range(16)]]
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert len({answer.text for answer in answers}) == 1


def test_other_bytes_under_the_same_id_overwrite_nothing(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.upload(record)
    other = bundle_of(resealed(terminal, record, match_code="00000000"))
    assert "Nothing was overwritten" in refusal(visit.put(record.id, other), 409, "record-differs")
    assert kept(visit, record).read_bytes() == bundle_of(record)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ink.json": b"[1]"}, "ink.json is not the file that was sealed"),
        ({"ink.json": None}, "ink.json is missing"),
        ({"extra.txt": b"!"}, "not sealed"),
        ({"record.jws": None}, "no record.jws"),
        ({"record.jws": b"{}"}, "not a seal"),
        ({"../up": b"!"}, "outside itself"),
    ],
)
def test_a_tampered_bundle_is_refused_in_words(
    visit: Visit, terminal: Terminal, changes: dict[str, bytes | None], said: str
) -> None:
    record = terminal.sign()
    answer = visit.put(record.id, repack(bundle_of(record), changes))
    assert said in refusal(answer, 422, "bundle-does-not-hold")
    assert rows(visit) == 0
    assert not kept(visit, record).exists()


def test_a_changed_word_in_the_record_is_refused(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    data = json.loads(record.jws)
    payload = base64.urlsafe_b64decode(data["payload"] + "==").replace(b"1280.00", b"9280.00")
    data["payload"] = base64.urlsafe_b64encode(payload).decode().rstrip("=")
    forged = repack(bundle_of(record), {"record.jws": json.dumps(data).encode()})
    assert "does not fit the record" in refusal(visit.put(record.id, forged), 422, "bundle-does-not-hold")


def test_a_record_is_only_taken_under_its_own_id(visit: Visit, terminal: Terminal) -> None:
    first, second = terminal.sign(), terminal.sign()
    said = refusal(visit.put(first.id, bundle_of(second)), 422, "other-record")
    assert first.id in said
    assert second.id in said
    refusal(visit.put("not-a-uuid", bundle_of(first)), 422, "bad-record-id")


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "signpost.record/9"},
        {"chain": {"seq": 0, "previous": "0" * 64}},
        {"chain": {"seq": True, "previous": "0" * 64}},
        {"chain": {"seq": 10**30, "previous": "0" * 64}},
        {"chain": {"seq": 1, "previous": "zero"}},
        {"chain": None},
        {"times": {"confirmed": {"utc": "yesterday"}, "clock": "rtc"}},
        {"times": {"confirmed": {"utc": "2026-11-23T06:31:00"}, "clock": "rtc"}},
        {"match_code": "557a8226"},
        {"signature": {"method": "<b>"}},
        {"request": {"received": {"kind": "sale", "merchant": 7}}},
        {"request": {"received": {"kind": "sale", "merchant": "\ud800"}}},
        {"request": {"received": {"kind": "sale", "merchant": "a\0b"}}},
        {"request": {}},
    ],
)
def test_a_sealed_record_that_cannot_be_indexed_is_refused(
    visit: Visit, terminal: Terminal, changes: dict[str, object]
) -> None:
    record = resealed(terminal, terminal.sign(), **changes)
    refusal(visit.put(record.id, bundle_of(record)), 422, "record-unreadable")


def test_a_terminal_id_cannot_name_a_place_elsewhere(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    device = check_seal(record.jws).record["device"] | {"terminal_id": "../../etc"}
    record = resealed(terminal, record, device=device)
    refusal(visit.put(record.id, bundle_of(record)), 422, "record-unreadable")


def test_another_key_cannot_speak_for_a_terminal(visit: Visit, terminal: Terminal, tmp_path: Path) -> None:
    visit.upload(terminal.sign())
    impostor = Terminal(tmp_path / "impostor")
    impostor.sign()
    record = impostor.sign()
    said = refusal(visit.put(record.id, bundle_of(record)), 403, "other-key")
    assert "known here by another key" in said
    newcomer = visit.archive.tokens.add("newcomer", Role.TERMINAL)
    refusal(visit.put(record.id, bundle_of(record), newcomer), 403, "other-key")
    assert rows(visit) == 1


def test_a_token_speaks_for_one_terminal_only(visit: Visit, terminal: Terminal, tmp_path: Path) -> None:
    visit.upload(terminal.sign())
    record = Terminal(tmp_path, "SP-0032").sign()
    said = refusal(visit.put(record.id, bundle_of(record)), 403, "other-terminal")
    assert "SP-0031" in said


def test_a_new_token_of_the_same_terminal_is_welcome(visit: Visit, terminal: Terminal) -> None:
    visit.upload(terminal.sign())
    token = visit.archive.tokens.add("terminal-SP-0031", Role.TERMINAL, replacing=True)
    visit.upload(terminal.sign(), token)
    refusal(visit.put(terminal.made[0].id, bundle_of(terminal.made[0])), 401, "no-valid-token")


@pytest.mark.parametrize(
    "header", ["", "sha-256=:AAAA:", "sha-512=:AAAA:", "md5", "sha-256=:" + "é" * 44 + ":"]
)
def test_a_digest_is_required(visit: Visit, terminal: Terminal, header: str) -> None:
    record = terminal.sign()
    headers = {
        "Authorization": f"Bearer {visit.terminal_token}",
        "Content-Type": MEDIA_TYPE,
        "Content-Digest": header.encode(),
    }
    answer = visit.http.put(f"/v1/bundles/{record.id}", content=bundle_of(record), headers=headers)  # type: ignore[arg-type]
    refusal(answer, 400, "digest-required")


def test_a_body_that_is_not_what_was_sent_is_refused(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    headers = {
        "Authorization": f"Bearer {visit.terminal_token}",
        "Content-Type": MEDIA_TYPE,
        "Content-Digest": f"sha-512=:AAAA:, {content_digest(b'something else')}",
    }
    answer = visit.http.put(f"/v1/bundles/{record.id}", content=bundle_of(record), headers=headers)
    refusal(answer, 400, "digest-differs")


def test_only_bundles_are_taken(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    headers = {"Authorization": f"Bearer {visit.terminal_token}", "Content-Type": "application/json"}
    answer = visit.http.put(f"/v1/bundles/{record.id}", content=b"{}", headers=headers)
    refusal(answer, 415, "not-a-bundle")


def test_what_is_too_large_is_refused_before_it_is_read(visit: Visit, terminal: Terminal) -> None:
    address = urlsplit(str(visit.http.base_url))
    line = http.client.HTTPConnection(str(address.hostname), address.port or 0, timeout=20)
    line.putrequest("PUT", f"/v1/bundles/{terminal.sign().id}")
    for name, value in (
        ("Authorization", f"Bearer {visit.terminal_token}"),
        ("Content-Type", MEDIA_TYPE),
        ("Content-Digest", content_digest(b"")),
        ("Content-Length", str(10**9)),
    ):
        line.putheader(name, value)
    line.endheaders()
    answer = line.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["code"] == "too-large"
    line.close()


def test_a_body_without_a_length_is_limited_as_well(visit: Visit, terminal: Terminal) -> None:
    headers = {
        "Authorization": f"Bearer {visit.terminal_token}",
        "Content-Type": MEDIA_TYPE,
        "Content-Digest": content_digest(b""),
    }
    pieces = (b"x" * 65536 for _ in range(40))
    answer = visit.http.put(f"/v1/bundles/{terminal.sign().id}", content=pieces, headers=headers)
    refusal(answer, 413, "too-large")


def test_a_crash_between_object_and_row_heals(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.archive.objects.keep(f"bundles/SP-0031/{record.id}.signpost", bundle_of(record))
    assert rows(visit) == 0
    assert visit.upload(record).status_code == 201
    assert rows(visit) == 1


def test_an_object_torn_by_a_power_cut_heals(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.archive.objects.keep(f"bundles/SP-0031/{record.id}.signpost", bundle_of(record)[:700])
    assert visit.upload(record).status_code == 201
    assert kept(visit, record).read_bytes() == bundle_of(record)


def test_an_object_that_rotted_is_mended_by_the_same_bytes(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.upload(record)
    kept(visit, record).write_bytes(b"rot")
    assert visit.upload(record).status_code == 200
    assert kept(visit, record).read_bytes() == bundle_of(record)


def test_a_bundle_that_was_exchanged_is_mended_by_the_same_bytes(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.upload(record)
    kept(visit, record).write_bytes(bundle_of(resealed(terminal, record, match_code="00000000")))
    assert visit.upload(record).status_code == 200
    assert kept(visit, record).read_bytes() == bundle_of(record)


def test_an_unacknowledged_bundle_that_holds_is_not_overwritten(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    other = bundle_of(resealed(terminal, record, match_code="00000000"))
    visit.archive.objects.keep(f"bundles/SP-0031/{record.id}.signpost", other)
    refusal(visit.put(record.id, bundle_of(record)), 409, "record-differs")
    assert kept(visit, record).read_bytes() == other


def test_a_store_that_fails_is_no_acknowledgement(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    (visit.archive.settings.data / "objects" / "bundles").write_bytes(b"a file where a folder should be")
    answer = visit.put(record.id, bundle_of(record))
    assert "try again" in refusal(answer, 503, "store-unreachable")
    assert answer.headers["retry-after"] == "30"
    assert rows(visit) == 0


@trying(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.binary(max_size=300), flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=4)
)
def test_no_body_makes_a_fault_of_the_server(
    visit: Visit, terminal: Terminal, noise: bytes, flips: list[tuple[float, int]]
) -> None:
    record = terminal.made[0] if terminal.made else terminal.sign()
    spoiled = bytearray(bundle_of(record))
    for place, change in flips:
        spoiled[int(place * (len(spoiled) - 1))] ^= change
    for body in (noise, bytes(spoiled)):
        answer = visit.put(record.id, body)
        assert answer.status_code in {200, 201, 409, 422}, answer.text
        if answer.status_code < 300:
            assert body == bundle_of(record)
