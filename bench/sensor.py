"""Sensor: from a finger to its picture (emulated R503)."""

from collections.abc import Iterator
from time import perf_counter

from drivers.fingerprint import FingerImage, FingerprintReader, Progress, Stage, open_reader
from drivers.fingerprint.emulator import SensorEmulator
from drivers.fingerprint.fingers import FINGERS
from drivers.fingerprint.packets import Kind, Packet, data_packets
from drivers.fingerprint.personalities import R503

from .rounds import Row, figure, interleave

BAUDS = (57_600, 115_200)
ROUNDS = 3
BITS_A_BYTE = 10
PACKET_BYTES = 128
PATIENCE_S = 5.0


def measure() -> Iterator[Row]:
    """Take pictures from an emulator that is paced like the wire, in this process: its threads cost too."""
    for baud in BAUDS:
        with SensorEmulator(R503, baud=baud, packet_bytes=PACKET_BYTES) as emulator:
            emulator.press(FINGERS[0])
            reader = open_reader(emulator.path, baud=baud)
            try:
                yield from _at(baud, reader)
            finally:
                reader.close()


def _at(baud: int, reader: FingerprintReader) -> Iterator[Row]:
    whole: list[float] = []

    def once() -> float:
        stages: dict[Stage, float] = {}

        def report(progress: Progress) -> None:
            stages.setdefault(progress.stage, perf_counter())

        begun = perf_counter()
        image = reader.capture(report, lambda: False, PATIENCE_S)
        ended = perf_counter()
        assert isinstance(image, FingerImage)
        whole.append(ended - begun)
        return ended - stages[Stage.IMAGED]

    wire_s = wire_bytes() * BITS_A_BYTE / baud
    against = f"its {wire_bytes():,} bytes on the wire, {figure(wire_s)} s"
    rounds = interleave({"transfer": once}, ROUNDS, warm=0)
    transfer_s, whole_s = rounds.median("transfer"), sorted(whole)[len(whole) // 2]
    yield Row(f"picture at {baud:,} baud", transfer_s, "s", against, transfer_s / wire_s)
    yield Row("the same, with the sensor's look at the finger", whole_s, "s", against, whole_s / wire_s)


def wire_bytes() -> int:
    """Return how long a picture is on the wire: asked for, acknowledged, and in packets."""
    asked = acknowledged = Packet(Kind.ACK, b"\0")
    packets = [asked, acknowledged, *data_packets(bytes(R503.profile.image_bytes), PACKET_BYTES)]
    return sum(len(packet.encode()) for packet in packets)
