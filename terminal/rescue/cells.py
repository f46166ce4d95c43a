"""The rows on the pages of an SQLite file, each found by itself: no row is lost because another one is damaged."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .pages import Pages

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR, _TABLE_INTERIOR = 0x0D, 0x0A, 0x02, 0x05
_HEADER = {_TABLE_LEAF: 8, _INDEX_LEAF: 8, _INDEX_INTERIOR: 12}
_MOST_BYTES = 256 * 1024 * 1024
_MOST_COLUMNS = 32
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_REACH = 48
"""How far before a record's id, in bytes, its row can begin: sizes, number, and the columns' types."""

Value = None | int | float | str | bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row lies.

    Attributes:
        page, offset: of its first byte.
        size: of all of it, in bytes; what does not fit its page goes on on others.
        rowid: its number in the table; None in an index, and in a table that has none.
        types: of its columns, by SQLite's numbers.
        head: how many bytes at its beginning tell these.
    """

    page: int
    offset: int
    size: int
    rowid: int | None
    types: tuple[int, ...]
    head: int


def cells(pages: Pages) -> Iterator[Cell]:
    """Yield every row that can be made out, on whatever page: also those that nothing leads to any more."""
    for number in range(1, pages.count + 1):
        page = pages[number]
        if not page:
            continue
        begin = 100 if number == 1 else 0
        kind = page[begin]
        if kind in _HEADER:
            found, sound = _listed(number, page, begin)
            yield from found
            if sound:
                continue
        elif kind == _TABLE_INTERIOR or int.from_bytes(page[:4], "big") <= pages.count:
            continue  # it leads to others, or is the rest of a long row
        yield from _searched(number, page)


def _listed(number: int, page: bytes, begin: int) -> tuple[list[Cell], bool]:
    """Return the rows that a page lists, and whether all that it lists are rows."""
    kind, count = page[begin], int.from_bytes(page[begin + 3 : begin + 5], "big")
    first = begin + _HEADER[kind]
    offsets = struct.unpack_from(f">{min(count, (len(page) - first) // 2)}H", page, first)
    found = [cell for offset in offsets if (cell := _cell(number, page, offset, kind)) and offset >= first]
    return found, len(found) == count


def _searched(number: int, page: bytes) -> Iterator[Cell]:
    """Yield what looks like a row on a page whose own list is damaged: it begins shortly before a record's id."""
    starts = {
        offset for id_ in _ID.finditer(page) for offset in range(max(8, id_.start() - _REACH), id_.start())
    }
    for offset in sorted(starts):
        for kind in (_TABLE_LEAF, _INDEX_LEAF):
            if cell := _cell(number, page, offset, kind):
                yield cell


def _cell(number: int, page: bytes, offset: int, kind: int) -> Cell | None:
    """Return the row that begins somewhere; None where none does."""
    try:
        at = offset + (4 if kind == _INDEX_INTERIOR else 0)
        size, at = _varint(page, at)
        rowid: int | None = None
        if kind == _TABLE_LEAF:
            rowid, at = _varint(page, at)
        if not 2 <= size <= _MOST_BYTES:
            return None
        head, cursor = _varint(page, at)
        end, types = at + head, []
        if head > size or end > len(page):
            return None
        while cursor < end:
            serial, cursor = _varint(page, cursor)
            types.append(serial)
    except IndexError:
        return None
    if cursor != end or not 1 < len(types) <= _MOST_COLUMNS or head + sum(map(_length, types)) != size:
        return None
    return Cell(number, at, size, rowid, tuple(types), head)


def row(pages: Pages, cell: Cell, most: int = _MOST_BYTES) -> tuple[list[Value], bool]:
    """Return a row's values, and whether all of it is there; what is not is zeros.

    ``most`` bytes are read at the most: enough for the columns at its beginning.
    """
    content, whole = _payload(pages, cell, most)
    values: list[Value] = []
    at = cell.head
    for serial in cell.types:
        length = _length(serial)
        values.append(_value(serial, content[at : at + length].ljust(length, b"\0")) if at < most else None)
        at += length
    return values, whole


def _payload(pages: Pages, cell: Cell, most: int) -> tuple[bytes, bool]:
    """Return a row's bytes from all the pages that it is on."""
    page, room = pages[cell.page], pages.usable
    leaf = room - 35 if cell.rowid is not None else (room - 12) * 64 // 255 - 23
    least = (room - 12) * 32 // 255 - 23
    local = cell.size
    if cell.size > leaf:
        local = least + (cell.size - least) % (room - 4)
        local = local if local <= leaf else least
    content = bytearray(page[cell.offset : cell.offset + local])
    following = int.from_bytes(page[cell.offset + local : cell.offset + local + 4], "big")
    wanted = min(cell.size, most)
    for _ in range(pages.count):
        if len(content) >= wanted:
            break
        page = pages[following]
        if not page:
            return bytes(content), False
        following = int.from_bytes(page[:4], "big")
        content += page[4 : 4 + min(room - 4, cell.size - len(content))]
    return bytes(content), len(content) >= wanted


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(8):
        byte = page[at + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    return value << 8 | page[at + 8], at + 9


def _length(serial: int) -> int:
    if serial >= 12:
        return (serial - 12) // 2
    return _INTEGERS.get(serial, 8 if serial == 7 else 0)


def _value(serial: int, content: bytes) -> Value:
    if serial >= 12:
        if serial % 2 == 0:
            return content
        return content.decode("utf-8", "replace")
    if serial in _INTEGERS:
        return int.from_bytes(content, "big", signed=True)
    if serial == 7:
        return float(struct.unpack(">d", content)[0])
    return {8: 0, 9: 1}.get(serial)
