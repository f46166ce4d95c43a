"""What the screens say while somebody waits, and near the end of their time."""

from dataclasses import replace
from itertools import pairwise

import pytest

from terminal.session import events as ev
from terminal.session import states as st
from terminal.ui.frame import Frame
from terminal.ui.items import Pad, Screen, Text
from terminal.ui.screens import make_screen
from terminal.ui.shift import ACROSS, DOWN, shift_at

States = dict[str, st.State]
MORE = "Need more time?"


def said(screen: Screen) -> str:
    texts = [item for item in screen.items if isinstance(item, Text)]
    texts += [text for button in screen.buttons for text in button.texts]
    return " ".join(" ".join(text.lines) for text in texts)


def with_time(state: st.State, remaining_s: int, *, extended: bool = False) -> st.InSession:
    assert isinstance(state, st.InSession)
    return replace(state, session=replace(state.session, remaining_s=remaining_s, extended=extended))


@pytest.mark.parametrize("name", ["sale", "agreeing", "choosing", "signing-ink", "consenting", "checking"])
def test_time_is_spoken_of_when_little_is_left(name: str, states: States, frame: Frame) -> None:
    assert "1:01" not in said(make_screen(with_time(states[name], 61), frame))
    minute = make_screen(with_time(states[name], 45), frame)
    assert "0:45" in said(minute)
    assert MORE not in said(minute)
    assert minute.anywhere is None
    hurry = make_screen(with_time(states[name], 29), frame)
    assert "0:29" in said(hurry)
    assert MORE in said(hurry)
    assert hurry.anywhere == ev.Touched()


def test_more_time_is_not_promised_twice(states: States, frame: Frame) -> None:
    screen = make_screen(with_time(states["choosing"], 20, extended=True), frame)
    assert MORE not in said(screen)
    assert screen.anywhere is None


@pytest.mark.parametrize("coaching", st.Coaching)
def test_every_coaching_says_what_to_do_in_words_of_its_own(
    coaching: st.Coaching, states: States, frame: Frame
) -> None:
    pressing = states["pressing-press"]
    assert isinstance(pressing, st.PressingFinger)
    others = {
        said(make_screen(replace(pressing, coaching=each), frame)) for each in st.Coaching if each != coaching
    }
    assert said(make_screen(replace(pressing, coaching=coaching), frame)) not in others


def test_the_finger_may_go_before_its_picture_has_come(states: States, frame: Frame) -> None:
    assert "lift your finger now" in said(make_screen(states["pressing-lift"], frame))
    assert "keep still" in said(make_screen(states["pressing-hold"], frame))


def test_a_record_that_takes_long_is_explained(states: States, frame: Frame) -> None:
    assert "longer than usual" in said(make_screen(states["saving-late"], frame))
    assert "longer" not in said(make_screen(states["saving"], frame))


@pytest.mark.parametrize("name", ["thanks", "cancelled-till", "out-store_full"])
def test_an_ending_says_that_it_makes_way(name: str, states: States, frame: Frame) -> None:
    ended = states[name]
    assert isinstance(ended, st.Ended)
    assert "next one" in said(make_screen(replace(ended, next_waits=True), frame))
    assert "next one" not in said(make_screen(ended, frame))


def test_a_terminal_that_cannot_save_does_not_call_itself_ready(states: States, frame: Frame) -> None:
    words = said(make_screen(states["idle-trouble"], frame))
    assert "Not ready" in words
    assert "Cannot save" in words


def test_what_is_well_is_an_icon_and_no_word(states: States, frame: Frame) -> None:
    screen = make_screen(states["idle-well"], frame)
    glyphs = [item.glyph.value for item in screen.items if hasattr(item, "glyph")]
    assert {"wifi", "printer", "fingerprint", "upload"} <= set(glyphs)
    assert "rinter" not in said(screen)


def test_the_idle_screen_is_never_twice_in_the_same_place(states: States, frame: Frame) -> None:
    idle = states["idle"]
    assert isinstance(idle, st.Idle)
    places = []
    for minute in range(60):
        unit = replace(idle.unit, now=f"14:{minute:02}")
        screen = make_screen(replace(idle, unit=unit), frame)
        assert all(screen.rect.contains(item.rect) for item in screen.items)
        (pad,) = [item for item in screen.items if isinstance(item, Pad)]
        places.append(pad.rect[:2])
    assert all(one != other for one, other in pairwise(places))
    assert len(set(places)) >= 40


def test_the_idle_screen_stays_near_its_place() -> None:
    shifts = [shift_at(minute) for minute in range(60)]
    assert {abs(across) <= ACROSS and 0 <= down <= DOWN for across, down in shifts} == {True}
    assert {across for across, _ in shifts} >= {-ACROSS, 0, ACROSS}
