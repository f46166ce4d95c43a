"""The page that a sale becomes, in the order of the slip: shop, lines, total, facts, signature, match code, agreement.

A document that is a text becomes pages of the same kind, and so does the cover of one that cannot be signed itself.
"""

from datetime import datetime, tzinfo
from io import BytesIO

from PIL import Image

from terminal.export.agreement import agreement
from terminal.export.pdf import Place, draw_signature
from terminal.export.png import CODE_COLOUR
from terminal.i18n import message
from terminal.model.codes import spaced
from terminal.model.moment import ClockState
from terminal.model.request import Kind, Line, Method, in_language
from terminal.typeset import Face

from .faces import MUTED, PRIMARY, Type
from .sheet import FOOT, MARGIN, At, Sheet
from .told import Told

SHOP = Type(22, Face.HEAVY)
TITLE = Type(18, Face.HEAVY)
BODY = Type(11)
QUIET = Type(11, colour=MUTED)
SMALL = Type(9, colour=MUTED)
TOTAL_WORD = Type(15, Face.HEAVY)
TOTAL = Type(30, Face.HEAVY)
CODE = Type(24, Face.CODE)
FOOT_CODE = Type(7.5, Face.CODE, MUTED)

ROW = 22.0
CARD = 150.0
"""The height of the card that the signature stands on."""
CODE_SIDE = 113.4
"""A QR code of 4 cm: its squares are 0.4 mm, what phones read from paper."""
_SIGNED_BLOCK = CARD + CODE_SIDE + 190.0
"""The room from the facts down to the sentence agreed to, which stay together on one page."""


class Foot:
    """The foot of every page: which record it is of, and which page."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def __call__(self, sheet: Sheet) -> None:
        """Draw it."""
        at, sheet.y = sheet.y, sheet.height - FOOT + 14
        sheet.rule()
        sheet.line(self._told.record["id"], FOOT_CODE, MARGIN, sheet.y + 16)
        page = sheet.words("Page {number}", number=sheet.page)
        sheet.line(page, SMALL, sheet.width - MARGIN, sheet.y + 16, At.END)
        sheet.y = at


def write_pages(sheet: Sheet, told: Told, zone: tzinfo | None) -> Place:
    """Write what was signed, and the signature; returns where on the last page that is."""
    _top(sheet, told)
    if told.request.kind is Kind.DOCUMENT:
        _text(sheet, told)
    else:
        _sale(sheet, told)
    sheet.room(_SIGNED_BLOCK)
    _facts(sheet, told, zone)
    place = draw_card(sheet, told)
    _proof(sheet, told)
    _agreed(sheet, told)
    return place


def time_of(when: datetime, zone: tzinfo | None) -> str:
    """Return a time on the shop's clock, with how far that is from UTC."""
    local = when.astimezone(zone)
    offset = f"{local:%z}"
    return apart(f"{local:%Y-%m-%d %H:%M:%S} UTC{offset[:3]}:{offset[3:5]}")


def apart(figures: str) -> str:
    """Keep figures in their order, among words that are read from the right (UAX #9: LRI, PDI)."""
    return f"\u2066{figures}\u2069"


def head(sheet: Sheet, title: str, beside: str, below: str = "") -> None:
    """Begin a page: a short bar, a title, what stands beside it, and a line below."""
    sheet.box(sheet.place(MARGIN, sheet.y, 28, 3), fill=PRIMARY, stroke="#1E3A8A", radius=1.5)
    sheet.line(beside, SMALL, sheet.width - MARGIN, sheet.y + 5, At.END)
    sheet.y += 20
    if title:
        sheet.paragraph(title, SHOP, leading=SHOP.size * 1.3)
    if below:
        sheet.paragraph(below, QUIET)
    sheet.y += 14


def _top(sheet: Sheet, told: Told) -> None:
    """Name the shop, the till and who worked there."""
    words, request = sheet.words, told.request
    till = words("Till {till}", till=request.till) if request.till.isdecimal() else request.till
    operator = words("Operator {operator}", operator=request.operator) if request.operator else ""
    head(
        sheet,
        request.merchant,
        words(message("Signed electronically")),
        " · ".join(filter(None, (till, operator))),
    )
    sheet.rule()
    sheet.y += 10


def _sale(sheet: Sheet, told: Told) -> None:
    for line in told.request.lines:
        _line(sheet, line)
    if told.request.lines:
        sheet.y += 8
        sheet.room(60)
        sheet.rule()
    _amount(sheet, told, sheet.words("Total"))


def _line(sheet: Sheet, line: Line) -> None:
    """Set a line of the sale; a long one goes on below, beside its amount."""
    words = sheet.words
    text = line.text if line.quantity in {"", "1"} else f"{line.text} ×{line.quantity}"
    amount = words.number(line.amount) if line.amount else ""
    room = sheet.column - (sheet.faces.width(amount, BODY) + 24 if amount else 0)
    lines = sheet.faces.wrap(text, BODY, room, right_to_left=sheet.mirrored)
    sheet.room(ROW + (len(lines) - 1) * 16)
    for number, each in enumerate(lines):
        y = sheet.y + 15 + number * 16
        sheet.line(each, BODY, MARGIN, y)
    sheet.line(amount, BODY, sheet.width - MARGIN, sheet.y + 15, At.END)
    sheet.y += ROW + (len(lines) - 1) * 16


def _amount(sheet: Sheet, told: Told, name: str) -> None:
    if not told.request.amount:
        return
    sheet.room(56)
    amount = sheet.words.money(told.request.amount, told.request.currency)
    sheet.line(name, TOTAL_WORD, MARGIN, sheet.y + 38)
    sheet.line(amount, TOTAL, sheet.width - MARGIN, sheet.y + 38, At.END)
    sheet.y += 56


def _text(sheet: Sheet, told: Told) -> None:
    """Set a document's title and the text as it was on the glass."""
    request, language = told.request, told.language
    title = in_language(request.title, language) or request.reference
    sheet.y += 8
    sheet.paragraph(title, TITLE, leading=TITLE.size * 1.35)
    sheet.y += 8
    body = in_language(request.body, language)
    if body:
        sheet.paragraph(body, BODY)
        sheet.y += 12
    _amount(sheet, told, sheet.words("Amount"))


def _facts(sheet: Sheet, told: Told, zone: tzinfo | None) -> None:
    """Set the facts two beside each other, each below its name."""
    words = sheet.words
    facts = [
        (words("Reference"), told.request.reference),
        (words("Signed at"), time_of(told.confirmed, zone)),
        (words("Method"), words(told.written_with)),
        (words("Terminal"), told.record["device"]["terminal_id"]),
    ]
    if told.record["times"]["clock"] == ClockState.UNSYNCHRONISED:
        facts.append((words("Clock"), words("not synchronised")))
    sheet.rule(dashed=True)
    sheet.y += 8
    half = sheet.column / 2
    for number, (name, fact) in enumerate(facts):
        x, y = MARGIN + (number % 2) * half, sheet.y + (number // 2) * 38
        sheet.line(name, SMALL, x, y + 14)
        sheet.line(_cut(sheet, fact, half - 12), BODY, x, y + 30)
    sheet.y += (len(facts) + 1) // 2 * 38 + 10


def _cut(sheet: Sheet, fact: str, width: float) -> str:
    """Return a fact, its end cut off where it is longer than there is room; all of it is on the page of proof."""
    if sheet.faces.width(fact, BODY) <= width:
        return fact
    while sheet.faces.width(f"{fact}…", BODY) > width:
        fact = fact[:-1]
    return f"{fact}…"


def draw_card(sheet: Sheet, told: Told) -> Place:
    """Draw the signature on its card, as it was on the glass; returns where."""
    words = sheet.words
    place = sheet.place(MARGIN, sheet.y, sheet.column, CARD)
    sheet.box(place)
    sheet.line(words(signature_name(told)), SMALL, MARGIN + 14, sheet.y + 20)
    inner = Place(place.left + 40, place.bottom + 20, place.width - 80, place.height - 56)
    draw_given(sheet, told, inner)
    sheet.y += CARD + 22
    return place


def signature_name(told: Told) -> str:
    """Return what a signature is called, in English, to be translated where it is shown."""
    if told.method is Method.FINGERPRINT:
        return message("Customer's fingerprint")
    if told.request.settle_date and told.request.ref_no:
        return message("Cardholder's signature")
    return message("Customer's signature")


def draw_given(sheet: Sheet, told: Told, place: Place, *, behind: bool = True) -> None:
    """Draw what the customer gave into a place: ink as vectors, a finger's image, or words where there is no picture.

    ``behind``: the match code stands faintly behind ink.
    """
    picture = told.picture
    if told.ink is not None:
        if behind:
            _draw_code_behind(sheet, told.record["match_code"], place)
        draw_signature(sheet.canvas, told.ink, place)
    elif picture is not None:
        with Image.open(BytesIO(picture)) as opened:
            image = opened.convert("L") if told.method is Method.FINGERPRINT else opened.convert("RGB")
        scale = min(place.width / image.width, place.height / image.height)
        width, height = image.width * scale, image.height * scale
        left, bottom = place.left + (place.width - width) / 2, place.bottom + (place.height - height) / 2
        sheet.picture(image, Place(left, bottom, width, height))
    else:
        said = (
            "It matched the one enrolled. No image was taken."
            if told.matched
            else "Kept sealed, and not printed."
        )
        x, y = place.left + place.width / 2, sheet.height - place.bottom - place.height / 2
        lines = sheet.faces.wrap(sheet.words(said), QUIET, place.width, right_to_left=sheet.mirrored)
        for number, each in enumerate(lines):
            across = sheet.width - x if sheet.mirrored else x
            sheet.line(each, QUIET, across, y + 4 + (number - (len(lines) - 1) / 2) * 16, At.MIDDLE)


def _draw_code_behind(sheet: Sheet, code: str, place: Place) -> None:
    """Draw the match code faintly behind the ink."""
    style = Type(min(40.0, place.height * 0.5), Face.CODE, CODE_COLOUR)
    step, middle = style.size * 0.95, place.left + place.width / 2
    y = sheet.height - place.bottom - place.height / 2 + style.size * 0.36
    for number, digit in enumerate(code):
        x = middle + (number - (len(code) - 1) / 2) * step
        sheet.line(digit, style, sheet.width - x if sheet.mirrored else x, y, At.MIDDLE)


def _proof(sheet: Sheet, told: Told) -> None:
    """Put the match code beside a QR code of the receipt."""
    words, record = sheet.words, told.record
    top = sheet.y
    sheet.line(words("Match code (on screen)"), SMALL, MARGIN, top + 12)
    sheet.line(spaced(record["match_code"]), CODE, MARGIN, top + 42)
    chain = words("chain {seq}", seq=record["chain"]["seq"])
    sheet.line(f"{words('Record {record}', record=record['id'])}", SMALL, MARGIN, top + 66)
    sheet.line(chain, SMALL, MARGIN, top + 80)
    if told.receipt:
        from zxingcpp import BarcodeFormat, create_barcode  # noqa: PLC0415 - where there is a code to draw

        code = create_barcode(told.receipt, BarcodeFormat.QRCode, ec_level="M")
        image = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False))
        rows = [image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height)]
        sheet.squares(rows, sheet.place(sheet.width - MARGIN - CODE_SIDE, top, CODE_SIDE, CODE_SIDE))
    sheet.y += CODE_SIDE + 18


def _agreed(sheet: Sheet, told: Told) -> None:
    sheet.rule(dashed=True)
    sheet.y += 10
    for sentence in told.agreed or (sheet.words(agreement(told.request.kind)),):
        for each in sheet.faces.wrap(sentence, QUIET, sheet.column, right_to_left=sheet.mirrored):
            sheet.room(18)
            sheet.line(each, QUIET, sheet.width / 2, sheet.y + 13, At.MIDDLE)
            sheet.y += 18
