"""The installer's decisions. That it installs is tried on a bare Debian: see docs/technician.md."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from drivers.panel import PanelPins
from terminal.config import Config, load_config
from terminal.fonts import DEBIAN_PACKAGE

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "config" / "system-packages"
INSTALL = ROOT / "config" / "install.sh"
GUIDE = (ROOT / "docs" / "technician.md").read_text(encoding="utf-8")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def computer(tmp_path: Path) -> Run:
    """Run a script on a computer with these packages and this user; apt-get writes down what it was told."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for tool in ("sh", "env", "sed", "grep", "dirname", "true"):
        found = shutil.which(tool)
        assert found
        (bin_ / tool).symlink_to(found)

    def program(name: str, script: str) -> None:
        (bin_ / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (bin_ / name).chmod(0o755)

    def run(
        *command: str | Path, installed: str = "", user: int = 0, sudo: bool = False
    ) -> subprocess.CompletedProcess[str]:
        program("dpkg-query", "\n".join(f"echo 'ii  {package}'" for package in installed.split()) or ":")
        program("python3", f'exec {sys.executable} "$@"')
        program("id", f"echo {user}")
        program("apt-cache", "exit 100")
        program("apt-get", f'echo "$DEBIAN_FRONTEND apt-get $*" >> {tmp_path}/told')
        if sudo:
            program("sudo", 'shift; exec "$@"')
        return subprocess.run(
            [bin_ / "sh", *command],
            env={"PATH": str(bin_)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def told(tmp_path: Path) -> list[str]:
    file = tmp_path / "told"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def listed(name: str) -> set[str]:
    found = re.search(rf'^{name}="([^"]*)"', PACKAGES.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return set(found[1].split())


RUN = " ".join(sorted(listed("run")))


def test_the_fonts_that_the_terminal_looks_for_are_installed() -> None:
    assert listed("run") >= set(DEBIAN_PACKAGE.values())


def test_nothing_is_said_or_done_when_all_is_there(computer: Run, tmp_path: Path) -> None:
    done = computer(PACKAGES, "run", installed=RUN, user=1000)
    assert (done.returncode, done.stdout, done.stderr, told(tmp_path)) == (0, "", "", [])


@pytest.mark.parametrize("sudo", [False, True])
def test_what_is_missing_is_installed_with_a_fresh_list(computer: Run, tmp_path: Path, *, sudo: bool) -> None:
    there = RUN.replace("libfribidi0", "")
    done = computer(PACKAGES, "run", installed=there, user=1000 if sudo else 0, sudo=sudo)
    assert done.returncode == 0
    assert told(tmp_path) == [
        " apt-get update -qq",
        "noninteractive apt-get install -y -qq --no-install-recommends libfribidi0",
    ]


def test_without_the_right_to_install_the_command_is_told(computer: Run, tmp_path: Path) -> None:
    done = computer(PACKAGES, "test", installed=RUN, user=1000)
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install --no-install-recommends " in done.stderr
    assert " chromium xvfb " in done.stderr
    assert told(tmp_path) == []


def test_an_unknown_set_of_packages_is_refused(computer: Run) -> None:
    done = computer(PACKAGES, "everything")
    assert done.returncode == 2
    assert "run|test|pi" in done.stderr


def test_the_installer_wants_root(computer: Run) -> None:
    done = computer(INSTALL, user=1000)
    assert done.returncode == 1
    assert "sudo make install" in done.stderr


def test_the_installer_refuses_words_it_does_not_know(computer: Run) -> None:
    assert computer(INSTALL, "instal").returncode == 2


def test_the_installer_removes_every_unit_it_brought() -> None:
    script = INSTALL.read_text(encoding="utf-8")
    removed = script[script.index("uninstall() {") :]
    for unit in (ROOT / "systemd").glob("signpost*.*"):
        if unit.suffix in {".service", ".target"}:
            assert f"/{unit.name}" in removed


def test_the_settings_it_writes_can_be_read_and_filled_in(tmp_path: Path) -> None:
    script = INSTALL.read_text(encoding="utf-8")
    written = script.split("<<SETTINGS\n")[1].split("SETTINGS\n")[0]
    site = tmp_path / "signpost.toml"
    site.write_text(written, encoding="utf-8")
    assert load_config(site).site.terminal_id == "SP-0001"
    site.write_text(re.sub(r"^# (?=\w+ = )", "", written, flags=re.MULTILINE), encoding="utf-8")
    assert load_config(site).site.merchant == "The shop's name"


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL))
def test_the_guides_settings_can_be_read(example: str, tmp_path: Path) -> None:
    site = tmp_path / "signpost.toml"
    site.write_text(example, encoding="utf-8")
    load_config(site)


def test_the_guide_wires_the_panel_to_the_default_pins() -> None:
    rows = re.findall(r"^\| (\w+) \| (\d+) \| \d+ \|", GUIDE, re.MULTILINE)
    wired = {part: pin for part, pin in asdict(PanelPins()).items() if pin}
    assert {part: int(pin) for part, pin in rows} == wired


def test_the_settings_and_the_driver_agree_on_the_pins() -> None:
    configured, pins = asdict(Config().panel), asdict(PanelPins())
    assert {part: configured[part] for part in pins} == pins
