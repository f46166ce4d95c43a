"""Shapes in black dots: what is covered at its middle is black, and nothing else."""

import pytest

from terminal.export.coverage import Coverage
from terminal.printing.dots import Dots, Place

BOW = [(2.0, 2.0), (18.0, 14.0), (18.0, 2.0), (2.0, 14.0)]
"""Two triangles that meet at a point, turning in opposite ways."""


def black(shapes: list[list[Place]], size: tuple[int, int], right: float = 0, down: float = 0) -> list[str]:
    """Return the rows of the picture, ``#`` for black."""
    dots = Dots(*size, right, down)
    for shape in shapes:
        dots.fill(shape)
    rows = dots.image().tobytes()
    assert set(rows) <= {0, 255}
    return ["".join(".#"[dot > 0] for dot in rows[at : at + size[0]]) for at in range(0, len(rows), size[0])]


def box(left: float, top: float, right: float, bottom: float) -> list[Place]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def test_a_dot_is_black_from_its_middle_on() -> None:
    assert black([box(0.4, 0, 2.6, 1)], (4, 1)) == ["###."]
    assert black([box(0.6, 0, 2.4, 1)], (4, 1)) == [".#.."]
    assert black([box(0, 0.6, 1, 2.4)], (1, 4)) == [".", "#", ".", "."]


@pytest.mark.parametrize("slope", [-1.3, -0.4, 0.02, 0.6, 2.1])
def test_a_straight_edge_is_the_exact_pictures_at_its_middle_level(slope: float) -> None:
    half = [(9.3 - 40 * slope, -40.0), (400.0, -40.0), (400.0, 60.0), (9.3 + 60 * slope, 60.0)]
    exact = Coverage(24, 20)
    exact.fill(half)
    wanted = exact.image().point(lambda level: 255 * (level > 127))
    dots = Dots(24, 20)
    dots.fill(half)
    assert dots.image().tobytes() == wanted.tobytes()
    assert dots.image().getbbox()


def test_shapes_that_overlap_stay_black() -> None:
    assert black([box(0, 0, 4, 2), box(2, 0, 6, 2), box(2, 0, 3, 1)], (8, 2)) == ["######..", "######.."]


def test_a_line_that_crosses_itself_has_no_hole() -> None:
    twice_round = [*box(1, 1, 7, 5), *box(2, 2, 6, 4)]
    assert black([twice_round], (8, 6))[3] == ".######."


def test_both_wings_of_a_bow_are_black() -> None:
    rows = black([BOW], (20, 16))
    assert all("##" in row for row in rows[3:7] + rows[9:13])
    assert all(row.count("#") == row[::-1].count("#") for row in rows)
    assert all(row[:10] == row[:9:-1] for row in rows)


def test_what_lies_beyond_the_paper_is_cut_off() -> None:
    whole = black([BOW, box(-3, -3, 30, 5)], (20, 16))
    part = black([BOW, box(-3, -3, 30, 5)], (9, 7), -4, -6)
    assert part == [row[4:13] for row in whole[6:13]]
    assert black([box(-9, -9, -2, -2), box(30, 30, 40, 40)], (4, 3)) == ["...."] * 3


def test_shapes_are_moved_by_parts_of_a_dot() -> None:
    assert black([box(0, 0, 1, 1)], (3, 3), 1.4, 0.6) == ["...", ".#.", "..."]


def test_a_blank_picture_is_blank() -> None:
    assert black([], (5, 2)) == ["....."] * 2
