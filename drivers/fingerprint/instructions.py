"""The emulated sensor's mind: what it remembers, and what it answers to each instruction.

Nothing here knows a wire; an instruction comes in as bytes and an ``Answer`` goes out. What a model does
not know is answered with FC, as real ones do.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from drivers.fingerprint.codes import (
    BAUD_REGISTER,
    BAUD_STEP,
    PACKET_BYTES,
    PACKET_REGISTER,
    SECURITY_REGISTER,
    Code,
    Op,
)
from drivers.fingerprint.minutiae import Minutiae
from drivers.fingerprint.packets import BROADCAST, pack_grey
from drivers.fingerprint.personalities import Personality

DARK = 4


@dataclass(frozen=True, slots=True)
class Light:
    """The ring as it was last told: rhythm 1 breathe, 2 flash, 3 on, 4 off, 5 fade in, 6 fade out.

    ``colour`` is 1 red, 2 blue, 3 purple, 4 green, 5 yellow, 6 cyan, 7 white; ``count`` 0 means for ever.
    """

    rhythm: int = DARK
    speed: int = 0
    colour: int = 0
    count: int = 0

    @property
    def lit(self) -> bool:
        """Whether anything is to be seen."""
        return self.rhythm not in (4, 6)


@dataclass(frozen=True, slots=True)
class Settings:
    """What SetSysPara sets: ``baud_step`` times 9,600 bits a second, and the data packets' size by code."""

    baud_step: int = 6
    security: int = 3
    packet_code: int = 2

    def with_register(self, register: int, value: int) -> "Settings | None":
        """The settings with one register changed, or None where it has no such value."""
        if register == BAUD_REGISTER and 1 <= value <= 12:
            return Settings(value, self.security, self.packet_code)
        if register == SECURITY_REGISTER and 1 <= value <= 5:
            return Settings(self.baud_step, value, self.packet_code)
        if register == PACKET_REGISTER and value < len(PACKET_BYTES):
            return Settings(self.baud_step, self.security, value)
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """A confirmation code, what stands behind it in the same packet, and a stream of data after it."""

    code: int = Code.OK
    content: bytes = b""
    stream: bytes | None = None
    after_s: float = 0.0
    more: tuple["Answer", ...] = ()
    """Further answers to the same instruction, as one that runs by itself gives for each step."""
    restarts: bool = False
    """Whether the sensor starts anew once it has answered."""


@dataclass(slots=True)
class Incoming:
    """Data that the other side has announced: for a buffer, or for the picture's place where that is None."""

    buffer: int | None
    data: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Sensor:
    """One sensor under power. ``glass`` holds the picture of the finger that lies there now, if any.

    ``skin`` has the points that can be found in that picture. ``library`` is its flash: templates by place.
    """

    personality: Personality
    settings: Settings = field(default_factory=Settings)
    password: int = 0
    address: bytes = BROADCAST
    glass: bytes | None = None
    skin: Minutiae = ()
    light: Light = field(default_factory=Light)
    library: dict[int, bytes] = field(default_factory=dict)
    buffers: dict[int, bytes] = field(default_factory=dict)
    notepad: dict[int, bytes] = field(default_factory=dict)
    found: Minutiae = ()
    incoming: "Incoming | None" = None
    _next_settings: Settings | None = None
    _picture: bytes | None = None
    _unlocked: bool = False

    @property
    def baud(self) -> int:
        """Bits a second that it sends at."""
        return self.settings.baud_step * BAUD_STEP

    @property
    def packet_bytes(self) -> int:
        """Bytes of content in each data packet."""
        return PACKET_BYTES[self.settings.packet_code]

    def restart(self) -> None:
        """Begin again as after a power cycle: settings hold, pictures and light do not."""
        self.settings = self._next_settings or self.settings
        self._next_settings = None
        self._picture, self.found, self.incoming = None, (), None
        self.buffers.clear()
        self._unlocked = False
        self.light = Light()

    def execute(self, instruction: bytes) -> Answer:
        """Carry out one instruction: its code and its parameters."""
        carry_out = instructions().get(instruction[0])
        if carry_out is None or instruction[0] not in self.personality.knows:
            return Answer(Code.UNSUPPORTED)
        if self.password and not self._unlocked and instruction[0] != Op.VERIFY_PASSWORD:
            return Answer(Code.PASSWORD_NEEDED)
        return carry_out(self, instruction[1:])

    def get_image(self, _: bytes) -> Answer:
        """Look at the glass."""
        self._picture = None if self.glass is None else pack_grey(self.glass)
        self.found = self.skin if self.glass is not None else ()
        code = Code.NO_FINGER if self._picture is None else Code.OK
        return Answer(code, after_s=self.personality.look_s)

    @property
    def has_picture(self) -> bool:
        """Whether it holds a picture to find points in."""
        return self._picture is not None

    def receive(self, data: bytes, *, last: bool) -> None:
        """Take a data packet, where one was announced; the last one says that all is there."""
        if self.incoming is None:
            return
        self.incoming.data += data
        if last:
            incoming, self.incoming = self.incoming, None
            if incoming.buffer is None:
                self._picture, self.found = bytes(incoming.data), ()
            else:
                self.buffers[incoming.buffer] = bytes(incoming.data)

    def upload_image(self, _: bytes) -> Answer:
        """Send the picture."""
        if self._picture is None:
            return Answer(Code.UPLOAD_FAILED)
        return Answer(stream=self._picture)

    def set_parameter(self, parameters: bytes) -> Answer:
        """Change a setting, at once or for the next start, as the model does."""
        if len(parameters) != 2:
            return Answer(Code.PACKET_ERROR)
        changed = (self._next_settings or self.settings).with_register(*parameters)
        if changed is None:
            return Answer(Code.INVALID_REGISTER)
        self._next_settings = changed
        return Answer()

    def answered(self) -> None:
        """The answer has left: what had to wait for that takes effect."""
        if self._next_settings and not self.personality.settings_wait:
            self.settings, self._next_settings = self._next_settings, None

    def read_parameters(self, _: bytes) -> Answer:
        """Sixteen bytes of state, identity, capacity and settings."""
        passed = bool(self.found)
        status = passed << 1 | self._unlocked << 2 | self.has_picture << 3
        words = (status, self.personality.system_id, self.personality.capacity, self.settings.security)
        tail = (self.settings.packet_code, self.settings.baud_step)
        return Answer(content=shorts(*words) + self.address + shorts(*tail))

    def verify_password(self, parameters: bytes) -> Answer:
        """Compare the password."""
        if len(parameters) != 4:
            return Answer(Code.PACKET_ERROR)
        self._unlocked = int.from_bytes(parameters, "big") == self.password
        return Answer(Code.OK if self._unlocked else Code.WRONG_PASSWORD)

    def aura(self, parameters: bytes) -> Answer:
        """Set the ring."""
        if len(parameters) != 4 or not 1 <= parameters[0] <= 6:
            return Answer(Code.PACKET_ERROR)
        self.light = Light(*parameters)
        return Answer()

    def product_info(self, _: bytes) -> Answer:
        """Forty-six bytes: model, batch, serial, hardware, sensor, picture's size, template's, library's."""
        profile = self.personality.profile
        names = profile.model.encode().ljust(16, b"\0") + b"S001" + b"EMULATOR" + shorts(0x0100) + b"EMULATED"
        measures = (
            profile.width_px,
            profile.height_px,
            self.personality.template_bytes,
            self.personality.capacity,
        )
        return Answer(content=names + shorts(*measures))

    def led_on(self, _: bytes) -> Answer:
        """Switch the light under the glass on."""
        self.light = Light(rhythm=3)
        return Answer()

    def led_off(self, _: bytes) -> Answer:
        """Switch it off."""
        self.light = Light()
        return Answer()


Instruction = Callable[[Sensor, bytes], Answer]
"""Carries out one instruction with its parameters."""


def shorts(*values: int) -> bytes:
    """Two bytes each, the high one first."""
    return b"".join(value.to_bytes(2, "big") for value in values)


def text(line: str) -> Callable[[Sensor, bytes], Answer]:
    """An instruction that is answered with 32 letters."""
    return lambda _sensor, _parameters: Answer(content=line.encode().ljust(32, b"\0"))


def ok(_sensor: Sensor, _parameters: bytes) -> Answer:
    """An instruction with nothing to do."""
    return Answer()


@cache
def instructions() -> dict[int, Instruction]:
    """What is carried out for each instruction that any model knows."""
    from drivers.fingerprint import automatic, library, memory  # noqa: PLC0415 - they speak of a Sensor

    return BASIC | library.INSTRUCTIONS | memory.INSTRUCTIONS | automatic.INSTRUCTIONS


BASIC: dict[int, Instruction] = {
    Op.GET_IMAGE: Sensor.get_image,
    Op.UPLOAD_IMAGE: Sensor.upload_image,
    Op.SET_PARAMETER: Sensor.set_parameter,
    Op.READ_PARAMETERS: Sensor.read_parameters,
    Op.VERIFY_PASSWORD: Sensor.verify_password,
    Op.RANDOM_NUMBER: lambda *_: Answer(content=random.randbytes(4)),  # noqa: S311  # the sensor's, not ours
    Op.GET_IMAGE_EX: Sensor.get_image,
    Op.AURA_LED: Sensor.aura,
    Op.CHECK_SENSOR: ok,
    Op.ALGORITHM_VERSION: text("Signpost emulator"),
    Op.FIRMWARE_VERSION: text("Signpost emulator"),
    Op.PRODUCT_INFO: Sensor.product_info,
    Op.HANDSHAKE: ok,
    Op.LED_ON: Sensor.led_on,
    Op.LED_OFF: Sensor.led_off,
    Op.ECHO: lambda *_: Answer(Code.ALIVE),
}
