"""The race: from an input event to ink at that point, Signpost against a browser, Qt and Xlib.

Every contender has an X server of its own whose picture is a file. A hand (``hand.c``) moves the pointer by
XTEST and watches the file for ink at each point; the contenders take turns, a row of points each. Signpost is the
real thing: four processes, brought to the screen to sign on by a till's request and presses on the glass.

Then the same stream is written while slips print, impressions arrive, PDFs are made and a hundred records drain:
for ten seconds, or for ``RACE_S`` of them (``RACE_S=60 make bench ONLY=race``).

What the others need is fetched once into ``build/race``; whoever cannot be had is named, and the rest race.
"""

from collections.abc import Iterator

from bench.rounds import Row

from .measuring import measure_race

__all__ = ["measure"]


def measure() -> Iterator[Row]:
    """Race."""
    yield from measure_race()
