"""A journal as it was found: whether it holds, and what it tells of records and keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from terminal.model.journal import NO_LINE, Happening, JournalHead, JournalLine, journal_breaks

from .errors import SealError
from .finding import Finding, broken, holds
from .key_change import check_key_change
from .places import Place

_TOLD = 5
"""So many breaks are told one by one; behind the first few are only more of the same kind."""


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """One journal.

    Attributes:
        digests: of its lines, by their numbers, hex SHA-256.
        breaks: what does not hold about it, in words.
        sealed: the seals' digests of the records that it tells of, by their numbers.
        successors: which key follows which, by thumbprints, where both signed that.
    """

    digests: Mapping[int, str]
    breaks: tuple[str, ...]
    sealed: Mapping[int, str]
    successors: Mapping[str, str]

    @classmethod
    def read(cls, lines: Iterable[tuple[str, str]]) -> "FoundJournal":
        """Return what is in a journal's lines, given as they are kept, the first one first.

        Beside each line is the digest that was noted with it, so that an accident to the very last one is seen too.
        """
        kept = list(lines)
        digests, sealed, successors = {0: NO_LINE}, dict[int, str](), dict[str, str]()
        breaks = [sentence for _, sentence in journal_breaks(text for text, _ in kept)]
        for number, (text, noted) in enumerate(kept, 1):
            digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            if digest != noted:
                breaks.append(f"line {number} of the journal is not the one that was noted")
            try:
                line = JournalLine.read(text)
            except ValueError:
                digests[number] = digest
                continue
            digests[line.seq] = digest
            match line.happening, line.facts:
                case Happening.SEALED, {"seq": int(seq), "sha256": str(told)}:
                    sealed[seq] = told
                case Happening.KEY_REPLACED, {"statement": str(statement)}:
                    successors |= _successor(statement)
        return cls(digests, tuple(breaks), sealed, successors)

    def judge(self) -> list[Finding]:
        """Say whether the journal holds."""
        last = max(self.digests)
        if not self.breaks:
            return [holds("journal", f"{last} lines, each names the one before it")]
        told = [broken("journal", sentence) for sentence in self.breaks[:_TOLD]]
        more = len(self.breaks) - len(told)
        return [*told, *([broken("journal", f"and {more} more of its lines do not hold")] if more else [])]

    def judge_head(self, head: JournalHead, said_by: str) -> Finding:
        """Say whether the journal leads through a line that somebody saw before."""
        if self.digests.get(head.seq) != head.sha256:
            return broken("journal", f"{said_by}: its line {head.seq} is missing, or was another one then")
        return holds("journal", f"{said_by}: line {head.seq} is here, as it was then")

    def judge_anchor(self, place: Place) -> list[Finding]:
        """Say whether the journal still is what it was when a record was sealed, and tells of the record."""
        if place.journal is None:
            return []
        found = _anchored(place.journal, self.digests)
        told = self.sealed.get(place.seq)
        if told is None:
            return [found, broken("journal", f"it does not tell that record {place.seq} was sealed")]
        if told != place.digest:
            return [found, broken("journal", f"it tells that another record {place.seq} was sealed")]
        return [found]


def _anchored(anchor: JournalHead, digests: Mapping[int, str]) -> Finding:
    kept = digests.get(anchor.seq)
    if kept is None:
        return broken("journal", f"its line {anchor.seq}, after which the record was sealed, is missing")
    if kept != anchor.sha256:
        return broken("journal", f"its line {anchor.seq} is another than when the record was sealed")
    return holds("journal", f"its first {anchor.seq} lines are those that stood when the record was sealed")


def _successor(statement: str) -> dict[str, str]:
    try:
        change = check_key_change(statement)
    except SealError:
        return {}
    return {change.old: change.new}
