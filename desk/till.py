"""The shop's till on the desk: it asks for signatures through the real till API, as any till would."""

import secrets
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

ENDED = {"completed", "cancelled", "failed"}
"""The states after which a request changes no more."""
_PATIENCE_S = 40.0


class Till:
    """A till with its token, that remembers what it asked for in this run.

    Example::

        request = desk.till.post({"reference": "INV-1", "kind": "sale", "amount": "12.00", "currency": "CNY"})
        desk.till.wait_for(request["id"], {"completed"})

    Args:
        url: where the unit's till API is.
        token: what it shows there.
        on_change: called after it asked for something.
    """

    def __init__(self, url: str, token: str, on_change: Callable[[], None] = lambda: None) -> None:
        self.url = url
        self._token = token
        self._on_change = on_change
        self._client = httpx.Client(base_url=url, headers=self.headers, timeout=_PATIENCE_S, trust_env=False)
        self.asked: list[str] = []

    @property
    def headers(self) -> dict[str, str]:
        """What every call of this till carries."""
        return {"Authorization": f"Bearer {self._token}"}

    def post(self, request: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
        """Ask for a signature; returns the request as the unit took it.

        Args:
            request: as the till API describes it.
            key: the Idempotency-Key; a new one by default.

        Raises:
            httpx.HTTPStatusError: the unit refused; its response holds the sentence.
            httpx.TransportError: the unit cannot be reached.
        """
        answer = self._client.post(
            "/v1/requests", json=request, headers={"Idempotency-Key": key or secrets.token_urlsafe(16)}
        )
        taken = _json(answer)
        self.note(str(taken["id"]))
        return taken

    def get(self, request_id: str, wait_s: float = 0, unless: str = "") -> dict[str, Any] | None:
        """Return a request as it is now, or None where it is still as the ETag ``unless`` says."""
        answer = self._client.get(
            f"/v1/requests/{request_id}",
            params={"wait": wait_s} if wait_s else {},
            headers={"If-None-Match": unless} if unless else {},
        )
        return None if answer.status_code == httpx.codes.NOT_MODIFIED else _json(answer)

    def wait_for(
        self, request_id: str, states: set[str] | None = None, within_s: float = 60
    ) -> dict[str, Any]:
        """Wait until a request is in one of ``states`` (by default: ended), and return it.

        Raises:
            TimeoutError: it did not come to that; the message says how far it came.
        """
        return self.wait_until(request_id, lambda seen: seen["state"] in (states or ENDED), within_s)

    def wait_until(
        self, request_id: str, done: Callable[[dict[str, Any]], bool], within_s: float = 60
    ) -> dict[str, Any]:
        """Wait until a request, its slip or its upload has come so far that ``done`` says so, and return it.

        Raises:
            TimeoutError: it did not come to that; the message says how far it came.
        """
        etag, last, deadline = "", "unknown", time.monotonic() + within_s
        while (left := deadline - time.monotonic()) > 0:
            answer = self._client.get(
                f"/v1/requests/{request_id}",
                params={"wait": min(20, max(1, int(left)))},
                headers={"If-None-Match": etag} if etag else {},
            )
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                continue
            seen, etag = _json(answer), answer.headers.get("ETag", "")
            last = f"{seen['state']}, printed: {seen['printed']}, uploaded: {seen['uploaded']}"
            if done(seen):
                return seen
        raise TimeoutError(f"request {request_id} came no further in {within_s:.0f} s than {last}")

    def cancel(self, request_id: str) -> dict[str, Any]:
        """Take a request back; returns the state that it ended in."""
        return _json(self._client.post(f"/v1/requests/{request_id}/cancel"))

    def status(self) -> dict[str, Any]:
        """Return what the unit says about itself: its devices and its queues."""
        return _json(self._client.get("/v1/status"))

    def record(self, record_id: str) -> dict[str, Any]:
        """Return a record."""
        return _json(self._client.get(f"/v1/records/{record_id}"))

    def part(self, record_id: str, name: str) -> bytes:
        """Return a part of a record, such as ``signature.png``, or its ``bundle``."""
        return self._client.get(f"/v1/records/{record_id}/{name}").raise_for_status().content

    def alive(self) -> bool:
        """Say whether the unit answers at all."""
        try:
            return self._client.get("/health", timeout=1).is_success
        except httpx.TransportError:
            return False

    def note(self, request_id: str) -> None:
        """Remember that a request is one of this till's."""
        if request_id not in self.asked:
            self.asked.append(request_id)
            self._on_change()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _json(answer: httpx.Response) -> dict[str, Any]:
    said: dict[str, Any] = answer.raise_for_status().json()
    return said
