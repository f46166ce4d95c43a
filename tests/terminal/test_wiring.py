"""How the front panel is wired, from the configuration; what cannot be is named before anything is driven."""

from pathlib import Path

import pytest

from drivers.panel import PanelPins, PanelTraits
from terminal.config import ConfigError, PanelConfig, load_config
from terminal.wiring import panel_pins, panel_traits


def test_the_configurations_defaults_are_the_drivers() -> None:
    assert panel_pins(PanelConfig()) == PanelPins()
    assert panel_traits(PanelConfig()) == PanelTraits()


def test_each_part_is_where_the_configuration_says() -> None:
    panel = PanelConfig("gpio", 4, 5, 6, 7, 8, 9, drawer=11, tamper=12, power_fail=13)
    pins = panel_pins(panel)
    assert (pins.staff_button, pins.cancel_button, pins.lamp_red, pins.lamp_green) == (4, 5, 6, 7)
    assert (pins.lamp_blue, pins.buzzer, pins.drawer, pins.tamper, pins.power_fail) == (8, 9, 11, 12, 13)
    assert panel_pins(PanelConfig(lamp_red=0, lamp_green=0, lamp_blue=0, lamp=10)).lamp == 10


@pytest.mark.parametrize(
    ("panel", "traits"),
    [
        (PanelConfig(buzzer_kind="active"), PanelTraits(active_buzzer=True)),
        (PanelConfig(lamp_brightness=40), PanelTraits(lamp_brightness=40)),
        (PanelConfig(drawer_ms=60), PanelTraits(drawer_ms=60)),
        (PanelConfig(power_fail_level="high"), PanelTraits(power_fail_high=True)),
    ],
)
def test_each_part_is_of_the_kind_that_the_configuration_says(
    panel: PanelConfig, traits: PanelTraits
) -> None:
    assert panel_traits(panel) == traits


@pytest.mark.parametrize(
    ("panel", "says"),
    [
        (PanelConfig(buzzer=17), "panel: GPIO 17 is given to both staff_button and buzzer"),
        (PanelConfig(tamper=28), "panel: tamper is on GPIO 28"),
    ],
)
def test_what_cannot_be_wired_is_refused(panel: PanelConfig, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        panel_pins(panel)


def test_a_part_that_would_be_harmed_is_refused() -> None:
    with pytest.raises(ConfigError, match="panel: drawer_ms is 500"):
        panel_traits(PanelConfig(drawer_ms=500))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("pins = 'usb'", "panel.pins = 'usb' should be one of emulated, gpio, none."),
        ("buzzer_kind = 'loud'", "panel.buzzer_kind = 'loud' should be one of active, passive."),
        ("power_fail_level = 'off'", "panel.power_fail_level = 'off' should be one of high, low."),
        ("lamp_brightness = 0", "panel.lamp_brightness = 0 should be from 1 to 100."),
        ("lamp_brightness = 101", "panel.lamp_brightness = 101 should be from 1 to 100."),
        ("drawer_ms = 9", "panel.drawer_ms = 9 should be from 10 to 200."),
        ("drawer_ms = 201", "panel.drawer_ms = 201 should be from 10 to 200."),
        ("halt_after_s = 0", "panel.halt_after_s = 0.0 should be from 0.1 to 600."),
        ("halt_after_s = inf", "panel.halt_after_s = inf should be from 0.1 to 600."),
        ("drawer = -1", "panel.drawer = -1 should be from 0 to 27."),
        ("tamper = 28", "panel.tamper = 28 should be from 0 to 27."),
        ("power_fail = 27", "panel.power_fail = 27 is the pin of panel.cancel_button too"),
        (
            "drawer = 22",
            "panel.drawer = 22 is the pin of panel.lamp_red too: move one of them, or 0 for none.",
        ),
        ("lamp = 5", "set panel.lamp_red, panel.lamp_green and panel.lamp_blue to 0."),
        ("halt = 'systemctl \"poweroff'", 'should be a command such as "systemctl poweroff"'),
        ("halt = 'systemctl poweroff'", "is never run: panel.power_fail should be the pin"),
        ("tamper = '5'", "panel.tamper = '5' should be a whole number."),
        ("mains = 5", "unknown key panel.mains. Known here: buzzer, buzzer_kind"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_would_be_right(
    tmp_path: Path, said: str, right: str
) -> None:
    file = tmp_path / "signpost.toml"
    file.write_text(f"[panel]\n{said}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as mistake:
        load_config(file)
    assert str(mistake.value).startswith(f"{file}: ")
    assert right in str(mistake.value)


def test_a_lamp_of_one_colour_a_guarded_case_and_a_battery_can_be_had(tmp_path: Path) -> None:
    file = tmp_path / "signpost.toml"
    file.write_text(
        "[panel]\nlamp_red = 0\nlamp_green = 0\nlamp_blue = 0\nlamp = 22\ntamper = 5\npower_fail = 6\n"
        'halt = "systemctl poweroff"\n',
        encoding="utf-8",
    )
    panel = load_config(file).panel
    assert panel_pins(panel) == PanelPins(
        lamp_red=0, lamp_green=0, lamp_blue=0, lamp=22, tamper=5, power_fail=6
    )
