"""A shop with records to send, and an archive that does to them what networks and servers do."""

import http.server
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from terminal.clock import Clock
from terminal.evidence.record import Sealer
from terminal.model.record import Confirmation, Part, SealedRecord
from terminal.store import Store
from terminal.store.outbox import Outgoing
from terminal.upload import Backoff, HttpsArchive, TokenFile, Uploader

TOKEN = "the-archive-s-token"
TIMEOUT_S = 2.0


@dataclass
class Moody:
    """An archive that keeps what arrives whole, and then answers in whatever mood comes next.

    A mood is a status to answer with, or the name of something worse. ``kept`` is what it has, by record.
    """

    moods: Iterator[int | str]
    kept: dict[str, set[str]] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    answered: list[int | str] = field(default_factory=list)
    looking: Callable[[], None] = lambda: None
    url: str = ""
    heads: list[str] = field(default_factory=list)
    introduced: list[str] = field(default_factory=list)
    health: tuple[int, bytes, str] = (200, b'{"status":"ok"}', "application/json")
    released: threading.Event = field(default_factory=threading.Event)


class _Exchange(http.server.BaseHTTPRequestHandler):
    """One PUT, and the mood it meets."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.close_connection = True
        self._send(*self.server.archive.health)

    def do_POST(self) -> None:
        archive = self.server.archive
        assert (self.path, self.headers["Authorization"]) == ("/v1/key-changes", f"Bearer {TOKEN}")
        statement = self.rfile.read(int(self.headers["Content-Length"]))
        mood = next(archive.moods, 200)
        self.close_connection = True
        if mood == 200:
            archive.introduced.append(statement.decode())
        self._say(int(mood), {"detail": "in the archive's words"})

    def do_PUT(self) -> None:
        archive = self.server.archive
        mood = next(archive.moods, 201)
        archive.answered.append(mood)
        self.close_connection = True
        if mood == "closes before reading":
            return
        length = int(self.headers["Content-Length"])
        if mood == "stops reading":
            self.rfile.read(length // 2)
            return
        bundle = self.rfile.read(length)
        record_id = self.path.rpartition("/")[2]
        archive.arrived.append(record_id)
        archive.heads.append(self.headers["Signpost-Heads"])
        archive.looking()
        if mood in {200, 201, "closes before the reply", "is late"} and self._is_sound(bundle):
            archive.kept.setdefault(record_id, set()).add(sha256(bundle).hexdigest())
        self._answer(mood, record_id, sha256(bundle).hexdigest())

    def _is_sound(self, bundle: bytes) -> bool:
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        assert self.headers["Content-Type"] == "application/vnd.signpost+zip"
        return "transfer-encoding" not in self.headers and bool(bundle)

    def _answer(self, mood: int | str, record_id: str, digest: str) -> None:
        acknowledgement = {"record_id": record_id, "bundle_sha256": digest, "seq": 1, "received": "now"}
        match mood:
            case 200 | 201:
                self._say(mood, acknowledgement)
                self.close_connection = False
            case "closes before the reply":
                return
            case "is late":
                self.server.archive.released.wait(TIMEOUT_S * 3)
            case "is a portal":
                self._send(200, b"<h1>Welcome to the guest network</h1>", "text/html")
            case "names other bytes":
                self._say(200, acknowledgement | {"bundle_sha256": sha256(b"other").hexdigest()})
            case "names another record":
                self._say(200, acknowledgement | {"record_id": "another"})
            case "answers without end":
                self._flood()
            case int():
                self._say(mood, {"code": "some-code", "detail": "in the archive's words"})

    def _flood(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" " * 65536)
        except OSError:
            return

    def _say(self, status: int, values: dict[str, Any]) -> None:
        self._send(status, json.dumps(values).encode(), "application/json")

    def _send(self, status: int, body: bytes, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if 300 <= status < 400:
            self.send_header("Location", "http://login.example/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Listens for the archive, over TLS where it was given the means."""

    daemon_threads = False
    archive: Moody
    tls: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self.tls:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except ssl.SSLError:
                return
        with request:
            super().finish_request(request, client_address)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), _Exchange) as server:
        server.archive = Moody(iter(()), url=f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.archive.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def archive(server: Server) -> Moody:
    return server.archive


class Shop:
    """Records in a store, waiting to be sent; and the uploader, on a time of its own."""

    def __init__(self, folder: Path, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]) -> None:
        self.folder = folder
        self.store = Store(folder / "store.sqlite")
        self.token_file = folder / "archive.token"
        self.token_file.write_text(f"{TOKEN}\n", encoding="ascii")
        self.token_file.chmod(0o600)
        self.rings = 0
        self.now_s = 1000.0
        self._signing, self._sealer, self._parts = signing, sealer, parts
        self._sinks: list[HttpsArchive] = []

    def sign(self, record_id: str) -> SealedRecord:
        request = replace(self._signing.request, id=f"request-{record_id}")
        self.store.requests.accept(request, key=record_id, body_sha256="0", queue=True)
        signing = replace(self._signing, record_id=record_id, request=request)
        return self.store.records.keep(
            signing,
            lambda *place: self._sealer.seal(signing, self._parts, *place),
            sinks=("archive",),
            copies=0,
        )

    def sink(self, url: str, **options: Any) -> HttpsArchive:
        sink = HttpsArchive(
            url, TokenFile(self.token_file), timeout_s=TIMEOUT_S, **{"verify": False, **options}
        )
        self._sinks.append(sink)
        return sink

    def uploader(
        self, *urls: str, random: Callable[[], float] = lambda: 1.0, cap_s: float = 300.0
    ) -> Uploader:
        sinks = [self.sink(url) for url in urls]
        backoff = Backoff(cap_s, random)
        return Uploader(self.store, sinks, Clock(), backoff, ring=self.ring, poll_s=5.0)

    def ring(self) -> None:
        self.rings += 1

    def run(self, uploader: Uploader, until: Callable[[], bool], at_most_s: float = 60.0) -> None:
        """Step as the process does, with time that passes by itself, until something is so."""
        end = time.monotonic() + at_most_s
        while not until():
            assert time.monotonic() < end, self.store.outbox.all(5)
            self.now_s = max(uploader.step(self.now_s), self.now_s)

    def all_acknowledged(self) -> bool:
        return self.store.outbox.oldest() is None

    def outgoing(self, record_id: str) -> Outgoing:
        return next(each for each in self.store.outbox.all(1000) if each.record_id == record_id)

    def close(self) -> None:
        for sink in self._sinks:
            sink.close()
        self.store.close()


@pytest.fixture
def shop(
    tmp_path: Path, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...], archive: Moody
) -> Iterator[Shop]:
    """Give a shop that closes its lines before the archive waits for them."""
    assert archive.url
    shop = Shop(tmp_path, signing, sealer, parts)
    yield shop
    shop.close()
