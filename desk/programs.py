"""Where the programs are that the desk starts: beside the Python that runs it."""

import shutil
import sys
from pathlib import Path

from desk.errors import DeskError


def program(name: str) -> str:
    """Return the path of one of Signpost's programs.

    Raises:
        DeskError: it is not installed.
    """
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise DeskError(f"{name} is not installed. `pip install .[desk]` in the checkout does it.")
    return found
