"""With an owner's key configured, whoever takes the card out of the terminal finds no hand and no finger on it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from terminal.config import Config, EvidenceConfig, SessionConfig
from terminal.export.ink_json import ink_json
from terminal.export.png import impression_png
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Stroke
from terminal.model.request import Method
from terminal.model.status import Health
from terminal.session import events as ev
from terminal.session.states import Checking, Choosing, Consenting, Reviewing, Signing, Thanks
from tests.flows.conftest import Shop, Step

SESSIONS = 6


@pytest.fixture
def shop(config: Config, request_json: str) -> Iterator[Shop]:
    owner = str(Identity.generate().to_public())
    protected = replace(
        config, evidence=EvidenceConfig(recipients=(owner,)), session=SessionConfig(thanks_s=0.1)
    )
    shop = Shop(protected, request_json)
    yield shop
    shop.close()


def everything_on(card: Path) -> bytes:
    return b"\0".join(file.read_bytes() for file in sorted(card.rglob("*")) if file.is_file())


def test_no_hand_and_no_finger_is_on_the_card(shop: Shop, ink: Ink, sensor: SensorEmulator) -> None:
    shop.wait_until(lambda: shop.store.devices.health("sensor") is Health.OK)
    sensor.press(FINGERS[0])
    taken: list[Impression] = []
    for number in range(SESSIONS):
        shop.ask(f"0198-{number}")
        if number % 3:
            shop.glass.play(
                Step(Reviewing, ev.ReadOn()),
                Step(Choosing, ev.Chose(Method.TOUCH)),
                *(Step(Signing, ev.Drew(stroke)) for stroke in strokes_of(ink, number)),
                Step(Signing, ev.Confirmed(ink.width, ink.height)),
                Step(Checking, ev.Confirmed()),
                Step(Thanks),
            )
        else:
            shop.glass.play(
                Step(Reviewing, ev.ReadOn()), Step(Choosing, ev.Chose(Method.FINGERPRINT)),
                Step(Consenting, ev.Agreed()), Step(Checking, ev.Confirmed()), Step(Thanks),
            )  # fmt: skip
        taken += [
            state.signature
            for state in shop.glass.shown
            if isinstance(state, Checking) and isinstance(state.signature, Impression)
        ]
        shop.glass.forget()
        if number == SESSIONS // 2:
            shop.stop()
            shop.start()
    shop.wait_until(lambda: shop.store.records.head()[0] == SESSIONS)
    assert taken
    card = everything_on(shop.config.paths.data)
    assert b"ink.json.age" in card
    for number in range(SESSIONS):
        drawn = ink_json(Ink(ink.width, ink.height, tuple(strokes_of(ink, number))))
        canaries = [drawn[at : at + 24] for at in range(120, len(drawn) - 24, 400)]
        assert not [canary for canary in canaries if canary in card]
    for impression in taken:
        png = impression_png(impression)
        assert not any(png[at : at + 24] in card for at in range(200, len(png) - 24, 500))
        assert impression.pixels[9000:9048] not in card


def strokes_of(ink: Ink, number: int) -> list[Stroke]:
    """The same hand, but no stroke of a session is like another session's."""
    return [
        replace(stroke, points=tuple(replace(point, x=point.x + number * 0.37) for point in stroke.points))
        for stroke in ink.strokes
    ]
