"""Storyboards of staff: through the real loop, workers, store, PIN and sensor."""

from dataclasses import replace
from typing import Any

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from terminal.clock import Clock
from terminal.evidence.seal import check_seal
from terminal.model.ink import Stroke
from terminal.model.request import Method
from terminal.model.settings import Theme
from terminal.model.status import CancelReason, Health, Printed, RequestState
from terminal.pin import TRIES, Cost, StaffPin
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.staff import events as said
from terminal.session.staff.states import (
    Adjusting,
    Finding,
    KeyingSale,
    ManagingTills,
    Menu,
    TryingDevices,
    ViewingQueues,
    ViewingRecord,
    ViewingTerminal,
    Voiding,
)
from terminal.session.states import (
    Cancelled,
    Checking,
    Choosing,
    EnteringPin,
    PinTrouble,
    Reviewing,
    Signing,
    Thanks,
)
from terminal.store.history import Sought
from terminal.store.journal import Sought as Lines
from terminal.store.pairings import Paired
from tests.flows.conftest import Shop, Step, signing

PIN = "4827"


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    """A shop whose staff have a PIN."""
    StaffPin(shop.config.paths.data, Clock(), Cost(n=16, p=1)).set(PIN)
    return shop


def enter(pin: str = PIN) -> list[Step]:
    return [*(Step(EnteringPin, said.Typed(digit)) for digit in pin), Step(EnteringPin, said.Entered())]


def get_in() -> list[Step]:
    return [Step(Idle, said.StaffCalled()), *enter(), Step(Menu)]


def test_staff_key_in_a_sale_and_it_is_signed(staffed: Shop, stroke: Stroke) -> None:
    keys = [Step(KeyingSale, said.Typed(key)) for key in "128.5"]
    staffed.glass.play(
        *get_in(), Step(Menu, said.WentTo(said.Place.SALE)), *keys, Step(KeyingSale, said.Entered())
    )
    staffed.glass.play(*signing(stroke))
    [stored] = staffed.store.requests.search()
    assert (stored.state, stored.till) == (RequestState.COMPLETED, "SP-0001")
    assert stored.record_id
    received = check_seal(staffed.store.records.jws(stored.record_id)).record["request"]["received"]
    assert (received["amount"], received["currency"]) == ("128.50", "CNY")
    assert received["reference"].startswith("T-20")
    assert staffed.store.slips.count_unprinted() == 1


def test_a_record_is_looked_up_and_printed_again(staffed: Shop, stroke: Stroke) -> None:
    staffed.ask()
    staffed.glass.play(*signing(stroke), Step(Thanks, ev.Dismissed()))
    record_id = staffed.store.history.find(Sought(), page=0, size=1)[0][0].id
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.RECORDS)),
        Step(Finding, said.PickedField("query")),
        *(Step(Finding, said.Typed(key)) for key in "1280"),
        Step(Finding, said.Entered()),
    )
    staffed.wait_until(lambda: bool(_seen(staffed, Finding).lines))
    assert [line.reference for line in _seen(staffed, Finding).lines or ()] == ["INV-2041"]
    staffed.glass.play(Step(Finding, said.PickedRecord(record_id)), Step(ViewingRecord, said.AskedForSlip()))
    staffed.wait_until(lambda: len(staffed.store.slips.of_record(record_id)) == 2)
    staffed.wait_until(lambda: (view := _seen(staffed, ViewingRecord).view) is not None and view.slips == 2)
    view = _seen(staffed, ViewingRecord).view
    assert view
    assert view.ink
    assert len(view.ink.strokes) == 1


def _seen(shop: Shop, kind: type) -> Any:
    state = shop.glass.shown[-1]
    assert isinstance(state, kind)
    return state


def test_staff_let_ink_pass_that_was_refused_and_the_record_says_so(staffed: Shop, stroke: Stroke) -> None:
    straight = replace(stroke, points=stroke.points[:3])
    request = staffed.ask()
    staffed.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.TOUCH)),
        Step(Signing, ev.Drew(straight)),
        Step(Signing, ev.Confirmed(14000, 5000)),
        Step(Signing, said.StaffCalled()),
        *enter(),
        Step(Checking, ev.Confirmed()),
        Step(Thanks),
    )
    record_id = staffed.store.requests.get(request.id).record_id
    record = check_seal(staffed.store.records.jws(record_id or "")).record
    assert record["signature"]["quality"]["overridden"] is True


def test_a_till_that_cancels_while_the_pin_is_typed_is_shown(staffed: Shop, stroke: Stroke) -> None:
    straight = replace(stroke, points=stroke.points[:3])
    request = staffed.ask()
    staffed.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.TOUCH)),
        Step(Signing, ev.Drew(straight)),
        Step(Signing, ev.Confirmed(14000, 5000)),
        Step(Signing, said.StaffCalled()),
        Step(EnteringPin),
    )
    staffed.wait_until(lambda: staffed.store.requests.get(request.id).state is RequestState.SIGNING)
    assert staffed.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.TILL)
    staffed.bell.ring()
    staffed.glass.play(Step(Cancelled))


def test_a_request_waits_while_staff_are_in_and_is_taken_when_they_leave(staffed: Shop) -> None:
    staffed.glass.play(*get_in())
    staffed.ask()
    staffed.wait_until(lambda: _seen(staffed, Menu).request_waits)
    staffed.glass.play(Step(Menu, said.LeftStaffMode()), Step(Reviewing))


def test_staff_who_have_gone_do_not_hold_up_a_request(staffed: Shop) -> None:
    staffed.stop()
    staffed.config = replace(staffed.config, staff=replace(staffed.config.staff, timeout_s=0.5))
    staffed.start()
    staffed.glass.play(*get_in())
    staffed.ask()
    staffed.glass.play(Step(Reviewing))


def test_a_wrong_pin_is_counted_over_a_restart(staffed: Shop) -> None:
    staffed.glass.play(Step(Idle, said.StaffCalled()), *enter("1379"))
    staffed.wait_until(lambda: _seen(staffed, EnteringPin).trouble is PinTrouble.WRONG)
    assert _seen(staffed, EnteringPin).tries_left == 4
    staffed.stop()
    assert StaffPin(staffed.config.paths.data, Clock()).standing().tries_left == 4
    staffed.start()


def test_who_comes_in_is_in_the_journal_and_tries_that_do_not_count_are_not(staffed: Shop) -> None:
    staffed.glass.play(Step(Idle, said.StaffCalled()), *enter("1379"))
    staffed.wait_until(lambda: _seen(staffed, EnteringPin).trouble is PinTrouble.WRONG)
    pin = StaffPin(staffed.config.paths.data, Clock())
    pin._note(
        replace(pin._tries(), wrong=TRIES, at_ns=Clock().now().monotonic_ns)
    )  # by whoever tries elsewhere
    staffed.glass.play(*enter("1379"))
    staffed.wait_until(lambda: _seen(staffed, EnteringPin).trouble is PinTrouble.LOCKED)
    pin.unlock()
    staffed.glass.play(Step(EnteringPin, ev.WentBack()), *get_in(), Step(Menu, said.LeftStaffMode()))
    staffed.wait_until(lambda: len(staffed.store.journal.latest(Lines(happening="staff.in"))) == 1)
    told = [(line.happening, line.facts) for line in staffed.store.journal.latest(Lines(happening="staff"))]
    assert told == [
        ("staff.in", {"how": "pin", "name": ""}),
        ("staff.refused", {"how": "pin", "tries_left": 4}),
    ]


def test_a_record_is_voided_and_the_terminal_says_how_far_it_has_come(staffed: Shop, stroke: Stroke) -> None:
    staffed.ask()
    staffed.glass.play(*signing(stroke), Step(Thanks, ev.Dismissed()))
    record_id = staffed.store.history.find(Sought(), page=0, size=1)[0][0].id
    staffed.glass.play(*get_in(), Step(Menu, said.WentTo(said.Place.RECORDS)), Step(Finding))
    staffed.wait_until(lambda: bool(_seen(staffed, Finding).lines))
    staffed.glass.play(Step(Finding, said.PickedRecord(record_id)), Step(ViewingRecord))
    staffed.wait_until(lambda: _seen(staffed, ViewingRecord).view is not None)
    staffed.glass.play(
        Step(ViewingRecord, said.AskedToVoid()),
        Step(Voiding, said.PickedReason(said.VoidReason.RETURNED)),
        Step(Voiding, said.SaidVoid(record_id)),
        Step(ViewingRecord),
    )
    staffed.wait_until(
        lambda: (view := _seen(staffed, ViewingRecord).view) is not None and view.voided is not None
    )
    voided = staffed.store.records.voided(record_id)
    assert voided
    assert (voided.reason, voided.by) == ("returned", "staff")
    staffed.glass.play(Step(ViewingRecord, ev.WentBack()), Step(Finding))
    staffed.wait_until(lambda: [line.voided for line in _seen(staffed, Finding).lines or ()] == [True])
    staffed.glass.play(
        Step(Finding, ev.WentBack()),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.WentTo(said.Place.TERMINAL)),
        Step(ViewingTerminal),
    )
    staffed.wait_until(lambda: _seen(staffed, ViewingTerminal).facts is not None)
    facts, heads = _seen(staffed, ViewingTerminal).facts, staffed.store.heads()
    assert (facts.chain_seq, facts.chain_sha256) == (1, heads.chain_sha256)
    assert facts.key == check_seal(staffed.store.records.jws(record_id)).thumbprint


def test_without_a_pin_it_is_said_and_nobody_gets_in(shop: Shop) -> None:
    shop.glass.play(Step(Idle, said.StaffCalled()), Step(EnteringPin))
    shop.wait_until(lambda: _seen(shop, EnteringPin).trouble is PinTrouble.NOT_SET)


def test_settings_outlive_the_power(staffed: Shop) -> None:
    staffed.glass.play(*get_in(), Step(Menu, said.WentTo(said.Place.SETTINGS)), Step(Adjusting))
    chosen = replace(_seen(staffed, Adjusting).unit.settings, language="en", theme=Theme.DARK, volume=0)
    staffed.glass.play(Step(Adjusting, said.ChangedSettings(chosen)))
    staffed.wait_until(lambda: staffed.store.settings.read() == chosen)
    staffed.stop()
    staffed.start()
    staffed.wait_until(lambda: staffed.glass.shown[-1].unit.settings == chosen)
    assert staffed.glass.shown[-1].unit.language == "en"


def test_a_new_pin_is_the_only_one(staffed: Shop) -> None:
    again = [Step(Menu, said.WentTo(said.Place.SETTINGS)), Step(Adjusting, said.AskedForNewPin())]
    typed = [Step(object, said.Typed(digit)) for digit in "9051"]
    done = Step(object, said.Entered())
    staffed.glass.play(*get_in(), *again, *typed, done, *typed, done)
    staffed.wait_until(lambda: isinstance(staffed.glass.shown[-1], Adjusting))
    pin = StaffPin(staffed.config.paths.data, Clock())
    assert pin.matches("9051")
    assert not pin.matches(PIN)


def test_the_queues_say_what_waits_and_a_refused_record_goes_again(staffed: Shop, stroke: Stroke) -> None:
    staffed.ask()
    staffed.glass.play(*signing(stroke), Step(Thanks, ev.Dismissed()))
    [way] = staffed.store.outbox.unsent("archive")
    staffed.store.outbox.refused(way.id, "The archive does not know this terminal.")
    staffed.store.devices.note("printer", Health.PROBLEM, "The printer is out of paper.", Clock().now())
    staffed.glass.play(*get_in(), Step(Menu, said.WentTo(said.Place.QUEUES)), Step(ViewingQueues))
    staffed.wait_until(lambda: _seen(staffed, ViewingQueues).queues is not None)
    [upload] = _seen(staffed, ViewingQueues).queues.uploads
    assert (upload.reference, upload.error) == ("INV-2041", "The archive does not know this terminal.")
    [slip] = _seen(staffed, ViewingQueues).queues.slips
    assert (slip.state, slip.error) == (Printed.WAITING, "The printer is out of paper.")
    staffed.glass.play(Step(ViewingQueues, said.RetriedUpload(upload.id)))
    staffed.wait_until(lambda: staffed.store.outbox.count_refused() == 0)


def tried(shop: Shop, device: said.Tryable) -> Any:
    return next(trial for trial in _seen(shop, TryingDevices).trials if trial.device is device)


def test_the_sensor_is_tried_with_a_finger_of_which_nothing_is_kept(
    staffed: Shop, sensor: SensorEmulator
) -> None:
    asking = said.AskedToTry(said.Tryable.SENSOR)
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, asking),
        Step(TryingDevices),
    )
    staffed.wait_until(lambda: "press a finger" in tried(staffed, said.Tryable.SENSOR).sentence)
    sensor.press(FINGERS[0])
    staffed.wait_until(lambda: tried(staffed, said.Tryable.SENSOR).passed is not None)
    trial = tried(staffed, said.Tryable.SENSOR)
    assert (trial.passed, trial.sentence) == (True, "The sensor works: a clear finger.")
    assert trial.detail
    assert staffed.store.records.head()[0] == 0


def test_a_sensor_test_ends_when_its_page_is_left(staffed: Shop, sensor: SensorEmulator) -> None:
    asking = said.AskedToTry(said.Tryable.SENSOR)
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, asking),
        Step(TryingDevices),
    )
    staffed.wait_until(lambda: sensor.light.lit)
    staffed.glass.play(Step(TryingDevices, ev.WentBack()), Step(Menu))
    staffed.wait_until(lambda: not sensor.light.lit, within_s=5)  # by itself it would wait ten


def test_a_test_slip_that_does_not_come_is_said_and_taken_out_of_the_queue(
    staffed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.trying.SLIP_S", 0)
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.PRINTER)),
        Step(TryingDevices),
    )
    staffed.wait_until(lambda: staffed.store.slips.count_unprinted() == 1)
    staffed.bell.ring()
    staffed.wait_until(lambda: tried(staffed, said.Tryable.PRINTER).passed is False)
    assert staffed.store.slips.count_unprinted() == 0


def test_a_test_slip_that_came_out_passes(staffed: Shop) -> None:
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.PRINTER)),
        Step(TryingDevices),
    )
    staffed.wait_until(lambda: staffed.store.slips.count_unprinted() == 1)
    slip = staffed.store.slips.next_unprinted()
    assert slip
    staffed.store.slips.printed(slip.id, b"PNG")
    staffed.bell.ring()
    staffed.wait_until(lambda: tried(staffed, said.Tryable.PRINTER).passed is True)


def test_a_test_slip_does_not_come_out_once_its_page_is_left(staffed: Shop) -> None:
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.PRINTER)),
        Step(TryingDevices),
    )
    staffed.wait_until(lambda: staffed.store.slips.count_unprinted() == 1)
    staffed.glass.play(Step(TryingDevices, said.LeftStaffMode()), Step(Idle))
    staffed.wait_until(lambda: staffed.store.slips.count_unprinted() == 0)


def test_panel_and_archive_are_tried(staffed: Shop) -> None:
    staffed.store.devices.note("archive", Health.PROBLEM, "no route to host", Clock().now())
    staffed.glass.play(
        *get_in(),
        Step(Menu, said.WentTo(said.Place.DEVICES)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.PANEL)),
        Step(TryingDevices, said.AskedToTry(said.Tryable.ARCHIVE)),
    )
    staffed.wait_until(lambda: len(_seen(staffed, TryingDevices).trials) == 2)
    staffed.wait_until(
        lambda: all(trial.passed is not None for trial in _seen(staffed, TryingDevices).trials)
    )
    assert tried(staffed, said.Tryable.PANEL).passed
    archive = tried(staffed, said.Tryable.ARCHIVE)
    assert (archive.passed, archive.detail) == (False, "no route to host")


def test_a_till_is_let_in_and_shut_out_from_the_glass(staffed: Shop) -> None:
    staffed.glass.play(
        *get_in(), Step(Menu, said.WentTo(said.Place.TILLS)), Step(ManagingTills, said.AskedForPairing())
    )
    staffed.wait_until(lambda: _seen(staffed, ManagingTills).pairing is not None)
    code = _seen(staffed, ManagingTills).pairing.code
    paired = staffed.store.pairings.pair(code, "till-4", Clock().now())
    assert isinstance(paired, Paired)
    staffed.bell.ring()
    staffed.wait_until(lambda: _seen(staffed, ManagingTills).paired == "till-4")
    staffed.wait_until(lambda: "till-4" in {till.name for till in _seen(staffed, ManagingTills).tills or ()})
    staffed.glass.play(
        Step(ManagingTills, said.AskedToRevoke("till-4")),
        Step(ManagingTills, said.AskedToRevoke("till-4", sure=True)),
    )
    staffed.wait_until(lambda: staffed.store.tills.whose(paired.token) is None)
