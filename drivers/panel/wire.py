"""What goes over the socket between an emulated panel and the pins it is wired to.

A Unix stream socket, one line a message: ``press staff``, ``release staff``, ``open case``, ``cut mains`` and
their like go in, a JSON object of what the pins say comes out, at once and at every change.
"""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class PanelState:
    """What a person sees and hears: the lamp's red, green and blue (0 to 1), the buzzer's pitch, the drawer's knock."""

    powered: bool = False
    lamp: tuple[float, float, float] = (0.0, 0.0, 0.0)
    tone_hz: float | None = None
    drawer: bool = False

    def to_line(self) -> bytes:
        """Write the state as one line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "PanelState":
        """Read what ``to_line`` wrote."""
        said = json.loads(line)
        red, green, blue = said["lamp"]
        return cls(said["powered"], (red, green, blue), said["tone_hz"], said["drawer"])


DARK = PanelState()
"""A panel whose terminal has no power."""


class Lines:
    """Bytes as they come, cut into whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, heard: bytes) -> list[bytes]:
        """Take ``heard`` in and return the lines that are now whole."""
        *lines, self._rest = (self._rest + heard).split(b"\n")
        return lines
