"""Whether a document can be shown and signed here: asked before it is taken on."""

import os

from terminal.model.document import PageSize

from .child import Bounds, Child, lay_down

CHECK = Bounds(answer_s=10.0, cpu_s=8)
"""A contract of forty pages takes a tenth of a second; whatever takes this long would not turn its pages either."""


def check_document(pdf: bytes, bounds: Bounds = CHECK) -> tuple[PageSize, ...]:
    """Return the size of each page of a PDF that was read to its end in a child process.

    Raises:
        PagesError: it cannot be shown and signed; the sentence says why, to whoever sent it.
    """
    descriptor, size = lay_down((pdf,))
    try:
        child = Child(descriptor, size, bounds)
    finally:
        os.close(descriptor)
    try:
        return child.examine()
    finally:
        child.close()
