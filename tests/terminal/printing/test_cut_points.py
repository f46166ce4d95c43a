"""A slip, stopped at every single point of its way: it is never lost, and never comes twice unmarked.

The printer's process is stopped before and after each commit of the journal, and before, within and after
each piece that goes to the printer. It is then started anew on what is left: the store and the paper.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

from drivers.printer import load_profile
from drivers.printer.driver import EscposPrinter, Wire
from drivers.printer.emulator import PrinterEmulator
from drivers.printer.opening import connector
from terminal.clock import Clock
from terminal.model.status import Printed
from terminal.printing import Composed, Spooler
from terminal.store import Store
from terminal.store.slips import Slip

PROFILES = Path(__file__).parents[3] / "config" / "printers"
WIDTH, HEIGHT = 576, 90
PLACES = {
    "serial": lambda emulator: emulator.serve_pty(),
    "network": lambda emulator: emulator.serve_tcp(),
}


class Stopped(BaseException):
    """The process is no more."""


@dataclass
class Fate:
    """Stops a process at its n-th point; 0 never does."""

    at: int
    passed: int = 0

    def point(self, *_: object) -> bool:
        """Pass one point, or stop there."""
        self.passed += 1
        if self.passed == self.at:
            raise Stopped
        return False


class FatedWire:
    """A real wire with a point before, within and after each piece that goes out."""

    def __init__(self, wire: Wire, fate: Fate) -> None:
        self._wire, self._fate = wire, fate

    def write(self, data: bytes) -> None:
        self._fate.point()
        half = len(data) // 2
        if half > 16:
            self._wire.write(data[:half])
            self._fate.point()
            data = data[half:]
        self._wire.write(data)
        self._fate.point()

    def cut(self, *, feed: bool) -> None:
        self._fate.point()
        self._wire.cut(feed=feed)
        self._fate.point()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wire, name)


def drawn(*, again: bool) -> Image.Image:
    """A slip with ink in its first and last row and no two rows alike; a reprint has a bar on it."""
    image = Image.new("1", (WIDTH, HEIGHT), 1)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=0)
    pen.line((0, 0, WIDTH - 1, HEIGHT - 1), fill=0, width=3)
    if again:
        pen.rectangle((300, 4, 560, 12), fill=0)
    return image


def compose(slip: Slip) -> Composed:
    picture = drawn(again=slip.sent_percent is not None)
    return Composed(picture, picture)


def run(store: Store, where: str, fate: Fate) -> None:
    """Be the printer's process until all is printed, or until its end."""
    profile = replace(load_profile("80mm", [PROFILES]), chunk_bytes=4096)
    connect = connector(where, profile, 0.4)
    printer = EscposPrinter(lambda: FatedWire(connect(), fate), profile, patience_s=0.4)
    connection = store._connection
    if fate.at:
        connection.set_commit_hook(fate.point)
        connection.set_wal_hook(lambda *_: fate.point() or 0)
    spooler = Spooler(store, printer, compose, Clock(), lambda: None)
    now_s = 1000.0
    try:
        for _ in range(20):
            if not store.slips.count_unprinted():
                return
            now_s = max(now_s, spooler.step(now_s))
        raise AssertionError("it never came out")
    finally:
        connection.set_commit_hook(None)
        connection.set_wal_hook(None)
        printer.close()


def pieces(emulator: PrinterEmulator) -> list[Image.Image]:
    """The inked pieces of paper that the cuts leave, each from its first inked row on; ink is white."""
    strip = ImageChops.invert(emulator.strip.convert("L"))
    edges = [0, *emulator.cuts, strip.height]
    cut = [strip.crop((0, top, WIDTH, bottom)) for top, bottom in pairwise(edges) if bottom > top]
    return [piece.crop((0, box[1], WIDTH, box[3])) for piece in cut if (box := piece.getbbox())]


def is_slip(piece: Image.Image, *, again: bool) -> bool:
    return piece.tobytes() == ImageChops.invert(drawn(again=again).convert("L")).tobytes()


def is_torso(piece: Image.Image) -> bool:
    """Whether a piece is the beginning of a slip, and nothing else."""
    both = ImageChops.invert(ImageChops.logical_and(drawn(again=False), drawn(again=True)).convert("L"))
    beyond = ImageChops.subtract(piece, both.crop((0, 0, WIDTH, piece.height)))
    return piece.height <= HEIGHT and beyond.getbbox() is None


@pytest.mark.parametrize("serve", PLACES.values(), ids=PLACES.keys())
def test_stopped_anywhere_a_slip_comes_out_whole_and_once_or_says_that_it_may_be_twice(
    serve: Callable[[PrinterEmulator], str], tmp_path: Path, counter: Any
) -> None:
    untouched = marked = at = 0
    stopped = True
    while stopped:
        at += (
            1 if serve is PLACES["serial"] else 3
        )  # what a network printer forgets with its connection is less
        fate = Fate(at)
        with Store(tmp_path / f"{at}.sqlite") as store, PrinterEmulator(speed_mm_s=None) as emulator:
            counter.keep(store)
            where = serve(emulator)
            try:
                run(store, where, fate)
                stopped = False
            except Stopped:
                emulator.wait_until_idle()
            slip = store.slips.all()[0]
            torn_off = pieces(emulator)
            run(store, where, Fate(0))
            emulator.wait_until_idle()
            assert store.slips.all()[0].state is Printed.PRINTED
            *before, last = pieces(emulator)
            again = stopped and slip.state is not Printed.PRINTED and slip.sent_percent is not None
            assert is_slip(last, again=again), f"point {at}"
            assert all(is_torso(piece) or is_slip(piece, again=False) for piece in before), f"point {at}"
            assert again or not before, f"point {at}: one came before, and the last does not say so"
            assert again or not torn_off or slip.state is Printed.PRINTED
            untouched += stopped and not again
            marked += again
    assert untouched > 1
    assert marked > 5
