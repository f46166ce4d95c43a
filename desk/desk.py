"""A desk: a unit with its devices, a till, a network and an archive, put together as in a shop."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desk.changes import Changes
from desk.cloud import Cloud
from desk.folder import Folder, Settings
from desk.glass import Glass
from desk.network import NetworkPlug
from desk.paper import PaperTray
from desk.ports import free_port
from desk.staff import DeskPin
from desk.till import Till
from desk.unit import Unit
from drivers.fingerprint.emulator import SensorEmulator
from drivers.panel.physical import EmulatedPanel
from terminal.store import Store

if TYPE_CHECKING:
    from desk.customer import Customer

TILL_PORT, ARCHIVE_PORT = 8470, 8480
_PANEL_MM = 154.0
"""The long side of the official 7-inch panel: what a picture of any size is taken to be shown on."""


_LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Options:
    """How a desk is to be.

    Attributes:
        size: the glass, in pixels.
        window: show the glass in a window of this computer as well.
        language: the language that customers are greeted in; empty for the usual one.
        fast: devices that take no time, for tests.
        fixed_ports: listen where the last run did, so that addresses stay the same; else anywhere.
        merchant: the shop's name.
        thanks_s: how long the thanks stay on the glass; None for the usual time.
        ended_s: how long a cancellation stays; None for the usual time.
    """

    size: tuple[int, int] = (800, 480)
    window: bool = False
    language: str = ""
    fast: bool = False
    fixed_ports: bool = False
    merchant: str = "晨光超市 Morning Market"
    thanks_s: float | None = None
    ended_s: float | None = None

    @property
    def dots_per_mm(self) -> float:
        """Of the glass, as the unit is told."""
        return round(max(self.size) / _PANEL_MM, 2)


class Desk:
    """The whole terminal, from the till to the archive, in one folder.

    Entering it starts everything; leaving it ends everything and keeps what is on disk.

    Attributes:
        till: asks for signatures (``post``, ``get``, ``wait_for``, ``cancel``, ``status``, …).
        glass: what is shown, and the way for touches.
        sensor: the fingerprint sensor: ``press``, ``lift``.
        panel: lamp, buzzer, buttons and switches: ``state``, ``press``, ``release``, ``cut_mains``, ``open_case``, …
        paper: the printer's strip: ``strip``, ``tear``, ``take_out``, ``put_back``, ``torn``.
        network: the plug between unit and archive: ``pull``, ``plug``.
        power: the unit's plug: ``pull``, ``plug``.
        staff_pin: what opens staff mode, where the desk made it up.
        changes: rings whenever something to be seen changed.

    Args:
        folder: for all that is kept; made where there is none.
        options: how it is to be.

    Raises:
        DeskError: another desk is in the folder, or something does not start.
    """

    def __init__(self, folder: Path, options: Options = Options()) -> None:
        self.options = options
        self.changes = Changes()
        self._open = ExitStack()
        try:
            self._set_up(folder)
        except BaseException:
            self._open.close()
            raise

    def _set_up(self, path: Path) -> None:
        """Put every thing in its place, and start none of the processes."""
        ring, fast = self.changes.ring, self.options.fast
        self.folder = Folder(path)
        self._open.callback(self.folder.close)
        self.staff_pin = DeskPin(self.folder).read()
        self.sensor = self._open.enter_context(SensorEmulator(pace=not fast, on_change=ring))
        self.sensor.power_off()
        self.paper = PaperTray(fast=fast, on_change=ring)
        self._open.callback(self.paper.close)
        self._cloud = Cloud(
            self.folder, "SP-0001", port=ARCHIVE_PORT if self.options.fixed_ports else 0, on_change=ring
        )
        self._open.callback(self._cloud.close)
        self.panel = EmulatedPanel(self.folder.runtime / "panel.sock", on_change=lambda _state: ring())
        self._open.callback(self.panel.close)
        self.glass = Glass(self.folder.runtime / "glass", self.options.size)
        self._open.callback(self.glass.close)
        self.till = self._new_till()
        self._open.callback(self.till.close)
        self.folder.configure(self._settings())
        self.power = Unit(
            self.folder,
            alive=lambda: self.till.alive() and self.glass.lit,
            power_cut=self._darken,
            power_back=self._supply,
            on_change=ring,
        )
        self._open.callback(self.power.close)

    @property
    def network(self) -> NetworkPlug:
        """The plug between the unit and the archive."""
        return self._cloud.network

    @property
    def archive_url(self) -> str:
        """Where the archive is."""
        return self._cloud.url

    @property
    def archive_token(self) -> str:
        """A reader's token for the archive, of this run."""
        return self._cloud.reader_token

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of all that the desk started and that runs."""
        return {**self.power.pids, **self._cloud.pids}

    def customer(self, language: str = "") -> "Customer":
        """Return someone who reads ``language``, by default the one that the glass greets in, and signs."""
        from desk.customer import Customer  # noqa: PLC0415 - draws screens to compare, with pygame

        greeting = self.options.language or _LANGUAGES[0]
        return Customer(self.glass, self.options.dots_per_mm, language or greeting, hurried=self.options.fast)

    def archive_sign_in_url(self, language: str = "") -> str:
        """Return an address that opens the archive's pages, signed in."""
        return self._cloud.sign_in_url(language)

    def start(self) -> None:
        """Start the archive, and put the power plug in.

        Raises:
            DeskError: something does not start; the message names its log.
        """
        self._cloud.start()
        self.power.plug()
        self._cloud.wait()
        if running := self.till.status()["running"]:
            self.till.note(running)  # left over from an earlier run, and to be seen by whoever asks next

    def close(self) -> None:
        """End everything; what is on disk stays."""
        self._open.close()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _supply(self) -> None:
        self.glass.open()
        self.sensor.power_on()

    def _darken(self) -> None:
        self.sensor.power_off()
        self.glass.darken()

    def _new_till(self) -> Till:
        """Return a till that the unit knows."""
        with Store(self.folder.data / "store.sqlite") as store:
            token = store.tills.add("Till 1" if self.options.language == "en" else "1 号收银台")
        port = free_port(TILL_PORT if self.options.fixed_ports else 0)
        return Till(f"http://127.0.0.1:{port}", token, self.changes.ring)

    def _settings(self) -> Settings:
        """Return the unit's configuration: what differs from the defaults."""
        token_file = self.folder.data / "archive.token"
        token_file.touch(mode=0o600)
        token_file.write_text(self._cloud.terminal_token, encoding="ascii")
        options, (width, height) = self.options, self.options.size
        session = {"thanks_s": options.thanks_s, "ended_s": options.ended_s}
        return {
            "site": {"merchant": options.merchant, "languages": _languages(options.language)},
            "paths": {"data": str(self.folder.data), "runtime": str(self.folder.runtime)},
            "glass": {
                "window": "both" if options.window else "emulated",
                "width": width,
                "height": height,
                "dots_per_mm": options.dots_per_mm,
                "fullscreen": False,
            },
            "session": {key: value for key, value in session.items() if value is not None},
            "fingerprint": {"port": self.sensor.path},
            "printer": {"port": self.paper.address},
            "panel": {"pins": "emulated", "tamper": 5, "power_fail": 6},
            "till": {"listen": self.till.url.removeprefix("http://")},
            "upload": {"archive": self._cloud.url_for_unit, "backoff_cap_s": 3.0, "poll_s": 1.0},
            "printing": {"poll_s": 1.0},
        }


def _languages(first: str) -> Sequence[str]:
    """Return the languages on the glass, the first of them greeting."""
    return sorted(_LANGUAGES, key=lambda language: language != first)
