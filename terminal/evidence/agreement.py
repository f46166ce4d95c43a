"""Whether a record agrees with itself, and how far its times can be believed."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from terminal.model.document import DOCUMENT_PART
from terminal.model.moment import ClockState
from terminal.model.record import match_code

from .finding import Finding, broken, holds, unknown


def said(record: Any, *names: str) -> Any:  # noqa: ANN401 - whatever was sealed
    """Return a value of a sealed record; None where it is not there."""
    value = record
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def agrees(record: Mapping[str, Any]) -> bool:
    """Tell whether the digest and the match code follow from the words that the record says were shown."""
    text = said(record, "shown", "text")
    digest = sha256(str(text or "").encode("utf-8", "surrogatepass")).hexdigest()
    received = said(record, "request", "received")
    code = match_code(
        str(said(record, "id")),
        digest,
        str(said(received, "settle_date") or ""),
        str(said(received, "ref_no") or ""),
    )
    return (digest, code) == (said(record, "shown", "text_sha256"), said(record, "match_code"))


def _document(record: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether the document that was sent, shown and sealed is one and the same; nothing where there was none."""
    parts = said(record, "parts")
    listed = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    sealed = [part.get("sha256") for part in listed if part.get("name") == DOCUMENT_PART]
    sent, shown = (
        said(record, "request", "received", "document", "sha256"),
        said(record, "shown", "document_sha256"),
    )
    if not (sealed or sent or shown):
        return
    if sealed == [sent] == [shown]:
        yield holds("document", "the PDF that was sealed is the one that the till sent and the customer saw")
    else:
        yield broken("document", "the PDF that was sealed is not the one that was sent and shown")


def judge_record(record: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what the record's own values say: words, and clock."""
    if agrees(record):
        yield holds("words", "their digest and the match code follow from what was shown")
    else:
        yield broken(
            "words", "digest or match code do not follow from the words that the record says were shown"
        )
    yield from _document(record)
    if said(record, "times", "clock") == ClockState.SYNCHRONISED:
        yield holds("clock", "the terminal's clock was synchronised when the customer signed")
    else:
        yield unknown(
            "clock", "the terminal's clock was not synchronised: its times may be off, its order is not"
        )
