"""The unit's own files beside its store: keys, certificates, tokens; put back from a backup that has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from terminal.evidence.errors import KeyUnfit
from terminal.evidence.keys import certificate_thumbprint, open_device_key, write_private

from . import SETTINGS
from .opening import Opened


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a backup is restored on."""

    store: Path
    data: Path
    key: Path
    certificate: Path
    terminal_id: str


def put_files(opened: Opened, unit: Unit, *, over: bool) -> tuple[str, ...]:
    """Put the unit's files back, the device's key last but for its certificate; existing ones only with ``over``."""
    own = (unit.key.name, unit.certificate.name)
    has_key = unit.key.name in opened.files
    put = []
    for name in sorted(opened.files, key=lambda name: (name in own, name != unit.key.name)):
        place = unit.data / name
        if name == SETTINGS or (name == unit.certificate.name and not has_key):
            continue  # the site's settings are a person's to put back; a certificate is nothing without its key
        if not place.exists() or (over and place.read_bytes() != opened.files[name]):
            write_private(place, opened.files[name])
            put.append(name)
    return tuple(put)


def told_key(opened: Opened, unit: Unit, files: Sequence[str]) -> str:
    """Say with which key the terminal goes on, making one where there is none."""
    if unit.key.name in files:
        return "The terminal's key is restored: the next records are sealed as those before."
    try:
        own = certificate_thumbprint(unit.certificate) if unit.certificate.exists() else ""
    except KeyUnfit:
        own = ""
    if own == opened.signer:
        return ""
    if not own and not unit.key.exists():
        own = open_device_key(unit.key, unit.certificate, unit.terminal_id).thumbprint
    old = unit.data / "old-certificates" / f"{opened.signer}-restored.pem"
    certificate = opened.files.get(unit.certificate.name)
    if certificate and not old.exists():
        write_private(old, certificate)
    return (
        f"The next records are sealed with this unit's own key {own}, not with {opened.signer}: the old key is not in"
        " this backup, and cannot sign any more that the new one follows it. The archive must be told to take this"
        " key for the terminal."
    )
