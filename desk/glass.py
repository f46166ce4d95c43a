"""The glass of the desk: what the unit shows on it, and where fingers and pens touch it."""

import os
import select
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from terminal.model.ink import Sample
from terminal.ui.framebuffer import GlassMissingError, GlassPeer
from terminal.ui.rect import Rect

_LOOK_S = 0.02
"""How often to look whether a unit that was switched on has made its glass."""
_PATIENCE_S = 5.0

Listener = Callable[[Rect], object]


class Glass:
    """The screen of the unit, to see and to touch; black while the unit has no power.

    Methods may be called from any thread.

    Args:
        directory: where the unit keeps its glass while it has power.
        size: width and height, in pixels, until the unit says.
    """

    def __init__(self, directory: Path, size: tuple[int, int]) -> None:
        self._directory = directory
        self._size = size
        self._peer: GlassPeer | None = None
        self._lit = False
        self._listeners: list[Listener] = []
        self._changed = threading.Condition(threading.RLock())
        self._dark = threading.Event()
        self._woken, self._wake = os.pipe()
        self._thread: threading.Thread | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        with self._changed:
            return self._peer.size if self._peer else self._size

    @property
    def lit(self) -> bool:
        """Whether the unit shows something."""
        return self._lit

    def image(self, rect: Rect | None = None) -> Image.Image:
        """Return what is on the glass, or in a rectangle of it."""
        with self._changed:
            if self._peer and self._lit:
                return self._peer.image(rect)
            return Image.new("RGB", (rect.w, rect.h) if rect else self._size)

    def send(self, samples: Sequence[Sample]) -> bool:
        """Touch the glass, as a touchscreen's driver says it; returns whether the unit took it."""
        with self._changed:
            return self._peer is not None and self._peer.send(samples)

    def wait_for(self, seen: Callable[[Image.Image], bool], within_s: float = 60.0) -> Image.Image:
        """Wait until the picture on the glass is as ``seen`` wants it, and return it.

        Raises:
            TimeoutError: it did not become so.
        """
        deadline = time.monotonic() + within_s
        with self._changed:
            while not seen(picture := self.image()):
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(
                        f"the glass did not come to show what was waited for in {within_s:.0f} s"
                    )
        return picture

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with each rectangle that changes, on a thread of the glass; returns what ends that."""
        with self._changed:
            self._listeners.append(listener)

        def end() -> None:
            with self._changed:
                self._listeners.remove(listener)

        return end

    def open(self) -> None:
        """The power is on: watch for what the unit will show."""
        if self._thread is None:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._dark.clear()
            self._thread = threading.Thread(target=self._watch, name="glass", daemon=True)
            self._thread.start()

    def darken(self) -> None:
        """The power is off: be black, until opened again."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._dark.set()
        os.write(self._wake, b"!")
        thread.join(timeout=_PATIENCE_S)
        os.read(self._woken, 1)
        self._show([Rect(0, 0, *self._size)])

    def close(self) -> None:
        """Look no more."""
        self.darken()
        os.close(self._woken)
        os.close(self._wake)

    def _watch(self) -> None:
        peer = self._find()
        if peer is None:
            return
        with self._changed:
            self._peer = peer
        while not self._dark.is_set():
            with self._changed:
                rects = peer.changes()
                self._lit = self._lit or bool(rects)
            self._show(rects)
            select.select([peer.fileno(), self._woken], [], [])
        with self._changed:
            self._size, self._peer, self._lit = peer.size, None, False
            peer.close()

    def _find(self) -> GlassPeer | None:
        """Wait for the unit's glass; None where the power goes before it is there."""
        while not self._dark.wait(_LOOK_S):
            try:
                return GlassPeer(self._directory)
            except GlassMissingError:
                continue
        return None

    def _show(self, rects: Sequence[Rect]) -> None:
        with self._changed:
            listeners = list(self._listeners)
            self._changed.notify_all()
        for rect in rects:
            for listener in listeners:
                listener(rect)
