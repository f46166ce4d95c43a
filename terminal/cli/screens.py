"""``signpost screens``: a picture of every screen and every slip, in the languages, sizes and modes there are."""

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
        list[str] | None,
        typer.Option(help="On glasses of these sizes, like 800x480, and papers: 80mm, 58mm; all."),
    ] = None,
    mode: Annotated[
        list[str] | None, typer.Option(help="normal, large, contrast, left, dark or all; normal.")
    ] = None,
) -> None:
    """Draw every screen and every slip as a PNG file; each option may be given more than once."""
    from terminal.cli.slip_pictures import PAPERS, render_slips  # noqa: PLC0415
    from terminal.ui.gallery import LANGUAGES, MODES, SIZES, render  # noqa: PLC0415 - pygame, only here

    sizes = {f"{width}x{height}": (width, height) for width, height in SIZES}
    wanted = _known("size", size or (*sizes, *PAPERS), (*sizes, *PAPERS))
    languages = _known("language", language or LANGUAGES, LANGUAGES)
    glasses = [sizes[each] for each in wanted if each in sizes]
    screens = render(out, glasses, languages, _known("mode", mode or ["normal"], MODES))
    slips = render_slips(out, [each for each in wanted if each in PAPERS], languages)
    console.print(f"{len(screens)} screens and {len(slips)} slips in {out}")


def _known(name: str, wanted: Iterable[str], there: Collection[str]) -> list[str]:
    """Return what is wanted, where it is there."""
    unknown = [each for each in wanted if each not in there]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(there)}.", param_hint=f"--{name}")
    return list(wanted)
