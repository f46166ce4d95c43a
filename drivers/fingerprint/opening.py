"""Opening the sensor's port and learning which sensor answers on it."""

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import serial

from drivers.errors import DriverError, NotFound, Refused, TimedOut
from drivers.fingerprint import FACTORY_ADDRESS, SensorInfo, never
from drivers.fingerprint.codes import PACKET_BYTES
from drivers.fingerprint.link import TICK_S, SensorLink, retrying
from drivers.fingerprint.probing import FASTEST, raise_speed, reach
from drivers.fingerprint.profiles import Profile, by_image_bytes, by_model, named
from drivers.fingerprint.ring import Ring
from drivers.fingerprint.wake import OpenWakeLine, Watch

WRITE_TIMEOUT_S = 1.0
MODEL_BYTES = slice(0, 16)
WIDTH_BYTES = slice(38, 40)
HEIGHT_BYTES = slice(40, 42)
REST_S = 0.2
"""A sensor looks at a finger for so long; whoever cancels waits no longer than this."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Where the sensor is, and how it is spoken to."""

    device: str
    profile: str
    baud: int
    password: int
    reply_timeout_s: float
    stopping: Callable[[], bool] = never
    raise_baud: bool = False
    address: int = FACTORY_ADDRESS
    wake: OpenWakeLine | None = None


@dataclass(slots=True)
class OpenSensor:
    """A sensor that answered, and what is known of it. ``profile`` is None while that is nothing."""

    link: SensorLink
    ring: Ring
    profile: Profile | None
    port: serial.Serial
    notice: str = ""
    watch: Watch = field(default_factory=Watch)

    @property
    def info(self) -> SensorInfo:
        """Which sensor this is."""
        profile = self.profile
        return SensorInfo(
            model=profile.model if profile else "unnamed sensor",
            width_px=profile.width_px if profile else 0,
            height_px=profile.height_px if profile else 0,
            dpi=profile.dpi if profile else 0,
            baud=self.port.baudrate,
            packet_bytes=PACKET_BYTES[self.link.data_packet_size & 3],
            notice=self.notice,
            security_level=int(self.link.security_level or 0),
        )

    def rest(self) -> None:
        """Darken the ring, if the line is free in a moment. It is only a light: nothing fails for it."""
        self.link.cancelled = never
        with suppress(DriverError):
            if self.link.alive and self.link.settle(REST_S):
                self.ring.darken()


def open_sensor(wiring: Wiring, first_baud: int) -> OpenSensor:
    """Open the port and shake hands, at ``first_baud`` before all other speeds.

    Raises:
        DriverError: with the reason; the port is closed again.
    """
    configured = named(wiring.profile)
    port = open_port(wiring.device, first_baud)
    try:
        link = reach(port, wiring.password, wiring.reply_timeout_s, wiring.stopping, wiring.address)
        if wiring.raise_baud:
            raise_speed(link, port)
        profile = said_profile(link) or configured
        ring = Ring(link, profile.lamp if profile else None)
        watch, unwatched = wake_watch(wiring.wake, profile)
    except BaseException:
        port.close()
        raise
    notice = " ".join(filter(None, (speed_notice(wiring, port.baudrate), unwatched)))
    return OpenSensor(link, ring, profile, port, notice, watch)


def wake_watch(wake: OpenWakeLine | None, profile: Profile | None) -> tuple[Watch, str]:
    """Open the wake-up line where one is wired; without it the sensor is asked all the time. Says what is amiss."""
    if wake is None:
        return Watch(), ""
    if profile is None:
        return Watch(), "Name the sensor's profile: nobody knows what its wake-up line does under a finger."
    try:
        return Watch(wake(profile.wake_high)), ""
    except DriverError as error:
        return Watch(), f"The wake-up line is not used: {error}"


def speed_notice(wiring: Wiring, baud: int) -> str:
    """What a technician should know of the speed that was found, or nothing."""
    if wiring.raise_baud and baud != FASTEST:
        return f"It speaks at {baud} baud now, and at {FASTEST} once it was switched off and on."
    if baud == wiring.baud or wiring.raise_baud:
        return ""
    return (
        f"The sensor answers at {baud} baud, not at the {wiring.baud} that are configured. "
        f"Set baud = {baud} under [fingerprint]: it is found faster then."
    )


def open_port(device: str, baud: int) -> serial.Serial:
    """Open a serial port for this program alone, with time-outs both ways."""
    try:
        return serial.Serial(device, baud, timeout=TICK_S, write_timeout=WRITE_TIMEOUT_S, exclusive=True)
    except OSError as fault:
        if fault.errno == errno.EACCES:
            raise Refused(f"{device} may not be opened. Is the user in the group dialout?") from fault
        if fault.errno in (errno.EAGAIN, errno.EBUSY):
            raise Refused(f"{device} is in use. Which other program has it? Try: fuser {device}") from fault
        raise NotFound(
            f"No fingerprint sensor on {device}. Is it plugged in, the UART on and the login console off?"
        ) from fault


def said_profile(link: SensorLink) -> Profile | None:
    """What the sensor says of its model and picture, or None when it does not know the question."""
    try:
        product = retrying(link.product_info)
    except (Refused, TimedOut):  # older sensors answer nothing to what they do not know
        return None
    model = product[MODEL_BYTES].split(b"\0")[0].decode("ascii", "replace").strip()
    width_px, height_px = (int.from_bytes(product[part], "big") for part in (WIDTH_BYTES, HEIGHT_BYTES))
    near = by_model(model) or by_image_bytes(width_px * height_px // 2)
    if not near or not width_px or not height_px:
        return near
    return replace(near, model=model or near.model, width_px=width_px, height_px=height_px)
