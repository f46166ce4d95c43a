"""Signpost in the race: the real processes, brought to the screen to sign on by presses on the glass."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image

from bench.display import Display
from bench.unit import DOTS_PER_MM, SCREEN, Unit
from desk.eyes import Eyes
from desk.till import Till
from terminal.session.events import Confirmed, ReadOn, Touch
from terminal.ui.handwriting import LATIN_NAME, write
from terminal.ui.rect import Rect

from .hand import Hand, Place

_SALE = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "methods": ["touch"],
    "deadline": "PT1H",
    "print": {"copies": 0},
    "queue": True,
}

_NAME_PX = 60
_NAME_HZ = 500
_LOOK_S = 0.3
_PATIENCE_S = 15.0


class Sight:
    """A display, as eyes look at it."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self.size = display.size

    def image(self, rect: Rect | None = None) -> Image.Image:
        """Return what is on it, or in a rectangle of it."""
        seen = self._display.image()
        return seen if rect is None else seen.crop((rect.x, rect.y, rect.right, rect.bottom))

    def wait_for(self, seen: Callable[[Image.Image], bool], within_s: float = 10.0) -> Image.Image:
        """Wait until the picture on it is as ``seen`` wants it, and return it."""
        self._display.wait_for(lambda _: seen(self.image()), within_s)
        return self.image()


class Terminal:
    """A terminal at the screen to sign on. One sheet is one signature: wiping it confirms, and asks for the next.

    Args:
        display: what its window is on.
        till: asks it for signatures.
        pids: what is counted as its own.
    """

    def __init__(self, display: Display, till: Till, pids: Sequence[int]) -> None:
        self.hand = Hand(display)
        self.pids = list(pids)
        self._till = till
        self._eyes = Eyes(Sight(display), DOTS_PER_MM)
        self._request = self._ask()

    @property
    def pad(self) -> Rect:
        """Where ink is written: above the place of the name that makes it a signature."""
        pad = self._eyes.pad
        return Rect(pad.x, pad.y, pad.w, pad.h - _NAME_PX)

    def wipe(self) -> set[Place]:
        """Have the signature sealed and kept, and return the points in its record; the next pad is blank."""
        self.hand.write(self._name(), _NAME_HZ, rest_ms=0)
        self._press("signing-ink", Confirmed)
        self._press("checking", Confirmed)
        done = self._till.wait_for(self._request, {"completed"})
        ink = json.loads(self._till.part(str(done["record_id"]), "ink.json"))
        px = DOTS_PER_MM / 100
        kept = {
            (round(self.pad.x + x * px), round(self.pad.y + y * px))
            for stroke in ink["strokes"]
            for x, y, *_ in stroke["points"]
        }
        self._request = self._ask()
        return kept

    def _ask(self) -> str:
        request = str(self._till.post(_SALE)["id"])
        self._press("sale", ReadOn)
        self._till.wait_for(request, {"signing"})
        self._eyes.find("signing", Confirmed)
        return request

    def _name(self) -> list[list[Place]]:
        """Return a name below the pad's rows: waves alone are no signature, and the terminal says so."""
        left, top = self.pad.x + _NAME_PX, self.pad.bottom
        strokes = write(LATIN_NAME, left, top, 2 * _NAME_PX)
        return [[(round(point.x), round(point.y)) for point in stroke.points] for stroke in strokes]

    def _press(self, screen: str, event: type[Touch]) -> None:
        """Press a button until it is gone: one that came just now where another was takes no press yet."""
        place = self._eyes.find(screen, event).centre
        late_s = time.monotonic() + _PATIENCE_S
        while self._eyes.sees(screen, event):
            if time.monotonic() > late_s:
                raise TimeoutError(f"pressing {event.__name__} of the screen {screen!r} does nothing")
            self.hand.tap(place)
            time.sleep(_LOOK_S)


@contextmanager
def signpost(display: Display) -> Iterator[Terminal]:
    """Run a whole unit, which is at rest but for its screen."""
    with Unit(display) as unit:
        unit.start()
        unit.wait_until_ready()
        yield Terminal(display, unit.till, [unit.pids[SCREEN]])
