"""``signpost screens``: a picture of every screen, in every language and size."""

from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console


def screens(
    out: Annotated[Path, typer.Option(help="Where to put the pictures.")] = Path("build/screens"),
) -> None:
    """Draw every screen in every language and size, as PNG files."""
    from terminal.ui.gallery import render  # noqa: PLC0415 - pygame, only here

    pictures = render(out)
    console.print(f"{len(pictures)} pictures in {out}")
