"""What waits to be signed on paper, and closes that are made once."""

from dataclasses import replace
from typing import Any

import pytest

from terminal.model.status import RequestState
from terminal.store import Store, papers
from terminal.store.requests import StoredRequest, paper_code
from terminal.store.slips import SlipKind


def fail(shop: Any, store: Store, number: int, code: str = "store_full", reference: str = "") -> str:
    request_id = f"0198f2aa-0000-7000-8000-0000{number:08x}"
    shop.ask(request_id, reference=reference or f"INV-{number}")
    assert store.requests.report(request_id, RequestState.FAILED, code=code, slip=SlipKind.PAPER)
    return request_id


def ids(page: tuple[list[StoredRequest], int]) -> list[str]:
    return [stored.id for stored in page[0]]


def test_what_failed_waits_for_paper_the_last_one_first(shop: Any, store: Store) -> None:
    one, two, three = (fail(shop, store, number) for number in (1, 2, 3))
    assert (ids(store.papers.waiting(page=0, size=2)), store.papers.waiting(page=0, size=2)[1]) == (
        [three, two],
        3,
    )
    assert ids(store.papers.waiting(page=1, size=2)) == [one]
    assert store.papers.signed(page=0, size=2) == ([], 0)


def test_what_nobody_can_read_waits_for_no_paper(shop: Any, store: Store) -> None:
    fail(shop, store, 1, code="unreadable")
    assert store.papers.waiting(page=0, size=9) == ([], 0)
    assert store.papers.find("0000 0001") is None


def test_a_sale_that_was_signed_after_all_waits_for_no_paper(shop: Any, store: Store) -> None:
    fail(shop, store, 1, reference="INV-7")
    other = fail(shop, store, 2, reference="INV-8")
    shop.sign("0198-again", reference="INV-7")
    assert ids(store.papers.waiting(page=0, size=9)) == [other]


def test_a_sale_signed_before_of_the_same_name_hides_nothing(shop: Any, store: Store) -> None:
    shop.sign("0198-before", reference="TABLE-5")
    later = fail(shop, store, 1, reference="TABLE-5")
    assert ids(store.papers.waiting(page=0, size=9)) == [later]


def test_it_is_signed_once(shop: Any, store: Store) -> None:
    request_id = fail(shop, store, 1)
    version = store.requests.get(request_id).version
    assert store.papers.sign(request_id)
    assert not store.papers.sign(request_id)
    stored = store.requests.get(request_id)
    assert (stored.state, stored.code, stored.version) == (RequestState.FAILED, "paper", version + 1)
    assert ids(store.papers.signed(page=0, size=9)) == [request_id]
    assert store.papers.waiting(page=0, size=9) == ([], 0)


def test_a_sale_of_another_till_or_amount_is_another_sale(shop: Any, store: Store) -> None:
    mine = [fail(shop, store, number, reference=f"TABLE-{number}") for number in (1, 2)]
    request = shop.signing.request
    for number, changed in ((1, {"till": "till-9"}), (2, {"received": '{"amount": "7.00"}'})):
        shop.signing = replace(shop.signing, request=replace(request, **changed))
        shop.sign(f"0198-other-{number}", reference=f"TABLE-{number}")
    assert ids(store.papers.waiting(page=0, size=9)) == mine[::-1]


@pytest.mark.parametrize("where", [papers._WAITS, papers._SIGNED])
def test_no_request_is_read_to_find_what_is_signed_on_paper(store: Store, where: str) -> None:
    plan = store._connection.execute("EXPLAIN QUERY PLAN SELECT id FROM requests WHERE " + where)  # noqa: S608 - our own
    steps = [step[3] for step in plan]
    assert steps[0].startswith("SEARCH requests USING INDEX requests_ended")
    assert not any("SCAN" in step or "later USING INDEX requests_ended" in step for step in steps)


@pytest.mark.parametrize("state", [RequestState.DISPLAYED, RequestState.CANCELLED])
def test_only_what_failed_is_signed_on_paper(shop: Any, store: Store, state: RequestState) -> None:
    request = shop.ask("0198f2aa-0000-7000-8000-000000000001")
    store.requests.report(request.id, state)
    assert not store.papers.sign(request.id)
    assert store.papers.find(paper_code(request.id)) is None
    assert store.requests.get(request.id).code == ""


def test_a_code_finds_what_waits_before_what_was_signed(shop: Any, store: Store) -> None:
    first, second = fail(shop, store, 0xABCD1234), "0198f2aa-1111-7000-8000-0000abcd1234"
    assert store.papers.sign(first)
    shop.ask(second)
    assert store.requests.report(second, RequestState.FAILED, code="store_full")
    found = store.papers.find("abcd 1234")
    assert found
    assert (found.stored.id, found.signed) == (second, False)
    assert store.papers.close("ABCD1234")
    again = store.papers.find("ABCD1234")
    assert again
    assert again.signed
    assert store.papers.close("ABCD1234") is None


def test_a_close_of_a_number_is_made_once(store: Store) -> None:
    made = store.closing.close("SP-0031", number=1)
    assert store.closing.close("SP-0031", ["INV-1"], number=1) == made
    assert len(store.slips.all()) == 1
    assert store.closing.close("SP-0031", number=2).number == 2
    assert store.closing.close("SP-0031").number == 3


def test_figures_so_far_are_those_of_the_close_and_close_nothing(shop: Any, store: Store) -> None:
    shop.sign("0198-one")
    so_far = store.closing.so_far("SP-0031")
    assert store.slips.next_unprinted()
    assert store.closing.last() is None
    close = store.closing.close("SP-0031")
    assert (so_far.number, so_far.signed, so_far.sums, so_far.head_sha256) == (
        (close.number, close.signed, close.sums, close.head_sha256)
    )
    slip = store.closing.last_slip()
    assert slip
    assert slip.about == close.to_json()
