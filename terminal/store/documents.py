"""The PDFs that tills sent to be signed: kept with their request until the record has them, read piece by piece."""

from collections.abc import Iterator
from hashlib import sha256

from terminal.model.document import DOCUMENT_PART

from .database import translated
from .errors import StoreDamaged
from .table import Table

KEPT_DAYS = 7
"""How long the document of a request that was never signed stays, for whoever asks why not."""

_PIECE_BYTES = 256 * 1024
"""Small enough that no other thread waits for it to be copied."""


class Documents(Table):
    """What is to be read and signed, and is not signed yet."""

    def keep(self, request_id: str, digest: str, content: bytes) -> None:
        """Keep a request's document, in the transaction that keeps the request."""
        self._run(
            "INSERT INTO documents (request_id, sha256, content) VALUES (?, ?, ?)",
            request_id,
            digest,
            content,
        )

    def pieces(self, request_id: str) -> Iterator[bytes]:
        """Yield a document from its beginning to its end; nothing where there is none.

        Raises:
            StoreDamaged: it cannot be read to its end.
        """
        row = self._row("SELECT id FROM documents WHERE request_id = ?", request_id)
        if row is None:
            return
        with translated(), self._connection.blob_open("main", "documents", "content", row[0], False) as blob:
            while piece := blob.read(_PIECE_BYTES):
                yield piece

    def bytes_waiting(self) -> int:
        """Return how much room the documents take that are not signed."""
        row = self._row("SELECT coalesce(sum(length(content)), 0) FROM documents")
        return int(row[0]) if row else 0

    def move(self, request_id: str, record_id: str) -> None:
        """Make a request's document a part of its record, in the record's own transaction. There is one copy only.

        Raises:
            StoreDamaged: it is not there any more, or is not what the till sent: nobody shall have signed that.
        """
        row = self._row("SELECT sha256 FROM documents WHERE request_id = ?", request_id)
        digest = sha256()
        for piece in self.pieces(request_id):
            digest.update(piece)
        if row is None or row[0] != digest.hexdigest():
            raise StoreDamaged("the document that was signed is not in the store as it was sent")
        self._run(
            "INSERT INTO parts (record_id, name, media_type, sha256, content)"
            " SELECT ?, ?, 'application/pdf', sha256, content FROM documents WHERE request_id = ?",
            *(record_id, DOCUMENT_PART, request_id),
        )
        self._run("DELETE FROM documents WHERE request_id = ?", request_id)

    def sweep(self) -> int:
        """Let go of the documents that nobody will sign any more; returns how many there were.

        They are those of requests that were cancelled or failed at least ``KEPT_DAYS`` ago.
        """
        return self._run(
            "DELETE FROM documents WHERE request_id IN (SELECT requests.id FROM requests JOIN documents ON"
            " request_id = requests.id WHERE state IN ('cancelled', 'failed')"
            " AND julianday(ended_utc) <= julianday(?) - ?)",
            *(self._now(), KEPT_DAYS),
        )
