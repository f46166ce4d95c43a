"""The archive over HTTPS: ``PUT /v1/bundles/{id}``, and nothing counts but its own acknowledgement."""

import base64
import ipaddress
import json
import re
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import quote

from terminal.evidence.bundle import MEDIA_TYPE
from terminal.model.heads import HEADER, NO_HEADS, Heads

from .sinks import Acknowledged, Outcome, Postponed, Refused, Unreachable
from .token_file import TokenError, TokenFile

# httpx brings its command line along where rich is installed: 5 MB, and a third of this process's start. None
# says to Python that there is no such module, which httpx is prepared for.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
import httpx  # noqa: E402

_CHUNK = 64 * 1024
_MAX_ANSWER = 64 * 1024
_SLOWEST_BYTES_S = 4096
"""A line slower than this is as good as cut: a try may take the time-out, and as long as this for its bytes."""

_TOKEN_TROUBLE = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_TRY_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class _TooSlow(Exception):
    """The whole try took longer than a working line needs."""


class HttpsArchive:
    """The archive as a sink.

    Args:
        url: the archive's address.
        token: the file with this terminal's token.
        timeout_s: how long any one step of a try may take.
        verify: whom to trust; by default the usual authorities, or those in SSL_CERT_FILE.

    Raises:
        ValueError: where the address is none.
    """

    def __init__(
        self, url: str, token: TokenFile, *, timeout_s: float, verify: ssl.SSLContext | bool = True
    ) -> None:
        try:
            self._url = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL as error:
            raise ValueError(f"upload.archive = {url!r} is no address: {error}") from error
        self._token, self._timeout_s = token, timeout_s
        self._client = httpx.Client(verify=verify, timeout=timeout_s, follow_redirects=False)

    @property
    def name(self) -> str:
        """What the outbox calls it."""
        return "archive"

    def close(self) -> None:
        """Close the line."""
        self._client.close()

    def look(self) -> str:
        """Ask the archive whether it is alive; see ``Sink.look``. No token is sent."""
        late_s = time.monotonic() + self._timeout_s
        try:
            with self._client.stream("GET", f"{self._url}/health") as answer:
                if answer.is_success and _json(_read(answer, late_s)).get("status") == "ok":
                    return ""
                return (
                    f"What answers at {self._url.host} ({answer.status_code}) is not an archive that is well."
                )
        except (httpx.TimeoutException, _TooSlow):
            return f"The archive at {self._url.host} did not answer in time."
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return f"The archive at {self._url.host} cannot be reached: {brief(str(error))}"

    def introduce(self, statement: str) -> str:
        """Tell of a change of key; see ``Sink.introduce``."""
        if open_line := self._open_line():
            return open_line
        late_s = time.monotonic() + self._timeout_s
        try:
            with self._client.stream(
                "POST",
                f"{self._url}/v1/key-changes",
                content=statement.encode(),
                headers={"Authorization": f"Bearer {self._token.read()}", "Content-Type": "application/json"},
            ) as answer:
                body = _read(answer, late_s)
                if answer.is_success:
                    return ""
                return (
                    f"The archive did not take the change of the key ({answer.status_code}{_detail(body)})."
                )
        except TokenError as error:
            return str(error)
        except (httpx.TimeoutException, _TooSlow):
            return f"The archive at {self._url.host} did not answer in time."
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return f"The archive at {self._url.host} cannot be reached: {brief(str(error))}"

    def _open_line(self) -> str:
        """Return why nothing may be sent over this line: others could read it. Empty where they cannot."""
        if self._url.scheme == "https" or _is_loopback(self._url.host):
            return ""
        return f"{self._url} would send the token unencrypted. Give upload.archive an https:// address."

    def put(
        self, record_id: str, bundle: bytes, sent: Callable[[], None], heads: Heads = NO_HEADS
    ) -> Outcome:
        """Send a bundle; see ``Sink.put``."""
        if open_line := self._open_line():
            return Unreachable(open_line)
        digest = sha256(bundle)
        late_s = time.monotonic() + self._timeout_s + len(bundle) / _SLOWEST_BYTES_S
        try:
            with self._client.stream(
                "PUT",
                f"{self._url}/v1/bundles/{quote(record_id, safe='')}",
                content=_pieces(bundle, late_s, sent),
                headers={
                    "Authorization": f"Bearer {self._token.read()}",
                    "Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode('ascii')}:",
                    "Content-Length": str(len(bundle)),
                    "Content-Type": MEDIA_TYPE,
                    HEADER: str(heads),
                },
            ) as answer:
                return _judge(answer, _read(answer, late_s), record_id, digest.hexdigest())
        except TokenError as error:
            return Unreachable(str(error))
        except (httpx.TimeoutException, _TooSlow):
            return Unreachable(f"The archive at {self._url.host} did not answer in time.")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return Unreachable(f"The archive at {self._url.host} cannot be reached: {brief(str(error))}")


def _pieces(bundle: bytes, late_s: float, sent: Callable[[], None]) -> Iterator[bytes]:
    """Yield the bundle, and call ``sent`` when all of it was handed to the network."""
    for begin in range(0, len(bundle), _CHUNK):
        if time.monotonic() > late_s:
            raise _TooSlow
        yield bundle[begin : begin + _CHUNK]
    sent()


def _read(answer: httpx.Response, late_s: float) -> bytes:
    """Return the answer's body, as far as an acknowledgement could be long."""
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if time.monotonic() > late_s:
            raise _TooSlow
        if len(body) > _MAX_ANSWER:
            break
    return bytes(body)


def _judge(answer: httpx.Response, body: bytes, record_id: str, digest: str) -> Outcome:
    """Return what an answer means. A 200 that does not name these very bytes is somebody else's 200."""
    status = answer.status_code
    if status in {HTTPStatus.OK, HTTPStatus.CREATED} and _acknowledges(body, record_id, digest):
        return Acknowledged(body.decode("utf-8"))
    if status in _TOKEN_TROUBLE:
        return Unreachable(f"The archive does not accept this terminal's token ({status}{_detail(body)}).")
    if status in _TRY_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Postponed(f"The archive could not take the record now ({status}{_detail(body)}).")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused(f"The archive refused the record ({status}{_detail(body)}).")
    return Unreachable(
        f"What answered ({status}) is not the archive. Does this network ask guests to log in first?"
    )


def _acknowledges(body: bytes, record_id: str, digest: str) -> bool:
    said = _json(body)
    return said.get("record_id") == record_id and said.get("bundle_sha256") == digest


def _detail(body: bytes) -> str:
    """Return the sentence of an RFC 9457 problem, after a colon, or nothing."""
    detail = _json(body).get("detail")
    return f": {brief(detail)}" if isinstance(detail, str) and detail else ""


def _json(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def brief(text: str) -> str:
    """Return what somebody else said, as one line of a length that a screen can show, without error numbers."""
    said = re.sub(r"^\[Errno -?\d+\] ", "", text)
    return "".join(letter if letter.isprintable() else " " for letter in said)[:200]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
