from dataclasses import replace

import pytest

from terminal.model.history import (
    PairedTill,
    PairingCode,
)
from terminal.model.settings import Settings, Theme
from terminal.model.status import Health, Readiness
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.staff import events as staff_ev
from terminal.session.staff import states as staff
from terminal.ui.frame import Frame
from terminal.ui.items import Icon
from terminal.ui.screens import make_screen
from tests.terminal.ui.staff.conftest import NOON, check, labelled, open_events, said, texts


def test_steps_stay_within_what_there_is(unit: st.Unit, frame: Frame) -> None:
    def offered(**now: int) -> set[tuple[int, int]]:
        settings = replace(Settings("en"), **now)  # type: ignore[arg-type]
        events = open_events(make_screen(staff.Adjusting(replace(unit, settings=settings)), frame))
        changed = [each.settings for each in events if isinstance(each, staff_ev.ChangedSettings)]
        return {(each.brightness, each.volume) for each in changed} - {(settings.brightness, settings.volume)}

    assert offered(brightness=50, volume=50) == {(40, 50), (60, 50), (50, 40), (50, 60)}
    assert offered(brightness=15, volume=95) == {(10, 95), (20, 95), (15, 90), (15, 100)}
    assert offered(brightness=10, volume=0) == {(20, 0), (10, 10)}
    assert offered(brightness=100, volume=100) == {(90, 100), (100, 90)}


def test_a_step_that_would_change_nothing_cannot_be_pressed(unit: st.Unit, frame: Frame) -> None:
    settings = Settings("en", brightness=100, volume=100)
    events = open_events(make_screen(staff.Adjusting(replace(unit, settings=settings)), frame))
    chosen = [each for each in events if each == staff_ev.ChangedSettings(settings)]
    assert len(chosen) == 2  # the language and the theme as they are


def test_a_language_is_picked_by_its_own_name_and_a_theme_by_sight(unit: st.Unit, frame: Frame) -> None:
    screen = make_screen(staff.Adjusting(unit), frame)
    now = unit.settings
    assert labelled(screen, "中文").event == staff_ev.ChangedSettings(replace(now, language="zh-CN"))
    assert labelled(screen, "Dark").event == staff_ev.ChangedSettings(replace(now, theme=Theme.DARK))
    assert labelled(screen, "Choose a new PIN").event == staff_ev.AskedForNewPin()


def test_languages_that_are_too_many_for_a_row_are_stepped_through(unit: st.Unit, frame: Frame) -> None:
    many = replace(unit, site=replace(unit.site, languages=("en", "zh-CN") * 5), settings=Settings("zh-CN"))
    screen = make_screen(staff.Adjusting(many), frame)
    picked = [
        each.settings.language for each in open_events(screen) if isinstance(each, staff_ev.ChangedSettings)
    ]
    assert set(picked) == {"en", "zh-CN"}
    assert len(picked) == 3 + 2 + 2 + 2  # two arrows and the name between; themes, brightness, volume
    check(screen, frame)


def test_a_device_is_tested_unless_it_is_being_or_is_not_there(unit: st.Unit, frame: Frame) -> None:
    ready = replace(unit, readiness=Readiness(sensor=Health.ABSENT))
    running = staff.TryingDevices(ready, (staff.Trial(staff_ev.Tryable.PRINTER),))
    events = open_events(make_screen(running, frame))
    tested = {each.device for each in events if isinstance(each, staff_ev.AskedToTry)}
    assert tested == {staff_ev.Tryable.PANEL, staff_ev.Tryable.ARCHIVE}


def test_a_test_says_what_to_do_and_what_was_seen(unit: st.Unit, frame: Frame) -> None:
    sensor = staff_ev.Tryable.SENSOR
    for passed in (None, True, False):
        trial = staff.Trial(sensor, passed, "Press a finger now.", "GT-521F52")
        words = said(make_screen(staff.TryingDevices(unit, (trial,)), frame))
        assert "Press a finger now." in words
        assert "GT-521F52" in words
    signs = {
        frozenset(item.glyph for item in make_screen(staff.TryingDevices(unit, (trial,)), frame).items
                  if isinstance(item, Icon))
        for trial in (staff.Trial(sensor, True), staff.Trial(sensor, False))
    }  # fmt: skip
    assert len(signs) == 2


def test_shutting_a_till_out_is_asked_first(unit: st.Unit, frame: Frame) -> None:
    tills = (PairedTill("Till 1", NOON, revoked=True), PairedTill("Till 3", NOON, revoked=False))
    listed = open_events(make_screen(staff.ManagingTills(unit, tills), frame))
    asked = [each for each in listed if isinstance(each, staff_ev.AskedToRevoke)]
    assert asked == [staff_ev.AskedToRevoke("Till 3")]
    question = make_screen(staff.ManagingTills(unit, tills, revoking="Till 3"), frame)
    assert labelled(question, "Shut out").event == staff_ev.AskedToRevoke("Till 3", sure=True)
    assert labelled(question, "Keep it").event == ev.WentBack()
    assert "Till 3" in said(question)


def test_every_till_is_on_one_of_the_pages(unit: st.Unit, frame: Frame, upright: Frame) -> None:
    tills = tuple(PairedTill(f"Till <{i}>", NOON, revoked=False) for i in range(11))
    for glass in (frame, upright):
        state = staff.ManagingTills(unit, tills, paired="Till <3>")
        words = [said(make_screen(replace(state, page=page), glass)) for page in range(state.pages)]
        assert [i for i in range(11) if sum(f"Till <{i}> Since" in each for each in words) != 1] == []
        turns = open_events(make_screen(replace(state, page=1), glass))
        assert {each.page for each in turns if isinstance(each, staff_ev.PickedPage)} == {0, 2}


def test_a_code_is_shown_in_groups_with_what_the_till_needs(unit: st.Unit, frame: Frame) -> None:
    code = PairingCode("40815162", 0, "https://192.168.1.20:8470", "3f2a" * 16)
    state = staff.ManagingTills(unit, (), code, 65)
    screen = make_screen(state, frame)
    words = said(screen)
    assert all(part in words for part in ("4081 5162", "1:05", "https://192.168.1.20:8470"))
    assert words.count("3F2A") == 16
    largest = max(texts(screen), key=lambda text: text.style.size_px)
    assert largest.lines == ("4081 5162",)
    assert "ertificate" not in said(
        make_screen(replace(state, pairing=replace(code, certificate_sha256="")), frame)
    )


def test_a_till_that_was_let_in_or_kept_out_is_said(unit: st.Unit, frame: Frame) -> None:
    assert "“Till 3” is let in" in said(make_screen(staff.ManagingTills(unit, (), paired="Till 3"), frame))
    assert "void" in said(make_screen(staff.ManagingTills(unit, (), spent=True), frame))


@pytest.mark.parametrize(
    ("case_open", "mains_lost", "says"),
    [
        (False, False, "Works Lights the lamp, sounds the buzzer. The case is shut, the mains are on."),
        (False, None, "Works Lights the lamp, sounds the buzzer. The case is shut."),
        (None, False, "Works Lights the lamp, sounds the buzzer. The mains are on."),
        (None, None, "Works Lights the lamp, sounds the buzzer."),
        (True, False, "The case is open Lights the lamp, sounds the buzzer. The mains are on."),
    ],
)
def test_the_panel_says_what_its_switches_say(
    frame: Frame, unit: st.Unit, *, case_open: bool | None, mains_lost: bool | None, says: str
) -> None:
    lit = replace(unit.readiness, panel=Health.OK)
    guarded = replace(unit, readiness=lit, case_open=case_open, mains_lost=mains_lost)
    words = said(make_screen(staff.TryingDevices(guarded), frame))
    assert says in words.replace("Test ", "")
    assert words.count("The case") == (case_open is not None)
    assert words.count("mains") == (mains_lost is not None)
