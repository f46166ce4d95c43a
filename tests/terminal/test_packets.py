"""Packets are made by a process of their own, which may fail, say nothing, hang, or be ended."""

import sys
import threading
import time
from pathlib import Path

import pytest

from drivers.panel import NullPanel
from terminal.clock import Clock
from terminal.packets import Packets, command
from terminal.panelling import PatientPanel
from terminal.pin import Cost, StaffPin
from terminal.session.events import Event
from terminal.session.staff.effects import MakePacket
from terminal.session.staff.events import PacketMade, PacketPlace
from terminal.staff_fingers import StaffFingers
from terminal.staff_performer import StaffPerformer
from terminal.staffing import StaffedSite, Staffing
from terminal.store import Store
from terminal.worker import Worker, stop_all

SITE = StaffedSite("晨光超市", "SP-0031", ("touch",), "", (), prints=False)


def made_by(code: str) -> PacketMade:
    return Packets((sys.executable, "-c", code)).make("r1")


def test_what_the_process_says_is_what_staff_are_told() -> None:
    code = 'import sys; print(\'{"place": "stick", "file": "\' + sys.argv[1] + \'.zip", "holds": false}\')'
    assert made_by(code) == PacketMade("r1", PacketPlace.STICK, "r1.zip", holds=False)


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit(1)", "print('nonsense')", "print('{}')", "print('[]')", "import os; os.abort()"],
)
def test_a_process_that_fails_makes_none(code: str) -> None:
    assert made_by(code) == PacketMade("r1", PacketPlace.NOWHERE)


def test_one_that_hangs_is_ended_with_the_terminal() -> None:
    packets, told = (
        Packets((sys.executable, "-c", "import time; print('x', flush=True); time.sleep(600)")),
        [],
    )
    making = threading.Thread(target=lambda: told.append(packets.make("r1")))
    making.start()
    packets.end()
    making.join(30)
    assert told == [PacketMade("r1", PacketPlace.NOWHERE)]
    assert packets.make("r2").place is PacketPlace.NOWHERE


def test_the_process_is_there_and_says_in_words_what_is_missing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    words = command(tmp_path / "store.sqlite", tmp_path / "certificate.pem", tmp_path / "disputes", "")
    assert Packets(words).make("019885f2").place is PacketPlace.NOWHERE
    assert "no record here is called '019885f2'" in caplog.text


def test_the_screen_s_process_waits_for_none(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    told: list[Event] = []
    idle = Worker("store", failures.append)
    code = "import json; print(json.dumps({'place': 'terminal', 'file': 'r1.zip', 'holds': True}))"
    performer = StaffPerformer(
        staffing=Staffing(SITE, lambda: Store(tmp_path / "store.sqlite"), Clock(), told.append, lambda: None),
        pin=StaffPin(tmp_path, Clock(), Cost(n=16, p=1)),
        fingers=StaffFingers(tmp_path),
        finger=None,
        panel=PatientPanel(lambda: NullPanel("none"), time.monotonic, lambda: None),
        packets=Packets((sys.executable, "-c", code)),
        tell=told.append,
        failed=failures.append,
    )
    performer.perform(MakePacket("r1"), store=idle, sensor=idle, panel=idle)
    performer.packing.stop()
    assert (told, failures) == ([PacketMade("r1", PacketPlace.TERMINAL, "r1.zip")], [])
    performer.close()
    stop_all([performer.worker, idle])
