"""Storyboards of bad days: full disks, power cuts, silence, deadlines."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from terminal.evidence.errors import KeyUnfit
from terminal.main import build_sealer
from terminal.model.ink import Stroke
from terminal.model.request import Method
from terminal.model.status import CancelReason, Health, RequestState
from terminal.sensing import FingerTaker
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.states import (
    Cancelled,
    Checking,
    Choosing,
    Consenting,
    OutOfService,
    OutReason,
    PressingFinger,
    Reviewing,
    Thanks,
)
from terminal.store import Store
from tests.flows.conftest import Shop, Step, signing


def to_checking(stroke: Stroke) -> list[Step]:
    return [*signing(stroke)[:4], Step(Checking)]


def to_pressing() -> list[Step]:
    return [
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.FINGERPRINT)),
        Step(Consenting, ev.Agreed()),
        Step(PressingFinger),
    ]


def fill(store: Store) -> None:
    """Leave no room. SQLite keeps the limit with the connection."""
    store._connection.pragma("max_page_count", store._connection.pragma("page_count"))


def make_room(store: Store) -> None:
    store._connection.pragma("max_page_count", 1_000_000)


def test_a_full_store_tells_customer_and_till_and_recovers_by_itself(shop: Shop, stroke: Stroke) -> None:
    request = shop.ask()
    shop.glass.play(*to_checking(stroke))
    shop.terminal.on_store(fill)
    shop.glass.play(Step(Checking, ev.Confirmed()), Step(OutOfService))
    state = shop.glass.shown[-1]
    assert isinstance(state, OutOfService)
    assert state.reason is OutReason.STORE_FULL
    assert shop.store.records.head()[0] == 0
    shop.terminal.on_store(make_room)
    shop.glass.play(Step(OutOfService, ev.Dismissed()), Step(Idle))
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.FAILED)
    assert shop.store.requests.get(request.id).code == "store_full"


def test_an_ending_that_could_not_be_written_is_written_later_and_not_shown_again(shop: Shop) -> None:
    request = shop.ask()
    shop.glass.play(Step(Reviewing))
    shop.store._connection.execute(
        "CREATE TRIGGER sick BEFORE UPDATE ON requests BEGIN SELECT RAISE(FAIL, 'the card is sick'); END"
    )
    shop.glass.play(Step(Reviewing, ev.CustomerCancelled()), Step(Cancelled, ev.Dismissed()), Step(Idle))
    shop.bell.ring()
    shop.wait_until(lambda: shop.glass.shown[-1].unit.readiness.store is Health.PROBLEM)
    shop.store._connection.execute("DROP TRIGGER sick")
    shop.bell.ring()
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.CANCELLED)
    shop.wait_until(lambda: shop.glass.shown[-1].unit.readiness.store is Health.OK)
    assert sum(isinstance(state, Cancelled) for state in shop.glass.shown) == 1


def test_what_cannot_be_made_into_a_record_is_told_not_looped(
    shop: Shop, stroke: Stroke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_signing: object) -> None:
        raise ValueError("no such font")

    monkeypatch.setattr("terminal.keeping.parts_of", broken)
    request = shop.ask()
    shop.glass.play(*to_checking(stroke), Step(Checking, ev.Confirmed()), Step(OutOfService))
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.FAILED)


def test_a_stored_request_that_cannot_be_read_makes_room_for_the_next(shop: Shop) -> None:
    shop.ask("0198-old")
    shop.glass.play(Step(Reviewing))
    shop.stop()
    with Store(shop.config.paths.store) as store:
        store._connection.execute(
            "UPDATE requests SET received = '{\"kind\": \"barter\"}', state = 'pending'"
        )
    shop.start()
    shop.ask("0198-new")
    shop.glass.play(Step(Reviewing))
    stored = shop.store.requests.get("0198-old")
    assert (stored.state, stored.code) == (RequestState.FAILED, "unreadable")


@pytest.mark.parametrize("steps", range(1, 6))
def test_a_power_cut_in_any_state_shows_the_request_again(shop: Shop, stroke: Stroke, steps: int) -> None:
    request = shop.ask()
    shop.glass.play(*to_checking(stroke)[: steps - 1], Step(to_checking(stroke)[steps - 1].sees))
    shop.stop()
    shop.start()
    shop.glass.play(*to_checking(stroke), Step(Checking, ev.Confirmed()), Step(Thanks))
    assert shop.store.requests.get(request.id).state is RequestState.COMPLETED
    assert shop.store.records.head()[0] == 1


def test_the_deadline_ends_it_and_the_till_is_told(shop: Shop) -> None:
    request = shop.ask(deadline_s=0.3)
    shop.glass.play(Step(Reviewing), Step(Cancelled))
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.CANCELLED)
    assert shop.store.requests.get(request.id).reason == "deadline"


def test_a_request_is_found_though_nobody_rang(shop: Shop) -> None:
    shop.stop()
    shop.look_s = 0.2
    shop.start()
    shop.ask(ring=False)
    shop.glass.play(Step(Reviewing))


def test_the_others_are_rung_when_a_request_moves_and_when_a_record_is_kept(
    shop: Shop, stroke: Stroke
) -> None:
    shop.ask()
    shop.glass.play(Step(Reviewing))
    shop.wait_until(shop.bell.answer)
    shop.glass.play(*to_checking(stroke), Step(Checking, ev.Confirmed()))
    shop.wait_until(lambda: shop.bell.answer() and shop.store.records.head()[0] == 1)


def test_whoever_cancels_while_pressing_leaves_the_sensor_alone(shop: Shop, sensor: SensorEmulator) -> None:
    shop.ask("0198-one")
    shop.glass.play(*to_pressing(), Step(PressingFinger))
    shop.wait_until(lambda: sensor.light.lit)
    shop.glass.play(Step(PressingFinger, ev.CustomerCancelled()), Step(Cancelled))
    shop.wait_until(lambda: not sensor.light.lit)
    sensor.press(FINGERS[0])
    shop.ask("0198-two")
    shop.glass.play(Step(Cancelled, ev.Dismissed()), *to_pressing(), Step(Checking))
    taken = [state for state in shop.glass.shown if isinstance(state, Checking)]
    assert {state.session.request.id for state in taken} == {"0198-two"}


def test_hesitating_before_the_sensor_is_no_fault(
    shop: Shop, sensor: SensorEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    take = FingerTaker.take

    def counted(self: FingerTaker, ticket: int) -> None:
        asked.append(ticket)
        take(self, ticket)

    monkeypatch.setattr(FingerTaker, "take", counted)
    shop.stop()
    shop.config = replace(shop.config, fingerprint=replace(shop.config.fingerprint, timeout_s=0.2))
    shop.start()
    shop.ask()
    shop.glass.play(*to_pressing())
    shop.wait_until(lambda: len(asked) > 2)
    sensor.press(FINGERS[0])
    shop.glass.play(Step(Checking))


def test_an_error_nobody_expected_ends_the_process_in_order(shop: Shop) -> None:
    shop.terminal.inbox.put(KeyError("a bug"))
    shop.terminal.thread.join(60)
    assert not shop.terminal.thread.is_alive()
    assert isinstance(shop.terminal.died_of, KeyError)


def test_a_panel_that_fails_is_noted_and_nothing_stops(shop: Shop, stroke: Stroke) -> None:
    shop.terminal.break_panel()
    request = shop.ask()
    shop.glass.play(*to_checking(stroke), Step(Checking, ev.Confirmed()), Step(Thanks))
    assert shop.store.requests.get(request.id).state is RequestState.COMPLETED
    shop.wait_until(lambda: shop.store.devices.health("panel") is Health.PROBLEM)


def test_what_was_known_before_the_boot_is_not_known_any_more(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.wait_until(lambda: shop.store.devices.health("sensor") is Health.OK)
    monkeypatch.setattr("terminal.sensing.FingerTaker.check", lambda _taker: None)
    shop.stop()
    with Store(shop.config.paths.store) as store:
        store._connection.execute(
            "UPDATE devices SET health = 'problem', boot_id = 'another' WHERE name = 'sensor'"
        )
    shop.start()
    shop.ask(methods=("fingerprint",))
    shop.glass.play(Step(Reviewing))


def test_a_lost_key_is_not_replaced_in_silence(shop: Shop, stroke: Stroke) -> None:
    shop.ask()
    shop.glass.play(*to_checking(stroke), Step(Checking, ev.Confirmed()), Step(Thanks))
    shop.config.paths.device_key.rename(shop.config.paths.data / "kept-elsewhere.pem")
    shop.config.paths.device_certificate.unlink()
    with pytest.raises(KeyUnfit, match=r"device-key\.pem"):
        build_sealer(shop.config)


@pytest.fixture
def notified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "300000")
        yield listener


def test_the_watchdog_is_fed_until_a_worker_hangs(
    notified: socket.socket, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notified.recv(64) == b"READY=1"
    assert notified.recv(64) == b"WATCHDOG=1"
    release = threading.Event()
    monkeypatch.setattr(shop.terminal.performer._store_worker, "_longest_s", 0.1)
    shop.terminal.on_store(lambda _store: release.wait(60), wait=False)
    shop.wait_until(lambda: shop.terminal.performer.stuck)
    notified.settimeout(0.5)
    shop.wait_until(lambda: not _heard(notified))  # what was said before it hung is heard first
    assert not _heard(notified)
    release.set()
    notified.settimeout(60)
    assert _heard(notified)


def _heard(listener: socket.socket) -> bool:
    try:
        return listener.recv(64) == b"WATCHDOG=1"
    except TimeoutError:
        return False


def test_a_systemd_that_is_busy_or_gone_is_not_waited_for(
    notified: socket.socket, shop: Shop, tmp_path: Path
) -> None:
    assert notified.recv(64) == b"READY=1"
    (tmp_path / "notify").unlink()
    shop.ask()
    shop.glass.play(Step(Reviewing, ev.CustomerCancelled()), Step(Cancelled))


def test_a_till_that_cancels_in_each_state_is_shown(shop: Shop, stroke: Stroke) -> None:
    for number, step in enumerate(to_checking(stroke)):
        request = shop.ask(f"0198-{number}")
        shop.glass.play(*to_checking(stroke)[:number], Step(step.sees))
        assert shop.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.TILL)
        shop.bell.ring()
        shop.glass.play(Step(Cancelled, ev.Dismissed()), Step(Idle))
