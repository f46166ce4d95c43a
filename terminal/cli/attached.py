"""Whether what is attached to this unit answers: sensor, printer, panel, and the line to the archive."""

import os
from collections.abc import Iterator
from contextlib import closing

from drivers.errors import DriverError, Refused
from terminal.cli.finding import Check, Finding
from terminal.config import Config
from terminal.wiring import panel_pins


def sensor(config: Config) -> Iterator[Check]:
    """Ask the fingerprint sensor which it is."""
    port = config.fingerprint.port
    if not port:
        yield Check("sensor", Finding.NOTE, "none is configured")
        return
    from drivers.fingerprint import open_reader  # noqa: PLC0415

    try:
        # The speed is left as it is: a look changes nothing.
        opened = open_reader(port, profile=config.fingerprint.profile, baud=config.fingerprint.baud)
        with closing(opened) as reader:
            info = reader.describe()
    except DriverError as error:
        # A port that we may open and do not get is held by another program: by the terminal, when it runs.
        held = isinstance(error, Refused) and error.code is None and os.access(port, os.R_OK | os.W_OK)
        yield Check("sensor", Finding.NOTE if held else Finding.TROUBLE, str(error))
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

    try:
        profile = load_profile(config.printer.profile, PROFILES)
        with closing(open_printer(config.printer.port, profile)) as opened:
            status = opened.status()
    except (DriverError, ValueError) as error:
        yield Check("printer", Finding.TROUBLE, str(error))
        return
    finding = {Condition.OK: Finding.WELL, Condition.PROBLEM: Finding.TROUBLE}.get(
        status.condition, Finding.NOTE
    )
    yield Check("printer", finding, status.sentence or f"{profile.name} at {config.printer.port}")


def panel(config: Config) -> Iterator[Check]:
    """Open the panel on the configured pins, and let go of it."""
    if config.panel.pins != "gpio":
        yield Check("panel", Finding.NOTE, f"pins: {config.panel.pins}")
        return
    from drivers.panel import NullPanel, open_panel  # noqa: PLC0415

    try:
        with closing(open_panel(panel_pins(config.panel), lambda _button: None)) as opened:
            finding = Finding.NOTE if isinstance(opened, NullPanel) else Finding.WELL
            yield Check("panel", finding, opened.describe())
    except Refused as error:  # by the terminal, when it runs
        yield Check("panel", Finding.NOTE, str(error))
    except DriverError as error:
        yield Check("panel", Finding.TROUBLE, str(error))


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
