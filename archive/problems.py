"""Problems: every refusal as RFC 9457 ``application/problem+json``, with a stable code and a sentence."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi.responses import JSONResponse

from .words import N_

MEDIA_TYPE = "application/problem+json"


@dataclass(eq=False)
class Problem(Exception):
    """A refusal: what went wrong, in words, and what to do.

    Attributes:
        status: the HTTP status.
        code: for programs; never changes.
        detail: for people; English, and a key of the catalogues where pages show it.
        retry_after_s: when it is worth trying again; None where it is not.
    """

    status: int
    code: str
    detail: str
    retry_after_s: int | None = None

    def __str__(self) -> str:
        return self.detail


def problem_response(problem: Problem) -> JSONResponse:
    """Return a problem as an answer over HTTP."""
    headers = {} if problem.retry_after_s is None else {"Retry-After": str(problem.retry_after_s)}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="signpost-archive"'
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "origin": "server",
    }
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


def not_found() -> Problem:
    """Return the problem of looking for a record that is not here."""
    return Problem(404, "record-not-found", N_("There is no such record in this archive."))


def unreachable() -> Problem:
    """Return the problem of a store or database that does not answer."""
    return Problem(
        503,
        "store-unreachable",
        N_("The archive cannot reach its store just now. Nothing is lost; try again in a minute."),
        retry_after_s=30,
    )
