"""Storyboards of mains that go, a case that is opened and a drawer that is knocked, on a terminal that runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from drivers.panel.physical import EmulatedPanel
from terminal.clock import Clock
from terminal.config import Config, PanelConfig
from terminal.export.ink_json import read_ink
from terminal.model.ink import Stroke
from terminal.model.request import Kind, Method
from terminal.model.status import CancelReason, Health, RequestState
from terminal.pin import Cost, StaffPin
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.staff import events as said
from terminal.session.staff.states import Menu
from terminal.session.states import (
    Cancelled,
    Checking,
    Choosing,
    Consenting,
    EnteringPin,
    PowerGoing,
    PressingFinger,
    Reviewing,
    Saving,
    Thanks,
)
from tests.flows.conftest import Shop, Step, signing

NEVER_S = 600.0
STATES = range(5)
"""Reading, choosing, an empty pad, a pad with ink, and checking."""


@pytest.fixture
def halted(tmp_path: Path) -> Path:
    """What the command leaves that halts the computer."""
    return tmp_path / "halted"


@pytest.fixture
def config(config: Config, halted: Path) -> Config:
    panel = PanelConfig("emulated", drawer=25, tamper=5, power_fail=6, halt=f"touch {halted}")
    return replace(config, panel=replace(panel, halt_after_s=NEVER_S))


@pytest.fixture
def panel(shop: Shop) -> Iterator[EmulatedPanel]:
    """The panel before somebody, who finds it switched on."""
    panel = EmulatedPanel(shop.config.paths.runtime / "panel.sock")
    shop.wait_until(lambda: panel.state.powered)
    yield panel
    panel.close()


@pytest.fixture
def hasty(shop: Shop) -> Shop:
    """The same shop, where the battery lasts for next to nothing."""
    shop.stop()
    shop.config = replace(shop.config, panel=replace(shop.config.panel, halt_after_s=0.1))
    shop.start()
    return shop


def walk_to(shop: Shop, stroke: Stroke, step: int) -> list[Step]:
    """Bring the customer to a step of the way, and return what is left of it."""
    way = signing(stroke)
    shop.glass.play(*way[:step], Step(way[step].sees))
    return way[step:]


def cut(shop: Shop, panel: EmulatedPanel) -> PowerGoing:
    panel.cut_mains()
    shop.glass.play(Step(PowerGoing))
    state = shop.glass.shown[-1]
    assert isinstance(state, PowerGoing)
    return state


def health(shop: Shop, device: str) -> Callable[[Health], Callable[[], bool]]:
    return lambda wanted: lambda: shop.store.devices.health(device) is wanted


def test_panel_and_switches_are_on_the_notice_board_from_the_start(shop: Shop) -> None:
    for device in ("panel", "case", "power"):
        shop.wait_until(health(shop, device)(Health.OK))
    shop.wait_until(lambda: shop.glass.shown[-1].unit.readiness.panel is Health.OK)


@pytest.mark.parametrize("step", STATES)
def test_mains_that_come_back_let_a_customer_go_on_with_their_ink(
    shop: Shop, panel: EmulatedPanel, stroke: Stroke, halted: Path, step: int
) -> None:
    request = shop.ask()
    left = walk_to(shop, stroke, step)
    before: Any = shop.glass.shown[-1]
    state: Any = cut(shop, panel)
    assert (state.signed, state.paused.session.request.id) == (False, request.id)
    shop.wait_until(health(shop, "power")(Health.PROBLEM))
    panel.restore_mains()
    shop.glass.play(left[0], *left[1:])
    after: Any = next(state for state in reversed(shop.glass.shown) if type(state) is type(before))
    assert after.session.record_id == before.session.record_id
    stored = shop.store.requests.get(request.id)
    assert stored.state is RequestState.COMPLETED
    assert stored.record_id
    ink = shop.store.records.part(stored.record_id, "ink.json")
    assert ink
    assert len(read_ink(ink.content).strokes) == 1
    assert shop.store.records.head()[0] == 1
    shop.wait_until(health(shop, "power")(Health.OK))
    assert not halted.exists()


@pytest.mark.parametrize("step", STATES)
def test_where_they_do_not_come_back_the_computer_halts_and_the_request_is_shown_again(
    hasty: Shop, panel: EmulatedPanel, stroke: Stroke, halted: Path, step: int
) -> None:
    hasty.wait_until(lambda: panel.state.powered)
    request = hasty.ask()
    walk_to(hasty, stroke, step)
    cut(hasty, panel)
    hasty.wait_until(halted.exists)
    assert not hasty.store.requests.get(request.id).state.ended
    hasty.stop()
    panel.restore_mains()
    hasty.start()
    hasty.glass.play(*signing(stroke))
    assert hasty.store.requests.get(request.id).state is RequestState.COMPLETED
    assert hasty.store.records.head()[0] == 1


def test_what_was_confirmed_is_kept_and_said_before_the_computer_halts(
    hasty: Shop, panel: EmulatedPanel, stroke: Stroke, halted: Path
) -> None:
    hasty.wait_until(lambda: panel.state.powered)
    request = hasty.ask()
    walk_to(hasty, stroke, 4)
    release = threading.Event()
    hasty.terminal.on_store(lambda _store: release.wait(60), wait=False)
    try:
        hasty.glass.play(Step(Checking, ev.Confirmed()), Step(Saving))
        panel.cut_mains()
        hasty.wait_until(lambda: bool(hasty.glass.shown[-1].unit.mains_lost))
        assert type(hasty.glass.shown[-1]) is Saving
    finally:
        release.set()
    hasty.glass.play(Step(PowerGoing))
    state: Any = hasty.glass.shown[-1]
    assert state.signed
    assert hasty.store.requests.get(request.id).state is RequestState.COMPLETED
    hasty.wait_until(halted.exists)
    panel.restore_mains()
    hasty.glass.play(Step(Idle))
    hasty.ask("0198-two")
    hasty.glass.play(Step(Reviewing))


def test_a_terminal_that_starts_on_its_battery_begins_nothing(
    shop: Shop, panel: EmulatedPanel, stroke: Stroke
) -> None:
    shop.stop()
    panel.cut_mains()
    panel.open_case()
    shop.start()
    shop.glass.play(Step(PowerGoing))
    shop.wait_until(health(shop, "case")(Health.PROBLEM))
    shop.ask()
    panel.restore_mains()
    shop.glass.play(*signing(stroke))


def test_nobody_waits_and_nobody_is_served(shop: Shop, panel: EmulatedPanel, stroke: Stroke) -> None:
    cut(shop, panel)
    request = shop.ask()
    shop.wait_until(health(shop, "power")(Health.PROBLEM))
    assert shop.store.requests.get(request.id).state is RequestState.PENDING
    panel.restore_mains()
    shop.glass.play(*signing(stroke))
    assert not any(isinstance(state, Reviewing) and state.unit.mains_lost for state in shop.glass.shown)


def test_a_thank_you_is_not_taken_back(shop: Shop, panel: EmulatedPanel, stroke: Stroke) -> None:
    shop.ask()
    shop.glass.play(*signing(stroke))
    assert cut(shop, panel).signed
    panel.restore_mains()
    shop.glass.play(Step(Idle))


def test_a_finger_is_asked_for_again(shop: Shop, panel: EmulatedPanel, sensor: SensorEmulator) -> None:
    shop.ask()
    shop.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.FINGERPRINT)),
        Step(Consenting, ev.Agreed()),
        Step(PressingFinger),
    )
    shop.wait_until(lambda: sensor.light.lit)
    cut(shop, panel)
    shop.wait_until(lambda: not sensor.light.lit)
    panel.restore_mains()
    sensor.press(FINGERS[0])
    shop.glass.play(Step(PressingFinger), Step(Checking, ev.Confirmed()), Step(Thanks))


def test_staff_come_in_anew(shop: Shop, panel: EmulatedPanel) -> None:
    StaffPin(shop.config.paths.data, Clock(), Cost(n=16, p=1)).set("4827")
    come_in = (
        Step(Idle, said.StaffCalled()),
        *(Step(EnteringPin, said.Typed(digit)) for digit in "4827"),
        Step(EnteringPin, said.Entered()),
        Step(Menu),
    )
    shop.glass.play(*come_in)
    cut(shop, panel)
    panel.restore_mains()
    shop.glass.play(*come_in)


def test_a_till_that_cancels_meanwhile_is_obeyed(shop: Shop, panel: EmulatedPanel, stroke: Stroke) -> None:
    request = shop.ask()
    walk_to(shop, stroke, 3)
    cut(shop, panel)
    assert shop.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.TILL)
    shop.bell.ring()
    shop.wait_until(lambda: getattr(shop.glass.shown[-1], "ended", "") == request.id)
    panel.restore_mains()
    shop.glass.play(Step(Idle))
    assert not any(isinstance(state, Cancelled) for state in shop.glass.shown)


def test_a_deadline_that_passes_meanwhile_is_told(shop: Shop, panel: EmulatedPanel) -> None:
    request = shop.ask(deadline_s=2)
    shop.glass.play(Step(Reviewing))
    panel.cut_mains()
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.CANCELLED)
    assert shop.store.requests.get(request.id).reason == "deadline"


@pytest.mark.parametrize("step", STATES)
def test_an_opened_case_is_told_and_holds_up_nobody(
    shop: Shop, panel: EmulatedPanel, stroke: Stroke, step: int
) -> None:
    request = shop.ask()
    left = walk_to(shop, stroke, step)
    before = shop.glass.shown[-1]
    panel.open_case()
    shop.wait_until(lambda: bool(shop.glass.shown[-1].unit.case_open))
    assert type(shop.glass.shown[-1]) is type(before)
    shop.wait_until(health(shop, "case")(Health.PROBLEM))
    shop.glass.play(*left[:-1], Step(Thanks, ev.Dismissed()), Step(Idle))
    shop.wait_until(lambda: panel.state.lamp == (1, 0, 0))  # red: somebody is wanted
    panel.shut_case()
    shop.wait_until(health(shop, "case")(Health.OK))
    shop.wait_until(lambda: panel.state.lamp == (1, 1, 1))
    assert shop.store.requests.get(request.id).state is RequestState.COMPLETED


def knocks(shop: Shop) -> list[float]:
    """Return every level that the drawer's pin had."""
    panel: Any = shop.terminal.performer._panel._panel
    return [state.state for state in panel._emulated.factory.pin(25).states]


@pytest.mark.usefixtures("panel")
def test_a_drawer_opens_for_a_sale_that_was_signed_and_for_nothing_else(shop: Shop, stroke: Stroke) -> None:
    shop.ask("0198-cancelled")
    shop.glass.play(Step(Reviewing, ev.CustomerCancelled()), Step(Cancelled, ev.Dismissed()), Step(Idle))
    shop.ask("0198-document", kind=Kind.DOCUMENT.value, title={"en": "Repair"}, body={"en": "We repair it."})
    shop.glass.play(*signing(stroke)[:-1], Step(Thanks, ev.Dismissed()), Step(Idle))
    assert knocks(shop) == [0]
    shop.ask("0198-sale")
    shop.glass.play(*signing(stroke))
    shop.wait_until(lambda: knocks(shop) == [0, 1, 0])


@pytest.mark.parametrize("halt", ["false", "no-such-command", ""])
def test_a_computer_that_cannot_be_halted_goes_on_when_the_mains_are_back(
    hasty: Shop, stroke: Stroke, halt: str
) -> None:
    hasty.stop()
    hasty.config = replace(hasty.config, panel=replace(hasty.config.panel, halt=halt))
    hasty.start()
    panel = EmulatedPanel(hasty.config.paths.runtime / "panel.sock")
    try:
        hasty.wait_until(lambda: panel.state.powered)
        cut(hasty, panel)
        hasty.terminal.on_store(lambda _store: None)
        panel.restore_mains()
        hasty.glass.play(Step(Idle))
        hasty.ask()
        hasty.glass.play(*signing(stroke))
    finally:
        with suppress(OSError):
            panel.close()
