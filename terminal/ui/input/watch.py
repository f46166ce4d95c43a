"""Hears that a device file appears, or may now be opened: the kernel's inotify, so that nothing needs to be polled."""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_IN_ATTRIB, _IN_CREATE = 0x004, 0x100
_IN_NONBLOCK, _IN_CLOEXEC = os.O_NONBLOCK, os.O_CLOEXEC


class FolderWatch:
    """Becomes readable when something appears in a folder, or when who may open it changes, as udev does late.

    While there is no such folder, its parent is watched: ``/dev/input`` comes with the first input device.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        """Watch from now on.

        Raises:
            OSError: the kernel lets nothing be watched.
        """
        self._folders = tuple(folders)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(_IN_NONBLOCK | _IN_CLOEXEC)
        if self._fd < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        self._arm()

    def fileno(self) -> int:
        """Return what to wait on."""
        return int(self._fd)

    def heard(self) -> None:
        """Take in what has happened, so that the next time can be waited for."""
        with suppress(BlockingIOError):
            while os.read(self._fd, 4096):
                pass
        self._arm()

    def close(self) -> None:
        """Stop watching."""
        os.close(self._fd)

    def _arm(self) -> None:
        """Watch the folders, or what they are to appear in. To watch again what is watched changes nothing."""
        add = self._libc.inotify_add_watch
        for folder in self._folders:
            if add(self._fd, os.fsencode(folder), _IN_CREATE | _IN_ATTRIB) < 0:
                add(self._fd, os.fsencode(folder.parent), _IN_CREATE)
