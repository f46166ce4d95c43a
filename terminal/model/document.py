"""A document that a till sent to be read and signed: what is known of its PDF, and its pages as pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DOCUMENT_PART = "document.pdf"
"""How a record names the PDF that was signed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page the signature goes.

    Attributes:
        page: 1 for the first.
        x, y: its upper left corner, in fractions of the page's width and height from the page's own.
        width, height: in the same fractions.
    """

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a page is as it is looked at, in points (1/72 inch)."""

    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a PDF without having it at hand.

    Attributes:
        sha256: hex digest of the file.
        size: of the file, in bytes.
        pages: each page's size; at least one.
        place: where the signature goes; None where the till did not say.
    """

    sha256: str
    size: int
    pages: tuple[PageSize, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page, in fractions of its width and height from its upper left corner."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0


WHOLE_PAGE = Region()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page, or a part of it, as it is to be shown.

    Attributes:
        page: 1 for the first.
        width_px, height_px: of the picture. It may be smaller than was asked for, never of other proportions.
        rgb: three bytes a pixel, row by row. In no repr: a log never shows what a customer signs.
        region: which part of the page it is.
    """

    page: int
    width_px: int
    height_px: int
    rgb: bytes = field(repr=False)
    region: Region = WHOLE_PAGE


def document_from_json(said: Mapping[str, Any] | None) -> Document | None:
    """Return the document of a request as it is kept: digest, size, pages and place, and never the PDF itself."""
    if said is None:
        return None
    place = said.get("place")
    return Document(
        sha256=str(said["sha256"]),
        size=int(said["size"]),
        pages=tuple(PageSize(float(width), float(height)) for width, height in said["pages"]),
        place=Place(place["page"], place["x"], place["y"], place["w"], place["h"]) if place else None,
    )
