"""The staff's screens, as the states that show them, with records, queues and tills that are made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from terminal.model.dayclose import DayClose, DayStanding, PastClose
from terminal.model.history import (
    PairedTill,
    PairingCode,
    PaperLine,
    QueuedSlip,
    QueuedUpload,
    Queues,
    RecordLine,
    RecordView,
    Span,
    TerminalFacts,
    VoidedView,
)
from terminal.model.ink import Ink
from terminal.model.request import Method
from terminal.model.settings import Settings, Theme
from terminal.model.status import Health, Printed, Readiness, Uploaded
from terminal.session import states as st
from terminal.session.staff import states as staff
from terminal.session.staff.events import PacketMade, PacketPlace, PaperTrouble, Tryable, VoidReason

NOON = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
CODE = PairingCode(
    "40815162",
    0,
    "https://192.168.1.20:8470",
    "3f2a9c01d47be6580a1f22c94d5e7b3390ab6cd1e8f0471256bd83a9fe7c0d14",
)
OUT_OF_PAPER = {"zh": "打印机缺纸，请换上新纸卷。", "en": "The printer is out of paper: put in a new roll."}
BROKE_OFF = {"zh": "连续中断了 5 次。", "en": "It broke off 5 times."}
NO_NETWORK = {
    "zh": "连不上存档服务器，稍后自动重试。",
    "en": "The archive cannot be reached; it is tried again soon.",
}
REFUSED = {
    "zh": "存档服务器拒绝：终端编号未登记。",
    "en": "The archive refuses it: this terminal is not known there.",
}
PULLED = "No sensor on /dev/ttyAMA0. Is the UART enabled and the login console off?"
TERMINAL = TerminalFacts(
    "SP-0031",
    "0.1.0",
    "mJ4x9Qfa0rTzO1s6Jm8cB7Uu2nPq5wYkV3dLhEiGtXo",
    10482,
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    41877,
    "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
)
NEW_TERMINAL = TerminalFacts("SP-0001", "0.1.0", TERMINAL.key, 0, "0" * 64, 2, TERMINAL.journal_sha256)
TILLS = {"zh": ("1 号收银台", "3 号收银台", "服务台平板"), "en": ("Till 1", "Till 3", "Service desk tablet")}
LONG = "HT-2026-1123-SVC-0000981-EXTENDED"


def staff_storyboard(unit: st.Unit, ink: Ink, signing: st.Signing) -> Iterator[tuple[str, st.State]]:
    """Yield every screen of staff mode by name; ``ink`` is on the record, ``signing`` was refused."""
    short = "zh" if unit.language.startswith("zh") else "en"
    unit = replace(unit, readiness=replace(unit.readiness, to_print=2))
    yield from _pins(unit, signing)
    yield "staff-menu", staff.Menu(unit)
    troubled = Readiness(Health.PROBLEM, Health.PROBLEM, Health.OK)
    dark = Settings(unit.language, Theme.DARK)
    yield "staff-menu-waits", staff.Menu(replace(unit, readiness=troubled, settings=dark), request_waits=True)
    yield from _sales(unit)
    yield from _records(unit, ink, short)
    yield from _papers(unit)
    yield from _day(unit, short)
    queues = _queues(short)
    yield "staff-queues", staff.ViewingQueues(unit, queues)
    printing = replace(queues.slips[0], state=Printed.PRINTING, attempts=1, error="")
    yield (
        "staff-queues-printing",
        staff.ViewingQueues(unit, replace(queues, slips=(printing,), slips_in_all=1)),
    )
    yield (
        "staff-queues-empty",
        staff.ViewingQueues(unit, Queues(uploads=_queues(short).uploads[2:], uploads_in_all=1)),
    )
    yield "staff-queues-reading", staff.ViewingQueues(unit)
    yield "staff-settings", staff.Adjusting(unit)
    loud = Settings(unit.language, Theme.DARK, brightness=10, volume=100)
    yield (
        "staff-settings-pin",
        staff.Adjusting(replace(unit, settings=loud), pin_kept=True, request_waits=True),
    )
    yield from _devices(unit)
    yield from _tills(unit, short)


def _pins(unit: st.Unit, signing: st.Signing) -> Iterator[tuple[str, st.State]]:
    yield "staff-pin", st.EnteringPin(unit)
    yield "staff-pin-finger", st.EnteringPin(unit, finger=st.DoorFinger.WAITED_FOR)
    other = st.EnteringPin(unit, trouble=st.PinTrouble.OTHER_FINGER, tries_left=3)
    yield "staff-pin-other-finger", replace(other, finger=st.DoorFinger.WAITED_FOR)
    yield "staff-pin-judging", st.EnteringPin(unit, "40815", judging=True)
    yield "staff-pin-wrong", st.EnteringPin(unit, "4081", trouble=st.PinTrouble.WRONG, tries_left=3)
    yield "staff-pin-locked", st.EnteringPin(unit, trouble=st.PinTrouble.LOCKED, locked_s=272)
    yield "staff-pin-unset", st.EnteringPin(unit, trouble=st.PinTrouble.NOT_SET)
    yield "staff-pin-override", st.EnteringPin(unit, "408151", override=signing)
    yield "staff-newpin", staff.ChoosingPin(unit)
    yield "staff-newpin-short", staff.ChoosingPin(unit, "12", trouble=st.PinTrouble.TOO_SHORT)
    yield "staff-newpin-again", staff.ChoosingPin(unit, "40815162", "40815162", request_waits=True)
    yield "staff-newpin-different", staff.ChoosingPin(unit, trouble=st.PinTrouble.DIFFERENT)


def _sales(unit: st.Unit) -> Iterator[tuple[str, st.State]]:
    reference = staff.SaleField.REFERENCE
    yield "staff-sale", staff.KeyingSale(unit)
    yield "staff-sale-typed", staff.KeyingSale(unit, "1280.5", "INV-2041")
    yield "staff-sale-empty", staff.KeyingSale(unit, "", LONG, trouble=staff.SaleTrouble.NO_AMOUNT)
    yield "staff-sale-saving", staff.KeyingSale(unit, "86.50", "INV-2042", saving=True)
    yield "staff-sale-reference", staff.KeyingSale(unit, "12345678.90", LONG, reference, request_waits=True)
    yield (
        "staff-sale-failed",
        staff.KeyingSale(unit, "86.50", "", reference, trouble=staff.SaleTrouble.NOT_KEPT),
    )


def _records(unit: st.Unit, ink: Ink, short: str) -> Iterator[tuple[str, st.State]]:
    lines = _lines(short)
    found = staff.Finding(unit, "", Span.TODAY, 0, lines, 23)
    yield "staff-records", found
    yield "staff-records-all", replace(found, query="INV", span=Span.ALL, page=1, request_waits=True)
    yield "staff-records-one", replace(found, query="INV-2037", span=Span.WEEK, lines=lines[4:5], in_all=1)
    yield "staff-records-reading", replace(found, lines=None, in_all=0)
    yield "staff-records-none", replace(found, query="INV-9999", lines=(), in_all=0)
    yield "staff-records-empty", replace(found, span=Span.YESTERDAY, lines=(), in_all=0)
    yield "staff-records-typing", replace(found, query="INV-20", typing=True)
    viewing = staff.ViewingRecord(unit, found, lines[0].id)
    yield "staff-record-reading", viewing
    yield "staff-record", replace(viewing, view=RecordView(lines[0], ink, slips=1))
    sealed = RecordView(replace(lines[0], became="sealed"), None, slips=1)
    yield "staff-record-sealed", replace(viewing, view=sealed)
    refused = RecordView(lines[2], ink, 2, OUT_OF_PAPER[short], REFUSED[short])
    yield "staff-record-refused", replace(viewing, view=refused, request_waits=True)
    yield (
        "staff-record-printing",
        replace(viewing, view=RecordView(lines[0], ink, 2), notice=staff.Notice.PRINTING),
    )
    finger = RecordView(lines[3], None, 0, upload_error=NO_NETWORK[short])
    not_queued = replace(viewing, view=RecordView(lines[0], ink, 2), notice=staff.Notice.NOT_QUEUED)
    yield "staff-record-not-queued", not_queued
    void = VoidedView(NOON, "returned")
    yield "staff-record-void", replace(viewing, view=RecordView(lines[0], ink, 2, voided=void))
    seen = replace(viewing, view=RecordView(lines[0], ink, slips=1))
    disputing = staff.Disputing(unit, seen)
    yield "staff-dispute", disputing
    yield "staff-dispute-making", replace(disputing, making=True, request_waits=True)
    for place in PacketPlace:
        file = "" if place is PacketPlace.NOWHERE else "2026-11-23_INV-2041_557A8226_dispute.zip"
        made = PacketMade(lines[0].id, place, file, holds=place is not PacketPlace.STICK_UNFIT)
        yield f"staff-dispute-{place.value.replace(' ', '-')}", replace(disputing, made=made)
    yield "staff-void", staff.Voiding(unit, seen)
    yield "staff-void-picked", staff.Voiding(unit, seen, VoidReason.RETURNED, request_waits=True)
    yield "staff-void-failed", staff.Voiding(unit, seen, VoidReason.MISTAKE, failed=True)
    yield "staff-record-finger", replace(viewing, view=finger, notice=staff.Notice.SENDING)
    yield "staff-record-match", replace(viewing, view=replace(finger, matched=True))


def _lines(short: str) -> tuple[RecordLine, ...]:
    first, second, _ = TILLS[short]
    rows = (
        (31, "INV-2041", "1280.00", "557A8226", Method.TOUCH, Printed.PRINTED, Uploaded.ACKNOWLEDGED),
        (12, "INV-2040", "86.50", "9C0144D2", Method.STYLUS, Printed.PRINTED, Uploaded.WAITING),
        (9, "INV-2039", "430.00", "0B7EA91F", Method.TOUCH, Printed.FAILED, Uploaded.REFUSED),
        (7, LONG, "", "71F022C8", Method.FINGERPRINT, Printed.NONE, Uploaded.SENT),
        (5, "INV-2037", "12345678.90", "E4A26B10", Method.TOUCH, Printed.PRINTING, Uploaded.NONE),
        (2, "", "59.90", "3D90B7C4", Method.TOUCH, Printed.WAITING, Uploaded.ACKNOWLEDGED),
    )
    return tuple(
        RecordLine(
            f"0193a5c2-7d10-7c3e-9b1a-2f60c41d{10 + index:04}",
            10482 - index,
            reference,
            amount,
            "CNY",
            second if index % 2 else first,
            code,
            method,
            NOON.replace(minute=minute),
            printed,
            uploaded,
        )
        for index, (minute, reference, amount, code, method, printed, uploaded) in enumerate(rows)
    )


def _queues(short: str) -> Queues:
    before = NOON - timedelta(hours=3, minutes=7)
    paper, network, refused = OUT_OF_PAPER[short], NO_NETWORK[short], REFUSED[short]
    return Queues(
        (
            QueuedSlip(7, "r1", "INV-2039", Printed.WAITING, before, 3, paper, sent_percent=40),
            QueuedSlip(8, "r2", "INV-2040", Printed.FAILED, before, 5, BROKE_OFF[short], sent_percent=20),
            QueuedSlip(9, "", "", Printed.WAITING, NOON, 0, "", "test"),
            QueuedSlip(10, "r5", "INV-2042", Printed.WAITING, NOON, 0, ""),
        ),
        (
            QueuedUpload(3, "r3", "INV-2039", Uploaded.REFUSED, before, 1, refused),
            QueuedUpload(4, "r4", LONG, Uploaded.WAITING, before, 12, network),
            QueuedUpload(5, "r5", "INV-2040", Uploaded.SENT, NOON, 1, ""),
            QueuedUpload(6, "r6", "INV-2041", Uploaded.WAITING, NOON, 0, ""),
            QueuedUpload(8, "r8", "INV-2042", Uploaded.WAITING, NOON, 0, ""),
        ),
        slips_in_all=4,
        uploads_in_all=128,
    )


def _papers(unit: st.Unit) -> Iterator[tuple[str, st.State]]:
    lines = tuple(
        PaperLine(f"r{index}", reference, amount, "CNY", "till-3", code, NOON.replace(minute=minute))
        for index, (minute, reference, amount, code) in enumerate(
            (
                (31, "INV-2041", "1280.00", "557A 8226"),
                (12, LONG, "12345678.90", "9C01 44D2"),
                (9, "DOC-17", "", "0B7E A91F"),
                (5, "INV-2037", "59.90", "E4A2 6B10"),
            )
        )
    )
    listed = staff.ClosingPapers(unit, lines=lines[:3], in_all=9)
    yield "staff-papers", listed
    signed = tuple(replace(line, signed=True) for line in lines[:3])
    yield "staff-papers-signed", replace(listed, signed=True, lines=signed, in_all=3, request_waits=True)
    yield "staff-papers-done", replace(listed, lines=lines[1:], in_all=3, done=lines[0].reference)
    before = PaperTrouble.CLOSED_BEFORE
    yield "staff-papers-before", replace(listed, lines=lines[1:2], in_all=1, trouble=before)
    yield "staff-papers-none", staff.ClosingPapers(unit, lines=())
    yield "staff-papers-none-signed", staff.ClosingPapers(unit, signed=True, lines=())
    yield "staff-papers-reading", staff.ClosingPapers(unit)
    yield "staff-paper", replace(listed, asking=lines[0])
    yield "staff-paper-document", replace(listed, asking=lines[2], request_waits=True)
    yield "staff-paper-saving", replace(listed, asking=lines[1], keeping=True)
    yield "staff-paper-failed", replace(listed, asking=lines[1], trouble=PaperTrouble.NOT_KEPT)
    typing = replace(listed, typing=True)
    yield "staff-paper-code", typing
    yield "staff-paper-code-typed", replace(typing, code="557A82", request_waits=True)
    yield "staff-paper-code-looking", replace(typing, code="557A8226", sought="557A8226")
    yield "staff-paper-code-unknown", replace(typing, code="557A8226", trouble=PaperTrouble.UNKNOWN)
    yield "staff-paper-code-before", replace(typing, code="557A8226", trouble=before)


def _day(unit: st.Unit, short: str) -> Iterator[tuple[str, st.State]]:
    evening = NOON.replace(hour=21, minute=3)
    before, digest = evening - timedelta(days=1), CODE.certificate_sha256
    figures = DayClose(
        12, "SP-0001", "", "", 38, 2, 1, 0, 0, (("CNY", "38420.50"),), 10445, 10482, 10482, digest
    )  # fmt: skip
    last = PastClose(replace(figures, number=11), before - timedelta(days=1), before, Printed.PRINTED)
    day = staff.ClosingDay(unit, DayStanding(figures, before, last))
    yield "staff-day", day
    sums = (("CNY", "12345678.90"), ("EUR", "430.00"), ("HKD", "86.50"), ("USD", "1280.00"))
    unsettled = replace(figures, failed=2, waiting=1, sums=sums, unsigned=("INV-9",))
    waits = DayStanding(unsettled, before, last)
    yield "staff-day-waits", replace(day, standing=waits, request_waits=True)
    nothing = replace(figures, signed=0, paper=0, cancelled=0, sums=(), first_seq=0, last_seq=0)
    yield "staff-day-nothing", replace(day, standing=DayStanding(nothing, before, last))
    first = DayStanding(replace(figures, number=1, head_seq=38, first_seq=1, last_seq=38))
    bare = replace(unit, readiness=Readiness(Health.UNKNOWN, Health.ABSENT, Health.ABSENT))
    yield "staff-day-first", replace(day, standing=first, unit=bare)
    yield "staff-day-reading", staff.ClosingDay(unit)
    yield "staff-day-closing", replace(day, closing=True)
    yield "staff-day-failed", replace(day, failed=True)
    yield "staff-day-again", replace(day, again=True)
    made = PastClose(figures, before, evening, Printed.WAITING)
    closed = replace(day, standing=DayStanding(nothing, evening, made), closed=True)
    yield "staff-day-closed", closed
    for name, changed in (
        ("printed", replace(made, printed=Printed.PRINTED)),
        ("held", replace(made, error=OUT_OF_PAPER[short])),
    ):
        yield f"staff-day-{name}", replace(closed, standing=DayStanding(nothing, evening, changed))
    yield "staff-day-no-printer", replace(closed, unit=bare)


def _devices(unit: st.Unit) -> Iterator[tuple[str, st.State]]:
    lit = replace(unit.readiness, panel=Health.OK)
    guarded = replace(unit, readiness=lit, case_open=False, mains_lost=False)
    yield "staff-terminal", staff.ViewingTerminal(unit, TERMINAL)
    yield "staff-terminal-new", staff.ViewingTerminal(unit, NEW_TERMINAL, request_waits=True)
    yield "staff-devices", staff.TryingDevices(guarded)
    yield "staff-devices-open-case", staff.TryingDevices(replace(guarded, case_open=True))
    ready = Readiness(Health.OK, Health.OK, Health.PROBLEM, panel=Health.OK)
    trials = (
        staff.Trial(Tryable.PRINTER, passed=True, detail="EPSON TM-T20III, 42 columns"),
        staff.Trial(Tryable.SENSOR, passed=False, detail=PULLED),
        staff.Trial(Tryable.PANEL, passed=True),
        staff.Trial(Tryable.ARCHIVE),
    )
    yield (
        "staff-devices-tried",
        staff.TryingDevices(replace(unit, readiness=ready), trials, request_waits=True),
    )
    bare = Readiness(Health.UNKNOWN, Health.ABSENT, Health.ABSENT)
    no_answer = (staff.Trial(Tryable.PANEL, passed=False),)
    yield "staff-devices-bare", staff.TryingDevices(replace(unit, readiness=bare), no_answer)


def _tills(unit: st.Unit, short: str) -> Iterator[tuple[str, st.State]]:
    since = NOON - timedelta(days=40)
    tills = tuple(PairedTill(name, since, name == TILLS[short][0]) for name in TILLS[short])
    yield "staff-tills", staff.ManagingTills(unit, tills)
    yield "staff-tills-paired", staff.ManagingTills(unit, tills, paired=TILLS[short][1], request_waits=True)
    many = tuple(
        PairedTill(f"{TILLS[short][0]} / {number}", since, revoked=number > 5) for number in range(1, 10)
    )
    yield "staff-tills-many", staff.ManagingTills(unit, many, paired=LONG, request_waits=True)
    yield "staff-tills-last", staff.ManagingTills(unit, many, spent=True, page=2)
    yield "staff-tills-none", staff.ManagingTills(unit, ())
    yield "staff-tills-reading", staff.ManagingTills(unit)
    yield "staff-tills-revoking", staff.ManagingTills(unit, tills, revoking=TILLS[short][1])
    yield "staff-pairing", staff.ManagingTills(unit, tills, CODE, 272)
    yield "staff-pairing-hurry", staff.ManagingTills(unit, tills, replace(CODE, certificate_sha256=""), 21)
