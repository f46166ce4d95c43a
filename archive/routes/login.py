"""For people: coming in with a token, and leaving."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from archive.arrival import open_visit, words_for
from archive.opening import archive_of
from archive.rendering import render
from archive.sessions import COOKIE
from archive.tokens import Role
from archive.words import N_, Sentence

router = APIRouter()

_LONGEST_FORM = 4096
_UNKNOWN = N_("This token is not known here. Check that it was copied whole, or ask for a new one.")
_NOT_A_READER = N_("This token belongs to a terminal. To look at records, use a reader's token.")


@router.get("/login")
def login_page(request: Request) -> HTMLResponse:
    """Show where to put the token in."""
    return render(request, "login.html", next=_inside(request.query_params.get("next", "/")))


@router.post("/login")
async def login(request: Request) -> Response:
    """Begin a visit with a reader's token; anything else gets the page again, and a sentence."""
    form = parse_qs((await _read_form(request)).decode("utf-8", "replace"))
    archive = archive_of(request)
    wanted = _inside(form.get("next", ["/"])[0])
    token = await run_in_threadpool(archive.tokens.find, form.get("token", [""])[0].strip())
    if token is None or token.role is not Role.READER:
        sentence = Sentence(_NOT_A_READER if token else _UNKNOWN)
        page = render(request, "login.html", next=wanted, trouble=words_for(request).say(sentence))
        page.status_code = 403 if token else 401
        return page
    response = RedirectResponse(wanted, 303)
    cookie = await run_in_threadpool(archive.sessions.begin, token)
    open_visit(response, cookie, secure=archive.settings.secure)
    return response


@router.post("/logout")
def logout(request: Request) -> RedirectResponse:
    """End the visit."""
    archive_of(request).sessions.end(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response


async def _read_form(request: Request) -> bytes:
    """Return a small form's bytes; what is longer than any token is cut off, and so no token."""
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > _LONGEST_FORM:
            return b""
    return content


def _inside(address: str) -> str:
    """Return an address of this site, or its front page for one that leads elsewhere."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"
