"""The icons: one family of line drawings, 2 wide on a square of 24, round ends, drawn at the size they are used."""

from enum import StrEnum
from math import ceil

from PIL import Image, ImageDraw

from .vectors import dense, paths

GRID = 24
STROKE = 2.0
FINER = 4


class Glyph(StrEnum):
    """An icon, by what it says."""

    FINGER = "finger"
    PEN = "pen"
    FINGERPRINT = "fingerprint"
    LOCK = "lock"
    UNDO = "undo"
    WARNING = "warning"
    CHECK = "check"
    WIFI = "wifi"
    WIFI_OFF = "wifi_off"
    PRINTER = "printer"
    UPLOAD = "upload"
    TEXT_SIZE = "text_size"
    BACK = "back"
    FORWARD = "forward"
    PAPER = "paper"
    CLOCK = "clock"
    CROSS = "cross"
    SAVE = "save"
    TICKED = "ticked"
    UNTICKED = "unticked"
    CONTRAST = "contrast"
    HAND = "hand"
    KEYPAD = "keypad"
    SEARCH = "search"
    LIST = "list"
    SETTINGS = "settings"
    PLUG = "plug"
    TILL = "till"
    SUN = "sun"
    MOON = "moon"
    SPEAKER = "speaker"
    KEY = "key"
    GLOBE = "globe"
    LAMP = "lamp"
    CLOUD = "cloud"
    BACKSPACE = "backspace"
    SPACE = "space"
    SHUT_OUT = "shut_out"
    AGAIN = "again"
    PLUS = "plus"
    MINUS = "minus"
    BELL = "bell"
    MORE = "more"
    SLIP = "slip"
    WHOLE = "whole"
    WIDE = "wide"


DRAWINGS = {
    Glyph.CONTRAST: (
        "O12 12 8.8 M12 3.4 L12 20.6 M13.4 4 L13.4 20 M14.8 4.2 L14.8 19.8 M16.2 4.9 L16.2 19.1 "
        "M17.6 6 L17.6 18 M19 7.8 L19 16.2"
    ),
    Glyph.HAND: (
        "M4.6 14.6 L4.6 8.6 C4.6 6.7 7.6 6.7 7.6 8.6 L7.6 12 M7.6 8.6 L7.6 5.4 C7.6 3.4 10.8 3.4 10.8 5.4 L10.8 11.4 "
        "M10.8 5 L10.8 4.4 C10.8 2.4 14 2.4 14 4.4 L14 11.4 M14 6.4 C14 4.4 17.2 4.4 17.2 6.4 L17.2 13.8 "
        "L18.6 12 C20 10.4 22.2 11.8 21.2 13.6 L18.2 18.4 C16.8 20.7 15 21.6 11.8 21.6 C7.4 21.6 4.6 19 4.6 14.6"
    ),
    Glyph.FINGER: (
        "M9 14.2 L9 4.6 C9 3.4 9.8 2.6 10.9 2.6 C12 2.6 12.8 3.4 12.8 4.6 L12.8 10.4 "
        "L17.6 11.4 C19.2 11.8 20 12.8 19.9 14.4 L19.6 17.2 C19.3 19.8 17.6 21.4 15 21.4 L13 21.4 "
        "C11 21.4 9.8 20.7 8.6 19.2 L4.9 14.6 C4.2 13.7 4.3 12.7 5.1 12.1 C5.9 11.5 6.9 11.6 7.6 12.4 L9 14.2"
    ),
    Glyph.PEN: (
        "M4 20 L5.2 15.2 L16.2 4.2 C17.2 3.2 18.6 3.2 19.6 4.2 C20.7 5.3 20.7 6.7 19.7 7.7 L8.7 18.7 L4 20 "
        "M14 6.6 L17.4 10"
    ),
    Glyph.FINGERPRINT: (
        "M4.9 8.1 C6.5 5 9.1 3.3 12.1 3.3 C15 3.3 17.6 4.9 19.2 7.7 "
        "M3.9 14.6 L4.1 12.9 M20.1 12 C20.5 14.2 20.4 16.4 20 18.2 "
        "M7.2 18.6 C7.8 16.6 7.6 14.8 7.6 12.6 C7.6 9.9 9.5 8 12 8 C14.5 8 16.4 9.9 16.4 12.4 "
        "C16.5 15 16.4 17.4 15.6 20.1 "
        "M12 12.3 C12.2 15.6 11.9 18.4 10.8 21"
    ),
    Glyph.LOCK: (
        "M7 10.5 L17 10.5 C18.4 10.5 19.2 11.3 19.2 12.7 L19.2 18.3 C19.2 19.7 18.4 20.5 17 20.5 L7 20.5 "
        "C5.6 20.5 4.8 19.7 4.8 18.3 L4.8 12.7 C4.8 11.3 5.6 10.5 7 10.5 "
        "M8 10.5 L8 7.5 C8 5.2 9.7 3.5 12 3.5 C14.3 3.5 16 5.2 16 7.5 L16 10.5 M12 14.6 L12 16.6"
    ),
    Glyph.UNDO: "M8.6 4.5 L4.2 8.9 L8.6 13.3 M4.2 8.9 L14.6 8.9 A14.6 14.3 5.4 -90 90 L10.6 19.7",
    Glyph.WARNING: (
        "M10.5 4.6 L3 17.6 C2.3 18.9 3 20.2 4.5 20.2 L19.5 20.2 C21 20.2 21.7 18.9 21 17.6 L13.5 4.6 "
        "C12.8 3.4 11.2 3.4 10.5 4.6 M12 9.6 L12 13.6 D12 16.8 1.25"
    ),
    Glyph.CHECK: "M4.8 12.6 L9.8 17.4 L19.4 7",
    Glyph.WIFI: "M2.62 7.82 A12 19 14.6 -130 -50 M6.46 11.91 A12 19 9 -128 -52 D12 18.4 1.7",
    Glyph.WIFI_OFF: "M2.62 7.82 A12 19 14.6 -130 -50 M6.46 11.91 A12 19 9 -128 -52 D12 18.4 1.7 M4.6 3.6 L19.6 20.4",
    Glyph.PRINTER: (
        "M7 8.5 L7 3.6 L17 3.6 L17 8.5 M7 17 L5.4 17 C4.2 17 3.4 16.2 3.4 15 L3.4 10.6 "
        "C3.4 9.3 4.2 8.5 5.5 8.5 L18.5 8.5 C19.8 8.5 20.6 9.3 20.6 10.6 L20.6 15 C20.6 16.2 19.8 17 18.6 17 L17 17 "
        "M7 13.6 L17 13.6 L17 20.6 L7 20.6 L7 13.6"
    ),
    Glyph.UPLOAD: "M12 16 L12 4.2 M7.2 9 L12 4.2 L16.8 9 M4.6 16.4 L4.6 20 L19.4 20 L19.4 16.4",
    Glyph.TEXT_SIZE: (
        "M2.6 19.2 L8.8 4.8 L15 19.2 M4.9 14.3 L12.7 14.3 M15.4 19.2 L18.6 11.4 L21.8 19.2 M16.6 16.6 L20.6 16.6"
    ),
    Glyph.BACK: "M14.8 5 L7.8 12 L14.8 19",
    Glyph.FORWARD: "M9.2 5 L16.2 12 L9.2 19",
    Glyph.PAPER: (
        "M13.6 3.2 L7 3.2 C5.7 3.2 4.9 4 4.9 5.3 L4.9 18.7 C4.9 20 5.7 20.8 7 20.8 L17 20.8 "
        "C18.3 20.8 19.1 20 19.1 18.7 L19.1 8.7 L13.6 3.2 L13.6 8.7 L19.1 8.7 "
        "M8.4 17.2 C9.6 14.2 10.6 13.4 11 14.4 C11.4 15.6 10.8 17 11.8 17 C12.8 17 13 15.4 14 15.4 "
        "C14.8 15.4 14.6 17 15.6 17"
    ),
    Glyph.CLOCK: "O12 12 8.8 M12 6.8 L12 12 L15.6 14.2",
    Glyph.CROSS: "M6 6 L18 18 M18 6 L6 18",
    Glyph.SAVE: (
        "M12 3.4 L12 13.4 M7.6 9.2 L12 13.6 L16.4 9.2 M4.4 14 L4.4 17.8 C4.4 19.6 5.4 20.6 7.2 20.6 L16.8 20.6 "
        "C18.6 20.6 19.6 19.6 19.6 17.8 L19.6 14"
    ),
    Glyph.TICKED: (
        "M7.4 3.6 L16.6 3.6 C19.2 3.6 20.4 4.8 20.4 7.4 L20.4 16.6 C20.4 19.2 19.2 20.4 16.6 20.4 "
        "L7.4 20.4 C4.8 20.4 3.6 19.2 3.6 16.6 L3.6 7.4 C3.6 4.8 4.8 3.6 7.4 3.6 M7.8 12.4 L10.9 15.4 L16.4 8.9"
    ),
    Glyph.UNTICKED: (
        "M7.4 3.6 L16.6 3.6 C19.2 3.6 20.4 4.8 20.4 7.4 L20.4 16.6 C20.4 19.2 19.2 20.4 16.6 20.4 "
        "L7.4 20.4 C4.8 20.4 3.6 19.2 3.6 16.6 L3.6 7.4 C3.6 4.8 4.8 3.6 7.4 3.6"
    ),
    Glyph.KEYPAD: (
        "M8 3.4 L16 3.4 C17.9 3.4 18.8 4.3 18.8 6.2 L18.8 17.8 C18.8 19.7 17.9 20.6 16 20.6 L8 20.6 "
        "C6.1 20.6 5.2 19.7 5.2 17.8 L5.2 6.2 C5.2 4.3 6.1 3.4 8 3.4 M8.8 7.4 L15.2 7.4 "
        "D8.8 11.8 1.2 D12 11.8 1.2 D15.2 11.8 1.2 D8.8 16.2 1.2 D12 16.2 1.2 D15.2 16.2 1.2"
    ),
    Glyph.SEARCH: "O10.4 10.4 6.6 M15.4 15.4 L20.4 20.4",
    Glyph.LIST: "M9 6 L20 6 M9 12 L20 12 M9 18 L20 18 D4.8 6 1.4 D4.8 12 1.4 D4.8 18 1.4",
    Glyph.SETTINGS: (
        "M3.6 7.4 L12.4 7.4 M18.4 7.4 L20.4 7.4 O15.4 7.4 2.8 M3.6 16.6 L5.6 16.6 M11.6 16.6 L20.4 16.6 O8.6 16.6 2.8"
    ),
    Glyph.PLUG: (
        "M9 3.4 L9 8 M15 3.4 L15 8 M6 8 L18 8 L18 11 C18 14.6 15.6 17 12 17 C8.4 17 6 14.6 6 11 L6 8 M12 17 L12 20.6"
    ),
    Glyph.TILL: (
        "M7.4 3.8 L16.6 3.8 C17.7 3.8 18.2 4.3 18.2 5.4 L18.2 11.8 C18.2 12.9 17.7 13.4 16.6 13.4 L7.4 13.4 "
        "C6.3 13.4 5.8 12.9 5.8 11.8 L5.8 5.4 C5.8 4.3 6.3 3.8 7.4 3.8 M12 13.4 L12 16.6 "
        "M5.2 16.6 L18.8 16.6 C20 16.6 20.6 17.2 20.6 18.2 C20.6 19.6 20 20.4 18.8 20.4 L5.2 20.4 "
        "C4 20.4 3.4 19.6 3.4 18.2 C3.4 17.2 4 16.6 5.2 16.6"
    ),
    Glyph.SUN: (
        "O12 12 4.2 M12 2.8 L12 4.4 M12 19.6 L12 21.2 M2.8 12 L4.4 12 M19.6 12 L21.2 12 "
        "M5.5 5.5 L6.6 6.6 M17.4 17.4 L18.5 18.5 M5.5 18.5 L6.6 17.4 M17.4 6.6 L18.5 5.5"
    ),
    Glyph.MOON: (
        "M19.8 14.6 C18.8 15 17.7 15.2 16.6 15.2 C12.2 15.2 8.8 11.8 8.8 7.4 C8.8 6.2 9 5.1 9.5 4.1 "
        "C6.2 5.1 3.8 8.2 3.8 11.9 C3.8 16.5 7.5 20.2 12.1 20.2 C15.7 20.2 18.7 17.9 19.8 14.6"
    ),
    Glyph.SPEAKER: (
        "M11.4 5 L7.2 8.8 L4.8 8.8 C3.9 8.8 3.4 9.3 3.4 10.2 L3.4 13.8 C3.4 14.7 3.9 15.2 4.8 15.2 L7.2 15.2 "
        "L11.4 19 L11.4 5 M15.01 9.72 A12.6 12 3.4 -42 42 M17.66 6.96 A12.6 12 7.4 -43 43"
    ),
    Glyph.KEY: "O8 15.6 4.6 M11.4 12.4 L19.6 4.2 M16.4 7.4 L19.4 10.4",
    Glyph.GLOBE: (
        "O12 12 8.8 M3.4 12 L20.6 12 M12 3.2 C14.6 5.8 15.8 8.7 15.8 12 C15.8 15.3 14.6 18.2 12 20.8 "
        "C9.4 18.2 8.2 15.3 8.2 12 C8.2 8.7 9.4 5.8 12 3.2"
    ),
    Glyph.LAMP: (
        "M9.4 17 L9.4 15.8 C9.4 14.6 8.9 14 8.2 13.2 C7.2 12.1 6.4 10.8 6.4 9 C6.4 5.9 8.9 3.4 12 3.4 "
        "C15.1 3.4 17.6 5.9 17.6 9 C17.6 10.8 16.8 12.1 15.8 13.2 C15.1 14 14.6 14.6 14.6 15.8 L14.6 17 L9.4 17 "
        "M10.4 20.6 L13.6 20.6"
    ),
    Glyph.CLOUD: (
        "M7.4 18.6 C4.9 18.6 3 16.8 3 14.4 C3 12.2 4.6 10.5 6.8 10.2 C7.3 7.5 9.5 5.6 12.3 5.6 "
        "C15.4 5.6 17.8 7.8 18.1 10.8 C19.9 11.1 21.2 12.6 21.2 14.6 C21.2 16.9 19.5 18.6 17.2 18.6 L7.4 18.6"
    ),
    Glyph.BACKSPACE: (
        "M9.2 5.4 L18.4 5.4 C19.8 5.4 20.6 6.2 20.6 7.6 L20.6 16.4 C20.6 17.8 19.8 18.6 18.4 18.6 L9.2 18.6 "
        "L3.2 12 L9.2 5.4 M11.4 9.4 L16.6 14.6 M16.6 9.4 L11.4 14.6"
    ),
    Glyph.SPACE: "M4 10.4 L4 14.6 L20 14.6 L20 10.4",
    Glyph.SHUT_OUT: "O12 12 8.6 M6 6 L18 18",
    Glyph.AGAIN: "M19.4 13.6 A12 12 7.6 12 320 M18.6 3.6 L18.6 8 L14.2 8",
    Glyph.PLUS: "M12 5 L12 19 M5 12 L19 12",
    Glyph.MINUS: "M5 12 L19 12",
    Glyph.BELL: (
        "M12 3.4 C8.9 3.4 6.8 5.6 6.8 8.6 L6.8 12 C6.8 13.4 6.2 14.4 5.2 15.6 C4.6 16.4 4.9 17 5.8 17 L18.2 17 "
        "C19.1 17 19.4 16.4 18.8 15.6 C17.8 14.4 17.2 13.4 17.2 12 L17.2 8.6 C17.2 5.6 15.1 3.4 12 3.4 "
        "M10 20.4 C11.2 21 12.8 21 14 20.4"
    ),
    Glyph.WHOLE: "M4 9 L4 4 L9 4 M15 4 L20 4 L20 9 M20 15 L20 20 L15 20 M9 20 L4 20 L4 15",
    Glyph.WIDE: "M3.4 12 L20.6 12 M7.4 8 L3.4 12 L7.4 16 M16.6 8 L20.6 12 L16.6 16",
    Glyph.MORE: "D5.6 12 1.5 D12 12 1.5 D18.4 12 1.5",
    Glyph.SLIP: (
        "M5.4 3.4 L18.6 3.4 L18.6 20.6 L16.4 18.8 L14.2 20.6 L12 18.8 L9.8 20.6 L7.6 18.8 L5.4 20.6 L5.4 3.4 "
        "M9 8 L15 8 M9 12 L11 12 M14.4 12 L15 12"
    ),
}


def icon_mask(glyph: Glyph, size_px: int, drawn: float = 1) -> Image.Image:
    """Return an icon as an "L" image of that size, 255 where it is drawn; ``drawn`` is how much of each line is there.

    Its lines are 2 wide at 24, and grow less than it does: at 96 they are 4.6, as a heavy line looks crude.
    """
    scale = size_px * FINER / GRID
    stroke = STROKE * min(1.0, (48 / max(48, size_px)) ** 0.4)
    image = Image.new("L", (size_px * FINER, size_px * FINER))
    draw = ImageDraw.Draw(image)
    for path, radius in paths(DRAWINGS[glyph]):
        reach = (radius or stroke / 2) * scale
        places = list(dense(path, 0.6 / scale * FINER))
        for x, y in places[: ceil(drawn * len(places))]:
            cx, cy = x * scale, y * scale
            draw.ellipse((cx - reach, cy - reach, cx + reach, cy + reach), 255)
    return image.reduce(FINER)
