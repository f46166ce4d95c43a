"""What each process imports, which is what it holds in memory and how long it takes to start."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from drivers.printer.emulator import PrinterEmulator

DESK = {"desk", "archive", "numpy", "sqlalchemy", "obstore", "jinja2", "websockets", "playwright", "pytest"}
COMMAND_LINE = {"typer", "rich", "pygments"}
API = {"fastapi", "starlette", "uvicorn", "pydantic"}
SCREEN = {"pygame", "evdev", "terminal.session"}
SEAL = {"cryptography", "joserfc"}
PAPER = {"escpos", "qrcode", "barcode", "yaml", "zxingcpp"}
WORDS = {"babel", "PIL"}
DOCUMENTS = {"pypdfium2", "pypdfium2_raw", "pyhanko", "asn1crypto", "reportlab"}

PROCESSES = {
    "terminal": DESK | COMMAND_LINE | API | PAPER | DOCUMENTS | {"httpx", "click"},
    "till": DESK | COMMAND_LINE | SCREEN | SEAL | PAPER | WORDS | DOCUMENTS
    | {"httpx", "serial", "terminal.till.certificate"},
    "printer": DESK | COMMAND_LINE | API | SCREEN | SEAL | DOCUMENTS | {"httpx", "click", "zxingcpp"},
    "uploader": DESK | COMMAND_LINE | API | SCREEN | SEAL | PAPER | WORDS | DOCUMENTS | {"serial", "click"},
}  # fmt: skip
"""What each of them runs without, until a customer, a slip or a technician needs it."""

CONFIG = """
[paths]
data = "data"
runtime = "."
[glass]
window = "emulated"
[fingerprint]
port = "no-sensor"
[printer]
port = "{printer}"
[panel]
pins = "emulated"
[till]
listen = "127.0.0.1:0"
[upload]
archive = "http://127.0.0.1:9"
"""


def imported(process: str, folder: Path, printer: str) -> set[str]:
    """Run a process until it tells systemd that it is up, and has done its first piece of work."""
    (folder / "signpost.toml").write_text(CONFIG.format(printer=printer), encoding="ascii")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(folder / "notify"))
        systemd.settimeout(60)
        running = subprocess.Popen(
            [sys.executable, "-X", "importtime", "-c", f"from terminal.main import {process} as run; run()"],
            env={
                "SIGNPOST_CONFIG": "signpost.toml",
                "NOTIFY_SOCKET": str(folder / "notify"),
                "WATCHDOG_USEC": "60000000",
                "PATH": "",
            },
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        with running:
            try:
                said = {systemd.recv(64), systemd.recv(64)}
            finally:
                running.terminate()
            assert running.stderr
            lines = running.stderr.read().splitlines()
    assert said == {b"READY=1", b"WATCHDOG=1"}
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_starts_without_what_it_does_not_need(process: str, tmp_path: Path) -> None:
    with PrinterEmulator() as printer:
        there = imported(process, tmp_path, printer.serve_tcp())
    assert "terminal.store" in there
    assert PROCESSES[process] & there == set()


UNHEARD = ("font", "freetype", "imageext", "mixer", "mixer_music")


def test_the_screen_loads_neither_codecs_nor_a_second_shaper() -> None:
    script = (
        f"import sys, terminal.ui.window; sys.exit(any(sys.modules['pygame.' + name] for name in {UNHEARD}))"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", script], check=False).returncode == 0
