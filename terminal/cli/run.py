"""``signpost run``: the four processes in one shell, for a computer without systemd."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from terminal.cli.shown import console
from terminal.config import load_config

PROCESSES = ("signpost-terminal", "signpost-till", "signpost-printer", "signpost-uploader")

_PAUSE_S = 2.0
"""How long a process that ended stays down before it is started again."""


def run() -> None:
    """Run the terminal here until Ctrl-C. A process that ends is started again, as systemd would."""
    config = load_config()  # so that a mistake in it is said once, not four times
    config.paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    threads = [threading.Thread(target=_keep_running, args=(name, stopping)) for name in PROCESSES]
    for thread in threads:
        thread.start()
    console.print(f"Tills call http://{config.till.listen}. Ctrl-C ends it.")
    stopping.wait()
    for thread in threads:
        thread.join()


def _keep_running(name: str, stopping: threading.Event) -> None:
    """Start a process again and again until stopped."""
    program = Path(sys.executable).parent / name
    while not stopping.is_set():
        process = subprocess.Popen([program], start_new_session=True)
        while process.poll() is None and not stopping.wait(0.2):
            pass
        if process.poll() is None:
            process.terminate()
            process.wait()
        else:
            console.print(f"{name} ended with {process.returncode}; it is started again.")
            stopping.wait(_PAUSE_S)
