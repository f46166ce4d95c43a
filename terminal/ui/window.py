"""Where a glass is: in a window of the computer's display, or in a file that a desk looks at.

A window has a surface to draw on, shows rectangles of it when told, and is a source of samples.
"""

import ctypes
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic_ns
from typing import Protocol, Self

import pygame

from terminal.model.ink import Phase, Sample, Tool

from .affine import TURNS
from .framebuffer import GlassFile
from .rect import Rect
from .turned import TurnedPicture

MOUSE_POINTER = -1
"""The pointer of a mouse; fingers count from 0."""

_QUEUED_ALREADY = 0
"""Xlib's QueuedAlready: asks for what it has read, and reads nothing."""

FINGER_PHASES = {
    pygame.FINGERDOWN: Phase.DOWN,
    pygame.FINGERMOTION: Phase.MOVE,
    pygame.FINGERUP: Phase.UP,
}
MOUSE_PHASES = {
    pygame.MOUSEBUTTONDOWN: Phase.DOWN,
    pygame.MOUSEMOTION: Phase.MOVE,
    pygame.MOUSEBUTTONUP: Phase.UP,
}


class Source(Protocol):
    """Where samples come from: a window, or the kernel's input devices (see ``terminal.ui.input``)."""

    def samples(self) -> list[Sample]:
        """Return what was touched since the last call, in order."""

    def fileno(self) -> int | None:
        """Return what to wait on for samples, None where only asking now and then helps."""

    def close(self) -> None:
        """Stop listening, and take down what there is to see."""


class Window(Source, Protocol):
    """What a glass needs of a window."""

    @property
    def surface(self) -> pygame.Surface:
        """What to draw on."""

    def present(self, rects: Iterable[Rect]) -> bool:
        """Show what was drawn in some rectangles; return whether touches were read that nothing else tells of."""


class SdlWindow:
    """A window of the display that SDL finds: X11, Wayland, or the bare screen of a Pi (kmsdrm, all of it)."""

    def __init__(
        self,
        width: int,
        height: int,
        *,
        fullscreen: bool = False,
        rotation: int = 0,
        driver: str = "",
        title: str = "Signpost",
    ) -> None:
        """Open it.

        Args:
            width: of the picture, in pixels; 0 with ``height`` for as large as the screen is.
            height: of the picture.
            fullscreen: whether it covers the screen; a bare screen it always does.
            rotation: 0, 90, 180 or 270: degrees that the picture is turned clockwise on the screen.
            driver: SDL's name for one (``x11``, ``kmsdrm``, ``dummy``); empty lets SDL choose.
            title: what a desktop writes above it.

        Raises:
            pygame.error: there is no display of that kind.
        """
        if driver:
            os.environ["SDL_VIDEODRIVER"] = driver
        # A touch is a touch and a mouse a mouse: SDL would else report either as both.
        os.environ["SDL_TOUCH_MOUSE_EVENTS"] = "0"
        os.environ["SDL_MOUSE_TOUCH_EVENTS"] = "0"
        os.environ.setdefault("SDL_VIDEO_DOUBLE_BUFFER", "1")  # kmsdrm: one frame sooner on the glass
        pygame.display.init()  # and never pygame.init(): it would probe for sound and joysticks
        self.bare = pygame.display.get_driver() == "kmsdrm"
        """Whether it is a screen without a desktop, whose touches nobody else turns and mends."""
        if (
            not self.bare
        ):  # SDL would load OpenGL to ask whether it is fast: 70 MB of Mesa and LLVM, to say no
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        covers = self.bare or fullscreen
        size = (height, width) if rotation % 180 else (width, height)
        panel = pygame.display.set_mode(size, pygame.FULLSCREEN if covers else 0, 32)
        self._turned = TurnedPicture(panel, rotation) if rotation else None
        self._surface = self._turned.upright if self._turned else panel
        pygame.display.set_caption(title)
        pygame.mouse.set_visible(not covers)
        pygame.event.set_blocked(None)
        pygame.event.set_allowed([*FINGER_PHASES, *MOUSE_PHASES, pygame.WINDOWEXPOSED])
        self._rotation = rotation
        self._x11 = X11Connection.of_sdl()
        self._nothing = os.eventfd(0, os.EFD_CLOEXEC)
        self._read: Callable[[], bool] = lambda: False

    @property
    def surface(self) -> pygame.Surface:
        """The picture's pixels, upright."""
        return self._surface

    def present(self, rects: Iterable[Rect]) -> bool:
        """Show rectangles of the surface; return whether waiting for the display has read events from it."""
        shown = self._turned.turn(rects) if self._turned else rects
        pygame.display.update([tuple(rect) for rect in shown])
        return self._x11 is not None and self._x11.has_read()

    def samples(self) -> list[Sample]:
        """Return touches and mouse strokes, until there are none, so that the connection may be waited on."""
        taken = []
        exposed = False
        for event in pygame.event.get():
            if event.type == pygame.WINDOWEXPOSED:
                exposed = True
            elif event.type in FINGER_PHASES and self._read():
                continue
            elif sample := sample_of(event, self._surface.get_size(), monotonic_ns(), self._rotation):
                taken.append(sample)
        if exposed:
            pygame.display.flip()
            taken += self.samples()  # showing may have read more of them
        return taken

    def leave_touch(self, read: Callable[[], bool]) -> None:
        """Pass over fingers while somebody else reads them, as ``read`` says: never both for one touch."""
        self._read = read

    def fileno(self) -> int | None:
        """Return the X11 connection, or what never becomes readable on a bare screen that somebody else reads."""
        if self._x11:
            return self._x11.fileno
        if self._read() and pygame.display.get_driver() != "wayland":
            return self._nothing
        return None

    def close(self) -> None:
        """Close the window and SDL's display."""
        pygame.display.quit()
        os.close(self._nothing)


class FramebufferWindow:
    """A glass in a file (see ``framebuffer``). SDL opens no display for it."""

    def __init__(self, directory: Path, width: int, height: int) -> None:
        """Open or make the file in a directory."""
        self._file = GlassFile(directory, width, height)
        self._memory = pygame.image.frombuffer(self._file.pixels, (width, height), "RGBX")
        self._surface = self._memory.copy()  # what is half drawn is nobody's to see

    @property
    def surface(self) -> pygame.Surface:
        """What is drawn on, and seen when it is presented."""
        return self._surface

    def present(self, rects: Iterable[Rect]) -> bool:
        """Put what was drawn into the file, and tell the desk."""
        shown = list(rects)
        for rect in shown:
            self._memory.blit(self._surface, rect[:2], rect)
        self._file.tell(shown)
        return False

    def samples(self) -> list[Sample]:
        """Return what the desk has sent."""
        return self._file.samples()

    def fileno(self) -> int | None:
        """Return the socket that samples come in by."""
        return self._file.fileno()

    def close(self) -> None:
        """Stop listening."""
        self._file.close()


def sample_of(
    event: pygame.event.Event, size: tuple[int, int], now_ns: int, rotation: int = 0
) -> Sample | None:
    """Return the sample that an SDL event stands for, None where it is none.

    SDL tells no pressure that could be believed (pygame's is the movement's ``dy``) and no time of the panel's;
    ``now_ns`` is when the event was read. ``size`` is the upright picture's, which is turned by ``rotation``.
    """
    if event.type in FINGER_PHASES:
        x, y = TURNS[rotation].place(event.x, event.y)
        return Sample(FINGER_PHASES[event.type], int(event.finger_id), x * size[0], y * size[1], now_ns)
    if event.type in MOUSE_PHASES and not getattr(event, "touch", False) and _is_left(event):
        x, y = _upright(event.pos, size, rotation)
        return Sample(MOUSE_PHASES[event.type], MOUSE_POINTER, x, y, now_ns, tool=Tool.MOUSE)
    return None


def _upright(pos: tuple[int, int], size: tuple[int, int], rotation: int) -> tuple[float, float]:
    """Return the pixel of the picture that a pixel of the screen shows."""
    x, y = pos
    if not rotation:
        return x, y
    width, height = size
    return {
        90: (y, height - 1 - x),
        180: (width - 1 - x, height - 1 - y),
        270: (width - 1 - y, x),
    }[rotation]


def _is_left(event: pygame.event.Event) -> bool:
    """Return whether a mouse event is of its left button."""
    if event.type == pygame.MOUSEMOTION:
        return bool(event.buttons[0])
    return bool(event.button == pygame.BUTTON_LEFT)


class X11Connection:
    """SDL's own connection to X, looked at beside SDL.

    Blocking on it costs nothing when nobody touches the glass; SDL's own wait asks a thousand times a second.
    """

    def __init__(self, xlib: ctypes.CDLL, display: int) -> None:
        """Look at a display (Xlib's pointer)."""
        self._queued = xlib.XEventsQueued
        self._queued.restype, self._queued.argtypes = ctypes.c_int, [ctypes.c_void_p, ctypes.c_int]
        self._display = ctypes.c_void_p(display)
        connection = xlib.XConnectionNumber
        connection.restype, connection.argtypes = ctypes.c_int, [ctypes.c_void_p]
        self.fileno = int(connection(self._display))

    @classmethod
    def of_sdl(cls) -> Self | None:
        """Return SDL's, None where it has none."""
        if pygame.display.get_driver() != "x11":
            return None
        capsule = pygame.display.get_wm_info().get("display")
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        name = ctypes.pythonapi.PyCapsule_GetName
        name.restype, name.argtypes = ctypes.c_char_p, [ctypes.py_object]
        try:
            return cls(ctypes.CDLL("libX11.so.6"), pointer(capsule, name(capsule)))
        except (OSError, ValueError, TypeError):
            return None

    def has_read(self) -> bool:
        """Return whether events wait in the program already, where no descriptor tells of them."""
        return bool(self._queued(self._display, _QUEUED_ALREADY))
