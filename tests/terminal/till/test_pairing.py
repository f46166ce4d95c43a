"""Pairing: a till is let in by the code on the glass; a stranger who guesses gets nothing and stops nothing."""

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import httpx
import pytest

from terminal.clock import Clock
from terminal.config import Config, TillConfig
from terminal.store.pairings import STANDS_S, TRIES, PairingState
from terminal.till.address import till_url
from terminal.till.knocks import CALLS, WINDOW_S, Knocks
from terminal.till.serve import TillServer
from terminal.till.tls import certificate_fingerprint
from tests.terminal.till.conftest import Shop, serving


@pytest.fixture
def stranger(server: TillServer) -> Iterator[httpx.Client]:
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with httpx.Client(base_url=server.url, verify=plain) as client:
        yield client


def knock(stranger: httpx.Client, code: str, name: str = "till-4") -> httpx.Response:
    return stranger.post("/v1/pair", json={"code": code, "name": name})


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_the_code_on_the_glass_lets_a_till_in(stranger: httpx.Client, shop: Shop) -> None:
    offered = shop.store.pairings.offer(Clock().now())
    answer = knock(stranger, offered.code)
    assert answer.status_code == 201
    said = answer.json()
    assert (said["till"], said["terminal_id"], said["certificate_sha256"]) == ("till-4", "SP-0001", None)
    headers = {"Authorization": f"Bearer {said['token']}"}
    assert stranger.get("/v1/status", headers=headers).status_code == 200
    assert shop.store.pairings.outcome(offered.id) == (PairingState.USED, "till-4")
    assert shop._bell.answer()


def test_the_code_may_be_sent_as_it_is_read(stranger: httpx.Client, shop: Shop) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    assert knock(stranger, f"{code[:4]} {code[4:]}").status_code == 201


def test_only_digests_are_kept(stranger: httpx.Client, shop: Shop) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    token = knock(stranger, code).json()["token"]
    kept = list(shop.store.tills._rows("SELECT token_sha256 FROM tills WHERE name = 'till-4'"))
    assert kept == [(sha256(token.encode()).hexdigest(),)]
    everything = str(list(shop.store.tills._rows("SELECT * FROM pairings"))) + str(kept)
    assert code not in everything
    assert sha256(code.encode()).hexdigest() not in everything
    assert token not in everything


def test_a_code_is_used_once(stranger: httpx.Client, shop: Shop) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    assert knock(stranger, code).status_code == 201
    again = knock(stranger, code, "till-5")
    assert (again.status_code, again.json()["code"]) == (403, "pairing_refused")
    assert {till.name for till in shop.store.tills.all()} == {"till-3", "till-4"}


def test_whoever_guesses_five_times_has_ended_the_code_and_nothing_else(
    stranger: httpx.Client, shop: Shop, till: httpx.Client
) -> None:
    offered = shop.store.pairings.offer(Clock().now())
    for _ in range(TRIES):
        assert knock(stranger, other_than(offered.code)).json()["code"] == "pairing_refused"
    assert knock(stranger, offered.code).status_code == 403
    assert shop.store.pairings.outcome(offered.id) == (PairingState.SPENT, "")
    assert till.get("/v1/status").status_code == 200
    fresh = shop.store.pairings.offer(Clock().now())
    assert knock(stranger, fresh.code).status_code == 201


def test_four_wrong_guesses_leave_the_code_to_who_has_it(stranger: httpx.Client, shop: Shop) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    for _ in range(TRIES - 1):
        knock(stranger, other_than(code))
    assert knock(stranger, code).status_code == 201


def test_a_code_is_worth_nothing_after_two_minutes_or_another_boot(
    stranger: httpx.Client, shop: Shop
) -> None:
    now = Clock().now()
    late = replace(now, monotonic_ns=now.monotonic_ns - STANDS_S * 1_000_000_000)
    assert knock(stranger, shop.store.pairings.offer(late).code).status_code == 403
    elsewhere = replace(now, boot_id="another")
    assert knock(stranger, shop.store.pairings.offer(elsewhere).code).status_code == 403


def test_two_tills_at_once_with_one_code_are_one_till(stranger: httpx.Client, shop: Shop) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    with ThreadPoolExecutor(6) as tills:
        answers = list(tills.map(lambda number: knock(stranger, code, f"new-{number}"), range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 403, 403, 403, 403, 403]
    assert len(shop.store.tills.all()) == 2


def test_a_name_that_is_in_keeps_its_token_and_the_code_still_stands(
    stranger: httpx.Client, shop: Shop, till: httpx.Client
) -> None:
    code = shop.store.pairings.offer(Clock().now()).code
    taken = knock(stranger, code, "till-3")
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert till.get("/v1/status").status_code == 200
    shop.store.tills.revoke("till-3")
    assert knock(stranger, code, "till-3").status_code == 201
    assert till.get("/v1/status").status_code == 401


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"no JSON", "malformed_json"),
        (b"[]", "invalid"),
        (b'{"code": "1234567", "name": "till-4"}', "invalid"),
        (b'{"code": 12345678, "name": "till-4"}', "invalid"),
        (b'{"code": "12345678", "name": ""}', "invalid"),
        (b'{"code": "12345678", "name": "  "}', "invalid"),
        ('{"code": "12345678", "name": "till\u202e4"}'.encode(), "invalid"),
        (b'{"code": "12345678", "name": "till-4", "scope": "all"}', "invalid"),
        (b"x" * 5000, "too_large"),
    ],
)
def test_what_is_no_asking_costs_no_try(stranger: httpx.Client, shop: Shop, body: bytes, code: str) -> None:
    offered = shop.store.pairings.offer(Clock().now())
    assert stranger.post("/v1/pair", content=body).json()["code"] == code
    [(left,)] = shop.store.tills._rows("SELECT tries_left FROM pairings")
    assert left == TRIES
    assert knock(stranger, offered.code).status_code == 201


def test_where_no_code_stands_nothing_is_written(stranger: httpx.Client, shop: Shop) -> None:
    assert knock(stranger, "12345678").json()["code"] == "pairing_refused"
    assert not list(shop.store.tills._rows("SELECT * FROM pairings"))
    assert not shop._bell.answer()


def test_one_address_may_call_ten_times_a_minute(stranger: httpx.Client, shop: Shop) -> None:
    codes = [knock(stranger, "12345678").status_code for _ in range(CALLS + 1)]
    assert codes == [403] * CALLS + [429]
    assert stranger.post("/v1/pair", content=b"").headers["retry-after"] == "60"
    code = shop.store.pairings.offer(Clock().now()).code
    assert knock(stranger, code).json()["code"] == "too_many_tries"


def test_other_addresses_and_later_minutes_are_not_held_up() -> None:
    now = [0.0]
    knocks = Knocks(lambda: now[0])
    assert [knocks.admit("10.0.0.9") for _ in range(CALLS + 2)] == [True] * CALLS + [False, False]
    assert knocks.admit("10.0.0.8")
    now[0] = WINDOW_S
    assert knocks.admit("10.0.0.9")


def test_a_crowd_of_addresses_is_forgotten_oldest_first() -> None:
    knocks = Knocks(lambda: 0.0)
    for number in range(1000):
        knocks.admit(f"10.0.{number // 256}.{number % 256}")
    assert len(knocks._calls) <= 256


def test_over_tls_the_answer_names_the_certificate_to_pin(config: Config, shop: Shop) -> None:
    lan = replace(config, till=TillConfig("0.0.0.0:0"))
    with serving(lan) as server:
        port = httpx.URL(server.url).port
        code = shop.store.pairings.offer(Clock().now()).code
        with httpx.Client(base_url=f"https://localhost:{port}", verify=_pinned(config)) as till:
            assert knock(till, code).json()["certificate_sha256"] == certificate_fingerprint(config)


def test_the_terminal_is_told_where_its_tills_call(
    server: TillServer, till: httpx.Client, shop: Shop
) -> None:
    for _ in range(3000):
        if address := shop.store.tills.address():
            break
        till.get("/health")
    assert address
    assert (address.url, address.certificate_sha256) == (server.url, "")


def test_the_address_of_every_network_is_told_as_one_that_can_be_called() -> None:
    assert till_url("192.168.1.20", 8470, tls=True) == "https://192.168.1.20:8470"
    assert till_url("fd00::5", 8470, tls=True) == "https://[fd00::5]:8470"
    assert "0.0.0.0" not in till_url("0.0.0.0", 8470, tls=True)  # noqa: S104 - what it must not say


def _pinned(config: Config) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(config.paths.data / "till-certificate.pem"))
