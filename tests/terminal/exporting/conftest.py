"""A unit's store with a few records in it, and a stick in a fake socket."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from terminal.evidence.keys import open_device_key
from terminal.evidence.protecting import protect
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.exporting.sticks import Sockets
from terminal.ids import new_id
from terminal.model.impression import Impression
from terminal.model.record import Confirmation, SealedRecord, match_code
from terminal.model.request import Method, request_from_json
from terminal.store import Store

UDISKS = """#!/bin/sh
# What udisks2 does to a mount table, for stick {device} at {folder}.
echo "$@" >> {calls}
case "$1" in
    mount)
        if [ -e {broken} ]; then echo "Error mounting: wrong fs type" >&2; exit 1; fi
        printf '%s\\n' '{device} {escaped} vfat rw 0 0' >> {mounts} ;;
    unmount)
        if [ -e {busy} ]; then echo "Error unmounting: target is busy" >&2; exit 1; fi
        grep -v "^{device} " {mounts} > {mounts}.new; mv {mounts}.new {mounts} ;;
esac
"""


CODED = {"settle_date": "0302", "ref_no": "123456789012"}
"""Of a sale whose match code is 557A8226."""


@dataclass(frozen=True)
class Socket:
    """A USB socket with a stick in it, and the program that mounts it."""

    sockets: Sockets
    folder: Path
    calls: Path
    broken: Path
    busy: Path

    def mounted(self) -> bool:
        return "/dev/sda1 " in self.sockets.mounts.read_text(encoding="utf-8")


def plug(blocks: Path, name: str, *, removable: str = "1", size: str = "62333952", parts: int = 1) -> Path:
    """Plug a disk in, as the kernel shows one."""
    disk = blocks / name
    (disk / "device").mkdir(parents=True)
    facts = {"removable": removable, "size": size, "device/vendor": "SanDisk", "device/model": "Ultra"}
    for fact, said in facts.items():
        (disk / fact).write_text(f"{said}\n", encoding="utf-8")
    for number in range(1, parts + 1):
        (disk / f"{name}{number}").mkdir()
        (disk / f"{name}{number}" / "partition").write_text(f"{number}\n", encoding="utf-8")
    return disk


@pytest.fixture
def socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Socket:
    blocks, mounts, folder = tmp_path / "block", tmp_path / "mounts", tmp_path / "media" / "KING STON"
    folder.mkdir(parents=True)
    plug(blocks, "sda")
    plug(blocks, "mmcblk0", removable="0")
    plug(blocks, "loop0")
    plug(blocks, "sdz", size="0")
    mounts.write_text("/dev/mmcblk0p1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n", encoding="utf-8")
    made = Socket(Sockets(blocks, mounts), folder, tmp_path / "calls", tmp_path / "broken", tmp_path / "busy")
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "udisksctl"
    filled = {
        "device": "/dev/sda1",
        "folder": str(folder),
        "escaped": str(folder).replace(" ", chr(92) + "040"),
        "calls": made.calls,
        "broken": made.broken,
        "busy": made.busy,
        "mounts": mounts,
    }
    program.write_text(UDISKS.format(**filled), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    return made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def own(data: Path, sealer: Sealer) -> Sealer:
    """The unit's own hand."""
    return replace(
        sealer, key=open_device_key(data / "device-key.pem", data / "device-certificate.pem", "SP-0031")
    )


@pytest.fixture
def store(data: Path) -> Store:
    return Store(data / "store.sqlite")


Keep = Callable[..., SealedRecord]


@pytest.fixture
def keep(store: Store, signing: Confirmation, own: Sealer) -> Keep:
    """Keeps a record of another sale in the store."""

    def kept(
        reference: str = "INV-2041",
        *,
        finger: Impression | None = None,
        recipients: tuple[str, ...] = (),
        **more: object,
    ) -> SealedRecord:
        received = json.loads(signing.request.received) | {"reference": reference, **CODED, **more}
        request = request_from_json(new_id(), "till-3", json.dumps(received, ensure_ascii=False))
        record_id = new_id()
        one = replace(
            signing,
            record_id=record_id,
            request=request,
            match_code=match_code(record_id, signing.shown.text_sha256, "0302", "123456789012"),
        )
        if finger:
            one = replace(one, signature=finger, method=Method.FINGERPRINT)
        parts = protect(parts_of(one), recipients)
        store.requests.accept(request, key=request.id, body_sha256="0", queue=True)
        return store.records.keep(
            one, lambda *place: own.seal(one, parts, *place), sinks=["archive"], copies=1
        )

    return kept


@pytest.fixture
def finger() -> Impression:
    return Impression(96, 96, 500, bytes(range(96)) * 96, "R503")
