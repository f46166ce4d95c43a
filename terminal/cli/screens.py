"""``signpost screens``: a picture of every screen, in the languages, sizes and modes there are."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console


def screens(
    out: Annotated[Path, typer.Option(help="Where to put the pictures.")] = Path("build/screens"),
    language: Annotated[
        list[str] | None, typer.Option(help="Of these languages (en-XA is English made longer); all.")
    ] = None,
    size: Annotated[
        list[str] | None, typer.Option(help="On glasses of these sizes, like 800x480; all.")
    ] = None,
    mode: Annotated[
        list[str] | None, typer.Option(help="normal, large, contrast, left, dark or all; normal.")
    ] = None,
) -> None:
    """Draw every screen as a PNG file; each option may be given more than once."""
    from terminal.ui.gallery import LANGUAGES, MODES, SIZES, render  # noqa: PLC0415 - pygame, only here

    sizes = {f"{width}x{height}": (width, height) for width, height in SIZES}
    pictures = render(
        out,
        [sizes[each] for each in _known("size", size or sizes, sizes)],
        _known("language", language or LANGUAGES, LANGUAGES),
        _known("mode", mode or ["normal"], MODES),
    )
    console.print(f"{len(pictures)} pictures in {out}")


def _known(name: str, wanted: Iterable[str], there: Collection[str]) -> list[str]:
    """Return what is wanted, where it is there."""
    unknown = [each for each in wanted if each not in there]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(there)}.", param_hint=f"--{name}")
    return list(wanted)
