import os
import subprocess
import sys
from pathlib import Path
from queue import Queue

import pytest
from gpiozero import LED, Device
from gpiozero.pins.mock import MockFactory

from drivers.errors import Refused
from drivers.panel import Button, LampColour, NullPanel, PanelPins, Tone, open_panel

ON_A_PI = pytest.mark.skipif(Path("/dev/gpiomem").exists(), reason="this computer has GPIO")


def test_two_parts_on_one_pin_are_named() -> None:
    with pytest.raises(ValueError, match="GPIO 17 is given to both staff_button and buzzer"):
        PanelPins(buzzer=17)


def test_a_pin_that_the_header_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="lamp_red is on GPIO 28"):
        PanelPins(lamp_red=28)


def test_the_default_pins_leave_uart_i2c_and_spi_alone() -> None:
    pins = PanelPins()
    assert not {pins.staff_button, pins.cancel_button, pins.buzzer} & {0, 1, 2, 3, *range(4, 16)}
    assert not {pins.lamp_red, pins.lamp_green, pins.lamp_blue} & {0, 1, 2, 3, *range(4, 16)}


def test_a_null_panel_takes_everything_and_says_why() -> None:
    panel = NullPanel("no GPIO on this computer")
    for colour in LampColour:
        panel.show(colour)
    for tone in Tone:
        panel.sound(tone)
    panel.close()
    assert panel.describe() == "no GPIO on this computer"


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        pytest.param(None, "no GPIO on this computer", marks=ON_A_PI),
        ("no-such-library", "no GPIO on this computer"),
        (
            "mock",
            "front panel on GPIO (MockFactory), without PWM (install lgpio): the lamp is on or off",
        ),
    ],
)
def test_a_computer_that_cannot_drive_a_panel_has_a_null_panel(factory: str | None, words: str) -> None:
    """In a process of its own: gpiozero looks for its library once."""
    script = (
        "from drivers.panel import *; panel = open_panel(PanelPins(), print);"
        "panel.show(LampColour.RED); panel.sound(Tone.ERROR); print(panel.describe()); panel.close()"
    )
    environment = {**os.environ, "GPIOZERO_PIN_FACTORY": factory or ""}
    if factory is None:
        del environment["GPIOZERO_PIN_FACTORY"]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=environment,
        text=True,
        capture_output=True,
        check=True,
    )
    assert run.stdout.startswith(words)
    assert run.stderr == ""


def test_the_values_cost_no_gpio_library() -> None:
    script = "import sys, drivers.panel, drivers.panel.physical; print('gpiozero' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, check=True)
    assert run.stdout == "False\n"


def test_a_pin_in_use_is_refused_in_words(header: MockFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Device, "pin_factory", header)
    with (
        LED(24, pin_factory=header),
        pytest.raises(Refused, match="GPIO24 is already in use"),
    ):
        open_panel(PanelPins(), Queue[Button]().put)


def test_what_was_taken_before_a_refusal_is_given_back(
    header: MockFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Device, "pin_factory", header)
    with LED(27, pin_factory=header), pytest.raises(Refused) as refusal:
        open_panel(PanelPins(), Queue[Button]().put)
    assert refusal.traceback  # keeps the half-made panel from being collected, as a log or debugger would
    panel = open_panel(PanelPins(), Queue[Button]().put)
    assert panel.describe() == "front panel on GPIO (MockFactory)"
    panel.close()


# What lgpio does when it is imported (gpiozero issues 1106 and 1130): the real one has no wheel for most computers.
_LGPIO = """
import os, tempfile
class error(Exception): pass
tempfile.mkstemp(prefix=".lgd-nfy", dir=os.environ.get("LG_WD", "."))
def __getattr__(name):
    if name == "gpiochip_open":
        raise error("no such chip")
    if name.startswith("__"):
        raise AttributeError(name)
    return 0
"""


def test_lgpio_leaves_nothing_in_the_working_directory(tmp_path: Path) -> None:
    """In a read-only one it could not even be imported, and there would be no panel."""
    here, libraries = tmp_path / "here", tmp_path / "libraries"
    here.mkdir()
    libraries.mkdir()
    (libraries / "lgpio.py").write_text(_LGPIO, encoding="utf-8")
    script = (
        "from drivers.panel import *; import sys; panel = open_panel(PanelPins(), print);"
        "print('lgpio' in sys.modules, panel.describe())"
    )
    environment = {name: value for name, value in os.environ.items() if name != "LG_WD"}
    root = str(Path(__file__).parents[3])
    environment |= {
        "PYTHONPATH": f"{libraries}:{root}",
        "TMPDIR": str(tmp_path),
        "GPIOZERO_PIN_FACTORY": "lgpio",
    }
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=here, env=environment, text=True, capture_output=True, check=False
    )
    assert run.stdout.startswith("True no GPIO on this computer"), run.stderr
    assert list(here.iterdir()) == []
    assert list(tmp_path.glob("signpost-lgpio-*")) == [], (
        "and what it left elsewhere is gone with the program"
    )
