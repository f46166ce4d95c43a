"""A terminal that signed a few records, and everything that it left behind, in memory."""

import base64
import json
import shutil
import ssl
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from terminal.evidence.bundle import make_bundle
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.ids import new_id
from terminal.model.record import Confirmation, SealedRecord, match_code
from terminal.model.request import request_from_json
from terminal.store import Store
from terminal.store.reading import ReadRecord, StoreReader

COUNT = 8


@dataclass(frozen=True)
class Terminal:
    """What a terminal left behind."""

    store: Path
    bundles: Path
    certificate: bytes
    records: tuple[SealedRecord, ...]
    read: tuple[ReadRecord, ...]
    journal: tuple[tuple[str, str], ...]

    @property
    def head(self) -> str:
        """The chain's head, as ``--head`` wants it."""
        return f"{self.records[-1].seq}:{self.records[-1].jws_sha256}"


def sale(signing: Confirmation, number: int) -> Confirmation:
    """Return a signing of another sale."""
    received = json.loads(signing.request.received) | {"reference": f"INV-{2041 + number}"}
    request = request_from_json(new_id(), "till-3", json.dumps(received, ensure_ascii=False))
    shown = replace(signing.shown, text=f"晨光超市\n{received['reference']}\nCNY 1280.00\n")
    record_id = new_id()
    return replace(
        signing,
        record_id=record_id,
        request=request,
        shown=shown,
        match_code=match_code(record_id, shown.text_sha256),
    )


@pytest.fixture(scope="session")
def kept() -> dict[str, Terminal]:
    """What was made once for all tests: sealing and drawing take their time."""
    return {}


@pytest.fixture
def terminal(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    kept: dict[str, Terminal],
    signing: Confirmation,
    sealer: Sealer,
) -> Terminal:
    """A terminal's store, and a folder with its bundles; each test has its own copy."""
    if not kept:
        kept["made"] = made(tmp_path_factory.mktemp("terminal"), signing, sealer)
    own = replace(kept["made"], store=tmp_path / "store.sqlite", bundles=tmp_path / "bundles")
    shutil.copy(kept["made"].store, own.store)
    shutil.copytree(kept["made"].bundles, own.bundles)
    return own


def made(folder: Path, signing: Confirmation, sealer: Sealer) -> Terminal:
    """Sign a few sales on a new terminal in a folder."""
    path, bundles = folder / "store.sqlite", folder / "bundles"
    bundles.mkdir()
    records = []
    with Store(path) as store:
        for number in range(COUNT):
            one = sale(signing, number)
            store.requests.accept(one.request, key=str(number), body_sha256="0", queue=False)
            parts = parts_of(one)
            record = store.records.keep(
                one, lambda *place, one=one, parts=parts: sealer.seal(one, parts, *place), sinks=[], copies=0
            )
            records.append(record)
            (bundles / f"{record.id}.signpost").write_bytes(make_bundle(record.jws, record.parts))
    with StoreReader(path) as reader:
        read = tuple(reader.records())
        journal = tuple(reader.journal() or ())
    certificate = ssl.DER_cert_to_PEM_cert(base64.b64decode(sealer.key.x5c[0])).encode()
    return Terminal(path, bundles, certificate, tuple(records), read, journal)
