"""The door: every request passes it before any route is looked up, and is let in by token or cookie."""

from urllib.parse import quote

from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .problems import Problem, problem_response
from .sessions import COOKIE, Sessions
from .tokens import Role, Token, Tokens

_OPEN = {"/health", "/login"}
_OPEN_FOLDER = "/static/"
_API = "/v1/"
_UPLOADS = ("/v1/bundles/", "/v1/key-changes")


class Door:
    """ASGI middleware that lets nobody pass who may not: a route cannot forget to ask."""

    def __init__(self, app: ASGIApp, tokens: Tokens, sessions: Sessions) -> None:
        self._app = app
        self._tokens = tokens
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer it here."""
        if scope["type"] == "http" and not is_open(scope["path"]):
            request = Request(scope)
            try:
                scope["signpost.token"] = await run_in_threadpool(self._admit, request)
            except Problem as problem:
                await _turned_away(request, problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _admit(self, request: Request) -> Token:
        """Return whose request it is.

        Raises:
            Problem: 401 where nobody says who asks, 403 where they may not.
        """
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        needed = Role.TERMINAL if request.url.path.startswith(_UPLOADS) else Role.READER
        if scheme:
            token = self._tokens.find(shown.strip()) if scheme.lower() == "bearer" else None
        else:
            cookie = request.cookies.get(COOKIE, "")
            token = self._sessions.reader(cookie) if cookie else None
        if token is None:
            raise Problem(401, "no-valid-token", "This needs a valid token. Ask whoever runs the archive.")
        if token.role is not needed:
            raise Problem(
                403,
                "wrong-role",
                f"This token is a {token.role.value}'s, and this is for a {needed.value}'s only.",
            )
        return token


def is_open(path: str) -> bool:
    """Return whether a path is for everybody."""
    return path in _OPEN or path.startswith(_OPEN_FOLDER)


def token_of(request: Request) -> Token:
    """Return whose request it is, as the door found."""
    token: Token = request.scope["signpost.token"]
    return token


def _turned_away(request: Request, problem: Problem) -> Response:
    """Answer who may not pass: a program in JSON, a person with the login page."""
    page = request.method in {"GET", "HEAD"} and not request.url.path.startswith(_API)
    if page and problem.status == 401:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)
    return problem_response(problem)
