"""What holds is found out from the stored bundle, at the moment of looking."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.tables import KeyRow, RecordRow
from archive.verdict import Verdict, judge
from archive.words import words
from terminal.evidence.bundle import make_bundle
from terminal.model.moment import ClockState
from terminal.model.record import NO_PREVIOUS, SealedRecord
from tests.archive.conftest import Terminal, Visit


def verdict_of(visit: Visit, record: SealedRecord) -> Verdict:
    with visit.archive.database.reading() as session:
        row = session.get_one(RecordRow, record.id)
    return judge(visit.archive.database, visit.archive.objects, row)


def found(verdict: Verdict) -> dict[str, str]:
    return {finding.code: finding.state.value for finding in verdict.findings}


def said(verdict: Verdict, code: str, language: str = "en") -> str:
    return next(words(language).say(each.detail) for each in verdict.findings if each.code == code)


def stored(visit: Visit, record: SealedRecord) -> Path:
    return visit.archive.settings.data / "objects" / "bundles" / "SP-0031" / f"{record.id}.signpost"


@pytest.fixture
def five(visit: Visit, terminal: Terminal) -> list[SealedRecord]:
    """Five records in a row, all here."""
    for _ in range(5):
        visit.upload(terminal.sign())
    return terminal.made


def test_everything_holds_of_what_was_left_alone(visit: Visit, five: list[SealedRecord]) -> None:
    for record in five:
        verdict = verdict_of(visit, record)
        assert set(found(verdict).values()) == {"good"}
        assert verdict.state == "good"
        assert verdict.holds


def test_a_flipped_bit_is_found(visit: Visit, five: list[SealedRecord]) -> None:
    content = bytearray(stored(visit, five[2]).read_bytes())
    content[content.find(b"[]")] ^= 1
    stored(visit, five[2]).write_bytes(content)
    verdict = verdict_of(visit, five[2])
    assert not verdict.holds
    assert found(verdict)["stored"] == found(verdict)["seal"] == "bad"
    assert found(verdict_of(visit, five[1]))["chain-after"] == "bad"
    assert "no longer holds" in said(verdict_of(visit, five[3]), "chain-before")


def test_a_replaced_part_is_named_in_both_languages(visit: Visit, five: list[SealedRecord]) -> None:
    spoiled = tuple(replace(part, content=b"{}") for part in five[0].parts)
    stored(visit, five[0]).write_bytes(make_bundle(five[0].jws, spoiled))
    verdict = verdict_of(visit, five[0])
    assert said(verdict, "seal") == "The part ink.json is not the file that was sealed: it was changed."
    assert "ink.json" in said(verdict, "seal", "zh-CN")
    assert "已被改动" in said(verdict, "seal", "zh-CN")


def test_a_part_left_out_is_named(visit: Visit, five: list[SealedRecord]) -> None:
    stored(visit, five[0]).write_bytes(make_bundle(five[0].jws, five[0].parts[1:]))
    assert said(verdict_of(visit, five[0]), "seal") == "The part ink.json is missing."


def test_a_lost_bundle_is_said_so(visit: Visit, five: list[SealedRecord]) -> None:
    stored(visit, five[1]).unlink()
    assert "missing" in said(verdict_of(visit, five[1]), "stored")


def test_another_records_bundle_does_not_pass(visit: Visit, five: list[SealedRecord]) -> None:
    stored(visit, five[1]).write_bytes(stored(visit, five[2]).read_bytes())
    verdict = verdict_of(visit, five[1])
    assert found(verdict)["seal"] == "bad"
    assert "another record" in said(verdict, "seal")
    assert verdict.bundle is None


def test_a_key_that_is_not_known_is_said_so(visit: Visit, five: list[SealedRecord]) -> None:
    with visit.archive.database.writing() as session:
        key = session.get_one(KeyRow, verdict_of(visit, five[0]).bundle.seal.thumbprint)  # type: ignore[union-attr]
        session.execute(RecordRow.__table__.delete())  # type: ignore[attr-defined]
        session.delete(key)
    row = RecordRow(id=five[0].id, terminal_id="SP-0031", object_key=f"bundles/SP-0031/{five[0].id}.signpost")
    row.seq, row.previous, row.bundle_sha256 = 1, "0" * 64, ""
    verdict = judge(visit.archive.database, visit.archive.objects, row)
    assert found(verdict)["key"] == "bad"


def test_gaps_are_said_in_words(visit: Visit, terminal: Terminal) -> None:
    records = [terminal.sign() for _ in range(6)]
    for here in (1, 4):
        visit.upload(records[here])
    second, fifth = verdict_of(visit, records[1]), verdict_of(visit, records[4])
    assert said(second, "chain-before").startswith("Record 1 is not here.")
    assert said(second, "chain-after").startswith("Records 3 to 4 are not here.")
    assert said(fifth, "chain-before").startswith("Records 3 to 4 are not here.")
    assert "第 3 至 4 条不在档案中" in said(fifth, "chain-before", "zh-CN")
    assert said(fifth, "chain-after") == "This is the newest record here of its terminal."
    assert (fifth.state, fifth.holds) == ("warn", True)
    assert (second.links.missing_before, second.links.missing_after) == (1, 2)


def test_a_record_that_names_another_is_found(visit: Visit, terminal: Terminal) -> None:
    visit.upload(terminal.sign())
    terminal.previous = "f" * 64
    visit.upload(terminal.sign())
    first, second = (verdict_of(visit, record) for record in terminal.made)
    assert "names another record before it" in said(first, "chain-after")
    assert "names another record 1" in said(second, "chain-before")
    assert not first.holds
    assert not second.holds


def test_a_chain_that_begins_twice_is_found(visit: Visit, terminal: Terminal) -> None:
    visit.upload(terminal.sign(reference="first"))
    terminal.seq, terminal.previous = 0, NO_PREVIOUS
    visit.upload(terminal.sign(reference="twin"))
    verdict = verdict_of(visit, terminal.made[0])
    assert "claims the same place" in said(verdict, "chain-place")


def test_a_clock_that_was_not_synchronised_is_something_to_know(visit: Visit, terminal: Terminal) -> None:
    visit.upload(terminal.sign(clock=ClockState.UNSYNCHRONISED))
    verdict = verdict_of(visit, terminal.made[0])
    assert (found(verdict)["clock"], verdict.state) == ("warn", "warn")
