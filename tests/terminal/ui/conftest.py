from pathlib import Path

import pytest

from terminal.i18n import Catalogue
from terminal.session.states import State
from terminal.typeset import Typesetter
from terminal.ui.frame import Frame
from terminal.ui.glass import Glass
from terminal.ui.slate import Hand, Slate
from terminal.ui.storyboard import storyboard
from terminal.ui.theme import BASE_DOTS_PER_MM


class Time:
    """The time of frames, which passes when a test says so."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="session")
def frame(typesetter: Typesetter, catalogue: Catalogue) -> Frame:
    return Frame(800, 480, BASE_DOTS_PER_MM, typesetter, catalogue)


@pytest.fixture(scope="session")
def states() -> dict[str, State]:
    return dict(storyboard("en"))


@pytest.fixture
def slate() -> Slate:
    return Slate()


@pytest.fixture
def glass(slate: Slate, typesetter: Typesetter, catalogue: Catalogue) -> Glass:
    return Glass([slate], typesetter, catalogue, BASE_DOTS_PER_MM)


@pytest.fixture
def hand(slate: Slate, glass: Glass) -> Hand:
    return Hand(slate, glass)


@pytest.fixture
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with a short name: a Unix socket's path may have 107 bytes."""
    return tmp_path_factory.mktemp("g")
