"""Staff mode: where staff can go, and what each page does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal.model.history import PairingCode, Queues, RecordLine, RecordView, Span
from terminal.model.moment import Moment
from terminal.model.request import Method
from terminal.model.settings import Settings
from terminal.model.status import Health, Printed, Readiness, Uploaded
from terminal.session import Idle, State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import Effect, NextRequest, Play, SetBrightness, StartTimer, StopSensor, Timer
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.states import (
    Adjusting,
    ChoosingPin,
    Finding,
    KeyingSale,
    ManagingTills,
    Menu,
    Notice,
    SaleField,
    SaleTrouble,
    TryingDevices,
    ViewingQueues,
    ViewingRecord,
)
from terminal.session.states import InStaffMode, PinTrouble

Step = tuple[State, list[Effect]]


@pytest.fixture
def menu(unit: Unit) -> Menu:
    return Menu(unit, request_waits=True, ended="before")


def play(state: State, at: Moment, *touches: ev.Touch) -> Step:
    effects: list[Effect] = []
    for touch in touches:
        state, effects = advance(state, ev.Pressed(touch, at))
    return state, effects


def test_every_place_leads_back_to_the_menu_and_from_there_out(menu: Menu, at: Moment) -> None:
    for place in set(said.Place) - {said.Place.TERMINAL}:  # that is one of the devices' pages
        state, _ = play(menu, at, said.WentTo(place))
        assert isinstance(state, InStaffMode)
        assert not isinstance(state, Menu)
        assert (state.request_waits, state.ended) == (True, "before")
        assert play(state, at, ev.WentBack())[0] == menu
    state, effects = play(menu, at, ev.WentBack())
    assert state == Idle(menu.unit, "before")
    assert NextRequest() in effects


@pytest.mark.parametrize("place", said.Place)
def test_leaving_is_one_press_from_anywhere(menu: Menu, at: Moment, place: said.Place) -> None:
    for leaving in (said.LeftStaffMode(), said.StaffCalled()):
        state, effects = play(menu, at, said.WentTo(place), leaving)
        assert isinstance(state, Idle)
        assert NextRequest() in effects


def test_every_touch_keeps_staff_in_and_none_for_long_leads_out(menu: Menu, at: Moment) -> None:
    state, effects = play(menu, at, said.WentTo(said.Place.SALE))
    assert StartTimer(Timer.STAFF, menu.unit.site.staff_timeout_s) in effects
    state, effects = advance(state, said.StaffTimedOut())
    assert isinstance(state, Idle)
    assert NextRequest() in effects


def test_a_request_waits_until_staff_have_left(menu: Menu, at: Moment, sale: object) -> None:
    alone = replace(menu, request_waits=False)
    state, _ = advance(alone, said.RequestWaits(True))
    assert isinstance(state, Menu)
    assert state.request_waits
    assert isinstance(advance(state, ev.Requested(sale, "record", at))[0], Menu)  # type: ignore[arg-type]


def test_a_sale_is_keyed_in(menu: Menu, at: Moment) -> None:
    keys: list[ev.Touch] = [said.Typed(key) for key in "12.5"]
    state, _ = play(menu, at, said.WentTo(said.Place.SALE), *keys)
    reference: list[ev.Touch] = [said.PickedField(SaleField.REFERENCE), *(said.Typed(key) for key in "A7 ")]
    state, effects = play(state, at, *reference, said.Entered())
    assert isinstance(state, KeyingSale)
    assert state.saving
    assert do.KeyInSale("12.50", "CNY", "A7", "zh-CN") in effects
    assert play(state, at, ev.WentBack())[0] == state
    left, effects = advance(state, said.SaleKeyed())
    assert isinstance(left, Idle)
    assert NextRequest() in effects


def test_a_sale_without_an_amount_or_that_is_not_kept_stays(menu: Menu, at: Moment) -> None:
    state, effects = play(menu, at, said.WentTo(said.Place.SALE), said.Typed("0"), said.Entered())
    assert isinstance(state, KeyingSale)
    assert state.trouble is SaleTrouble.NO_AMOUNT
    assert not any(isinstance(effect, do.KeyInSale) for effect in effects)
    state, _ = play(state, at, said.Typed("5"), said.Entered())
    state, _ = advance(state, said.SaleKeyed("the disk is full"))
    assert isinstance(state, KeyingSale)
    assert (state.trouble, state.amount, state.saving) == (SaleTrouble.NOT_KEPT, "5", False)


def line(record_id: str = "r1") -> RecordLine:
    when = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
    return RecordLine(
        *(record_id, 1, "INV-2041", "128.00", "CNY", "till-3", "557A8226", Method.TOUCH, when),
        *(Printed.PRINTED, Uploaded.ACKNOWLEDGED),
    )


def found(menu: Menu, at: Moment) -> Finding:
    state, _ = play(menu, at, said.WentTo(said.Place.RECORDS))
    state, _ = advance(state, said.RecordsFound("", Span.ALL, 0, (line(),), 13))
    assert isinstance(state, Finding)
    return state


def test_records_are_looked_up(menu: Menu, at: Moment) -> None:
    state, effects = play(menu, at, said.WentTo(said.Place.RECORDS))
    assert do.FindRecords("", Span.ALL, 0) in effects
    state, _ = play(found(menu, at), at, said.PickedField("query"), said.Typed("1"), said.Typed("2"))
    state, effects = play(state, at, said.Entered())
    assert do.FindRecords("12", Span.ALL, 0) in effects
    assert isinstance(state, Finding)
    assert state.lines is None
    late, _ = advance(state, said.RecordsFound("", Span.ALL, 0, (line(),), 1))
    assert late == state  # the answer to the question before
    state, effects = play(state, at, said.PickedSpan(Span.TODAY))
    assert do.FindRecords("12", Span.TODAY, 0) in effects


def test_pages_are_turned_as_far_as_there_are_some(menu: Menu, at: Moment) -> None:
    _, effects = play(found(menu, at), at, said.PickedPage(2))
    assert do.FindRecords("", Span.ALL, 2) in effects
    assert play(found(menu, at), at, said.PickedPage(3))[0] == found(menu, at)


def test_a_record_is_viewed_printed_and_sent_again(menu: Menu, at: Moment) -> None:
    state, effects = play(found(menu, at), at, said.PickedRecord("r1"))
    assert do.OpenRecord("r1") in effects
    assert advance(state, said.RecordOpened("r2", RecordView(line("r2"))))[0] == state
    state, _ = advance(state, said.RecordOpened("r1", RecordView(line())))
    state, effects = play(state, at, said.AskedForSlip())
    assert do.PrintAgain("r1") in effects
    assert isinstance(state, ViewingRecord)
    assert state.notice is Notice.PRINTING
    state, effects = play(state, at, said.AskedToSend())
    assert do.SendAgain("r1") in effects
    back, effects = play(state, at, ev.WentBack())
    assert isinstance(back, Finding)
    assert back.lines == (line(),)
    assert do.FindRecords("", Span.ALL, 0) in effects  # it may have been printed meanwhile


def test_what_the_store_did_not_take_is_not_said_to_be_on_its_way(menu: Menu, at: Moment) -> None:
    state, _ = play(found(menu, at), at, said.PickedRecord("r1"))
    state, _ = play(advance(state, said.RecordOpened("r1", RecordView(line())))[0], at, said.AskedForSlip())
    assert advance(state, said.NotQueued("another"))[0] == state
    state, _ = advance(state, said.NotQueued("r1"))
    assert isinstance(state, ViewingRecord)
    assert state.notice is Notice.NOT_QUEUED


def test_nothing_is_printed_or_sent_by_a_terminal_without_printer_and_archive(menu: Menu, at: Moment) -> None:
    alone = Readiness(printer=Health.ABSENT, archive=Health.ABSENT)
    state, _ = play(found(menu, at), at, said.PickedRecord("r1"))
    state, _ = advance(state, ev.ReadinessChanged(alone))
    for touch in (said.AskedForSlip(), said.AskedToSend()):
        after, effects = play(state, at, touch)
        assert after == state
        assert not {type(effect) for effect in effects} & {do.PrintAgain, do.SendAgain}


def test_what_waits_can_be_tried_again(menu: Menu, at: Moment) -> None:
    state, effects = play(menu, at, said.WentTo(said.Place.QUEUES))
    assert do.LookAtQueues() in effects
    state, _ = advance(state, said.QueuesSeen(Queues(slips_in_all=2)))
    assert isinstance(state, ViewingQueues)
    assert state.queues == Queues(slips_in_all=2)
    assert do.RetrySlip(7) in play(state, at, said.RetriedSlip(7))[1]
    assert do.RetryUpload(9) in play(state, at, said.RetriedUpload(9))[1]


def test_settings_hold_at_once_and_are_kept(menu: Menu, at: Moment) -> None:
    asked = Settings("en", brightness=3, volume=40)
    state, effects = play(menu, at, said.WentTo(said.Place.SETTINGS), said.ChangedSettings(asked))
    kept = replace(asked, brightness=10)
    assert state.unit.settings == kept
    assert state.unit.language == "en"
    assert {do.KeepSettings(kept), SetBrightness(10)} <= set(effects)
    assert any(isinstance(effect, Play) for effect in effects)
    unknown = replace(kept, language="tlh")
    assert play(state, at, said.ChangedSettings(unknown))[0].unit.settings.language == ""
    _, effects = play(state, at, said.ChangedSettings(replace(kept, volume=0)))
    assert not any(isinstance(effect, Play) for effect in effects)


def choose(state: State, at: Moment, pin: str) -> Step:
    return play(state, at, *(said.Typed(digit) for digit in pin), said.Entered())


def test_a_new_pin_is_typed_twice(menu: Menu, at: Moment) -> None:
    state, _ = play(menu, at, said.WentTo(said.Place.SETTINGS), said.AskedForNewPin())
    state, _ = choose(state, at, "1234")
    assert isinstance(state, ChoosingPin)
    assert state.trouble is PinTrouble.TOO_SIMPLE
    state, _ = choose(state, at, "4827")
    different, _ = choose(state, at, "4828")
    assert isinstance(different, ChoosingPin)
    assert (different.trouble, different.first) == (PinTrouble.DIFFERENT, "")
    state, effects = choose(state, at, "4827")
    assert do.KeepPin("4827") in effects
    assert "4827" not in f"{state!r} {effects!r}"
    state, _ = advance(state, said.PinKept(True))
    assert isinstance(state, Adjusting)
    assert state.pin_kept


def test_a_pin_that_could_not_be_kept_is_said(menu: Menu) -> None:
    keeping = ChoosingPin(menu.unit, "4827", "4827", keeping=True)
    state, _ = advance(keeping, said.PinKept(False))
    assert isinstance(state, ChoosingPin)
    assert state.trouble is PinTrouble.NOT_KEPT


def test_a_device_is_tried_once_at_a_time(menu: Menu, at: Moment) -> None:
    asking = said.AskedToTry(said.Tryable.SENSOR)
    state, effects = play(menu, at, said.WentTo(said.Place.DEVICES), asking)
    assert do.TryDevice(said.Tryable.SENSOR) in effects
    assert not any(isinstance(effect, do.TryDevice) for effect in play(state, at, asking)[1])
    state, _ = advance(state, said.DeviceTried(said.Tryable.SENSOR, None, "press"))
    assert not any(isinstance(effect, do.TryDevice) for effect in play(state, at, asking)[1])
    state, _ = advance(state, said.DeviceTried(said.Tryable.SENSOR, True, "fine", "R503"))
    assert isinstance(state, TryingDevices)
    assert [(trial.passed, trial.detail) for trial in state.trials] == [(True, "R503")]
    assert advance(state, said.DeviceTried(said.Tryable.SENSOR, False))[0] == state
    left = play(state, at, ev.WentBack())[1]
    assert StopSensor() in left
    assert do.EndTrials() in left


def offered(menu: Menu, at: Moment) -> ManagingTills:
    state, effects = play(menu, at, said.WentTo(said.Place.TILLS), said.AskedForPairing())
    assert do.OfferPairing() in effects
    code = PairingCode("40718265", at.monotonic_ns + 120_000_000_000, "https://192.168.1.20:8470")
    state, _ = advance(state, said.PairingOffered(code))
    assert isinstance(state, ManagingTills)
    assert state.remaining_s == 120
    return state


def test_a_code_stands_two_minutes_though_nobody_touches_the_glass(menu: Menu, at: Moment) -> None:
    state = offered(menu, at)
    assert advance(state, said.StaffTimedOut())[0] == state
    later = at.at(at.monotonic_ns + 30_000_000_000)
    counted, _ = advance(state, said.StaffSecondPassed(later))
    assert isinstance(counted, ManagingTills)
    assert counted.remaining_s == 90
    ended, effects = advance(state, said.StaffSecondPassed(at.at(at.monotonic_ns + 120_000_000_000)))
    assert isinstance(ended, ManagingTills)
    assert ended.pairing is None
    assert do.WithdrawPairing() in effects


def test_the_till_that_used_it_is_named_and_guessing_is_told(menu: Menu, at: Moment) -> None:
    paired, effects = advance(offered(menu, at), said.PairingEnded("till-4"))
    assert isinstance(paired, ManagingTills)
    assert (paired.pairing, paired.paired) == (None, "till-4")
    assert do.LookAtTills() in effects
    spent, _ = advance(offered(menu, at), said.PairingEnded(spent=True))
    assert isinstance(spent, ManagingTills)
    assert spent.spent


def test_a_code_is_worth_nothing_once_its_page_is_left(menu: Menu, at: Moment) -> None:
    state, effects = play(offered(menu, at), at, ev.WentBack())
    assert isinstance(state, ManagingTills)
    assert state.pairing is None
    assert do.WithdrawPairing() in effects
    assert do.WithdrawPairing() in play(offered(menu, at), at, said.LeftStaffMode())[1]


def test_a_code_that_is_still_on_its_way_is_withdrawn_too(menu: Menu, at: Moment) -> None:
    asked, _ = play(menu, at, said.WentTo(said.Place.TILLS), said.AskedForPairing())
    assert do.WithdrawPairing() in play(asked, at, ev.WentBack())[1]


def test_a_till_is_shut_out_once_staff_are_sure(menu: Menu, at: Moment) -> None:
    sure = said.AskedToRevoke("till-3", sure=True)
    state, effects = play(menu, at, said.WentTo(said.Place.TILLS), sure)
    assert do.RevokeTill("till-3") not in effects  # nobody was asked yet
    state, _ = play(menu, at, said.WentTo(said.Place.TILLS), said.AskedToRevoke("till-3"))
    assert isinstance(state, ManagingTills)
    assert state.revoking == "till-3"
    kept, _ = play(state, at, ev.WentBack())
    assert isinstance(kept, ManagingTills)
    assert kept.revoking == ""
    assert do.RevokeTill("till-3") in play(state, at, sure)[1]
