"""Pages: from a till's PDF to a picture for the glass, in the child that draws them."""

import io
import os
from collections.abc import Iterator
from itertools import cycle

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from terminal.fonts import Font, find_fonts
from terminal.model.document import Region
from terminal.pages.checking import check_document
from terminal.pages.child import Child, lay_down
from terminal.pages.wire import Ask, Asked

from .procfs import Work, pss_mb
from .rounds import Row, interleave, timed

ROUNDS = 40
PAGES = 40
_LINE = "甲方委托乙方提供会员服务，双方本着平等自愿的原则，经协商一致订立本合同，共同遵守以下条款。"


def measure() -> Iterator[Row]:
    """Draw the pages of a contract in Chinese, each full of text, for a small glass and a large one."""
    pdf = contract(PAGES)
    descriptor, size = lay_down((pdf,))
    child = Child(descriptor, size)
    numbers = cycle(range(1, PAGES + 1))
    quarter = Region(0, 0, 0.5, 0.5)
    try:
        child.examine()
        before = Work.of(child.pid)
        rounds = interleave(
            {
                "800": timed(lambda: child.draw(Asked(Ask.DRAW, next(numbers), 800))),
                "1280": timed(lambda: child.draw(Asked(Ask.DRAW, next(numbers), 1280))),
                "part": timed(lambda: child.draw(Asked(Ask.DRAW, next(numbers), 800, quarter))),
                "first": timed(lambda: _first(descriptor, size)),
                "check": timed(lambda: check_document(pdf)),
            },
            ROUNDS,
        )
        work_ms = (Work.of(child.pid).cpu_s - before.cpu_s) / (3 * (ROUNDS + 1)) * 1e3
        held_mb = pss_mb([child.pid])
    finally:
        child.close()
        os.close(descriptor)
    yield rounds.row("a page 800 px wide", "800", "ms")
    yield rounds.row("a page 1280 px wide", "1280", "ms")
    yield rounds.row("a quarter of one, enlarged to 800 px", "part", "ms")
    yield Row("computing for each of these, by the kernel's account", work_ms, "ms")
    yield rounds.row("the first page, its child started", "first", "ms")
    yield rounds.row(f"checking {PAGES} pages before they are accepted", "check", "ms")
    yield Row("memory of the child (PSS)", held_mb, "MB")
    yield Row("size of the document", size / 1e3, "kB")


def contract(pages: int) -> bytes:
    """Return a contract of so many pages, as an office program writes it: its font embedded, forty lines a page."""
    registerFont(TTFont("han", str(find_fonts()[Font.HAN])))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for page in range(1, pages + 1):
        canvas.setFont("han", 10.5)
        for line in range(40):
            canvas.drawString(60, 780 - 18 * line, f"{page}.{line + 1} {_LINE}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _first(descriptor: int, size: int) -> None:
    child = Child(descriptor, size)
    try:
        child.draw(Asked(Ask.DRAW, 1, 800))
    finally:
        child.close()
