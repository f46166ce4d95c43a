"""Time stamps from a server (RFC 3161): somebody else's word for when a PDF was signed."""

import time
from collections.abc import Callable

import httpx

from .https import brief

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_MAX_ANSWER = 64 * 1024


class StampServer:
    """Asks a time-stamp server; calling it sends a request and returns the answer, both DER.

    Args:
        url: the server's address.
        timeout_s: how long it may take to answer, from beginning to end.
        rest_s: after a failure it is not asked again for so long: nobody's PDF should wait for a server that is down.
        now_s: monotonic seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        rest_s: float = 60.0,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._timeout_s, self._rest_s, self._now_s = url, timeout_s, rest_s, now_s
        self._client = httpx.Client(timeout=timeout_s, follow_redirects=False)
        self._failed: tuple[float, str] | None = None

    def __call__(self, request: bytes) -> bytes:
        """Return the answer to a request.

        Raises:
            OSError: there is none; the message says why.
        """
        if self._failed and self._now_s() < self._failed[0] + self._rest_s:
            raise OSError(self._failed[1])
        try:
            answer = self._ask(request)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
            timed_out = isinstance(error, (httpx.TimeoutException, TimeoutError))
            what = f"no answer within {self._timeout_s:g} s" if timed_out else brief(str(error))
            self._failed = (self._now_s(), f"the time-stamp server cannot be reached: {what}")
            raise OSError(self._failed[1]) from error
        except ValueError as error:
            self._failed = (self._now_s(), str(error))
            raise OSError(str(error)) from error
        self._failed = None
        return answer

    def close(self) -> None:
        """Close the line."""
        self._client.close()

    def _ask(self, request: bytes) -> bytes:
        late_s, body = self._now_s() + self._timeout_s, bytearray()
        headers = {"Content-Type": _QUERY, "Accept": _REPLY}
        with self._client.stream("POST", self._url, content=request, headers=headers) as answer:
            if not answer.is_success:
                raise ValueError(f"the time-stamp server answered {answer.status_code}")
            if answer.headers.get("Content-Type", "").partition(";")[0].strip() != _REPLY:
                raise ValueError("what answered is no time-stamp server")
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _MAX_ANSWER:
                    raise ValueError("the time-stamp server's answer is too long")
                if self._now_s() > late_s:
                    raise TimeoutError
        return bytes(body)
