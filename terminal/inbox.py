"""The mailbox of the main loop: the one door in for every other thread."""

import os
from collections import deque
from typing import Generic, TypeVar

Letter = TypeVar("Letter")


class Inbox(Generic[Letter]):
    """Letters from any thread, read by one. Its descriptor is readable while there are some."""

    def __init__(self) -> None:
        self._letters: deque[Letter] = deque()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def fileno(self) -> int:
        """The descriptor to sleep on."""
        return self._wake

    def put(self, letter: Letter) -> None:
        """Leave a letter; never waits. From any thread."""
        self._letters.append(letter)
        self.wake()

    def wake(self) -> None:
        """Wake the reader though there is no letter."""
        os.eventfd_write(self._wake, 1)

    def take(self) -> list[Letter]:
        """Return all letters in the order they came."""
        try:
            os.eventfd_read(self._wake)
        except BlockingIOError:
            return []
        letters = []
        while self._letters:
            letters.append(self._letters.popleft())
        return letters

    def close(self) -> None:
        """Take the mailbox down. Nothing may be put afterwards."""
        os.close(self._wake)
