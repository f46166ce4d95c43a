"""The test slip: to scale, whole, and in the shop's languages."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from terminal.printing import Bench, Composer
from terminal.printing.form import form_for
from terminal.printing.trial import TrialWriter, comb, ramp, ruler

BENCH = Bench("晨光超市 Morning Market", "SP-0031", "80mm", 203)
WHEN = datetime(2026, 11, 23, 6, 31, tzinfo=UTC)


@pytest.mark.parametrize("width", [576, 384])
def test_it_is_as_wide_as_the_paper_and_stays_inside(composers: dict[int, Composer], width: int) -> None:
    slip = composers[width].compose_trial(BENCH, ("zh-CN", "en"), WHEN).picture
    assert slip.mode == "1"
    assert slip.width == width
    box = slip.convert("L").point([255] + [0] * 255).getbbox()
    assert box
    assert box[0] > 0
    assert box[2] < width


def test_a_centimetre_of_the_ruler_is_one(composers: dict[int, Composer]) -> None:
    mask = ruler(480, 203, composers[576]._case, form_for(576))
    row = mask.crop((0, 24, 480, 25)).tobytes()  # only the lines of whole centimetres are so long
    starts = [x for x in range(480) if row[x] and not (x and row[x - 1])]
    gaps = {after - before for before, after in pairwise(starts)}
    assert gaps <= {79, 80, 81}
    assert len(starts) == 6


def test_the_steps_of_grey_go_from_black_to_white() -> None:
    strip = ramp(450, 203)
    dark = [
        sum(strip.crop((left, 0, left + 50, strip.height)).histogram()[128:]) for left in range(0, 450, 50)
    ]
    assert dark == sorted(dark, reverse=True)
    assert dark[0] == 50 * strip.height
    assert dark[-1] == 0
    assert len(set(dark)) == 9


def test_every_dot_of_the_head_is_asked_for_somewhere() -> None:
    lines = comb(480, 203).crop((0, 0, 480, 1)).tobytes()
    assert lines[:8] == bytes([255, 0] * 4)


def test_each_language_is_said_once(composers: dict[int, Composer]) -> None:
    composer = composers[576]
    words = [composer._catalogue.words(language) for language in ("en", "en")]
    writer = TrialWriter(form_for(576), words, BENCH, composer._case)
    assert writer._each("Test slip") == "Test slip"
