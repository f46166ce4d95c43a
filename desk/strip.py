"""The paper strip on its way to a page: only the rows that came since the last time."""

from dataclasses import dataclass
from typing import Any

from desk.paper import PaperTray
from desk.pictures import data_url


@dataclass(slots=True)
class StripFollower:
    """What one page has seen of the strip."""

    paper: PaperTray
    tears: int = -1
    height: int = 0

    def news(self) -> dict[str, Any] | None:
        """Return the rows that the page lacks, or None; ``from`` 0 begins a new strip."""
        tears, strip = self.paper.tears, self.paper.strip
        begins = tears != self.tears or strip.height < self.height
        start = 0 if begins else self.height
        if not begins and strip.height == start:
            return None
        self.tears, self.height = tears, strip.height
        rows = strip.crop((0, start, strip.width, strip.height))
        picture = data_url(rows) if rows.height else ""
        return {"from": start, "height": strip.height, "width": strip.width, "rows": picture}
