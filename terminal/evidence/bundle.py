"""The bundle: one record and all its parts in one file, ``<id>.signpost``, a ZIP.

The same record gives the same bytes: members are stored, not compressed (two zlib versions would differ), in
a fixed order, and dated 1980, the earliest that ZIP knows.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from terminal.model.record import Part

from .errors import SealError

if TYPE_CHECKING:
    from .seal import Seal

SEAL_NAME = "record.jws"
SIGNED_PDF = "signed.pdf"
"""Made after the record was sealed: no part of it, it proves itself."""

MEDIA_TYPE = "application/vnd.signpost+zip"
MAX_MEMBERS = 64
MAX_BYTES = 128 * 1024 * 1024


UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What Python's ZIP reader raises for what it cannot unpack."""


class BundleError(ValueError):
    """The bundle does not hold. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was opened and holds: the sealed record and its parts by name."""

    seal: "Seal"
    files: dict[str, bytes]

    @property
    def record(self) -> dict[str, Any]:
        """The record's values."""
        return self.seal.record


def make_bundle(jws: bytes, parts: tuple[Part, ...]) -> bytes:
    """Return the bundle of a sealed record."""
    return pack({SEAL_NAME: jws, **{part.name: part.content for part in parts}})


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a record's files as a bundle has them: the seal first, then the others by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != SEAL_NAME, name)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, files[name])
    return packed.getvalue()


def open_bundle(content: bytes) -> Bundle:
    """Open a bundle and check everything it can prove by itself: seal, parts, and that nothing else is in it.

    Raises:
        BundleError: naming what does not hold.
    """
    from .finding import Outcome  # noqa: PLC0415 - who only makes bundles needs no cryptography
    from .parts import judge_parts  # noqa: PLC0415
    from .seal import check_seal  # noqa: PLC0415

    files = unpack(content)
    if SEAL_NAME not in files:
        raise BundleError(f"there is no {SEAL_NAME} in the bundle")
    try:
        seal = check_seal(files[SEAL_NAME])
    except SealError as error:
        raise BundleError(str(error)) from error
    for finding in judge_parts(seal.record, files, {seal.thumbprint}):
        if finding.outcome is not Outcome.HOLDS:
            raise BundleError(finding.sentence)
    return Bundle(seal, files)


def unpack(content: bytes) -> dict[str, bytes]:
    """Return a ZIP's files by name, refusing what could fill the disk or write elsewhere.

    Raises:
        BundleError: it is no ZIP, or none that is safe to open.
    """
    if len(content) > MAX_BYTES:
        raise BundleError(f"the bundle is larger than {MAX_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
                raise BundleError("the bundle has too many files, or two of one name")
            if sum(member.file_size for member in members) > MAX_BYTES:
                raise BundleError(f"the bundle unpacks to more than {MAX_BYTES} bytes")
            if any("/" in name or name.startswith(".") or "\\" in name for name in names):
                raise BundleError("the bundle names a file outside itself")
            return {member.filename: archive.read(member) for member in members}
    except UNREADABLE as error:
        if isinstance(error, BundleError):
            raise
        what = "is damaged" if zipfile.is_zipfile(io.BytesIO(content)) else "is not a ZIP file"
        raise BundleError(f"the bundle {what}: {error}") from error
