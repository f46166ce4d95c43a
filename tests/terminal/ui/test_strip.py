from dataclasses import replace

import pytest

from terminal.session.events import OpenedView, SpokeLanguage, Toggled
from terminal.session.states import InSession, State
from terminal.session.view import Mode, View
from terminal.ui.frame import Frame
from terminal.ui.items import Button, Kind, Screen
from terminal.ui.screens import make_screen


def of_languages(state: State, *languages: str) -> State:
    return replace(state, unit=replace(state.unit, site=replace(state.unit.site, languages=languages)))


def opened(state: State) -> State:
    assert isinstance(state, InSession)
    return replace(state, session=replace(state.session, view=View(open=True)))


def chosen(screen: Screen) -> list[Button]:
    return [each for each in screen.buttons if each.kind in {Kind.CHOSEN_CHIP, Kind.CHOSEN_CARD}]


@pytest.mark.parametrize("name", ["sale", "signing-ink", "checking", "thanks", "out-store_full"])
def test_each_mode_is_one_touch_away(states: dict[str, State], frame: Frame, name: str) -> None:
    events = {button.event for button in make_screen(states[name], frame).buttons}
    assert {Toggled(mode) for mode in Mode} <= events
    assert SpokeLanguage("zh-CN") in events


def test_a_mode_that_is_on_looks_so(states: dict[str, State], frame: Frame) -> None:
    state = states["sale"]
    assert isinstance(state, InSession)
    state = replace(state, session=replace(state.session, view=View(high_contrast=True)))
    assert [button.event for button in chosen(make_screen(state, frame))] == [Toggled(Mode.HIGH_CONTRAST)]


def test_of_many_languages_one_is_picked_from_a_list(states: dict[str, State], frame: Frame) -> None:
    state = of_languages(states["signing-ink"], "zh-CN", "en", "de", "ar")
    assert OpenedView() in {button.event for button in make_screen(state, frame).buttons}
    screen = make_screen(opened(state), frame)
    names = {
        button.event.language: button.texts[0].lines[0]
        for button in screen.buttons
        if isinstance(button.event, SpokeLanguage)
    }
    assert names == {"zh-CN": "中文", "en": "English", "de": "Deutsch", "ar": "العربية"}
    assert [button.event for button in chosen(screen)] == [SpokeLanguage("en")]
    assert OpenedView() in {button.event for button in screen.buttons if button.kind is Kind.PRIMARY}


def test_a_shop_of_one_language_offers_modes_alone(states: dict[str, State], frame: Frame) -> None:
    screen = make_screen(opened(of_languages(states["sale"], "en")), frame)
    assert {button.event for button in screen.buttons} == {*(Toggled(mode) for mode in Mode), OpenedView()}


def test_on_a_narrow_pad_one_chip_opens_the_others(states: dict[str, State], frame: Frame) -> None:
    upright = replace(frame, width=720, height=1280, dots_per_mm=720 / 87)
    screen = make_screen(of_languages(states["signing-ink"], "en", "zh-CN"), upright)
    events = {button.event for button in screen.buttons}
    assert {OpenedView(), SpokeLanguage("zh-CN")} <= events


def test_what_is_mirrored_for_the_right_hand_says_so(states: dict[str, State], frame: Frame) -> None:
    state = opened(of_languages(states["sale"], "ar", "en"))
    assert isinstance(state, InSession)
    state = replace(state, session=replace(state.session, language="ar"))
    said = {" ".join(text.lines) for button in make_screen(state, frame).buttons for text in button.texts}
    assert "لليد اليمنى" in said
    assert "لليد اليسرى" not in said
