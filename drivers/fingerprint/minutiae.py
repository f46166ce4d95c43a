"""What an emulated sensor keeps of a finger: the points where ridges end or fork, and how alike two sets are.

Points follow from the finger's seed, as its ridges do. Each press moves them a little and loses some, so two
presses of a finger are alike and never the same, and a poor press may not be enough.
"""

import random
from dataclasses import dataclass

from drivers.fingerprint.fingers import Finger, Manner

MARK = b"SP"
"""How stored points begin; bytes without it are nobody's."""
POINTS = 40
"""About as many as a sensor of this size finds on a fingertip."""
LEFT_OF = {Manner.DRY: 24, Manner.WET: 22, Manner.ASIDE: 26, Manner.PARTIAL: 16, Manner.MOVED: 8}
"""How many of them a poor press shows."""
KEPT = 36
FEWEST = 12
"""Fewer make no template: too little of a finger."""
REACH = 4
"""How far apart two points may lie and be one, in steps of two pixels."""
TURN = 24
"""How much their directions may differ, in 256ths of a circle."""
BEST = 300
"""The score of two sets that agree in every point."""


@dataclass(frozen=True, slots=True)
class Minutia:
    """One point: where, in steps of two pixels, and in which direction, in 256ths of a circle."""

    x: int
    y: int
    angle: int

    def is_near(self, other: "Minutia") -> bool:
        """Whether both could be the same point of one finger."""
        turned = abs(self.angle - other.angle)
        return (
            abs(self.x - other.x) <= REACH
            and abs(self.y - other.y) <= REACH
            and min(turned, 256 - turned) <= TURN
        )


Minutiae = tuple[Minutia, ...]


def seen(finger: Finger, manner: Manner, press: int) -> Minutiae:
    """The points of a finger that the sensor finds in its ``press``-th press."""
    skin = random.Random(finger.seed)  # noqa: S311  # a drawing, not a secret
    points = [Minutia(skin.randint(8, 120), skin.randint(8, 136), skin.randrange(256)) for _ in range(POINTS)]
    hand = random.Random(f"{finger.seed} {manner} {press}")  # noqa: S311
    return tuple(
        Minutia(
            point.x + hand.randint(-1, 1),
            point.y + hand.randint(-1, 1),
            (point.angle + hand.randint(-6, 6)) % 256,
        )
        for point in hand.sample(points, LEFT_OF.get(manner, KEPT))
    )


def score(one: Minutiae, other: Minutiae) -> int:
    """How alike two sets are, from 0 to 300: the share of the smaller set that the other has too."""
    free = list(other)
    pairs = 0
    for point in one:
        near = next((candidate for candidate in free if point.is_near(candidate)), None)
        if near is not None:
            free.remove(near)
            pairs += 1
    fewer = min(len(one), len(other))
    return BEST * pairs // fewer if fewer >= FEWEST else 0


def needed(security: int) -> int:
    """The least score that counts as the same finger, by the sensor's security level 1 to 5."""
    return BEST * (30 + 8 * security) // 100


def joined(sets: list[Minutiae]) -> Minutiae:
    """All points of several presses, each once."""
    points: list[Minutia] = []
    for minutiae in sets:
        points += [point for point in minutiae if not any(point.is_near(known) for known in points)]
    return tuple(points)


def packed(minutiae: Minutiae, size: int) -> bytes:
    """The points as a sensor's buffer holds them, in ``size`` bytes."""
    room = (size - len(MARK) - 1) // 3
    points = minutiae[: min(room, 255)]
    return (MARK + bytes([len(points)]) + b"".join(bytes([p.x, p.y, p.angle]) for p in points)).ljust(
        size, b"\0"
    )


def unpacked(stored: bytes) -> Minutiae:
    """The points of a buffer; none in bytes that are no emulated template."""
    if not stored.startswith(MARK) or len(stored) < 3 + 3 * stored[2]:
        return ()
    return tuple(Minutia(*stored[at : at + 3]) for at in range(3, 3 + 3 * stored[2], 3))
