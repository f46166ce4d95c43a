"""Reading what was posted: JSON that means one thing, then a document, then whether this unit can serve it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json

from terminal.config import SiteConfig, TillConfig
from terminal.model.document import Document
from terminal.model.request import Method
from terminal.model.status import Health

from .documents import Pdf, take_pdf
from .problems import Problem
from .standing import SensorStanding
from .wire import SigningDocument

_MAX_FIELDS = 10
_KEY = re.compile(r"[!-~]{1,200}")
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Posted:
    """A document as it was posted.

    Attributes:
        sha256: of its canonical JSON.
        pdf: the PDF that came in it, and ``examined``, what is known of that.
    """

    document: SigningDocument
    sha256: str
    pdf: Pdf | None = None
    examined: Document | None = None


def read_document(body: bytes, limits: TillConfig = TillConfig()) -> Posted:  # noqa: B008 - a value, frozen
    """Return the document that a till posted.

    The digest is over the JSON with sorted keys and no spaces, so that a till may write the same document in
    another order or with other spaces when it asks again. A PDF counts by its own digest in it.

    Args:
        body: JSON.
        limits: how large a PDF may be, and all else in the body.

    Raises:
        Problem: ``malformed_json``, ``invalid``, ``too_large``, or the code of what this unit does not serve.
    """
    said = _parsed(body)
    pdf = take_pdf(said, limits.max_document_bytes) if limits.max_document_mb else None
    digest, rest = _digest(said), json.dumps(said).encode() if pdf else body
    if len(rest) > limits.max_body_kb * 1024:
        raise Problem("too_large", f"Beside a PDF, a call may have at most {limits.max_body_kb} KiB.")
    document = _validated(SigningDocument, rest)
    _refuse_unserved(document, pdf)
    return Posted(document, digest, pdf)


def read_posted(model: type[_Model], body: bytes) -> tuple[_Model, str]:
    """Return what a till posted, and the digest of its canonical JSON; see ``read_document``.

    Raises:
        Problem: ``malformed_json`` or ``invalid``.
    """
    digest = _digest(_parsed(body))
    return _validated(model, body), digest


def _parsed(body: bytes) -> object:
    try:
        said: object = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise _no_json(error) from error
    return said


def _digest(said: object) -> str:
    try:
        canonical = json.dumps(
            said, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        ).encode()
    except ValueError as error:  # a lone surrogate
        raise _no_json(error) from error
    return sha256(canonical).hexdigest()


def _no_json(error: ValueError) -> Problem:
    return Problem("malformed_json", f"The body is not JSON: {error}."[:200])


def _validated(model: type[_Model], body: bytes) -> _Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False, include_context=False, include_input=False)) from error


def needed_key(key: str | None, advice: str) -> str:
    """Return the Idempotency-Key of a call; ``advice`` says when a new one is needed.

    Raises:
        Problem: ``idempotency_key_invalid``.
    """
    if key is None or not _KEY.fullmatch(key):
        raise Problem(
            "idempotency_key_invalid",
            f"Send an Idempotency-Key header of 1 to 200 visible ASCII characters, {advice}.",
        )
    return key


def invalid(errors: Iterable[ErrorDetails]) -> Problem:
    """Return the problem that names each field that is not as it should be."""
    fields = [
        {"field": ".".join(str(step) for step in error["loc"])[:100], "detail": error["msg"][:200]}
        for error in errors
    ][:_MAX_FIELDS]
    first = fields[0]
    where = f"{first['field']}: " if first["field"] else ""
    return Problem("invalid", f"The request is not as it should be: {where}{first['detail']}.", errors=fields)


def _refuse_unserved(document: SigningDocument, pdf: Pdf | None) -> None:
    """Refuse what this unit knows of and does not do, rather than pass it over in silence."""
    if document.document is not None and pdf is None:
        raise Problem("document_unsupported", "This terminal takes no PDF. Send the text as title and body.")
    if document.staff_review:
        raise Problem("staff_review_unsupported", "This version has no review by staff.")
    if document.webhook is not None:
        raise Problem("webhook_unsupported", "This version calls nobody. Follow the request with ?wait=30.")


def site_language(document: SigningDocument, languages: tuple[str, ...]) -> str:
    """Return the site's name for the language that a document asks for, or "" where it asks for none.

    Raises:
        Problem: where the site does not speak it, or a text of the document is in none that the site speaks.
    """
    texts = [text for text in (document.title, document.body) if text]
    texts += [consent.text for consent in document.consents]
    spoken = ", ".join(languages)
    asked = document.language
    if asked:
        matching = [language for language in languages if _same(language, asked)]
        if not matching:
            raise Problem(
                "language_unavailable", f"This terminal does not speak {asked}. It speaks {spoken}."
            )
        languages = tuple(matching)
    for text in texts:
        if not any(_same(language, written) for language in languages for written in text):
            raise Problem(
                "language_unavailable", f"A text is only in {', '.join(text)}; it is needed in {spoken}."
            )
    return languages[0] if asked else ""


def _same(site: str, other: str) -> bool:
    """Whether a text in ``other`` serves a site's language: ``zh`` serves ``zh-CN``."""
    return other in {site, site.partition("-")[0]}


def check_methods(document: SigningDocument, site: SiteConfig, sensor: SensorStanding) -> None:
    """Refuse a request that allows no way to sign that the site allows and the unit has for certain now.

    A finger to be compared must be enrolled, whatever else the request allows: who names one means it.

    Raises:
        Problem: ``method_unavailable``, with the reason for each; ``finger_not_enrolled``.
    """
    troubles = [method_trouble(method, site, sensor.health) for method in document.methods]
    if all(troubles):
        raise Problem("method_unavailable", " ".join(troubles))
    template = document.fingerprint.template
    if template is None:
        return
    if trouble := method_trouble(Method.FINGERPRINT, site, sensor.health):
        raise Problem("method_unavailable", trouble)
    if sensor.templates is not None and template not in sensor.templates:
        raise Problem(
            "finger_not_enrolled",
            f"No finger is enrolled at place {template} of this terminal's sensor. Enrol it, or leave the match out.",
        )


def method_trouble(method: Method, site: SiteConfig, sensor: Health) -> str:
    """Return why a way to sign cannot be used now, or "" where it can."""
    if method.value not in site.methods:
        return f"This shop does not allow {method.value}."
    if method is Method.FINGERPRINT and not sensor.usable:
        return f"The fingerprint sensor cannot be used now ({sensor.value})."
    return ""
