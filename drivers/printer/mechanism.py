"""What an emulated printer is at a moment: its sensors, and the bytes in which it tells of them."""

from dataclasses import dataclass


@dataclass(slots=True)
class Sensors:
    """The switches and sensors in the printer's case."""

    cover_open: bool = False
    near_end: bool = False
    paper_end: bool = False
    cutter_jammed: bool = False
    drawer_pin_high: bool = False
    offline: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the printer is offline: it prints nothing until this is mended."""
        return self.offline or self.cover_open or self.paper_end or self.cutter_jammed

    def real_time(self, question: int) -> bytes:
        """Answer DLE EOT 1 to 4; nothing for others."""
        answers = {
            1: 0x04 * self.drawer_pin_high | 0x08 * self.stopped,
            2: 0x04 * self.cover_open | 0x20 * self.paper_end | 0x40 * self.cutter_jammed,
            3: 0x08 * self.cutter_jammed,
            4: 0x0C * (self.near_end or self.paper_end) | 0x60 * self.paper_end,
        }
        return bytes((0x12 | answers[question],)) if question in answers else b""

    def in_turn(self, question: int) -> bytes:
        """Answer GS r 1 (paper) and 2 (drawer), numbers or digits; nothing for others."""
        answers = {
            1: 0x03 * (self.near_end or self.paper_end) | 0x0C * self.paper_end,
            2: 0x01 * self.drawer_pin_high,
        }
        return bytes((answers[question % 48],)) if question % 48 in answers else b""

    def automatic(self) -> bytes:
        """Return the four bytes of automatic status back: no answer to a question looks like the first."""
        return bytes(
            (
                0x10 | 0x04 * self.drawer_pin_high | 0x08 * self.stopped | 0x20 * self.cover_open,
                0x08 * self.cutter_jammed,
                0x03 * (self.near_end or self.paper_end) | 0x0C * self.paper_end,
                0x0F,
            )
        )


def identity(question: int) -> bytes:
    """Answer GS I: the model, whether it has a cutter, its firmware, and names in letters."""
    if question % 48 in {1, 2, 3} and question < 64:
        return bytes(({1: 0x20, 2: 0x02, 3: 0x10}[question % 48],))
    names = {65: b"1.00 ESC/POS", 66: b"SIGNPOST", 67: b"EMULATOR", 68: b"0000000000"}
    return b"_" + names[question] + b"\0" if question in names else b""


def beeps(code: bytes, data: bytes) -> int:
    """Return how many times a command sounds the buzzer: BEL, ESC B n t, and ESC ( A functions 48 and 97."""
    if code == b"\x07":
        return 1
    if code == b"\x1bB":
        return data[0]
    if code == b"\x1b(" and data[:1] == b"A" and len(data) >= 6 and data[3] in {48, 97}:
        return data[5]
    return 0
