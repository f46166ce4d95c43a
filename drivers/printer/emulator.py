"""A receipt printer without the printer: it takes ESC/POS on a wire, prints it to pixels, and can be tormented.

Bytes are taken in as they come, kept in a buffer of a real printer's size, and printed at a real printer's
speed, so a strip grows as it does on a desk; questions in real time are answered at once, and never
looked for inside a picture. It has a physical side: paper that runs out, a cover, a power switch. Example::

    with PrinterEmulator() as printer:
        where = printer.serve_tcp()
        ...  # print to it, with Signpost or any other program
        printer.tear().save("slip.png")
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PIL import Image

from drivers.printer.mechanism import Sensors, beeps, identity
from drivers.printer.paper import Paper
from drivers.printer.parser import ROW, UNKNOWN, Command, Parser
from drivers.printer.status import ASKED
from drivers.printer.status_back import StatusBack
from drivers.printer.typesetter import Typesetter
from drivers.printer.wires import PtyServer, Reply, TcpServer

_DOTS_MM = 8
_STEP_S = 0.02  # the paper moves in steps this long; the head is free to run ahead within one
_MOST_UNKNOWN = 1000


class PrinterEmulator:
    """An ESC/POS receipt printer, from its connector to its paper.

    Args:
        width_dots: Dots across: 576 for 80 mm paper, 384 for 58 mm.
        speed_mm_s: How fast it prints; None for at once.
        buffer_bytes: What it takes in before it has printed it; 4 to 64 KB in real ones.
        cutter: Whether it has one.
        chinese: Whether it starts in Chinese mode, as models made for China do.
        hears_dots: Whether it takes dots of a picture for questions in real time, as some do.
        head_to_cutter_dots: How far above the head the blade sits.
        on_change: Called, on the printer's own thread, when the paper, the drawer or a sensor moved.
    """

    def __init__(
        self,
        *,
        width_dots: int = 576,
        speed_mm_s: float | None = 150.0,
        buffer_bytes: int = 65_536,
        cutter: bool = True,
        chinese: bool = False,
        hears_dots: bool = False,
        head_to_cutter_dots: int = 96,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self._paper = Paper(width_dots)
        self._setter = Typesetter(
            self._paper, chinese=chinese, cutter=cutter, head_to_cutter_dots=head_to_cutter_dots
        )
        self._rows_s = None if speed_mm_s is None else speed_mm_s * _DOTS_MM
        self._room = buffer_bytes
        self._hears_dots = hears_dots
        self._on_change = on_change or (lambda: None)
        self._sensors = Sensors()
        self._status_back = StatusBack()
        self._queue: deque[tuple[Command, Reply]] = deque()
        self._queued_bytes = 0
        self._powered, self._stalled, self._silent, self._closed = True, False, False, False
        self._busy = False
        self._lasts_bytes: int | None = None
        self._power: threading.Thread | None = None
        self._dark_s = 0.0
        self._due = 0.0
        self._changed = threading.Condition()
        self._servers: list[TcpServer | PtyServer] = []
        self.drawer_opened = 0
        self.beeps = 0
        self.unknown: list[bytes] = []
        self._thread = threading.Thread(target=self._run, name="printer emulator", daemon=True)
        self._thread.start()

    # The wire

    def serve_tcp(self, port: int = 0) -> str:
        """Listen on the loopback interface; returns where, for ``open_printer``. One client at a time."""
        server = TcpServer(self, port)
        self._servers.append(server)
        return f"tcp://127.0.0.1:{server.port}"

    def serve_pty(self, baud: int | None = None) -> str:
        """Open a serial line, paced like one of that baud; returns where, for ``open_printer``."""
        server = PtyServer(self, baud)
        self._servers.append(server)
        return f"serial://{server.path}?baud={baud or 115_200}"

    def wait_for_room(self) -> bool:
        """Wait until the printer takes bytes; False when it is being closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._takes)
            return not self._closed

    def receive(self, parser: Parser, data: bytes, reply: Reply) -> None:
        """Take bytes in, waiting where the buffer is full."""
        for command in parser.feed(self._until_power_fails(data)):
            with self._changed:
                if not self._powered:
                    return
                if command.in_real_time:
                    self._obey_now(command, reply)
                    continue
                if self._hears_dots and command.code == ROW:
                    self._answer_dots(command.data, reply)
                self._changed.wait_for(lambda: self._closed or not self._powered or self._takes)
                if self._closed or not self._powered:
                    return
                self._queue.append((command, reply))
                self._queued_bytes += command.size
                self._changed.notify_all()
        self._fail_power(parser)

    def _until_power_fails(self, data: bytes) -> bytes:
        with self._changed:
            if self._lasts_bytes is None:
                return data
            taken = data[: self._lasts_bytes]
            self._lasts_bytes -= len(taken)
            return taken

    def _fail_power(self, parser: Parser) -> None:
        """Lose the power where it is time; it comes back on a thread that is not the wire's own."""
        with self._changed:
            if self._lasts_bytes != 0 or self._closed:
                return
            self._lasts_bytes = None
            self._forget()
            parser.forget()
            if not self._dark_s:
                self._reset()
                return
            self._powered = False
            self._power = threading.Thread(target=self._power_cycle, name="printer power", daemon=True)
            self._power.start()

    def _power_cycle(self) -> None:
        self.power_off()
        with self._changed:
            self._changed.wait_for(lambda: self._closed, self._dark_s)
            if self._closed:
                return
        self.power_on()

    @property
    def _takes(self) -> bool:
        return not self._stalled and (not self._powered or self._queued_bytes < self._room)

    def _obey_now(self, command: Command, reply: Reply) -> None:
        code, data = command.code, command.data
        if code == b"\x10\x04":
            self._answer(reply, self._sensors.real_time(data[0]))
        elif code == b"\x10\x14" and data[0] == 1:
            self.drawer_opened += 1
        elif (code == b"\x10\x14" and data[0] == 8) or (code == b"\x10\x05" and data[0] == 2):
            self._forget()

    def _answer_dots(self, row: bytes, reply: Reply) -> None:
        for question in ASKED.findall(row):
            self._answer(reply, self._sensors.real_time(question[-1]))

    def _answer(self, reply: Reply, data: bytes) -> None:
        if data and not self._silent:
            reply(data)

    def _reset(self) -> None:
        self._setter.reset()
        self._status_back.reset()

    def _forget(self) -> None:
        self._queue.clear()
        self._queued_bytes = 0
        self._changed.notify_all()

    # The mechanism

    @property
    def _prints(self) -> bool:
        return bool(self._queue) and self._powered and not self._stalled and not self._sensors.stopped

    def _run(self) -> None:
        """Print what is in the buffer, at the speed of the motor, until closed."""
        while True:
            with self._changed:
                if not self._prints:
                    self._busy = False
                    self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or self._prints)
                if self._closed:
                    return
                self._busy = True
                moved = self._print_some()
            self._on_change()
            self._keep_pace(moved)

    def _print_some(self) -> int:
        """Carry out commands until the paper has moved one step; returns the rows that came."""
        paper = self._paper
        start, drawers = paper.moved_dots, self.drawer_opened
        step = max(1, int(self._rows_s * _STEP_S)) if self._rows_s else 256
        while self._prints and paper.moved_dots - start < step and self.drawer_opened == drawers:
            command, reply = self._queue.popleft()
            self._queued_bytes -= command.size
            self._obey(command, reply)
            self._sensors.paper_end = self._sensors.paper_end or paper.at_end
            self._status_back.look(self._sensors)
        self._changed.notify_all()
        return paper.moved_dots - start

    def _keep_pace(self, moved_dots: int) -> None:
        if self._rows_s is None:
            return
        now = time.monotonic()
        self._due = max(self._due, now) + moved_dots / self._rows_s
        with self._changed:
            self._changed.wait_for(lambda: self._closed, timeout=self._due - now)

    def _obey(self, command: Command, reply: Reply) -> None:
        code, data = command.code, command.data
        if code == b"\x1b@":
            self._status_back.reset()
        if code == b"\x1dr":
            self._answer(reply, self._sensors.in_turn(data[0]))
        elif code == b"\x1dI":
            self._answer(reply, identity(data[0]))
        elif code == b"\x1da":
            self._status_back.enable(data[0], lambda status: self._answer(reply, status), self._sensors)
        elif code == b"\x1bp":
            self.drawer_opened += 1
        elif count := beeps(code, data):
            self.beeps += count
        elif (code == UNKNOWN or not self._setter.obey(command)) and len(self.unknown) < _MOST_UNKNOWN:
            self.unknown.append((b"" if code == UNKNOWN else code) + data)

    # The case, and what hands do to it

    @property
    def strip(self) -> Image.Image:
        """The paper that hangs out, mode "1", black on white."""
        with self._changed:
            return self._paper.image()

    @property
    def cuts(self) -> list[int]:
        """The rows of the strip at which it was cut."""
        with self._changed:
            return list(self._paper.cuts)

    def tear(self) -> Image.Image:
        """Tear the strip off at its last cut, or all of it; returns what is in the hand."""
        with self._changed:
            torn = self._paper.tear()
        self._on_change()
        return torn

    def paper_out(self, after_dots: int = 0) -> None:
        """Let the roll end, now or after so many more rows."""
        with self._changed:
            self._paper.left_dots = after_dots
            self._sensors.paper_end = after_dots == 0
            self._status_back.look(self._sensors)
            self._changed.notify_all()

    def load_paper(self) -> None:
        """Put a new roll in. What is still in the buffer is printed on it, as in real printers."""
        self._set(paper_end=False, near_end=False)

    def near_end(self) -> None:
        """Let the roll get thin: the sensor at its side says so, and printing goes on."""
        self._set(near_end=True)

    def open_cover(self) -> None:
        """Open the cover; printing stops."""
        self._set(cover_open=True)

    def close_cover(self) -> None:
        """Close the cover; printing goes on."""
        self._set(cover_open=False)

    def jam_cutter(self) -> None:
        """Get paper into the blade's way."""
        self._set(cutter_jammed=True)

    def clear_cutter(self) -> None:
        """Take the paper out of the blade's way."""
        self._set(cutter_jammed=False)

    def _set(self, **sensors: bool) -> None:
        with self._changed:
            for name, value in sensors.items():
                setattr(self._sensors, name, value)
            if sensors.get("paper_end") is False:
                self._paper.left_dots = None
            self._status_back.look(self._sensors)
            self._changed.notify_all()
        self._on_change()

    def power_off(self) -> None:
        """Switch it off: what was in its buffer is gone, its network connections break."""
        with self._changed:
            self._powered, self._stalled, self._silent = False, False, False
            self._status_back.reset()
            self._forget()
        for server in self._servers:
            server.power_off()

    def power_on(self) -> None:
        """Switch it on again, with its settings at their defaults."""
        with self._changed:
            self._reset()
            self._powered = True
            self._changed.notify_all()
        for server in self._servers:
            server.power_on()

    def power_cycle_after(self, count: int, *, dark_s: float = 1.0) -> None:
        """Let the power fail after so many more bytes; what comes in the dark is lost.

        With 0 seconds it is a dip that no cable notices and no memory outlasts.
        """
        with self._changed:
            self._lasts_bytes, self._dark_s = count, dark_s

    def go_offline(self) -> None:
        """Take no more work and say nothing of why, as with the button on its front."""
        self._set(offline=True)

    def go_online(self) -> None:
        """End ``go_offline``."""
        self._set(offline=False)

    def stall(self) -> None:
        """Let it take no more bytes and print nothing, as behind XOFF."""
        self._behave(stalled=True, silent=self._silent)

    def go_silent(self) -> None:
        """Let it print, and answer nothing."""
        self._behave(stalled=self._stalled, silent=True)

    def recover(self) -> None:
        """End ``stall`` and ``go_silent``."""
        self._behave(stalled=False, silent=False)

    def _behave(self, *, stalled: bool, silent: bool) -> None:
        with self._changed:
            self._stalled, self._silent = stalled, silent
            self._changed.notify_all()

    def wait_until_idle(self, timeout_s: float = 10.0) -> bool:
        """Wait until all that was received is printed; False when it stopped or took too long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._prints and not self._busy, timeout_s)
            return not self._queue and not self._busy

    def close(self) -> None:
        """Unplug it for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._power:  # it opens and closes the same sockets
            self._power.join(timeout=5)
        while self._servers:
            self._servers.pop().close()
        self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
