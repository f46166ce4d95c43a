"""The index of an export: one line a record, for spreadsheets."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from .taken import Taken

_COLUMNS = (
    "number", "signed", "reference", "currency", "amount", "merchant", "till", "operator", "match code", "method",
    "voided (UTC)", "record", "seal (SHA-256)", "files",
)  # fmt: skip

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet would calculate (OWASP, CSV Injection)."""

_BOM = "\ufeff"
"""Without it, Excel takes UTF-8 for the computer's old code page, and Chinese comes out as noise."""


def write_index(lines: Iterable[Sequence[str]]) -> bytes:
    """Return an index of the lines that ``index_line`` made: CSV (RFC 4180), UTF-8 with a byte order mark."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in lines:
        writer.writerow([_cell(each) for each in line])
    return (_BOM + text.getvalue()).encode()


def index_line(record: Taken, files: Sequence[str]) -> list[str]:
    """Return a record's line; ``files`` are the names of those that it was exported as."""
    stored, asked = record.stored, record.asked
    said = (asked.get(name) or "" for name in ("currency", "amount", "merchant"))
    digest = record.seal.jws_sha256 if record.seal else ""
    return [
        *(str(stored.seq), f"{record.signed:%Y-%m-%d %H:%M:%S}", stored.reference, *map(str, said)),
        *(stored.till, str(asked.get("operator") or ""), stored.match_code, stored.method),
        *(stored.voided_utc, stored.id, digest, " ".join(files)),
    ]


def _cell(text: str) -> str:
    """Return a cell that is text to a spreadsheet, whatever a till or a customer put into it."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
