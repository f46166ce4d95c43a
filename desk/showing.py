"""What there is to see on the desk at a moment, in sections, as the page gets it."""

from typing import Any

from desk.desk import Desk
from drivers.fingerprint.fingers import FINGERS

Sections = dict[str, Any]
"""A name and its value in JSON, for each thing on the desk."""


def shown(desk: Desk) -> Sections:
    """Return everything but the pictures: those of glass and paper are too large to send again and again."""
    light, panel = desk.sensor.light, desk.panel.state
    finger = desk.sensor.finger
    return {
        "sensor": {
            "powered": desk.sensor.powered,
            "lit": light.lit,
            "rhythm": light.rhythm,
            "colour": light.colour,
            "finger": FINGERS.index(finger) if finger in FINGERS else None,
        },
        "panel": {"powered": panel.powered, "lamp": panel.lamp, "tone_hz": panel.tone_hz},
        "printer": {
            "loaded": desk.paper.loaded,
            "covered": desk.paper.covered,
            "tears": desk.paper.tears,
            "kept": len(desk.paper.torn),
        },
        "plugs": {"network": desk.network.plugged, "power": desk.power.plugged},
        "switches": {"mains": not desk.panel.mains_lost, "case": not desk.panel.case_open},
        "processes": desk.power.running,
        "staff": {"pin": desk.staff_pin},
        "till": {"asked": list(desk.till.asked)},
    }


def changed(before: Sections, now: Sections) -> Sections:
    """Return the sections that are different."""
    return {name: value for name, value in now.items() if before.get(name) != value}
