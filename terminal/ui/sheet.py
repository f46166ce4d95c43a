"""The sheet a signature is written on: its paper, its guides and its ink, kept as pixels beside the screen.

An appended stroke is drawn alone. The live pen draws here too, so that what stays is what was seen.
"""

from dataclasses import replace

import pygame

from terminal.export.png import ink_mask
from terminal.inkline import Nib, curves
from terminal.model.ink import Stroke

from .brushes import Brushes
from .icons import Glyph
from .items import Align, Box, Icon, Pad
from .paint import Paint
from .rect import Rect
from .theme import Colour

BASELINE = 0.73
"""How far down the sheet the line is that one writes on."""


class Sheet:
    """The pixels of one pad; ``pad`` says which, without its strokes."""

    def __init__(self, pad: Pad, paint: Paint, brushes: Brushes, unit_px: float) -> None:
        """Lay out a clean sheet and draw the pad's strokes on it."""
        self.pad = pad
        self.nib = Nib(pad.dots_per_mm)
        self._paint = paint
        self._brushes = brushes
        self._unit_px = unit_px
        self._strokes: tuple[Stroke, ...] = ()
        self.surface = pygame.Surface((pad.rect.w, pad.rect.h), 0, 32)
        self._clean()
        self.update(pad)

    def shows(self, pad: Pad) -> bool:
        """Return whether this is the pad's sheet, whatever is written on it."""
        return replace(self.pad, strokes=(), writable=False) == replace(pad, strokes=(), writable=False)

    def update(self, pad: Pad) -> list[Rect]:
        """Write what ``pad`` has more, or start anew where it has less; return where ink changed (on the glass)."""
        self.pad = pad
        kept = len(self._strokes)
        if pad.strokes[:kept] != self._strokes:
            self._clean()
            self._draw(pad.strokes)
            return [pad.rect]
        return [rect for stroke in pad.strokes[kept:] if (rect := self.add(stroke))]

    def add(self, stroke: Stroke) -> Rect | None:
        """Write one more stroke, and return where on the glass."""
        self._strokes = (*self._strokes, stroke)
        if not self.pad.framed:
            mask = ink_mask((stroke,), self.nib, self.surface.get_size())
            self._paint.mask(self.surface, mask, Colour.FLOURISH)
            return self.pad.rect
        where = self._brushes.stamp(self.surface, curves(stroke, self.nib), self.nib.step)
        return where.moved(self.pad.rect.x, self.pad.rect.y).clipped(self.pad.rect) if where else None

    def adopt(self, stroke: Stroke, surface: pygame.Surface) -> None:
        """Take over a stroke with the pixels that a live pen has drawn: the sheet as it was, and the stroke."""
        self._strokes = (*self._strokes, stroke)
        self.surface = surface

    def _draw(self, strokes: tuple[Stroke, ...]) -> None:
        for stroke in strokes:
            self.add(stroke)

    def _clean(self) -> None:
        """Draw the sheet without ink: frame, match code, baseline and ×."""
        self._strokes = ()
        pad, rect = self.pad, Rect(0, 0, self.pad.rect.w, self.pad.rect.h)
        self.surface.fill(self._paint.palette[Colour.PAPER])
        if pad.framed:
            line_px = max(1, round(2 * self._unit_px))
            self._paint.box(self.surface, Box(rect, Colour.SHEET, Colour.SHEET_LINE, pad.radius, line_px))
        if pad.code and pad.code_style:
            self._paint.line_of_text(self.surface, rect, pad.code, pad.code_style, colour=Colour.WATERMARK)
        if pad.guide:
            self._guides(rect)

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
