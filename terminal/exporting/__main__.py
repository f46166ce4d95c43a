"""The process that makes a dispute's packet for the staff at the screen.

Started by ``terminal.packets`` as ``python -m terminal.exporting STORE CERTIFICATE DISPUTES ZONE RECORD``; says in one
line of JSON where the packet lies. People use ``signpost dispute``.
"""

import json
import sys
from pathlib import Path

from terminal.clock import Clock
from terminal.store import Store
from terminal.store.errors import StoreError

from . import ExportError
from .choosing import one_record
from .disputing import Given, give_packet
from .sticks import Sockets
from .target import USB, target


def main(words: list[str], sockets: Sockets) -> int:
    """Make the packet, on the stick if that can be, else in the terminal; return the exit code."""
    store_file, certificate, disputes, zone, record_id = words
    trouble = ""
    try:
        with Store(Path(store_file)) as store:
            stored = one_record(store, record_id)

            def give(to: str) -> tuple[Given, bool]:
                with target(to, sockets) as where:
                    given = give_packet(store, stored, where, Path(certificate), Clock.zone(zone))
                return given, where.free

            if sockets.sticks():
                try:
                    given, free = give(USB)
                    _say(given, "stick" if free else "stick held")
                except ExportError as error:
                    trouble = str(error)
                else:
                    return 0
            given, _ = give(disputes)
    except (ExportError, StoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _say(given, "stick unfit" if trouble else "terminal", trouble)
    return 0


def _say(given: Given, place: str, trouble: str = "") -> None:
    said = {"place": place, "file": given.file.path.name, "holds": not given.wrong, "trouble": trouble}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Sockets()))
