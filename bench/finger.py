"""Finger: how often the way it was pressed is taken for another, and what judging costs."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from drivers.fingerprint import FingerImage
from drivers.fingerprint.fingers import Finger, Manner, Pattern, render
from drivers.fingerprint.packets import pack_grey, unpack_grey
from drivers.fingerprint.personalities import AS608, R503
from drivers.fingerprint.profiles import Profile
from drivers.fingerprint.quality import judge

from .rounds import Row, interleave, timed

EACH = 60
SEED = 20_261_124
ROUNDS = 30


def measure() -> Iterator[Row]:
    """Judge fingers that the limits were not set by, as they come out of two sensors, in 16 greys."""
    sensors = (R503.profile, AS608.profile)
    fingers = [Finger(str(number), pattern, SEED + number) for number, pattern in enumerate(_patterns())]
    wrong: dict[Manner, Counter[str]] = {manner: Counter() for manner in Manner}
    kept: dict[Manner, int] = dict.fromkeys(Manner, 0)
    for finger in fingers:
        for manner in Manner:
            for profile in sensors:
                quality = judge(seen(finger, profile, manner))
                kept[manner] += quality.usable
                if quality.verdict.value != manner.value:
                    wrong[manner][quality.verdict.value] += 1
    pictures = len(fingers) * len(sensors)
    for manner, others in wrong.items():
        most = f"most often for: {others.most_common(1)[0][0]}" if others else ""
        yield Row(f"{manner}, taken for something else", others.total() / pictures * 100, "%", most)
    yield Row("moved, kept as the best there is", kept[Manner.MOVED] / pictures * 100, "%")
    poor = sum(kept[manner] for manner in Manner if manner not in {Manner.GOOD, Manner.MOVED})
    yield Row("other poor ones, kept where none is better", poor / pictures / (len(Manner) - 2) * 100, "%")
    pictured = {profile.model: seen(fingers[0], profile, Manner.GOOD) for profile in sensors}
    rounds = interleave({name: timed(partial(judge, image)) for name, image in pictured.items()}, ROUNDS)
    for name, image in pictured.items():
        yield rounds.row(f"judging {image.width_px}×{image.height_px} pixels", name, "ms")


def seen(finger: Finger, profile: Profile, manner: Manner) -> FingerImage:
    """Return a finger as a sensor sends it."""
    pixels = render(finger, profile.width_px, profile.height_px, manner)
    return FingerImage(profile.width_px, profile.height_px, profile.dpi, unpack_grey(pack_grey(pixels)))


def _patterns() -> Iterator[Pattern]:
    kinds = list(Pattern)
    for number in range(EACH):
        yield kinds[number % len(kinds)]
