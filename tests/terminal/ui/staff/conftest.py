"""What a screen of staff mode says and means, for its tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest

from terminal.model.history import (
    RecordLine,
)
from terminal.model.request import Method
from terminal.model.status import Printed, Uploaded
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.ui.frame import Frame
from terminal.ui.items import Button, Screen, Text

States = dict[str, st.State]
NOON = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
LONG = "An extraordinarily long name 非常长的名称 " * 6
DIGITS = {str(digit) for digit in range(10)}


@pytest.fixture(scope="session")
def unit(states: States) -> st.Unit:
    return states["idle"].unit


@pytest.fixture(scope="session")
def upright(frame: Frame) -> Frame:
    return replace(frame, width=720, height=1280, dots_per_mm=720 / 87)


def said(screen: Screen) -> str:
    texts = [item for item in screen.items if isinstance(item, Text)]
    texts += [text for button in screen.buttons for text in button.texts]
    return " ".join(" ".join(text.lines) for text in texts)


def open_events(screen: Screen) -> list[ev.Touch]:
    return [button.event for button in screen.buttons if button.enabled]


def typeable(screen: Screen) -> set[str]:
    return {event.key for event in open_events(screen) if isinstance(event, staff_ev.Typed)}


def labelled(screen: Screen, label: str) -> Button:
    (found,) = (each for each in screen.buttons if label in {" ".join(text.lines) for text in each.texts})
    return found


def check(screen: Screen, frame: Frame) -> None:
    """Whatever the names are: all is on the glass, in its place, and can be pressed."""
    for item in screen.items:
        assert screen.rect.contains(item.rect), item
    for text in texts(screen):
        assert len(text.lines) * text.style.line_px <= text.rect.h
        assert all(frame.typesetter.measure(each, text.style).width <= text.rect.w for each in text.lines), (
            text
        )
    assert not any(a.rect.overlaps(b.rect) for a, b in combinations(screen.buttons, 2))


def texts(screen: Screen) -> Iterator[Text]:
    yield from (item for item in screen.items if isinstance(item, Text))
    yield from (text for button in screen.buttons for text in button.texts)


def line(index: int = 0, **changes: object) -> RecordLine:
    made = RecordLine(
        f"id-{index}", 7, f"INV-{index}", "12.50", "CNY", "Till 1", "557A8226", Method.TOUCH, NOON,
        Printed.PRINTED, Uploaded.WAITING,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]
