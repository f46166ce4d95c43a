from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.model.ink import Phase, Sample, Tool
from terminal.ui.affine import Affine
from terminal.ui.input import codes
from terminal.ui.input.codes import Event, at, bytes_of, events_of
from terminal.ui.input.decoder import Decoder
from terminal.ui.input.emulator import PEN, SINGLE, TOUCHSCREEN, Contact, EmulatedPanel, EmulatedPen
from terminal.ui.input.mapping import Mapping
from terminal.ui.input.traits import Axis, Traits

Decode = Callable[[Traits, list[Event]], list[Sample]]
GLASS = Mapping(800, 480)
MS = 1_000_000
DROPPED = (codes.EV_SYN, codes.SYN_DROPPED, 0)


def phases(samples: list[Sample]) -> list[Phase]:
    return [sample.phase for sample in samples]


def absolute(code: int, value: int, t_ns: int = 0) -> Event:
    return at(t_ns, codes.EV_ABS, code, value)


def report(t_ns: int = 0) -> Event:
    return at(t_ns, codes.EV_SYN, codes.SYN_REPORT, 0)


@pytest.mark.parametrize("rate_hz", [120, 200, 500])
def test_every_reading_is_a_sample_with_the_kernels_time(
    decode: Decode, stroke: Callable[..., Iterator[Event]], rate_hz: int
) -> None:
    count = rate_hz * 3
    samples = decode(TOUCHSCREEN, list(stroke(rate_hz, count)))
    assert phases(samples) == [Phase.DOWN, *[Phase.MOVE] * (count - 1), Phase.UP]
    assert [s.t_ns for s in samples] == [
        (10**9 + i * 10**9 // rate_hz) // 1000 * 1000 for i in range(count + 1)
    ]


def test_a_place_is_kept_finer_than_a_pixel(decode: Decode) -> None:
    panel = EmulatedPanel()
    samples = decode(
        TOUCHSCREEN, panel.frame(0, {0: Contact(1000, 2000)}) + panel.frame(8, {0: Contact(1001, 2000)})
    )
    assert [(s.x_px, s.y_px) for s in samples] == [
        pytest.approx((1000 / 4096 * 800, 2000 / 4096 * 480)),
        pytest.approx((1001 / 4096 * 800, 2000 / 4096 * 480)),
    ]


def test_pressure_and_width_are_as_the_axes_say(decode: Decode) -> None:
    (sample,) = decode(TOUCHSCREEN, EmulatedPanel().frame(0, {0: Contact(0, 0, 51, 512)}))
    assert (sample.pressure, sample.width_px) == (0.2, 100.0)


@pytest.mark.parametrize(("value", "fraction"), [(-9, 0), (10, 0), (15, 0.5), (20, 1), (99, 1)])
def test_a_device_that_goes_beyond_its_own_range_is_held_to_it(value: int, fraction: float) -> None:
    assert Axis(10, 20).fraction(value) == fraction


def test_without_an_axis_of_pressure_there_is_none(decode: Decode) -> None:
    axes = {**TOUCHSCREEN.axes, codes.ABS_MT_PRESSURE: Axis(0, 0)}
    del axes[codes.ABS_MT_TOUCH_MAJOR]
    plain = replace(TOUCHSCREEN, axes=axes)
    (sample,) = decode(plain, EmulatedPanel(plain).frame(0, {0: Contact(9, 9)}))
    assert (sample.pressure, sample.width_px) == (None, None)


def test_several_fingers_are_kept_apart(decode: Decode) -> None:
    panel = EmulatedPanel()
    frames = [
        {0: Contact(100, 100)},
        {0: Contact(110, 100), 3: Contact(3000, 3000)},
        {0: Contact(110, 100), 3: Contact(3010, 3000)},
        {3: Contact(3020, 3000)},
        {},
    ]
    samples = decode(TOUCHSCREEN, [e for i, frame in enumerate(frames) for e in panel.frame(i * MS, frame)])
    assert [(s.pointer, s.phase) for s in samples] == [
        (1000, Phase.DOWN), (1000, Phase.MOVE), (1003, Phase.DOWN), (1003, Phase.MOVE),
        (1000, Phase.UP), (1003, Phase.MOVE), (1003, Phase.UP),
    ]  # fmt: skip


def test_a_reading_that_is_like_the_last_is_kept_where_the_kernel_reports_it(decode: Decode) -> None:
    events = EmulatedPanel().frame(0, {0: Contact(5, 5)})
    again = [absolute(codes.ABS_MT_POSITION_X, 5, MS), report(MS)]
    assert phases(decode(TOUCHSCREEN, events + again)) == [Phase.DOWN, Phase.MOVE]
    assert phases(decode(TOUCHSCREEN, [*events, report(MS)])) == [Phase.DOWN]


def test_a_slot_that_changes_hands_in_one_report_ends_one_stroke_and_begins_another(decode: Decode) -> None:
    events = EmulatedPanel().frame(0, {0: Contact(100, 100)})
    events += [
        absolute(codes.ABS_MT_TRACKING_ID, 77, MS),
        absolute(codes.ABS_MT_POSITION_X, 3000, MS),
        report(MS),
    ]
    first, end, second = decode(TOUCHSCREEN, events)
    assert (end.phase, end.x_px, end.t_ns) == (Phase.UP, first.x_px, MS)
    assert (second.phase, second.x_px > 500) == (Phase.DOWN, True)


def test_what_a_slot_said_outlives_its_contact(decode: Decode) -> None:
    panel = EmulatedPanel()
    events = (
        panel.frame(0, {0: Contact(100, 2000)})
        + panel.frame(MS, {})
        + panel.frame(2 * MS, {0: Contact(300, 2000)})
    )
    assert absolute(codes.ABS_MT_POSITION_Y, 2000, 2 * MS) not in events
    assert decode(TOUCHSCREEN, events)[-1].y_px == pytest.approx(2000 / 4096 * 480)


def test_dropped_events_end_the_stroke_and_draw_no_line_over_the_gap(decode: Decode) -> None:
    panel = EmulatedPanel()
    before = panel.frame(0, {0: Contact(100, 100)}) + panel.frame(MS, {0: Contact(120, 100)})
    dropped = [at(2 * MS, *DROPPED), absolute(codes.ABS_MT_POSITION_X, 4000), report(3 * MS)]
    state = [
        absolute(codes.ABS_MT_SLOT, 0, 4 * MS), absolute(codes.ABS_MT_TRACKING_ID, 0, 4 * MS),
        absolute(codes.ABS_MT_POSITION_X, 900, 4 * MS), absolute(codes.ABS_MT_POSITION_Y, 500, 4 * MS), report(4 * MS),
    ]  # fmt: skip
    after = [absolute(codes.ABS_MT_POSITION_X, 950, 5 * MS), report(5 * MS)]
    samples = decode(TOUCHSCREEN, before + dropped + state + after)
    assert phases(samples) == [Phase.DOWN, Phase.MOVE, Phase.LOST, Phase.DOWN, Phase.MOVE]
    assert [s.x_px for s in samples] == pytest.approx([x / 4096 * 800 for x in (100, 120, 120, 900, 950)])
    assert samples[2].t_ns == 2 * MS


@pytest.mark.parametrize("traits", [PEN, SINGLE])
def test_dropped_events_end_a_pens_stroke_too(decode: Decode, traits: Traits) -> None:
    pen = EmulatedPen(traits)
    events = [*pen.frame(0, 100, 100, pressure=9), at(MS, *DROPPED), report(MS)]
    ends = [Phase.LOST, Phase.GONE] if traits is PEN else [Phase.LOST]
    assert phases(decode(traits, events)) == [Phase.DOWN, *ends]


def test_what_is_said_while_events_are_dropped_is_not_believed(decode: Decode) -> None:
    before = EmulatedPanel().frame(0, {0: Contact(120, 100)})
    dropped = [at(MS, *DROPPED), absolute(codes.ABS_MT_POSITION_X, 4000, MS), report(2 * MS)]
    again = [absolute(codes.ABS_MT_TRACKING_ID, 5, 3 * MS), report(3 * MS)]
    assert [s.x_px for s in decode(TOUCHSCREEN, before + dropped + again)] == pytest.approx(
        [120 / 4096 * 800] * 3
    )


def test_after_a_loss_a_pen_is_not_thought_to_be_near_until_it_says_so(decode: Decode) -> None:
    near = EmulatedPen().frame(0, 100, 100, touching=False)
    moved = [absolute(codes.ABS_X, 105, 3 * MS), report(3 * MS)]
    assert phases(decode(PEN, [*near, at(MS, *DROPPED), report(2 * MS), *moved])) == [Phase.NEAR, Phase.GONE]


def test_a_device_that_is_gone_ends_its_strokes() -> None:
    decoder = Decoder(TOUCHSCREEN, GLASS)
    list(decoder.take(EmulatedPanel().frame(0, {0: Contact(1, 1), 1: Contact(9, 9)})))
    assert phases(list(decoder.gone())) == [Phase.LOST, Phase.LOST]
    assert list(decoder.gone()) == []


def test_a_pen_hovers_touches_leans_and_leaves(decode: Decode) -> None:
    pen = EmulatedPen()
    events = pen.frame(0, 5400, 3375, touching=False)
    events += pen.frame(MS, 5400, 3380, pressure=1024, tilt=(57, -57))
    events += pen.frame(2 * MS, 5500, 3380, pressure=2047, tilt=(57, 0), barrel=True)
    events += pen.frame(3 * MS, 5500, 3380, touching=False)
    events += pen.frame(4 * MS, 5500, 3380, tool=None)
    samples = decode(PEN, events)
    assert phases(samples) == [Phase.NEAR, Phase.DOWN, Phase.MOVE, Phase.UP, Phase.NEAR, Phase.GONE]
    assert {sample.tool for sample in samples} == {Tool.PEN}
    assert [sample.pressure for sample in samples[:4]] == [0, 1024 / 2047, 1, 0]
    assert samples[1].tilt == pytest.approx((57.2958, -57.2958))
    assert (samples[0].x_px, samples[0].y_px) == pytest.approx((200, 120), abs=0.02)


def test_the_barrel_button_alone_is_no_reading(decode: Decode) -> None:
    pen = EmulatedPen()
    events = pen.frame(0, 5, 5, pressure=9) + pen.frame(MS, 5, 5, pressure=9, barrel=True)
    assert events[-2].code == codes.BTN_STYLUS
    assert phases(decode(PEN, events)) == [Phase.DOWN]


def test_a_pen_that_is_turned_round_becomes_an_eraser(decode: Decode) -> None:
    pen = EmulatedPen()
    events = pen.frame(0, 5, 5, pressure=9) + pen.frame(MS, 6, 5, pressure=9, tool=codes.BTN_TOOL_RUBBER)
    assert [(s.phase, s.tool) for s in decode(PEN, events)] == [
        (Phase.DOWN, Tool.PEN), (Phase.UP, Tool.PEN), (Phase.GONE, Tool.PEN), (Phase.DOWN, Tool.ERASER),
    ]  # fmt: skip


def test_a_single_touch_panel_is_a_finger_that_moves(decode: Decode) -> None:
    panel = EmulatedPen(SINGLE)
    events = [e for i in range(20) for e in panel.frame(i * MS, 100 + 50 * i, 700)]
    samples = decode(SINGLE, events + panel.frame(20 * MS, 1050, 700, touching=False))
    assert phases(samples) == [Phase.DOWN, *[Phase.MOVE] * 19, Phase.UP]
    assert {(s.tool, s.pressure, s.tilt) for s in samples} == {(Tool.FINGER, None, None)}


def test_a_palm_that_the_panel_knows_itself_is_as_wide_as_can_be(decode: Decode) -> None:
    events = [
        absolute(codes.ABS_MT_TOOL_TYPE, codes.MT_TOOL_PALM),
        *EmulatedPanel().frame(0, {0: Contact(1, 1)}),
    ]
    assert decode(TOUCHSCREEN, events)[0].width_px == float("inf")


def test_a_pen_on_a_touchscreen_is_near_only_while_it_touches(decode: Decode) -> None:
    panel = EmulatedPanel()
    pen = absolute(codes.ABS_MT_TOOL_TYPE, codes.MT_TOOL_PEN)
    samples = decode(TOUCHSCREEN, [pen, *panel.frame(0, {0: Contact(1, 1)}), *panel.frame(MS, {})])
    assert [(s.phase, s.tool) for s in samples] == [
        (Phase.DOWN, Tool.PEN), (Phase.UP, Tool.PEN), (Phase.GONE, Tool.PEN)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rotation", "size", "x_px", "y_px", "tilt"),
    [
        (0, (800, 480), 80, 432, (10, 20)),
        (90, (480, 800), 432, 720, (20, -10)),
        (180, (800, 480), 720, 48, (-10, -20)),
        (270, (480, 800), 48, 80, (-20, 10)),
    ],
)
def test_touches_turn_with_the_picture(
    rotation: int, size: tuple[int, int], x_px: float, y_px: float, tilt: tuple[float, float]
) -> None:
    """A touch at the lower left of a panel, where the picture is turned clockwise on it."""
    axes = {code: Axis(0, 999) for code in (0, 1)} | {code: Axis(-90, 90) for code in (26, 27)}
    traits = replace(PEN, axes=axes)
    events = EmulatedPen(traits).frame(0, 100, 900, tilt=(10, 20))
    (sample,) = Decoder(traits, Mapping(*size, rotation)).take(events)
    assert (sample.x_px, sample.y_px) == pytest.approx((x_px, y_px))
    assert sample.tilt == pytest.approx(tilt)


def test_a_width_stays_the_same_when_the_picture_is_turned() -> None:
    events = EmulatedPanel().frame(0, {0: Contact(100, 900, major=512)})
    (sample,) = Decoder(TOUCHSCREEN, Mapping(480, 800, 90)).take(events)
    assert sample.width_px == 100.0


def test_calibration_comes_before_the_turn() -> None:
    mirrored = Affine(-1, 0, 1, 0, 1, 0)
    events = EmulatedPanel().frame(0, {0: Contact(1024, 512)})
    (sample,) = Decoder(TOUCHSCREEN, Mapping(480, 800, 90, mirrored)).take(events)
    assert (sample.x_px, sample.y_px) == pytest.approx((480 / 8, 800 * (1 - 3 / 4)))


def test_events_are_the_kernels_bytes() -> None:
    event = Event(12, 345_678, codes.EV_ABS, codes.ABS_X, -5)
    data = bytes_of([event])
    assert data.hex() == "0c000000000000004e460500000000000300" + "0000" + "fbffffff"
    assert events_of(data + data[:7]) == [event]
    assert event.t_ns == 12_345_678_000


CODES = st.sampled_from(
    [
        *((codes.EV_ABS, code) for code in (0, 1, 0x18, 0x19, 0x1A, 0x2F, 0x30, 0x35, 0x36, 0x37, 0x39, 0x3A)),
        *((codes.EV_KEY, code) for code in (0x140, 0x141, 0x145, 0x14A, 0x14B)),
        (codes.EV_SYN, codes.SYN_REPORT), (codes.EV_SYN, codes.SYN_DROPPED), (4, 4),
    ]
)  # fmt: skip
VALUES = st.integers(-2, 12) | st.integers(-(2**31), 2**31 - 1)
STREAMS = st.lists(
    st.tuples(CODES, VALUES).map(lambda each: Event(1, 0, *each[0], each[1]))
    | st.builds(Event, st.just(1), st.just(0), st.integers(0, 65535), st.integers(0, 65535), VALUES)
)


@given(STREAMS, st.sampled_from([TOUCHSCREEN, PEN, SINGLE]))
def test_no_stream_of_events_confuses_it(events: list[Event], traits: Traits) -> None:
    """Every pointer's samples are strokes: down, moves, and one end."""
    decoder = Decoder(traits, GLASS)
    down: set[int] = set()
    for sample in [*decoder.take(events), *decoder.gone()]:
        if sample.phase in {Phase.NEAR, Phase.GONE, Phase.DOWN}:
            assert sample.pointer not in down
        else:
            assert sample.pointer in down
        if sample.phase is Phase.DOWN:
            down.add(sample.pointer)
        elif sample.phase is not Phase.MOVE:
            down.discard(sample.pointer)
        assert sample.pressure is None or 0 <= sample.pressure <= 1
    assert not down
