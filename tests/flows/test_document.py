"""A PDF on the real glass: drawn by the real child process, leafed through by hand, and kept with how it was read."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest

from terminal.config import Config
from terminal.evidence.seal import check_seal
from terminal.i18n import Catalogue
from terminal.model.document import DOCUMENT_PART
from terminal.model.ink import Stroke
from terminal.model.request import Kind, Method, SigningRequest, request_from_json
from terminal.model.status import RequestState
from terminal.session import State
from terminal.session import events as ev
from terminal.session.states import Choosing, OutOfService, OutReason, ReadingDocument
from terminal.typeset import Typesetter
from terminal.ui.glass import Glass
from terminal.ui.sample_contract import contract_of, contract_pdf
from terminal.ui.slate import Slate
from terminal.ui.theme import BASE_DOTS_PER_MM
from tests.flows.conftest import ScriptedGlass, Shop, Step, signing


class RealGlass(ScriptedGlass):
    """A real glass that nobody sees, touched by a script: what it tells by itself, the loop hears."""

    must_be_asked = True

    def __init__(self) -> None:
        super().__init__()
        self._glass = Glass([Slate()], Typesetter(), Catalogue(), BASE_DOTS_PER_MM, motion=False)

    def show(self, state: State) -> None:
        self._glass.show(state)
        super().show(state)

    def due_s(self) -> float | None:
        return self._glass.due_s()

    def touches(self) -> list[ev.Touch]:
        return [*self._glass.touches(), *super().touches()]

    def wait_for_page(self, page: int, within_s: float = 60) -> ReadingDocument:
        """Wait until a page stands on the glass, drawn, and return the state that shows it."""

        def stands() -> bool:
            state = self.shown[-1] if self.shown else None
            return isinstance(state, ReadingDocument) and (
                state.session.leaves.page == page
                and state.session.leaves.since_ns is not None
                and state.session.leaves.seen is not None
            )

        with self._changed:
            assert self._changed.wait_for(stands, within_s), self.shown[-1:]
            state = self.shown[-1]
        assert isinstance(state, ReadingDocument)
        return state


@pytest.fixture
def glass() -> RealGlass:
    return RealGlass()


@pytest.fixture
def shop(config: Config, request_json: str, glass: RealGlass) -> Iterator[Shop]:
    shop = Shop(config, request_json, glass)
    yield shop
    shop.close()


def ask_for(shop: Shop, pdf: bytes, digest: str = "") -> SigningRequest:
    """Post a request with a PDF, as the till's process would once it has looked at it."""
    known = contract_of("en")
    digest = digest or sha256(pdf).hexdigest()
    received = {
        "kind": Kind.DOCUMENT,
        "reference": "AGR-2041",
        "title": {"en": "A contract"},
        "methods": list(Method),
        "deadline_s": 300,
        "retries": 3,
        "read_to_end": True,
        "document": {
            "sha256": digest,
            "size": len(pdf),
            "pages": [[size.width_pt, size.height_pt] for size in known.pages],
        },
    }
    request = request_from_json("0198-one", "till-3", json.dumps(received))
    shop.store.requests.accept(request, key="0198-one", body_sha256="0", queue=True, pdf=pdf)
    shop.bell.ring()
    return request


def look_down(glass: RealGlass, state: ReadingDocument) -> None:
    """See the foot of the page that stands on the glass."""
    seen, page_px = state.session.leaves.seen, state.session.leaves.page_px
    assert seen
    foot = type(seen)(0, 1 - (seen.bottom - seen.top), 1, 1)
    glass.play(Step(ReadingDocument, ev.LookedAt(foot, page_px)))


def test_a_document_is_read_to_its_foot_and_signed(shop: Shop, glass: RealGlass, stroke: Stroke) -> None:
    pdf = contract_pdf("en")
    request = ask_for(shop, pdf)
    first = glass.wait_for_page(0)
    (drawn, *_) = first.session.leaves.of_page(0)
    assert drawn.width_px == first.session.leaves.page_px
    assert len(set(drawn.rgb)) > 100, "something is on it"
    glass.play(Step(ReadingDocument, ev.Turned(1)))
    look_down(glass, glass.wait_for_page(1))
    shop.wait_until(lambda: to_the_end(glass))
    glass.play(Step(ReadingDocument, ev.ReadOn()), *signing(stroke)[1:])
    stored = shop.store.requests.get(request.id)
    assert stored.state is RequestState.COMPLETED
    assert stored.record_id
    record = check_seal(shop.store.records.jws(stored.record_id)).record
    assert [(page["part"], page["page"]) for page in record["shown"]["pages"]] == [
        (DOCUMENT_PART, 1),
        (DOCUMENT_PART, 2),
    ]
    assert record["shown"]["document_sha256"] == sha256(pdf).hexdigest()


def to_the_end(glass: RealGlass) -> bool:
    state = glass.shown[-1]
    return isinstance(state, ReadingDocument) and state.session.leaves.to_the_end


def test_a_document_that_is_another_in_the_store_is_shown_to_nobody(shop: Shop, glass: RealGlass) -> None:
    ask_for(shop, contract_pdf("en"), sha256(b"another").hexdigest())
    glass.play(Step(OutOfService))
    (state,) = [each for each in glass.shown if isinstance(each, OutOfService)]
    assert state.reason is OutReason.DOCUMENT_UNREADABLE
    assert not any(isinstance(each, Choosing) for each in glass.shown)
