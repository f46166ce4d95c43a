"""The door of the desk's web page: one token for each run, and nothing served without it."""

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHUT = "This desk opens with the address that signpost-desk printed when it started, token and all.\n"
_STRANGER = "This comes from another page, and is not done.\n"
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SAFE_METHODS = {"GET", "HEAD"}


class Door:
    """ASGI middleware that lets in who shows the token, and then knows them by a cookie.

    What changes anything, and every WebSocket, must come from the desk's own page as well.

    Args:
        app: what is behind it.
        port: where the desk listens; two desks on one computer share a browser's cookies.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self.token = secrets.token_urlsafe(24)
        self._cookie_name = f"signpost_desk_{port}"
        self._cookie = secrets.token_urlsafe(24)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the caller in, or answer here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "http" and self._shows_token(scope):
            await self._welcome(scope, receive, send)
        elif not self._is_known(headers):
            await self._refuse(scope, receive, send, 401, _SHUT)
        elif not self._is_own(scope, headers):
            await self._refuse(scope, receive, send, 403, _STRANGER)
        else:
            await self._app(scope, receive, self._shielded(send))

    def _shows_token(self, scope: Scope) -> bool:
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        arriving = scope["path"] == "/" and scope["method"] == "GET"
        return arriving and hmac.compare_digest(shown.encode(), self.token.encode())

    def _is_known(self, headers: Headers) -> bool:
        try:
            shown = SimpleCookie(headers.get("cookie", "")).get(self._cookie_name)
        except CookieError:
            return False
        return shown is not None and hmac.compare_digest(shown.value.encode(), self._cookie.encode())

    def _is_own(self, scope: Scope, headers: Headers) -> bool:
        """Say whether a request is harmless, or made by the desk's own page."""
        if scope["type"] == "http" and scope["method"] in _SAFE_METHODS:
            return True
        return headers.get("origin") == f"http://{headers.get('host')}"

    async def _welcome(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the printed address: with the cookie, and without the token in the address bar."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie_name, self._cookie, httponly=True, samesite="strict")
        await answer(scope, receive, self._shielded(send))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
        """Answer who may not pass."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await PlainTextResponse(words, status)(scope, receive, self._shielded(send))

    def _shielded(self, send: Send) -> Send:
        """Return ``send`` with the headers that keep a page to itself."""

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return shielded
