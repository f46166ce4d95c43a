from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from desk.app import DeskPage
from desk.desk import Desk, Options
from desk.serving import serving

TRIED = {
    "/": "/",
    "/archive": "/archive",
    "/fingers/{number:int}.png": "/fingers/0.png",
    "/slips/{number:int}.png": "/slips/0.png",
    "/till/{path:path}": "/till/status",
    "/page": "/page/main.js",
    "/samples/contract.pdf": "/samples/contract.pdf",
    "/glass": "/glass",
    "/live": "/live",
}
SOCKETS = {"/glass", "/live"}
PAGES = sorted(set(TRIED.values()) - SOCKETS)


@pytest.fixture(scope="module")
def unlit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that was never started: its door needs no unit behind it."""
    desk = Desk(tmp_path_factory.mktemp("unlit"), Options(fast=True))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def address(unlit: Desk) -> Iterator[str]:
    with serving(unlit) as address:
        yield address


@pytest.fixture
def origin(address: str) -> str:
    return f"http://{urlsplit(address).netloc}"


@pytest.fixture
def stranger(origin: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=origin, trust_env=False) as client:
        yield client


@pytest.fixture
def guest(stranger: httpx.Client, address: str) -> httpx.Client:
    """A browser that came by the printed address, and has its cookie."""
    assert stranger.get(address).status_code == 303
    return stranger


def cookie(guest: httpx.Client) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in guest.cookies.items())}


def knock(origin: str, path: str, **headers: str) -> int:
    """Open a WebSocket; returns the status that it was answered with."""
    try:
        with connect(origin.replace("http", "ws") + path, additional_headers=headers, proxy=None):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_every_route_is_tried(unlit: Desk) -> None:
    assert {getattr(route, "path", "") for route in DeskPage(unlit).app().routes} == set(TRIED)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_served_without_the_token(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(path).status_code == 401
    assert stranger.get(path, params={"token": "guessed"}).status_code == 401
    assert stranger.post(path).status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_is_served(guest: httpx.Client, path: str) -> None:
    assert guest.get(path).status_code != 401


@pytest.mark.parametrize("path", sorted(SOCKETS))
def test_no_socket_opens_without_the_cookie_or_from_another_page(
    guest: httpx.Client, origin: str, path: str
) -> None:
    assert knock(origin, path, Origin=origin) == 403
    assert knock(origin, path, **cookie(guest), Origin="http://elsewhere.example") == 403
    assert knock(origin, path, **cookie(guest)) == 403
    assert knock(origin, path, **cookie(guest), Origin=origin) == 101


def test_another_page_cannot_post_with_a_guests_cookie(guest: httpx.Client, origin: str) -> None:
    forged = guest.post("/till/requests", headers={"Origin": "http://elsewhere.example"})
    assert forged.status_code == 403
    assert guest.post("/till/requests", headers={"Origin": origin}).status_code == 503, "no unit behind it"


def test_the_token_leaves_the_address_bar_and_becomes_a_cookie_no_script_sees(
    stranger: httpx.Client, address: str
) -> None:
    welcome = stranger.get(address)
    assert welcome.headers["location"] == "/"
    kept = welcome.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert urlsplit(address).query.removeprefix("token=") not in kept


def test_the_page_loads_nothing_from_elsewhere(guest: httpx.Client) -> None:
    page = guest.get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    assert "http" not in page.text.replace("http://www.w3.org/2000/svg", "")


def test_the_tills_token_never_reaches_the_page(guest: httpx.Client, unlit: Desk) -> None:
    token = unlit.till.headers["Authorization"].removeprefix("Bearer ")
    answers = [guest.get(path) for path in PAGES]
    assert not any(token in answer.text or token in str(answer.headers) for answer in answers)


def test_the_archive_opens_signed_in(guest: httpx.Client, unlit: Desk) -> None:
    there = guest.get("/archive", params={"lang": "zh-CN"}).headers["location"]
    assert there == f"{unlit.archive_url}/?token={unlit.archive_token}&lang=zh-CN"
    assert "lang" not in guest.get("/archive", params={"lang": "x&token=y"}).headers["location"]


@pytest.mark.parametrize("path", ["", "events", "../health", "requests/a/review", "records/a/b/c", "tills"])
def test_the_way_to_the_till_api_is_no_wider_than_the_form_needs(guest: httpx.Client, path: str) -> None:
    assert guest.get(f"/till/{path}").status_code == 404
