"""The archive's token for this terminal: a file of its own that only its owner may read."""

import stat
from pathlib import Path


class TokenError(Exception):
    """The token cannot be used. The message says why and what to do."""


class TokenFile:
    """Reads the token whenever the file has changed, so that a new one needs no restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._token = ""

    def read(self) -> str:
        """Return the token.

        Raises:
            TokenError: where there is none, or others may read it.
        """
        try:
            status = self._path.stat()
            if stat.S_IMODE(status.st_mode) & 0o077:
                raise TokenError(f"Others may read the token in {self._path}. Make it private: chmod 600.")
            seen = (status.st_mtime_ns, status.st_ino, status.st_size)
            if seen != self._seen:
                self._token, self._seen = self._path.read_text(encoding="ascii").strip(), seen
        except FileNotFoundError as error:
            raise TokenError(f"There is no token for the archive. Put it into {self._path}.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise TokenError(f"The token in {self._path} cannot be read: {error}.") from error
        if not self._token or not self._token.isprintable() or " " in self._token:
            raise TokenError(f"{self._path} should hold the archive's token on one line, and nothing else.")
        return self._token
