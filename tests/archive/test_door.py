"""Nobody comes in who may not: asked of every route that the application has."""

import http.client
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.routing import BaseRoute, Route

from archive.app import make_app
from archive.sessions import COOKIE
from archive.settings import Settings
from archive.tokens import Role
from tests.archive.conftest import Stage, Terminal, Visit

OPEN = {("GET", "/health"), ("GET", "/login"), ("POST", "/login"), ("GET", "/static/archive.css")}


def everything(app_routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield each method and address of an application."""
    for route in app_routes:
        nested = getattr(route, "original_router", None) or getattr(route, "routes", None)
        if nested is not None and not isinstance(route, Route):
            yield from everything(list(getattr(nested, "routes", nested)))
        elif isinstance(route, Route):
            path = route.path.replace("{record_id}", "019885f2-0000-7000-8000-00000000c41d")
            path = path.replace("/parts/{name}", "/parts/ink.json").replace("{name}", "archive.css")
            yield from ((method, path) for method in sorted(route.methods or ()) if method != "HEAD")


def test_the_routes_are_those_that_are_meant(visit: Visit) -> None:
    routes = set(everything(list(make_app(visit.archive).routes)))
    assert routes >= OPEN
    assert len(routes - OPEN) == 9, sorted(routes)


@pytest.mark.parametrize(
    ("shown", "status", "code"),
    [
        ({}, 401, "no-valid-token"),
        ({"Authorization": "Bearer"}, 401, "no-valid-token"),
        ({"Authorization": "Bearer made-up"}, 401, "no-valid-token"),
        ({"Authorization": "Basic b2ZmaWNlOm9mZmljZQ=="}, 401, "no-valid-token"),
        ({"Cookie": f"{COOKIE}=made-up"}, 401, "no-valid-token"),
        ({"Authorization": "Bearer revoked"}, 401, "no-valid-token"),
        ({"Authorization": "Bearer other-role"}, 403, "wrong-role"),
    ],
)
def test_every_route_is_shut_to_strangers(
    visit: Visit, shown: dict[str, str], status: int, code: str
) -> None:
    revoked = {role: visit.archive.tokens.add(f"gone-{role}", role) for role in Role}
    for role in Role:
        visit.archive.tokens.revoke(f"gone-{role}")
    for method, path in everything(list(make_app(visit.archive).routes)):
        uploading = path.startswith(("/v1/bundles/", "/v1/key-changes"))
        words = {
            "revoked": revoked[Role.TERMINAL if uploading else Role.READER],
            "other-role": visit.reader_token if uploading else visit.terminal_token,
        }
        headers = {
            name: f"Bearer {words[value.split()[-1]]}" if value.split()[-1] in words else value
            for name, value in shown.items()
        }
        answer = visit.http.request(method, path, headers=headers)
        if (method, path) in OPEN:
            assert answer.status_code in {200, 401}, path
        elif status == 401 and method == "GET" and not path.startswith("/v1/"):
            assert (answer.status_code, answer.headers["location"][:12]) == (303, "/login?next="), path
        else:
            assert (answer.status_code, answer.json()["code"]) == (status, code), path
            assert ("www-authenticate" in answer.headers) is (status == 401)


def test_what_is_not_there_is_not_told_to_strangers(visit: Visit) -> None:
    assert visit.http.get("/v1/nothing").status_code == 401
    assert visit.get("/v1/nothing").status_code == 404


def test_a_link_with_a_token_opens_a_visit_once(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign()
    visit.upload(record)
    answer = visit.http.get(f"/records/{record.id}?token={visit.reader_token}&lang=zh-CN")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{record.id}")
    cookie = next(said for said in answer.headers.get_list("set-cookie") if said.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert visit.reader_token not in cookie
    assert visit.http.get(answer.headers["location"]).status_code == 200
    assert visit.http.get(f"/v1/records/{record.id}/parts/signature.png").status_code == 200


@pytest.mark.parametrize("token", ["made-up", "terminal"])
def test_a_link_with_another_token_leads_to_the_login_page(visit: Visit, token: str) -> None:
    shown = visit.terminal_token if token == "terminal" else token
    answer = visit.http.get(f"/?token={shown}")
    assert answer.headers["location"] == "/"
    assert COOKIE not in visit.http.cookies
    assert visit.http.get("/").headers["location"].startswith("/login")


def test_a_visit_begins_with_the_form_and_ends_with_the_button(visit: Visit) -> None:
    answer = visit.http.post("/login", data={"token": visit.reader_token, "next": "/?query=7"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?query=7")
    cookie = visit.http.cookies[COOKIE]
    assert visit.http.get("/").status_code == 200
    assert visit.http.post("/logout").status_code == 303
    answer = httpx.get(f"{visit.http.base_url}/", cookies={COOKIE: cookie})
    assert answer.status_code == 303


def test_a_visit_ends_when_its_token_is_revoked(visit: Visit) -> None:
    visit.http.post("/login", data={"token": visit.reader_token})
    assert visit.http.get("/").status_code == 200
    visit.archive.tokens.revoke("office")
    assert visit.http.get("/").status_code == 303


def test_a_terminal_cannot_log_in(visit: Visit) -> None:
    answer = visit.http.post("/login", data={"token": visit.terminal_token})
    assert answer.status_code == 403
    assert "belongs to a terminal" in answer.text
    assert visit.http.post("/login", data={"token": "x"}).status_code == 401
    assert visit.http.post("/login", content=b"x" * 100_000).status_code == 401


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "/\t/evil.example"]
)
def test_the_login_leads_nowhere_else(visit: Visit, elsewhere: str) -> None:
    answer = visit.http.post("/login", data={"token": visit.reader_token, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_a_link_leads_nowhere_else(visit: Visit) -> None:
    address = visit.http.base_url
    line = http.client.HTTPConnection(address.host, address.port, timeout=20)
    line.request("GET", "//evil.example/?lang=en")
    assert line.getresponse().getheader("location") == "/evil.example/"
    line.close()


def test_a_cookie_insists_on_tls_where_there_is_some(settings: Settings, visit: Visit, stage: Stage) -> None:
    with stage.showing(replace(visit.archive, settings=replace(settings, secure=True))) as client:
        answer = client.get(f"/?token={visit.reader_token}")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_health_says_nothing_more(visit: Visit) -> None:
    assert visit.http.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "path", ["/", "/login", "/health", "/v1/records", "/records/none", "/static/icon.svg"]
)
def test_every_answer_is_shielded(visit: Visit, path: str) -> None:
    headers = visit.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
