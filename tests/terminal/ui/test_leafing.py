"""A document's page under a hand: moved, made larger, turned, drawn sharp, and told to the session as it is seen."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from terminal.i18n import Catalogue
from terminal.model.document import WHOLE_PAGE, Document, PagePicture, PageSize, Place, Region
from terminal.model.ink import Phase, Sample
from terminal.model.settings import Theme
from terminal.session import advance
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.leaves import Leaves
from terminal.typeset import Typesetter
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.leaf import LARGEST, Leaf, Look
from terminal.ui.rect import Rect
from terminal.ui.screens import make_screen
from terminal.ui.slate import Hand, Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from tests.terminal.ui.conftest import Time

A4 = PageSize(595.28, 841.89)
RED, BLUE = b"\xe0\x10\x10", b"\x10\x10\xe0"
States = dict[str, st.State]


@pytest.fixture
def glass(slate: Slate, typesetter: Typesetter, catalogue: Catalogue, time: Time) -> Glass:
    return Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM, now_s=time)


@pytest.fixture
def reading(states: States) -> st.ReadingDocument:
    """A document of three pages of A4, of which none is drawn."""
    state = states["pdf"]
    assert isinstance(state, st.ReadingDocument)
    request = replace(state.session.request, document=Document("5d" * 32, 1, (A4,) * 3))
    return replace(state, session=replace(state.session, request=request, leaves=Leaves()))


def picture(page: int, width_px: int, colour: bytes = RED, region: Region = WHOLE_PAGE) -> PagePicture:
    shape = A4.height_pt * (region.bottom - region.top) / (A4.width_pt * (region.right - region.left))
    height_px = int(width_px * shape)
    return PagePicture(page, width_px, height_px, colour * (width_px * height_px), region)


def drawn(state: st.ReadingDocument, *pictures: PagePicture) -> st.ReadingDocument:
    leaves = state.session.leaves
    for each in pictures or (picture(state.session.leaves.page + 1, leaf_of(state).rect.w),):
        leaves = leaves.with_picture(each)
    return with_leaves(state, replace(leaves, ms=leaves.ms or (0,)))


def with_leaves(state: st.ReadingDocument, leaves: Leaves) -> st.ReadingDocument:
    return replace(state, session=replace(state.session, leaves=leaves))


def on_page(state: st.ReadingDocument, page: int) -> st.ReadingDocument:
    return with_leaves(state, Leaves(page, (1000,) * (page + 1)))


def leaf_of(state: st.State, frame: Frame | None = None) -> Leaf:
    frame = frame or Frame(800, 480, BASE_DOTS_PER_MM, Typesetter(), Catalogue())
    leaf = make_screen(state, frame).leaf
    assert leaf is not None
    return leaf


def leaf_on(glass: Glass) -> Leaf:
    assert glass.screen.leaf is not None
    return glass.screen.leaf


def settled(glass: Glass, time: Time) -> list[ev.Touch]:
    """Return what is told until nothing moves any more."""
    told: list[ev.Touch] = []
    for _ in range(400):
        told += glass.touches()
        if glass.due_s() is None:
            return told
        time.now_s += 1 / 60
    raise AssertionError("it never comes to rest")


def looked(touches: Sequence[ev.Touch]) -> ev.Looked:
    """Return the last look that was told."""
    last = touches[-1]
    assert isinstance(last, ev.Looked)
    return last


def shown(glass: Glass, state: st.State, time: Time) -> ev.Looked:
    """Show a state, as the session has it once the glass has told what is seen of it."""
    glass.show(state)
    return looked(settled(glass, time))


def meant(hand: Hand, glass: Glass, time: Time, samples: Sequence[Sample]) -> list[ev.Touch]:
    """Return what is told of samples, until nothing moves any more."""
    return [*hand.does(*samples), *settled(glass, time)]


def drag(hand: Hand, start: tuple[float, float], way: tuple[float, float], steps: int = 12) -> list[Sample]:
    """Return the samples of a finger that goes some way evenly, and rests a while before it is lifted."""
    x, y = start
    places = [(x + way[0] * i / steps, y + way[1] * i / steps) for i in range(steps + 1)]
    return hand.stroke(*places, *[places[-1]] * 12)


def test_what_is_seen_of_a_page_is_told_and_again_when_it_is_drawn(
    glass: Glass, reading: st.ReadingDocument, time: Time
) -> None:
    room = leaf_of(reading).rect
    bare = shown(glass, reading, time)
    assert (bare.page, bare.page_px, bare.drawn) == (0, room.w, False)
    assert (bare.seen.left, bare.seen.top, bare.seen.right) == (0, 0, 1)
    assert bare.seen.bottom == pytest.approx(room.h / (room.w * A4.height_pt / A4.width_pt))
    assert glass.due_s() is None, "nothing is told twice"
    assert shown(glass, drawn(reading), time) == replace(bare, drawn=True)


def test_a_finger_moves_a_page_as_far_as_it_goes(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    shown(glass, drawn(reading), time)
    leaf = leaf_on(glass)
    once = looked(meant(hand, glass, time, drag(hand, leaf.rect.centre, (0, -100))))
    end: list[ev.Touch] = []
    moved_px = once.seen.top * leaf.high_px(once.page_px)
    assert 80 <= moved_px <= 100, "it rests until a finger means it"
    for _ in range(12):
        end = meant(hand, glass, time, drag(hand, leaf.rect.centre, (0, -150))) or end
    assert looked(end).seen.bottom == pytest.approx(1, abs=0.001)
    springs = meant(hand, glass, time, drag(hand, leaf.rect.centre, (0, -150)))
    assert springs == [], "it is again where it was"


def test_a_page_that_is_flung_goes_on(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    shown(glass, drawn(reading), time)
    leaf = leaf_on(glass)
    x, y = leaf.rect.centre
    hand.does(*hand.stroke(*[(x, y - 12 * i) for i in range(10)]))
    flung = looked(settled(glass, time))
    assert flung.seen.top * leaf.high_px(flung.page_px) > 9 * 12 * 1.5


@pytest.mark.parametrize(("way", "page"), [(-200, 2), (200, 0)])
def test_a_page_that_is_dragged_aside_is_turned(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time, way: int, page: int
) -> None:
    shown(glass, drawn(on_page(reading, 1)), time)
    touches = hand.does(*drag(hand, leaf_on(glass).rect.centre, (way, 20)))
    assert touches == [ev.Turned(page)]
    settled(glass, time)


def test_a_page_is_turned_to_the_other_side_by_whoever_reads_from_the_right(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    state = drawn(on_page(reading, 1))
    shown(glass, replace(state, session=replace(state.session, language="ar")), time)
    assert hand.does(*drag(hand, leaf_on(glass).rect.centre, (200, 0))) == [ev.Turned(2)]


@pytest.mark.parametrize("way", [(-60, 0), (60, 0), (20, 0)])
def test_a_page_that_is_dragged_a_little_springs_back(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time, way: tuple[int, int]
) -> None:
    shown(glass, drawn(on_page(reading, 1)), time)
    assert meant(hand, glass, time, drag(hand, leaf_on(glass).rect.centre, way)) == []


def test_a_page_that_was_not_drawn_is_not_turned_over(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    shown(glass, reading, time)
    assert meant(hand, glass, time, drag(hand, leaf_on(glass).rect.centre, (-300, 0))) == []


def test_two_taps_make_a_page_larger_where_they_are_and_two_more_as_it_was(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    before = shown(glass, drawn(reading), time)
    leaf = leaf_on(glass)
    x, y = leaf.rect.x + 200, leaf.rect.y + 100
    for _ in range(2):
        hand.does(*hand.stroke((x, y), (x, y)))
    after = looked(settled(glass, time))
    assert after.page_px == 2 * before.page_px
    assert after.seen.left * after.page_px == pytest.approx(200, abs=1)
    assert after.seen.top * leaf.high_px(after.page_px) == pytest.approx(100, abs=1)
    hand.now_ns += 10**9
    for _ in range(2):
        hand.does(*hand.stroke((x, y), (x, y)))
    assert looked(settled(glass, time)) == before


def test_a_tap_alone_does_nothing(glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time) -> None:
    shown(glass, drawn(reading), time)
    for _ in range(2):
        assert hand.taps(*leaf_on(glass).rect.centre) == []
    assert settled(glass, time) == []


def pinch(hand: Hand, middle: tuple[float, float], start: float, end: float) -> list[Sample]:
    """Return the samples of two fingers beside each other, so far from their middle at first and at last."""
    x, y = middle
    ways = [start + (end - start) * i / 10 for i in range(11)]
    samples = [
        hand.sample(Phase.DOWN if i == 0 else Phase.MOVE, x + side * way, y, pointer=pointer)
        for i, way in enumerate(ways)
        for pointer, side in ((1, -1), (2, 1))
    ]
    return [*samples, *(hand.sample(Phase.UP, x + side * end, y, pointer=p) for p, side in ((1, -1), (2, 1)))]


def test_two_fingers_make_a_page_larger_and_what_is_between_them_stays(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    before = shown(glass, drawn(reading), time)
    leaf = leaf_on(glass)
    x, y = leaf.rect.x + 300, leaf.rect.y + 150
    after = looked(meant(hand, glass, time, pinch(hand, (x, y), 50, 100)))
    assert after.page_px == pytest.approx(2 * before.page_px, abs=1)
    assert after.seen.left + 300 / after.page_px == pytest.approx(300 / before.page_px, abs=0.003)
    whole = looked(meant(hand, glass, time, pinch(hand, (x, y), 150, 20)))
    assert whole.seen == WHOLE_PAGE
    assert whole.page_px == leaf.whole_px


def test_a_page_grows_no_larger_than_it_may(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    shown(glass, drawn(reading), time)
    leaf = leaf_on(glass)
    sizes = [
        looked(meant(hand, glass, time, pinch(hand, leaf.rect.centre, 20, by))).page_px for by in (60, 100)
    ]
    assert sizes == [3 * leaf.rect.w, LARGEST * leaf.rect.w]


def test_one_finger_that_stays_of_two_moves_nothing(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    shown(glass, drawn(reading), time)
    x, y = leaf_on(glass).rect.centre
    *spread, lifts, _ = pinch(hand, (x, y), 50, 100)
    hand.does(*spread, lifts)
    hand.does(hand.sample(Phase.MOVE, x, y - 100, pointer=2))
    before = settled(glass, time)
    assert before == [], "a finger is still there"
    lifted = meant(hand, glass, time, [hand.sample(Phase.UP, x, y - 100, pointer=2)])
    assert looked(lifted).page_px > leaf_on(glass).rect.w


def test_a_large_page_is_moved_in_every_direction_and_turned_at_its_edge(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    large = with_leaves(drawn(reading), replace(drawn(reading).session.leaves, seen=WHOLE_PAGE, page_px=1300))
    shown(glass, large, time)
    leaf = leaf_on(glass)
    moved = looked(meant(hand, glass, time, drag(hand, leaf.rect.centre, (-200, -50))))
    assert 150 <= moved.seen.left * 1300 <= 200
    for _ in range(3):
        assert ev.Turned(1) not in hand.does(*drag(hand, leaf.rect.centre, (-250, 0)))
        settled(glass, time)
    assert hand.does(*drag(hand, leaf.rect.centre, (-250, 0))) == [ev.Turned(1)]


@pytest.mark.parametrize("page", [0, 2])
def test_another_page_is_as_large_as_the_one_before_and_seen_from_its_top(
    glass: Glass, reading: st.ReadingDocument, time: Time, page: int
) -> None:
    state = drawn(on_page(reading, 1))
    seen = replace(state.session.leaves, seen=Region(0.25, 0.5, 0.75, 0.7), page_px=1000)
    shown(glass, with_leaves(state, seen), time)
    turned = with_leaves(state, seen.turned(page, 0))
    other = shown(glass, turned, time)
    assert (other.page, other.page_px, other.seen.top) == (page, 1000, 0)
    assert other.seen.left == pytest.approx(0.25)


def test_the_buttons_enlarge_a_page_and_bring_it_back(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    state: st.State = drawn(reading)
    sizes = []
    first = shown(glass, state, time)
    state = told(state, first)
    for name in ("plus", "plus", "minus", "whole", "wide"):
        glass.show(state)
        (touch,) = hand.taps(*tool(glass, name))
        state = told(state, touch)
        state = told(state, shown(glass, state, time))
        sizes.append(state.session.leaves.page_px)  # type: ignore[union-attr]
    wide = first.page_px
    whole = leaf_on(glass).whole_px
    assert sizes == [round(1.5 * wide), round(2.25 * wide), round(1.5 * wide), whole, wide]


def test_the_way_on_goes_down_the_page_before_it_turns_it(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    state: st.State = drawn(reading)
    state = told(state, shown(glass, state, time))
    tops = []
    while "Further down" in {" ".join(t.lines) for b in glass.screen.buttons for t in b.texts}:
        (touch,) = hand.presses("Further down")
        state = told(state, touch)
        state = told(state, shown(glass, state, time))
        glass.show(state)
        assert isinstance(state, st.ReadingDocument)
        tops.append(state.session.leaves.seen.top)  # type: ignore[union-attr]
    assert len(tops) == 3
    assert tops == sorted(set(tops))
    assert hand.presses("Next page") == [ev.Turned(1)]


def told(state: st.State, touch: ev.Touch) -> st.State:
    """Return the state that the session makes of a touch."""
    after, _ = advance(state, ev.Pressed(touch, state.session.opened))  # type: ignore[union-attr]
    return after


def tool(glass: Glass, glyph: str) -> tuple[float, float]:
    return next(
        button.rect.centre
        for button in glass.screen.buttons
        if any(icon.glyph == glyph for icon in button.icons)
    )


def test_a_page_keeps_its_place_whatever_the_glass_is_like(
    glass: Glass, hand: Hand, reading: st.ReadingDocument, time: Time
) -> None:
    state = drawn(reading)
    shown(glass, state, time)
    before = looked(meant(hand, glass, time, drag(hand, leaf_on(glass).rect.centre, (0, -120))))
    after = told(told(state, before), ev.SpokeLanguage("zh-CN"))
    glass.show(after)
    assert settled(glass, time) == []
    opened = told(after, ev.OpenedView())
    glass.show(opened)
    settled(glass, time)
    assert shown(glass, told(opened, ev.OpenedView()), time) == before


def pixel(slate: Slate, x: int, y: int) -> bytes:
    return bytes(slate.surface.get_at((x, y))[:3])


def test_a_page_is_shown_dot_by_dot_as_it_was_drawn(
    glass: Glass, slate: Slate, reading: st.ReadingDocument, time: Time
) -> None:
    room = leaf_of(reading).rect
    whole = picture(1, room.w)
    dots = bytearray(whole.rgb)
    for x, y in ((101, 57), (300, 200)):
        dots[3 * (y * room.w + x) : 3 * (y * room.w + x) + 3] = BLUE
    shown(glass, drawn(reading, replace(whole, rgb=bytes(dots))), time)
    for x, y in ((101, 57), (300, 200)):
        assert pixel(slate, room.x + x, room.y + y) == BLUE
        assert pixel(slate, room.x + x + 1, room.y + y) == RED


def test_a_part_that_was_drawn_sharp_lies_on_its_place(
    glass: Glass, slate: Slate, reading: st.ReadingDocument, time: Time
) -> None:
    state = drawn(reading)
    leaves = replace(state.session.leaves, seen=Region(0.2, 0.1, 0.6, 0.2), page_px=1600)
    seen = shown(glass, with_leaves(state, leaves), time).seen
    room = leaf_on(glass).rect
    assert pixel(slate, room.x + 50, room.y + 150) == RED, "what there is stands, scaled, until then"
    shown(glass, with_leaves(state, replace(leaves, page_px=1601)), time)
    sharp = picture(1, room.w, BLUE, seen)
    glass.show(with_leaves(state, leaves.with_picture(sharp)))
    settled(glass, time)
    assert pixel(slate, room.x + 50, room.y + 150) == BLUE
    assert pixel(slate, room.right - 50, room.y + 150) == BLUE


@pytest.mark.parametrize("theme", Theme)
def test_a_page_is_white_paper_in_every_theme(
    glass: Glass, slate: Slate, reading: st.ReadingDocument, time: Time, theme: Theme
) -> None:
    settings = replace(reading.unit.settings, theme=theme)
    shown(glass, replace(reading, unit=replace(reading.unit, settings=settings)), time)
    room = leaf_on(glass).rect
    assert pixel(slate, room.x + 20, room.y + 60) == b"\xff\xff\xff"
    assert any("prepared" in " ".join(item.lines) for item in glass.screen.items if hasattr(item, "lines"))


def test_the_place_of_the_signature_is_marked_on_its_page_and_no_other(
    glass: Glass, slate: Slate, reading: st.ReadingDocument, time: Time
) -> None:
    document = Document("5d" * 32, 1, (A4,) * 3, Place(1, 0.5, 0.1, 0.3, 0.1))
    request = replace(reading.session.request, document=document)
    marked = drawn(replace(reading, session=replace(reading.session, request=request)))
    shown(glass, marked, time)
    room = leaf_on(glass).rect
    high = leaf_on(glass).high_px(room.w)
    inside = room.x + round(0.6 * room.w), room.y + round(0.15 * high)
    assert pixel(slate, *inside) != RED
    assert pixel(slate, room.x + round(0.4 * room.w), inside[1]) == RED
    assert leaf_of(on_page(marked, 1)).place is None


def test_pages_of_all_shapes_are_whole_somewhere_between_the_limits(frame: Frame) -> None:
    for size in (A4, PageSize(842, 595), PageSize(226, 1200), PageSize(2384, 400)):
        leaf = Leaf(Rect(32, 56, frame.width - 144, frame.height - 160), 0, 1, size)
        whole = leaf.at_rest(Look(1, 0, 0))
        assert leaf.seen_of(whole) == WHOLE_PAGE
        assert whole.wide_px <= leaf.first.wide_px <= leaf.rect.w
        assert leaf.at_rest(leaf.first) == leaf.first
