"""A request's document in the store: kept with it, moved into its record, or let go of."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.finding import Outcome
from terminal.evidence.record import Sealer
from terminal.evidence.verify import Found, judge
from terminal.model.record import Confirmation, Part
from terminal.model.request import SigningRequest, request_from_json
from terminal.model.status import CancelReason, RequestState
from terminal.session.shown import text_shown
from terminal.store import Store
from terminal.store.documents import KEPT_DAYS
from terminal.store.errors import StoreDamaged
from tests.conftest import RECEIVED

PDF = b"%PDF-1.7 " + bytes(range(256)) * 4000
Keep = Callable[..., SigningRequest]


class Calendar:
    """The wall clock of a store."""

    def __init__(self) -> None:
        self.now = "2026-11-01T09:00:00.000Z"

    def __call__(self) -> str:
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def dated(tmp_path: Path, calendar: Calendar) -> Store:
    return Store(tmp_path / "store.sqlite", calendar)


@pytest.fixture
def keep(dated: Store) -> Keep:
    def keep(request_id: str = "r-1", pdf: bytes = PDF) -> SigningRequest:
        document = {"sha256": sha256(PDF).hexdigest(), "size": len(PDF), "pages": [[595.0, 842.0]]}
        request = request_from_json(request_id, "till-3", json.dumps(RECEIVED | {"document": document}))
        dated.requests.accept(request, key=request_id, body_sha256="b", queue=True, pdf=pdf)
        return request

    return keep


def sign(
    store: Store, request: SigningRequest, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]
) -> str:
    """Sign a request as its customer does; return the record's id."""
    assert request.document
    text = text_shown(request, "zh-CN")
    shown = replace(signing.shown, text=text, document_sha256=request.document.sha256)
    given = replace(signing, request=request, shown=shown, record_id=f"record-{request.id}")
    store.records.keep(given, lambda *place: sealer.seal(given, parts, *place), sinks=(), copies=0)
    return given.record_id


def test_it_is_read_piece_by_piece_and_whole(dated: Store, keep: Keep) -> None:
    keep()
    pieces = list(dated.documents.pieces("r-1"))
    assert b"".join(pieces) == PDF
    assert len(pieces) == 4
    assert dated.documents.bytes_waiting() == len(PDF)
    assert list(dated.documents.pieces("nobody's")) == []


def test_the_same_call_again_keeps_one_copy(dated: Store, keep: Keep) -> None:
    keep()
    keep()
    assert dated.documents.bytes_waiting() == len(PDF)


def test_signed_it_is_a_sealed_part_and_nowhere_else(
    dated: Store, keep: Keep, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]
) -> None:
    record_id = sign(dated, keep(), signing, sealer, parts)
    assert dated.documents.bytes_waiting() == 0
    part = dated.records.part(record_id, "document.pdf")
    assert part == Part("document.pdf", "application/pdf", PDF)
    bundle = open_bundle(make_bundle(dated.records.jws(record_id), dated.records.parts(record_id)))
    assert bundle.files["document.pdf"] == PDF
    assert bundle.record["shown"]["document_sha256"] == sha256(PDF).hexdigest()
    assert f"document.pdf\t{sha256(PDF).hexdigest()}" in bundle.record["shown"]["text"]
    listed = [each for each in bundle.record["parts"] if each["name"] == "document.pdf"]
    assert listed == [
        {
            "name": "document.pdf",
            "type": "application/pdf",
            "size": len(PDF),
            "sha256": sha256(PDF).hexdigest(),
        }
    ]


def test_a_verdict_says_that_it_is_the_one_that_was_sent_and_shown(
    dated: Store, keep: Keep, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]
) -> None:
    request = keep()
    record_id = sign(dated, request, signing, sealer, parts)
    files = {"record.jws": dated.records.jws(record_id)}
    files |= {part.name: part.content for part in dated.records.parts(record_id)}
    said = [finding for finding in judge(Found("here", files)).findings if finding.what == "document"]
    assert [finding.outcome for finding in said] == [Outcome.HOLDS]
    shown = replace(signing.shown, document_sha256="0" * 64)
    other = sealer.seal(replace(signing, request=request, shown=shown), (), 1, "0" * 64)
    wrong = judge(Found("here", {"record.jws": other.jws, "document.pdf": PDF})).wrong
    assert "the PDF that was sealed is not the one that was sent and shown" in wrong


@pytest.mark.parametrize("left", [b"", PDF[:-1] + b"?"], ids=["gone", "changed"])
def test_a_document_that_is_not_as_it_was_sent_is_not_sealed(
    dated: Store, keep: Keep, left: bytes, signing: Confirmation, sealer: Sealer, parts: tuple[Part, ...]
) -> None:
    request = keep()
    dated._connection.execute("UPDATE documents SET content = ?", (left,))
    with pytest.raises(StoreDamaged):
        sign(dated, request, signing, sealer, parts)
    assert dated.records.head()[0] == 0
    assert dated.requests.get("r-1").state is RequestState.PENDING


def test_what_was_not_signed_goes_after_a_week(dated: Store, keep: Keep, calendar: Calendar) -> None:
    for name in ("cancelled", "failed", "open"):
        keep(name)
    dated.requests.report("cancelled", RequestState.CANCELLED, CancelReason.CUSTOMER)
    dated.requests.report("failed", RequestState.FAILED, code="paper")
    calendar.now = f"2026-11-{KEPT_DAYS:02}T23:59:59.000Z"
    assert dated.documents.sweep() == 0
    calendar.now = f"2026-11-{1 + KEPT_DAYS:02}T09:00:01.000Z"
    keep("another")  # each that comes makes room
    left = [name for name in ("cancelled", "failed", "open", "another") if any(dated.documents.pieces(name))]
    assert left == ["open", "another"]
