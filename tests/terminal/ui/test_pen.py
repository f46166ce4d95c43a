from collections.abc import Sequence
from dataclasses import replace

import pygame
import pytest

from terminal.model.ink import Phase, Point, Sample, Stroke, Tool
from terminal.model.quality import Verdict
from terminal.session.events import Drew
from terminal.session.states import Signing, State
from terminal.ui.glass import Glass
from terminal.ui.rect import Rect
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import BASE_DOTS_PER_MM


@pytest.fixture
def signing(states: dict[str, State]) -> Signing:
    state = states["signing"]
    assert isinstance(state, Signing)
    return state


@pytest.fixture
def pad(glass: Glass, signing: Signing) -> Rect:
    glass.show(signing)
    shown = glass.screen.pad
    assert shown is not None
    return shown.rect


def drawn(events: Sequence[object]) -> Stroke:
    (event,) = events
    assert isinstance(event, Drew)
    return event.stroke


def dark(slate: Slate, x: float, y: float) -> bool:
    return bool(sum(slate.surface.get_at((round(x), round(y)))[:3]) < 300)


def picture(slate: Slate) -> bytes:
    return pygame.image.tobytes(slate.surface, "RGBA")


def zigzag(pad: Rect, count: int = 60) -> list[tuple[float, float]]:
    return [(pad.x + 60.25 + 7.5 * i, pad.y + 80.5 + (i % 5) * 13.25) for i in range(count)]


def test_every_sample_is_kept_untouched(hand: Hand, pad: Rect) -> None:
    samples = [
        replace(sample, pressure=0.1 + 0.01 * index) for index, sample in enumerate(hand.stroke(*zigzag(pad)))
    ]
    stroke = drawn(hand.does(*samples))
    unit = 100 / BASE_DOTS_PER_MM
    assert [(p.x, p.y, p.t_ns, p.pressure) for p in stroke.points] == [
        ((s.x_px - pad.x) * unit, (s.y_px - pad.y) * unit, s.t_ns, s.pressure) for s in samples
    ]
    assert stroke.tool is samples[0].tool


def test_samples_outside_the_pad_are_kept_but_make_no_ink_there(hand: Hand, slate: Slate, pad: Rect) -> None:
    inside, outside = (pad.x + 100, pad.y + 20), (pad.x + 100, pad.y - 20)
    before = picture(slate)[: 4 * 800 * (pad.y - 1)]
    stroke = drawn(hand.does(*hand.stroke(inside, outside, inside)))
    assert len(stroke.points) == 3
    assert picture(slate)[: 4 * 800 * (pad.y - 1)] == before


def test_ink_is_under_the_pen_at_once(hand: Hand, slate: Slate, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 40
    hand.does(hand.sample(Phase.DOWN, x, y))
    assert dark(slate, x, y)
    hand.does(hand.sample(Phase.MOVE, x + 37, y + 3))
    assert dark(slate, x + 37, y + 3)
    assert dark(slate, x + 18, y + 1)


def test_the_last_segment_is_drawn(hand: Hand, slate: Slate, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 40
    hand.does(*hand.stroke((x, y), (x + 30, y), (x + 60, y + 30)))
    assert dark(slate, x + 60, y + 30)
    assert dark(slate, x + 52, y + 22)


def test_the_straight_tip_is_taken_back_for_the_smooth_curve(hand: Hand, slate: Slate, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 30
    hand.does(hand.sample(Phase.DOWN, x, y), hand.sample(Phase.MOVE, x + 60, y))
    assert dark(slate, x + 57, y)
    hand.does(hand.sample(Phase.MOVE, x + 60, y + 60), hand.sample(Phase.UP, x + 60, y + 60))
    assert not dark(slate, x + 57, y)  # the curve cuts the corner


def test_what_stays_is_what_was_seen(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect
) -> None:
    stroke = drawn(hand.does(*hand.stroke(*zigzag(pad))))
    live = picture(slate)
    written = replace(signing, strokes=(stroke,))
    slate.presented.clear()
    glass.show(written)
    assert not [rect for rect in slate.presented if rect.overlaps(pad)], "an own stroke is not drawn again"
    other = Slate()
    fresh = Glass([other], glass._frame.typesetter, glass._frame.catalogue, BASE_DOTS_PER_MM)
    fresh.show(written)
    rows = slice(4 * 800 * pad.y, 4 * 800 * pad.bottom)
    assert picture(other)[rows] == live[rows]
    glass.show(replace(written, verdict=Verdict.WRONG_TOOL))
    glass.show(written)
    assert picture(slate)[rows] == live[rows], "nor when the pad is drawn anew"


def test_the_pointer_that_went_down_owns_the_stroke(hand: Hand, slate: Slate, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 40
    hand.does(hand.sample(Phase.DOWN, x, y))
    palm = hand.stroke((x + 200, y + 90), (x + 210, y + 95), pointer=1)
    assert hand.does(*palm) == []
    assert not dark(slate, x + 205, y + 92)
    stroke = drawn(hand.does(hand.sample(Phase.MOVE, x + 9, y), hand.sample(Phase.UP, x + 9, y)))
    assert len(stroke.points) == 3


def test_a_stroke_begins_on_the_pad_only(hand: Hand, pad: Rect) -> None:
    assert hand.does(*hand.stroke((pad.x + 50, pad.y - 9), (pad.x + 50, pad.y + 50))) == []


def test_two_strokes_in_one_batch_are_both_drawn(hand: Hand, slate: Slate, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 40
    events = hand.does(*hand.stroke((x, y), (x + 30, y)), *hand.stroke((x, y + 50), (x + 30, y + 50)))
    assert len(events) == 2
    assert dark(slate, x + 15, y)
    assert dark(slate, x + 15, y + 50)


def test_a_touch_that_the_panel_takes_back_leaves_no_ink(hand: Hand, slate: Slate, pad: Rect) -> None:
    before = picture(slate)
    x, y = pad.x + 200, pad.y + 40
    samples = [hand.sample(Phase.DOWN, x, y), hand.sample(Phase.MOVE, x + 30, y)]
    assert hand.does(*samples, hand.sample(Phase.CANCEL, x + 30, y)) == []
    assert picture(slate) == before


def test_a_refused_stroke_is_wiped_off(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect
) -> None:
    hand.does(*hand.stroke(*zigzag(pad)))
    glass.show(replace(signing, verdict=Verdict.WRONG_TOOL))
    other = Slate()
    fresh = Glass([other], glass._frame.typesetter, glass._frame.catalogue, BASE_DOTS_PER_MM)
    fresh.show(replace(signing, verdict=Verdict.WRONG_TOOL))
    assert picture(slate) == picture(other)


def test_a_change_of_the_screen_does_not_wipe_live_ink(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect
) -> None:
    x, y = pad.x + 200, pad.y + 120
    hand.does(hand.sample(Phase.DOWN, x, y), hand.sample(Phase.MOVE, x + 40, y))
    glass.show(replace(signing, verdict=Verdict.EMPTY))
    glass.show(signing)
    assert dark(slate, x + 20, y)
    stroke = drawn(hand.does(hand.sample(Phase.UP, x + 50, y)))
    assert len(stroke.points) == 3


def test_a_pen_up_that_was_lost_does_not_lock_the_pad(hand: Hand, pad: Rect) -> None:
    x, y = pad.x + 200, pad.y + 40
    hand.does(hand.sample(Phase.DOWN, x, y, pointer=4), hand.sample(Phase.MOVE, x + 20, y, pointer=4))
    hand.now_ns += 4_000_000_000
    first, second = hand.does(*hand.stroke((x, y + 60), (x + 20, y + 60), pointer=5))
    assert isinstance(first, Drew)
    assert isinstance(second, Drew)
    assert len(first.stroke.points) == len(second.stroke.points) == 2


def test_live_ink_redraws_little(hand: Hand, slate: Slate, pad: Rect) -> None:
    samples: list[Sample] = hand.stroke(*zigzag(pad))
    for sample in samples:
        slate.presented.clear()
        hand.does(sample)
        assert sum(rect.w * rect.h for rect in slate.presented) < 2500


def test_a_stroke_whose_end_nobody_saw_is_kept_and_says_so(hand: Hand, pad: Rect) -> None:
    *samples, last = hand.stroke(*zigzag(pad))
    stroke = drawn(hand.does(*samples, replace(last, phase=Phase.LOST)))
    assert stroke.broken
    assert len(stroke.points) == len(samples)  # where the pointer was when it was lost is no reading
    assert not drawn(hand.does(*hand.stroke(*zigzag(pad)))).broken


def test_how_the_pen_leans_is_kept(hand: Hand, pad: Rect) -> None:
    samples = [
        replace(sample, tilt=(float(i), -1.0)) for i, sample in enumerate(hand.stroke(*zigzag(pad, 4)))
    ]
    assert [point.tilt for point in drawn(hand.does(*samples)).points] == [(float(i), -1.0) for i in range(4)]


def test_what_was_said_about_the_ink_before_makes_room_for_the_next(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect
) -> None:
    glass.show(signing)
    clean = picture(slate)
    refused = replace(signing, verdict=Verdict.STRAIGHT)
    glass.show(refused)
    beside = (pad.x + 500, pad.y + 20)
    sheet, banner = pygame.Color("white"), slate.surface.get_at(beside)
    assert banner != sheet
    x, y = pad.x + 200, pad.y + 30
    hand.does(hand.sample(Phase.DOWN, x, y), hand.sample(Phase.MOVE, x + 40, y))
    assert dark(slate, x + 20, y)
    assert slate.surface.get_at(beside) == sheet
    glass.show(replace(refused, session=replace(refused.session, remaining_s=7)))
    assert dark(slate, x + 20, y)
    assert slate.surface.get_at(beside) == sheet, "nor does it come back while the hand is down"
    hand.does(hand.sample(Phase.CANCEL, x + 40, y))
    rows = slice(4 * 800 * pad.y, 4 * 800 * pad.bottom)
    assert picture(slate)[rows] == clean[rows]


def test_taking_back_and_clearing_leave_no_trace(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect
) -> None:
    rows = slice(4 * 800 * pad.y, 4 * 800 * pad.bottom)
    seen, strokes = [picture(slate)[rows]], []
    for down in (30, 60, 45, 90):
        strokes.append(drawn(hand.does(*hand.stroke(*((x, y + down) for x, y in zigzag(pad, 40))))))
        glass.show(replace(signing, strokes=tuple(strokes)))
        seen.append(picture(slate)[rows])
    for kept in (3, 2, 0):
        glass.show(replace(signing, strokes=tuple(strokes[:kept])))
        assert picture(slate)[rows] == seen[kept]


def test_undo_still_works_when_too_much_was_written_to_remember(
    hand: Hand, slate: Slate, glass: Glass, signing: Signing, pad: Rect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.ui.sheet.KEPT_PX", 10_000)
    test_taking_back_and_clearing_leave_no_trace(hand, slate, glass, signing, pad)


def test_a_stroke_that_left_the_pad_can_be_shown_and_taken_back(
    slate: Slate, glass: Glass, signing: Signing
) -> None:
    glass.show(signing)
    clean = picture(slate)
    points = tuple(Point(20_000 + 100 * i, -4_000 - 50 * i, i * 8_000_000) for i in range(20))
    glass.show(replace(signing, strokes=(Stroke(Tool.FINGER, points),)))
    glass.show(signing)
    assert picture(slate) == clean
