import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

import desk.keeper
from desk.keeper import Keeper, Program

WAITS = "import threading; print('here', flush=True); threading.Event().wait()"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
GUARDIAN = """
import select
import sys
from pathlib import Path
from desk.keeper import Keeper, Program
log = Path(sys.argv[1])
keeper = Keeper([Program("child", [sys.executable, "-c", sys.argv[2]], log)])
keeper.start()
while not log.stat().st_size:
    select.select([], [], [], 0.01)
print(keeper.pids["child"], flush=True)
while not select.select([sys.stdin], [], [], 0.1)[0]:
    pass  # a signal that comes before a sleep without end would be slept over
"""


class Bell(Protocol):
    def ring(self) -> None: ...
    def wait_for(self, true: Callable[[], bool], within_s: float = ...) -> None: ...


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.keeper, "RESTART_S", 0.05)
    monkeypatch.setattr(desk.keeper, "STOP_S", 2.0)


@pytest.fixture
def keeper(tmp_path: Path, bell: Bell, quick: None) -> Iterator[Keeper]:  # noqa: ARG001 - order matters
    programs = [Program(name, [sys.executable, "-c", WAITS], tmp_path / name) for name in ("one", "two")]
    keeper = Keeper(programs, bell.ring)
    yield keeper
    keeper.close()


def ended(pidfd: int, within_s: float = 60) -> bool:
    ready, _, _ = select.select([pidfd], [], [], within_s)
    os.close(pidfd)
    return bool(ready)


def test_started_all_run(keeper: Keeper) -> None:
    assert keeper.running == {"one": False, "two": False}
    keeper.start()
    assert keeper.running == {"one": True, "two": True}
    assert len(set(keeper.pids.values())) == 2


def test_what_ends_unasked_is_started_again(keeper: Keeper, bell: Bell) -> None:
    keeper.start()
    before = keeper.pids
    os.kill(before["one"], signal.SIGKILL)
    bell.wait_for(lambda: keeper.pids.get("one") not in {None, before["one"]})
    assert keeper.pids["two"] == before["two"]


def test_killed_all_are_gone_at_once_and_stay_so(keeper: Keeper) -> None:
    keeper.start()
    watched = [os.pidfd_open(pid) for pid in keeper.pids.values()]
    keeper.kill()
    assert all(ended(pidfd, 0) for pidfd in watched)
    assert keeper.running == {"one": False, "two": False}
    keeper.start()
    assert keeper.running == {"one": True, "two": True}


def test_what_does_not_end_when_asked_is_ended(tmp_path: Path, quick: None, bell: Bell) -> None:  # noqa: ARG001
    log = tmp_path / "log"
    keeper = Keeper([Program("stubborn", [sys.executable, "-c", STUBBORN], log)], bell.ring)
    keeper.start()
    with log.open() as said:
        while not said.read():
            select.select([], [], [], 0.01)
    watched = os.pidfd_open(keeper.pids["stubborn"])
    keeper.close()
    assert ended(watched, 0)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", GUARDIAN, str(tmp_path / "log"), STUBBORN]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.send_signal(number)
        assert ended(child)


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    begun = subprocess.run(
        [sys.executable, "-m", "desk.child", "1", sys.executable, "-c", "print('begun')"],
        capture_output=True,
        check=False,
    )
    assert begun.returncode == 1
    assert begun.stdout == b""
