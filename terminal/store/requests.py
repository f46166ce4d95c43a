"""Signing requests: accepted once for ever, ended once for ever."""

from collections.abc import Iterator
from dataclasses import dataclass

from terminal.model.codes import spaced
from terminal.model.request import SigningRequest, request_from_json
from terminal.model.status import CancelReason, RequestState

from .database import transaction
from .documents import Documents
from .slips import SlipKind, Slips
from .table import Table

_COLUMNS = (
    "requests.id, till, received, state, reason, code, version, created_utc, displayed_utc,"
    " ended_utc, body_sha256, records.id, records.match_code"
)
_FROM = "FROM requests LEFT JOIN records ON records.request_id = requests.id"
_OPEN = "state NOT IN ('completed', 'cancelled', 'failed')"


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """A request and how far it has come."""

    id: str
    till: str
    received: str
    state: RequestState
    reason: str
    code: str
    version: int
    created_utc: str
    displayed_utc: str | None
    ended_utc: str | None
    body_sha256: str
    record_id: str | None
    match_code: str | None

    @property
    def request(self) -> SigningRequest:
        """The request itself."""
        return request_from_json(self.id, self.till, self.received)


def paper_code(request_id: str) -> str:
    """Return the eight hex digits by which staff name a request that is signed on paper: the id's last."""
    return spaced(request_id.replace("-", "")[-8:].upper())


@dataclass(frozen=True, slots=True)
class Accepted:
    """The till's call made a new request, or (not ``new``) repeated one that is already here."""

    stored: StoredRequest
    new: bool


@dataclass(frozen=True, slots=True)
class KeyReused:
    """The idempotency key belongs to a request with another body."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Another request is running, and this one did not ask to wait."""

    request_id: str


class Requests(Table):
    """The signing requests of all tills."""

    def accept(
        self, request: SigningRequest, *, key: str, body_sha256: str, queue: bool, pdf: bytes = b""
    ) -> Accepted | KeyReused | Busy:
        """Keep a till's request, and its document with it. The same key and body give the same request, for ever."""
        with transaction(self._connection):
            known = self.known(request.till, key, body_sha256)
            if known:
                return known
            running = self._row(f"SELECT id FROM requests WHERE {_OPEN} ORDER BY seq LIMIT 1")
            if running and not queue:
                return Busy(running[0])
            self._run(
                "INSERT INTO requests (id, till, idempotency_key, body_sha256, received, reference, state,"
                " created_utc) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)",
                *(
                    request.id,
                    request.till,
                    key,
                    body_sha256,
                    request.received,
                    request.reference,
                    self._now(),
                ),
            )
            if request.document:
                documents = Documents(self._connection, self._now)
                documents.sweep()
                documents.keep(request.id, request.document.sha256, pdf)
            return Accepted(self.get(request.id), new=True)

    def known(self, till: str, key: str, body_sha256: str) -> Accepted | KeyReused | None:
        """Return what became of a till's idempotency key, or None where it is new."""
        known = self._one("till = ? AND idempotency_key = ?", till, key)
        if known is None:
            return None
        return Accepted(known, new=False) if known.body_sha256 == body_sha256 else KeyReused(known.id)

    def find(self, request_id: str) -> StoredRequest | None:
        """Return a request, or None where there is no such one."""
        return self._one("requests.id = ?", request_id)

    def get(self, request_id: str) -> StoredRequest:
        """Return a request that must be there."""
        found = self.find(request_id)
        if found is None:
            raise KeyError(request_id)
        return found

    def next_open(self) -> StoredRequest | None:
        """Return the request that the terminal should show: the oldest that has not ended."""
        return self._one(f"{_OPEN} ORDER BY requests.seq LIMIT 1")

    def search(self, reference: str = "", state: str = "", limit: int = 50) -> Iterator[StoredRequest]:
        """Yield requests, newest first."""
        where = "(? = '' OR reference = ?) AND (? = '' OR state = ?) ORDER BY requests.seq DESC LIMIT ?"
        yield from self._many(where, reference, reference, state, state, limit)

    def report(
        self,
        request_id: str,
        state: RequestState,
        reason: CancelReason | None = None,
        code: str = "",
        slip: SlipKind | None = None,
    ) -> bool:
        """Note how far a request has come. An ending stands: returns False where it had ended before.

        ``slip`` is what is to be printed about it, in the same transaction.
        """
        now = self._now()
        with transaction(self._connection):
            told = self._run(
                f"UPDATE requests SET state = ?, reason = ?, code = ?, version = version + 1,"
                " displayed_utc = CASE WHEN ? = 'displayed' THEN coalesce(displayed_utc, ?) ELSE displayed_utc END,"
                " ended_utc = CASE WHEN ? THEN ? END"
                f" WHERE id = ? AND {_OPEN}",
                *(state.value, reason.value if reason else "", code),
                *(state.value, now, state.ended, now, request_id),
            )
            if told and slip:
                Slips(self._connection, self._now).ask_about(slip, request_id)
        return bool(told)

    def _one(self, where: str, *values: object) -> StoredRequest | None:
        return next(iter(list(self._many(where, *values))), None)

    def _many(self, where: str, *values: object) -> Iterator[StoredRequest]:
        for row in self._rows(f"SELECT {_COLUMNS} {_FROM} WHERE {where}", *values):
            request_id, till, received, state, *rest = row
            yield StoredRequest(request_id, till, received, RequestState(state), *rest)
