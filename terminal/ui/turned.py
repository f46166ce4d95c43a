"""A picture that is turned on its panel: drawn upright, and only what has changed is turned.

SDL does not turn what it draws on a bare screen (KMSDRM). Turning a whole 1280×720 picture would take longer than a
frame on a small computer; a letter of ink takes a thousandth of that.
"""

from collections.abc import Iterable

import pygame

from .rect import Rect


class TurnedPicture:
    """An upright surface, and the panel it is shown on."""

    def __init__(self, panel: pygame.Surface, rotation: int) -> None:
        """Lay the picture over the whole panel.

        Args:
            panel: what is seen.
            rotation: 90, 180 or 270: degrees that the picture is turned clockwise.
        """
        width, height = panel.get_size()
        self.upright = pygame.Surface((height, width) if rotation % 180 else (width, height), 0, panel)
        self._panel = panel
        self._rotation = rotation

    def turn(self, rects: Iterable[Rect]) -> list[Rect]:
        """Bring rectangles of the picture onto the panel, and return where they are there."""
        whole = Rect(0, 0, *self.upright.get_size())
        shown = []
        for rect in (each.clipped(whole) for each in rects):
            if rect.w and rect.h:
                place = on_panel(rect, whole, self._rotation)
                part = self.upright.subsurface(rect)
                self._panel.blit(pygame.transform.rotate(part, -self._rotation), place[:2])
                shown.append(place)
        return shown


def on_panel(rect: Rect, whole: Rect, rotation: int) -> Rect:
    """Return where a rectangle of the picture is on the panel; ``whole`` is the picture's own."""
    if rotation == 90:
        return Rect(whole.h - rect.bottom, rect.x, rect.h, rect.w)
    if rotation == 180:
        return Rect(whole.w - rect.right, whole.h - rect.bottom, rect.w, rect.h)
    if rotation == 270:
        return Rect(rect.y, whole.w - rect.right, rect.h, rect.w)
    return rect
