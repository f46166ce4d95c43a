"""Run the benchmarks and print their table."""

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .rounds import Row, figure
from .subjects import SUBJECTS, measured

WIDTH = 132


def main() -> None:
    """Measure the subjects named, or all, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of: {', '.join(SUBJECTS)}")
    wanted = parser.parse_args().subjects or SUBJECTS
    if unknown := set(wanted) - set(SUBJECTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    load_before = os.getloadavg()[0]
    quiet = Console(stderr=True)
    table = Table(
        "", "median", "", "compared with", "ratio", title="Signpost, measured", title_justify="left"
    )
    for column in (1, 4):
        table.columns[column].justify = "right"
    # A process for each: its imports, threads and garbage slow down no other subject.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        for name in wanted:
            with quiet.status(name):
                title, rows = pool.submit(measured, name).result()
            table.add_section()
            table.add_row(f"[bold]{title}[/]")
            for row in rows:
                table.add_row(*cells(row))
    out = Console(width=None if sys.stdout.isatty() else WIDTH)
    out.print(table)
    for line in circumstances(load_before):
        out.print(line, highlight=False)


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as the table shows it."""
    ratio = "" if row.ratio is None else f"{figure(row.ratio)} ×"
    value = "" if row.value is None else figure(row.value)
    return f"  {row.name}", value, row.unit, row.against, ratio


def circumstances(load_before: float) -> Iterator[str]:
    """Yield what the figures depend on, such as the load before and after: others use this computer too."""
    load = f"load {load_before:.1f} before and {os.getloadavg()[0]:.1f} after"
    yield f"{processor()}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}"
    yield f"{platform.system()} {platform.release()}; medians of interleaved rounds, ratio = value / compared"


def processor() -> str:
    """Return what computer this is: a board's own name where it has one, else its processor's."""
    board = Path("/proc/device-tree/model")
    if board.exists():
        return board.read_text(encoding="utf-8").rstrip("\0")
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return platform.machine()


if __name__ == "__main__":
    main()
