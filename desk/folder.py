"""Where a desk keeps its things: one folder, with all that a unit has on its disk, and an archive's."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from desk.errors import DeskError

_LONGEST_SOCKET_FOLDER = 80
"""A Unix socket's path has 107 bytes, and the longest name in the runtime folder has to fit as well."""

Settings = Mapping[str, Mapping[str, object]]
"""What a configuration says: sections of keys and values."""


class Folder:
    """A desk's folder, for one desk at a time. All but ``runtime`` is kept from run to run.

    Raises:
        DeskError: where another desk uses it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.data, self.logs, self.archive = (self._made(name) for name in ("data", "logs", "archive"))
        self._lock = self._locked()
        self._elsewhere: Path | None = None
        self.runtime = self.path / "runtime"
        if len(os.fsencode(self.runtime)) > _LONGEST_SOCKET_FOLDER:
            self._elsewhere = self.runtime = Path(tempfile.mkdtemp(prefix="signpost-desk-"))
        self.empty_runtime()

    @property
    def config(self) -> Path:
        """The unit's configuration."""
        return self.path / "signpost.toml"

    def configure(self, settings: Settings) -> None:
        """Write the unit's configuration."""
        head = "# Written by signpost-desk at every start.\n"
        self.config.write_text(head + toml_text(settings), encoding="utf-8")

    def log(self, name: str) -> Path:
        """Return the file for what a program says, without what it said in earlier runs."""
        file = self.logs / f"{name}.log"
        file.unlink(missing_ok=True)
        return file

    def empty_runtime(self) -> None:
        """Let the runtime folder be as it is after a boot."""
        shutil.rmtree(self.runtime, ignore_errors=True)
        self.runtime.mkdir(mode=0o700)

    def close(self) -> None:
        """Leave it to the next desk."""
        if self._elsewhere is not None:
            shutil.rmtree(self._elsewhere, ignore_errors=True)
        self._lock.close()

    def _made(self, name: str) -> Path:
        made = self.path / name
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        return made

    def _locked(self) -> IO[str]:
        lock = (self.path / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise DeskError(
                f"A desk is running in {self.path} already. Use that one, or give another --folder."
            ) from error
        return lock


def toml_text(settings: Settings) -> str:
    """Write sections of texts, numbers, truths and lists of texts as TOML, which spells them as JSON does."""
    lines = []
    for section, values in settings.items():
        lines.append(f"[{section}]")
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
        lines.append("")
    return "\n".join(lines)
