"""The API as one application: its routes, its errors, its own description."""

from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from terminal.evidence.errors import SealError
from terminal.store.errors import StoreError

from . import dayclose, pairing, records, requests, status
from .connections import Crowd
from .context import Context
from .description import describe
from .gate import Gate, problem_of
from .page import Page, docs_page
from .problems import Problem, problem_response
from .reading import invalid


def create_app(context: Context, crowd: Crowd) -> ASGIApp:
    """Return the API behind its gate."""
    app = FastAPI(title="Signpost till API", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.context = context
    for part in (requests, records, status, dayclose, pairing):
        app.include_router(part.router)
    _describe_itself(app)
    for fault in (Problem, StoreError, SealError, Exception):
        app.add_exception_handler(fault, _said)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _not_routed)
    till = context.config.till
    return Gate(app, context.stores, crowd, till.max_body_kb * 1024, till.max_document_bytes)


def _describe_itself(app: FastAPI) -> None:
    """Add the description and the page to try it, both made once somebody asks: no till does."""

    @cache
    def description() -> dict[str, Any]:
        return describe(get_openapi(title=app.title, version="1", routes=app.routes))

    @cache
    def docs_of_it() -> Page:
        return docs_page(description())

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> JSONResponse:
        return JSONResponse(description())

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        page = docs_of_it()
        return HTMLResponse(page.html, headers={"Content-Security-Policy": page.policy})


async def _said(_request: Request, error: Exception) -> JSONResponse:
    return problem_response(problem_of(error))


async def _misread(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error).__name__)
    return problem_response(invalid(error.errors()))


async def _not_routed(_request: Request, error: Exception) -> JSONResponse:
    """Say in the API's own form what the router found."""
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__)
    known: dict[int, tuple[str, str]] = {
        404: ("not_found", "There is nothing at this path."),
        405: ("method_not_allowed", "This path does not take this method."),
    }
    code, sentence = known.get(error.status_code, ("bad_request", "The call could not be read."))
    headers: dict[str, Any] = dict(error.headers or {})
    return problem_response(Problem(code, sentence), headers)
