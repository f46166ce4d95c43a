"""What a person's hands do on the desk, as the page says it."""

from collections.abc import Mapping
from typing import Any

from desk.desk import Desk
from drivers.fingerprint.fingers import FINGERS, Manner
from drivers.panel import Button


def do(desk: Desk, message: Mapping[str, Any]) -> None:
    """Carry out one message of the page; it may take as long as a unit takes to start.

    Raises:
        ValueError: nothing on the desk is done so.
        DeskError: it was done, and did not work.
    """
    match message:
        case {"do": "press finger", "finger": int(number), "manner": str(manner)} if (
            0 <= number < len(FINGERS)
        ):
            desk.sensor.press(FINGERS[number], Manner(manner))
        case {"do": "lift finger"}:
            desk.sensor.lift()
        case {"do": "press button", "button": str(button)}:
            desk.panel.press(Button(button))
        case {"do": "release button", "button": str(button)}:
            desk.panel.release(Button(button))
        case {"do": str(deed), "plug": str(plug)}:
            _plug(desk, deed, plug)
        case {"do": str(deed), "switch": str(switch)}:
            _switch(desk, deed, switch)
        case {"do": str(deed)}:
            _paper(desk, deed)
        case _:
            raise ValueError(f"nothing on the desk is done like {message!r:.80}")


def _plug(desk: Desk, deed: str, plug: str) -> None:
    deeds = {
        ("pull", "network"): desk.network.pull,
        ("plug", "network"): desk.network.plug,
        ("pull", "power"): desk.power.pull,
        ("plug", "power"): desk.power.plug,
    }
    if (deed, plug) not in deeds:
        raise ValueError(f"there is no {plug!r:.40} to {deed!r:.40}")
    deeds[deed, plug]()


def _switch(desk: Desk, deed: str, switch: str) -> None:
    """Do what the panel's switches tell of."""
    deeds = {
        ("cut", "mains"): desk.panel.cut_mains,
        ("restore", "mains"): desk.panel.restore_mains,
        ("open", "case"): desk.panel.open_case,
        ("shut", "case"): desk.panel.shut_case,
    }
    if (deed, switch) not in deeds:
        raise ValueError(f"there is no {switch!r:.40} to {deed!r:.40}")
    deeds[deed, switch]()
    desk.changes.ring()


def _paper(desk: Desk, deed: str) -> None:
    deeds = {
        "tear": desk.paper.tear,
        "take paper out": desk.paper.take_out,
        "put paper back": desk.paper.put_back,
        "open cover": desk.paper.open_cover,
        "close cover": desk.paper.close_cover,
    }
    if deed not in deeds:
        raise ValueError(f"nothing on the desk is called {deed!r:.40}")
    deeds[deed]()
