"""How a customer gets on with the pages of a document: which one stands on the glass, since when, and how drawn."""

from dataclasses import dataclass, replace

from terminal.model.document import WHOLE_PAGE, PagePicture, Region

UNSEEN = 0.004
"""So much of a page's height (1 mm of A4) may be below the glass when its foot counts as seen."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """What was seen of a document's pages, and what is drawn of them.

    Attributes:
        page: that is looked at (0 is the first).
        ms: milliseconds that each page stood on the glass, up to the last that did.
        since_ns: since when the page stands there (CLOCK_MONOTONIC); None while it is not drawn, or something else
            is on the glass.
        seen: the part of it that is on the glass, or is to be; None until the glass has said so.
        page_px: how wide the whole page is then, as large as it is shown.
        to_the_end: whether the foot of the last page was seen.
        pictures: of this page and its neighbours, as they were drawn; two of each at most.
        round_place: the part of a page round the place of the signature, drawn once all was read.
    """

    page: int = 0
    ms: tuple[int, ...] = ()
    since_ns: int | None = None
    seen: Region | None = None
    page_px: int = 0
    to_the_end: bool = False
    pictures: tuple[PagePicture, ...] = ()
    round_place: PagePicture | None = None

    @property
    def stands(self) -> bool:
        """Whether the page was on the glass, drawn, and so may be turned over."""
        return self.page < len(self.ms)

    @property
    def at_the_foot(self) -> bool:
        """Whether the page's lower end is on the glass."""
        return self.seen is not None and self.seen.bottom > WHOLE_PAGE.bottom - UNSEEN

    def of_page(self, page: int) -> tuple[PagePicture, ...]:
        """Return the pictures of a page (0 is the first)."""
        return tuple(picture for picture in self.pictures if picture.page == page + 1)

    def counted(self, now_ns: int) -> "Leaves":
        """Return them with the time that the page has stood added up."""
        if self.since_ns is None:
            return self
        ms = list(self.ms) + [0] * (self.page + 1 - len(self.ms))
        ms[self.page] += (now_ns - self.since_ns) // 1_000_000
        return replace(self, ms=tuple(ms), since_ns=now_ns)

    def laid_down(self, now_ns: int) -> "Leaves":
        """Return them with something else on the glass: no page is read."""
        return replace(self.counted(now_ns), since_ns=None)

    def turned(self, page: int, now_ns: int) -> "Leaves":
        """Return them with another page looked at, which does not stand yet."""
        return replace(self.laid_down(now_ns), page=page, seen=None)

    def moved(self, seen: Region, page_px: int) -> "Leaves":
        """Return them with a part of the page looked at."""
        return replace(self, seen=seen, page_px=page_px)

    def standing(self, now_ns: int) -> "Leaves":
        """Return them with the page drawn on the glass: its time counts, from now on if it did not before."""
        if self.since_ns is None:
            return replace(self, since_ns=now_ns).counted(now_ns)
        return self.counted(now_ns)

    def with_picture(self, picture: PagePicture) -> "Leaves":
        """Return them with a page drawn, in the place of what was drawn of it before."""
        kept = tuple(
            each
            for each in self.pictures
            if abs(each.page - 1 - self.page) <= 1 and not _replaces(picture, each)
        )
        return replace(self, pictures=(*kept, picture))


def _replaces(picture: PagePicture, before: PagePicture) -> bool:
    same_extent = (picture.region == WHOLE_PAGE) == (before.region == WHOLE_PAGE)
    return picture.page == before.page and same_extent
