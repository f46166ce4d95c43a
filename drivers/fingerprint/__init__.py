"""The fingerprint sensor: what it promises, and the values that it speaks in.

A reader gives the *impression* of the finger pressed, as a picture. Everything else about the sensor
(its packets, its lamp, its habits) stays behind this door. A reader belongs to one thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from drivers.errors import Refused, TimedOut

if TYPE_CHECKING:
    from drivers.fingerprint.wake import OpenWakeLine


FACTORY_ADDRESS = 0xFFFF_FFFF
"""The address of a sensor that was given none of its own."""


class AlreadyEnrolled(Refused):
    """The finger is among those enrolled, at ``place``."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message, 0x27)
        self.place = place


class NotEnrolled(Refused):
    """No finger is kept at the place that was named. The sensor itself is well."""

    def __init__(self, place: int) -> None:
        super().__init__(f"No finger is enrolled at place {place}. Enrol one first.", 0x22)
        self.place = place


class NoFinger(TimedOut):
    """Nobody pressed the sensor in the time given. The sensor itself is well."""


@dataclass(frozen=True, slots=True)
class SensorInfo:
    """Which sensor is plugged in, in its own words where it has them.

    ``width_px`` and ``height_px`` are 0 until a sensor that cannot say its size has sent its first image.
    ``notice`` is a sentence for the technician where the sensor works, but otherwise than configured.
    ``security_level`` is how alike two fingers must be for it, 1 (least) to 5; 0 where it does not say.
    """

    model: str
    width_px: int
    height_px: int
    dpi: int
    baud: int
    packet_bytes: int
    notice: str = ""
    security_level: int = 0


@dataclass(frozen=True, slots=True)
class FingerImage:
    """The picture of a finger as it lay on the glass.

    ``pixels`` holds one byte a pixel, 0 black to 255 white, row by row from the top. It never appears in a
    repr, so that no log or crash can carry a fingerprint.
    """

    width_px: int
    height_px: int
    dpi: int
    pixels: bytes = field(repr=False)


class Stage(StrEnum):
    """How far a capture has come, in the words that a screen needs."""

    WAITING = "waiting"
    """No finger on the glass yet."""
    IMAGED = "imaged"
    """The finger was seen and its picture is in the sensor: keep still, it is nearly done."""
    TRANSFERRING = "transferring"
    """The picture is on its way down the wire. The finger may be lifted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a capture stands. ``fraction`` of the picture has arrived, from 0 to 1; it never goes back."""

    stage: Stage
    fraction: float


class EnrolStage(StrEnum):
    """What whoever enrols should do now, or what became of their last press."""

    PRESS = "press"
    """Press the finger, the same one each time."""
    LIFT = "lift"
    """That one counts. Lift the finger."""
    UNCLEAR = "unclear"
    """That one does not count: too little of the finger, or too disorderly. Lift it, then press again."""
    KEEPING = "keeping"
    """All samples are there; they are joined and kept."""


@dataclass(frozen=True, slots=True)
class EnrolStep:
    """Where enrolling stands: at which sample, counted from 1, of how many."""

    stage: EnrolStage
    sample: int
    samples: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing a finger with what is enrolled came to.

    ``matched`` is the sensor's own judgement, at its security level. ``place`` is the template's, or None where
    the finger is nobody's. ``score`` is the sensor's measure of likeness: higher is liker, its scale the model's.
    """

    matched: bool
    place: int | None
    score: int


class FingerprintReader(Protocol):
    """A sensor that can take the picture of a finger. Used from one thread.

    A reader outlives its cable: after ``NotFound`` the next call opens the port again.
    """

    def describe(self) -> SensorInfo:
        """Which sensor this is."""
        ...

    def capture(
        self, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> FingerImage | None:
        """Wait for a finger and return its picture, or None when ``cancelled`` said so.

        Args:
            report: told each stage, and each packet of the picture, in the caller's thread.
            cancelled: asked at least ten times a second; answers at once.
            timeout_s: how long to wait for a finger.

        Raises:
            NoFinger: nobody pressed in time.
            NotFound: the port went away; the next call opens it again.
            TimedOut: the sensor stopped answering.
            Garbled: what arrived could not be read, three times over.
            Refused: the sensor said no, with its code.
        """
        ...

    def lifted(self) -> bool:
        """Whether no finger is on the glass now."""
        ...

    def close(self) -> None:
        """Let go of the port. Closing twice is fine."""
        ...


class FingerprintSensor(FingerprintReader, Protocol):
    """A reader that also knows fingers again. What it keeps of them, its templates, never leaves it.

    Every method raises what ``FingerprintReader.capture`` raises. Those that wait for a finger return None when
    ``cancelled`` said so.
    """

    @property
    def capacity(self) -> int:
        """How many fingers it can keep; their places are counted from 0."""
        ...

    def enrol(
        self,
        place: int | None,
        report: Callable[[EnrolStep], None],
        cancelled: Callable[[], bool],
        timeout_s: float,
    ) -> int | None:
        """Learn a finger from several presses, and return the place where it is kept.

        Args:
            place: where to keep it; None for the first place that is free.
            report: told what to do, in the caller's thread.
            cancelled: as for ``capture``.
            timeout_s: how long to wait for each press, and for each lifting.

        Raises:
            AlreadyEnrolled: this finger is kept already.
            Refused: the place is taken or outside the library, the library is full, or the presses were not
                of one finger.
        """
        ...

    def verify(
        self, place: int, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> Comparison | None:
        """Compare one press with the finger kept at ``place``, and with no other.

        Raises:
            NotEnrolled: no finger is kept there.
            Refused: the library has no such place.
        """
        ...

    def identify(
        self, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> Comparison | None:
        """Look for one press among all fingers kept."""
        ...

    def delete(self, place: int) -> None:
        """Forget the finger at ``place``; where there is none, nothing changes."""
        ...

    def list(self) -> tuple[int, ...]:
        """The places that are taken, in order."""
        ...

    def count(self) -> int:
        """How many fingers are kept."""
        ...


def never() -> bool:
    """Nobody stops waiting."""
    return False


def open_reader(
    device: str,
    *,
    profile: str = "auto",
    baud: int = 57_600,
    password: int = 0,
    address: int = FACTORY_ADDRESS,
    reply_timeout_s: float = 1.5,
    raise_baud: bool = False,
    stopping: Callable[[], bool] = never,
    wake: "OpenWakeLine | None" = None,
) -> FingerprintSensor:
    """Open the sensor on a serial port.

    Args:
        device: the port, best by its stable name under ``/dev/serial/by-id/``.
        profile: a name from ``drivers.fingerprint.profiles.PROFILES``, or ``auto`` to let the sensor say.
        baud: speed of the line in bits a second; where it gets no answer, the others are tried.
        password: the sensor's 32-bit password; 0 from the factory. It is never set from here: a forgotten one
            makes the sensor useless.
        address: the sensor's 32-bit address; at another one it is silent.
        reply_timeout_s: how long the sensor may take to answer or to go on sending. Slow ones need a
            second to look at a finger.
        raise_baud: whether to ask the sensor to speak at 115,200 baud: a picture comes in half the time.
        stopping: asked at least ten times a second, in every wait of this reader; once it says yes, the program
            ends, and so does the wait.
        wake: opens the wire by which the sensor tells of a finger, where there is one.

    Raises:
        NotFound, TimedOut, Garbled, Refused: as ``FingerprintReader.capture``.
        Stopped: ``stopping`` said so; ``describe`` and ``lifted`` raise it too, and ``capture`` returns None.
        ValueError: no such profile.
    """
    from drivers.fingerprint.opening import Wiring  # noqa: PLC0415  # pyserial and the library: 60 ms
    from drivers.fingerprint.uart import UartReader  # noqa: PLC0415

    return UartReader(
        Wiring(device, profile, baud, password, reply_timeout_s, stopping, raise_baud, address, wake)
    )
