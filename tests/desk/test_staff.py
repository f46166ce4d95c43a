import stat
from pathlib import Path

from desk.folder import Folder
from desk.staff import DeskPin
from terminal.clock import Clock
from terminal.pin import Cost, StaffPin


def test_a_desk_makes_up_a_pin_and_keeps_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    pin = DeskPin(folder).read()
    assert StaffPin(folder.data, Clock()).matches(pin)
    assert stat.S_IMODE((tmp_path / "staff-pin.txt").stat().st_mode) == 0o600
    assert DeskPin(folder).read() == pin
    folder.close()


def test_a_pin_that_staff_set_themselves_is_not_shown_and_not_replaced(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    DeskPin(folder)
    StaffPin(folder.data, Clock(), Cost(n=16, p=1)).set("905162")
    assert DeskPin(folder).read() == ""
    assert StaffPin(folder.data, Clock()).matches("905162")
    folder.close()
