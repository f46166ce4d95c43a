"""Records are exported, one after the other; whoever stops it can begin again, and what is there already stays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from terminal.export.jbig import Size
from terminal.model.journal import Happening
from terminal.store import Store
from terminal.store.errors import RecordGone
from terminal.store.records import StoredRecord

from .forms import Absent, Form, file_of, trouble_with
from .index import index_line, write_index
from .naming import stem_of
from .placing import Placed, check_folder, check_room, place
from .taken import INK, Taken

_BLOCK = 32 * 1024
"""What a file takes at the least on a large FAT stick."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export."""

    record_id: str
    form: Form
    file: Placed
    trouble: str = ""
    """What does not hold of it, in words; empty where all does."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A file that could not be had of a record."""

    record_id: str
    reference: str
    form: Form
    absent: Absent


@dataclass(slots=True)
class Outcome:
    """What came of an export."""

    records: int = 0
    written: list[Written] = field(default_factory=list)
    wanting: list[Wanting] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether all that can be had is there, and holds."""
        missed = any(not each.absent.expected for each in self.wanting)
        return not missed and not any(each.trouble for each in self.written)


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported, and where to.

    Attributes:
        forms: in which forms.
        folder: where to.
        place: what the journal calls that: a folder, or a stick's name.
        zone: of the shop, by which days are named.
        size: of JBIG pictures.
    """

    forms: tuple[Form, ...]
    folder: Path
    place: str
    zone: tzinfo | None = None
    size: Size = field(default_factory=Size)

    def run(
        self,
        store: Store,
        records: Sequence[StoredRecord],
        told: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Outcome:
        """Export some records.

        Args:
            store: that they are in.
            records: the oldest first.
            told: how many of how many are done.

        Raises:
            ExportError: it cannot be done there; what was written before is whole, and stays.
        """
        check_folder(self.folder)
        check_room(self.folder, self._needed(store, records))
        outcome, lines = Outcome(), list[list[str]]()
        for number, stored in enumerate(records, 1):
            told(number, len(records))
            try:
                record = Taken.of(store, stored, self.zone)
            except RecordGone as error:
                gone = Absent(str(error), expected=True)
                outcome.wanting += [Wanting(stored.id, stored.reference, form, gone) for form in self.forms]
                continue
            files = [each.file.path.name for each in self._export(store, record, outcome)]
            lines.append(index_line(record, files))
            outcome.records += 1
        if Form.CSV in self.forms and lines:
            self._write_index(records, lines, outcome)
        return outcome

    def _export(self, store: Store, record: Taken, outcome: Outcome) -> list[Written]:
        """Export a record in every form, and tell the journal what is new."""
        made = list(self._files(record, outcome))
        outcome.written += made
        if new := [each.form.value for each in made if each.file.new]:
            store.journal.add(Happening.EXPORTED, record.stored.id, format=" ".join(new), place=self.place)
        return made

    def _files(self, record: Taken, outcome: Outcome) -> Iterator[Written]:
        stem, stored = stem_of(record), record.stored
        for form in self.forms:
            if form is Form.CSV:
                continue
            part = file_of(form, record, self.size)
            if isinstance(part, Absent):
                outcome.wanting.append(Wanting(stored.id, stored.reference, form, part))
                continue
            file = place(self.folder, stem, form.suffix, part.content)
            yield Written(stored.id, form, file, trouble_with(form, file.path.read_bytes()))

    def _write_index(self, records: Sequence[StoredRecord], lines: list[list[str]], outcome: Outcome) -> None:
        first, last = (line[1][:10] for line in (lines[0], lines[-1]))
        days = first if first == last else f"{first}_{last}"
        stem = f"{days}_{len(records)}-records"
        outcome.written.append(Written("", Form.CSV, place(self.folder, stem, ".csv", write_index(lines))))

    def _needed(self, store: Store, records: Sequence[StoredRecord]) -> int:
        """Return how many bytes it takes at the most, as far as that is known before."""
        return sum(
            sum(_estimate(form, sizes) + _BLOCK for form in self.forms)
            for sizes in (store.history.sizes(record.id) for record in records)
        )


def _estimate(form: Form, sizes: dict[str, int]) -> int:
    match form:
        case Form.BUNDLE:
            return sum(sizes.values())
        case Form.INKML:
            return 2 * sizes.get(INK, 0)
        case Form.JBIG | Form.CSV:
            return 0
    names = {
        Form.PDF: ("signed.pdf",),
        Form.PNG: ("signature.png", "impression.png"),
        Form.SVG: ("signature.svg",),
        Form.JSON: (INK,),
    }
    return sum(sizes.get(name, 0) for name in names[form])
