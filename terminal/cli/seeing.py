"""Whether there is a glass to draw on: what Linux knows of the panel, read without opening it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from terminal.cli.finding import Check, Finding
from terminal.config import Config

DEVICES, CONNECTORS = Path("/dev/dri"), Path("/sys/class/drm")
IS_A_PI = Path("/proc/device-tree/model")


def glass(config: Config) -> Iterator[Check]:
    """Look for a screen, where the terminal wants one."""
    if config.glass.window == "emulated":
        yield Check("glass", Finding.NOTE, "emulated: it is seen on the desk only")
        return
    yield seen(DEVICES, CONNECTORS, os.environ, is_a_pi=IS_A_PI.exists())


def seen(devices: Path, connectors: Path, environment: Mapping[str, str], *, is_a_pi: bool) -> Check:
    """Say which screen there is.

    Args:
        devices: the folder of graphics cards to be opened.
        connectors: where Linux shows what is plugged into them.
        environment: a desktop names itself there.
        is_a_pi: whether this is a unit; another computer need not have a screen.
    """
    if desktop := environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"):
        return Check("glass", Finding.WELL, f"a window on the desktop {desktop}")
    cards = sorted(devices.glob("card*"))
    if not cards:
        finding = Finding.TROUBLE if is_a_pi else Finding.NOTE
        sentence = "no graphics card: on a Pi, dtoverlay=vc4-kms-v3d belongs in config.txt"
        return Check("glass", finding, sentence)
    if not any(os.access(card, os.R_OK | os.W_OK) for card in cards):
        names = ", ".join(map(str, cards))
        return Check("glass", Finding.TROUBLE, f"{names} may not be opened: is this user in the group video?")
    plugged = [
        folder for folder in sorted(connectors.glob("card*-*")) if _read(folder / "status") == "connected"
    ]
    if not plugged:
        return Check(
            "glass",
            Finding.TROUBLE,
            "no panel is connected: look at its ribbon or HDMI cable, its supply, and its overlay in config.txt",
        )
    panels = ", ".join(
        f"{_name(folder)} {_read(folder / 'modes').partition(chr(10))[0]}".rstrip() for folder in plugged
    )
    return Check("glass", Finding.WELL, panels)


def _name(folder: Path) -> str:
    return folder.name.partition("-")[2]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
