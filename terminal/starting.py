"""What the journal is told when a process starts: which one, of which version, and how its clock is."""

import logging
from importlib.metadata import version

from terminal.clock import Clock
from terminal.config import Config
from terminal.model.journal import Happening
from terminal.store import Store
from terminal.store.errors import StoreError

log = logging.getLogger("signpost")


def note_start(config: Config, process: str) -> None:
    """Write that a process was started. A store that takes nothing keeps none from starting."""
    clock = Clock()
    try:
        with Store(config.paths.store) as store:
            store.journal.add(
                Happening.STARTED,
                process=process,
                version=version("signpost"),
                boot=clock.boot_id,
                clock=clock.state().value,
            )
    except StoreError as error:
        log.warning("that %s was started is not in the journal: %s", process, error)
