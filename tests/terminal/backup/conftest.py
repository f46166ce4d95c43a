"""A unit with a key and some records, in a folder, and an empty stick."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terminal.backup.steps import Steps
from terminal.backup.unit_files import Unit
from terminal.backup.writing import Source, Written, write_backup
from terminal.evidence.age import read_recipients
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.ids import new_id
from terminal.model.record import Confirmation, Part, SealedRecord, match_code
from terminal.store import Store


class Shop:
    """A unit where people sign."""

    def __init__(self, folder: Path, signing: Confirmation, sealer: Sealer) -> None:
        self.data, self._signing = folder, signing
        folder.mkdir()
        self.key = open_device_key(
            folder / "device-key.pem", folder / "device-certificate.pem", sealer.device.terminal_id
        )
        self._sealer = replace(sealer, key=self.key)

    @property
    def store(self) -> Path:
        return self.data / "store.sqlite"

    @property
    def unit(self) -> Unit:
        files = (self.data / "device-key.pem", self.data / "device-certificate.pem")
        return Unit(self.store, self.data, *files, "SP-0031")

    def sign(self, store: Store, content: bytes = b"[]") -> SealedRecord:
        request = replace(self._signing.request, id=new_id())
        store.requests.accept(request, key=request.id, body_sha256="0", queue=True)
        record_id = new_id()
        code = match_code(record_id, self._signing.shown.text_sha256)
        signing = replace(self._signing, record_id=record_id, request=request, match_code=code)
        parts = (Part("ink.json", "application/json", content),)
        return store.records.keep(
            signing, lambda *place: self._sealer.seal(signing, parts, *place), sinks=["archive"], copies=1
        )

    def sign_many(self, count: int, content: bytes = b"[]") -> list[SealedRecord]:
        with Store(self.store) as store:
            return [self.sign(store, content) for _ in range(count)]

    def back_up(self, stick: Path, *recipients: str, at: int = 0, steps: Steps | None = None) -> Written:
        source = Source(self.store, self.data, None, self.key, "SP-0031", "0.1.0")
        when = datetime(2026, 11, 23, 3, 30, at, tzinfo=UTC)
        return write_backup(source, stick, when, read_recipients(recipients), steps or Steps())


OpenShop = Callable[[str], Shop]


@pytest.fixture
def open_shop(tmp_path: Path, signing: Confirmation, sealer: Sealer) -> OpenShop:
    return lambda name: Shop(tmp_path / name, signing, sealer)


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return open_shop("data")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
