"""For whoever watches the archive: is it alive."""

from fastapi import APIRouter, Request

from archive.opening import archive_of

router = APIRouter()


@router.get("/health")
def health(request: Request) -> dict[str, str]:
    """Say that the archive is alive and its database answers. Nothing more: this is open to everybody."""
    archive_of(request).database.check()
    return {"status": "ok"}
