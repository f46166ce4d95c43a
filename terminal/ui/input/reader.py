"""Reads touch and pen on a thread of its own, so that the kernel's buffer never runs over while a screen is drawn."""

import logging
import os
import select
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count

from terminal.inbox import Inbox
from terminal.model.ink import Sample

from .arbiter import Arbiter
from .decoder import POINTERS, Decoder
from .device import Device
from .finder import Finder
from .mapping import Mapping
from .watch import FolderWatch

log = logging.getLogger(__name__)

_STOP_S = 2.0
"""How long the thread may take to end; it only ever waits for devices."""


class Reader:
    """A source of samples for the glass. Devices may come and go while it reads."""

    def __init__(self, finder: Finder, mapping: Mapping, arbiter: Arbiter) -> None:
        """Open what ``finder`` finds, and read on until closed.

        Args:
            finder: opens the devices, now and whenever one is plugged in.
            mapping: how the panels lie over the glass.
            arbiter: decides whose samples count, over all devices.

        Raises:
            OSError: the kernel gives no descriptor to wait with.
        """
        self._finder, self._mapping, self._arbiter = finder, mapping, arbiter
        self._inbox: Inbox[Sample | Exception] = Inbox()
        self._stop = os.eventfd(0, os.EFD_CLOEXEC)
        self._watch = FolderWatch(finder.folders)
        self._poll = select.poll()
        self._poll.register(self._stop, select.POLLIN)
        self._poll.register(self._watch.fileno(), select.POLLIN)
        self._open: dict[int, tuple[Device, Decoder]] = {}
        self._numbers = count(1)  # SDL's fingers count from 0
        self._look_for_devices()
        self._thread = threading.Thread(target=self._run, name="touch", daemon=True)
        self._thread.start()

    @property
    def devices(self) -> list[str]:
        """The names of the devices that are read now."""
        return [device.traits.name for device, _ in list(self._open.values())]

    def let_two(self, now: Callable[[], bool]) -> None:
        """Let a second finger count while ``now`` says so, on the thread that reads."""
        self._arbiter.two = now

    def fileno(self) -> int:
        """Return what to wait on for samples."""
        return self._inbox.fileno()

    def samples(self) -> list[Sample]:
        """Return the samples that have come, in order. An error that nobody expected is raised here."""
        taken = []
        for letter in self._inbox.take():
            if isinstance(letter, Exception):
                raise letter
            taken.append(letter)
        return taken

    def close(self) -> None:
        """End the thread and let go of all devices; complain where it does not end."""
        os.eventfd_write(self._stop, 1)
        self._thread.join(_STOP_S)
        if self._thread.is_alive():
            log.error("the thread that reads touch and pen did not stop within %.0f s", _STOP_S)
            return
        for device, _ in self._open.values():
            device.close()
        self._watch.close()
        self._inbox.close()
        os.close(self._stop)

    def _run(self) -> None:
        try:
            while self._stop not in (ready := [fileno for fileno, _ in self._poll.poll()]):
                for fileno in ready:
                    if fileno in self._open:
                        self._read(fileno)
                    else:
                        self._watch.heard()
                        self._look_for_devices()
        except Exception as error:  # noqa: BLE001 - handed on, never swallowed
            self._inbox.put(error)

    def _look_for_devices(self) -> None:
        known = {device.path for device, _ in self._open.values()}
        for device in self._finder.new(known):
            decoder = Decoder(device.traits, self._mapping, next(self._numbers) * POINTERS)
            self._open[device.fileno()] = device, decoder
            self._poll.register(device.fileno(), select.POLLIN)
            log.info("%s: %s at %s", device.traits.kind, device.traits.name, device.path)
            with suppress(OSError):  # unplugged in this moment: the next read says so
                self._give(decoder.take(device.state()))

    def _read(self, fileno: int) -> None:
        device, decoder = self._open[fileno]
        try:
            self._give(decoder.take(device.read()))
        except OSError:
            log.warning("%s is gone; it is used again when it is plugged in", device.traits.name)
            self._poll.unregister(fileno)
            del self._open[fileno]
            device.close()
            self._give(decoder.gone())

    def _give(self, samples: Iterable[Sample]) -> None:
        for sample in self._arbiter.take(samples):
            self._inbox.put(sample)
