"""The unit on the desk: Signpost's four processes, and the power plug that they all hang on."""

import time
from collections.abc import Callable

from desk.errors import DeskError
from desk.folder import Folder
from desk.keeper import Keeper, Program
from desk.programs import program

PROCESSES = ("signpost-terminal", "signpost-till", "signpost-printer", "signpost-uploader")
_START_S = 40.0
_LOOK_S = 0.05


class Unit:
    """Four processes on one power plug. Pulling it kills them all at once, in the middle of whatever they do.

    Args:
        folder: where the unit's disk is.
        alive: says whether the unit answers, to know when it has started.
        power_cut: called when the power has gone, for what is supplied by the unit.
        power_back: called when the power comes back, before the first process starts.
        on_change: called, from any thread, after a process started or ended.
    """

    def __init__(
        self,
        folder: Folder,
        *,
        alive: Callable[[], bool],
        power_cut: Callable[[], None],
        power_back: Callable[[], None],
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._alive, self._power_cut, self._power_back = alive, power_cut, power_back
        self._on_change = on_change
        environment = {"SIGNPOST_CONFIG": str(folder.config), "PYTHONUNBUFFERED": "1"}
        programs = [Program(name, [program(name)], folder.log(name), environment) for name in PROCESSES]
        self._keeper = Keeper(programs, on_change)
        self.plugged = False

    @property
    def running(self) -> dict[str, bool]:
        """Which of the processes run now."""
        return self._keeper.running

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of those that run now."""
        return self._keeper.pids

    def plug(self) -> None:
        """Put the power plug in; returns when the unit answers.

        Raises:
            DeskError: it does not.
        """
        if not self.plugged:
            self._folder.empty_runtime()
            self._power_back()
            self.plugged = True
            self._keeper.start()
            self._on_change()
        self._wait_until_alive()

    def pull(self) -> None:
        """Pull the power plug: everything on it stops within an instant, warned of nothing."""
        self.plugged = False
        self._keeper.kill()
        self._power_cut()
        self._on_change()

    def close(self) -> None:
        """Shut the unit down in order."""
        self.plugged = False
        self._keeper.close()

    def _wait_until_alive(self) -> None:
        deadline = time.monotonic() + _START_S
        while self.plugged and not self._alive():
            if time.monotonic() > deadline:
                raise DeskError(f"The unit does not start. Its own words are in {self._folder.logs}.")
            time.sleep(_LOOK_S)
