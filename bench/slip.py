"""Slip: from a record to the printer, on 80 mm paper."""

import tempfile
from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from pathlib import Path

from escpos.printer import Dummy
from PIL import Image

from drivers.printer import PrinterProfile, from_image, load_profile
from drivers.printer.raster import strips
from terminal.i18n import Catalogue
from terminal.model.record import SealedRecord
from terminal.printing import Composer
from terminal.typeset import Typesetter

from .rounds import Row, figure, interleave, timed
from .signings import day, new_sealer

ROUNDS = 30
BEFORE = 10
"""Slips of the day that came out before: the shop's name is drawn once, but each sale is another."""
BITS_A_BYTE = 10
"""On a serial line: a start bit, eight of data, a stop bit."""
BAUDS = (9_600, 19_200, 115_200)
THEIR_MODEL = "TM-T20II"
"""A printer of theirs that is as wide."""


def measure() -> Iterator[Row]:
    """Compose the slips of a day's sales, and turn one into ESC/POS by two ways."""
    theirs = "python-escpos' image()"
    profile = load_profile("80mm", [Path(__file__).parents[1] / "config" / "printers"])
    composer = Composer(profile.width_dots, Catalogue(), Typesetter(), UTC)
    with tempfile.TemporaryDirectory(prefix="signpost-") as folder:
        records = iter(day(new_sealer(Path(folder)), BEFORE + 1 + ROUNDS))
    for record in islice(records, BEFORE):
        slip = _compose(composer, record)
    contenders = {
        "compose": timed(lambda: _compose(composer, next(records))),
        "compose again": timed(lambda: _compose(composer, record)),
        "encode": timed(lambda: _encode(slip, profile)),
        theirs: timed(lambda: _their_encode(slip)),
    }
    rounds = interleave(contenders, ROUNDS)
    yield rounds.row(f"composing another sale's slip of {slip.width}×{slip.height} dots", "compose", "ms")
    yield rounds.row("composing one that came out before", "compose again", "ms")
    yield rounds.row("encoding it to ESC/POS", "encode", "ms", theirs)
    ours, plain = len(_encode(slip, profile)), len(_their_encode(slip))
    yield Row("bytes for the printer", ours, "B", f"{theirs}, {figure(plain)} B", ours / plain)
    for baud in BAUDS:
        ours_s, plain_s = (count * BITS_A_BYTE / baud for count in (ours, plain))
        against = f"{theirs}, {figure(plain_s)} s"
        yield Row(f"on a wire of {baud:,} baud", ours_s, "s", against, ours_s / plain_s)


def _compose(composer: Composer, record: SealedRecord) -> Image.Image:
    return composer.compose(record.jws, record.parts, receipt=record.receipt).picture


def _encode(slip: Image.Image, profile: PrinterProfile) -> bytes:
    cut = strips(
        from_image(slip), strip_bytes=profile.chunk_bytes, feed_dpi=profile.feed_dpi, dpi=profile.dpi
    )
    return b"".join(strip.code for strip in cut)


def _their_encode(slip: Image.Image) -> bytes:
    printer = Dummy(profile=THEIR_MODEL)
    printer.image(slip)
    return bytes(printer.output)
