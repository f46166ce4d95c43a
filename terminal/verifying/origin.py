"""Where records are read from: one file or folder that holds some."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from terminal.evidence.finding import Finding, broken
from terminal.evidence.journal import FoundJournal
from terminal.evidence.places import Head
from terminal.evidence.verify import Found
from terminal.model.dayclose import DayClose
from terminal.model.journal import JournalHead
from terminal.store.errors import StoreError
from terminal.store.reading import StoreReader


class Unreadable(ValueError):
    """A file or folder cannot be read as what it seems to be. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the records of a store.

    Attributes:
        journal: where there is one.
        heads: where the chain had come to, as the store itself or a backup's manifest says.
        findings: more that is to be said.
        signer: thumbprint of the key that signed the manifest; empty without one.
    """

    journal: FoundJournal | None = None
    heads: tuple[Head, ...] = ()
    findings: tuple[Finding, ...] = ()
    signer: str = ""


class Origin(Protocol):
    """A file or folder that holds records."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def loose(self) -> bool:
        """Whether it is a file among others, and no keeping place of its own."""

    def count(self) -> int:
        """Return how many records there are about."""

    def found(self) -> Iterator[Found]:
        """Yield the records.

        Raises:
            Unreadable: it, or the rest of it, cannot be read.
        """

    def beside(self) -> Beside:
        """Return what lies beside them."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class File:
    """One record, or a few, in files of their own."""

    name: str
    read: Callable[[], Iterator[Found]]
    loose: bool = True

    def count(self) -> int:
        """Return one."""
        return 1

    def found(self) -> Iterator[Found]:
        """Yield the records."""
        try:
            yield from self.read()
        except OSError as error:
            raise Unreadable(f"{self.name} cannot be read: {error.strerror or error}") from error

    def beside(self) -> Beside:
        """Return nothing: files bring no journal."""
        return Beside()

    def close(self) -> None:
        """Do nothing: no file is kept open."""


class StoreFile:
    """A whole store.

    Args:
        name: what people call it.
        path: of the SQLite file; it is not changed.
        more: heads and findings that came with it, as in a backup.
        held: what is let go of with it.

    Raises:
        Unreadable: it is no store.
    """

    loose = False

    def __init__(
        self, name: str, path: Path, more: Beside | None = None, held: ExitStack | None = None
    ) -> None:
        self.name = name
        self._more, self._held = more or Beside(), held or ExitStack()
        try:
            self._reader = StoreReader(path)
        except (StoreError, OSError) as error:
            self._held.close()
            raise Unreadable(f"{name}: {error}") from error
        self._held.enter_context(self._reader)

    def count(self) -> int:
        """Return how many records there are; 0 where that cannot be told."""
        with suppress(StoreError):
            return self._reader.count()
        return 0

    def found(self) -> Iterator[Found]:
        """Yield the store's records, in the chain's order."""
        try:
            for record in self._reader.records():
                files = {"record.jws": record.jws, **record.files}
                source = f"{self.name}, number {record.listed['seq']}"
                yield Found(source, files, record.listed, record.receipt)
        except StoreError as error:
            raise Unreadable(f"{self.name} cannot be read to its end: {error}") from error

    def beside(self) -> Beside:
        """Return the journal, and where closes, archives and the backup's manifest saw the chain."""
        try:
            lines = self._reader.journal()
            journal = None if lines is None else FoundJournal.read(lines)
            heads = (*self._more.heads, *self._heads())
        except StoreError as error:
            finding = broken("journal", f"it cannot be read to its end: {error}")
            return replace(self._more, findings=(*self._more.findings, finding))
        return replace(self._more, journal=journal, heads=heads)

    def close(self) -> None:
        """Close the store."""
        self._held.close()

    def _heads(self) -> Iterator[Head]:
        """Yield the heads that the store itself remembers: of the last close, and of the last acknowledgement."""
        last: Head | None = None
        for about in self._reader.closes():
            with suppress(TypeError, ValueError, KeyError):
                close = DayClose.from_json(about)
                said_by = f"the close of day {close.number}"
                journal = JournalHead(close.journal_seq, close.journal_sha256) if close.journal_seq else None
                last = Head(close.head_seq, close.head_sha256, said_by=said_by, journal=journal)
        if last:
            yield last
        seqs = [seq for said in self._reader.acknowledgements() if (seq := _seq_of(said))]
        if seqs:
            yield Head(max(seqs), "", said_by="the archive's last acknowledgement")


def _seq_of(acknowledgement: str) -> int:
    """Return which record an archive acknowledged; 0 where its words do not say."""
    with suppress(ValueError, RecursionError):
        match json.loads(acknowledgement):
            case {"seq": int(seq)}:
                return seq
    return 0
