"""The child that draws pages: what comes back, and what it can never do."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.model.document import PagePicture, Region
from terminal.pages.child import Bounds, Child, ChildFailed, Refused, lay_down
from terminal.pages.wire import MAX_PICTURE_PX, Ask, Asked
from tests.terminal.pages.conftest import bomb, image, page_of, stream

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
CORNERS = page_of(stream(b"1 0 0 rg 0 742 100 100 re f 0 0 1 rg 495 0 100 100 re f"))
"""A red corner at the upper left, a blue one at the lower right."""


@pytest.fixture
def read() -> Iterator[Callable[..., Child]]:
    """A function that starts a child for a document; each is ended with the test."""
    children: list[Child] = []

    def start(pdf: bytes, **bounds: float) -> Child:
        descriptor, size = lay_down((pdf,))
        try:
            children.append(Child(descriptor, size, Bounds(**bounds)))  # type: ignore[arg-type]
        finally:
            os.close(descriptor)
        return children[-1]

    yield start
    for child in children:
        child.close()


def colour(picture: PagePicture, x: float, y: float) -> tuple[int, ...]:
    """Return the colour of a picture at a fraction of its width and height."""
    column, row = int(x * picture.width_px), int(y * picture.height_px)
    start = (row * picture.width_px + column) * 3
    return tuple(picture.rgb[start : start + 3])


def test_a_page_is_drawn_as_wide_as_was_asked_and_as_it_is(read: Callable[..., Child]) -> None:
    picture = read(CORNERS).draw(Asked(Ask.DRAW, 1, 800))
    assert (picture.width_px, picture.height_px) == (800, 1132)
    assert len(picture.rgb) == 800 * 1132 * 3
    assert [colour(picture, *at) for at in ((0.01, 0.01), (0.99, 0.99), (0.5, 0.5))] == [RED, BLUE, WHITE]


def test_a_part_of_a_page_fills_the_picture(read: Callable[..., Child]) -> None:
    child = read(CORNERS)
    corner = child.draw(Asked(Ask.DRAW, 1, 400, Region(0, 0, 0.25, 0.25)))
    assert (corner.width_px, corner.height_px) == (400, 566)
    assert colour(corner, 0.6, 0.4) == RED  # the square is 100 points of 149 wide
    assert colour(corner, 0.8, 0.8) == WHITE
    assert colour(child.draw(Asked(Ask.DRAW, 1, 400, Region(0.9, 0.9, 1, 1))), 0.5, 0.5) == BLUE


def test_a_picture_that_would_be_too_large_comes_smaller_and_in_proportion(
    read: Callable[..., Child],
) -> None:
    picture = read(CORNERS).draw(Asked(Ask.DRAW, 1, 20_000))
    assert picture.width_px * picture.height_px <= MAX_PICTURE_PX
    assert picture.height_px / picture.width_px == pytest.approx(842 / 595, rel=1e-3)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(Ask.DRAW, 2, 800),
        Asked(Ask.DRAW, 0, 800),
        Asked(Ask.DRAW, 1, 0),
        Asked(Ask.DRAW, 1, 800, Region(0.5, 0, 0.5, 1)),
        Asked(Ask.DRAW, 1, 800, Region(-1, 0, 0.5, 1)),
        Asked(Ask.DRAW, 1, 800, Region(0, float("nan"), 1, 1)),
    ],
)
def test_what_there_is_not_is_refused_and_the_child_goes_on(read: Callable[..., Child], asked: Asked) -> None:
    child = read(CORNERS)
    with pytest.raises(Refused):
        child.draw(asked)
    assert child.draw(Asked(Ask.DRAW, 1, 10)).width_px == 10


def test_fields_are_drawn_with_what_is_filled_in(read: Callable[..., Child]) -> None:
    look = stream(b"1 0 0 rg 0 0 200 200 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]")
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/F 4/P 3 0 R/Rect[0 642 200 842]/AP<</N 7 0 R>>>>"
    form = page_of(stream(b""), b"", b"<</Fields[6 0 R]>>", field, look, more=b"/AcroForm 5 0 R")
    form = form.replace(b"/Contents 4 0 R", b"/Contents 4 0 R/Annots[6 0 R]")
    assert colour(read(form).draw(Asked(Ask.DRAW, 1, 300)), 0.1, 0.1) == RED


def test_an_image_beyond_all_memory_ends_the_child_or_is_drawn_in_little(read: Callable[..., Child]) -> None:
    drawing, picture = image(9_000, 9_000)  # 240 MB unpacked
    child = read(page_of(drawing, b"/XObject<</I 5 0 R>>", picture), memory_mb=160)
    assert colour(child.draw(Asked(Ask.DRAW, 1, 300)), 0.2, 0.8) == (0, 0, 0)


def test_a_page_that_is_endless_to_draw_is_given_up(read: Callable[..., Child]) -> None:
    lines = page_of(stream(bomb(4, b"0 0 m 595 842 l S\n"), b"/Filter[/FlateDecode/FlateDecode]"))
    assert len(read(lines, answer_s=60).examine()) == 1  # its content is read quickly; only drawing it is not
    child = read(lines, answer_s=1.0)
    with pytest.raises(ChildFailed, match="longer than 1 s"):
        child.draw(Asked(Ask.DRAW, 1, 800))


def test_a_page_that_computes_too_much_is_ended_by_the_kernel(read: Callable[..., Child]) -> None:
    lines = page_of(stream(bomb(20, b"0 0 m 595 842 l S\n"), b"/Filter[/FlateDecode/FlateDecode]"))
    with pytest.raises(ChildFailed, match="more than 0 seconds of computing"):
        read(lines, answer_s=60, cpu_s=0).draw(Asked(Ask.DRAW, 1, 800))


def test_the_child_of_one_that_was_killed_ends_with_it_in_the_middle_of_a_page() -> None:
    script = (
        "import os, signal, sys; from terminal.pages.child import *; from terminal.pages.wire import *\n"
        "d, n = lay_down((sys.stdin.buffer.read(),)); c = Child(d, n, Bounds(100, 100, 4096)); c.examine()\n"
        "os.write(c._process.stdin.fileno(), Asked(Ask.DRAW, 1, 800).pack())\n"
        "print(c.pid, flush=True); signal.pause()"
    )
    lines = page_of(stream(bomb(60, b"0 0 m 595 842 l S\n"), b"/Filter[/FlateDecode/FlateDecode]"))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdin
        assert parent.stdout
        parent.stdin.write(lines)
        parent.stdin.close()
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        assert select.select([child], [], [], 60)[0], "the child is still there"
        os.close(child)


JAILED = """
import ctypes, os, resource, socket, subprocess, sys
from pathlib import Path
from terminal.pages.jail import confine
inside = Path(sys.argv[1])
confine(1 << 30)
"""

TRIES = {
    "a socket": "socket.socket()",
    "a socket of its own": "socket.socketpair()",
    "a file": "(inside / 'new').write_text('x')",
    "an old file": "(inside / 'old').write_text('x')",
    "appending": "(inside / 'old').open('a')",
    "deleting": "(inside / 'old').unlink()",
    "renaming": "(inside / 'old').rename(inside / 'other')",
    "another mode": "(inside / 'old').chmod(0o777)",
    "a folder": "(inside / 'folder').mkdir()",
    "a link": "(inside / 'link').symlink_to('/')",
    "another process": "os.fork()",
    "another program": "os.execv('/bin/true', ['true'])",
    "a signal": "os.kill(os.getppid(), 0)",
    "more memory": "bytearray(2 << 30)",
    "more files": "[open('/dev/null') for _ in range(100)]",
}


@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES)
def test_in_the_jail_nothing_can_be_done_but_reading(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    script = f"{JAILED}\ntry:\n    {attempt}\nexcept (OSError, MemoryError):\n    print('refused')\n"
    script += "else:\n    print('done')"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout == "refused\n", ran.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "old"


def test_in_the_jail_fonts_can_be_read_and_nobody_looks_in() -> None:
    script = (
        f"{JAILED}\nprint(len(Path('/etc/hostname').read_bytes()) > 0, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),"
        " Path('/proc/self/oom_score_adj').read_text().strip(), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "/"], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "True 0 1000 (0, 0)\n"


def test_a_child_that_ends_is_told_of(read: Callable[..., Child]) -> None:
    child = read(CORNERS)
    child.examine()
    os.kill(child.pid, signal.SIGSEGV)
    with pytest.raises(ChildFailed, match="SIGSEGV"):
        child.examine()
