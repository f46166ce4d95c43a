"""How a chain goes on after a restore, so that no number is ever given twice.

Between the backup and the loss of the old unit more records may have been sealed: sent to the archive, printed on
slips. They are not in the backup, and their numbers must not be given to others. Whoever knows the last one says so
(``--head``, from the archive or the slip of a day's close); else the numbers that may be theirs are skipped. Either
way the next record says which record the backup ended with.
"""

from dataclasses import dataclass

from terminal.evidence.places import Head

from . import BackupError

_ROUND, _AT_LEAST = 100_000, 10_000
"""The chain goes on at a round number that nobody takes for the next one, and leaves room for this many records."""


@dataclass(frozen=True, slots=True)
class NextPlace:
    """The next record's number, the seal that it names as the one before it, and how that is known, in a word."""

    seq: int
    previous: str
    known: str


def next_place(backup: Head, known: Head | None, *, complete: bool) -> NextPlace:
    """Return where the chain goes on.

    Args:
        backup: the last record in the backup.
        known: the last one that is known of elsewhere.
        complete: somebody who knows says that the backup has all.

    Raises:
        BackupError: what is known elsewhere cannot be.
    """
    if known is None:
        if complete:
            return NextPlace(backup.seq + 1, backup.sha256, "complete")
        skipped = (backup.seq + _AT_LEAST + _ROUND - 1) // _ROUND * _ROUND
        return NextPlace(skipped + 1, backup.sha256, "skipped")
    if known.terminal_id not in {"", backup.terminal_id}:
        raise BackupError(f"the head is {known.terminal_id}'s, and the backup {backup.terminal_id}'s")
    if known.seq < backup.seq:
        raise BackupError(
            f"the head is record {known.seq}, and the backup goes up to {backup.seq}: take a later head"
        )
    if known.seq == backup.seq and known.sha256 != backup.sha256:
        raise BackupError(f"record {known.seq} in the backup is another one than the head tells of")
    return NextPlace(known.seq + 1, known.sha256, "head")
