"""The fingerprint sensor on a serial port, through Adafruit's library and pyserial."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drivers.errors import Garbled, NotFound, Refused, Stopped, TimedOut
from drivers.fingerprint import FingerImage, NoFinger, Progress, SensorInfo, Stage
from drivers.fingerprint.codes import Code
from drivers.fingerprint.link import Abandoned, SensorLink, retrying
from drivers.fingerprint.opening import OpenSensor, Wiring, open_sensor
from drivers.fingerprint.packets import unpack_grey
from drivers.fingerprint.profiles import LARGEST_IMAGE_BYTES, by_image_bytes

POLL_S = 0.05
"""Between two looks for a finger: nobody notices the wait, and the sensor stays cool."""


class UartReader:
    """The reader on a real sensor, or on anything that speaks its protocol over a serial port."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._baud = wiring.baud
        self._sensor: OpenSensor | None = None
        with self._connected():
            pass

    def describe(self) -> SensorInfo:
        """Which sensor this is."""
        with self._connected() as sensor:
            return sensor.info

    def capture(
        self, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> FingerImage | None:
        """Wait for a finger and return its picture; see ``FingerprintReader``."""
        with self._connected() as sensor:
            sensor.link.cancelled = lambda: cancelled() or self._wiring.stopping()
            try:
                return impression(sensor, report, timeout_s)
            except Abandoned:
                return None
            finally:
                sensor.rest()

    def lifted(self) -> bool:
        """Whether no finger is on the glass now."""
        with self._connected() as sensor:
            seen = retrying(sensor.link.get_image)
            sensor.rest()
            return bool(seen == Code.NO_FINGER)

    def close(self) -> None:
        """Let go of the port."""
        sensor, self._sensor = self._sensor, None
        if sensor is not None:
            sensor.link.close_uart()

    @contextmanager
    def _connected(self) -> Iterator[OpenSensor]:
        """The open sensor, opened again after it was lost; let go of when it is lost now."""
        try:
            sensor = self._sensor = self._sensor or open_sensor(self._wiring, self._baud)
            self._baud = sensor.port.baudrate
            sensor.link.cancelled = self._wiring.stopping
            if self._wiring.password:  # a sensor that was switched off and on is locked again
                retrying(sensor.link.verify_password)
            yield sensor
        except NoFinger:
            raise
        except (NotFound, TimedOut):  # silent: it may have come back at another speed
            self.close()
            raise
        except Abandoned as abandoned:
            raise Stopped("The program is ending: the fingerprint sensor is not waited for.") from abandoned


def impression(sensor: OpenSensor, report: Callable[[Progress], None], timeout_s: float) -> FingerImage:
    """Wait for a finger, let the sensor look at it, and fetch the picture."""
    report(Progress(Stage.WAITING, 0.0))
    sensor.ring.breathe()
    await_finger(sensor.link, timeout_s)
    report(Progress(Stage.IMAGED, 0.0))
    sensor.ring.steady()
    nibbles = fetch(sensor, report)
    profile = sensor.profile
    if profile is None or profile.image_bytes != len(nibbles):
        profile = sensor.profile = by_image_bytes(len(nibbles))
    if profile is None:
        raise Refused(
            f"The fingerprint sensor sent a picture of {len(nibbles)} bytes, a size of no known model. "
            "Name the sensor's profile in the configuration."
        )
    return FingerImage(profile.width_px, profile.height_px, profile.dpi, unpack_grey(nibbles))


def await_finger(link: SensorLink, timeout_s: float) -> None:
    """Ask the sensor to look until there is a finger to see."""
    deadline = time.monotonic() + timeout_s
    while retrying(link.get_image) != Code.OK:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise NoFinger(f"No finger was pressed on the sensor within {timeout_s:g} seconds.")
        link.idle(min(POLL_S, left_s))


def fetch(sensor: OpenSensor, report: Callable[[Progress], None]) -> bytes:
    """The picture as it is on the wire, 4 bits a pixel. Asked for again while it comes in damaged."""
    expected = sensor.profile.image_bytes if sensor.profile else LARGEST_IMAGE_BYTES
    furthest = 0.0

    def arrived(count: int) -> None:
        nonlocal furthest
        furthest = max(furthest, min(1.0, count / expected))
        report(Progress(Stage.TRANSFERRING, furthest))

    def whole() -> bytes:
        nibbles = bytes(sensor.link.get_fpdata("image"))
        if sensor.profile and len(nibbles) != expected and not by_image_bytes(len(nibbles)):
            raise Garbled(f"The picture came with {len(nibbles)} of its {expected} bytes: a packet was lost.")
        return nibbles

    sensor.link.progress = arrived
    nibbles = retrying(whole)
    arrived(expected)
    return nibbles
