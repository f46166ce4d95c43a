"""How much a slip is on the wire to the printer."""

from typing import Any

from escpos.printer import Dummy

from drivers.printer import from_image
from drivers.printer.raster import strips
from terminal.printing import Composer


def test_a_slip_has_less_than_three_fifths_of_the_bytes_that_python_escpos_makes_of_it(
    composers: dict[int, Composer], counter: Any
) -> None:
    sealed = counter.seal(counter.sign())
    slip = composers[576].compose(sealed.jws, sealed.parts, receipt=sealed.receipt).picture
    theirs = Dummy(profile="TM-T20II")
    theirs.image(slip)
    ours = sum(len(strip.code) for strip in strips(from_image(slip), strip_bytes=2048))
    assert ours <= 0.58 * len(theirs.output)
