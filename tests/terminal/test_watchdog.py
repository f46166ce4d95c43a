import select
import socket
from pathlib import Path

import pytest

from terminal.clock import Clock
from terminal.doorbell import Doorbell
from terminal.stepping import Stepper
from terminal.watchdog import Watchdog


@pytest.fixture
def notified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    """The socket that systemd would read."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "300000")
    return listener


def said(listener: socket.socket) -> list[str]:
    words = []
    while select.select([listener], [], [], 0)[0]:
        words.append(listener.recv(64).decode())
    return words


def test_systemd_hears_when_it_is_up_moves_and_ends(notified: socket.socket) -> None:
    with notified:
        watchdog = Watchdog()
        assert watchdog.period_s == pytest.approx(0.1)
        watchdog.ready()
        watchdog.alive()
        watchdog.stopping()
        assert said(notified) == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_without_systemd_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    Watchdog().ready()
    Watchdog().alive()


class Twice:
    """Steps twice, then stops its stepper."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.stepper: Stepper | None = None

    def step(self, now_s: float) -> float:
        self.times.append(now_s)
        if len(self.times) == 2:
            assert self.stepper
            self.stepper.stop()
        return now_s + 0.6


def test_a_stepper_feeds_the_watchdog_while_it_sleeps(notified: socket.socket, tmp_path: Path) -> None:
    with notified:
        bell = Doorbell(tmp_path, "printer")
        stepping = Twice()
        stepping.stepper = Stepper(stepping, bell, Clock(), poll_s=5)
        stepping.stepper.run()
        bell.close()
        words = said(notified)
    assert stepping.times[1] - stepping.times[0] >= 0.59
    assert words.count("WATCHDOG=1") >= 4
    assert words[-1] == "STOPPING=1"


def test_a_ring_cuts_the_sleep_short(tmp_path: Path) -> None:
    bell, other = Doorbell(tmp_path, "printer"), Doorbell(tmp_path, "terminal")
    stepping = Twice()

    class Ringing:
        """Rings as soon as it has stepped, and asks for an hour's sleep."""

        def step(self, now_s: float) -> float:
            other.ring()
            stepping.step(now_s)
            return now_s + 3600

    stepping.stepper = Stepper(Ringing(), bell, Clock(), poll_s=3600)
    stepping.stepper.run()
    assert stepping.times[1] - stepping.times[0] < 600
    bell.close()
    other.close()
