"""A whole slip as the printer takes it: strips of picture, and rows of words in the printer's own characters."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drivers.printer.native import CELL_DOTS, Compositor, Words, cells, rows
from drivers.printer.profile import PrinterProfile
from drivers.printer.raster import Raster, Strip, feed, strips

_MOST_FED = 240
"""Rows of blank paper that one row of words takes along, at most: a command's worth at any motion unit."""


def slip_strips(raster: Raster, words: Iterable[Words], profile: PrinterProfile) -> Iterator[Strip]:
    """Cut a slip into what is sent between two looks at the printer, from its top to its bottom.

    Raises:
        ValueError: Words stand where the picture has ink, or beyond its end or the paper's.
    """
    compositor, at = Compositor(profile.code_page), 0
    lines = list(rows(words))
    tops = [line[0].top_dots for line in lines] + [raster.height_dots]
    for line, next_top in zip(lines, tops[1:], strict=True):
        top, bottom = line[0].top_dots, line[0].bottom_dots
        _check(line, raster, profile)
        yield from _picture(raster, at, top, profile)
        at = bottom + raster.blank_from(bottom, min(next_top - bottom, _MOST_FED))
        yield Strip(compositor.row(line) + feed(_units(at, profile) - _units(top, profile)), at)
    yield from _picture(raster, at, raster.height_dots, profile)


def _check(line: Iterable[Words], raster: Raster, profile: PrinterProfile) -> None:
    for each in line:
        top, height = each.top_dots, each.bottom_dots - each.top_dots
        if each.bottom_dots > raster.height_dots or raster.blank_from(top, height) < height:
            raise ValueError(f"words at {top} dots stand where the picture has ink, or below its end")
        wide = cells(each.text, profile.code_page)
        if wide is None or each.left_dots + wide * CELL_DOTS * each.scale > profile.width_dots:
            raise ValueError(f"words at {top} dots do not fit the paper, or the printer lacks a character")


def _picture(raster: Raster, top: int, bottom: int, profile: PrinterProfile) -> Iterator[Strip]:
    cut = strips(
        raster.part(top, bottom),
        strip_bytes=profile.chunk_bytes,
        feed_dpi=profile.feed_dpi,
        dpi=profile.dpi,
    )
    return (replace(strip, end_dots=strip.end_dots + top) for strip in cut)


def _units(dots: int, profile: PrinterProfile) -> int:
    return dots * profile.feed_dpi // profile.dpi
