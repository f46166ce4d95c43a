"""What records say of one another, side by side."""

import pytest

from terminal.evidence.finding import Finding, wrong
from terminal.evidence.journal import FoundJournal
from terminal.evidence.lineage import Kept, trace
from terminal.evidence.places import Head, Place
from terminal.evidence.receipt import ReceiptUnfit, check_signature
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal
from terminal.model.journal import JournalHead
from terminal.model.record import NO_PREVIOUS, Confirmation, Part


def place(seq: int, previous: str, digest: str, **more: object) -> Place:
    facts = {"terminal_id": "SP-1", "record_id": digest, "thumbprint": "key", "journal": None, **more}
    return Place("here", seq=seq, previous=previous, digest=digest, **facts)  # type: ignore[arg-type]


FIRST = place(1, NO_PREVIOUS, "a")
SECOND = place(2, "a", "b")
THIRD = place(3, "b", "c")


def found(*places: Place, whole: bool = False, heads: tuple[Head, ...] = ()) -> tuple[Finding, ...]:
    lineage = trace([Kept("here", places, whole=whole)], heads)
    return tuple(
        each for group in (*lineage.of_records.values(), *dict(lineage.of_keeping).values()) for each in group
    )


def test_records_that_name_one_another_hold() -> None:
    assert wrong(found(FIRST, SECOND, THIRD, whole=True)) == ()
    assert wrong(found(FIRST, FIRST, SECOND)) == ()


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((FIRST, SECOND, place(2, "a", "x")), "another record claims to be number 2 as well"),
        ((FIRST, SECOND, place(3, "b", "x", record_id="b")), "another record has the same id"),
        ((place(1, "f", "a"),), "it says that it is the first record"),
        ((FIRST, place(3, "a", "c")), "it is number 3, and names record 1"),
        ((FIRST, place(2, "f", "b")), "it names another record 1 than the one that is here"),
        ((place(0, "", "a"),), "names no place"),
        ((FIRST, place(2, "a", "b", thumbprint="other")), "another key sealed it than record 1"),
    ],
)
def test_whatever_cannot_be_is_said(places: tuple[Place, ...], said: str) -> None:
    assert any(sentence.startswith(said) or said in sentence for sentence in wrong(found(*places)))


def test_a_gap_counts_where_all_should_be_here() -> None:
    assert wrong(found(FIRST, THIRD)) == ()
    assert wrong(found(FIRST, THIRD, whole=True))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (Head(3, "c"), ()),
        (Head(3, ""), ()),
        (Head(0, ""), ()),
        (Head(3, "x"), ("the given head: record 3 was another one than that which is here",)),
        (
            Head(4, "d"),
            ("the given head: there were 4 records, and the last one here is 3: the end is cut off",),
        ),
        (
            Head(4, "d", "sp-1"),
            ("the given head: there were 4 records, and the last one here is 3: the end is cut off",),
        ),
    ],
)
def test_a_chain_leads_through_what_others_saw(head: Head, said: tuple[str, ...]) -> None:
    assert wrong(found(FIRST, SECOND, THIRD, heads=(head,))) == said


def test_the_journal_has_to_tell_of_every_record() -> None:
    silent = FoundJournal.read([])
    anchored = place(1, NO_PREVIOUS, "a", journal=JournalHead())
    assert wrong(silent.judge_anchor(anchored)) == ("it does not tell that record 1 was sealed",)
    assert silent.judge_anchor(FIRST) == []


def test_a_receipts_signature_has_one_way_to_be_written(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    record = sealer.seal(signing, parts, 1, NO_PREVIOUS)
    assert check_seal(record.jws).thumbprint == sealer.key.thumbprint
    claims, _, signature = record.receipt.rpartition(" ")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    twisted = signature[:-1] + letters[letters.index(signature[-1]) ^ 1]
    public = sealer.key.jwk.public_key
    check_signature(claims, signature, public)
    with pytest.raises(ReceiptUnfit):
        check_signature(claims, twisted, public)
