"""What is taken on, and what is refused in words, before anybody is asked to sign it."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from terminal.model.document import PageSize
from terminal.pages.checking import check_document
from terminal.pages.child import Bounds, ChildFailed, PagesError, Refused
from tests.terminal.pages.conftest import bomb, forms, page_of, pages_of, raw_pdf, stream

PLAIN = page_of(stream(b"1 0 0 rg 0 0 300 300 re f"))
ONE_X = b"/XObject<</X 5 0 R>>"
ONE_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"


def written(count: int = 3, user_password: str | None = None) -> bytes:
    """Return a document as an office program writes it."""
    made = io.BytesIO()
    locked = StandardEncryption(user_password, ownerPassword="owner") if user_password is not None else None
    canvas = Canvas(made, pagesize=(595, 842), encrypt=locked)
    for number in range(1, count + 1):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def kids(pages: bytes) -> bytes:
    """Return a document whose tree of pages is told otherwise than it is."""
    return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages%b>>" % pages, ONE_PAGE)


def test_a_document_is_known_by_the_sizes_of_its_pages_as_they_are_looked_at() -> None:
    assert check_document(written()) == (PageSize(595, 842),) * 3
    assert check_document(PLAIN.replace(b"/MediaBox", b"/Rotate 90/MediaBox")) == (PageSize(842, 595),)


def test_two_hundred_pages_are_the_most() -> None:
    assert len(check_document(pages_of(200))) == 200
    with pytest.raises(Refused, match="201 pages; 200 are the most"):
        check_document(pages_of(201))


def test_a_lock_that_opens_for_everybody_is_none() -> None:
    assert len(check_document(written(1, user_password=""))) == 1


@pytest.mark.parametrize(
    ("pdf", "sentence"),
    [
        (b"", "is empty"),
        (b"a letter, and no PDF", "cannot be read as a PDF"),
        (written()[:200], "cannot be read as a PDF"),
        (written(1, user_password="secret"), "locked with a password"),
        (kids(b"/Kids[]/Count 0"), "has no pages"),
        (kids(b"/Kids[2 0 R 2 0 R 3 0 R]/Count 3"), "Page 2 of the document cannot be read"),
        (kids(b"/Kids[3 0 R]/Count 5"), "Page 2 of the document cannot be read"),
        (page_of(stream(b""), box=b"[0 0 20 800]"), "no page is that small or large"),
        (page_of(stream(b""), box=b"[0 0 20000 800]"), "no page is that small or large"),
        (
            page_of(stream(b""), b"", b"<</XFA 6 0 R/Fields[]>>", stream(b"<x/>"), more=b"/AcroForm 5 0 R"),
            "XFA form",
        ),
        (
            page_of(
                stream(b""),
                b"",
                b"<</Names[(a)<</S/JavaScript/JS(app.alert(1))>>]>>",
                more=b"/Names<</JavaScript 5 0 R>>",
            ),
            "contains scripts",
        ),
    ],
)
def test_what_cannot_be_signed_here_is_refused_in_words(pdf: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_document(pdf)


@pytest.mark.parametrize(
    "pdf",
    [
        page_of(stream(b"/X Do"), ONE_X, *forms(levels=40, each=2)),
        page_of(stream(b"/X Do"), ONE_X, stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")),
        page_of(stream(bomb(200), b"/Filter[/FlateDecode/FlateDecode]")),
    ],
    ids=["forms in forms", "a form in itself", "a packed hundredfold"],
)
def test_what_would_fill_the_memory_ends_a_child_and_nothing_else(pdf: bytes) -> None:
    with pytest.raises(ChildFailed, match="too much memory"):
        check_document(pdf, Bounds(memory_mb=160))


def test_what_takes_too_long_is_given_up() -> None:
    endless = page_of(stream(bomb(100, b"0 0 m 595 842 l S\n"), b"/Filter[/FlateDecode/FlateDecode]"))
    with pytest.raises(ChildFailed, match=r"longer than 0\.4 s"):
        check_document(endless, Bounds(answer_s=0.4, memory_mb=4096))


@pytest.mark.parametrize(
    "pdf",
    [
        page_of(stream(b"q " * 500_000)),
        page_of(stream(b"[" * 500_000)),
        page_of(stream(b""), b"/A" + b"<</A" * 100_000),
        kids(b"/Kids[3 0 R]/Count 2000000000"),
        kids(b"/Kids[3 0 R]/Count -5"),
        page_of(stream(b""), box=b"[0 0 1e9 1e9]"),
        page_of(stream(b""), box=b"[595 842 0 0]"),
    ],
    ids=["states", "arrays", "dictionaries", "a count too high", "one too low", "endless", "turned round"],
)
def test_what_is_merely_odd_is_read_as_other_programs_read_it(pdf: bytes) -> None:
    assert len(check_document(pdf)) == 1


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([PLAIN, written(), page_of(stream(b"/X Do"), ONE_X, *forms(3, 2))]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=12)), min_size=1, max_size=12),
    st.integers(0, 10_000),
)
def test_whatever_is_made_of_a_pdf_is_answered(
    pdf: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    broken = bytearray(pdf)
    for place, what in changes:
        start = place % len(broken)
        broken[start : start + len(what)] = what
    if cut % 4 == 0:
        del broken[cut % len(broken) :]
    answer: object
    try:
        answer = check_document(bytes(broken), Bounds(answer_s=20, cpu_s=15, memory_mb=160))
    except PagesError as error:
        answer = str(error)
    assert answer


def test_nothing_is_left_open() -> None:
    before = sorted(Path("/proc/self/fd").iterdir())
    check_document(PLAIN)
    with pytest.raises(Refused):
        check_document(b"no PDF")
    assert sorted(Path("/proc/self/fd").iterdir()) == before
