import subprocess
import sys
from pathlib import Path

import pytest

from drivers.printer import PrinterProfile, open_printer

PROFILE = PrinterProfile("any", 576)


@pytest.mark.parametrize(
    "where", ["", "/dev/usb/lp0", "tcp://", "serial://", "usb://04b8", "http://printer", "usb://xyz:1"]
)
def test_what_is_no_place_of_a_printer_is_refused(where: str) -> None:
    with pytest.raises(ValueError, match="try tcp://host:9100"):
        open_printer(where, PROFILE)


@pytest.mark.parametrize("query", ["baud=fast", "baud=12345", "speed=9600"])
def test_a_serial_line_takes_a_baud_rate_and_nothing_else(query: str) -> None:
    with pytest.raises(ValueError, match=r"baud=1200\|2400"):
        open_printer(f"serial:///dev/ttyUSB0?{query}", PROFILE)


def test_nothing_is_opened_or_imported_before_it_is_used() -> None:
    script = (
        "import sys; from drivers.printer import *; open_printer('tcp://192.0.2.1', PrinterProfile('x', 576));"
        "sys.exit(any(name in sys.modules for name in ('escpos', 'serial', 'usb', 'PIL')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


_TIDY = """
import logging, os, sys, tempfile
from drivers.errors import NotFound
from drivers.printer import PrinterProfile, open_printer
try:
    open_printer("tcp://127.0.0.1:9", PrinterProfile("x", 576, status=True)).status()
except NotFound:
    print(logging.getLogger().handlers, os.listdir(tempfile.gettempdir()))
"""


def test_importing_the_library_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _TIDY],
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] []\n"
    assert done.stderr == ""


_KNOWN = """
from drivers.errors import NotFound
from drivers.printer import PrinterProfile, open_printer
try:
    open_printer("tcp://127.0.0.1:9", PrinterProfile("x", 576, status=True)).status()
except NotFound:
    from escpos.capabilities import CAPABILITIES
    print(*CAPABILITIES["profiles"])
"""


def test_the_librarys_list_of_printers_is_not_read() -> None:
    done = subprocess.run([sys.executable, "-c", _KNOWN], capture_output=True, text=True, check=True)
    assert done.stdout == "default\n"
