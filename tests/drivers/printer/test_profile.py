from pathlib import Path

import pytest

from drivers.printer import PrinterProfile, ProfileError, load_profile

PROFILES = Path(__file__).parents[3] / "config" / "printers"


def test_the_profiles_that_ship() -> None:
    wide, narrow = load_profile("80mm", [PROFILES]), load_profile("58mm", [PROFILES])
    assert (wide.width_dots, wide.cutter, wide.drawer, wide.status) == (576, True, True, True)
    assert (narrow.width_dots, narrow.cutter, narrow.drawer) == (384, False, False)


@pytest.mark.parametrize("name", ["80mm", "58mm"])
def test_a_profile_that_ships_says_every_key_with_a_comment(name: str) -> None:
    lines = (PROFILES / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    keys = [line.partition(" = ")[0] for line in lines if " = " in line and not line.startswith("#")]
    assert sorted(keys) == sorted(PrinterProfile.__dataclass_fields__)
    assert all(lines[lines.index(line) - 1].startswith("#") for line in lines if line[:1].isalpha())


def test_the_first_directory_wins_and_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "80mm.toml"
    mine.write_text('name = "mine"\nwidth_dots = 512\n', encoding="utf-8")
    assert load_profile("80mm", [tmp_path, PROFILES]).name == "mine"
    assert load_profile(str(mine), []) == PrinterProfile("mine", 512)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "x"\nwidth = 576\n', r"unknown key 'width'; known are: name, width_dots"),
        ('name = "x"\nwidth_dots = "576"\n', r"width_dots is a whole number, not '576'"),
        ('name = "x"\nwidth_dots = 576\ncutter = 1\n', r"cutter is true or false, not 1"),
        ('name = "x"\nwidth_dots = true\n', r"width_dots is a whole number, not True"),
        ('name = "x"\n', r"width_dots is missing; it is a whole number"),
        ('name = "x"\nwidth_dots = 4\n', r"width_dots is 8 to 4096"),
        ('name = "x"\nwidth_dots = 576\nflow = "dtr"\n', r"flow is one of none, xonxoff, rtscts"),
        ("name = \n", r"cannot be read"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_is_right(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "shop.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=rf"shop\.toml: {says}"):
        load_profile("shop", [tmp_path])


def test_a_name_that_is_none_lists_those_that_are() -> None:
    with pytest.raises(ProfileError, match="no printer profile '76mm'; there are: 58mm, 80mm"):
        load_profile("76mm", [PROFILES])
