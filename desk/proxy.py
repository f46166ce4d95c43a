"""The page's way to the unit's till API: the desk adds the till's token, so that it never reaches a browser."""

import re

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desk.till import Till

_ALLOWED = re.compile(r"(status|capabilities|requests(/[^/]+(/cancel)?)?|records/[^/]+(/[^/]+)?)")
_TO_UNIT = ("content-type", "idempotency-key", "if-none-match", "accept-language")
_TO_PAGE = ("content-type", "etag", "location", "retry-after", "x-match-code")
_MAX_BODY = 15_000_000
"""A PDF of ten megabytes in base64, and the request that brings it."""
_PATIENCE_S = 40.0


class TillProxy:
    """Passes the page's calls on to ``/v1/`` of the unit, answers and errors untouched."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._client = httpx.AsyncClient(
            base_url=till.url, headers=till.headers, timeout=_PATIENCE_S, trust_env=False
        )

    async def pass_on(self, request: Request) -> Response:
        """Answer one call of the page."""
        path = request.path_params["path"]
        if not _ALLOWED.fullmatch(path):
            return _problem(404, "not-found", "A till on this desk does not ask for that.")
        body = await request.body()
        if len(body) > _MAX_BODY:
            return _problem(413, "too-large", "That is more than a till on this desk sends.")
        try:
            answer = await self._client.request(
                request.method,
                f"/v1/{path}",
                params=request.query_params,
                content=body,
                headers={name: request.headers[name] for name in _TO_UNIT if name in request.headers},
            )
        except httpx.TransportError:
            return _problem(503, "unit-unreachable", "The terminal does not answer. Is its power plug in?")
        if path == "requests" and answer.is_success:
            self._till.note(str(answer.json()["id"]))
        kept = {name: answer.headers[name] for name in _TO_PAGE if name in answer.headers}
        return Response(answer.content, answer.status_code, kept)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


def _problem(status: int, code: str, sentence: str) -> Response:
    """Answer as the till API does (RFC 9457)."""
    said = {"title": sentence, "detail": sentence, "status": status, "code": code, "origin": "till"}
    return JSONResponse(said, status, media_type="application/problem+json")
