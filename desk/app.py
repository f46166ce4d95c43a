"""The desk as a web page: a thin layer over a Desk, and nothing of its own."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from desk.desk import Desk
from desk.glass_line import GlassLine
from desk.live import Live
from desk.pictures import finger_png, png
from desk.proxy import TillProxy
from terminal.ui.sample_contract import contract_of, contract_pdf

_PAGE = Path(__file__).parent / "page"
_LANGUAGES = {"en", "zh-CN"}


class DeskPage:
    """The routes of one desk's page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._till = TillProxy(desk.till)

    def app(self) -> Starlette:
        """Return the application, to be served behind a ``Door``."""
        return Starlette(
            routes=[
                Route("/", self.index),
                Route("/archive", self.archive),
                Route("/fingers/{number:int}.png", self.finger),
                Route("/samples/contract.pdf", self.contract),
                Route("/slips/{number:int}.png", self.slip),
                Route("/till/{path:path}", self._till.pass_on, methods=["GET", "POST"]),
                WebSocketRoute("/glass", self.glass),
                WebSocketRoute("/live", self.live),
                Mount("/page", StaticFiles(directory=_PAGE)),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        await self._till.close()

    async def index(self, _request: Request) -> Response:
        """Return the page."""
        return FileResponse(_PAGE / "index.html")

    async def archive(self, request: Request) -> Response:
        """Lead to the archive, signed in."""
        language = request.query_params.get("lang", "")
        return RedirectResponse(
            self._desk.archive_sign_in_url(language if language in _LANGUAGES else ""), 303
        )

    def finger(self, request: Request) -> Response:
        """Return a finger's picture."""
        try:
            picture = finger_png(request.path_params["number"])
        except IndexError:
            return Response(status_code=404)
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})

    def contract(self, request: Request) -> Response:
        """Return the sample contract, and in a header where on it the signature goes, as the till API has it."""
        language = "zh-CN" if request.query_params.get("language", "").startswith("zh") else "en"
        place = contract_of(language).place
        if place is None:
            return Response(status_code=404)
        said = {"page": place.page, "x": place.x, "y": place.y, "w": place.width, "h": place.height}
        headers = {"X-Signature-Place": json.dumps({k: round(v, 4) for k, v in said.items()})}
        return Response(contract_pdf(language), media_type="application/pdf", headers=headers)

    def slip(self, request: Request) -> Response:
        """Return a slip that was torn off, counted from the oldest that is kept."""
        torn, number = self._desk.paper.torn, request.path_params["number"]
        if number >= len(torn):
            return Response(status_code=404)
        return Response(png(torn[number]), media_type="image/png")

    async def glass(self, socket: WebSocket) -> None:
        """Show the glass to a page, and take its pointers."""
        await GlassLine(self._desk.glass, socket).run()

    async def live(self, socket: WebSocket) -> None:
        """Show everything else, and take what hands do."""
        await Live(self._desk, socket).run()
