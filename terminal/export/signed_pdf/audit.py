"""The page of proof: who signed what, when, on which device and how, and by which digests that can be checked."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from terminal.export.pdf import Place
from terminal.i18n import Words, message
from terminal.model.codes import spaced
from terminal.model.moment import ClockState
from terminal.model.quality import Verdict
from terminal.model.request import Kind, in_language
from terminal.typeset import Face

from .faces import MUTED, Type
from .page import QUIET, apart, draw_card, head, time_of
from .sheet import MARGIN, Sheet
from .told import Told

SECTION = Type(11.5, Face.HEAVY)
NAME = Type(9, colour=MUTED)
FACT = Type(9.5)
DIGEST = Type(7.6, Face.CODE)
NAMES = 150.0
"""The width of the column of names."""
ROW = 13.5

CLOCKS = {
    ClockState.SYNCHRONISED: message("synchronised"),
    ClockState.RTC: message("by its battery-backed clock"),
    ClockState.UNSYNCHRONISED: message("not synchronised"),
}
VERDICTS = {
    Verdict.FINE: message("can be a signature"),
    Verdict.EMPTY: message("nothing written"),
    Verdict.DOT: message("only dots"),
    Verdict.OFF_AREA: message("mostly at the edge"),
    Verdict.SMALL: message("very small"),
    Verdict.SHORT: message("very short"),
    Verdict.STRAIGHT: message("a straight line"),
    Verdict.FEW_TURNS: message("a stroke or two"),
    Verdict.WRONG_TOOL: message("not with the pen"),
}
PRESSED = {
    "good": message("clear"),
    "partial": message("only a part of the finger"),
    "aside": message("beside the sensor in part"),
    "dry": message("dry"),
    "wet": message("wet"),
}

Fact = tuple[str, str, Type]
"""A name, what is said beside it, and how that is set."""


def write_audit(
    sheet: Sheet, told: Told, zone: tzinfo | None, note: str = "", *, card: bool = False
) -> Place:
    """Write the page of proof, from the top of the page that is begun; returns where the signature is.

    Args:
        sheet: where to.
        told: the record.
        zone: the shop's clock.
        note: something to know about this file, in the sheet's language; often nothing.
        card: show the signature here, as no other page does.
    """
    words = sheet.words
    head(sheet, words(message("How this was signed")), told.record["device"]["terminal_id"])
    sheet.y -= 10
    sheet.paragraph(
        words(message("Made by the terminal from the sealed record, which is attached to this file.")), QUIET
    )
    if note:
        sheet.paragraph(note, FACT)
    sheet.y += 8
    place = draw_card(sheet, told) if card else Place(0, 0, 0, 0)
    sheet.y -= 4
    _section(sheet, words(message("What")), _what(words, told))
    _section(sheet, words(message("How")), _how(words, told))
    _section(sheet, words(message("When")), _when(words, told, zone))
    _section(sheet, words(message("Where")), _where(words, told))
    _section(sheet, words(message("Proof")), _proof(words, told))
    _section(sheet, words(message("Files of the record, and their SHA-256")), _parts(told))
    return place


def _section(sheet: Sheet, name: str, facts: Iterator[Fact]) -> None:
    """Set facts beside their names, below the name of all; nothing where there are none."""
    told = [fact for fact in facts if fact[1]]
    if not told:
        return
    sheet.room(3 * ROW + 14)
    sheet.y += 7
    sheet.rule()
    sheet.y += 5
    sheet.line(name, SECTION, MARGIN, sheet.y + 13)
    sheet.y += 19
    width = sheet.column - NAMES
    for label, said, style in told:
        lines = sheet.faces.wrap(said, style, width, right_to_left=sheet.mirrored)
        names = sheet.faces.wrap(label, NAME, NAMES - 10, right_to_left=sheet.mirrored)
        sheet.room(ROW * max(len(lines), len(names)))
        for number, each in enumerate(names):
            sheet.line(each, NAME, MARGIN, sheet.y + number * ROW + 10)
        for number, each in enumerate(lines):
            sheet.line(each, style, MARGIN + NAMES, sheet.y + number * ROW + 10)
        sheet.y += ROW * max(len(lines), len(names))


def _what(words: Words, told: Told) -> Iterator[Fact]:
    request, shown = told.request, told.record["shown"]
    yield words("Reference"), apart(request.reference), FACT
    if request.kind is Kind.DOCUMENT:
        yield words(message("Document")), in_language(request.title, told.language), FACT
    yield words(message("Shop")), request.merchant, FACT
    if request.amount:
        yield words("Amount"), words.money(request.amount, request.currency), FACT
    yield words("Match code"), apart(spaced(told.record["match_code"])), FACT
    yield words(message("Language shown")), words.name, FACT
    yield words("Text digest"), shown["text_sha256"], DIGEST
    yield words(message("Agreed to")), "\n".join(told.agreed), FACT
    consent = shown.get("finger_consent")
    if consent:
        yield words(message("Agreed to, for the finger")), consent["text"], FACT


def _how(words: Words, told: Told) -> Iterator[Fact]:
    given = told.record["signature"]
    yield words("Method"), words(told.written_with), FACT
    yield words(message("Attempt")), str(given["attempt"]), FACT
    match given:
        case {"ink": ink}:
            yield (
                words(message("Ink")),
                words(
                    message("{strokes} strokes, {points} points"),
                    strokes=ink["strokes"],
                    points=ink["points"],
                ),
                FACT,
            )
        case {"impression": impression}:
            size = f"{impression['width_px']} × {impression['height_px']} px, {impression['dpi']} dpi"
            yield words(message("Picture")), apart(size), FACT
            yield words(message("Quality")), _pressed(words, impression.get("quality") or {}), FACT
        case {"match": matched}:
            yield (
                words(message("Compared")),
                words(
                    message(
                        "with the finger enrolled as number {place}; score {score}, security level {level}"
                    ),
                    place=matched["template"],
                    score=matched["score"],
                    level=matched["security_level"],
                ),
                FACT,
            )
    judged = given.get("quality")
    if judged:
        yield words(message("Quality")), _judged(words, judged), FACT


def _judged(words: Words, judged: Mapping[str, Any]) -> str:
    verdict = words(VERDICTS[Verdict(judged["verdict"])])
    accepted = words(message("accepted by staff"))
    return f"{verdict} · {accepted}" if judged["overridden"] else verdict


def _pressed(words: Words, quality: Mapping[str, Any]) -> str:
    if not quality:
        return ""
    verdict = PRESSED.get(quality["verdict"])
    legible = words(message("{area} mm² legible"), area=f"{quality['legible_mm2']:.0f}")
    return f"{words(verdict) if verdict else quality['verdict']} · {legible}"


def _when(words: Words, told: Told, zone: tzinfo | None) -> Iterator[Fact]:
    times = told.record["times"]
    for name, key in (
        (message("Opened"), "opened"),
        (message("First touch"), "first_pen_down"),
        (message("Confirmed"), "confirmed"),
    ):
        yield words(name), time_of(datetime.fromisoformat(times[key]["utc"]), zone), FACT
    yield words("Clock"), words(CLOCKS[ClockState(times["clock"])]), FACT
    pages = [
        words(
            message("page {page}: {seconds} s"),
            page=each["page"],
            seconds=words.number(f"{each['ms'] / 1000:.1f}"),
        )
        for each in told.record["shown"]["pages"]
    ]
    yield words(message("Time on each page")), " · ".join(pages), FACT


def _where(words: Words, told: Told) -> Iterator[Fact]:
    device, request = told.record["device"], told.request
    yield words("Terminal"), apart(device["terminal_id"]), FACT
    yield words(message("Till")), apart(request.till), FACT
    yield words(message("Operator")), apart(request.operator) if request.operator else "", FACT
    yield words(message("Computer")), apart(f"{device['model']} · Signpost {device['version']}"), FACT
    yield words(message("Screen")), apart(device["panel"]), FACT
    sensor = device["sensor"]
    yield words("Sensor"), apart(sensor) if sensor not in {"", "unknown"} else "", FACT
    yield words(message("Key (RFC 7638)")), device["key_thumbprint"], DIGEST


def _proof(words: Words, told: Told) -> Iterator[Fact]:
    record = told.record
    yield words(message("Record id")), record["id"], DIGEST
    yield words(message("Number in the chain")), str(record["chain"]["seq"]), FACT
    yield words(message("Record before it")), record["chain"]["previous"], DIGEST
    journal = record.get("journal")
    if journal and journal["seq"]:
        yield words(message("Journal, line {seq}"), seq=journal["seq"]), journal["sha256"], DIGEST
    yield "record.jws", told.jws_sha256, DIGEST


def _parts(told: Told) -> Iterator[Fact]:
    for part in told.record["parts"]:
        yield part["name"], part["sha256"], DIGEST
