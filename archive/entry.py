"""What the index keeps of a record: read out of a bundle that holds, refusing what cannot be indexed."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from terminal.evidence.bundle import Bundle
from terminal.model.record import RECORD_SCHEMA

RECORD_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A UUID as records write it: lower case, with hyphens."""

_TERMINAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MATCH_CODE = re.compile(r"[0-9A-F]{8}")
_WORD = re.compile(r"[a-z_]{1,16}")
_LONGEST = 500
_LAST_SEQ = 2**53


class EntryError(ValueError):
    """The record cannot be indexed. The message says which of its values is at fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record's line in the index."""

    id: str
    terminal_id: str
    thumbprint: str
    seq: int
    previous: str
    jws_sha256: str
    confirmed: datetime
    clock: str
    kind: str
    method: str
    reference: str
    merchant: str
    amount: str
    amount_plain: str
    currency: str
    match_code: str

    @property
    def object_key(self) -> str:
        """Where in the object store its bundle belongs."""
        return f"bundles/{self.terminal_id}/{self.id}.signpost"


def entry_of(bundle: Bundle) -> Entry:
    """Return a record's line in the index.

    Raises:
        EntryError: naming the value that is missing or not as it must be.
    """
    record = bundle.record
    _check_text(record)
    if record.get("schema") != RECORD_SCHEMA:
        raise EntryError(f"schema is {record.get('schema')!r}, and only {RECORD_SCHEMA} is known here")
    received = _at(record, "request.received", dict)
    amount = _plain(received, "amount")[:64]
    return Entry(
        id=_matching(record, "id", RECORD_ID),
        terminal_id=_matching(record, "device.terminal_id", _TERMINAL_ID),
        thumbprint=bundle.seal.thumbprint,
        seq=_seq(record),
        previous=_matching(record, "chain.previous", _DIGEST),
        jws_sha256=bundle.seal.jws_sha256,
        confirmed=_time(record, "times.confirmed.utc"),
        clock=_matching(record, "times.clock", _WORD),
        kind=_matching(received, "kind", _WORD),
        method=_matching(record, "signature.method", _WORD),
        reference=_plain(received, "reference"),
        merchant=_plain(received, "merchant"),
        amount=amount,
        amount_plain=plain_amount(amount),
        currency=_plain(received, "currency")[:16],
        match_code=_matching(record, "match_code", _MATCH_CODE),
    )


def plain_amount(amount: str) -> str:
    """Return a decimal without separators and trailing zeros, to compare by; empty where it is none."""
    try:
        number = Decimal(amount.replace(",", "").strip())
        return f"{number.normalize():f}"[:64] if number.is_finite() and abs(number.adjusted()) < 30 else ""
    except InvalidOperation:
        return ""


def _check_text(record: dict[str, Any]) -> None:
    """Refuse characters that no database and no page can hold."""
    try:
        text = json.dumps(record, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise EntryError(f"the record is not proper text: {error}") from error
    if b"\\u0000" in text.replace(rb"\\", b""):
        raise EntryError("the record holds a NUL character")


def _at(values: Any, path: str, kind: type) -> Any:  # noqa: ANN401 - a value of JSON
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    if type(values) is not kind:
        raise EntryError(f"{path} should be {'a text' if kind is str else 'there'}, and is {values!r:.60}")
    return values


def _matching(values: dict[str, Any], path: str, pattern: re.Pattern[str]) -> str:
    value: str = _at(values, path, str)
    if not pattern.fullmatch(value):
        raise EntryError(f"{path} is not as it must be: {value!r:.60}")
    return value


def _plain(values: dict[str, Any], name: str) -> str:
    """Return a text that may be missing, as long as the index can hold it; the record keeps all of it."""
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise EntryError(f"request.received.{name} should be a text, and is {value!r:.60}")
    return value[:_LONGEST]


def _seq(record: dict[str, Any]) -> int:
    seq: int = _at(record, "chain.seq", int)
    if not 1 <= seq <= _LAST_SEQ:
        raise EntryError(f"chain.seq is {seq!r:.60}, and counts from 1")
    return seq


def _time(record: dict[str, Any], path: str) -> datetime:
    value = _at(record, path, str)
    try:
        when = datetime.fromisoformat(value)
    except ValueError as error:
        raise EntryError(f"{path} is no time: {value!r:.60}") from error
    if when.tzinfo is None or not 1970 <= when.year < 9999:
        raise EntryError(f"{path} should be a time in UTC, and is {value!r:.60}")
    return when
