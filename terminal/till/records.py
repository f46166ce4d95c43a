"""Records: looked up, fetched part by part or whole, printed again."""

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256

from fastapi import APIRouter, Response

from terminal.evidence.bundle import MEDIA_TYPE, make_bundle
from terminal.model.document import DOCUMENT_PART
from terminal.store import Store

from .answers import PrintAnswer, RecordAnswer, find_record, record_answer
from .context import NO_BODY, CallingTill, InContext
from .problems import Problem

router = APIRouter(tags=["records"])


class PartName(StrEnum):
    """The files of a record that can be fetched; which of them there are depends on how it was signed."""

    SIGNATURE_PNG = "signature.png"
    SIGNATURE_SVG = "signature.svg"
    INK = "ink.json"
    IMPRESSION = "impression.png"
    DOCUMENT = DOCUMENT_PART
    SIGNED_PDF = "signed.pdf"
    RECEIPT = "receipt.png"


@router.get("/v1/records/{record_id}", summary="A record")
async def show(context: InContext, record_id: str) -> RecordAnswer:
    """Answer with a record as it was sealed, and how far it has come since."""
    return await context.stores.ask(lambda store: record_answer(store, record_id))


@router.get("/v1/records/{record_id}/bundle", response_class=Response, summary="A record in one file")
async def bundle(context: InContext, record_id: str) -> Response:
    """Answer with the record and all its parts as one ZIP, the same bytes as the archive has."""

    def pack(store: Store) -> bytes:
        find_record(store, record_id)
        return make_bundle(store.records.jws(record_id), store.files(record_id))

    return _file(await context.stores.ask(pack), MEDIA_TYPE, f"{record_id}.signpost")


@router.get("/v1/records/{record_id}/{name}", response_class=Response, summary="One file of a record")
async def part(context: InContext, record_id: str, name: PartName) -> Response:
    """Answer with one file of a record; ``receipt.png`` is its last slip as it was printed."""
    content, media_type = await context.stores.ask(_part(record_id, name))
    return _file(content, media_type, f"{record_id}-{name.value}")


def _part(record_id: str, name: PartName) -> Callable[[Store], tuple[bytes, str]]:
    def fetch(store: Store) -> tuple[bytes, str]:
        find_record(store, record_id)
        if name is PartName.RECEIPT:
            picture = store.slips.picture(record_id)
            if picture is not None:
                return picture, "image/png"
            raise Problem("not_found", "No slip of this record was printed yet.")
        found = store.records.part(record_id, name.value) or store.made.named(record_id, name.value)
        if found is None and (gone := _gone(store, record_id, name.value)):
            raise Problem("record_gone", gone)
        if found is None and name is PartName.SIGNED_PDF:
            trouble = store.made.trouble(record_id, name.value)
            raise Problem("not_found", trouble or "This record's PDF is not made yet.")
        if found is None:
            raise Problem("not_found", f"This record has no {name.value}.")
        return found.content, found.media_type

    return fetch


def _gone(store: Store, record_id: str, name: str) -> str:
    """Return, in words, what became of a file that is not here any more; empty where nothing did."""
    if sentence := store.destroyed.sentence(record_id):
        return sentence
    gone = store.destroyed.parts(record_id)
    utc, why = gone.get(name) or gone.get(f"{name}.age") or ("", "")
    return f"{name} was destroyed on {utc[:10]}: {why.rstrip('.')}." if utc else ""


@router.post("/v1/records/{record_id}/print", dependencies=[NO_BODY], summary="Print a record again")
async def print_again(context: InContext, till: CallingTill, record_id: str) -> PrintAnswer:
    """Queue one more slip. It says of itself which copy it is."""

    def ask(store: Store) -> int:
        find_record(store, record_id)
        return store.slips.ask_again(record_id, by=till)

    copy = await context.stores.ask(ask)
    context.news.tell()
    return PrintAnswer(record_id=record_id, copy_number=copy)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'"{sha256(content).hexdigest()}"',
    }
    return Response(content, media_type=media_type, headers=headers)
