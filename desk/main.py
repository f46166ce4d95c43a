"""``signpost-desk``: the whole terminal on a desk, as a web page, on any computer."""

import argparse
import os
import re
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from desk.errors import DeskError

# What takes half a second to import is imported when the command line has been understood.

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PORT = 8460


def main() -> None:
    """Run the command line until it is told to stop."""
    asked = _arguments().parse_args()
    os.umask(0o077)
    for number in _STOPPING:
        signal.signal(number, _stop)
    try:
        _run(asked)
    except DeskError as error:
        _give_up(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("\nThe desk is cleared. What was signed stays where it was kept.\n")


def _run(asked: argparse.Namespace) -> None:
    from desk.desk import Desk, Options  # noqa: PLC0415 - see above
    from desk.ports import free_port  # noqa: PLC0415 - see above
    from desk.serving import serving  # noqa: PLC0415 - see above

    options = Options(
        size=asked.size,
        window=asked.window,
        language=asked.language,
        fast=asked.fast,
        fixed_ports=asked.port != 0,
    )
    with Desk(asked.folder, options) as desk, serving(desk, free_port(asked.port)) as address:
        sys.stderr.write("The desk is at this address. Open it in a browser; Ctrl-C clears the desk.\n")
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        _wait()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "signpost-desk", description="The whole terminal on a desk, in a browser."
    )
    add = parser.add_argument
    add("--folder", type=Path, default=Path("build/run"), help="for all that is kept (%(default)s)")
    add("--port", type=int, default=PORT, help="of the page, or the next free one; 0 for any (%(default)s)")
    add("--window", action="store_true", help="open the glass in a window as well")
    add("--size", type=_size, default=(800, 480), metavar="WxH", help="of the glass, in pixels (800x480)")
    add("--language", choices=["zh-CN", "en"], default="", help="that customers are greeted in")
    add("--fast", action="store_true", help="devices that take no time")
    return parser


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{3,4})[x×]([0-9]{3,4})", text)
    if not found:
        raise argparse.ArgumentTypeError("write it like 800x480")
    return int(found[1]), int(found[2])


def _wait() -> None:
    """Sleep until a signal ends it. A lock could sleep through one that comes an instant before; a pipe keeps it."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    while True:
        os.read(woken, 1)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """End the block that runs, wherever it is; a second signal does not disturb the clearing up."""
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _give_up(sentence: str) -> NoReturn:
    sys.stderr.write(f"signpost-desk: {sentence}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
