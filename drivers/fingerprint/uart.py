"""The fingerprint sensor on a serial port, through Adafruit's library and pyserial."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from drivers.errors import Garbled, NotFound, Refused, Stopped, TimedOut
from drivers.fingerprint import Comparison, EnrolStep, FingerImage, NoFinger, Progress, SensorInfo, Stage
from drivers.fingerprint.codes import Code
from drivers.fingerprint.enrolling import Enrolment
from drivers.fingerprint.link import Abandoned, retrying
from drivers.fingerprint.matching import await_finger, identify, in_range, taken, verify
from drivers.fingerprint.opening import OpenSensor, Wiring, open_sensor
from drivers.fingerprint.packets import unpack_grey
from drivers.fingerprint.profiles import LARGEST_IMAGE_BYTES, by_image_bytes

T = TypeVar("T")


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
        return self._waiting(lambda sensor: impression(sensor, report, timeout_s), cancelled)

    @property
    def capacity(self) -> int:
        """How many fingers the sensor can keep."""
        with self._connected() as sensor:
            return int(sensor.link.library_size)

    def enrol(
        self,
        place: int | None,
        report: Callable[[EnrolStep], None],
        cancelled: Callable[[], bool],
        timeout_s: float,
    ) -> int | None:
        """Learn a finger from several presses; see ``FingerprintSensor``."""
        return self._waiting(
            lambda sensor: Enrolment(sensor, report, timeout_s).enrol(place),
            cancelled,
        )

    def verify(
        self, place: int, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> Comparison | None:
        """Compare one press with the finger kept at ``place``; see ``FingerprintSensor``."""
        return self._waiting(lambda sensor: verify(sensor, place, report, timeout_s), cancelled)

    def identify(
        self, report: Callable[[Progress], None], cancelled: Callable[[], bool], timeout_s: float
    ) -> Comparison | None:
        """Look for one press among all fingers kept; see ``FingerprintSensor``."""
        return self._waiting(lambda sensor: identify(sensor, report, timeout_s), cancelled)

    def delete(self, place: int) -> None:
        """Forget the finger at ``place``."""
        with self._connected() as sensor:
            in_range(sensor.link, place)
            retrying(lambda: sensor.link.delete_model(place))

    def list(self) -> tuple[int, ...]:
        """The places that are taken, in order."""
        with self._connected() as sensor:
            return taken(sensor.link)

    def count(self) -> int:
        """How many fingers are kept."""
        with self._connected() as sensor:
            retrying(sensor.link.count_templates)
            return int(sensor.link.template_count)

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
            sensor.watch.close()
            sensor.link.close_uart()

    def _waiting(self, take: Callable[[OpenSensor], T], cancelled: Callable[[], bool]) -> T | None:
        """Do what waits for a finger; None where ``cancelled`` said that nobody wants it any more."""
        with self._connected() as sensor:
            sensor.link.cancelled = lambda: cancelled() or self._wiring.stopping()
            try:
                return take(sensor)
            except Abandoned:
                return None
            finally:
                sensor.rest()

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
    await_finger(sensor, timeout_s)
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
