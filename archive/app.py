"""The archive as a web application: its routes, behind the door."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from .arrival import Arrival
from .door import Door
from .objects import StoreError
from .opening import Archive
from .problems import Problem, problem_response, unreachable
from .rendering import render
from .routes import bundles, health, key_changes, login, pages, records, static
from .shield import Shield
from .words import N_, Sentence

_LOG = logging.getLogger(__name__)
_NOT_HERE = N_("There is nothing at this address.")
_AT_FAULT = N_("The archive made a mistake. Nothing is lost; whoever runs it finds more in its log.")


def make_app(archive: Archive) -> FastAPI:
    """Return the application. Its own API pages are off: they load scripts from elsewhere."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        archive.database.close()

    app = FastAPI(
        title="Signpost archive", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    app.state.archive = archive
    for part in (health, static, bundles, key_changes, records, login, pages):
        app.include_router(part.router)
    # The last one added is the first that a request meets.
    app.add_middleware(Door, tokens=archive.tokens, sessions=archive.sessions)
    app.add_middleware(
        Arrival, tokens=archive.tokens, sessions=archive.sessions, secure=archive.settings.secure
    )
    app.add_middleware(Shield, secure=archive.settings.secure)
    app.add_exception_handler(Problem, _answer)
    app.add_exception_handler(HTTPException, _answer)
    app.add_exception_handler(StoreError, _answer)
    app.add_exception_handler(DBAPIError, _answer)
    app.add_exception_handler(Exception, _answer)
    return app


def _answer(request: Request, error: Exception) -> Response:
    """Answer whatever went wrong with a problem: in JSON for a program, on a page for a person."""
    problem = _problem_of(error)
    if request.url.path.startswith("/v1/") or request.url.path == "/health":
        return problem_response(problem)
    page = render(request, "problem.html", detail=Sentence(problem.detail))
    page.status_code = problem.status
    return page


def _problem_of(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case HTTPException(status_code=404):
            return Problem(404, "not-found", _NOT_HERE)
        case HTTPException(status_code=status):
            return Problem(status, HTTPStatus(status).phrase.lower().replace(" ", "-"), str(error.detail))
        case StoreError() | DBAPIError():
            _LOG.error("the store or the database did not answer: %s", error)
            return unreachable()
    return Problem(500, "server-error", _AT_FAULT)
