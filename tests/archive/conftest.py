"""An archive that really listens, and a shop whose terminals have something to put there."""

import base64
import io
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image, ImageDraw
from starlette.types import Receive, Scope, Send

from archive.app import make_app
from archive.opening import Archive, open_archive
from archive.settings import Settings
from archive.tokens import Role
from terminal.evidence.bundle import MEDIA_TYPE, make_bundle
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Device, Sealer
from terminal.model.heads import Heads
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.record import (
    NO_PREVIOUS,
    Confirmation,
    PageShown,
    Part,
    SealedRecord,
    Shown,
    Signature,
    match_code,
)
from terminal.model.request import Method, request_from_json

OPENED = datetime(2026, 11, 23, 6, 31, tzinfo=UTC)
SALE: dict[str, Any] = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "merchant": "晨光超市",
    "operator": "07",
    "lines": [
        {"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"},
        {"text": "茶礼盒", "quantity": "1", "amount": "598.00"},
        {"text": "厨房电子秤", "quantity": "1", "amount": "504.00"},
    ],
    "consents": [{"id": "terms", "text": {"zh": "本人确认以上交易。", "en": "I agree to this sale."}}],
    "methods": ["touch", "stylus", "fingerprint"],
    "deadline_s": 300,
    "retries": 3,
    "read_to_end": True,
    "print": {"copies": 1},
}


def signature_png(seed: int = 0) -> bytes:
    """Draw a few strokes."""
    image = Image.new("L", (800, 300), 255)
    pen = ImageDraw.Draw(image)
    for stroke in range(4):
        start = 120 + 150 * stroke
        points = [(start + 9 * i, 150 + (90 - 7 * i) * (-1) ** (i * (seed + stroke) % 3)) for i in range(14)]
        pen.line(points, fill=0, width=7, joint="curve")
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@dataclass
class Terminal:
    """A terminal of the shop: seals records one after the other, as the real one does."""

    folder: Path
    id: str = "SP-0031"
    seq: int = 0
    previous: str = NO_PREVIOUS
    made: list[SealedRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        key = open_device_key(self.folder / f"{self.id}.key", self.folder / f"{self.id}.certificate", self.id)
        self.sealer = Sealer(Device(self.id, "0.1.0", "Raspberry Pi 4", "R503", "800×480"), key)

    def sign(
        self,
        *,
        method: Method = Method.STYLUS,
        parts: tuple[Part, ...] | None = None,
        signature: Signature | None = None,
        clock: ClockState = ClockState.SYNCHRONISED,
        **said: Any,
    ) -> SealedRecord:
        """Have a customer sign; what is said replaces what SALE says."""
        self.seq += 1
        record_id = str(
            UUID(int=(int(sha256(self.id.encode()).hexdigest()[:12], 16) << 80) | (len(self.made) + 1))
        )
        received = json.dumps(SALE | said, ensure_ascii=False)
        opened = Moment(OPENED + timedelta(minutes=19 * self.seq), 2_000_000_000, "boot-1", clock)
        text = f"{(SALE | said)['merchant']}\n{(SALE | said)['reference']}\n东北大米 10kg\t2\t178.00\n"
        shown = Shown("zh-CN", text, (PageShown(1, 3000),), 1.0)
        stroke = Stroke(Tool.PEN, (Point(0, 0, 3_000_000_000), Point(900, 400, 3_100_000_000)))
        drawn = Ink(14000, 5000, (stroke,))
        finger = Impression(8, 8, 508, bytes(64), "R503", 3_000_000_000)
        given = signature or (finger if method is Method.FINGERPRINT else drawn)
        signing = Confirmation(
            record_id=record_id,
            request=request_from_json("0198-request", "3", received),
            shown=shown,
            method=method,
            signature=given,
            match_code=match_code(record_id, shown.text_sha256),
            opened=opened,
            confirmed=opened.at(9_000_000_000),
            consents=("terms",),
        )
        record = self.sealer.seal(
            signing, self.parts(method) if parts is None else parts, self.seq, self.previous
        )
        self.previous = record.jws_sha256
        self.made.append(record)
        return record

    def parts(self, method: Method) -> tuple[Part, ...]:
        """Return the files that a record has beside its seal."""
        if method is Method.FINGERPRINT:
            return (Part("impression.png", "image/png", signature_png(self.seq)),)
        return (
            Part("ink.json", "application/json", b"[]"),
            Part("signature.png", "image/png", signature_png(self.seq)),
            Part("signature.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        )


def bundle_of(record: SealedRecord) -> bytes:
    """Return a record's bundle."""
    return make_bundle(record.jws, record.parts)


def content_digest(content: bytes) -> str:
    """Return what Content-Digest says of a body."""
    return f"sha-256=:{base64.b64encode(sha256(content).digest()).decode()}:"


@dataclass(frozen=True)
class Visit:
    """An archive that listens, with tokens for a terminal and a reader."""

    archive: Archive
    http: httpx.Client
    terminal_token: str
    reader_token: str

    def put(
        self, record_id: str, content: bytes, token: str | None = None, heads: Heads | None = None
    ) -> httpx.Response:
        """Upload as a terminal does."""
        headers = {"Signpost-Heads": str(heads)} if heads else {}
        headers |= {
            "Authorization": f"Bearer {token or self.terminal_token}",
            "Content-Type": MEDIA_TYPE,
            "Content-Digest": content_digest(content),
        }
        return self.http.put(f"/v1/bundles/{record_id}", content=content, headers=headers)

    def upload(
        self, record: SealedRecord, token: str | None = None, heads: Heads | None = None
    ) -> httpx.Response:
        """Upload a record that must be taken."""
        answer = self.put(record.id, bundle_of(record), token, heads)
        assert answer.status_code in {200, 201}, answer.text
        return answer

    def change_key(self, statement: str, token: str | None = None) -> httpx.Response:
        """Tell of a change of key as a terminal does."""
        headers = {"Authorization": f"Bearer {token or self.terminal_token}"}
        return self.http.post("/v1/key-changes", content=statement, headers=headers)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Read as a reader does."""
        return self.http.get(path, headers={"Authorization": f"Bearer {self.reader_token}", **headers})


class Stage:
    """One server for all tests; each puts its own archive on it, so that none waits for a start and a stop."""

    def __init__(self) -> None:
        self.app: FastAPI | None = None
        server = uvicorn.Server(
            uvicorn.Config(
                self._play, port=0, log_level="error", access_log=False, lifespan="off", interface="asgi3"
            )
        )
        self._listener = server.config.bind_socket()
        self._server = server
        self._thread = threading.Thread(target=server.run, args=([self._listener],))
        self._thread.start()

    async def _play(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app
        await self.app(scope, receive, send)

    @contextmanager
    def showing(self, archive: Archive) -> Iterator[httpx.Client]:
        """Serve an archive, and return a client for it."""
        before, self.app = self.app, make_app(archive)
        try:
            # A bare TLS context, because httpx's own reads the system's certificates for each client.
            plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            with httpx.Client(base_url=self.address, timeout=60, verify=plain) as client:
                yield client
        finally:
            self.app = before

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        self._thread.join(60)
        self._listener.close()


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "archive", max_body_bytes=2 * 1024 * 1024)


@pytest.fixture
def visit(settings: Settings, stage: Stage) -> Iterator[Visit]:
    archive = open_archive(settings)
    terminal = archive.tokens.add("terminal-SP-0031", Role.TERMINAL)
    reader = archive.tokens.add("office", Role.READER)
    with stage.showing(archive) as client:
        yield Visit(archive, client, terminal, reader)
    archive.database.close()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)
