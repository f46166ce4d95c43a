"""For people: the list of records, and one record."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from archive.asking import search_of
from archive.index import search, terminals
from archive.opening import archive_of
from archive.rendering import render
from archive.routes.records import row_of
from archive.sale import sale_of
from archive.verdict import judge
from terminal.model.request import Method

router = APIRouter()

_ASKED = ("query", "terminal", "method", "from", "to")


@router.get("/")
def list_records(request: Request) -> HTMLResponse:
    """Show the records that were asked for, newest first."""
    archive = archive_of(request)
    wanted = search_of(request, archive.settings.timezone)
    with archive.database.reading() as session:
        found = search(session, wanted)
        known = terminals(session)
    asked = {name: request.query_params[name] for name in _ASKED if request.query_params.get(name)}
    older = "/?" + urlencode({**asked, "cursor": found.older}) if found.older else ""
    newest = "/?" + urlencode(asked) if wanted.cursor else ""
    return render(
        request,
        "records.html",
        found=found,
        asked=asked,
        terminals=known,
        methods=[method.value for method in Method],
        older=older,
        newest=newest,
    )


@router.get("/records/{record_id}")
def show_record(record_id: str, request: Request) -> HTMLResponse:
    """Show one record: what was signed, by which signature, and what holds of it now."""
    archive = archive_of(request)
    row = row_of(archive, record_id)
    verdict = judge(archive.database, archive.objects, row)
    record = verdict.bundle.record if verdict.bundle else {}
    files = verdict.bundle.files if verdict.bundle else {}
    image = next((name for name in ("signature.png", "impression.png") if name in files), "")
    return render(
        request,
        "record.html",
        row=row,
        verdict=verdict,
        record=record,
        sale=sale_of(record),
        image=image,
        sizes={name: len(content) for name, content in sorted(files.items())},
    )
