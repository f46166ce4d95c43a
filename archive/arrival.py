"""Arriving by a link: ``?token=`` and ``?lang=`` are taken off the address and kept in cookies."""

from urllib.parse import parse_qsl, urlencode

from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from .sessions import COOKIE, LASTS, Sessions
from .tokens import Role, Tokens
from .words import LANGUAGES, Words, preferred_language, words

LANGUAGE_COOKIE = "signpost_language"
_YEAR_S = 365 * 24 * 3600


class Arrival:
    """ASGI middleware that answers such a link with the cookies and the clean address."""

    def __init__(self, app: ASGIApp, tokens: Tokens, sessions: Sessions, *, secure: bool) -> None:
        self._app = app
        self._tokens = tokens
        self._sessions = sessions
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the words off the address, or pass the request on."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _is_page(scope["path"]):
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            brought = {name: value for name, value in asked if name in {"token", "lang"}}
            if brought:
                rest = [(name, value) for name, value in asked if name not in brought]
                response = await run_in_threadpool(self._welcome, Request(scope), brought, rest)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _welcome(
        self, request: Request, brought: dict[str, str], rest: list[tuple[str, str]]
    ) -> RedirectResponse:
        """Return the way to the clean address; a token that opens nothing leads to the login page."""
        address = "/" + request.url.path.lstrip("/") + (f"?{urlencode(rest)}" if rest else "")
        response = RedirectResponse(address, 303)
        if brought.get("lang") in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE,
                brought["lang"],
                _YEAR_S,
                secure=self._secure,
                httponly=True,
                samesite="strict",
            )
        token = self._tokens.find(brought["token"]) if "token" in brought else None
        if token and token.role is Role.READER:
            open_visit(response, self._sessions.begin(token), secure=self._secure)
        return response


def open_visit(response: RedirectResponse, cookie: str, *, secure: bool) -> None:
    """Hand the visitor the cookie of their visit."""
    lasts_s = int(LASTS.total_seconds())
    response.set_cookie(COOKIE, cookie, lasts_s, secure=secure, httponly=True, samesite="strict")


def words_for(request: Request) -> Words:
    """Return the words of the visitor's language: as they chose, or as their browser asks."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return words(
        chosen if chosen in LANGUAGES else preferred_language(request.headers.get("accept-language", ""))
    )


def _is_page(path: str) -> bool:
    return not path.startswith(("/v1/", "/static/")) and path != "/health"
