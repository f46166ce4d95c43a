from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from drivers.printer import open_printer
from drivers.printer.profile import PrinterProfile
from terminal.config import Config, ConfigError, load_config

REFERENCE = Path(__file__).parents[2] / "config" / "signpost.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "signpost.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_reference_file_says_every_key_and_its_default() -> None:
    assert load_config(REFERENCE) == Config()
    text = REFERENCE.read_text(encoding="utf-8")
    for section in fields(Config):
        default = getattr(Config(), section.name)
        assert is_dataclass(default)
        body = text.partition(f"[{section.name}]")[2].partition("\n[")[0]
        for key in fields(default):
            assert f"\n{key.name} = " in body, f"{section.name}.{key.name} is not in config/signpost.toml"


def test_a_site_holds_only_what_differs(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, '[site]\nmerchant = "晨光超市"\n[ink]\ndot_mm = 4\n'))
    assert (config.site.merchant, config.ink.dot_mm, config.till) == ("晨光超市", 4.0, Config().till)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[site]\nmerchnat = 'x'\n", "unknown key site.merchnat. Known here: currency, languages, merchant"),
        ("[site]\nmerchant = 3\n", "site.merchant = 3 should be a text in quotes"),
        ("[ink]\ndot_mm = true\n", "ink.dot_mm = True should be a number"),
        ("[fingerprint]\nbaud = 1.5\n", "fingerprint.baud = 1.5 should be a whole number"),
        ("site = 1\n", "site is a section"),
        ("[site]\nlanguages = []\n", "at least one language"),
        ("[site]\nmethods = ['blood']\n", "site.methods should be some of"),
        ("[site]\ntimezone = 'Mars/Base'\n", "site.timezone = 'Mars/Base' is unknown"),
        ("[till]\nlisten = '8470'\n", 'should be "ADDRESS:PORT"'),
        ("[upload]\narchive = 'ftp://x'\n", "should begin with https://"),
        ("[glass]\nwindow = 'mirror'\n", "should be one of both, emulated, screen"),
        ("[glass]\ntheme = 'pink'\n", "glass.theme = 'pink' should be one of dark, light"),
        ("[glass]\nwidth = 800\n", "glass.width and glass.height should both be given"),
        ("[glass]\nrotation = 45\n", "glass.rotation = 45 should be 0, 90, 180 or 270"),
        ("[touch]\ncalibration = '1 0 0'\n", "touch.calibration should be six numbers"),
        ("[touch]\ncalibration = '1 0 0 0 x 0'\n", "touch.calibration should be six numbers"),
        ("[touch]\ncalibration = '1 0 0 0 1 nan'\n", "touch.calibration should be six numbers"),
        ("[glass]\ndots_per_mm = inf\n", "glass.dots_per_mm = inf should be from 1 to 50"),
        ("[session]\nthanks_s = nan\n", "session.thanks_s = nan should be from 0.1 to 3600"),
        ("[session]\nimpression_days = 0\n", "session.impression_days = 0 should be from 1 to 36500"),
        ("[fingerprint]\nbaud = -5\n", "fingerprint.baud = -5 should be from 9600 to 115200"),
        ("[fingerprint]\nbaud = 10000\n", "fingerprint.baud = 10000 should be a multiple of 9600"),
        ("[fingerprint]\naddress = 'FFFF'\n", "should be eight hex digits"),
        ("[fingerprint]\nwake_pin = 28\n", "fingerprint.wake_pin = 28 should be from 0 to 27"),
        (
            "[fingerprint]\nwake_pin = 17\n",
            "panel.staff_button = 17 is the pin of fingerprint.wake_pin too",
        ),
        ("[staff]\nunlock = ['finger']\n", 'staff.unlock should be ["pin"] or ["pin", "finger"]'),
        ("[panel]\nbuzzer = 28\n", "panel.buzzer = 28 should be from 0 to 27"),
        ("[panel]\nbuzzer = 17\n", "panel.buzzer = 17 is the pin of panel.staff_button too"),
        ("[till]\nmax_connections = 0\n", "till.max_connections = 0 should be from 1 to 10000"),
        ("[till]\nlisten = '0.0.0.0:٣'\n", 'should be "ADDRESS:PORT"'),
        ("[evidence]\nrecipients = ['age1x']\n", "evidence.recipients: 'age1x'… is no age recipient"),
        ("[evidence]\nrecipients = ['AGE-SECRET-KEY-1X']\n", "A secret key is never written here"),
        ("[evidence]\nseal = 'all'\n", "evidence.seal = 'all' should be one of biometric, everything"),
        ("[evidence]\nseal = 'everything'\n", 'evidence.seal = "everything" needs evidence.recipients'),
        ("[backup]\nrecipients = ['age1x']\n", "backup.recipients: 'age1x'… is no age recipient"),
        ("[upload]\npoll_s = 0\n", "upload.poll_s = 0.0 should be from 0.1 to 3600"),
        ("[upload]\narchive = 'https://'\n", "and name a host"),
        ("[upload]\narchive = 'https://archive.example:99999'\n", "and name a host"),
        ("[printing]\npoll_s = -1\n", "printing.poll_s = -1.0 should be from 0.1 to 3600"),
        ("[printer]\nport = '/dev/usb/lp0'\n", "should be like tcp://HOST:9100"),
        ("[site]\nterminal_id = ''\n", "site.terminal_id = '' should be 1 to 64"),
        ("[glass\n", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_would_be_right(
    tmp_path: Path, text: str, said: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value)


NUMBERS = [
    f"{section.name}.{key.name}"
    for section in fields(Config)
    for key in fields(getattr(Config(), section.name))
    if type(getattr(getattr(Config(), section.name), key.name)) in {int, float}
]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["-1", "10_000_000", "nan", "inf"])
def test_no_number_may_be_what_cannot_work(tmp_path: Path, name: str, value: str) -> None:
    section, _, key = name.partition(".")
    with pytest.raises(ConfigError, match=rf"{section}\.{key} = .+ should be (from|a whole number)"):
        load_config(write(tmp_path, f"[{section}]\n{key} = {value}\n"))


@pytest.mark.parametrize("name", ["a" * 65, "../up", "SP 0001", "SP/1", ".hidden", "SP-1\\n", "店-1"])
def test_a_terminals_name_fits_files_and_addresses(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=r"site\.terminal_id"):
        load_config(write(tmp_path, f'[site]\nterminal_id = "{name}"\n'))
    longest = "a" * 64
    site = load_config(write(tmp_path, f'[site]\nterminal_id = "{longest}"\n')).site
    assert site.terminal_id == longest


def test_parts_that_are_not_there_share_pin_0(tmp_path: Path) -> None:
    panel = load_config(write(tmp_path, "[panel]\nlamp_red = 0\nlamp_green = 0\nbuzzer = 0\n")).panel
    assert (panel.lamp_red, panel.lamp_green, panel.buzzer) == (0, 0, 0)


@pytest.mark.parametrize(
    "where",
    [
        "tcp://192.168.1.50:9100",
        "tcp://printer",
        "tcp://[fe80::1]:9100",
        "serial:///dev/ttyUSB0",
        "serial:///dev/ttyUSB0?baud=115200",
        "usb://04b8:0abc",
        "file:///dev/usb/lp0",
    ],
)
def test_a_printers_place_is_read_as_its_driver_reads_it(tmp_path: Path, where: str) -> None:
    assert load_config(write(tmp_path, f'[printer]\nport = "{where}"\n')).printer.port == where
    assert open_printer(where, PrinterProfile("any", 576)).profile.name == "any"


@pytest.mark.parametrize(
    "where",
    [
        "printer",
        "tcp://",
        "tcp://printer:99999",
        "tcp://printer:port",
        "serial://",
        "serial:///dev/ttyUSB0?baud=7",
        "serial:///dev/ttyUSB0?speed=9600",
        "usb://04b8",
        "usb://04b8:02021",
        "file://",
        "http://printer",
    ],
)
def test_no_place_is_accepted_that_the_printers_driver_refuses(tmp_path: Path, where: str) -> None:
    with pytest.raises(ValueError, match=r"no place of a printer|a serial printer takes|[Pp]ort"):
        open_printer(where, PrinterProfile("any", 576))
    with pytest.raises(ConfigError, match=r"printer\.port = .* should be like"):
        load_config(write(tmp_path, f'[printer]\nport = "{where}"\n'))


def test_a_named_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_CONFIG", str(tmp_path / "absent.toml"))
    with pytest.raises(ConfigError, match="no such file"):
        load_config()
