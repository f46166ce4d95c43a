"""Destruction: what is gone is gone from every byte, said and signed; the chain and all else hold."""

import pytest

from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.keys import open_device_key
from terminal.evidence.stub import STUB_NAME, check_stub
from terminal.model.journal import Happening
from terminal.model.record import Part
from terminal.model.request import Method
from terminal.retention import Destroyer, NothingToDestroy
from terminal.store.errors import RecordGone, StillNeeded
from terminal.store.journal import Sought
from tests.terminal.retention.keeping_unit import FINGER, FINGER_PARTS, INK, WORDS, Unit, middle

PDF = Part("signed.pdf", "application/pdf", b"%PDF" + INK.encode() * 900)


def test_a_part_goes_from_every_byte_and_a_tombstone_stands_for_it(unit: Unit) -> None:
    records = [unit.sign(name) for name in ("INV-1", "INV-2", "INV-3")]
    for record in records:
        unit.store.made.keep(record.id, PDF)
        unit.print_all(b"slip")
    assert unit.holds(INK) == ["store.sqlite"], "it was there"
    for record in records:
        unit.destroyer.parts(record.id, ["ink.json"], "Asked for by the customer.")
        assert {part.name for part in unit.store.files(record.id)} == {
            "ink.json.tombstone.jws",
            "signature.png",
        }
        bundle = open_bundle(make_bundle(unit.store.records.jws(record.id), unit.store.files(record.id)))
        assert bundle.record["chain"]["seq"] == record.seq
    assert unit.holds(INK) == []
    assert unit.store.slips.picture(records[0].id) == b"slip", (
        "a slip shows the picture, not how a hand moved"
    )
    assert unit.wrong() == []
    assert unit.said().count("ink.json was destroyed on 2026-11-23: Asked for by the customer.") == 3
    lines = unit.store.journal.latest(Sought(happening=Happening.DESTROYED))
    assert [line.facts["part"] for line in lines] == ["ink.json"] * 3


def test_many_records_of_all_sizes_leave_nothing(unit: Unit) -> None:
    """Where rows are small they lie beside others on a page, and pages are split and joined as they come and go."""
    sizes = [1, 30, 90, 250, 1000, 4000]
    for number in range(60):
        content = b"x" * number + INK.encode() * sizes[number % len(sizes)]
        unit.sign(f"INV-{number}", (Part("ink.json", "application/json", content),), copies=0)
    assert unit.holds(INK)
    for number in [*range(0, 60, 2), *range(1, 60, 2)]:
        unit.destroyer.parts(f"record-INV-{number}", ["ink.json"], "policy")
    assert unit.holds(INK) == []


def test_an_impression_goes_with_the_pictures_that_show_it(unit: Unit) -> None:
    record = unit.sign("INV-1", FINGER_PARTS, method=Method.FINGERPRINT)
    unit.store.made.keep(record.id, Part("signed.pdf", "application/pdf", FINGER.encode() * 300))
    unit.print_all(FINGER.encode() * 300)
    unit.destroyer.parts(record.id, ["impression.png"], "policy")
    assert unit.holds(FINGER) == []
    assert unit.store.slips.picture(record.id) is None
    assert "impression.png was destroyed" in unit.store.made.trouble(record.id, "signed.pdf")


def test_what_was_made_of_it_meanwhile_is_not_kept(unit: Unit) -> None:
    record = unit.sign("INV-1", FINGER_PARTS, method=Method.FINGERPRINT)
    slip = unit.store.slips.next_unprinted()
    assert slip
    unit.store.slips.printing(slip.id)
    unit.destroyer.parts(record.id, ["impression.png"], "policy")
    unit.store.made.keep(record.id, Part("signed.pdf", "application/pdf", FINGER.encode()))
    unit.store.slips.printed(slip.id, FINGER.encode())
    assert unit.holds(FINGER) == []


def test_all_of_a_record_goes_and_the_chain_holds(unit: Unit) -> None:
    records = [unit.sign(name) for name in ("INV-1", "INV-2", "INV-3", "INV-4")]
    for record in records:
        unit.store.made.keep(record.id, PDF)
        unit.print_all(INK.encode() * 900)
    for record in (records[0], records[2], records[3]):
        unit.destroyer.record(record.id, "Asked for by the customer.")
    with pytest.raises(RecordGone, match=r"destroyed on 2026-11-23: Asked for by the customer\.$"):
        unit.store.records.jws(records[2].id)
    assert unit.wrong() == []
    assert unit.said().count("the record was destroyed on 2026-11-23") == 3
    unit.destroyer.record(records[1].id, "policy")
    assert unit.holds(INK) == unit.holds(WORDS) == []
    assert [unit.holds(middle(record)) for record in records] == [[]] * 4
    assert unit.wrong() == []
    assert unit.store.records.head() == (4, records[3].jws_sha256)
    assert [found.became for found in unit.store.records.latest()] == ["destroyed"] * 4
    assert unit.store.requests.get("request-INV-1").request.reference == "INV-1"
    assert unit.sign("INV-5").seq == 5
    assert unit.wrong() == []


def test_a_record_that_is_missing_without_a_word_is_broken(unit: Unit) -> None:
    record, other = unit.sign("INV-1"), unit.sign("INV-2")
    unit.destroyer.record(record.id, "policy")
    connection = unit.store._connection
    (stub,) = unit.store.destroyed.of(record.id)
    assert check_stub(stub.content)[0].sha256 == record.jws_sha256
    connection.execute("UPDATE destroyed SET content = ?", (stub.content.replace(b"payload", b"payloaf"),))
    assert any("the word in its place does not hold" in each for each in unit.wrong())
    connection.execute("UPDATE destroyed SET content = ?, record_id = ?", (stub.content, other.id))
    assert any("there is no record.jws" in each or "is not" in each for each in unit.wrong())


def test_a_word_of_another_key_does_not_count(unit: Unit, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("stranger")
    stranger = open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    record = unit.sign("INV-1")
    Destroyer(unit.store, lambda: stranger).record(record.id, "by somebody else")
    assert any("another key than its own" in each for each in unit.wrong())


def test_nothing_unsent_is_destroyed_unless_that_is_said(unit: Unit) -> None:
    unsent = unit.sign("INV-1", acknowledged=False)
    alone = unit.sign("INV-2", sinks=())
    for record in (unsent, alone):
        with pytest.raises(StillNeeded):
            unit.destroyer.parts(record.id, ["ink.json"], "policy")
        with pytest.raises(StillNeeded):
            unit.destroyer.record(record.id, "policy")
        assert len(unit.store.files(record.id)) == 2
        unit.destroyer.record(record.id, "policy", even_unsent=True)
    assert unit.holds(INK) == []
    assert unit.store.outbox.unsent("archive") == [], "there is nothing left to send"


def test_a_part_that_is_not_there_is_said(unit: Unit) -> None:
    record = unit.sign("INV-1")
    with pytest.raises(NothingToDestroy, match=r"no impression\.png: here are ink\.json, signature\.png"):
        unit.destroyer.parts(record.id, ["impression.png"], "policy")
    unit.destroyer.record(record.id, "policy")
    with pytest.raises(NothingToDestroy, match="was destroyed on"):
        unit.destroyer.record(record.id, "policy")
    assert [part.name for part in unit.store.destroyed.of(record.id)] == [STUB_NAME]
