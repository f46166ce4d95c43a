"""How a printer is: its three conditions, its paper, its cover, and what a person should do about it."""

import re
from dataclasses import dataclass
from enum import StrEnum

# DLE EOT n, n = 1..4: answered at once, even in the middle of printing (Epson, Citizen and Bixolon manuals).
QUERY = b"\x10\x04"
PRINTER, CAUSE, FAULT, ROLL = 1, 2, 3, 4
ASKED = re.compile(rb"\x10\x04[\x01-\x04]")
"""Such a question among other bytes."""

# Every reply has bits 1 and 4 set, 0 and 7 clear; anything else is noise or an unsolicited status.
_FIXED_MASK, _FIXED = 0x93, 0x12


class Condition(StrEnum):
    """Whether the printer can print. A printer that does not answer is unknown, never ok."""

    OK = "ok"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


class Paper(StrEnum):
    """How much paper is left on the roll."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """What is wrong with the mechanism itself."""

    NONE = "none"
    CUTTER = "cutter"
    PASSING = "passing"  # goes by itself: the head is too hot, or the cover was opened while printing
    LASTING = "lasting"  # does not: the printer wants to be switched off, or repaired
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the printer said when it was asked how it is.

    Attributes:
        condition: Ok, a problem, or unknown.
        paper: The roll. ``LOW`` is still ok.
        cover_open: None when the printer does not say.
        offline: Whether it has stopped taking work. None when it does not say.
        fault: What is wrong with the cutter or the head.
        sentence: What to do next, for a person; empty when there is nothing to do.
        replies: Its answers to DLE EOT 1 to 4, None where it was silent; for a technician.
    """

    condition: Condition
    paper: Paper = Paper.UNKNOWN
    cover_open: bool | None = None
    offline: bool | None = None
    fault: Fault = Fault.UNKNOWN
    sentence: str = ""
    replies: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)


def is_reply(byte: int) -> bool:
    """Whether this byte can be an answer to DLE EOT."""
    return byte & _FIXED_MASK == _FIXED


def is_offline(reply: int) -> bool:
    """Whether the answer to DLE EOT 1 says that the printer has stopped taking work."""
    return bool(reply & 0x08)


def understand(printer: int | None, cause: int | None, fault: int | None, roll: int | None) -> PrinterStatus:
    """Put the answers to DLE EOT 1, 2, 3 and 4 together. None stands for no answer."""
    cover_open = None if cause is None else bool(cause & 0x04)
    offline = None if printer is None else is_offline(printer)
    paper, broken = _paper(roll, cause), _fault(fault)
    sentence = _sentence(paper, broken, cover_open=cover_open, offline=offline)
    if printer is None and roll is None:
        condition = Condition.UNKNOWN
        sentence = sentence or "The printer does not answer. Is it switched on and connected?"
    elif sentence and paper is not Paper.LOW:
        condition = Condition.PROBLEM
    else:
        condition = Condition.OK
    return PrinterStatus(
        condition, paper, cover_open, offline, broken, sentence, replies=(printer, cause, fault, roll)
    )


def _paper(roll: int | None, cause: int | None) -> Paper:
    """Read the paper from the roll's sensors; "stopped: paper end" speaks for printers without them."""
    if (roll is not None and roll & 0x60) or (cause is not None and cause & 0x20):
        return Paper.OUT
    if roll is None:
        return Paper.UNKNOWN
    return Paper.LOW if roll & 0x0C else Paper.OK


def _fault(reply: int | None) -> Fault:
    if reply is None:
        return Fault.UNKNOWN
    if reply & 0x20:
        return Fault.LASTING
    if reply & 0x08:
        return Fault.CUTTER
    return Fault.PASSING if reply & 0x40 else Fault.NONE


def _sentence(paper: Paper, fault: Fault, *, cover_open: bool | None, offline: bool | None) -> str:
    """Say what to do, the thing to do first first."""
    if cover_open:
        return "The printer's cover is open. Close it."
    if paper is Paper.OUT:
        return "The printer is out of paper. Put in a new roll."
    if fault is Fault.CUTTER:
        return "The printer's cutter is stuck. Open the cover, take out the paper in its way, and close it."
    if fault is Fault.LASTING:
        return "The printer reports a fault. Switch it off and on again; if it stays, have it repaired."
    if fault is Fault.PASSING:
        return "The printer is pausing, most likely to cool down. Wait a minute."
    if offline:
        return "The printer is offline. Look at its lamps and press its feed button."
    if paper is Paper.LOW:
        return "The paper is running low. Keep a new roll at hand."
    return ""
