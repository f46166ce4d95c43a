import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from terminal.config import Config, TillConfig
from terminal.till import connections
from terminal.till.connections import Crowd
from terminal.till.gate import OPEN_PATHS, Strangers
from terminal.till.serve import TillServer
from tests.terminal.till.conftest import SALE, Shop, calling, serving

ROUTES = [
    ("POST", "/v1/requests"),
    ("GET", "/v1/requests"),
    ("GET", "/v1/requests/some"),
    ("POST", "/v1/requests/some/cancel"),
    ("GET", "/v1/records/some"),
    ("GET", "/v1/records/some/bundle"),
    ("GET", "/v1/records/some/signature.png"),
    ("GET", "/v1/records/some/ink.json"),
    ("POST", "/v1/records/some/print"),
    ("GET", "/v1/capabilities"),
    ("GET", "/v1/status"),
    ("GET", "/v1/day-close"),
    ("POST", "/v1/day-close"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/nothing/here"),
    ("GET", "//health"),
    ("GET", "/health/"),
    ("OPTIONS", "/v1/status"),
]


def test_a_stranger_can_do_nothing_but_see_that_it_is_alive(server: TillServer, shop: Shop) -> None:
    revoked = shop.store.tills.add("till-9")
    shop.store.tills.revoke("till-9")
    nobody = [
        "",
        "Bearer",
        "Bearer wrong",
        "Bearer a b",
        f"Bearer {revoked}",
        f"Basic {shop.token}",
        shop.token,
    ]
    with httpx.Client(base_url=server.url) as stranger:
        for (method, path), said in [(route, said) for route in ROUTES for said in nobody]:
            answer = stranger.request(method, path, headers={"Authorization": said})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), (method, path, said)
            assert answer.headers["www-authenticate"]
        assert stranger.get("/health").json() == {"status": "ok"}


def test_every_route_is_in_the_list_of_those_that_were_tried(till: httpx.Client) -> None:
    tried = [path.replace("some", "x").count("/") for _, path in ROUTES]
    served = till.get("/openapi.json").json()["paths"]
    assert {path.count("/") for path in served} <= set(tried)
    for path in served:
        shape = path.replace("{request_id}", "some").replace("{record_id}", "some")
        assert shape in OPEN_PATHS or shape in {known for _, known in ROUTES} or "{name}" in shape


def test_a_token_is_shut_out_the_moment_it_is_revoked(till: httpx.Client, shop: Shop) -> None:
    assert till.get("/v1/status").status_code == 200
    shop.store.tills.revoke("till-3")
    assert till.get("/v1/status").status_code == 401


def test_a_password_opens_the_page_and_nothing_that_acts(server: TillServer, shop: Shop) -> None:
    with httpx.Client(base_url=server.url, auth=("till", shop.token)) as browser:
        assert browser.get("/docs").status_code == 200
        assert browser.get("/openapi.json").status_code == 200
        assert browser.get("/v1/status").status_code == 401
        assert browser.post("/v1/requests", json=SALE).status_code == 401
        assert browser.post("/docs").status_code == 401
    assert httpx.get(f"{server.url}/docs").headers["www-authenticate"].startswith("Basic")


def test_an_answer_says_nothing_of_the_server(till: httpx.Client) -> None:
    answer = till.get("/v1/status")
    assert "server" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_body_beyond_the_limit_is_refused_said_or_not(till: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(80):
            yield b"x" * 1024

    headers = {"Idempotency-Key": "big"}
    for content in (b"x" * 15_000_000, pieces()):
        answer = till.post("/v1/requests", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert till.get("/v1/status").status_code == 200


def test_wrong_paths_and_methods_get_the_api_s_own_words(till: httpx.Client) -> None:
    assert till.get("/v1/nothing").json()["code"] == "not_found"
    answer = till.delete("/v1/requests")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_fault_of_ours_is_words_for_the_till_and_a_story_for_the_log(
    till: httpx.Client, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    made = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "k"}).json()
    shop.store._connection.execute("UPDATE requests SET received = 'not JSON'")
    answer = till.get(f"/v1/requests/{made['id']}")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "Traceback" not in answer.text
    assert "Traceback" in caplog.text


def test_the_log_holds_calls_but_no_secret_and_no_content(
    till: httpx.Client, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "signpost.till")
    till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "a key"[:1]})
    till.get("/v1/requests", params={"reference": "INV-2041"})
    till.get("/docs", headers={"Authorization": "Bearer secret-of-a-stranger"})
    ours = [record.getMessage() for record in caplog.records if record.name == "signpost.till"]
    assert "till-3: POST '/v1/requests' 201" in ours
    for secret in (shop.token, "secret-of-a-stranger", "INV-2041", "龙井茶"):
        assert not [line for line in ours if secret in line]


def test_strangers_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    strangers = Strangers()
    for _ in range(1000):
        strangers.note(("192.0.2.1", 5))
    assert len(caplog.records) == 1


def test_what_is_no_http_is_answered_in_words(server: TillServer) -> None:
    with connect(server) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        status, body = read_answer(line)
    assert status == 400
    assert body["code"] == "bad_request"


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /health HTT",
        b"POST /v1/requests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\n\r\n{",
    ],
)
def test_a_slow_client_is_cut(
    config: Config, shop: Shop, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 0.4)
    with serving(config) as server, connect(server) as line:
        began = time.monotonic()
        dribble = begun.replace(b"%s", shop.token.encode())
        line.sendall(dribble)
        status, body = read_answer(line)
        assert 0.3 < time.monotonic() - began < 60
        assert (status, body["code"]) == (408, "too_slow")


def test_a_large_call_that_keeps_coming_is_given_more_time(
    config: Config, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 0.4)
    monkeypatch.setattr(connections, "STEADY_BYTES", 10_000)
    with serving(config) as server, connect(server) as line:
        began = time.monotonic()
        head = "POST /v1/requests HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\nAuthorization: Bearer "
        line.sendall(f"{head}{shop.token}\r\n\r\n".encode() + b"x" * 20_000)
        status, body = read_answer(line)
        assert 0.7 < time.monotonic() - began < 60
        assert (status, body["code"]) == (408, "too_slow")


def test_the_second_call_on_a_line_has_a_deadline_too(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 0.4)
    with serving(config) as server, connect(server) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET /health HTT")
        began = time.monotonic()
        with closing(line.makefile("rb")) as rest:
            assert b'"too_slow"' in rest.read()
        assert time.monotonic() - began < 60


def test_an_answer_goes_out_at_once(till: httpx.Client) -> None:
    def took_s() -> float:
        began = time.monotonic()
        till.get("/health")
        return time.monotonic() - began

    for _ in range(15):  # at the start of a line the kernel acknowledges at once whatever is asked
        took_s()
    assert any(took_s() < 0.03 for _ in range(200)), "waits to be acknowledged, as if TCP_NODELAY were off"


def test_a_till_s_long_wait_is_not_slow(config: Config, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 0.3)
    with serving(config) as server, calling(server, shop.token) as till:
        made = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "k"})
        known = {"If-None-Match": made.headers["etag"]}
        assert till.get(f"{made.headers['location']}?wait=1", headers=known).status_code == 304


def test_a_crowd_of_strangers_pushes_out_itself_and_no_till(config: Config, shop: Shop) -> None:
    small = replace(config, till=TillConfig("127.0.0.1:0", max_connections=8))
    with serving(small) as server, calling(server, shop.token) as till:
        made = till.post("/v1/requests", json=SALE, headers={"Idempotency-Key": "k"})
        answers: list[httpx.Response] = []
        known = {"If-None-Match": made.headers["etag"]}
        waiting = threading.Thread(
            target=lambda: answers.append(till.get(f"{made.headers['location']}?wait=2", headers=known))
        )
        waiting.start()
        crowd = []
        try:
            for _ in range(60):
                crowd.append(connect(server))
                crowd[-1].sendall(b"GET /v1/status HTTP/1.1\r\n")
            assert till.get("/v1/status").status_code == 200
            waiting.join()
        finally:
            for line in crowd:
                line.close()
    assert [answer.status_code for answer in answers] == [304]


def test_lines_are_counted_by_address_and_in_all() -> None:
    crowd = Crowd(4)
    pairs = [socket.socketpair() for _ in range(8)]
    lines = iter(ours for ours, _ in pairs)
    assert crowd.admit(next(lines), ("10.0.0.1", 1))
    assert crowd.admit(next(lines), ("10.0.0.1", 2))
    crowd.trust(("10.0.0.1", 1))
    crowd.trust(("10.0.0.1", 2))
    assert not crowd.admit(next(lines), ("10.0.0.1", 3))
    assert crowd.admit(next(lines), ("10.0.0.2", 1))
    assert crowd.admit(next(lines), ("10.0.0.3", 1))
    assert crowd.admit(next(lines), ("10.0.0.4", 1))  # in the place of 10.0.0.2, a stranger
    assert pairs[3][1].recv(1) == b""
    crowd.trust(("10.0.0.3", 1))
    crowd.trust(("10.0.0.4", 1))
    assert not crowd.admit(next(lines), ("10.0.0.5", 1))
    pairs[0][0].close()
    assert crowd.admit(next(lines), ("10.0.0.5", 1))
    for pair in pairs:
        for end in pair:
            end.close()


def connect(server: TillServer) -> socket.socket:
    url = httpx.URL(server.url)
    return socket.create_connection((url.host, url.port or 0), timeout=60)


def read_answer(line: socket.socket) -> tuple[int, dict[str, str]]:
    with closing(line.makefile("rb")) as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)
