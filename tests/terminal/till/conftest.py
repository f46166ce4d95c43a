"""A till API that really listens, a shop behind it, and a till that calls it."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from terminal.clock import Clock
from terminal.config import Config, Paths, TillConfig
from terminal.doorbell import Doorbell
from terminal.evidence.record import Sealer
from terminal.model.moment import Moment
from terminal.model.record import Confirmation, Part, SealedRecord
from terminal.model.status import Health, RequestState
from terminal.store import Store
from terminal.store.errors import RequestEnded
from terminal.till.serve import TillServer

SALE: dict[str, Any] = {
    "reference": "INV-2041",
    "amount": "128.00",
    "currency": "CNY",
    "lines": [{"text": "龙井茶", "quantity": "2", "amount": "128.00"}],
}


@contextmanager
def serving(config: Config, **options: Any) -> Iterator[TillServer]:
    """Run the API in a thread until the block ends."""
    server = TillServer(config, Clock(), **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def calling(server: TillServer, token: str) -> Iterator[httpx.Client]:
    """Call the API as the till that a token belongs to."""
    headers = {"Authorization": f"Bearer {token}"}
    # A bare TLS context, because httpx's own reads the system's certificates for each client.
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with httpx.Client(base_url=server.url, headers=headers, timeout=60, verify=plain) as client:
        yield client


class Shop:
    """The terminal's side: what happens in the store while tills call."""

    def __init__(
        self, config: Config, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]
    ) -> None:
        self.store = Store(config.paths.store)
        self.token = self.store.tills.add("till-3")
        self._bell = Doorbell(config.paths.runtime, "terminal")
        self._signing, self._sealer, self._parts = signing, sealer, parts

    def report(self, request_id: str, state: RequestState, **more: Any) -> None:
        self.store.requests.report(request_id, state, **more)
        self._bell.ring()

    def sign(self, request_id: str) -> SealedRecord:
        signing = replace(
            self._signing,
            record_id=f"record-{request_id}",
            request=self.store.requests.get(request_id).request,
        )
        record = self.store.records.keep(
            signing,
            lambda *place: self._sealer.seal(signing, self._parts, *place),
            sinks=("archive",),
            copies=1,
        )
        self._bell.ring()
        return record

    def print_slip(self) -> None:
        slip = self.store.slips.next_unprinted()
        assert slip
        self.store.slips.printed(slip.id, b"a slip as a PNG")
        self._bell.ring()

    def try_to_sign(self, request_id: str) -> bool:
        try:
            self.sign(request_id)
        except RequestEnded:
            return False
        return True

    def note(self, name: str, health: Health, at: Moment | None = None) -> None:
        self.store.devices.note(name, health, "", at or Clock().now())

    def close(self) -> None:
        self._bell.close()
        self.store.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        paths=Paths(tmp_path / "data", tmp_path / "run"),
        till=TillConfig(listen="127.0.0.1:0", max_body_kb=64, max_connections=128),
    )


@pytest.fixture
def shop(config: Config, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]) -> Iterator[Shop]:
    shop = Shop(config, signing, sealer, parts)
    yield shop
    shop.close()


@pytest.fixture
def server(config: Config) -> Iterator[TillServer]:
    with serving(config) as server:
        yield server


@pytest.fixture
def till(server: TillServer, shop: Shop) -> Iterator[httpx.Client]:
    with calling(server, shop.token) as client:
        yield client


Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(till: httpx.Client) -> Ask:
    """Post the usual sale with what is different about it."""

    def post(key: str = "key-1", **different: Any) -> httpx.Response:
        return till.post("/v1/requests", json=SALE | different, headers={"Idempotency-Key": key})

    return post
