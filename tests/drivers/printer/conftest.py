from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from drivers.printer import PrinterProfile, ReceiptPrinter, load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator

PROFILES = Path(__file__).parents[3] / "config" / "printers"

Opener = Callable[..., ReceiptPrinter]


@pytest.fixture
def profile() -> PrinterProfile:
    return load_profile("80mm", [PROFILES])


@pytest.fixture
def emulator() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as printer:
        yield printer


@pytest.fixture
def opened(profile: PrinterProfile) -> Iterator[Opener]:
    """Open printers that are closed again after the test."""
    printers: list[ReceiptPrinter] = []

    def open_one(where: str, patience_s: float = 1.0, **changes: object) -> ReceiptPrinter:
        printer = open_printer(where, replace(profile, **changes), patience_s=patience_s)  # type: ignore[arg-type]
        printers.append(printer)
        return printer

    yield open_one
    for printer in printers:
        printer.close()


@pytest.fixture
def drawing() -> Callable[[int, int], Image.Image]:
    """Draw thin strokes, a black band, blank paper, and ink at both edges; black on white, mode "1"."""

    def draw(width: int, height: int) -> Image.Image:
        image = Image.new("1", (width, height), 1)
        pen = ImageDraw.Draw(image)
        pen.line((0, 0, width - 1, height // 3), fill=0, width=2)
        pen.ellipse((width // 4, 10, width // 2, height // 3), outline=0, width=3)
        pen.rectangle((0, height - 40, width - 1, height - 30), fill=0)
        pen.point((width - 1, height - 1), fill=0)
        return image

    return draw


@pytest.fixture
def same() -> Callable[[Image.Image, Image.Image], bool]:
    """Whether two pictures are the same to the dot."""
    return lambda one, other: one.size == other.size and one.tobytes() == other.convert("1").tobytes()
