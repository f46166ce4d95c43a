"""Automatic status back (``GS a``): an emulated printer tells of each change by itself, without being asked."""

from collections.abc import Callable

from drivers.printer.mechanism import Sensors

_WATCHED = {
    0x01: bytes((0x04, 0, 0, 0)),  # the drawer
    0x02: bytes((0x28, 0, 0, 0)),  # online or offline, and the cover as its cause
    0x04: bytes((0, 0x6C, 0, 0)),  # errors
    0x08: bytes((0, 0, 0x0F, 0)),  # the roll
}
"""By each bit of ``GS a``, the bits of the four bytes whose change is told (Epson's manual of ESC/POS, GS a)."""


class StatusBack:
    """Whom the printer tells of what. It is told nothing until it asks, and goes on until the printer is reset."""

    def __init__(self) -> None:
        self._enabled = 0
        self._tell: Callable[[bytes], None] | None = None
        self._told = b""

    def enable(self, bits: int, tell: Callable[[bytes], None], sensors: Sensors) -> None:
        """Tell how it is now, and from now on of each change of what ``bits`` name; of nothing where they are 0."""
        self.reset()
        if bits & sum(_WATCHED):
            self._enabled, self._tell = bits, tell
            self.look(sensors)

    def look(self, sensors: Sensors) -> None:
        """Tell what has changed, if that is wanted: always all four bytes, of whichever change."""
        status = sensors.automatic()
        if self._tell and (watched := self._watched(status)) != self._told:
            self._told = watched
            self._tell(status)

    def reset(self) -> None:
        """Tell nobody anything, as after the power came."""
        self._enabled, self._tell, self._told = 0, None, b""

    def _watched(self, status: bytes) -> bytes:
        masks = [mask for bit, mask in _WATCHED.items() if self._enabled & bit]
        return bytes(byte & sum(mask[at] for mask in masks) for at, byte in enumerate(status))
