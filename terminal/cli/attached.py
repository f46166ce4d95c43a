"""Whether what is attached to this unit answers: sensor, printer, panel, and the line to the archive."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from drivers.errors import DriverError, Garbled, NotFound, Refused, TimedOut
from terminal.cli.finding import Check, Finding
from terminal.cli.holding import holder_of, running
from terminal.config import Config, FingerprintConfig
from terminal.model.status import Health
from terminal.wiring import open_sensor, panel_pins, panel_traits


def sensor(config: Config) -> Iterator[Check]:
    """Ask the fingerprint sensor which it is."""
    port = config.fingerprint.port
    if not port:
        yield Check("sensor", Finding.NOTE, "none is configured")
        return
    try:
        # The speed is left as it is: a look changes nothing.
        with closing(open_sensor(config.fingerprint, raise_baud=False)) as reader:
            info = reader.describe()
    except (TimedOut, Garbled):
        yield Check("sensor", Finding.TROUBLE, _diagnosed(config.fingerprint))
        return
    except Refused as error:
        yield _kept("sensor", port, "signpost-terminal", error) or Check(
            "sensor", Finding.TROUBLE, str(error)
        )
        return
    except DriverError as error:
        yield Check("sensor", Finding.TROUBLE, f"{error}{_ports()}")
        return
    sentence = (
        f"{info.model}, {info.width_px}×{info.height_px} px at {info.dpi} dpi, {info.baud} baud on {port}"
    )
    yield Check("sensor", Finding.WELL, sentence)
    if info.notice and not config.fingerprint.raise_baud:
        yield Check("sensor", Finding.NOTE, info.notice)


def printer(config: Config) -> Iterator[Check]:
    """Ask the printer how it is."""
    if not config.printer.port:
        yield Check("printer", Finding.NOTE, "none is configured")
        return
    from drivers.printer import Condition, load_profile, open_printer  # noqa: PLC0415
    from terminal.main import PROFILES  # noqa: PLC0415

    where = config.printer.port
    try:
        profile = load_profile(config.printer.profile, PROFILES)
        with closing(open_printer(where, profile)) as opened:
            status = opened.status()
    except NotFound as error:
        yield Check("printer", Finding.TROUBLE, absent_printer(where, error))
        return
    except Refused as error:
        held = _kept("printer", urlsplit(where).path, "signpost-printer", error)
        yield held or Check("printer", Finding.TROUBLE, str(error))
        return
    except (DriverError, ValueError) as error:
        yield Check("printer", Finding.TROUBLE, str(error))
        return
    if status.condition is Condition.UNKNOWN and profile.status:
        yield Check("printer", Finding.NOTE, f"{status.sentence} {_SILENT[urlsplit(where).scheme]}")
        return
    finding = {Condition.OK: Finding.WELL, Condition.PROBLEM: Finding.TROUBLE}.get(
        status.condition, Finding.NOTE
    )
    yield Check("printer", finding, status.sentence or f"{profile.name} at {where}")


def panel(config: Config) -> Iterator[Check]:
    """Open the panel on the configured pins, and let go of it."""
    if config.panel.pins != "gpio":
        yield Check("panel", Finding.NOTE, f"pins: {config.panel.pins}")
        return
    from drivers.panel import NullPanel, open_panel  # noqa: PLC0415

    try:
        wired = open_panel(panel_pins(config.panel), lambda _button: None, traits=panel_traits(config.panel))
        with closing(wired) as opened:
            finding = Finding.NOTE if isinstance(opened, NullPanel) else Finding.WELL
            amiss = opened.senses().sentence
            yield Check(
                "panel",
                Finding.TROUBLE if amiss else finding,
                "; ".join(filter(None, (opened.describe(), amiss))),
            )
    except Refused as error:
        if running("signpost-terminal") and _noted(config, "panel") is not Health.PROBLEM:
            yield Check("panel", Finding.NOTE, "the terminal runs and has its pins, as it should")
        else:
            yield Check("panel", Finding.TROUBLE, str(error))
    except DriverError as error:
        yield Check("panel", Finding.TROUBLE, str(error))


def _noted(config: Config, device: str) -> Health:
    """Return what the process that holds a device has written of it on the notice board since this boot."""
    from terminal.clock import Clock  # noqa: PLC0415
    from terminal.store import Store  # noqa: PLC0415
    from terminal.store.errors import StoreError  # noqa: PLC0415

    if not config.paths.store.exists():
        return Health.UNKNOWN
    try:
        with Store(config.paths.store) as store:
            return store.devices.health(device, Clock().boot_id)
    except StoreError:
        return Health.UNKNOWN


def _kept(what: str, device: str, owner: str, error: Refused) -> Check | None:
    """What to say of a port that we may open and do not get: at work for us, or taken by somebody else."""
    if error.code is not None or not os.access(device, os.R_OK | os.W_OK):
        return None
    holder = holder_of(device)
    if holder and holder.name == "agetty":
        return Check(
            what,
            Finding.TROUBLE,
            f"a login console has {device}: switch it off (raspi-config, Interface, Serial Port), then boot",
        )
    if holder and not holder.ours:
        sentence = f"{device} is in use by {holder.name} (process {holder.pid}): end it, then look again"
        return Check(what, Finding.TROUBLE, sentence)
    if holder or running(owner):
        name = holder.name if holder else owner
        return Check(
            what, Finding.NOTE, f"{name} runs and has {device}, as it should; stop it to look closer"
        )
    return Check(what, Finding.TROUBLE, str(error))


def _diagnosed(sensor: FingerprintConfig) -> str:
    from drivers.fingerprint.diagnosis import diagnose  # noqa: PLC0415

    try:
        return diagnose(sensor.port, sensor.baud, address=int(sensor.address, 16))
    except DriverError as error:
        return str(error)


def _ports() -> str:
    """Name the serial ports that there are, by the names that stay."""
    there = sorted(str(path) for path in Path("/dev/serial/by-id").glob("*"))
    return f" There are: {', '.join(there)}." if there else ""


def absent_printer(where: str, error: NotFound) -> str:
    """Say why nothing is reached where a printer should be."""
    parts = urlsplit(where)
    causes = tuple(_causes(error))
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return (
            f"{parts.hostname} is there, but nothing listens on its port {parts.port or 9100}: is it the printer's "
            "address, and is raw printing switched on in it?"
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"no address is known for {parts.hostname}: give the printer's number, such as tcp://192.0.2.7:9100"
    if parts.scheme == "tcp" and any(isinstance(cause, OSError) for cause in causes):
        return (
            f"nobody answers at {parts.hostname}: is the printer on and in this network? Hold its feed button while "
            "switching it on; the slip says its address"
        )
    if parts.path and Path(parts.path).exists() and not os.access(parts.path, os.R_OK | os.W_OK):
        return f"{parts.path} may not be opened: is this user in the groups dialout and lp?"
    return f"{error}{_ports()}" if parts.scheme == "serial" else str(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


_SILENT = {
    "serial": "If it prints garbage, its baud rate is another: hold its feed button while switching it on, the slip "
    "says which. If it prints well, its TX is not wired, or its profile should say status = false.",
    "tcp": "If it prints well, its profile should say status = false.",
    "usb": "If it prints well, its profile should say status = false.",
    "file": "The kernel's usblp may not read back; try usb://VENDOR:PRODUCT (lsusb says them) instead.",
}
"""What a printer that says nothing may come from, by its wire."""


def backlight(config: Config) -> Iterator[Check]:
    """Look whether the screen's light can be dimmed; it is left as it is."""
    from drivers.panel.backlight import open_backlight  # noqa: PLC0415

    found = open_backlight(config.glass.backlight)
    yield Check("backlight", Finding.WELL if found.there else Finding.NOTE, found.describe())


def touch(config: Config) -> Iterator[Check]:
    """Look for touchscreens and pens, without taking them from a terminal that runs."""
    from terminal.touching import NOT_INSTALLED  # noqa: PLC0415
    from terminal.ui.input.finder import Finder  # noqa: PLC0415

    wanted = config.touch.device
    if wanted == "none" or config.glass.window == "emulated":
        yield Check("touch", Finding.NOTE, "as SDL reports it, without pressure")
        return
    try:
        finder = Finder(wanted, grab=False)
    except ImportError:
        yield Check("touch", Finding.NOTE, f"as SDL reports it, without pressure: {NOT_INSTALLED}")
        return
    devices = finder.new()
    for device in devices:
        traits = device.traits
        pressure = "with" if traits.pressure else "without"
        yield Check(
            "touch", Finding.WELL, f"{traits.kind} {traits.name}, {pressure} pressure, at {device.path}"
        )
        device.close()
    if not devices:
        closed = [path for path, reason in finder.refused.items() if reason == "Permission denied"]
        may_not = (
            f"; {', '.join(closed)} may not be opened: is this user in the group input?" if closed else ""
        )
        yield Check(
            "touch", Finding.NOTE, f"no touchscreen and no pen, touches are as SDL reports them{may_not}"
        )


def archive(config: Config) -> Iterator[Check]:
    """See that there is a token, and that the archive answers."""
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
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield Check("archive", Finding.TROUBLE, f"{config.upload.archive} does not answer: {error}")
    else:
        finding = Finding.WELL if answer.is_success else Finding.TROUBLE
        yield Check("archive", finding, f"{config.upload.archive} answers with {answer.status_code}")
