"""A till closes the terminal's day with its own."""

import httpx
import pytest

from terminal.model.status import RequestState
from terminal.store.slips import SlipKind
from tests.terminal.till.conftest import Ask, Shop


def close(till: httpx.Client, key: str = "monday", **said: object) -> httpx.Response:
    return till.post("/v1/day-close", json=said, headers={"Idempotency-Key": key})


def test_a_till_learns_which_of_its_sales_nobody_signed(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    shop.sign(ask().json()["id"])
    on_paper = ask(key="paper", reference="INV-2042").json()["id"]
    shop.report(on_paper, RequestState.FAILED, code="store_full")
    assert shop.store.papers.sign(on_paper)
    answer = close(till, sales=["INV-2041", "INV-2042", "INV-2043"])
    assert answer.status_code == 201
    said = answer.json()
    assert (said["number"], said["signed"], said["signed_on_paper"], said["since"]) == (1, 1, 1, None)
    assert said["totals"] == [{"currency": "CNY", "amount": "128.00"}]
    assert said["sales_without_signature"] == ["INV-2043"]
    assert said["chain"] == till.get("/v1/status").json()["chain"]
    assert [slip.kind for slip in shop.store.slips.all() if slip.kind is SlipKind.CLOSE] == [SlipKind.CLOSE]


def test_the_same_key_and_body_are_the_same_close_for_ever(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    first = close(till, sales=["INV-2041"])
    shop.sign(ask().json()["id"])
    assert close(till, key="tuesday").json()["number"] == 2
    again = close(till, sales=["INV-2041"])
    assert (again.status_code, again.json()) == (200, first.json())
    reused = close(till, sales=["INV-2042"])
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    closes = [slip for slip in shop.store.slips.all() if slip.kind is SlipKind.CLOSE]
    assert len(closes) == 2


def test_another_till_may_use_the_same_key(till: httpx.Client, shop: Shop) -> None:
    assert close(till).json()["number"] == 1
    other = {"Authorization": f"Bearer {shop.store.tills.add('till-4')}"}
    answer = till.post("/v1/day-close", headers=other | {"Idempotency-Key": "monday"})
    assert (answer.status_code, answer.json()["number"]) == (201, 2)


def test_figures_so_far_close_nothing(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    shop.sign(ask().json()["id"])
    before = till.get("/v1/day-close").json()
    assert (before["so_far"]["signed"], before["so_far"]["number"], before["last"]) == (1, 1, None)
    closed = close(till).json()
    after = till.get("/v1/day-close").json()
    assert (after["so_far"]["signed"], after["so_far"]["number"], after["last"]) == (0, 2, closed)
    assert closed["sales_without_signature"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sales": ["x" * 65]}, "sales.0"),
        ({"sales": [""]}, "sales.0"),
        ({"sales": ["one"] * 5_001}, "sales"),
        ({"sold": []}, "sold"),
        ({"sales": "INV-2041"}, "sales"),
    ],
)
def test_a_close_that_is_not_as_it_should_be_closes_nothing(
    till: httpx.Client, shop: Shop, body: dict[str, object], field: str
) -> None:
    refused = till.post("/v1/day-close", json=body, headers={"Idempotency-Key": "monday"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert refused.json()["errors"][0]["field"] == field
    assert shop.store.closing.last() is None


def test_a_close_needs_a_key_and_a_token(till: httpx.Client, shop: Shop) -> None:
    assert till.post("/v1/day-close").json()["code"] == "idempotency_key_invalid"
    keyed = {"Idempotency-Key": "monday"}
    assert till.post("/v1/day-close", headers=keyed | {"Authorization": ""}).status_code == 401
    assert shop.store.closing.last() is None
    assert till.post("/v1/day-close", headers=keyed).status_code == 201


def test_the_close_is_described(till: httpx.Client) -> None:
    description = till.get("/openapi.json").json()
    posted = description["paths"]["/v1/day-close"]["post"]
    schema = posted["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert "sales" in description["components"]["schemas"][schema]["properties"]
    assert set(posted["responses"]) == {"201", "default"}


def test_voided_records_are_shown_and_counted(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    record = shop.sign(ask().json()["id"])
    assert till.get(f"/v1/records/{record.id}").json()["voided"] is None
    assert shop.store.records.void(record.id, "goods came back", by="staff", prints=True)
    voided = till.get(f"/v1/records/{record.id}").json()["voided"]
    assert (voided["reason"], voided["by"]) == ("goods came back", "staff")
    said = close(till).json()
    assert (said["voided"], said["voided_totals"]) == (1, [{"currency": "CNY", "amount": "128.00"}])
    assert close(till, key="tuesday").json()["voided"] == 0


def test_the_status_says_how_far_the_journal_has_come(till: httpx.Client, shop: Shop) -> None:
    head = shop.store.journal.head()
    assert till.get("/v1/status").json()["journal"] == {"seq": head.seq, "sha256": head.sha256}
