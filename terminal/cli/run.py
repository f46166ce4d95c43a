"""``signpost run``: the four processes in one shell, for a computer without systemd."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from terminal.cli.shown import console
from terminal.config import Config, load_config
from terminal.till.tls import needs_tls

PROCESSES = ("signpost-terminal", "signpost-till", "signpost-printer", "signpost-uploader")

_PAUSE_S = 2.0
"""How long a process that ended stays down before it is started again."""

_GRACE_S = 10.0
"""How long a process may take to end when asked; a slip half sent to the printer needs a few seconds."""


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
    console.print(f"Tills call {address(config)}. Ctrl-C ends it.")
    while not stopping.wait(1):
        pass  # a signal that comes just before a wait is heard a second later
    for thread in threads:
        thread.join()


def address(config: Config) -> str:
    """Return where tills call, as the till's process serves it."""
    return f"{'https' if needs_tls(config.till.host) else 'http'}://{config.till.listen}"


def end(process: subprocess.Popen[bytes], grace_s: float) -> None:
    """Ask a process to end, and end it where it does not in ``grace_s`` seconds."""
    process.terminate()
    try:
        process.wait(grace_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _keep_running(name: str, stopping: threading.Event) -> None:
    """Start a process again and again until stopped."""
    program = Path(sys.executable).parent / name
    while not stopping.is_set():
        process = subprocess.Popen([program], start_new_session=True)
        while process.poll() is None and not stopping.wait(0.2):
            pass
        if process.poll() is None:
            end(process, _GRACE_S)
        else:
            console.print(f"{name} ended with {process.returncode}; it is started again.")
            stopping.wait(_PAUSE_S)
