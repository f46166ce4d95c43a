"""Tries of a PIN in the journal: those that count, and no others, so that nobody can fill the disk with them."""

import time
from pathlib import Path

from drivers.panel import NullPanel
from terminal.clock import Clock
from terminal.model.moment import Moment
from terminal.packets import Packets
from terminal.panelling import PatientPanel
from terminal.pin import Cost, StaffPin
from terminal.session.events import Event
from terminal.session.staff.effects import JudgePin, KeepPin
from terminal.staff_fingers import StaffFingers
from terminal.staff_performer import StaffPerformer
from terminal.staffing import StaffedSite, Staffing
from terminal.store import Store
from terminal.store.journal import Sought
from terminal.worker import Worker, stop_all


class StoppedClock(Clock):
    """A clock that stands still."""

    def __init__(self) -> None:
        super().__init__()
        self._at = super().now()

    def now(self) -> Moment:
        return self._at


SITE = StaffedSite("晨光超市", "SP-0001", ("touch",), "", (), prints=False)


def test_a_hundred_tries_in_a_row_are_one_line(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    told: list[Event] = []
    opened: list[Store] = []
    store = Worker("store", failures.append)

    def open_store() -> Store:
        if not opened:
            opened.append(Store(tmp_path / "store.sqlite"))
        return opened[0]

    def close() -> None:
        opened.pop().close()

    pin = StaffPin(tmp_path, StoppedClock(), Cost(n=16, p=1))
    performer = StaffPerformer(
        staffing=Staffing(SITE, open_store, Clock(), told.append, lambda: None),
        pin=pin,
        fingers=StaffFingers(tmp_path),
        finger=None,
        panel=PatientPanel(lambda: NullPanel("none"), time.monotonic, lambda: None),
        packets=Packets(()),
        tell=told.append,
        failed=failures.append,
    )
    performer.perform(KeepPin("4827"), store=store, sensor=store, panel=store)
    for number in range(100):
        performer.perform(JudgePin("1379", number), store=store, sensor=store, panel=store)
    performer.worker.do(lambda: store.do(close))
    stop_all([performer.worker])
    stop_all([store])
    assert not failures
    assert len(told) == 101, "and each is answered"
    with Store(tmp_path / "store.sqlite") as kept:
        lines = kept.journal.latest(Sought(happening="staff"), 200)
    refused = [line for line in lines if line.happening == "staff.refused"]
    assert len(refused) == 1, "the others came within the wait after it"
    assert [line.facts["name"] for line in lines if line.happening == "staff.setting"] == ["PIN"]
    assert "1379" not in "".join(line.text for line in lines)
    assert "4827" not in "".join(line.text for line in lines)
