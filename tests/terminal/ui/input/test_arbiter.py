from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.model.ink import Phase, Sample, Tool
from terminal.ui.input.arbiter import ENDS, HOVERING, Arbiter, PalmLimits
from terminal.ui.input.codes import Event
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.emulator import PEN, TOUCHSCREEN, Contact, EmulatedPanel, EmulatedPen
from terminal.ui.input.mapping import Mapping

DOTS_PER_MM = 5.2
MS = 1_000_000
D, M, U, N, G = Phase.DOWN, Phase.MOVE, Phase.UP, Phase.NEAR, Phase.GONE


def finger(
    phase: Phase, t_ms: float, x_mm: float = 50, pointer: int = 1, width_mm: float | None = 9
) -> Sample:
    width = None if width_mm is None else width_mm * DOTS_PER_MM
    return Sample(phase, pointer, x_mm * DOTS_PER_MM, 200, round(t_ms * MS), width_px=width)


def pen(phase: Phase, t_ms: float, x_mm: float = 50, tool: Tool = Tool.PEN) -> Sample:
    return Sample(phase, 9, x_mm * DOTS_PER_MM, 200, round(t_ms * MS), 0.4, tool)


def through(arbiter: Arbiter, *samples: Sample) -> list[tuple[Phase, int]]:
    return [(sample.phase, sample.pointer) for sample in arbiter.take(samples)]


def writing(start_ms: int, count: int, pointer: int = 1, x_mm: float = 20) -> list[Sample]:
    return [finger(D if i == 0 else M, start_ms + 8 * i, x_mm + i, pointer) for i in range(count)]


def test_all_samples_of_one_pointer_go_through_untouched(arbiter: Arbiter) -> None:
    samples = [*writing(0, 30), finger(U, 400)]
    assert list(arbiter.take(samples)) == samples


def test_a_second_pointer_waits_until_it_is_lifted(arbiter: Arbiter) -> None:
    late = [finger(phase, t, 80, 2) for phase, t in ((D, 20), (M, 28), (M, 44))]
    mixed = sorted([*writing(0, 6), finger(U, 48), *late], key=lambda sample: sample.t_ns)
    assert through(arbiter, *mixed) == [(D, 1), *[(M, 1)] * 5, (U, 1)]
    assert through(arbiter, finger(M, 60, 81, 2), finger(U, 70, 81, 2), finger(D, 80, 81, 2)) == [(D, 2)]


@pytest.mark.parametrize("tool", [Tool.PEN, Tool.ERASER])
def test_a_pen_in_range_silences_touch(arbiter: Arbiter, tool: Tool) -> None:
    hovering = [pen(N, 0, tool=tool), finger(D, 5), finger(M, 9), finger(U, 12), pen(G, 20, tool=tool)]
    assert through(arbiter, *hovering) == []
    assert through(arbiter, finger(D, 30), finger(U, 40)) == [(D, 1), (U, 1)]


def test_a_hand_that_lands_before_its_pen_is_taken_back(arbiter: Arbiter) -> None:
    samples = (
        finger(D, 0),
        finger(M, 8, 54),
        pen(N, 16),
        finger(M, 24, 55),
        pen(D, 32),
        pen(U, 40),
        finger(U, 50),
    )
    assert through(arbiter, *samples) == [(D, 1), (M, 1), (Phase.CANCEL, 1), (D, 9), (U, 9)]


def test_what_a_finger_wrote_stays_when_a_pen_comes(arbiter: Arbiter) -> None:
    assert through(arbiter, *writing(0, 12), pen(N, 100), finger(U, 108, 31))[-1] == (Phase.LOST, 1)


def test_a_pen_that_lies_beside_the_glass_silences_nobody_for_ever(arbiter: Arbiter) -> None:
    assert through(arbiter, pen(N, 0), finger(D, 2900), finger(U, 2950)) == []
    assert through(arbiter, finger(D, 3100), finger(U, 3150)) == [(D, 1), (U, 1)]


def test_a_pen_writes_at_whatever_speed_and_keeps_the_glass(arbiter: Arbiter) -> None:
    samples = [pen(D, 0, 10), pen(M, 1, 150), finger(D, 2, 60), pen(M, 3, 10), pen(U, 4, 10)]
    assert through(arbiter, *samples) == [(D, 9), (M, 9), (M, 9), (U, 9)]


@pytest.mark.parametrize("width_mm", [22.1, inf])
def test_a_wide_contact_is_a_palm(arbiter: Arbiter, width_mm: float) -> None:
    assert through(arbiter, finger(D, 0, width_mm=width_mm), finger(U, 9)) == []
    assert through(arbiter, finger(D, 20, width_mm=21), finger(U, 40)) == [(D, 1), (U, 1)]


def test_a_palm_that_grows_as_it_lands_is_taken_back(arbiter: Arbiter) -> None:
    landing = (
        finger(D, 0, width_mm=9),
        finger(M, 8, 52, width_mm=30),
        finger(M, 16, 53, width_mm=9),
        finger(U, 24),
    )
    assert through(arbiter, *landing) == [(D, 1), (Phase.CANCEL, 1)]


def test_a_finger_that_presses_flat_in_the_middle_of_its_stroke_goes_on(arbiter: Arbiter) -> None:
    assert through(arbiter, *writing(0, 12), finger(M, 100, 32, width_mm=30), finger(U, 108, 33))[-2:] == [
        (M, 1), (U, 1)
    ]  # fmt: skip


def test_a_contact_that_jumps_is_two(arbiter: Arbiter) -> None:
    assert through(arbiter, finger(D, 0, 20), finger(M, 8, 90), finger(M, 16, 91), finger(U, 24, 91)) == [
        (D, 1), (Phase.CANCEL, 1)
    ]  # fmt: skip
    wrote = list(arbiter.take([*writing(0, 12), finger(M, 100, 110), finger(U, 108, 110)]))
    assert wrote[-1].phase is Phase.LOST
    assert wrote[-1].x_px == pytest.approx(31 * DOTS_PER_MM)


def test_a_quick_hand_on_a_slow_panel_does_not_jump(arbiter: Arbiter) -> None:
    """At 25 readings a second a stroke of 2 m/s is 80 mm from one to the next."""
    samples = [finger(D, 0, 10), finger(M, 40, 90), finger(M, 80, 10), finger(U, 120, 10)]
    assert through(arbiter, *samples) == [(D, 1), (M, 1), (M, 1), (U, 1)]


def test_a_hand_at_rest_gives_way_to_what_writes(arbiter: Arbiter) -> None:
    resting = (
        finger(D, 0),
        finger(M, 100, 51),
        finger(D, 600, 90, 2),
        finger(M, 608, 50.5),
        finger(M, 616, 92, 2),
    )
    assert through(arbiter, *resting) == [(D, 1), (M, 1), (Phase.CANCEL, 1), (D, 2), (M, 2)]


def test_a_finger_that_has_just_come_or_has_moved_gives_way_to_nobody(arbiter: Arbiter) -> None:
    assert through(arbiter, finger(D, 0), finger(D, 400, 90, 2), finger(U, 410)) == [(D, 1), (U, 1)]
    moved = finger(D, 1000), finger(M, 1100, 55), finger(D, 1900, 90, 2), finger(U, 1910, 55)
    assert through(arbiter, *moved) == [(D, 1), (M, 1), (U, 1)]


def test_a_pointer_that_comes_twice_has_lost_its_end(arbiter: Arbiter) -> None:
    assert through(arbiter, finger(D, 0), finger(D, 50)) == [(D, 1), (Phase.LOST, 1), (D, 1)]


def test_every_rule_can_be_switched_off() -> None:
    arbiter = Arbiter(PalmLimits(0, 0, 0, 0), DOTS_PER_MM)
    samples = [finger(D, 0, width_mm=60), finger(M, 8, 140), finger(U, 16, 140)]
    assert list(arbiter.take(samples)) == samples
    assert through(arbiter, finger(D, 0), finger(D, 900, 90, 2), finger(U, 910)) == [(D, 1), (U, 1)]


@pytest.mark.parametrize("rate_hz", [120, 200, 500])
def test_a_pen_writes_every_point_while_the_hand_rests_beside_it(arbiter: Arbiter, rate_hz: int) -> None:
    panel, digitiser = EmulatedPanel(), EmulatedPen()
    touches, pens = Decoder(TOUCHSCREEN, Mapping(800, 480), 1000), Decoder(PEN, Mapping(800, 480), 2000)
    given = list(arbiter.take(pens.take(digitiser.frame(1, 5000, 5000, touching=False))))
    count = rate_hz * 2
    for number in range(count):
        t_ns = MS + number * 1_000_000_000 // rate_hz
        given += arbiter.take(
            touches.take(panel.frame(t_ns, {4: Contact(2500 + number % 7, 3500, major=900)}))
        )
        events = digitiser.frame(t_ns, 5000 + 7 * number, 5000 + number % 50, pressure=500 + number % 9)
        given += arbiter.take(pens.take(events))
    given += arbiter.take(pens.take(digitiser.frame(3_000 * MS, 9000, 9000, touching=False)))
    assert [(s.phase, s.tool) for s in given] == [
        (D, Tool.PEN),
        *[(M, Tool.PEN)] * (count - 1),
        (U, Tool.PEN),
    ]


@pytest.mark.parametrize("rate_hz", [120, 200, 500])
def test_a_finger_writes_every_point(
    arbiter: Arbiter, stroke: Callable[..., Iterator[Event]], rate_hz: int
) -> None:
    decoder = Decoder(TOUCHSCREEN, Mapping(800, 480))
    assert len(list(arbiter.take(decoder.take(stroke(rate_hz, rate_hz * 3))))) == rate_hz * 3 + 1


TOOLS = (Tool.FINGER, Tool.FINGER, Tool.PEN, Tool.ERASER)
"""Of four pointers: one never becomes another tool."""
SAMPLES = st.lists(
    st.builds(
        Sample,
        st.sampled_from(Phase),
        st.integers(0, 3),
        st.floats(0, 800),
        st.floats(0, 480),
        st.integers(0, 10**10),
        width_px=st.none() | st.floats(0, 300),
    ).map(lambda sample: replace(sample, tool=TOOLS[sample.pointer])),
    max_size=60,
)


@given(SAMPLES, st.booleans())
def test_whatever_comes_one_pointer_writes_and_loses_nothing(samples: list[Sample], in_order: bool) -> None:  # noqa: FBT001
    if in_order:
        samples.sort(key=lambda sample: sample.t_ns)
    arbiter = Arbiter(PalmLimits(), DOTS_PER_MM)
    owner = None
    for sample in samples:
        given = list(arbiter.take([sample]))
        if owner == sample.pointer and sample.phase not in HOVERING | {D}:
            assert given == [sample] or given[-1].phase in ENDS
        for each in given:
            assert each.phase not in HOVERING
            assert (owner is None) == (each.phase is D)
            assert owner in {None, each.pointer}
            owner = None if each.phase in ENDS else each.pointer


def both(start_ms: int = 0) -> list[Sample]:
    """Return two fingers that land, move and leave, the first one first."""
    said = ((D, 0, 1), (D, 20, 2), (M, 28, 1), (M, 30, 2), (U, 40, 1), (M, 48, 2), (U, 60, 2))
    return [finger(phase, start_ms + t, 40 * pointer, pointer) for phase, t, pointer in said]


def test_two_fingers_count_where_two_mean_something(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    assert list(arbiter.take(both())) == both()
    assert list(arbiter.take(both(200))) == both(200)


def test_a_third_finger_never_counts(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    third = [finger(D, 22, 90, 3), finger(M, 26, 91, 3), finger(U, 27, 91, 3)]
    assert list(arbiter.take([*both()[:2], *third, *both()[2:]])) == both()


def test_a_palm_is_no_second_finger(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    assert through(arbiter, finger(D, 0), finger(D, 20, 80, 2, width_mm=40), finger(M, 28)) == [
        (D, 1),
        (M, 1),
    ]


def test_a_second_finger_that_turns_out_a_palm_leaves_the_first(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    samples = (
        finger(D, 0),
        finger(D, 20, 80, 2),
        finger(M, 28, 80, 2, width_mm=40),
        finger(M, 30),
        finger(U, 40),
    )
    assert through(arbiter, *samples) == [(D, 1), (D, 2), (Phase.CANCEL, 2), (M, 1), (U, 1)]


def test_a_pen_ends_both_fingers(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    samples = (finger(D, 0), finger(D, 20, 80, 2), pen(N, 30), finger(M, 40), finger(M, 41, 80, 2))
    assert through(arbiter, *samples) == [(D, 1), (D, 2), (Phase.CANCEL, 1), (Phase.CANCEL, 2)]


def test_a_second_finger_whose_end_never_came_begins_anew(arbiter: Arbiter) -> None:
    arbiter.two = lambda: True
    samples = (finger(D, 0), finger(D, 20, 80, 2), finger(D, 40, 80, 2), finger(U, 60, 80, 2), finger(U, 70))
    assert through(arbiter, *samples) == [(D, 1), (D, 2), (Phase.LOST, 2), (D, 2), (U, 2), (U, 1)]
