"""The hand that writes on a display, and the eye that watches for the ink: ``hand.c``."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.display import Display
from terminal.ui.rect import Rect

from .workshop import compiled

Place = tuple[int, int]
"""A point of the glass, in pixels: XTEST knows no finer ones."""

REST_MS = 150
WIPES = 3
"""The mouse button that wipes the other contenders' pads."""

_WAVE_PX, _WAVE_LENGTH_PX = 3, 110
_STEP_PX = 6
_ROW_PX = 15
_MARGIN_PX = 24
_LATE_S = 60.0


@dataclass(slots=True)
class Watched:
    """What the eye saw of some strokes.

    Attributes:
        ms: from each point's motion to ink at that point; points that had ink before, or never had, are not in it.
        never: how many points never had ink.
        rested: for each stroke, whether ink reached the pen while it rested at its end.
        ended: for each stroke, whether ink was at its last point after the pen was lifted.
    """

    ms: list[float] = field(default_factory=list)
    never: int = 0
    rested: list[bool] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)

    def add(self, other: "Watched") -> None:
        """Take what was seen of more strokes in."""
        self.ms += other.ms
        self.never += other.never
        self.rested += other.rested
        self.ended += other.ended


def rows(pad: Rect, dip_px: int = _WAVE_PX) -> list[list[Place]]:
    """Return strokes that fill a pad, row below row, none touching another.

    They run in slow waves, to the right and back in turns. Neighbours are six pixels apart: farther than ink
    reaches from a point, so that what is seen at the next is its own. At 120 points a second that is 14 cm/s on the
    7-inch panel, a signature's pace.
    """
    strokes: list[list[Place]] = []
    for top in range(pad.y + _MARGIN_PX, pad.bottom - _MARGIN_PX, _ROW_PX):
        columns = range(pad.x + _MARGIN_PX, pad.right - _MARGIN_PX, _STEP_PX)
        row = [(x, top + _dip(x, dip_px)) for x in columns]
        strokes.append(row[:: -1 if len(strokes) % 2 else 1])
    return strokes


def _dip(x: int, dip_px: int) -> int:
    """Return how far below its row a wave is: one parabola after the other."""
    place = (x % _WAVE_LENGTH_PX) / _WAVE_LENGTH_PX * 2 - 1
    return round(dip_px * (1 - place * place))


class Hand:
    """Writes on one display."""

    def __init__(self, display: Display) -> None:
        """Have its program compiled.

        Raises:
            Missing: there is no compiler.
        """
        self._command = [str(compiled("hand")), display.name, str(display.file)]

    def tap(self, place: tuple[float, float], button: int = 1) -> None:
        """Press and release at a place."""
        x, y = place
        subprocess.run([*self._command, "tap", str(round(x)), str(round(y)), str(button)], check=True)

    def write(self, strokes: Sequence[Sequence[Place]], rate_hz: float, rest_ms: float = REST_MS) -> Watched:
        """Write strokes at so many points a second, resting at each one's end, and return what was seen."""
        said = "".join("".join(f"{x} {y}\n" for x, y in stroke) + "\n" for stroke in strokes)
        seconds = sum(map(len, strokes)) / rate_hz + len(strokes)
        answer = subprocess.run(
            [*self._command, "write", str(rate_hz), str(rest_ms)],
            input=said,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=seconds + _LATE_S,
        )
        return _read(answer.stdout.splitlines())


def _read(lines: Sequence[str]) -> Watched:
    watched = Watched()
    for line in lines:
        if line.startswith("rest"):
            _, rested, ended = line.split()
            watched.rested.append(rested == "1")
            watched.ended.append(ended == "1")
        elif line == "-1":
            watched.never += 1
        elif line != "-2":
            watched.ms.append(int(line) / 1e6)
    return watched
