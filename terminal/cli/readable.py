"""What ``signpost doctor`` finds out about documents: whether a PDF can be read here, by actually reading one."""

from collections.abc import Iterator

from terminal.cli.finding import Check, Finding
from terminal.config import Config
from terminal.pages.checking import check_document
from terminal.pages.child import PagesError

_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page."""


def documents(config: Config) -> Iterator[Check]:
    """Yield whether tills can send documents."""
    most_mb = config.till.max_document_mb
    if not most_mb:
        yield Check("documents", Finding.NOTE, "none are taken: till.max_document_mb is 0")
        return
    try:
        check_document(_PAGE)
    except PagesError as error:
        sentence = (
            f"no PDF can be read here, so all are refused: {error} Is pypdfium2 installed for this processor?"
        )
        yield Check("documents", Finding.TROUBLE, sentence)
    else:
        yield Check("documents", Finding.WELL, f"PDFs of up to {most_mb} MB can be read and signed")
