from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

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
        ("[site]\nmerchnat = 'x'\n", "unknown key site.merchnat. Known here: languages, merchant"),
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


def test_a_named_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_CONFIG", str(tmp_path / "absent.toml"))
    with pytest.raises(ConfigError, match="no such file"):
        load_config()
