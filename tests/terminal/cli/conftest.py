"""A unit in a folder, and a record that was signed on it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.config import load_config
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.model.record import Confirmation, SealedRecord
from terminal.store import Store

SIGNPOST = Path(sys.executable).with_name("signpost")


class Unit:
    """A configured unit in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "signpost.toml"
        self.write("")

    def write(self, more: str) -> None:
        self.config.write_text(
            f'[paths]\ndata = "{self.folder}/data"\nruntime = "{self.folder}/run"\n'
            f'[fingerprint]\nport = ""\n[panel]\npins = "none"\n{more}',
            encoding="utf-8",
        )

    def break_store(self, sql: str, *values: object) -> None:
        """Change the store behind Signpost's back."""
        with Store(self.folder / "data" / "store.sqlite") as store:
            store._connection.execute(sql, values)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "SIGNPOST_CONFIG": str(self.config), "COLUMNS": "200", "NO_COLOR": "1"}
        return subprocess.run(
            [SIGNPOST, *words], env=environment, capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path)


@pytest.fixture
def own(unit: Unit, sealer: Sealer) -> Sealer:
    """The unit's own hand, made at its first start."""
    paths = load_config(unit.config).paths
    return replace(sealer, key=open_device_key(paths.device_key, paths.device_certificate, "SP-0031"))


Sign = Callable[[], SealedRecord]


@pytest.fixture
def sign(unit: Unit, signing: Confirmation, own: Sealer) -> Sign:
    """Keeps a record in the unit's store, sealed with the unit's key."""

    def keep() -> SealedRecord:
        with Store(unit.folder / "data" / "store.sqlite") as store:
            store.requests.accept(signing.request, key="k", body_sha256="0", queue=False)
            parts = parts_of(signing)
            return store.records.keep(
                signing,
                lambda *place: own.seal(signing, parts, *place),
                sinks=["archive"],
                copies=1,
            )

    return keep


@pytest.fixture
def signed(sign: Sign) -> SealedRecord:
    """A record in the unit's store, sealed with the unit's key."""
    return sign()
