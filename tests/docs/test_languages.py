"""Adding a language, as the page says it: the commands are run, and what they find is what the catalogues have."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from terminal.i18n import Catalogue

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a place with the code and its catalogues, in which the page's commands have been run."""
    shutil.copytree(ROOT / "terminal", tmp_path / "terminal", ignore=shutil.ignore_patterns("__pycache__"))
    [commands] = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["sh", "-e", "-c", commands],  # noqa: S607 - the system's shell
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
    )
    return tmp_path


def test_what_is_extracted_is_what_every_catalogue_has(tree: Path) -> None:
    with (tree / "messages.pot").open("rb") as file:
        said = {message.id for message in read_po(file) if message.id}
    assert len(said) > 100
    for path in (ROOT / "terminal" / "locale").glob("*.po"):
        with path.open("rb") as file:
            assert {message.id for message in read_po(file) if message.id} == said, path.name


def test_a_language_begun_is_one_that_the_terminal_speaks(tree: Path) -> None:
    words = Catalogue(tree / "terminal" / "locale").words("fr")
    assert words.name == "Français"
    assert words("Confirm") == "Confirm", "what is not translated yet is said in English"
