"""A backup's manifest: what is in it, signed by the terminal, so that neither can be changed without the other."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from .errors import SealError
from .jws import open_jws
from .keys import DeviceKey
from .seal import seal

MANIFEST_TYP = "signpost-backup+jws"
MANIFEST_SCHEMA = "signpost.backup/1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        made_utc: when, by the terminal's clock.
        version: of Signpost.
        store_sha256: hex, of the snapshot ``store.sqlite``.
        records: how many there are; ``chain_seq`` and ``chain_sha256`` are the last one's number and seal.
        journal_seq, journal_sha256: the journal's last line.
        files: hex SHA-256 of everything that lies beside the store, by name: certificates, keys.
    """

    terminal_id: str
    made_utc: str
    version: str
    store_sha256: str
    records: int
    chain_seq: int
    chain_sha256: str
    journal_seq: int
    journal_sha256: str
    files: Mapping[str, str] = field(default_factory=dict)


def seal_manifest(manifest: Manifest, key: DeviceKey) -> tuple[bytes, bytes]:
    """Return ``manifest.json`` and ``manifest.jws`` around exactly it."""
    text = json.dumps({"schema": MANIFEST_SCHEMA, **asdict(manifest)}, ensure_ascii=False, indent=1).encode()
    return text, seal(text, key, MANIFEST_TYP)


def check_manifest(text: bytes, signed: bytes) -> tuple[Manifest, str]:
    """Return what a manifest says, and the thumbprint of the key that signed it.

    Raises:
        SealError: it is none, was changed, or is not the one that was signed.
    """
    opened = open_jws(signed, MANIFEST_TYP, "manifest.jws", "the manifest")
    if opened.payload != text:
        raise SealError("manifest.json is not what manifest.jws was signed around")
    try:
        said = json.loads(text)
        manifest = Manifest(
            **{name: said[name] for name in Manifest.__slots__ if name != "files" or name in said}
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError(f"what is signed is no backup's manifest: {error}") from error
    counts = (manifest.records, manifest.chain_seq, manifest.journal_seq)
    if not all(isinstance(count, int) for count in counts):
        raise SealError("what is signed is no backup's manifest: a count is none")
    if not isinstance(manifest.files, dict) or not all(
        isinstance(each, str) for each in manifest.files.values()
    ):
        raise SealError("what is signed is no backup's manifest: it lists no files")
    return manifest, opened.signer.thumbprint
