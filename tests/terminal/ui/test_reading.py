"""The reading screen: all of a text can be seen, by hand or by button, and is told to the session as it is seen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from terminal.i18n import Catalogue
from terminal.model.ink import Phase
from terminal.model.request import Kind, Line
from terminal.session import events as ev
from terminal.session import states as st
from terminal.typeset import Typesetter
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.items import Button, Screen, Scroll, Text
from terminal.ui.screens import make_screen
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from tests.terminal.ui.conftest import Time

States = dict[str, st.State]
ESSAY = "Every word of this long agreement is to be read before anyone signs it. " * 120


@pytest.fixture
def glass(slate: Slate, typesetter: Typesetter, catalogue: Catalogue, time: Time) -> Glass:
    return Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM, now_s=time)


@pytest.fixture
def paper(states: States) -> st.Reviewing:
    return of_request(reviewing(states, "document"), body={"en": ESSAY})


def reviewing(states: States, name: str) -> st.Reviewing:
    state = states[name]
    assert isinstance(state, st.Reviewing)
    return replace(state, session=replace(state.session, pages=(0,)))


def of_request(state: st.Reviewing, **changes: object) -> st.Reviewing:
    request = replace(state.session.request, **changes)  # type: ignore[arg-type]
    return replace(state, session=replace(state.session, request=request))


def at_page(state: st.Reviewing, page: int, *, seen: int = 0) -> st.Reviewing:
    """Return the state on a page, with as many pages seen."""
    session = replace(state.session, pages=(1000,) * max(seen, page + 1))
    return replace(state, session=session, page=page)


def button(screen: Screen, kind: type) -> Button | None:
    return next((each for each in screen.buttons if isinstance(each.event, kind)), None)


def scroll_of(screen: Screen) -> Scroll:
    assert screen.scroll is not None
    return screen.scroll


def seen(scroll: Scroll, page: int) -> Iterator[str]:
    """Yield the lines that are wholly in the room on a page."""
    top = scroll.top_of(page)
    for text in (item for item in scroll.items if isinstance(item, Text)):
        for number, line in enumerate(text.lines):
            y = text.rect.y + number * text.style.line_px - top
            if scroll.room.y <= y and y + text.style.line_px <= scroll.room.bottom:
                yield line


def opened(glass: Glass, state: st.State) -> None:
    """Show a state until all of its text is set."""
    glass.show(state)
    while not scroll_of(glass.screen).whole:
        glass.touches()
        glass.show(state)


def turn(glass: Glass, time: Time, *, frames: int = 300) -> list[ev.Touch]:
    """Let time pass until nothing moves any more; return what that told."""
    told: list[ev.Touch] = []
    for _ in range(frames):
        due_s = glass.due_s()
        if due_s is None:
            return told
        time.now_s = max(time.now_s, due_s)
        told += glass.touches()
    raise AssertionError("it moves for ever")


def test_every_word_of_a_document_is_seen_on_one_of_its_pages(paper: st.Reviewing, frame: Frame) -> None:
    scroll = scroll_of(make_screen(paper, frame))
    lines = [line for text in scroll.items if isinstance(text, Text) for line in text.lines]
    assert set(lines) == {line for page in range(scroll.pages) for line in seen(scroll, page)}
    assert " ".join(lines).count("signs it.") == 120


def test_every_line_of_a_long_sale_is_seen_on_one_of_its_pages(states: States, frame: Frame) -> None:
    lines = tuple(Line(f"Thing number {i}", "1", "1.00") for i in range(40))
    scroll = scroll_of(make_screen(of_request(reviewing(states, "sale"), lines=lines), frame))
    said = {line for page in range(scroll.pages) for line in seen(scroll, page)}
    assert {line.text for line in lines} <= said
    assert "40 items" in said


def test_a_sale_with_a_text_is_read_in_one_go(states: States, frame: Frame) -> None:
    both = of_request(reviewing(states, "sale"), body={"en": ESSAY}, kind=Kind.SALE)
    said = " ".join(line for page in range(30) for line in seen(scroll_of(make_screen(both, frame)), page))
    assert "Rice 10 kg" in said
    assert "1,280.00" in said
    assert "signs it." in said


def test_what_fits_does_not_scroll(states: States, frame: Frame) -> None:
    screen = make_screen(reviewing(states, "sale"), frame)
    assert screen.scroll is None
    assert button(screen, ev.Turned) is None


def test_the_way_on_is_there_once_the_end_was_seen(paper: st.Reviewing, frame: Frame) -> None:
    pages = scroll_of(make_screen(paper, frame)).pages
    assert pages > 3
    for page in range(pages - 1):
        screen = make_screen(at_page(paper, page), frame)
        assert button(screen, ev.ReadOn) is None
        assert ev.Turned(page + 1) in {each.event for each in screen.buttons}
    for page in (pages - 1, 0):
        on = button(make_screen(at_page(paper, page, seen=pages), frame), ev.ReadOn)
        assert on is not None
        assert on.event == ev.ReadOn(pages)


def test_one_who_need_not_read_to_the_end_may_go_on_at_once(paper: st.Reviewing, frame: Frame) -> None:
    assert button(make_screen(of_request(paper, read_to_end=False), frame), ev.ReadOn) is not None


def test_the_button_to_the_next_page_stays_under_the_finger(paper: st.Reviewing, frame: Frame) -> None:
    places = {
        each.rect
        for page in range(3)
        for each in make_screen(at_page(paper, page), frame).buttons
        if each.event == ev.Turned(page + 1)
    }
    assert len(places) == 1


def test_there_is_no_way_back_from_the_first_page(paper: st.Reviewing, frame: Frame) -> None:
    for page, enabled in ((0, False), (1, True)):
        back = button(make_screen(at_page(paper, page), frame), ev.Turned)
        assert back is not None
        assert (back.texts[0].lines, back.enabled) == (("Previous",), enabled)


def test_a_page_that_another_language_does_not_have_shows_the_last(states: States, frame: Frame) -> None:
    assert button(make_screen(at_page(reviewing(states, "sale"), 7), frame), ev.ReadOn) is not None


def test_a_button_turns_a_page_and_the_text_glides_there(
    paper: st.Reviewing, glass: Glass, hand: Hand, slate: Slate, time: Time
) -> None:
    opened(glass, paper)
    assert hand.presses("Next page") == [ev.Turned(1)]
    glass.show(at_page(paper, 1))
    before = slate.surface.copy()
    assert turn(glass, time) == []
    assert slate.surface.get_buffer().raw != before.get_buffer().raw
    assert glass._canvas._top == scroll_of(glass.screen).top_of(1)


def test_a_drag_moves_the_text_and_tells_the_page(paper: st.Reviewing, glass: Glass, hand: Hand) -> None:
    opened(glass, paper)
    told = hand.does(*hand.stroke((300, 330), (300, 300), (300, 200), (300, 70)))
    assert told == [ev.Turned(1)]
    assert glass._canvas._top >= 230


def test_a_fling_slows_down_and_ends(paper: st.Reviewing, glass: Glass, hand: Hand, time: Time) -> None:
    opened(glass, paper)
    hand.does(*hand.stroke((300, 330), (300, 310), (300, 270), (300, 220)))
    dragged = glass._canvas._top
    turn(glass, time)
    assert glass._canvas._top > dragged + 300
    assert glass.due_s() is None


def test_a_fling_to_the_end_shows_the_end_and_unlocks_the_way_on(
    paper: st.Reviewing, glass: Glass, hand: Hand, time: Time
) -> None:
    opened(glass, paper)
    pages = scroll_of(glass.screen).pages
    told: list[ev.Touch] = []
    for _ in range(40):
        told += hand.does(*hand.stroke((300, 330), (300, 250), (300, 160), (300, 70)))
        told += turn(glass, time)
    assert told[-1] == ev.Turned(pages - 1)
    assert [touch.page for touch in told if isinstance(touch, ev.Turned)] == sorted(
        touch.page for touch in told if isinstance(touch, ev.Turned)
    )
    assert glass._canvas._top == scroll_of(glass.screen).furthest


def test_pulled_beyond_its_end_a_text_comes_back(
    paper: st.Reviewing, glass: Glass, hand: Hand, time: Time
) -> None:
    opened(glass, paper)
    down, *moves = hand.stroke((300, 100), (300, 120), (300, 260), (300, 260))
    hand.does(down, *moves[:-1])
    assert -80 < glass._canvas._top < -30
    hand.now_ns += 300_000_000
    hand.does(hand.sample(Phase.UP, 300, 260))
    turn(glass, time)
    assert glass._canvas._top == 0


def test_a_finger_on_a_moving_text_stops_it(paper: st.Reviewing, glass: Glass, hand: Hand) -> None:
    opened(glass, paper)
    hand.does(*hand.stroke((300, 330), (300, 310), (300, 270), (300, 220)))
    assert glass.due_s() is not None
    hand.does(hand.sample(Phase.DOWN, 300, 200))
    assert glass.due_s() is None


def test_a_finger_that_rests_scrolls_nothing(paper: st.Reviewing, glass: Glass, hand: Hand) -> None:
    opened(glass, paper)
    assert hand.does(*hand.stroke((300, 200), (301, 203), (299, 197))) == []
    assert glass._canvas._top == 0


def test_a_press_that_is_dragged_off_its_button_scrolls_and_presses_nothing(
    paper: st.Reviewing, glass: Glass, hand: Hand
) -> None:
    opened(glass, paper)
    x, y = hand.button("Next page").rect.centre
    assert hand.does(*hand.stroke((x, y), (x, 300), (x, 200), (x, 100))) == []
    assert glass._canvas._top == 0


def test_a_drag_that_ends_on_a_button_presses_nothing(paper: st.Reviewing, glass: Glass, hand: Hand) -> None:
    opened(glass, paper)
    x, y = hand.button("Next page").rect.centre
    assert hand.does(*hand.stroke((x, 100), (x, 200), (x, y))) == []


def test_the_readers_place_is_kept_while_the_screen_changes_around_it(
    paper: st.Reviewing, glass: Glass, hand: Hand, time: Time
) -> None:
    opened(glass, paper)
    hand.does(*hand.stroke((300, 330), (300, 300), (300, 250), (300, 250)))
    turn(glass, time)
    place = glass._canvas._top
    assert place > 0
    glass.show(replace(paper, session=replace(paper.session, remaining_s=45)))
    assert glass._canvas._top == place


def test_another_language_is_read_from_its_beginning(paper: st.Reviewing, glass: Glass, hand: Hand) -> None:
    opened(glass, paper)
    hand.does(*hand.stroke((300, 330), (300, 300), (300, 200), (300, 70)))
    glass.show(replace(paper, session=replace(paper.session, language="zh-CN")))
    assert glass._canvas._top == 0


def test_a_long_text_is_set_bit_by_bit_and_its_end_is_not_there_before(
    paper: st.Reviewing, glass: Glass, frame: Frame
) -> None:
    endless = of_request(paper, body={"en": ESSAY * 5}, read_to_end=False)
    slices = 0
    glass.show(endless)
    while not scroll_of(glass.screen).whole:
        slices += 1
        assert button(glass.screen, ev.ReadOn) is not None
        assert glass.due_s() is not None
        glass.touches()
        glass.show(endless)
    assert slices > 2
    assert scroll_of(glass.screen).height == scroll_of(make_screen(endless, frame)).height
