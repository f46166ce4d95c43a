"""What the pages need of style and drawing: a few files, open to everybody."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from archive.problems import Problem
from archive.words import N_

router = APIRouter()

_FOLDER = Path(__file__).parent.parent / "static"
_FILES = {"archive.css": "text/css", "icon.svg": "image/svg+xml", "chevron.svg": "image/svg+xml"}


@router.get("/static/{name}")
def get_static(name: str) -> Response:
    """Return one of the files."""
    if name not in _FILES:
        raise Problem(404, "not-found", N_("There is nothing at this address."))
    return Response(
        _content(name), media_type=_FILES[name], headers={"Cache-Control": "private, max-age=3600"}
    )


@cache
def _content(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
