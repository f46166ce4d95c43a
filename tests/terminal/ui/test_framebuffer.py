import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pygame
import pytest

from terminal.model.ink import Phase, Sample, Tool
from terminal.ui.framebuffer import GlassFile, GlassMissingError, GlassPeer
from terminal.ui.rect import Rect
from terminal.ui.window import FramebufferWindow

SAMPLES = [
    Sample(Phase.DOWN, 3, 10.25, 20.5, 1_234_567_890_123, 0.125, Tool.PEN),
    Sample(Phase.MOVE, 3, 11.75, 20.0, 1_234_567_898_456, None, Tool.FINGER),
    Sample(Phase.UP, 3, 11.75, 20.0, 1_234_567_906_789, 1.0, Tool.MOUSE),
]
DRAWING = """
import os, signal, sys
from pathlib import Path
from terminal.ui.window import FramebufferWindow
from terminal.ui.rect import Rect
window = FramebufferWindow(Path(sys.argv[1]), 80, 48)
window.surface.fill(sys.argv[2], (8, 8, 4, 4))
window.present([Rect(8, 8, 4, 4)])
os.kill(os.getpid(), signal.SIGKILL)
"""


class Ends:
    """Opens either end of a glass, as often as a test wants, and closes all in the end."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self._directory, self._stack = directory, stack

    def window(self, width: int = 80, height: int = 48) -> FramebufferWindow:
        return self._stack.enter_context(closing(FramebufferWindow(self._directory, width, height)))

    def peer(self) -> GlassPeer:
        return self._stack.enter_context(closing(GlassPeer(self._directory)))


@pytest.fixture
def ends(directory: Path) -> Iterator[Ends]:
    with ExitStack() as stack:
        yield Ends(directory, stack)


def draw_and_be_killed(directory: Path, colour: str) -> None:
    process = subprocess.run([sys.executable, "-c", DRAWING, str(directory), colour], check=False)
    assert process.returncode == -9


def test_the_desk_sees_what_is_drawn_and_where(ends: Ends) -> None:
    window = ends.window()
    peer = ends.peer()
    peer.changes()
    window.surface.fill("#1E3A8A", (8, 4, 2, 3))
    assert peer.image().getpixel((9, 6)) == (0, 0, 0), "it may not be all there yet"
    window.present([Rect(8, 4, 2, 3)])
    assert peer.changes() == [Rect(8, 4, 2, 3)]
    assert peer.read(Rect(8, 4, 2, 3)) == bytes.fromhex("1E3A8A") * 6
    assert peer.image().size == peer.size == (80, 48)
    assert peer.image().getpixel((9, 6)) == (0x1E, 0x3A, 0x8A)
    assert peer.image().getpixel((10, 6)) == (0, 0, 0)


def test_a_framebuffer_looks_as_a_window_does(ends: Ends) -> None:
    window = ends.window()
    plain = pygame.Surface((80, 48), 0, 32)
    brush = pygame.Surface((6, 6), pygame.SRCALPHA)
    brush.fill((10, 20, 30, 128))
    for surface in (plain, window.surface):
        surface.fill("#FBFAF7")
        surface.blit(brush, (3, 3))
        surface.blit(plain, (20, 20), (0, 0, 12, 12), pygame.BLEND_RGB_MIN)
    window.present([Rect(0, 0, 80, 48)])
    assert ends.peer().image().tobytes() == pygame.image.tobytes(plain, "RGB")


def test_every_field_of_a_sample_arrives(ends: Ends) -> None:
    window, peer = ends.window(), ends.peer()
    assert peer.send(SAMPLES)
    assert window.samples() == SAMPLES
    assert window.samples() == []


def test_a_burst_of_samples_arrives_whole_and_in_order(ends: Ends) -> None:
    window, peer = ends.window(), ends.peer()
    burst = [Sample(Phase.MOVE, 0, i / 7, i / 3, i) for i in range(1000)]
    assert peer.send(burst)
    assert window.samples() == burst


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff",
        b"[[1]]",
        b"{}",
        b'[["down",0,NaN,1,1,null,"pen"]]',
        b'[["down",0,1,1,1,"x","pen"]]',
        b'[["down",1e999,1,1,1,null,"pen"]]',
        b"[" * 9999,
        b'[["tilt",0,1,1,1,null,"pen"]]',
    ],
)
def test_rubbish_is_no_sample(directory: Path, ends: Ends, rubbish: bytes) -> None:
    window, peer = ends.window(), ends.peer()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(rubbish, str(directory / "glass.touch"))
    assert peer.send(SAMPLES)
    assert window.samples() == SAMPLES


def test_all_is_for_the_owner_alone(directory: Path) -> None:
    window, peer = GlassFile(directory / "new", 80, 48), GlassPeer(directory / "new")
    names = ["glass", "glass.touch", "glass.look"]
    assert [stat.S_IMODE((directory / "new" / name).stat().st_mode) for name in names] == [0o600] * 3
    assert stat.S_IMODE((directory / "new").stat().st_mode) == 0o700
    window.close()
    peer.close()


def test_the_desk_goes_on_when_the_terminal_is_killed_and_comes_back(directory: Path, ends: Ends) -> None:
    draw_and_be_killed(directory, "#B42318")
    peer = ends.peer()
    assert peer.image().getpixel((9, 9)) == (0xB4, 0x23, 0x18)
    assert not peer.send(SAMPLES)
    peer.changes()
    draw_and_be_killed(directory, "#0E7A4B")
    assert Rect(8, 8, 4, 4) in peer.changes()
    assert peer.image().getpixel((9, 9)) == (0x0E, 0x7A, 0x4B)
    window = ends.window()
    assert window.surface.get_at((9, 9))[:3] == (0x0E, 0x7A, 0x4B), "the last picture stays"
    assert peer.send(SAMPLES)
    assert window.samples() == SAMPLES


def test_the_terminal_goes_on_when_the_desk_is_gone_and_another_comes(ends: Ends) -> None:
    window = ends.window()
    window.present([Rect(0, 0, 8, 8)])
    first = ends.peer()
    first.close()
    window.present([Rect(0, 0, 8, 8)])
    second = ends.peer()
    assert second.changes() == [Rect(0, 0, 80, 48)], "what happened meanwhile is seen as a whole"
    window.present([Rect(1, 2, 3, 4)])
    assert second.changes() == [Rect(1, 2, 3, 4)]


def test_news_that_were_lost_are_made_good_by_the_whole_glass(ends: Ends) -> None:
    window, peer = ends.window(), ends.peer()
    peer.changes()
    window.present([Rect(i % 70, 0, 1, 1) for i in range(5000)])
    assert peer.changes() == [Rect(0, 0, 80, 48)]
    window.present([Rect(1, 2, 3, 4)])
    assert peer.changes() == [Rect(1, 2, 3, 4)]


def test_a_glass_of_another_size_is_noticed(ends: Ends) -> None:
    window = ends.window()
    peer = ends.peer()
    window.close()
    larger = ends.window(128, 72)
    larger.present([Rect(0, 0, 128, 72)])
    assert peer.changes() == [Rect(0, 0, 128, 72)]
    assert peer.size == (128, 72)


def test_no_glass_is_said_in_words(directory: Path) -> None:
    with pytest.raises(GlassMissingError, match="signpost-terminal"):
        GlassPeer(directory)
