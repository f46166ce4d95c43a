"""Draws a page of a document: its picture as it came where it fits, scaled where it does not yet, or its bare paper.

Pictures are shown from where they lie in memory, without a copy; a page at rest costs as much as any box.
"""

import pygame

from terminal.model.document import WHOLE_PAGE, PagePicture

from .fades import Fades
from .icons import Glyph
from .items import Align, Icon
from .leaf import Leaf, Look
from .paint import Paint
from .rect import Rect
from .theme import Colour

AS_WIDE_PX = 0.75
"""A part of a page fits where the page would be so much wider or narrower at most."""
PLACE_ALPHA = 22
"""How thick the tint lies on the place of the signature, of 255."""


class LeafPaint:
    """Draws leaves; keeps the surfaces of the pictures of the last one."""

    def __init__(self, paint: Paint) -> None:
        """Draw with the colours of ``paint``."""
        self._paint = paint
        self._fades = Fades()
        self._surfaces: dict[int, tuple[PagePicture, pygame.Surface]] = {}

    def draw(self, surface: pygame.Surface, leaf: Leaf, look: Look, *, still: bool) -> None:
        """Draw what is seen of a page, within the surface's clip. While it moves, coarse scaling does."""
        before = surface.get_clip()
        surface.set_clip(before.clip(pygame.Rect(leaf.rect)))
        page = leaf.paper(look)
        surface.fill(self._paint.palette[Colour.SHEET], page)
        self._keep(leaf.pictures)
        for picture in sorted(leaf.pictures, key=lambda each: each.region != WHOLE_PAGE):
            self._lay(surface, picture, page, leaf, still=still)
        if leaf.place and leaf.pictures:
            self._mark(surface, leaf, page)
        self._outline(surface, page, leaf.line_px)
        room = leaf.rect
        paper = self._paint.palette.rgb(Colour.PAPER)
        self._fades.lay(
            surface, room, paper, above=max(0, room.y - page.y), below=max(0, page.bottom - room.bottom)
        )
        self._thumb(surface, leaf, page)
        surface.set_clip(before)

    def forget(self) -> None:
        """Let go of all pictures."""
        self._surfaces = {}

    def _keep(self, pictures: tuple[PagePicture, ...]) -> None:
        kept = {id(picture): self._surfaces.get(id(picture)) for picture in pictures}
        self._surfaces = {
            id(picture): kept[id(picture)] or (picture, _surface(picture)) for picture in pictures
        }

    def _lay(
        self, surface: pygame.Surface, picture: PagePicture, page: Rect, leaf: Leaf, *, still: bool
    ) -> None:
        """Lay a picture on its place of the page."""
        drawn, region = self._surfaces[id(picture)][1], picture.region
        x, y = page.x + round(region.left * page.w), page.y + round(region.top * page.h)
        if abs(picture.width_px / (region.right - region.left) - page.w) < AS_WIDE_PX:
            surface.blit(drawn, (x, y))
            return
        if region != WHOLE_PAGE:
            return
        seen = page.clipped(leaf.rect)
        if not seen.w or not seen.h:
            return
        scale = page.w / picture.width_px
        left, top = int((seen.x - page.x) / scale), int((seen.y - page.y) / scale)
        right = min(picture.width_px, int((seen.right - page.x) / scale) + 2)
        bottom = min(picture.height_px, int((seen.bottom - page.y) / scale) + 2)
        if right <= left or bottom <= top:
            return
        size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
        scaled = (pygame.transform.smoothscale if still else pygame.transform.scale)(
            drawn.subsurface((left, top, right - left, bottom - top)), size
        )
        surface.blit(scaled, (page.x + round(left * scale), page.y + round(top * scale)))

    def _mark(self, surface: pygame.Surface, leaf: Leaf, page: Rect) -> None:
        """Show where the signature goes: a tinted place with an × and, where there is room, its words."""
        place, colour = leaf.place, self._paint.palette.rgb(Colour.INK)
        if place is None:
            return
        rect = Rect(
            page.x + round(place.x * page.w),
            page.y + round(place.y * page.h),
            max(1, round(place.width * page.w)),
            max(1, round(place.height * page.h)),
        )
        tint = pygame.Surface((rect.w, rect.h), pygame.SRCALPHA)
        tint.fill((*colour, PLACE_ALPHA))
        surface.blit(tint, rect[:2])
        pygame.draw.rect(surface, colour, rect, max(1, leaf.line_px), border_radius=2 * leaf.line_px)
        side = min(round(rect.h * 0.3), 12 * leaf.line_px)
        inset = max(leaf.line_px * 3, side // 2)
        cross = Rect(rect.x + inset, rect.bottom - inset - side, side, side)
        if side > 2 * leaf.line_px:
            self._paint.icon(surface, Icon(cross, Glyph.CROSS, Colour.INK), Colour.INK)
        style = leaf.sign_style
        if style and leaf.sign_px + 6 * leaf.line_px <= rect.w and style.line_px <= rect.h * 0.42:
            row = Rect(rect.x + 3 * leaf.line_px, rect.y + leaf.line_px, leaf.sign_px, style.line_px)
            self._paint.line_of_text(surface, row, leaf.sign_here, style, colour=Colour.INK, align=Align.LEFT)

    def _outline(self, surface: pygame.Surface, page: Rect, line_px: int) -> None:
        """Draw the paper's edge, inside of it."""
        colour = self._paint.palette[Colour.SHEET_LINE]
        for edge in (
            Rect(page.x, page.y, page.w, line_px),
            Rect(page.x, page.bottom - line_px, page.w, line_px),
            Rect(page.x, page.y, line_px, page.h),
            Rect(page.right - line_px, page.y, line_px, page.h),
        ):
            surface.fill(colour, edge)

    def _thumb(self, surface: pygame.Surface, leaf: Leaf, page: Rect) -> None:
        """Show beside a page that is higher than its room how much of it is seen."""
        room, wide = leaf.rect, 2 * leaf.line_px
        if page.h <= room.h:
            return
        long = max(8 * wide, round(room.h * room.h / page.h))
        part = min(1.0, max(0.0, (room.y - page.y) / (page.h - room.h)))
        x = room.x + wide if leaf.from_right else room.right - 2 * wide
        thumb = Rect(x, room.y + round((room.h - long) * part), wide, long)
        pygame.draw.rect(surface, self._paint.palette[Colour.SHEET_WORDS], thumb, border_radius=wide)


def _surface(picture: PagePicture) -> pygame.Surface:
    return pygame.image.frombuffer(picture.rgb, (picture.width_px, picture.height_px), "RGB")
