"""Problems: every refusal as RFC 9457 ``application/problem+json``, with a stable code and a sentence."""

from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is the same each time a problem occurs: the HTTP status, and whose side it lies on."""

    status: int
    origin: str


KINDS = MappingProxyType(
    {
        "bad_request": Kind(400, "till"),
        "malformed_json": Kind(400, "till"),
        "idempotency_key_invalid": Kind(400, "till"),
        "unauthorized": Kind(401, "till"),
        "not_your_request": Kind(403, "till"),
        "pairing_refused": Kind(403, "till"),
        "not_found": Kind(404, "till"),
        "method_not_allowed": Kind(405, "till"),
        "too_slow": Kind(408, "till"),
        "busy": Kind(409, "device"),
        "name_taken": Kind(409, "till"),
        "record_gone": Kind(410, "device"),
        "too_large": Kind(413, "till"),
        "invalid": Kind(422, "till"),
        "idempotency_key_reused": Kind(422, "till"),
        "document_unsupported": Kind(422, "device"),
        "finger_not_enrolled": Kind(422, "device"),
        "staff_review_unsupported": Kind(422, "device"),
        "webhook_unsupported": Kind(422, "device"),
        "method_unavailable": Kind(422, "device"),
        "language_unavailable": Kind(422, "device"),
        "too_many_tries": Kind(429, "till"),
        "internal": Kind(500, "device"),
        "too_many_documents": Kind(503, "device"),
        "store_full": Kind(503, "device"),
        "store_unavailable": Kind(503, "device"),
    }
)
"""Every problem that the API can answer with. A code never changes its meaning."""

FAILURES = MappingProxyType(
    {
        "store_full": ("device", "The terminal's disk is full. Sign on paper, and free its disk."),
        "store_damaged": ("device", "The terminal could not keep the signature. Sign on paper."),
        "nothing_to_sign_with": ("device", "No way to sign that the request allows was working."),
        "document_unreadable": ("device", "The terminal could not show the document. Sign on paper."),
        "paper": ("device", "The terminal could not take the signature, and the customer signed on paper."),
    }
)
"""What a failed request's code means: origin and sentence."""


class Problem(Exception):
    """A refusal in words.

    Attributes:
        code: for programs; one of KINDS.
        detail: a sentence for a person.
        more: further members of the answer, such as the running request's id.
    """

    def __init__(self, code: str, detail: str, **more: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(detail)
        self.code, self.detail, self.more = code, detail, more

    @property
    def kind(self) -> Kind:
        """The status and origin that go with the code."""
        return KINDS[self.code]

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.kind.status).phrase,
            "status": self.kind.status,
            "code": self.code,
            "detail": self.detail,
            "origin": self.kind.origin,
            **self.more,
        }


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return a problem as an answer over HTTP."""
    said = dict(headers or {})
    if problem.kind.status == HTTPStatus.UNAUTHORIZED:
        said.setdefault("WWW-Authenticate", 'Bearer realm="Signpost"')
    if problem.kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        said.setdefault("Retry-After", "10")
    if problem.kind.status == HTTPStatus.TOO_MANY_REQUESTS:
        said.setdefault("Retry-After", "60")
    return JSONResponse(problem.body(), problem.kind.status, said, MEDIA_TYPE)
