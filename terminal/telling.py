"""The lines of the journal as sentences, in any language that the terminal speaks."""

from string import Formatter

from terminal.export.void_reasons import void_reason
from terminal.i18n import Words, message
from terminal.model.journal import Happening, JournalLine

_SENTENCES = {
    Happening.SEALED: message("Signed, and sealed as record {seq}"),
    Happening.OVERRIDDEN: message("Staff let a signature pass that was refused ({verdict})"),
    Happening.PRINTED: message("Printed, slip {copy}"),
    Happening.NOT_PRINTED: message("Could not be printed, slip {copy}: {why}"),
    Happening.REPRINT_ASKED: message("To be printed again, slip {copy}"),
    Happening.SLIP_PRINTED: message("A slip was printed ({kind})"),
    Happening.SLIP_NOT_PRINTED: message("A slip could not be printed ({kind}): {why}"),
    Happening.ACKNOWLEDGED: message("Received and confirmed by: {sink}"),
    Happening.REFUSED: message("Refused by {sink}: {why}"),
    Happening.SENDING_ASKED: message("To be sent again: {sink}"),
    Happening.VOIDED: message("Voided: {reason}"),
    Happening.EXPORTED: message("Exported ({format}): {place}"),
    Happening.PDF_SIGNED: message("The signed PDF was made"),
    Happening.PDF_NOT_SIGNED: message("The signed PDF could not be made: {why}"),
    Happening.DESTROYED: message("Part of it was destroyed: {part}"),
    Happening.SEALED_AWAY: message("Sealed to its owner: it cannot be read here any more"),
    Happening.REQUEST_FORGOTTEN: message("What {reference} had asked for was deleted"),
    Happening.DAY_CLOSED: message("Day close {number}: {signed} signed"),
    Happening.PAPER_SIGNED: message("{reference} was signed on paper"),
    Happening.TILL_ADMITTED: message("Till {till} was let in"),
    Happening.TILL_REVOKED: message("Till {till} was shut out"),
    Happening.SETTING: message("Setting {name}: {value}"),
    Happening.STAFF_IN: message("Staff came in ({how})"),
    Happening.STAFF_REFUSED: message("A wrong PIN or finger ({how})"),
    Happening.STAFF_LOCKED: message("Too many wrong tries: locked for {locked_s} s"),
    Happening.KEY_MADE: message("The terminal's key was made: {thumbprint}"),
    Happening.KEY_REPLACED: message("The terminal's key was replaced: {old}, now {new}"),
    Happening.CERTIFICATE: message("The key has another certificate, until {ends}"),
    Happening.STARTED: message("{process} was started, version {version}"),
    Happening.CLOCK: message("The clock was set by {step_s} s"),
    Happening.CLOCK_STATE: message("The clock is now: {state}"),
    Happening.CASE_OPENED: message("The case was opened"),
    Happening.CASE_SHUT: message("The case was shut"),
    Happening.MAINS_LOST: message("The mains were lost"),
    Happening.MAINS_BACK: message("The mains were back"),
    Happening.DEVICE_TROUBLE: message("Trouble with {device}: {why}"),
    Happening.DEVICE_WELL: message("{device} worked again"),
    Happening.BACKED_UP: message("A backup was made"),
    Happening.RESTORED: message("A backup was restored"),
    Happening.DAMAGED: message("Damage was found"),
}

_NAMES = {
    "test": message("Test slip"),
    "close": message("Day close"),
    "paper": message("On paper"),
    "cancelled": message("Cancelled"),
    "pin": message("PIN"),
    "finger": message("Fingerprint"),
    "printer": message("Printer"),
    "sensor": message("Sensor"),
    "archive": message("Archive"),
}
"""Words in the facts that are a thing of the terminal's."""


def told(line: JournalLine, words: Words) -> str:
    """Return a line as a sentence; one of a newer version's as it is."""
    try:
        sentence = _SENTENCES[Happening(line.happening)]
    except (ValueError, KeyError):
        said = ", ".join(f"{name} {value}" for name, value in line.facts.items())
        return f"{line.happening}: {said}" if said else line.happening
    asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    facts = {name: void_reason(str(line.facts.get(name, "-")), words) for name in asked}
    return words(
        sentence, **{name: words(_NAMES[said]) if said in _NAMES else said for name, said in facts.items()}
    )
