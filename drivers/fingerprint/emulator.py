"""A fingerprint sensor without a sensor: its side of the wire, and fingers to press on it.

Any program that speaks the protocol can open ``path`` as a serial port::

    with SensorEmulator() as emulator:
        emulator.press(FINGERS[0])
        reader = open_reader(emulator.path)
"""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.errors import Garbled
from drivers.fingerprint import FACTORY_ADDRESS, minutiae
from drivers.fingerprint.codes import BAUD_STEP, PACKET_BYTES, Code, Op
from drivers.fingerprint.faults import Faults
from drivers.fingerprint.fingers import Finger, Manner, render
from drivers.fingerprint.instructions import Answer, Light, Sensor, Settings
from drivers.fingerprint.line import SerialLine
from drivers.fingerprint.misreading import misread
from drivers.fingerprint.packets import Framer, Kind, Packet, data_packets
from drivers.fingerprint.personalities import R503, Personality

READY = b"\x55"
"""The bare byte that a sensor sends when it has started."""
START_S = 0.05
UNNAMED_BAUD = 28_800
"""The one speed of sensors that the kernel has no name for."""
LONG_ACKS: dict[int, int] = {
    Op.READ_PARAMETERS: 16,
    Op.RANDOM_NUMBER: 4,
    Op.COUNT_TEMPLATES: 2,
    Op.PRODUCT_INFO: 46,
    Op.FAST_SEARCH: 4,
    Op.SEARCH: 4,
    Op.MATCH: 2,
    Op.READ_NOTEPAD: 32,
    Op.LIST_TEMPLATES: 32,
}
"""How many bytes stand behind an answer's code, which some models fill with zeros when they refuse."""


class SensorEmulator:
    """A sensor on a desk: press a finger on it, lift it, switch it off, pull its plug.

    Methods may be called from any thread. ``path`` is a stable name for the port, as those under
    ``/dev/serial/by-id/`` are: it is gone while the sensor is unplugged and there again afterwards.

    Args:
        personality: which model to be.
        baud: speed of the line in bits a second, a multiple of 9,600.
        pace: whether bytes take the time that they take on a real line.
        packet_bytes: content of a data packet: 32, 64, 128 or 256.
        password: what VfyPwd must say.
        address: at which it listens; at any other it is silent.
        strict_baud: whether a port that is open at another speed is not understood, as on a real wire; what
            the sensor sends is then read as other bytes.
        answers_noise: whether it answers "packet error" to what it does not understand; most models are silent.
        path: where to put the port's name; by default in a folder of its own.
        on_change: called, from any thread, after the ring's light, the finger, power or plug changed. It
            should only wake whoever draws: the sensor does not listen while it runs.
    """

    def __init__(
        self,
        personality: Personality = R503,
        *,
        baud: int = 57_600,
        pace: bool = True,
        packet_bytes: int = 128,
        password: int = 0,
        address: int = FACTORY_ADDRESS,
        strict_baud: bool = False,
        answers_noise: bool = False,
        path: Path | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        if baud % BAUD_STEP or not BAUD_STEP <= baud <= 115_200 or packet_bytes not in PACKET_BYTES:
            raise ValueError(f"No sensor has {baud} baud with packets of {packet_bytes} bytes.")
        settings = Settings(baud // BAUD_STEP, packet_code=PACKET_BYTES.index(packet_bytes))
        self._sensor = Sensor(personality, settings, password, address.to_bytes(4, "big"))
        self._pace = pace
        self._strict_baud = strict_baud
        self._answers_noise = answers_noise
        self._on_change = on_change or (lambda: None)
        self._lock = threading.RLock()
        self._framer = Framer()
        self._faults = Faults()
        self._finger: Finger | None = None
        self._presses = 0
        self._powered = True
        self._closed = threading.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="signpost-sensor-") if path is None else None
        self._path = path or Path(self._folder.name if self._folder else "") / "fingerprint"
        self._line: SerialLine | None = self._attach()

    @property
    def path(self) -> str:
        """The serial port to open. It stays the same for the emulator's life."""
        return str(self._path)

    @property
    def personality(self) -> Personality:
        """Which model it is."""
        return self._sensor.personality

    @property
    def light(self) -> Light:
        """What is to be seen of the ring round the glass, or of the lamp under it."""
        with self._lock:
            return self._sensor.light if self._powered else Light()

    @property
    def finger(self) -> Finger | None:
        """The finger on the glass."""
        return self._finger

    @property
    def powered(self) -> bool:
        """Whether it is switched on."""
        return self._powered

    @property
    def plugged(self) -> bool:
        """Whether its cable is in."""
        return self._line is not None

    def press(self, finger: Finger, manner: Manner = Manner.GOOD) -> None:
        """Put a finger on the glass. Its first picture takes a few tenths of a second to draw."""
        profile = self.personality.profile
        picture = render(finger, profile.width_px, profile.height_px, manner)
        with self._lock:
            self._presses += 1
            self._finger, self._sensor.glass = finger, picture
            self._sensor.skin = minutiae.seen(finger, manner, self._presses)
        self._on_change()

    def lift(self) -> None:
        """Take the finger away."""
        with self._lock:
            self._finger, self._sensor.glass, self._sensor.skin = None, None, ()
        self._on_change()

    def spoil(self, faults: Faults) -> None:
        """Let the line suffer from ``faults`` from now on; ``Faults()`` mends it."""
        with self._lock:
            self._faults = faults

    def power_off(self) -> None:
        """Cut the sensor's supply, in the middle of a byte if need be. The port stays."""
        with self._lock:
            self._powered = False
            self._framer.clear()
            if self._line:
                self._line.drop_unsent()
        self._on_change()

    def power_on(self) -> None:
        """Switch it on again: it starts anew and says so with a bare 55."""
        with self._lock:
            if not self._powered:
                self._powered = True
                self._sensor.restart()
                self._send(READY, after_s=START_S)
        self._on_change()

    def unplug(self) -> None:
        """Pull the cable: the port vanishes under whoever has it open, and the sensor loses its power."""
        with self._lock:
            line, self._line = self._line, None
        if line is None:
            return
        self._path.unlink(missing_ok=True)
        line.close()
        with self._lock:
            self._framer.clear()
            self._sensor.restart()
        self._on_change()

    def plug(self) -> None:
        """Put the cable in: the port is there again under the same name."""
        with self._lock:
            if self._line is None and not self._closed.is_set():
                self._line = self._attach()
        self._on_change()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until it is closed, and say whether it is."""
        return self._closed.wait(timeout_s)

    def close(self) -> None:
        """Unplug it for good."""
        self._closed.set()
        self.unplug()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _attach(self) -> SerialLine:
        line = SerialLine(self._received)
        self._path.unlink(missing_ok=True)
        self._path.symlink_to(line.path)
        return line

    def _received(self, data: bytes) -> None:
        """Take bytes from the wire; answer each instruction that they complete."""
        with self._lock:
            before = self._sensor.light
            if self._powered and self._understood():
                self._framer.feed(data)
                while self._answer_next():
                    pass
            elif self._powered and self._answers_noise:
                self._send(self._complaint())
            changed = self._sensor.light != before
        if changed:
            self._on_change()

    def _understood(self) -> bool:
        """Whether the other side speaks at the sensor's speed, where that counts."""
        line = self._line
        return not self._strict_baud or line is None or line.baud == self._sensor.baud

    def _answer_next(self) -> bool:
        """Answer the next instruction heard, and say whether to look for another."""
        try:
            packet = self._framer.next()
        except Garbled:
            self._send(self._complaint())
            return True
        if packet and packet.address == self._sensor.address:
            if packet.kind == Kind.COMMAND:
                self._answer(packet.content)
            elif packet.kind in (Kind.DATA, Kind.END):
                self._sensor.receive(packet.content, last=packet.kind == Kind.END)
        return packet is not None

    def _complaint(self) -> bytes:
        return Packet(Kind.ACK, bytes([Code.PACKET_ERROR]), self._sensor.address).encode()

    def _answer(self, instruction: bytes) -> None:
        op, faults = instruction[0], self._faults
        if not faults.hits(op):
            faults = Faults()
        elif faults.times is not None:
            self._faults = replace(faults, times=faults.times - 1)
        refusal = faults.refusals.get(op)
        answer = self._sensor.execute(instruction) if refusal is None else Answer(refusal)
        delay_s = faults.delay_s + (answer.after_s if self._pace else 0.0)
        self._send(faults.spoil(self._encode(op, answer, long=faults.long_error_acks)), delay_s)
        self._sensor.answered()
        if answer.restarts:
            self._sensor.restart()
            self._send(READY, after_s=START_S)

    def _encode(self, op: int, answer: Answer, *, long: bool) -> bytes:
        content = answer.content
        if long and answer.code != Code.OK:
            content = content.ljust(LONG_ACKS.get(op, 0), b"\0")
        address = self._sensor.address
        packets = [Packet(Kind.ACK, bytes([answer.code]) + content, address)]
        packets += [Packet(Kind.ACK, bytes([step.code]) + step.content, address) for step in answer.more]
        if answer.stream is not None:
            packets += data_packets(answer.stream, self._sensor.packet_bytes, address)
        return b"".join(packet.encode() for packet in packets)

    def _send(self, data: bytes, after_s: float = 0.0) -> None:
        if self._line is not None:
            if not self._understood():
                data = misread(data, self._sensor.baud, self._line.baud or UNNAMED_BAUD)
            self._line.send(data, self._sensor.baud if self._pace else None, after_s)
