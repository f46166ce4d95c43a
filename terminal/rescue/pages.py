"""The pages of an SQLite file, whatever is left of it: https://sqlite.org/fileformat2.html, read without SQLite."""

import mmap
import struct
from contextlib import ExitStack
from pathlib import Path
from typing import Self

MAGIC = b"SQLite format 3\0"
_PAGE = 4096
"""What our stores have, where a file does not say any more."""

_SIZES = {1 << power for power in range(9, 17)}
_LOG_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_LOG_HEADER, _FRAME_HEADER = 32, 24


class Pages:
    """An SQLite file's pages, with those that are still in its write-ahead log in their place.

    Args:
        file: the SQLite file.
        log: its ``-wal``, where there is one.
    """

    def __init__(self, file: Path, log: Path | None = None) -> None:
        self._held = ExitStack()
        self._content = self._mapped(file)
        logged = self._mapped(log) if log and log.exists() else b""
        self.size = _size_of(self._content, logged)
        self.usable = self.size - (self._content[20] if self._content[:16] == MAGIC else 0)
        self._in_log = _frames(logged, self.size)
        self._log = logged
        self.count = max(len(self._content) // self.size, *self._in_log, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def __getitem__(self, number: int) -> bytes:
        """Return a page, the first one being 1; empty where there is none."""
        if place := self._in_log.get(number):
            return bytes(self._log[place : place + self.size])
        if number < 1:
            return b""
        page = bytes(self._content[(number - 1) * self.size : number * self.size])
        return page if len(page) == self.size else b""

    def _mapped(self, file: Path) -> mmap.mmap | bytes:
        opened = self._held.enter_context(file.open("rb"))
        if not file.stat().st_size:
            return b""
        return self._held.enter_context(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))


def _size_of(content: mmap.mmap | bytes, logged: mmap.mmap | bytes) -> int:
    """Return how large a page is, from the file's own header or its log's."""
    for magic, said in ((content[:16], content[16:18]), (MAGIC, logged[10:12])):
        if magic == MAGIC and len(said) == 2:
            size = int.from_bytes(said, "big")
            size = 65536 if size == 1 else size
            if size in _SIZES:
                return size
    return _PAGE


def _frames(logged: mmap.mmap | bytes, size: int) -> dict[int, int]:
    """Return where in the log the committed pages lie, by their numbers: as far as its checksums hold."""
    if len(logged) < _LOG_HEADER:
        return {}
    order = _LOG_MAGIC.get(int.from_bytes(logged[:4], "big"))
    if order is None:
        return {}
    sums = _checksum(logged[:24], (0, 0), order)
    if sums != struct.unpack(">II", logged[24:32]):
        return {}
    committed: dict[int, int] = {}
    pending: dict[int, int] = {}
    for start in range(_LOG_HEADER, len(logged) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, commit, *salts = struct.unpack(">IIII", logged[start : start + 16])
        page = logged[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        sums = _checksum(page, _checksum(logged[start : start + 8], sums, order), order)
        if tuple(salts) != struct.unpack(">II", logged[16:24]) or sums != struct.unpack(
            ">II", logged[start + 16 : start + 24]
        ):
            break
        pending[number] = start + _FRAME_HEADER
        if commit:
            committed |= pending
            pending = {}
    return committed


def _checksum(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
