"""The policy: what goes and when, what is held and why, and that a customer's promised day is kept."""

from datetime import UTC, date, timedelta

import pytest

from terminal.config import RetentionConfig
from terminal.model.consent import image_consent
from terminal.model.moment import ClockState
from terminal.model.record import Part
from terminal.model.request import Method
from terminal.model.status import CancelReason, RequestState
from terminal.retention import Kind, Retention
from tests.terminal.retention.keeping_unit import FINGER, FINGER_PARTS, INK, PARTS, WORDS, Unit

DOCUMENT = Part("document.pdf", "application/pdf", b"%PDF a contract")


def keeping(unit: Unit, clock: ClockState = ClockState.SYNCHRONISED, **policy: int) -> Retention:
    return Retention(
        unit.store,
        RetentionConfig(**policy),
        unit.destroyer,
        today=lambda: unit.today.date(),  # noqa: PLW0108 - the day goes on
        zone=UTC,
        clock=lambda: clock,
    )


def run(retention: Retention) -> int:
    """Let a day's round run, and return in how many steps."""
    steps = 1
    while retention.step(0):
        steps += 1
    return steps


def finger(unit: Unit, name: str, promised: date, **how: object) -> str:
    consents = (image_consent(promised),)
    return unit.sign(name, FINGER_PARTS, method=Method.FINGERPRINT, consents=consents, **how).id  # type: ignore[arg-type]


def test_an_impression_goes_by_the_day_that_its_own_customer_was_promised(unit: Unit) -> None:
    today = unit.today.date()
    soon, later = finger(unit, "INV-1", today + timedelta(3)), finger(unit, "INV-2", today + timedelta(4))
    run(keeping(unit))
    assert unit.store.records.part(soon, "impression.png") is None
    assert unit.store.records.part(later, "impression.png")
    assert unit.store.records.jws(soon), "the record stays"
    assert unit.wrong() == []
    unit.today += timedelta(1)
    run(keeping(unit))
    assert unit.holds(FINGER) == []
    assert f"promised that it is destroyed before {today + timedelta(4)}" in unit.said()


def test_an_encrypted_impression_goes_by_its_day_too(unit: Unit) -> None:
    part = Part("impression.png.age", "application/age", FINGER.encode() * 100, "0" * 64)
    promise = (image_consent(unit.today.date()),)
    record = unit.sign("INV-1", (part,), method=Method.FINGERPRINT, consents=promise)
    run(keeping(unit))
    assert unit.holds(FINGER) == []
    assert unit.store.destroyed.parts(record.id).keys() == {"impression.png.age"}


def test_records_and_documents_go_after_their_months(unit: Unit) -> None:
    old = unit.sign("INV-1", (*PARTS, DOCUMENT), days_ago=740)
    middle = unit.sign("INV-2", (*PARTS, DOCUMENT), days_ago=400)
    new = unit.sign("INV-3", (*PARTS, DOCUMENT), days_ago=5)
    run(keeping(unit, documents_months=12))
    assert [each.became for each in unit.store.records.latest()] == ["", "", "destroyed"]
    assert {part.name for part in unit.store.files(middle.id)} == {
        "document.pdf.tombstone.jws",
        "ink.json",
        "signature.png",
    }
    assert len(unit.store.files(new.id)) == 3
    assert "records are kept for 24 months here" in unit.store.destroyed.sentence(old.id)
    assert not [each for each in unit.wrong() if "PDF" not in each], "these asked for no document"


def test_nothing_unsent_goes(unit: Unit) -> None:
    long_ago = unit.today.date() - timedelta(900)
    kept = [
        unit.sign("INV-1", (*PARTS, DOCUMENT), days_ago=900, acknowledged=False).id,
        unit.sign("INV-2", (*PARTS, DOCUMENT), days_ago=900, sinks=()).id,
        finger(unit, "INV-3", long_ago, acknowledged=False),
    ]
    two = unit.sign("INV-4", days_ago=900, sinks=("archive", "second"), acknowledged=False)
    unit.store.outbox.acknowledged(unit.store.outbox.of_record(two.id)[0].id, "{}")
    held = {(each.kind, each.reference): each.held for each in keeping(unit).all_due()}
    run(keeping(unit))
    assert [len(unit.store.files(record_id)) for record_id in (*kept, two.id)] == [3, 3, 1, 2]
    assert held == {
        (Kind.DOCUMENT, "INV-1"): "archive has not acknowledged it",
        (Kind.RECORD, "INV-1"): "archive has not acknowledged it",
        (Kind.DOCUMENT, "INV-2"): "no archive has it",
        (Kind.RECORD, "INV-2"): "no archive has it",
        (Kind.IMPRESSION, "INV-3"): "archive has not acknowledged the record",
        (Kind.RECORD, "INV-4"): "second has not acknowledged it",
    }


def test_without_an_archive_a_promise_is_kept_all_the_same(unit: Unit) -> None:
    record = finger(unit, "INV-1", unit.today.date(), sinks=(), days_ago=365)
    run(keeping(unit))
    assert unit.holds(FINGER) == []
    assert unit.store.records.jws(record)


def test_what_was_never_signed_is_forgotten(unit: Unit) -> None:
    received = unit.signing.request.received.replace("东北大米 10kg", WORDS)
    request = type(unit.signing.request)(**{
        name: getattr(unit.signing.request, name) for name in unit.signing.request.__slots__
    } | {"received": received})  # fmt: skip
    unit.store.requests.accept(request, key="k", body_sha256="0", queue=True)
    unit.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.CUSTOMER)
    run(keeping(unit))
    assert unit.holds(WORDS)
    unit.today += timedelta(91)
    (gone,) = keeping(unit).all_due()
    assert (gone.kind, gone.why) == (Kind.REQUEST, "what was never signed is kept for 90 days")
    run(keeping(unit))
    assert unit.holds(WORDS) == []
    assert unit.store.requests.get(request.id).request.reference == "INV-2041"
    assert list(keeping(unit).all_due()) == []


def test_by_a_clock_that_nobody_set_nothing_goes(unit: Unit) -> None:
    unit.sign("INV-1", days_ago=900)
    assert run(keeping(unit, ClockState.UNSYNCHRONISED)) == 1
    assert unit.holds(INK)


def test_it_is_done_once_a_day_in_small_steps(unit: Unit) -> None:
    for number in range(7):
        unit.sign(f"INV-{number}", days_ago=900, copies=0)
    retention = keeping(unit)
    assert run(retention) >= 8, "one record a step"
    unit.sign("INV-8", days_ago=900)
    assert not retention.step(86_399)
    assert unit.holds(INK)
    assert retention.step(86_401)


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2028, 2, 28), ["INV-1"]),
        (date(2028, 2, 29), ["INV-1"]),
        (date(2028, 3, 1), ["INV-1", "INV-2"]),
    ],
)
def test_months_are_calendar_months(unit: Unit, today: date, gone: list[str]) -> None:
    for name, day in (("INV-1", date(2026, 2, 27)), ("INV-2", date(2026, 2, 28))):
        unit.sign(name, days_ago=(unit.today.date() - day).days)
    unit.today = unit.today.replace(year=today.year, month=today.month, day=today.day)
    assert [each.reference for each in keeping(unit).all_due()] == gone
