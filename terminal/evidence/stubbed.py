"""What can be said of a record as it was found whose content is not here: that it was let go of, and where it stood."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from .bundle import SEAL_NAME
from .errors import SealError
from .finding import Finding, broken, holds
from .stub import DESTROYED, STUB_NAME, Stub, check_stub
from .trusted import Trusted


def judge_stub(
    files: Mapping[str, bytes], listed: Mapping[str, object], named: str, trusted: Trusted
) -> tuple[Stub | None, tuple[Finding, ...]]:
    """Return what stands for a record, and what holds of it; None for the stub where it does not hold.

    Args:
        files: what was found, by name, the stub among them.
        listed: what the store's lists say of the record.
        named: the record's id as the file's name has it; empty where it has none.
        trusted: certificates that came from elsewhere.
    """
    try:
        stub, thumbprint = check_stub(files[STUB_NAME])
    except SealError as error:
        return None, (
            broken("seal", f"the record is missing, and the word in its place does not hold: {error}"),
        )
    if thumbprint not in trusted.thumbprints | {stub.thumbprint}:
        sentence = "the record is missing, and another key than its own signed the word in its place"
        return stub, (broken("seal", sentence),)
    findings = (*_listing(stub, listed, named), *_beside(stub, files))
    return stub, (holds("seal", str(stub)), *findings)


def _listing(stub: Stub, listed: Mapping[str, object], named: str) -> Iterator[Finding]:
    """Yield where the store, or the file's name, says something else of the record than the stub."""
    said = {"id": stub.record_id, "seq": stub.chain.get("seq")}
    for name in sorted(said.keys() & listed.keys()):
        if listed[name] != said[name]:
            yield broken("list", f"{name} is {listed[name]} in the store and {said[name]} in its place")
    if named not in {"", stub.record_id}:
        yield broken("file", f"its name is that of record {named}, and it stands for {stub.record_id}")


def _beside(stub: Stub, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what lies beside the stub and should not, or should and does not."""
    others = {name: content for name, content in files.items() if name not in {SEAL_NAME, STUB_NAME}}
    for name, content in others.items():
        if stub.became == DESTROYED:
            yield broken("parts", f"{name} is still here, although the record's destruction was signed")
        elif sha256(content).hexdigest() != stub.file_sha256:
            yield broken("parts", f"{name} is not the file that was sealed to the owner")
    if stub.became != DESTROYED and not others:
        yield broken("parts", "the file that was sealed to the owner is missing")
