"""A record's parts: whether each is the file that was sealed, and whether nothing else lies beside them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .bundle import SEAL_NAME, SIGNED_PDF
from .errors import SealError
from .finding import Finding, broken, holds, unknown
from .tombstone import TOMBSTONE_SUFFIX, check_tombstone

AGE_SUFFIX = ".age"
"""Of a file that is encrypted to the shop's owner."""


def judge_parts(
    record: Mapping[str, Any], files: Mapping[str, bytes], keys: Collection[str], *, whole: bool = True
) -> Iterator[Finding]:
    """Yield what is to be said of a record's parts: what does not hold, or one finding that all of it does.

    Args:
        record: as it was sealed.
        files: what is there, by name, the seal and the signed PDF among them.
        keys: thumbprints of the keys whose tombstones count.
        whole: whether all parts should be here; a signed PDF carries some of them only.
    """
    try:
        listed = _listed(record)
    except (KeyError, TypeError, ValueError) as error:
        yield broken("parts", f"the record does not list its parts: {error}")
        return
    buried = _Buried(str(record.get("id")), keys)
    found = [finding for part in listed.values() for finding in _judge(part, files, buried, whole=whole)]
    yield from found
    strangers = [name for name in files if not _belongs(name, listed, files)]
    if strangers:
        yield broken("parts", f"{', '.join(sorted(strangers))}: not sealed by the record")
    elif not found:
        count = len(listed)
        yield holds(
            "parts", f"all parts are the files that were sealed ({count})" if count else "it has none"
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the record says of a part."""

    name: str
    size: int
    sha256: str


def _listed(record: Mapping[str, Any]) -> dict[str, _Listed]:
    """Return what the record says of its parts, by name."""
    listed: dict[str, _Listed] = {}
    for part in record["parts"]:
        name, size, digest = part["name"], part["size"], part["sha256"]
        if not isinstance(name, str) or not isinstance(size, int) or not isinstance(digest, str):
            raise TypeError("a name, a size or a digest is none")
        if name in listed:
            raise ValueError(f"{name} is there twice")
        listed[name] = _Listed(name, size, digest)
    return listed


def _judge(part: _Listed, files: Mapping[str, bytes], buried: "_Buried", *, whole: bool) -> Iterator[Finding]:
    """Yield what is to be said of one part; nothing where it is as it was sealed."""
    content, stone = files.get(part.name), files.get(f"{part.name}{TOMBSTONE_SUFFIX}")
    if content is not None:
        if len(content) != part.size or sha256(content).hexdigest() != part.sha256:
            yield broken("parts", f"{part.name} is not the file that was sealed")
        if stone is not None:
            yield broken("parts", f"{part.name} is still here, although its destruction was signed")
    elif stone is not None:
        yield buried.judge(part, stone)
    elif f"{part.name}{AGE_SUFFIX}" in files:
        yield unknown("parts", f"{part.name} is encrypted to its owner: open it with age to have it checked")
    elif whole:
        yield broken("parts", f"{part.name} is missing")
    else:
        yield unknown("parts", f"{part.name} is not attached")


@dataclass(frozen=True, slots=True)
class _Buried:
    """Whose tombstones count: of which record, and signed by which keys."""

    record_id: str
    keys: Collection[str]

    def judge(self, part: _Listed, stone: bytes) -> Finding:
        """Say whether a missing part was destroyed by the terminal that had it."""
        try:
            said, thumbprint = check_tombstone(stone)
        except SealError as error:
            return broken("parts", f"{part.name} is missing, and its tombstone does not hold: {error}")
        if (said.record_id, said.part, said.sha256) != (self.record_id, part.name, part.sha256):
            return broken(
                "parts", f"{part.name} is missing, and the tombstone in its place is another part's"
            )
        if thumbprint not in self.keys:
            return broken(
                "parts", f"{part.name} is missing, and another key than the record's signed its tombstone"
            )
        return holds("parts", f"{part.name} was destroyed on {said.utc[:10]}: {said.why}")


def _belongs(name: str, listed: Collection[str], files: Collection[str]) -> bool:
    """Tell whether a file may lie in a bundle: the seal, a part, or what stands for a part that is not here."""
    if name in {SEAL_NAME, SIGNED_PDF} or name in listed:
        return True
    plain = name.removesuffix(AGE_SUFFIX)
    return name.removesuffix(TOMBSTONE_SUFFIX) in listed or (plain in listed and plain not in files)
