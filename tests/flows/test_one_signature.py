"""Storyboards: what a customer sees and does, through the real loop, workers, store and seal."""

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS, Manner
from terminal.evidence.seal import check_seal
from terminal.model.ink import Ink, Stroke, Tool
from terminal.model.request import Method
from terminal.model.status import CancelReason, RequestState
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.states import (
    Cancelled,
    Checking,
    Choosing,
    Consenting,
    PressingFinger,
    Reviewing,
    Saving,
    Signing,
    Thanks,
)
from tests.flows.conftest import Shop, Step, signing


def signed(stroke: Stroke) -> list[Step]:
    return [*signing(stroke)[:-1], Step(Thanks, ev.Dismissed()), Step(Idle)]


def test_a_signature_is_on_disk_before_the_thanks(shop: Shop, stroke: Stroke) -> None:
    request = shop.ask()
    shop.glass.play(*signed(stroke)[:-2], Step(Thanks))
    stored = shop.store.requests.get(request.id)
    assert stored.state is RequestState.COMPLETED
    assert stored.record_id
    seal = check_seal(shop.store.records.jws(stored.record_id))
    assert seal.record["request"]["received"]["reference"] == "INV-2041"
    assert seal.record["signature"]["method"] == "stylus"
    assert [part.name for part in shop.store.records.parts(stored.record_id)] == [
        "ink.json",
        "signature.png",
        "signature.svg",
    ]
    assert shop.store.outbox.count_unsent() == 1
    assert shop.store.slips.count_unprinted() == 1
    states = [type(state) for state in shop.glass.shown]
    assert states.index(Saving) < states.index(Thanks)


def test_one_customer_after_the_other(shop: Shop, stroke: Stroke) -> None:
    shop.ask("0198-one")
    shop.ask("0198-two")
    shop.glass.play(*signed(stroke)[:-1], *signed(stroke))
    assert shop.store.records.head()[0] == 2


def test_clearing_and_signing_again(shop: Shop, stroke: Stroke) -> None:
    request = shop.ask()
    shop.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.TOUCH)),
        Step(Signing, ev.Drew(stroke)),
        Step(Signing, ev.ClearedPad()),
        Step(Signing, ev.Drew(stroke)),
        Step(Signing, ev.Confirmed(14000, 5000)),
        Step(Checking, ev.SignedAgain()),
        Step(Signing, ev.Drew(stroke)),
        Step(Signing, ev.Confirmed(14000, 5000)),
        Step(Checking, ev.Confirmed()),
        Step(Thanks),
    )
    record_id = shop.store.requests.get(request.id).record_id
    assert record_id
    assert check_seal(shop.store.records.jws(record_id)).record["signature"]["attempt"] == 2


def test_a_finger_comes_through_the_real_protocol(shop: Shop, sensor: SensorEmulator) -> None:
    request = shop.ask()
    shop.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.FINGERPRINT)),
        Step(Consenting, ev.Agreed()),
        Step(PressingFinger),
    )
    sensor.press(FINGERS[0], Manner.GOOD)
    shop.glass.play(Step(Checking, ev.Confirmed()), Step(Thanks))
    record_id = shop.store.requests.get(request.id).record_id
    assert record_id
    [part] = shop.store.records.parts(record_id)
    assert part.name == "impression.png"
    impression = check_seal(shop.store.records.jws(record_id)).record["signature"]["impression"]
    assert (impression["width_px"], impression["dpi"]) == (192, 508)


def test_an_unplugged_sensor_leads_to_the_other_methods(shop: Shop, sensor: SensorEmulator) -> None:
    shop.ask()
    shop.glass.play(
        Step(Reviewing, ev.ReadOn()),
        Step(Choosing, ev.Chose(Method.FINGERPRINT)),
        Step(Consenting, ev.Agreed()),
        Step(PressingFinger),
    )
    sensor.unplug()
    shop.glass.play(Step(Choosing, ev.Chose(Method.TOUCH)), Step(Signing))


def test_the_till_cancels_and_the_customer_is_told(shop: Shop) -> None:
    request = shop.ask()
    shop.glass.play(Step(Reviewing, ev.ReadOn()), Step(Choosing))
    assert shop.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.TILL)
    shop.bell.ring()
    shop.glass.play(Step(Cancelled, ev.Dismissed()), Step(Idle))


def test_a_till_that_cancels_while_it_saves_is_answered_with_one_truth(shop: Shop, stroke: Stroke) -> None:
    request = shop.ask()
    shop.glass.play(*signed(stroke)[:4], Step(Checking))
    # Were it cancelled before the store knows that it is being checked, the terminal would hear of it then.
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.CHECKING)
    assert shop.store.requests.report(request.id, RequestState.CANCELLED, CancelReason.TILL)
    shop.glass.play(Step(Checking, ev.Confirmed()), Step(Cancelled))
    assert shop.store.records.head()[0] == 0
    assert shop.store.requests.get(request.id).state is RequestState.CANCELLED


def test_the_customer_cancels_and_the_till_is_told(shop: Shop) -> None:
    request = shop.ask()
    shop.glass.play(Step(Reviewing, ev.CustomerCancelled()), Step(Cancelled, ev.Dismissed()), Step(Idle))
    shop.wait_until(lambda: shop.store.requests.get(request.id).state.ended)
    stored = shop.store.requests.get(request.id)
    assert (stored.state, stored.reason) == (RequestState.CANCELLED, "customer")


def test_a_pen_is_on_the_record(shop: Shop, ink: Ink) -> None:
    assert ink.strokes[0].tool is Tool.PEN
    request = shop.ask()
    shop.glass.play(*signed(ink.strokes[0])[:-2], Step(Thanks))
    record_id = shop.store.requests.get(request.id).record_id
    part = shop.store.records.part(record_id or "", "ink.json")
    assert part
    assert b'"tool":"pen"' in part.content
