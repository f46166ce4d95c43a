"""Day closes: what ended since the last one, counted, and kept as a line of the print journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from terminal.model.dayclose import DayClose
from terminal.model.journal import Happening, JournalLine
from terminal.model.status import Printed

from .database import together, transaction
from .journal import Journal
from .records import Records
from .slips import Slip, SlipKind, Slips
from .table import Table


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a close, so that the same asking makes no second one.

    Attributes:
        till: its name; empty for staff and for the shell.
        key: the till's word for this asking, its Idempotency-Key; empty where there is none.
        body_sha256: of what was asked.
    """

    till: str = ""
    key: str = ""
    body_sha256: str = ""

    @property
    def key_sha256(self) -> str:
        """What of the key is kept."""
        return sha256(f"{self.till} {self.key}".encode()).hexdigest() if self.key else ""


class Closing(Table):
    """The closes of a terminal's days. A close is as long as its slip is in the journal: for ever."""

    def close(
        self,
        terminal_id: str,
        sold: Sequence[str] | None = None,
        number: int | None = None,
        asking: Asking | None = None,
    ) -> DayClose:
        """Close the day: count what ended since the last close, and queue its slip, in one transaction.

        Args:
            terminal_id: the terminal's name.
            sold: the references of all that the till sold since; None where it gave no list.
            number: of the close that is meant, so that nobody makes it twice: where it was made before, nothing
                is done, and the last one returned. None for the next, whichever that is.
            asking: who asks, for the journal.
        """
        asking = asking or Asking()
        with together(self._connection):
            last = self.last()
            if last and number is not None and number <= last.number:
                return last
            close = self._figures(terminal_id, sold)
            Slips(self._connection, self._now).ask_about(SlipKind.CLOSE, close.to_json())
            Journal(self._connection, self._now).add(
                Happening.DAY_CLOSED,
                number=close.number,
                signed=close.signed,
                head_seq=close.head_seq,
                head_sha256=close.head_sha256,
                till=asking.till,
                asked=asking.key_sha256,
                body_sha256=asking.body_sha256,
            )
        return close

    def close_for(
        self, asking: Asking, terminal_id: str, sold: Sequence[str] | None
    ) -> tuple[DayClose | None, bool]:
        """Close the day for a till, once for each of its keys; returns the close, and whether it is new.

        None, where the key belongs to a close that was asked for with another body.
        """
        with transaction(self._connection):
            if known := self._asked(asking):
                close, same = known
                return (close if same else None), False
            return self.close(terminal_id, sold, asking=asking), True

    def _asked(self, asking: Asking) -> tuple[DayClose, bool] | None:
        """Return the close that was asked for by this key, and whether with the same body; None where none was."""
        row = self._row(
            "SELECT text FROM journal WHERE happening = ? AND json_extract(text, '$.facts.asked') = ?",
            *(Happening.DAY_CLOSED.value, asking.key_sha256),
        )
        if row is None:
            return None
        facts = JournalLine.read(row[0]).facts
        close = self.numbered(int(facts["number"]))
        return (close, facts["body_sha256"] == asking.body_sha256) if close else None

    def numbered(self, number: int) -> DayClose | None:
        """Return the close of a number, or None."""
        row = self._row(
            "SELECT about FROM slips WHERE kind = 'close' AND json_extract(about, '$.number') = ? LIMIT 1",
            number,
        )
        return DayClose.from_json(row[0]) if row else None

    def so_far(self, terminal_id: str) -> DayClose:
        """Return the figures of a close that were made now; nothing is closed."""
        return self._figures(terminal_id, None)

    def last(self) -> DayClose | None:
        """Return the last close, or None before the first."""
        slip = self.last_slip()
        return DayClose.from_json(slip.about) if slip else None

    def last_slip(self) -> Slip | None:
        """Return the journal's line of the last close, or None before the first."""
        row = self._row("SELECT id FROM slips WHERE kind = 'close' ORDER BY id DESC LIMIT 1")
        return Slips(self._connection, self._now).find(row[0]) if row else None

    def print_again(self, number: int) -> bool:
        """Queue one more slip of the last close; returns whether it has this number and its slip is out."""
        with transaction(self._connection):
            slip = self.last_slip()
            if slip is None or slip.state is not Printed.PRINTED:
                return False
            if DayClose.from_json(slip.about).number != number:
                return False
            Slips(self._connection, self._now).ask_about(SlipKind.CLOSE, slip.about, slip.copy + 1)
        return True

    def _figures(self, terminal_id: str, sold: Sequence[str] | None) -> DayClose:
        last = self.last()
        since, after_seq = (last.until_utc, last.head_seq) if last else ("", 0)
        now = self._now()
        head_seq, head = Records(self._connection, self._now).head()
        journal = Journal(self._connection, self._now).head()
        voided = self._voided(last.journal_seq if last else 0)
        ended = "ended_utc > ? AND ended_utc <= ?"
        return DayClose(
            number=last.number + 1 if last else 1,
            terminal_id=terminal_id,
            since_utc=since,
            until_utc=now,
            signed=head_seq - after_seq,
            cancelled=self._count(f"state = 'cancelled' AND {ended}", since, now),
            paper=self._count(f"state = 'failed' AND code = 'paper' AND {ended}", since, now),
            failed=self._count(f"state = 'failed' AND code <> 'paper' AND {ended}", since, now),
            waiting=self._count("state NOT IN ('completed', 'cancelled', 'failed')"),
            sums=self._sums(after_seq),
            first_seq=after_seq + 1 if head_seq > after_seq else 0,
            last_seq=head_seq if head_seq > after_seq else 0,
            head_seq=head_seq,
            head_sha256=head,
            unsigned=None if sold is None else tuple(each for each in sold if not self._signed(each)),
            voided=len(voided),
            voided_sums=_added_up(voided),
            journal_seq=journal.seq,
            journal_sha256=journal.sha256,
        )

    def _count(self, where: str, *values: object) -> int:
        row = self._row(f"SELECT count(*) FROM requests WHERE {where}", *values)
        return int(row[0]) if row else 0

    def _signed(self, reference: str) -> bool:
        """Tell whether a sale was signed, on the glass or on paper."""
        return bool(self._count("reference = ? AND (state = 'completed' OR code = 'paper')", reference))

    def _sums(self, after_seq: int) -> tuple[tuple[str, str], ...]:
        """Add up what was signed for."""
        return _added_up(
            self._rows(
                "SELECT json_extract(received, '$.currency'), json_extract(received, '$.amount')"
                " FROM records JOIN requests ON requests.id = records.request_id WHERE records.seq > ?",
                after_seq,
            )
        )

    def _voided(self, after_line: int) -> list[tuple[str, str]]:
        """Return the currencies and amounts of what was voided since a line of the journal."""
        rows = self._rows(
            "SELECT json_extract(received, '$.currency'), json_extract(received, '$.amount') FROM journal"
            " JOIN records ON records.id = journal.record_id JOIN requests ON requests.id = records.request_id"
            " WHERE happening = ? AND journal.seq > ?",
            *(Happening.VOIDED.value, after_line),
        )
        return [(currency, amount) for currency, amount in rows]


def _added_up(amounts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Add up amounts by currency, exactly."""
    sums = dict[str, Decimal]()
    for currency, amount in amounts:
        if amount:
            sums[currency] = sums.get(currency, Decimal()) + Decimal(amount)
    return tuple((currency, str(amount)) for currency, amount in sorted(sums.items()))
