"""The cloud of the desk: an archive of its own, and the network between it and the unit."""

import time
from collections.abc import Callable

import httpx

from archive.settings import Settings
from archive.tokens import Role, Tokens
from desk.errors import DeskError
from desk.folder import Folder
from desk.keeper import Keeper, Program
from desk.network import NetworkPlug
from desk.ports import free_port
from desk.programs import program

_START_S = 30.0
_LOOK_S = 0.05


class Cloud:
    """An archive in a process of its own, that keeps what it has from run to run.

    Args:
        folder: where it keeps its things.
        terminal_id: the unit that may send to it.
        port: where to listen, or the next free one; 0 for any.
        on_change: called after the network plug was pulled or put in.
    """

    def __init__(
        self, folder: Folder, terminal_id: str, *, port: int, on_change: Callable[[], None] = lambda: None
    ) -> None:
        tokens = Tokens(Settings(folder.archive).tokens_file)
        self.terminal_token = tokens.add(f"terminal-{terminal_id}", Role.TERMINAL, replacing=True)
        self.reader_token = tokens.add("desk", Role.READER, replacing=True)
        port = free_port(port)
        self.url = f"http://127.0.0.1:{port}"
        command = [
            program("signpost-archive"),
            "--data",
            str(folder.archive),
            "--listen",
            f"127.0.0.1:{port}",
        ]
        self._log = folder.log("archive")
        self._keeper = Keeper([Program("signpost-archive", command, self._log)])
        self.network = NetworkPlug("127.0.0.1", port, on_change)

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of what runs."""
        return self._keeper.pids

    @property
    def url_for_unit(self) -> str:
        """Where the unit finds the archive: at the other end of the network plug."""
        return f"http://127.0.0.1:{self.network.port}"

    def sign_in_url(self, language: str = "") -> str:
        """Return an address that opens the archive's pages, signed in."""
        return f"{self.url}/?token={self.reader_token}" + (f"&lang={language}" if language else "")

    def start(self) -> None:
        """Start the archive."""
        self._keeper.start()

    def wait(self) -> None:
        """Wait until the archive answers.

        Raises:
            DeskError: it does not.
        """
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if time.monotonic() > deadline:
                raise DeskError(f"The archive does not start. Its own words are in {self._log}.")
            time.sleep(_LOOK_S)

    def close(self) -> None:
        """Take it all away but what it keeps on disk."""
        self.network.close()
        self._keeper.close()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=1, trust_env=False).is_success
        except httpx.TransportError:
            return False
