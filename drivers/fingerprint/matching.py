"""Comparing the finger on the glass with those that the sensor keeps. No template passes the wire."""

import time
from collections.abc import Callable
from functools import partial

from drivers.errors import Refused
from drivers.fingerprint import Comparison, NoFinger, NotEnrolled, Progress, Stage
from drivers.fingerprint.codes import Code, Op, sentence
from drivers.fingerprint.link import SensorLink, retrying
from drivers.fingerprint.opening import OpenSensor
from drivers.fingerprint.wake import pause

PAGE = 256
"""How many places one page of the index tells of."""
PRESSED, KEPT = 1, 2
"""The two buffers that a sensor compares."""


Pause = Callable[[SensorLink, float], None]
"""Waits between two looks, no longer than so many seconds."""


def await_finger(sensor: OpenSensor, timeout_s: float) -> None:
    """Ask the sensor to look until there is a finger to see; where a wake-up line is wired, when that tells of one.

    Raises:
        NoFinger: there was none in time.
    """
    _await(sensor, Code.OK, timeout_s, sensor.watch.pause, "No finger was pressed on")
    sensor.watch.saw_finger()


def await_lift(sensor: OpenSensor, timeout_s: float) -> None:
    """Wait until no finger is on the glass.

    Raises:
        NoFinger: it lay there all the time; nothing new can be pressed.
    """
    _await(sensor, Code.NO_FINGER, timeout_s, pause, "The finger was not lifted from")


def _await(sensor: OpenSensor, wanted: Code, timeout_s: float, rest: Pause, otherwise: str) -> None:
    """Look again and again, with a rest in between, until the sensor sees what is wanted."""
    link, deadline = sensor.link, time.monotonic() + timeout_s
    while retrying(link.get_image) != wanted:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise NoFinger(f"{otherwise} the sensor within {round(timeout_s, 1):g} seconds.")
        rest(link, left_s)


def press(sensor: OpenSensor, report: Callable[[Progress], None], timeout_s: float) -> None:
    """Wait for a press whose points can be told, and leave them in the first buffer."""
    deadline = time.monotonic() + timeout_s
    report(Progress(Stage.WAITING, 0.0))
    sensor.ring.breathe()
    while True:
        await_finger(sensor, max(0.0, deadline - time.monotonic()))
        if extracted(sensor.link, PRESSED):
            break
    report(Progress(Stage.IMAGED, 0.0))
    sensor.ring.steady()


def extracted(link: SensorLink, buffer: int) -> bool:
    """Find the points of the picture, and say whether there were enough."""
    return bool(retrying(lambda: link.image_2_tz(buffer)) == Code.OK)


def verify(
    sensor: OpenSensor, place: int, report: Callable[[Progress], None], timeout_s: float
) -> Comparison:
    """Compare one press with the finger kept at ``place``."""
    link = sensor.link
    in_range(link, place)
    if not is_kept(link, place):  # before anyone presses for nothing
        raise NotEnrolled(place)
    press(sensor, report, timeout_s)
    retrying(lambda: link.load_model(place, KEPT))
    answer = retrying(lambda: link.ask(Op.MATCH, content=2))
    return Comparison(answer[0] == Code.OK, place, int.from_bytes(answer[1:3], "big"))


def identify(sensor: OpenSensor, report: Callable[[Progress], None], timeout_s: float) -> Comparison:
    """Look for one press among all fingers kept."""
    press(sensor, report, timeout_s)
    return searched(sensor.link)


def searched(link: SensorLink) -> Comparison:
    """Look for the finger in the first buffer among all that are kept."""
    question = (PRESSED, 0, 0, *link.library_size.to_bytes(2, "big"))
    code, *numbers = retrying(lambda: link.ask(Op.SEARCH, *question, content=4))
    if code != Code.OK:
        return Comparison(matched=False, place=None, score=0)
    place, score = (int.from_bytes(numbers[at : at + 2], "big") for at in (0, 2))
    return Comparison(matched=True, place=place, score=score)


def taken(link: SensorLink) -> tuple[int, ...]:
    """The places where a finger is kept, in order."""
    pages = -(-link.library_size // PAGE)
    places: list[int] = []
    for page in range(pages):
        answer = retrying(partial(link.ask, Op.LIST_TEMPLATES, page, content=PAGE // 8))
        bits = int.from_bytes(answer[1 : 1 + PAGE // 8], "little")
        places += [page * PAGE + bit for bit in range(PAGE) if bits >> bit & 1]
    return tuple(places)


def is_kept(link: SensorLink, place: int) -> bool:
    """Whether a finger is kept at a place: by the index, or by loading it where a sensor has none."""
    try:
        return place in taken(link)
    except Refused as refused:
        if refused.code != Code.UNSUPPORTED:
            raise
    try:
        retrying(lambda: link.load_model(place, KEPT))
    except Refused:
        return False
    return True


def in_range(link: SensorLink, place: int) -> None:
    """Refuse a place that the library does not have, before a finger is asked for."""
    if not 0 <= place < link.library_size:
        last = link.library_size - 1
        raise Refused(
            f"{sentence(Op.STORE, Code.OUT_OF_RANGE)} Its places are 0 to {last}.", Code.OUT_OF_RANGE
        )
