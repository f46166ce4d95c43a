"""The report: every record that was found, judged by itself and beside the others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from terminal.evidence.agreement import said
from terminal.evidence.finding import Finding, PdfChecker, broken, holds, wrong
from terminal.evidence.lineage import Kept, Lineage, trace
from terminal.evidence.places import Head, Place
from terminal.evidence.trusted import Trusted
from terminal.evidence.verify import Verdict, judge

from .origin import Beside, Origin, Unreadable

LOOSE = "files"
"""What records in files of their own are called together."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record in the report; what its seal does not say is empty.

    ``let_go`` says of a record whose content is not here any more, or only for its owner, when and why.
    """

    source: str
    digest: str
    record_id: str
    terminal_id: str
    seq: int
    reference: str
    match_code: str
    confirmed_utc: str
    findings: tuple[Finding, ...]
    let_go: str = ""

    @classmethod
    def of(cls, verdict: Verdict, place: Place | None) -> "Line":
        """Return the line of a verdict."""
        record = verdict.seal.record if verdict.seal else {}
        paths = (("request", "received", "reference"), ("match_code",), ("times", "confirmed", "utc"))
        reference, code, confirmed = (str(said(record, *path) or "") for path in paths)
        facts = (place.digest, place.record_id, place.terminal_id, place.seq) if place else ("", "", "", 0)
        let_go = str(verdict.stub) if verdict.stub else ""
        return cls(verdict.source, *facts, reference, code, confirmed, verdict.findings, let_go)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that does not hold, in words."""
        return wrong(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found out.

    Attributes:
        records: in the order they were found.
        together: about each place of keeping, by its name: what is missing, the journal, heads.
        unread: what could not be read, in words.
    """

    records: tuple[Line, ...]
    together: tuple[tuple[str, tuple[Finding, ...]], ...]
    unread: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against anything that was found."""
        return not any(line.wrong for line in self.records) and not any(
            wrong(found) for _, found in self.together
        )

    @property
    def exit_code(self) -> int:
        """0 where all holds, 1 where something does not, 2 where something could not be read."""
        return 1 if not self.holds else 2 if self.unread or not self.records else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever verifies brings along.

    Attributes:
        trusted: certificates that came from elsewhere.
        heads: where others saw that chains had come to.
        whole: whether loose files should be all records of their terminals.
        check_pdf: checks the signature of a signed PDF; without it PDFs are left aside.
    """

    trusted: Trusted = field(default_factory=Trusted)
    heads: tuple[Head, ...] = ()
    whole: bool = False
    check_pdf: PdfChecker | None = None


def report_on(
    origins: Iterable[Origin | Unreadable], asked: Asked, step: Callable[[], None] = lambda: None
) -> Report:
    """Judge every record of all origins, and put them side by side.

    Args:
        origins: what was found; each is read to its end and closed.
        asked: what to compare with.
        step: is called after each record.
    """
    lines: list[Line] = []
    loose: list[Place] = []
    keepings: list[Kept] = []
    besides: list[Beside] = []
    unread: list[str] = []
    for origin in origins:
        if isinstance(origin, Unreadable):
            unread.append(str(origin))
            continue
        places = loose if origin.loose else []
        try:
            for line, place in _judged(origin, asked):
                lines.append(line)
                places += [place] if place else []
                step()
        except Unreadable as error:
            unread.append(str(error))
        if not origin.loose:
            besides.append(beside := origin.beside())
            keepings.append(Kept(origin.name, places, whole=True, journal=beside.journal, heads=beside.heads))
        origin.close()
    files = [Kept(LOOSE, loose, whole=asked.whole)] if loose else []
    lineage = trace([*keepings, *files], asked.heads, asked.trusted.thumbprints)
    return Report(_beside_others(lines, lineage), _together(keepings, besides, lineage, asked), tuple(unread))


def _judged(origin: Origin, asked: Asked) -> Iterator[tuple[Line, Place | None]]:
    for found in origin.found():
        verdict = judge(found, asked.trusted, asked.check_pdf)
        place = _place(verdict, found.source)
        yield Line.of(verdict, place), place


def _place(verdict: Verdict, source: str) -> Place | None:
    """Return where a record stands, also one of which only that is left; None where nothing says so."""
    if verdict.stub:
        return Place.of_stub(verdict.stub, source)
    return Place.of(verdict.seal, source) if verdict.seal else None


def _beside_others(lines: Sequence[Line], lineage: Lineage) -> tuple[Line, ...]:
    """Return the lines with what was found out about each record's place."""
    return tuple(
        replace(line, findings=(*line.findings, *lineage.of_records.get(line.digest, ()))) for line in lines
    )


def _together(
    keepings: Sequence[Kept], besides: Sequence[Beside], lineage: Lineage, asked: Asked
) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Return what is to be said of each place of keeping, in the order of ``lineage``."""
    extra = [
        (*beside.findings, *_signed(kept, beside, asked))
        for kept, beside in zip(keepings, besides, strict=True)
    ]
    rest = [()] * (len(lineage.of_keeping) - len(extra))
    return tuple(
        (source, (*more, *findings))
        for (source, findings), more in zip(lineage.of_keeping, [*extra, *rest], strict=True)
    )


def _signed(kept: Kept, beside: Beside, asked: Asked) -> Iterator[Finding]:
    """Say whether a backup's manifest was signed by the key of its records."""
    if not beside.signer:
        return
    keys = {place.thumbprint for place in kept.places} | asked.trusted.thumbprints
    if kept.journal:
        keys |= set(kept.journal.successors.values())
    if kept.places and beside.signer not in keys:
        yield broken("manifest", "another key signed it than the records")
    else:
        yield holds("manifest", "signed by the key of the records")
