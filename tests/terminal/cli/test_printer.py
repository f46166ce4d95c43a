"""The printer at a technician's fingers: a real command, a real wire, an emulated printer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.printer import load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator
from terminal.store import Store

PROFILES = Path(__file__).parents[3] / "config" / "printers"


@pytest.fixture
def emulator() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as printer:
        yield printer


@pytest.fixture
def where(unit: Any, emulator: PrinterEmulator) -> str:
    where = emulator.serve_tcp()
    unit.write(f'[printer]\nport = "{where}"\n')
    return where


@contextmanager
def process(unit: Any) -> Iterator[None]:
    """Run the printer's process, from the moment that its doorbell hangs."""
    running = subprocess.Popen(
        [Path(sys.executable).with_name("signpost-printer")],
        env={**os.environ, "SIGNPOST_CONFIG": str(unit.config)},
        stderr=subprocess.DEVNULL,
    )
    try:
        while not (unit.folder / "run" / "printer.bell").exists():
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(0.05)
        yield
    finally:
        running.terminate()
        assert running.wait(20) == 0


@pytest.mark.usefixtures("where")
def test_a_printer_that_is_well_says_so(unit: Any) -> None:
    done = unit.run("printer", "status")
    assert done.returncode == 0, done.stderr
    assert "80 mm receipt printer" in done.stdout
    assert ": ok" in done.stdout
    assert done.stdout.count("12  00010010") == 4


@pytest.mark.usefixtures("where")
def test_one_without_paper_says_what_to_do(unit: Any, emulator: PrinterEmulator) -> None:
    emulator.paper_out()
    done = unit.run("printer", "status")
    assert done.returncode == 1
    assert "problem" in done.stdout
    assert "Put in a new roll" in done.stdout


@pytest.mark.usefixtures("where")
def test_one_that_is_silent_is_unknown(unit: Any, emulator: PrinterEmulator) -> None:
    emulator.go_silent()
    done = unit.run("printer", "status")
    assert done.returncode == 1
    assert "unknown" in done.stdout
    assert done.stdout.count("none") == 4


def test_one_that_is_being_used_says_that(unit: Any, emulator: PrinterEmulator) -> None:
    line = emulator.serve_pty()
    unit.write(f'[printer]\nport = "{line}"\n')
    holder = open_printer(line, load_profile("80mm", [PROFILES]))
    holder.status()
    unit.break_store("SELECT 1")  # makes the store, so that there is a queue to show
    done = unit.run("printer", "status")
    holder.close()
    assert done.returncode == 0, done.stderr
    assert "used by another program" in done.stdout
    assert "To print: 0" in done.stdout


@pytest.mark.usefixtures("where")
def test_a_test_slip_is_printed_where_no_process_runs(unit: Any, emulator: PrinterEmulator) -> None:
    done = unit.run("printer", "test")
    assert done.returncode == 0, done.stderr
    assert "is printed" in done.stdout
    assert len(emulator.cuts) == 1
    assert not (unit.folder / "data" / "store.sqlite").exists()


@pytest.mark.usefixtures("where")
def test_a_test_slip_goes_through_the_journal_where_the_process_runs(
    unit: Any, emulator: PrinterEmulator
) -> None:
    with process(unit):
        done = unit.run("printer", "test")
    assert done.returncode == 0, done.stderr + done.stdout
    assert len(emulator.cuts) == 1
    assert "To print: 0; failed: 0." in unit.run("printer", "status").stdout


def with_profile(unit: Any, where: str, **keys: object) -> None:
    """Let the unit have a printer with a profile of its own."""
    profile = unit.folder / "mine.toml"
    said = "".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for key, value in keys.items()
    )
    base = {
        line.partition(" = ")[0]: line for line in (PROFILES / "80mm.toml").read_text("utf-8").splitlines()
    }
    kept = [
        line for key, line in base.items() if " = " in line and not key.startswith("#") and key not in keys
    ]
    profile.write_text("\n".join(kept) + "\n" + said, encoding="utf-8")
    unit.write(f'[printer]\nport = "{where}"\nprofile = "{profile}"\n')


@pytest.mark.parametrize("runs", [True, False])
def test_a_printer_with_a_buzzer_beeps_once_for_a_test_slip(
    unit: Any, emulator: PrinterEmulator, *, runs: bool
) -> None:
    with_profile(unit, emulator.serve_tcp(), buzzer=True, buzzer_command="ESC ( A")
    if runs:
        with process(unit):
            done = unit.run("printer", "test")
    else:
        done = unit.run("printer", "test")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "told to beep once (ESC ( A)" in done.stdout
    emulator.wait_until_idle()
    assert emulator.beeps == 1
    assert len(emulator.cuts) == 1


@pytest.mark.usefixtures("where")
def test_a_printer_without_one_is_not_told_to(unit: Any, emulator: PrinterEmulator) -> None:
    done = unit.run("printer", "test")
    assert "its profile says that it has no buzzer" in done.stdout
    assert emulator.beeps == 0


def test_a_test_slip_in_the_printers_own_characters_says_what_to_look_at(
    unit: Any, emulator: PrinterEmulator
) -> None:
    with_profile(unit, emulator.serve_tcp(), cjk="gb18030")
    done = unit.run("printer", "test")
    assert done.returncode == 0, done.stderr
    assert "in its own characters" in done.stdout
    assert emulator.unknown == []
    assert "cjk" in unit.run("printer", "profile").stdout
    assert "gb18030" in unit.run("printer", "profile").stdout


def test_a_slip_that_stopped_in_the_middle_is_told_with_the_status(unit: Any, where: str) -> None:
    assert where
    unit.break_store("SELECT 1")
    with Store(unit.folder / "data" / "store.sqlite") as store:
        store.slips.printing(number := store.slips.ask_for_test())
        store.slips.sent(number, 60)
        assert "Printing now: test, 60 % sent." in unit.run("printer", "status").stdout
        store.slips.interrupted(number, "cover")
        said = unit.run("printer", "status").stdout
    assert "Stopped at 60 %: test; it comes again whole." in said


@pytest.mark.usefixtures("where")
def test_a_test_slip_that_waits_says_for_what(unit: Any, emulator: PrinterEmulator) -> None:
    emulator.open_cover()
    with process(unit):
        done = unit.run("printer", "test")
    assert done.returncode == 1
    assert "number 1 in the queue, and waits: The printer's cover is open. Close it." in done.stdout


@pytest.mark.usefixtures("where")
def test_the_drawer_opens(unit: Any, emulator: PrinterEmulator) -> None:
    done = unit.run("printer", "drawer")
    assert done.returncode == 0, done.stderr
    assert emulator.drawer_opened == 1


def test_no_drawer_says_so(unit: Any, emulator: PrinterEmulator) -> None:
    unit.write(f'[printer]\nport = "{emulator.serve_tcp()}"\nprofile = "58mm"\n')
    done = unit.run("printer", "drawer")
    assert done.returncode == 1
    assert "No cash drawer" in done.stderr
    assert emulator.drawer_opened == 0


def test_a_drawer_that_the_profile_lacks_cannot_open_for_sales(unit: Any) -> None:
    unit.write('[printer]\nport = "tcp://127.0.0.1:9"\nprofile = "58mm"\nkick_drawer = "sale"\n')
    ended = subprocess.run(
        [Path(sys.executable).with_name("signpost-printer")],
        env={**os.environ, "SIGNPOST_CONFIG": str(unit.config)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode != 0
    assert "drawer = false" in ended.stderr


def test_a_profile_is_shown_with_the_way_to_ones_own(unit: Any) -> None:
    done = unit.run("printer", "profile")
    assert done.returncode == 0, done.stderr
    assert "80mm.toml" in done.stdout
    assert "width_dots" in done.stdout
    assert "576" in done.stdout
    assert "58mm, 80mm" in done.stdout
    assert "mine.toml" in done.stdout
    assert "384" in unit.run("printer", "profile", "58mm").stdout


def test_an_unknown_profile_names_those_there_are(unit: Any) -> None:
    done = unit.run("printer", "profile", "99mm")
    assert done.returncode == 1
    assert "58mm, 80mm" in done.stderr


@pytest.mark.parametrize("words", [("status",), ("test",), ("drawer",)])
def test_no_printer_is_said(unit: Any, words: tuple[str, ...]) -> None:
    done = unit.run("printer", *words)
    assert done.returncode == 1
    assert "no printer is configured" in done.stderr
