"""Terminals that were set back, and keys that follow keys."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from terminal.evidence.key_change import make_key_change
from terminal.evidence.keys import open_device_key
from terminal.model.heads import Heads
from terminal.model.record import SealedRecord
from tests.archive.conftest import bundle_of


def heads_at(record: SealedRecord, journal_seq: int, digest: str = "a" * 64) -> Heads:
    return Heads(record.seq, record.jws_sha256, journal_seq, digest)


def complaints(visit: Any, record: SealedRecord) -> list[str]:
    found = visit.get(f"/v1/records/{record.id}").json()["findings"]
    return [
        each["code"] for each in found if each["code"].startswith(("chain-back", "chain-fork", "journal-"))
    ]


def test_a_terminal_that_only_goes_forward_is_not_complained_of(visit: Any, terminal: Any) -> None:
    first, second = terminal.sign(), terminal.sign()
    visit.upload(first, heads=heads_at(second, 5))
    visit.upload(second, heads=heads_at(second, 6, "b" * 64))
    visit.upload(second, heads=heads_at(second, 6, "b" * 64))
    visit.upload(second)
    assert complaints(visit, first) == []


@pytest.mark.parametrize(
    ("then", "code"),
    [
        (lambda heads: replace(heads, chain_seq=1), "chain-back"),
        (lambda heads: replace(heads, chain_sha256="f" * 64), "chain-forked"),
        (lambda heads: replace(heads, journal_seq=4), "journal-back"),
        (lambda heads: replace(heads, journal_sha256="f" * 64), "journal-forked"),
    ],
)
def test_heads_that_go_back_or_fork_are_complained_of_and_the_record_is_taken(
    visit: Any, terminal: Any, caplog: pytest.LogCaptureFixture, then: Any, code: str
) -> None:
    first, second = terminal.sign(), terminal.sign()
    visit.upload(first)
    visit.upload(second, heads=heads_at(second, 5))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            visit.upload(second, heads=then(heads_at(second, 5)))
    assert code in complaints(visit, second)
    assert len(complaints(visit, second)) == len(set(complaints(visit, second))), (
        "once, however often it is said"
    )
    assert terminal.id in caplog.text
    assert visit.get(f"/v1/records/{second.id}").json()["findings"]
    assert "终端" in visit.get(f"/records/{second.id}", **{"Accept-Language": "zh-CN"}).text


def test_the_furthest_that_was_ever_seen_is_what_counts(visit: Any, terminal: Any) -> None:
    records = [terminal.sign() for _ in range(3)]
    visit.upload(records[0], heads=heads_at(records[2], 9))
    visit.upload(records[1], heads=heads_at(records[1], 9))
    assert complaints(visit, records[0]) == ["chain-back"]
    visit.upload(records[2], heads=heads_at(records[2], 10, "b" * 64))
    assert complaints(visit, records[0]) == ["chain-back"]


def test_a_key_follows_another_where_both_say_so(visit: Any, terminal: Any) -> None:
    visit.upload(terminal.sign())
    old = terminal.sealer
    key = open_device_key(terminal.folder / "new.key", terminal.folder / "new.certificate", terminal.id)
    terminal.sealer = replace(old, key=key)
    record = terminal.sign()
    refused = visit.put(record.id, bundle_of(record))
    assert (refused.status_code, refused.json()["code"]) == (403, "other-key")
    utc = datetime.now(UTC).isoformat()
    for statement, status in (
        ("{}", 422),
        ("\xff", 422),
        (make_key_change("SP-9999", old.key, key, utc), 403),
        (make_key_change(terminal.id, key, old.key, utc), 409),
        ("x" * 70_000, 413),
    ):
        assert visit.change_key(statement).status_code == status, statement[:40]
    assert visit.put(record.id, bundle_of(record)).status_code == 403
    for _ in range(2):
        assert visit.change_key(make_key_change(terminal.id, old.key, key, utc)).status_code == 200
    visit.upload(record)
    finding = {
        each["code"]: each["state"] for each in visit.get(f"/v1/records/{record.id}").json()["findings"]
    }
    assert (finding["key"], finding["chain-before"]) == ("good", "good")


def test_a_change_of_key_needs_a_terminals_token(visit: Any) -> None:
    assert visit.change_key("{}", token="nobody").status_code == 401
    assert visit.change_key("{}", token=visit.reader_token).status_code == 403
