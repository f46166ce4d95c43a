"""The sheet a signature is written on: its paper, its guides and its ink, kept as pixels beside the screen.

An appended stroke is drawn alone. The live pen draws here too, so that what stays is what was seen.
"""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import pygame
from PIL import Image

from terminal.export.png import ink_mask
from terminal.inkline import Nib, curves
from terminal.model.document import PagePicture
from terminal.model.ink import Stroke

from .brushes import Brushes, within
from .icons import Glyph
from .items import Align, Box, Icon, Pad
from .paint import Paint
from .rect import Rect
from .theme import Colour

BASELINE = 0.73
"""How far down the sheet the line is that one writes on."""


KEPT_PX = 4_000_000
"""How many pixels of what lies beneath strokes are kept at most: 16 MB, a dozen large strokes on a large glass."""


class Beneath(NamedTuple):
    """The sheet as it was where a stroke was written."""

    where: Rect
    pixels: pygame.Surface


@lru_cache(maxsize=8)
def _flourish(stroke: Stroke, nib: Nib, size: tuple[int, int]) -> Image.Image:
    """Draw a stroke of the handwriting on the idle screen, which comes back after every customer."""
    return ink_mask((stroke,), nib, size)


class Sheet:
    """The pixels of one pad; ``pad`` says which, without its strokes.

    What lay beneath each stroke is kept, so that taking it back costs no more than writing it did, however much
    else is on the sheet.
    """

    def __init__(self, pad: Pad, paint: Paint, brushes: Brushes, unit_px: float) -> None:
        """Lay out a clean sheet and draw the pad's strokes on it."""
        self.pad = pad
        self.nib = Nib(pad.dots_per_mm)
        self._paint = paint
        self._brushes = brushes
        self._unit_px = unit_px
        self._strokes: tuple[Stroke, ...] = ()
        self._beneath: list[Beneath | None] = []
        self.surface = pygame.Surface((pad.rect.w, pad.rect.h), 0, 32)
        self._rule()
        self._clean = self.surface.copy() if pad.writable else None
        self.update(pad)

    def shows(self, pad: Pad) -> bool:
        """Return whether this is the pad's sheet, whatever is written on it."""
        return replace(self.pad, strokes=(), writable=False) == replace(pad, strokes=(), writable=False)

    def continues(self, pad: Pad) -> bool:
        """Return whether ink begun on ``pad`` goes on here: the same place, whatever is said around it."""
        mine = self.pad
        return (mine.rect, mine.dots_per_mm, mine.code) == (pad.rect, pad.dots_per_mm, pad.code)

    def update(self, pad: Pad) -> list[Rect]:
        """Write what ``pad`` has more and take back what it has less; return where ink changed (on the glass)."""
        self.pad = pad
        kept = 0
        for mine, theirs in zip(self._strokes, pad.strokes, strict=False):
            if mine != theirs:
                break
            kept += 1
        changed = self._take_back(kept) if kept < len(self._strokes) else []
        return changed + [rect for stroke in pad.strokes[kept:] if (rect := self.add(stroke))]

    def add(self, stroke: Stroke) -> Rect | None:
        """Write one more stroke, and return where on the glass."""
        self._strokes = (*self._strokes, stroke)
        if not self.pad.framed:
            self._beneath.append(None)
            self._paint.mask(
                self.surface, _flourish(stroke, self.nib, self.surface.get_size()), Colour.FLOURISH
            )
            return self.pad.rect
        line = curves(stroke, self.nib)
        where = within(line)
        self._remember(self.surface, where)
        self._brushes.stamp(self.surface, line, self.nib.step)
        return where.moved(self.pad.rect.x, self.pad.rect.y).clipped(self.pad.rect)

    def adopt(self, stroke: Stroke, surface: pygame.Surface, where: Rect) -> None:
        """Take over a stroke with the pixels that a live pen has drawn: the sheet as it was, and the stroke."""
        self._strokes = (*self._strokes, stroke)
        self._remember(self.surface, where)
        self.surface = surface

    def _remember(self, surface: pygame.Surface, where: Rect) -> None:
        """Keep what lies beneath a stroke; where that is too much, forget what lies beneath the oldest."""
        if not self.pad.writable:
            self._beneath.append(None)
            return
        inside = where.clipped(Rect(0, 0, *surface.get_size()))
        if not inside.w or not inside.h:
            inside = Rect(0, 0, 0, 0)
        self._beneath.append(Beneath(inside, surface.subsurface(inside).copy()))
        kept_px = 0
        for index in reversed(range(len(self._beneath))):
            if (each := self._beneath[index]) is not None:
                kept_px += each.where.w * each.where.h
                if kept_px > KEPT_PX:
                    self._beneath[index] = None

    def _take_back(self, kept: int) -> list[Rect]:
        """Take all but the first strokes off the sheet."""
        strokes, gone = self._strokes[:kept], self._beneath[kept:]
        beneath = [each for each in gone if each]
        if len(beneath) < len(gone):
            if self._clean:
                self.surface.blit(self._clean, (0, 0))
            else:
                self._rule()
            self._strokes, self._beneath = (), []
            for stroke in strokes:
                self.add(stroke)
            return [self.pad.rect]
        for where, pixels in reversed(beneath):
            self.surface.blit(pixels, where[:2])
        self._strokes, self._beneath = strokes, self._beneath[:kept]
        return [each.where.moved(self.pad.rect.x, self.pad.rect.y) for each in beneath]

    def _rule(self) -> None:
        """Draw the sheet without ink: frame, match code, baseline and ×."""
        pad, rect = self.pad, Rect(0, 0, self.pad.rect.w, self.pad.rect.h)
        self.surface.fill(self._paint.palette[Colour.PAPER])
        if pad.framed:
            line_px = max(1, round(2 * self._unit_px))
            self._paint.box(self.surface, Box(rect, Colour.SHEET, Colour.SHEET_LINE, pad.radius, line_px))
        if pad.ground:
            self._lay_ground(pad.ground, rect)
        if pad.code and pad.code_style:
            self._paint.line_of_text(self.surface, rect, pad.code, pad.code_style, colour=Colour.WATERMARK)
        if pad.guide:
            self._guides(rect)

    def _lay_ground(self, picture: PagePicture, rect: Rect) -> None:
        """Lay a part of a document's page under the ink, with a line round it."""
        drawn = Image.frombuffer("RGB", (picture.width_px, picture.height_px), picture.rgb)
        drawn = drawn.resize(rect[2:], Image.Resampling.BILINEAR)  # smoothscale would make white paper grey
        self.surface.blit(pygame.image.frombytes(drawn.tobytes(), drawn.size, "RGB"), (0, 0))
        line_px = max(1, round(2 * self._unit_px))
        pygame.draw.rect(self.surface, self._paint.palette.rgb(Colour.SHEET_LINE), rect, line_px)

    def _guides(self, rect: Rect) -> None:
        """Draw where to write: a dashed baseline at three quarters, an × where it begins, and what to do below."""
        unit, pad = self._unit_px, self.pad
        guide = self._paint.palette[Colour.GUIDE]
        y, margin, side = round(rect.h * BASELINE), round(36 * unit), round(20 * unit)
        dash, gap, thick = round(6 * unit), round(5 * unit), max(1, round(1.5 * unit))
        line = Rect(margin + side, y, rect.w - 2 * margin - side, thick)
        if pad.from_right:
            line = line._replace(x=margin)
        for x in range(line.x, line.right, dash + gap):
            self.surface.fill(guide, (x, y, min(dash, line.right - x), thick))
        place = rect.w - margin if pad.from_right else margin
        cross = Rect(place - side // 2, y - side // 2, side, side)
        self._paint.icon(self.surface, Icon(cross, Glyph.CROSS), Colour.SHEET_WORDS)
        if pad.hint and pad.hint_style:
            below = Rect(line.x, y + round(6 * unit), line.w, pad.hint_style.line_px)
            align = Align.RIGHT if pad.from_right else Align.LEFT
            self._paint.line_of_text(
                self.surface, below, pad.hint, pad.hint_style, colour=Colour.SHEET_WORDS, align=align
            )
