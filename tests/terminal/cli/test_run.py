import signal
import subprocess
import sys

import pytest

from terminal.cli.run import address, end
from terminal.config import Config, TillConfig


@pytest.mark.parametrize(
    ("listen", "said"),
    [
        ("127.0.0.1:8470", "http://127.0.0.1:8470"),
        ("[::1]:8470", "http://[::1]:8470"),
        ("localhost:8470", "http://localhost:8470"),
        ("192.168.1.20:8470", "https://192.168.1.20:8470"),
        ("0.0.0.0:8470", "https://0.0.0.0:8470"),
        ("terminal.shop:8470", "https://terminal.shop:8470"),
    ],
)
def test_tills_are_told_the_scheme_that_is_spoken(listen: str, said: str) -> None:
    assert address(Config(till=TillConfig(listen))) == said


def started(program: str) -> "subprocess.Popen[bytes]":
    """Return a Python program that has said it is ready."""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.stdout.close()
    return process


def test_a_process_that_will_not_end_is_ended() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
    process = started(deaf)
    end(process, grace_s=0.2)
    assert process.returncode == -signal.SIGKILL


def test_a_process_ends_by_itself_when_asked() -> None:
    process = started("import signal; print('ready', flush=True); signal.pause()")
    end(process, grace_s=30)
    assert process.returncode == -signal.SIGTERM
