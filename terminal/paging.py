"""Draws the pages of a till's document for the glass: what the pages' worker does.

The document goes from the store into a child's memory piece by piece, and back come pictures; this process never
reads a PDF itself. Pages that were drawn are kept while there is room.
"""

import logging
import os
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from terminal.model.document import Document, PagePicture
from terminal.model.request import SigningRequest
from terminal.pages.child import Bounds, Child, ChildFailed, PagesError, Refused, lay_down
from terminal.pages.wire import Ask, Asked
from terminal.session import events as ev
from terminal.session.effects import DrawPage
from terminal.store import Store
from terminal.store.errors import StoreError

log = logging.getLogger(__name__)

CACHE_BYTES = 24 * 1024 * 1024
"""Eight pages on a 800×480 glass, three on one of 1280 pixels."""

TRIES = 2
"""A child may have been the victim of a moment's want of memory. A second one that fails in the same page is not."""


class PageCache:
    """The pictures that were drawn last, as many as there is room for."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._pictures: OrderedDict[DrawPage, PagePicture] = OrderedDict()

    def find(self, ask: DrawPage) -> PagePicture | None:
        """Return a picture that is here, or None."""
        picture = self._pictures.get(ask)
        if picture:
            self._pictures.move_to_end(ask)
        return picture

    def keep(self, ask: DrawPage, picture: PagePicture) -> None:
        """Keep a picture, and let go of those that were wanted longest ago; one too large for all is not kept."""
        if ask in self._pictures or len(picture.rgb) > self._most_bytes:
            return
        self._pictures[ask] = picture
        self._bytes += len(picture.rgb)
        while self._bytes > self._most_bytes:
            _, gone = self._pictures.popitem(last=False)
            self._bytes -= len(gone.rgb)

    def clear(self) -> None:
        """Let go of all."""
        self._pictures.clear()
        self._bytes = 0


class Pager:
    """Draws pages of one request's document after the other's. Lives on the pages' worker thread, but for ``give_up``.

    Args:
        store: where the documents are.
        tell: puts an event into the main loop's inbox.
        bounds: what a child may use.
        cache_bytes: room for pictures that were drawn.
    """

    def __init__(
        self,
        store: Path,
        tell: Callable[[ev.Event], None],
        bounds: Bounds = Bounds(),  # noqa: B008 - a value, frozen
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self._store, self._tell, self._bounds = store, tell, bounds
        self._cache = PageCache(cache_bytes)
        self._child: Child | None = None
        self._request_id = ""
        self._failures: Counter[int] = Counter()
        self._given_up = False

    def draw(self, ask: DrawPage) -> None:
        """Draw a page for the glass, or say why it cannot be."""
        try:
            self._open(ask.request_id)
            picture = self._cache.find(ask) or self._patiently(ask)
        except (PagesError, StoreError) as error:
            if self._given_up:
                return  # nobody waits for it
            log.warning("page %d of request %s: %s", ask.page, ask.request_id, error)
            self._tell(ev.PageNotDrawn(ask.request_id, ask.page, str(error)))
        else:
            self._tell(ev.PageDrawn(ask.request_id, ask.page, picture))

    def give_up(self) -> None:
        """End at once what is being drawn, from any thread; ``forget`` must follow."""
        self._given_up = True
        if child := self._child:
            child.kill()

    def forget(self) -> None:
        """Let go of the document, its pictures and its child: nobody looks at it any more."""
        self._given_up = False
        self._end_child()
        self._cache.clear()
        self._failures.clear()
        self._request_id = ""

    def _open(self, request_id: str) -> None:
        """Turn to a request's document."""
        if request_id != self._request_id:
            self._end_child()
            self._cache.clear()
            self._failures.clear()
            self._request_id = request_id

    def _patiently(self, ask: DrawPage) -> PagePicture:
        """Return a page's picture, drawn by a second child where the first one fails.

        Raises:
            PagesError: it cannot be drawn.
            StoreError: the document cannot be read.
        """
        while True:
            try:
                child = self._child or self._start_child()
                picture = child.draw(Asked(Ask.DRAW, ask.page, ask.width_px, ask.region))
            except ChildFailed:
                self._failures[ask.page] += 1
                self._end_child()
                if self._given_up or self._failures[ask.page] >= TRIES:
                    raise
            else:
                self._cache.keep(ask, picture)
                return picture

    def _start_child(self) -> Child:
        with Store(self._store) as store:
            stored = store.requests.find(self._request_id)
            document = _document_of(stored.request if stored else None)
            descriptor, size = lay_down(_checked(store.documents.pieces(self._request_id), document.sha256))
        try:
            self._child = Child(descriptor, size, self._bounds)
        finally:
            os.close(descriptor)
        if self._given_up:
            self._child.kill()  # it was given up while there was no child yet to be ended
        return self._child

    def _end_child(self) -> None:
        if self._child:
            self._child.close()
            self._child = None


def _document_of(request: SigningRequest | None) -> Document:
    if request is None or request.document is None:
        raise Refused("The request has no document.")
    return request.document


def _checked(pieces: Iterator[bytes], digest: str) -> Iterator[bytes]:
    """Yield a document's pieces.

    Raises:
        Refused: they are not the document that the till sent: nobody is shown anything else.
    """
    seen = sha256()
    for piece in pieces:
        seen.update(piece)
        yield piece
    if seen.hexdigest() != digest:
        raise Refused("The document is not in the store as the till sent it.")
