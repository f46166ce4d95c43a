import select
from pathlib import Path

from terminal.doorbell import Doorbell


def test_a_ring_wakes_everybody_else(tmp_path: Path) -> None:
    till, terminal, printer = (Doorbell(tmp_path, name) for name in ("till", "terminal", "printer"))
    till.ring()
    till.ring()
    woken, _, _ = select.select([till, terminal, printer], [], [], 1)
    assert woken == [terminal, printer]
    terminal.answer()
    printer.answer()
    assert select.select([terminal, printer], [], [], 0)[0] == []
    for bell in (till, terminal, printer):
        bell.close()


def test_ringing_never_waits_and_never_fails(tmp_path: Path) -> None:
    gone = Doorbell(tmp_path, "uploader")
    gone._socket.close()  # a process that was killed leaves its socket's name behind
    deaf = Doorbell(tmp_path, "printer")
    bell = Doorbell(tmp_path, "till")
    for _ in range(2000):
        bell.ring()
    deaf.answer()
    assert select.select([deaf], [], [], 0)[0] == []
    back = Doorbell(tmp_path, "uploader")
    bell.ring()
    assert select.select([back], [], [], 1)[0] == [back]
    for each in (deaf, bell, back):
        each.close()
