from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.evidence.record import Sealer
from terminal.model.record import Confirmation, Part, SealedRecord
from terminal.model.request import SigningRequest
from terminal.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data" / "store.sqlite") as store:
        yield store


class Shop:
    """Fills a store with requests and records."""

    def __init__(self, store: Store, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]) -> None:
        self.store, self.signing, self.sealer, self.parts = store, signing, sealer, parts

    def ask(
        self,
        request_id: str = "0198-request",
        *,
        key: str = "",
        queue: bool = True,
        reference: str = "INV-2041",
    ) -> SigningRequest:
        request = replace(self.signing.request, id=request_id, reference=reference)
        self.store.requests.accept(request, key=key or request_id, body_sha256="0", queue=queue)
        return request

    def sign(
        self,
        request_id: str,
        *,
        sinks: tuple[str, ...] = ("archive",),
        copies: int = 1,
        reference: str = "INV-2041",
    ) -> SealedRecord:
        request = self.ask(request_id, reference=reference)
        signing = replace(self.signing, record_id=f"record-{request_id}", request=request)
        return self.store.records.keep(
            signing,
            lambda *place: self.sealer.seal(signing, self.parts, *place),
            sinks=sinks,
            copies=copies,
        )


@pytest.fixture
def shop(store: Store, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]) -> Shop:
    return Shop(store, signing, sealer, parts)
