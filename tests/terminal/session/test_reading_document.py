"""A document is leafed through: what is drawn, what counts as read, and what the record keeps of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from terminal.model.document import DOCUMENT_PART, WHOLE_PAGE, Document, PagePicture, PageSize, Place, Region
from terminal.model.moment import Moment
from terminal.model.request import Consent, Kind, SigningRequest
from terminal.session import State, Unit, advance
from terminal.session import events as ev
from terminal.session.effects import DrawPage, Effect
from terminal.session.leaves import Leaves
from terminal.session.reading import AHEAD_PX
from terminal.session.states import (
    Agreeing,
    Cancelled,
    Choosing,
    Idle,
    OutOfService,
    OutReason,
    PowerGoing,
    ReadingDocument,
    Reviewing,
)
from terminal.session.view import Mode

A4 = PageSize(595.28, 841.89)
TOP, FOOT = Region(0, 0, 1, 0.4), Region(0, 0.6, 1, 1)
WIDE_PX = 656

Later = Callable[[float], Moment]


@pytest.fixture
def later(at: Moment) -> Later:
    return lambda seconds: replace(at, monotonic_ns=at.monotonic_ns + int(seconds * 1e9))


@pytest.fixture
def contract(sale: SigningRequest) -> SigningRequest:
    return replace(
        sale,
        kind=Kind.DOCUMENT,
        amount="",
        lines=(),
        title={"en": "A contract"},
        document=Document("5d" * 32, 40_000, (A4, A4, A4)),
    )


def opened(request: SigningRequest, unit: Unit, at: Moment) -> tuple[State, list[Effect]]:
    return advance(Idle(unit), ev.Requested(request, "018f-record", at))


def pressed(state: State, touch: ev.Touch, at: Moment) -> State:
    return advance(state, ev.Pressed(touch, at))[0]


def looked(page: int, seen: Region = FOOT, page_px: int = WIDE_PX, *, drawn: bool = True) -> ev.Looked:
    return ev.Looked(page, seen, page_px, drawn)


def asked(state: State, touch: ev.Touch, at: Moment) -> list[DrawPage]:
    return [each for each in advance(state, ev.Pressed(touch, at))[1] if isinstance(each, DrawPage)]


def drawn(
    request: SigningRequest, page: int, width_px: int = WIDE_PX, region: Region = WHOLE_PAGE
) -> ev.PageDrawn:
    return ev.PageDrawn(request.id, page, PagePicture(page, width_px, 928, b"", region))


def leaves(state: State) -> Leaves:
    assert isinstance(state, ReadingDocument)
    return state.session.leaves


def read_to(page: int, contract: SigningRequest, unit: Unit, later: Later) -> State:
    """Return the state in which a page stands on the glass, each before it having stood for two seconds."""
    state, _ = opened(contract, unit, later(0))
    for number in range(page + 1):
        state = pressed(state, looked(number), later(2 * number))
        if number < page:
            state = pressed(state, ev.Turned(number + 1), later(2 * number + 2))
    return state


def test_a_document_alone_is_read_at_once(contract: SigningRequest, unit: Unit, at: Moment) -> None:
    state, _ = opened(contract, unit, at)
    assert isinstance(state, ReadingDocument)
    assert (state.session.pages, state.session.leaves) == ((), Leaves())


@pytest.mark.parametrize("more", [{"body": {"en": "Dear customer"}}, {"amount": "12.00"}])
def test_what_else_there_is_to_read_comes_before_the_document(
    contract: SigningRequest, unit: Unit, later: Later, more: dict[str, object]
) -> None:
    request = replace(contract, **more)  # type: ignore[arg-type]
    state, effects = opened(request, unit, later(0))
    assert isinstance(state, Reviewing)
    assert DrawPage(request.id, 1, AHEAD_PX) in effects
    state = pressed(state, ev.ReadOn(1), later(3))
    assert isinstance(state, ReadingDocument)
    assert state.session.pages == (3000,)


def test_what_the_glass_shows_is_asked_for(contract: SigningRequest, unit: Unit, at: Moment) -> None:
    state, _ = opened(contract, unit, at)
    assert asked(state, looked(0, TOP, drawn=False), at) == [DrawPage(contract.id, 1, WIDE_PX)]


def test_a_large_page_is_drawn_as_far_as_it_is_seen(contract: SigningRequest, unit: Unit, at: Moment) -> None:
    state, _ = opened(contract, unit, at)
    seen = Region(0.25, 0.1, 0.75, 0.2)
    assert asked(state, looked(0, seen, 2000), at) == [DrawPage(contract.id, 1, 1000, seen)]


def test_what_is_drawn_already_is_not_asked_for_again(
    contract: SigningRequest, unit: Unit, at: Moment
) -> None:
    state, _ = opened(contract, unit, at)
    state, _ = advance(state, drawn(contract, 1))
    assert asked(state, looked(0), at) == []
    assert asked(state, looked(0, page_px=300), at) == [DrawPage(contract.id, 1, 300)]


def test_the_next_page_is_drawn_before_it_is_turned_to(
    contract: SigningRequest, unit: Unit, at: Moment
) -> None:
    state, _ = opened(contract, unit, at)
    state, effects = advance(state, drawn(contract, 1))
    assert effects == [DrawPage(contract.id, 2, WIDE_PX)]
    state, effects = advance(state, drawn(contract, 2))
    assert effects == []
    assert [picture.page for picture in leaves(state).pictures] == [1, 2]


def test_of_each_page_the_last_pictures_are_kept_and_of_far_ones_none(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state = read_to(2, contract, unit, later)
    for event in (
        drawn(contract, 1),
        drawn(contract, 3, 300),
        drawn(contract, 3),
        drawn(contract, 3, 500, FOOT),
    ):
        state, _ = advance(state, event)
    kept = [(picture.page, picture.width_px) for picture in leaves(state).pictures]
    assert kept == [(3, WIDE_PX), (3, 500)]


def test_another_requests_page_is_not_taken(contract: SigningRequest, unit: Unit, at: Moment) -> None:
    state, _ = opened(contract, unit, at)
    other = replace(contract, id="018f-other")
    assert advance(state, drawn(other, 1)) == (state, [])
    assert advance(state, ev.PageNotDrawn(other.id, 1, "broken")) == (state, [])


def test_a_page_counts_from_when_it_is_drawn_until_it_is_turned(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state, _ = opened(contract, unit, later(0))
    state = pressed(state, looked(0, TOP, drawn=False), later(0))
    state = pressed(state, looked(0, TOP), later(5))
    state = pressed(state, looked(0, FOOT), later(7))
    state = pressed(state, ev.Turned(1), later(8))
    assert leaves(state).ms == (3000,)
    state = pressed(state, looked(1, drawn=False), later(9))
    assert leaves(state).ms == (3000,), "what is not drawn is not read"


def test_a_page_that_was_not_on_the_glass_is_not_turned_over(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state, _ = opened(contract, unit, later(0))
    assert leaves(pressed(state, ev.Turned(1), later(1))).page == 0
    state = pressed(state, looked(0), later(1))
    assert leaves(pressed(state, ev.Turned(1), later(1))).page == 1
    assert leaves(pressed(state, ev.Turned(3), later(1))).page == 0, "there are three"


def test_a_page_that_need_not_be_read_is_turned_over_at_once(
    contract: SigningRequest, unit: Unit, at: Moment
) -> None:
    state, _ = opened(replace(contract, read_to_end=False), unit, at)
    assert leaves(pressed(state, ev.Turned(1), at)).page == 1
    assert isinstance(pressed(state, ev.ReadOn(), at), Choosing)


def test_the_way_on_unlocks_at_the_foot_of_the_last_page(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state = read_to(1, contract, unit, later)
    assert isinstance(pressed(state, ev.ReadOn(), later(9)), ReadingDocument)
    state = pressed(state, ev.Turned(2), later(9))
    state = pressed(state, looked(2, TOP), later(10))
    assert isinstance(pressed(state, ev.ReadOn(), later(11)), ReadingDocument)
    state = pressed(state, looked(2, FOOT, drawn=False), later(11))
    assert isinstance(pressed(state, ev.ReadOn(), later(11)), ReadingDocument), "nothing was to be seen"
    state = pressed(state, looked(2, FOOT), later(12))
    state = pressed(state, looked(2, TOP), later(13))
    assert isinstance(pressed(state, ev.ReadOn(), later(14)), Choosing)


def test_the_record_says_how_long_each_page_stood(contract: SigningRequest, unit: Unit, later: Later) -> None:
    words = replace(contract, body={"en": "Dear customer"})
    state, _ = opened(words, unit, later(-3))
    state = pressed(state, ev.ReadOn(1), later(0))
    for page, second in ((0, 0), (1, 2), (2, 6)):
        state = pressed(state, ev.Turned(page), later(second))
        state = pressed(state, looked(page), later(second))
    state = pressed(state, ev.ReadOn(), later(7))
    assert isinstance(state, Choosing)
    assert state.session.shown
    assert [(page.part, page.page, page.shown_ms) for page in state.session.shown.pages] == [
        ("", 1, 3000),
        (DOCUMENT_PART, 1, 2000),
        (DOCUMENT_PART, 2, 4000),
        (DOCUMENT_PART, 3, 1000),
    ]
    assert state.session.shown.document_sha256 == "5d" * 32


def test_a_page_that_cannot_be_drawn_ends_in_words(contract: SigningRequest, unit: Unit, at: Moment) -> None:
    state, _ = opened(contract, unit, at)
    state, _ = advance(state, ev.PageNotDrawn(contract.id, 1, "broken"))
    assert isinstance(state, OutOfService)
    assert state.reason is OutReason.DOCUMENT_UNREADABLE


@pytest.mark.parametrize("touch", [ev.SpokeLanguage("en"), *map(ev.Toggled, Mode)])
def test_a_document_stays_open_where_it_is_whatever_the_glass_is_like(
    contract: SigningRequest, unit: Unit, later: Later, touch: ev.Touch
) -> None:
    state = read_to(1, contract, unit, later)
    assert leaves(pressed(state, touch, later(5))) == leaves(state)


def test_other_words_before_a_document_are_read_before_it_is_gone_on_with(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state = pressed(read_to(1, contract, unit, later), ev.Toggled(Mode.LARGE_TEXT), later(3))
    assert isinstance(state, ReadingDocument)
    words = replace(contract, body={"zh": "您好", "en": "Dear customer"})
    state = replace(state, session=replace(state.session, request=words))
    state = pressed(state, ev.SpokeLanguage("en"), later(3))
    assert isinstance(state, Reviewing)
    state = pressed(state, ev.ReadOn(1), later(9))
    assert leaves(state).page == 1
    assert leaves(state).ms == (2000, 1000), "the words were on the glass, and not the page"


def test_consents_are_given_after_the_document_and_again_in_another_language(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    asking = replace(contract, consents=(Consent("terms", {"zh": "同意", "en": "I agree"}),))
    state = pressed(read_to(2, asking, unit, later), ev.ReadOn(), later(6))
    assert isinstance(state, Agreeing)
    state = pressed(pressed(state, ev.Ticked("terms"), later(7)), ev.SpokeLanguage("en"), later(8))
    assert isinstance(state, Agreeing)
    assert state.session.consents == ()
    assert state.session.shown
    assert state.session.shown.language == "en"
    state = pressed(state, ev.WentBack(), later(9))
    assert leaves(state).page == 2
    assert state.session.shown is None  # type: ignore[union-attr]  # as leaves() has seen what it is
    assert isinstance(pressed(state, ev.ReadOn(), later(10)), Agreeing), "it was read"


def test_no_page_is_read_while_the_customer_picks_how_to_have_the_glass(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state = pressed(read_to(0, contract, unit, later), ev.OpenedView(), later(2))
    state = pressed(pressed(state, ev.OpenedView(), later(60)), looked(0), later(60))
    assert leaves(pressed(state, ev.Turned(1), later(61))).ms == (3000,)


def test_no_page_is_read_without_mains(contract: SigningRequest, unit: Unit, later: Later) -> None:
    state, _ = advance(read_to(0, contract, unit, later), ev.PanelSensed(None, True, later(2)))
    assert isinstance(state, PowerGoing)
    state, _ = advance(state, ev.PanelSensed(None, False, later(60)))
    assert leaves(pressed(state, ev.Turned(1), later(61))).ms == (2000,)


def test_the_deadline_runs_and_the_glass_gives_no_more_time_by_itself(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    near = contract.deadline_s - 5
    state, _ = opened(contract, unit, later(0))
    assert not pressed(state, looked(0), later(near)).session.extended  # type: ignore[union-attr]
    assert pressed(state, ev.LookedAt(FOOT, WIDE_PX), later(near)).session.extended  # type: ignore[union-attr]
    state, _ = advance(state, ev.DeadlinePassed(contract.id, later(contract.deadline_s)))
    assert isinstance(state, Cancelled)


def test_back_from_the_first_page_is_to_the_words_where_there_are_some(
    contract: SigningRequest, unit: Unit, later: Later
) -> None:
    state = read_to(0, contract, unit, later)
    assert pressed(state, ev.WentBack(), later(1)) == state
    state, _ = opened(replace(contract, amount="12.00"), unit, later(0))
    state = pressed(pressed(state, ev.ReadOn(1), later(2)), ev.WentBack(), later(5))
    assert isinstance(state, Reviewing)
    state = pressed(state, ev.ReadOn(1), later(6))
    assert isinstance(state, ReadingDocument)
    assert state.session.pages == (3000,)


@pytest.mark.parametrize(
    "place", [Place(2, 0.5, 0.4, 0.3, 0.1), Place(3, 0, 0, 1, 0.05), Place(1, 0.9, 0.95, 0.1, 0.05)]
)
def test_once_all_was_read_the_place_of_the_signature_is_drawn(
    contract: SigningRequest, unit: Unit, later: Later, place: Place
) -> None:
    document = Document("5d" * 32, 40_000, (A4, A4, A4), place)
    state = read_to(2, replace(contract, document=document), unit, later)
    after, effects = advance(state, ev.Pressed(ev.ReadOn(), later(9)))
    (ask,) = [each for each in effects if isinstance(each, DrawPage)]
    region = ask.region
    assert ask.page == place.page
    assert 0 <= region.left <= place.x < place.x + place.width <= region.right <= 1
    assert 0 <= region.top <= place.y < place.y + place.height <= region.bottom <= 1
    after, _ = advance(after, drawn(contract, place.page, ask.width_px, region))
    assert isinstance(after, Choosing)
    assert after.session.leaves.round_place
    assert after.session.leaves.pictures == state.session.leaves.pictures  # type: ignore[union-attr]
