"""``signpost doctor``: what is well on this unit, what is not, and what to do about it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typer

from drivers.errors import DriverError
from terminal.cli.shown import console, table
from terminal.clock import Clock
from terminal.config import Config, load_config
from terminal.model.moment import ClockState
from terminal.model.status import Health
from terminal.store import Store
from terminal.store.errors import StoreError

_LEAST_FREE_MB = 200


class Finding(StrEnum):
    """How a check came out."""

    WELL = "well"
    NOTE = "note"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and a sentence about it."""

    what: str
    finding: Finding
    sentence: str


_STYLE = {Finding.WELL: "green", Finding.NOTE: "yellow", Finding.TROUBLE: "red"}


def doctor() -> None:
    """Check this unit, and say what to do about what is not well. Exits with 1 where something is not."""
    config = load_config()
    found = [check for look in _CHECKS for check in look(config)]
    rows = table("", "what", "how it is")
    rows.columns[2].no_wrap = False
    for check in found:
        rows.add_row(f"[{_STYLE[check.finding]}]{check.finding}[/]", check.what, check.sentence)
    console.print(rows)
    if any(check.finding is Finding.TROUBLE for check in found):
        raise typer.Exit(1)


def _fonts(_config: Config) -> Iterator[Check]:
    from terminal.fonts import find_fonts  # noqa: PLC0415

    try:
        fonts = find_fonts()
    except FileNotFoundError as error:
        yield Check("fonts", Finding.TROUBLE, str(error))
        return
    yield Check("fonts", Finding.WELL, f"{len(fonts)} found, Chinese among them")


def _data(config: Config) -> Iterator[Check]:
    data = config.paths.data
    if not data.exists():
        yield Check("data", Finding.NOTE, f"{data} is made at the first start")
        return
    free_mb = shutil.disk_usage(data).free // 1_000_000
    finding = Finding.WELL if free_mb >= _LEAST_FREE_MB else Finding.TROUBLE
    yield Check("disk", finding, f"{free_mb:,} MB free under {data}")
    kind = _file_system(data)
    if kind in {"overlay", "tmpfs"}:
        sentence = f"{data} is on {kind}: every signature is lost at the next boot. Put it on a partition of its own."
        yield Check("data", Finding.TROUBLE, sentence)
    if config.paths.device_key.exists():
        mode = config.paths.device_key.stat().st_mode & 0o777
        private = mode == 0o600
        sentence = (
            "private"
            if private
            else f"mode {mode:o}: others may read it. chmod 600 {config.paths.device_key}"
        )
        yield Check("device key", Finding.WELL if private else Finding.TROUBLE, sentence)
    yield Check(
        "biometric data",
        Finding.NOTE,
        "ink and impressions are kept readable by this terminal (mode 0600), not encrypted for their owner",
    )


def _file_system(path: Path) -> str:
    """Return the type of the file system that holds a path, from /proc/mounts."""
    best, kind = "", "unknown"
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, mount, name, *_ = line.split()
        if str(path.resolve()).startswith(mount) and len(mount) >= len(best):
            best, kind = mount, name
    return kind


def _store(config: Config) -> Iterator[Check]:
    if not config.paths.store.exists():
        yield Check("store", Finding.NOTE, "empty: nothing was signed here yet")
        return
    try:
        with Store(config.paths.store) as store:
            seq, _ = store.records.head()
            tills = [till for till in store.tills.all() if not till.revoked_utc]
            waiting, slips = store.outbox.count_unsent(), store.slips.count_unprinted()
            devices = store.devices.all().values()
    except StoreError as error:
        yield Check("store", Finding.TROUBLE, str(error))
        return
    yield Check("store", Finding.WELL, f"{seq} records, {waiting} to upload, {slips} to print")
    names = ", ".join(till.name for till in tills)
    nobody = "none may call; let one in with: signpost tills add NAME"
    yield Check("tills", Finding.WELL if tills else Finding.NOTE, names or nobody)
    for device in devices:
        finding = {Health.OK: Finding.WELL, Health.PROBLEM: Finding.TROUBLE}.get(device.health, Finding.NOTE)
        yield Check(
            f"{device.name}, as last seen", finding, f"{device.health}. {device.sentence}".rstrip(". ")
        )


def _sensor(config: Config) -> Iterator[Check]:
    port = config.fingerprint.port
    if not port:
        yield Check("sensor", Finding.NOTE, "none is configured")
        return
    from drivers.fingerprint import open_reader  # noqa: PLC0415

    try:
        reader = open_reader(port, baud=config.fingerprint.baud)
    except DriverError as error:
        in_use = "in use" in str(error)
        yield Check("sensor", Finding.NOTE if in_use else Finding.TROUBLE, str(error))
        return
    info = reader.describe()
    reader.close()
    sentence = (
        f"{info.model}, {info.width_px}×{info.height_px} px at {info.dpi} dpi, {info.baud} baud on {port}"
    )
    yield Check("sensor", Finding.WELL, sentence)


def _printer(config: Config) -> Iterator[Check]:
    if not config.printer.port:
        yield Check("printer", Finding.NOTE, "none is configured")
        return
    from drivers.printer import Condition, load_profile, open_printer  # noqa: PLC0415
    from terminal.main import PROFILES  # noqa: PLC0415

    try:
        profile = load_profile(config.printer.profile, PROFILES)
        printer = open_printer(config.printer.port, profile)
        status = printer.status()
        printer.close()
    except (DriverError, ValueError) as error:
        yield Check("printer", Finding.TROUBLE, str(error))
        return
    finding = {Condition.OK: Finding.WELL, Condition.PROBLEM: Finding.TROUBLE}.get(
        status.condition, Finding.NOTE
    )
    yield Check("printer", finding, status.sentence or f"{profile.name} at {config.printer.port}")


def _archive(config: Config) -> Iterator[Check]:
    if not config.upload.archive:
        yield Check("archive", Finding.NOTE, "none is configured: records stay on this terminal")
        return
    token = config.upload_token_file
    if not token.exists():
        yield Check(
            "archive", Finding.TROUBLE, f"no token in {token}; ask the archive for one and put it there"
        )
    elif token.stat().st_mode & 0o077:
        yield Check("archive", Finding.TROUBLE, f"others may read {token}: chmod 600 {token}")
    import httpx  # noqa: PLC0415

    try:
        answer = httpx.get(f"{config.upload.archive}/health", timeout=5)
    except httpx.HTTPError as error:
        yield Check("archive", Finding.TROUBLE, f"{config.upload.archive} does not answer: {error}")
    else:
        finding = Finding.WELL if answer.is_success else Finding.TROUBLE
        yield Check("archive", finding, f"{config.upload.archive} answers with {answer.status_code}")


def _clock(_config: Config) -> Iterator[Check]:
    state = Clock.state()
    sentence = {
        ClockState.SYNCHRONISED: "synchronised by systemd-timesyncd",
        ClockState.RTC: "kept by a real-time clock; not synchronised since boot",
        ClockState.UNSYNCHRONISED: "not synchronised: records are marked so. Let the unit reach a time server.",
    }[state]
    yield Check("clock", Finding.WELL if state is ClockState.SYNCHRONISED else Finding.NOTE, sentence)


def _panel(config: Config) -> Iterator[Check]:
    if config.panel.pins != "gpio":
        yield Check("panel", Finding.NOTE, f"pins: {config.panel.pins}")
        return
    from drivers.panel import NullPanel, PanelPins, open_panel  # noqa: PLC0415

    try:
        panel = open_panel(PanelPins(), lambda _button: None)
    except DriverError as error:
        yield Check("panel", Finding.NOTE, str(error))
        return
    yield Check("panel", Finding.NOTE if isinstance(panel, NullPanel) else Finding.WELL, panel.describe())
    panel.close()


def _user(config: Config) -> Iterator[Check]:
    if os.geteuid() == 0 and config.paths.data.exists() and config.paths.data.stat().st_uid != 0:
        sentence = (
            "run as root; files it makes would not be the terminal's. Use: sudo -u signpost signpost doctor"
        )
        yield Check("user", Finding.NOTE, sentence)


_CHECKS: tuple[Callable[[Config], Iterator[Check]], ...] = (
    _user,
    _fonts,
    _data,
    _store,
    _clock,
    _sensor,
    _printer,
    _panel,
    _archive,
)
