"""``signpost staff`` and ``signpost tills pair``, as a technician types them."""

import os
import pty
import subprocess
from typing import Any

from terminal.clock import Clock
from terminal.pin import Cost, StaffPin
from terminal.store import Store
from terminal.store.pairings import Paired
from tests.terminal.cli.conftest import SIGNPOST


def pin_of(unit: Any) -> StaffPin:
    return StaffPin(unit.folder / "data", Clock(), Cost(n=16, p=1))


def type_into(unit: Any, *lines: str) -> tuple[int, str]:
    """Run ``signpost staff pin`` on a terminal of its own, and type."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [SIGNPOST, "staff", "pin"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "SIGNPOST_CONFIG": str(unit.config)},
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    for prompt, line in zip((b"New PIN: ", b"Once more: "), lines, strict=True):
        while not said.endswith(prompt):
            said += os.read(ours, 1024)
        os.write(ours, f"{line}\n".encode())
    try:
        while more := os.read(ours, 1024):
            said += more
    except OSError:
        pass  # it has ended, and its terminal with it
    os.close(ours)
    return process.wait(60), said.decode()


def test_a_pin_is_asked_for_twice_and_not_shown(unit: Any) -> None:
    code, said = type_into(unit, "4827", "4827")
    assert code == 0, said
    assert "4827" not in said
    assert "is set" in said
    assert pin_of(unit).matches("4827")


def test_two_different_ones_change_nothing(unit: Any) -> None:
    pin_of(unit).set("9051")
    code, said = type_into(unit, "4827", "4828")
    assert (code, "different" in said) == (2, True)
    assert pin_of(unit).matches("9051")


def test_a_script_sets_it_and_an_easy_one_is_refused(unit: Any) -> None:
    environment = {**os.environ, "SIGNPOST_CONFIG": str(unit.config)}

    def set_to(pin: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SIGNPOST, "staff", "pin", "--from-stdin"],
            input=f"{pin}\n",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    refused = set_to("1234")
    assert (refused.returncode, "what anyone tries first" in refused.stderr) == (2, True)
    assert not pin_of(unit).standing().is_set
    assert set_to("4827").returncode == 0
    assert "another now" in set_to("9051").stdout


def test_unlocking_says_what_was(unit: Any) -> None:
    assert "none" in unit.run("doctor").stdout.split("staff PIN")[1].splitlines()[0]
    pin = pin_of(unit)
    pin.set("4827")
    assert "set" in unit.run("doctor").stdout.split("staff PIN")[1].splitlines()[0]
    pin._note(pin._tries().__class__(5, Clock().boot_id, Clock().now().monotonic_ns))
    assert "locked for" in unit.run("doctor").stdout
    assert "was locked for" in unit.run("staff", "unlock").stdout
    assert pin.judge("4827")[0]
    assert "was not locked" in unit.run("staff", "unlock").stdout


def test_a_code_is_shown_and_the_till_that_used_it_named(unit: Any) -> None:
    environment = {**os.environ, "SIGNPOST_CONFIG": str(unit.config)}
    process = subprocess.Popen(
        [SIGNPOST, "tills", "pair"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    code = process.stdout.readline().replace(" ", "").strip()
    with Store(unit.folder / "data" / "store.sqlite") as store:
        assert isinstance(store.pairings.pair(code, "till-4", Clock().now()), Paired)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, "till-4 may call now" in said) == (0, True)


def test_a_code_can_be_had_without_waiting(unit: Any) -> None:
    code = unit.run("tills", "pair", "--no-wait").stdout.replace(" ", "").strip()
    with Store(unit.folder / "data" / "store.sqlite") as store:
        assert isinstance(store.pairings.pair(code, "till-4", Clock().now()), Paired)
