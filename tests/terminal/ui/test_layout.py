import pytest

from terminal.session.view import View
from terminal.ui import theme
from terminal.ui.frame import Frame
from terminal.ui.items import Text
from terminal.ui.layout import Layout, Line
from terminal.ui.rect import Rect

SENTENCE = "The image serves only as your signature here, and is destroyed in a year."


@pytest.fixture
def layout(frame: Frame) -> Layout:
    return Layout(frame, "en")


def texts(layout: Layout) -> list[Text]:
    return [item for item in layout.items if isinstance(item, Text)]


def test_a_column_that_is_too_high_is_made_smaller_as_a_whole(layout: Layout) -> None:
    room = Rect(32, 56, 400, 240)
    layout.column(room, [Line("A question?", theme.TITLE), Line(SENTENCE * 4, theme.BODY, gap=8)])
    title, body = texts(layout)
    assert room.contains(title.rect)
    assert room.contains(body.rect)
    assert title.style.size_px < layout.style(theme.TITLE).size_px
    assert title.style.size_px / body.style.size_px == pytest.approx(34 / 22, rel=0.05)


def test_a_column_that_fits_stands_in_the_middle(layout: Layout) -> None:
    room = Rect(32, 56, 700, 300)
    taken = layout.column(room, [Line("A question?", theme.TITLE)])
    assert abs(taken.y - room.y - (room.bottom - taken.bottom)) <= 1
    assert texts(layout)[0].style == layout.style(theme.TITLE)


def test_no_word_is_left_alone_on_the_last_line(layout: Layout) -> None:
    style = layout.style(theme.BODY)
    width = layout.width(SENTENCE, style) - 5
    greedy, balanced = layout.wrap(SENTENCE, style, width), layout.balanced(SENTENCE, style, width)
    assert greedy[-1] == "year."
    assert len(balanced) == len(greedy)
    assert layout.width(balanced[-1], style) > 0.6 * layout.width(balanced[0], style)


def test_a_name_that_is_too_long_ends_in_an_ellipsis(layout: Layout) -> None:
    style = layout.style(theme.CAPTION)
    short = layout.shortened("Morning Market at the Eastern Gate", style, 150)
    assert short.endswith("…")
    assert layout.width(short, style) <= 150
    assert layout.shortened("Market", style, 150) == "Market"


def test_what_is_typed_last_is_seen(layout: Layout) -> None:
    style = layout.style(theme.CAPTION)
    short = layout.shortened_before("Morning Market at the Eastern Gate", style, 150)
    assert short.startswith("…")
    assert short.endswith("Eastern Gate")
    assert layout.width(short, style) <= 150
    assert layout.shortened_before("Market", style, 150) == "Market"


def test_a_text_takes_no_more_lines_than_it_may_and_says_that_it_goes_on(layout: Layout) -> None:
    style, text = layout.style(theme.CAPTION), "Morning Market at the Eastern Gate, open until late"
    whole = layout.wrap(text, style, 150)
    assert layout.wrapped_to(text, style, 150, len(whole)) == whole
    for most in range(1, len(whole)):
        lines = layout.wrapped_to(text, style, 150, most)
        assert lines[:-1] == whole[: most - 1]
        assert len(lines) == most
        assert lines[-1].endswith("…")


def test_large_text_is_a_quarter_larger(frame: Frame) -> None:
    normal, large = (
        Layout(frame, "en", View(large_text=each)).style(theme.BODY).size_px for each in (False, True)
    )
    assert large == round(22 * 1.25)
    assert normal == 22


def test_things_keep_their_size_in_millimetres_until_the_glass_is_too_small() -> None:
    assert theme.unit_px(800, 480, theme.BASE_DOTS_PER_MM) == pytest.approx(1)
    assert theme.unit_px(1280, 720, 1280 / 154.5) == pytest.approx(1.5)
    assert theme.unit_px(1280, 800, 5.9) == pytest.approx(5.9 / theme.BASE_DOTS_PER_MM)
    assert theme.unit_px(720, 1280, 1280 / 154.5) == pytest.approx(1.5)
