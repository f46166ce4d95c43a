import asyncio
import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from terminal.clock import Clock
from terminal.config import Config, SiteConfig
from terminal.model.request import Kind, Method
from terminal.model.status import CancelReason, Health, RequestState
from terminal.store import Store
from terminal.till import news
from terminal.till.news import News
from tests.terminal.till.conftest import SALE, Ask, Shop, calling, serving


def test_a_till_asks_and_follows_its_request_to_the_record(ask: Ask, till: httpx.Client, shop: Shop) -> None:
    created = ask()
    assert created.status_code == 201
    asked = created.json()
    assert (asked["state"], asked["till"], asked["reference"]) == ("pending", "till-3", "INV-2041")
    assert created.headers["location"] == f"/v1/requests/{asked['id']}"
    shop.report(asked["id"], RequestState.DISPLAYED)
    shown = till.get(created.headers["location"]).json()
    assert shown["state"] == "displayed"
    assert shown["displayed"] >= shown["created"]
    record = shop.sign(asked["id"])
    done = till.get(created.headers["location"]).json()
    assert (done["state"], done["record_id"], done["match_code"]) == (
        "completed",
        record.id,
        record.match_code,
    )
    assert (done["printed"], done["uploaded"]) == ("waiting", "waiting")


def test_the_terminal_reads_what_the_till_wrote_with_every_default_filled_in(ask: Ask, shop: Shop) -> None:
    asked = ask(deadline="PT1H30M", metadata={"桌": 7}, signer={"name": "王小明"}).json()
    stored = shop.store.requests.get(asked["id"])
    request = stored.request
    assert (request.kind, request.amount, request.deadline_s) == (Kind.SALE, "128.00", 5400)
    assert (request.retries, request.read_to_end, request.copies) == (3, True, 1)
    assert request.methods == tuple(Method)
    said = json.loads(stored.received)
    assert said["lines"] == [{"text": "龙井茶", "quantity": "2", "amount": "128.00"}]
    assert (said["metadata"], said["signer"]["name"]) == ({"桌": 7}, "王小明")
    assert "龙井茶" in stored.received


def test_the_shop_s_name_stands_in_where_the_till_sends_none(config: Config, shop: Shop) -> None:
    named = replace(config, site=SiteConfig(merchant="晨光超市"))
    with serving(named) as server, calling(server, shop.token) as till:
        asked = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "a"}).json()
    assert shop.store.requests.get(asked["id"]).request.merchant == "晨光超市"


def test_the_same_key_fifty_times_at_once_and_after_a_restart_is_one_request(
    config: Config, shop: Shop
) -> None:
    def post(till: httpx.Client) -> httpx.Response:
        return till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "again"})

    with serving(config) as server, calling(server, shop.token) as till, ThreadPoolExecutor(50) as tills:
        answers = list(tills.map(post, itertools.repeat(till, 50)))
    with serving(config) as server, calling(server, shop.token) as till:
        answers.append(post(till))
    assert sorted(answer.status_code for answer in answers) == [200] * 50 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(list(shop.store.requests.search())) == 1


def test_a_retry_finds_its_request_whatever_the_unit_has_lost_since(ask: Ask, shop: Shop) -> None:
    shop.note("sensor", Health.OK)
    asked = ask(methods=["fingerprint"]).json()
    shop.note("sensor", Health.PROBLEM)
    again = ask(methods=["fingerprint"])
    assert (again.status_code, again.json()["id"]) == (200, asked["id"])
    assert ask("another", methods=["fingerprint"], queue=True).json()["code"] == "method_unavailable"


def test_a_retry_may_write_the_same_document_in_another_order(till: httpx.Client, ask: Ask) -> None:
    asked = ask()
    turned = json.dumps(dict(reversed(SALE.items())), indent=4)
    again = till.post("/v1/requests", content=turned, headers={"Idempotency-Key": "key-1"})
    assert (again.status_code, again.json()["id"]) == (200, asked.json()["id"])


def test_a_key_belongs_to_one_body_and_one_till(ask: Ask, till: httpx.Client, shop: Shop) -> None:
    asked = ask().json()
    other = ask(reference="INV-2042")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert other.json()["request_id"] == asked["id"]
    till.headers["Authorization"] = f"Bearer {shop.store.tills.add('till-4')}"
    assert ask(reference="INV-2042", queue=True).status_code == 201


@pytest.mark.parametrize("key", [None, "", "a b", "é".encode("latin-1"), "k" * 201])
def test_a_request_without_a_usable_key_is_refused(till: httpx.Client, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = till.post("/v1/requests", json=SALE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")


def test_a_second_request_is_told_of_the_first_or_waits_behind_it(ask: Ask) -> None:
    first = ask().json()
    refused = ask("key-2")
    assert (refused.status_code, refused.json()["code"]) == (409, "busy")
    assert refused.json()["request_id"] == first["id"]
    assert ask("key-2", queue=True).status_code == 201


@pytest.fixture
def somebody_waits(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set as soon as a call waits for news."""
    waits, wait = threading.Event(), News.wait

    async def told(self: News, awaited: asyncio.Event, at_most_s: float) -> None:
        waits.set()
        await wait(self, awaited, at_most_s)

    monkeypatch.setattr(News, "wait", told)
    return waits


def test_a_call_that_waits_wakes_with_the_change(
    till: httpx.Client,
    ask: Ask,
    shop: Shop,
    somebody_waits: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "LOOK_AGAIN_S", 60.0)  # so that only the ring tells
    created = ask()
    request_id, took = created.json()["id"], []

    def wait() -> None:
        headers = {"If-None-Match": created.headers["etag"]}
        answer = till.get(f"/v1/requests/{request_id}", params={"wait": 30}, headers=headers)
        took.append((time.monotonic(), answer))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert somebody_waits.wait(60)
    changed = time.monotonic()
    shop.report(request_id, RequestState.DISPLAYED)
    waiting.join(60)
    answered, answer = took[0]
    assert (answer.status_code, answer.json()["state"]) == (200, "displayed")
    assert answered - changed < 20
    assert answer.headers["etag"] != created.headers["etag"]


def test_a_change_without_a_ring_is_found_all_the_same(till: httpx.Client, ask: Ask, config: Config) -> None:
    created = ask()
    change = threading.Timer(0.2, lambda: report(config, created.json()["id"], RequestState.DISPLAYED))
    change.start()
    answer = till.get(
        created.headers["location"], params={"wait": 30}, headers={"If-None-Match": created.headers["etag"]}
    )
    change.join()
    assert answer.json()["state"] == "displayed"


def report(config: Config, request_id: str, state: RequestState) -> None:
    with Store(config.paths.store) as store:
        store.requests.report(request_id, state)


def test_a_wait_ends_with_304_where_nothing_changed(till: httpx.Client, ask: Ask) -> None:
    created = ask()
    for tag in (created.headers["etag"], f'"x", W/{created.headers["etag"]}', "*"):
        answer = till.get(created.headers["location"], params={"wait": 0}, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["etag"]) == (304, created.headers["etag"])
        assert not answer.content
    began = time.monotonic()
    answer = till.get(
        created.headers["location"], params={"wait": 1}, headers={"If-None-Match": created.headers["etag"]}
    )
    assert answer.status_code == 304
    assert 0.9 < time.monotonic() - began < 60


def test_printing_and_uploading_change_the_tag_too(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    location = ask().headers["location"]
    shop.sign(location.rpartition("/")[2])
    tag = till.get(location).headers["etag"]
    shop.print_slip()
    answer = till.get(location, params={"wait": 30}, headers={"If-None-Match": tag})
    assert answer.json()["printed"] == "printed"
    (outgoing,) = shop.store.outbox.unsent("archive")
    shop.store.outbox.acknowledged(outgoing.id, "{}")
    answer = till.get(location, params={"wait": 30}, headers={"If-None-Match": answer.headers["etag"]})
    assert answer.json()["uploaded"] == "acknowledged"


def test_stopping_sends_those_who_wait_home(
    config: Config, shop: Shop, somebody_waits: threading.Event
) -> None:
    answers: list[httpx.Response] = []
    with serving(config) as server, calling(server, shop.token) as till:
        created = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "a"})
        location = f"{created.headers['location']}?wait=60"
        known = {"If-None-Match": created.headers["etag"]}
        waiting = threading.Thread(target=lambda: answers.append(till.get(location, headers=known)))
        waiting.start()
        assert somebody_waits.wait(60)
        server.stop()
        waiting.join(60)
    assert [answer.status_code for answer in answers] == [304]


def test_a_cancelled_request_stays_cancelled(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    location = ask().headers["location"]
    for _ in range(2):
        answer = till.post(f"{location}/cancel")
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["reason"]) == ("cancelled", "till")
    assert not shop.store.requests.report(location.rpartition("/")[2], RequestState.DISPLAYED)
    assert ask("key-2").status_code == 201


def test_cancelling_after_the_customer_confirmed_answers_completed(
    till: httpx.Client, ask: Ask, shop: Shop
) -> None:
    location = ask().headers["location"]
    record = shop.sign(location.rpartition("/")[2])
    answer = till.post(f"{location}/cancel").json()
    assert (answer["state"], answer["record_id"]) == ("completed", record.id)


def test_cancelling_and_confirming_at_once_has_one_ending_that_all_are_told(
    till: httpx.Client, ask: Ask, shop: Shop
) -> None:
    with ThreadPoolExecutor(1) as other:
        for number in range(10):
            location = ask(f"key-{number}").headers["location"]
            cancelling = other.submit(till.post, f"{location}/cancel")
            kept = shop.try_to_sign(location.rpartition("/")[2])
            assert cancelling.result().json()["state"] == ("completed" if kept else "cancelled")
            assert till.get(location).json()["state"] == cancelling.result().json()["state"]


def test_only_the_till_that_asked_can_cancel(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    location = ask().headers["location"]
    till.headers["Authorization"] = f"Bearer {shop.store.tills.add('till-4')}"
    answer = till.post(f"{location}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_request")
    assert till.get(location).json()["state"] == "pending"


def test_every_ending_says_why(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    first = ask().headers["location"]
    shop.report(first.rpartition("/")[2], RequestState.CANCELLED, reason=CancelReason.DEADLINE)
    assert till.get(first).json()["reason"] == "deadline"
    second = ask("key-2").headers["location"]
    shop.report(second.rpartition("/")[2], RequestState.FAILED, code="store_full")
    failed = till.get(second).json()
    assert (failed["state"], failed["code"], failed["origin"]) == ("failed", "store_full", "device")
    assert "disk is full" in failed["message"]


def test_requests_are_found_by_reference_and_state(till: httpx.Client, ask: Ask, shop: Shop) -> None:
    for number in range(3):
        ask(f"key-{number}", reference=f"INV-{number}", queue=True)
    first = till.get("/v1/requests", params={"reference": "INV-0"}).json()["requests"]
    assert [request["reference"] for request in first] == ["INV-0"]
    shop.report(first[0]["id"], RequestState.CANCELLED, reason=CancelReason.CUSTOMER)
    pending = till.get("/v1/requests", params={"state": "pending"}).json()["requests"]
    assert [request["reference"] for request in pending] == ["INV-2", "INV-1"]
    assert len(till.get("/v1/requests", params={"limit": 1}).json()["requests"]) == 1


@pytest.mark.parametrize("query", ["state=lost", "limit=0", "limit=1000", "from=2026-01-01"])
def test_a_search_that_is_not_understood_is_refused(till: httpx.Client, query: str) -> None:
    answer = till.get(f"/v1/requests?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("wait", ["-1", "61", "soon", "1.5"])
def test_a_wait_that_is_none_is_refused(till: httpx.Client, ask: Ask, wait: str) -> None:
    answer = till.get(ask().headers["location"], params={"wait": wait})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_request_nobody_made_is_not_found(till: httpx.Client) -> None:
    for answer in (till.get("/v1/requests/none"), till.post("/v1/requests/none/cancel")):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_cancel_with_words_that_would_be_passed_over_is_refused(till: httpx.Client, ask: Ask) -> None:
    location = ask().headers["location"]
    assert till.post(f"{location}/cancel", json={"reason": "customer"}).json()["code"] == "invalid"
    assert till.get(location).json()["state"] == "pending"
    assert till.post(f"{location}/cancel", json={}).json()["state"] == "cancelled"


def test_what_was_noted_before_this_boot_does_not_count(ask: Ask, shop: Shop) -> None:
    shop.note("sensor", Health.OK, replace(Clock().now(), boot_id="another boot"))
    assert ask(methods=["fingerprint"]).json()["code"] == "method_unavailable"
    shop.note("sensor", Health.OK)
    assert ask(methods=["fingerprint"]).status_code == 201
