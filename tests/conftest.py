"""A confirmed signing, a terminal's key and a browser, for whatever needs one."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Device, Sealer
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.record import Confirmation, PageShown, Part, Shown, match_code
from terminal.model.request import Method, SigningRequest, request_from_json

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

RECEIVED = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "merchant": "晨光超市",
    "operator": "07",
    "lines": [
        {"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"},
        {"text": "茶礼盒", "quantity": "1", "amount": "598.00"},
        {"text": "厨房电子秤", "quantity": "1", "amount": "504.00"},
    ],
    "methods": ["touch", "stylus", "fingerprint"],
    "deadline_s": 300,
    "retries": 3,
    "read_to_end": True,
    "print": {"copies": 1},
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of a test process: Playwright can be started there once only."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("no Chromium on this computer: apt install chromium")
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def request_json() -> str:
    return json.dumps(RECEIVED, ensure_ascii=False)


@pytest.fixture
def signing_request(request_json: str) -> SigningRequest:
    return request_from_json("0198-request", "till-3", request_json)


@pytest.fixture
def ink() -> Ink:
    """Two strokes, the second drawn a second after the first."""
    first = tuple(
        Point(1000 + 50.0 * i, 2000 + 300.0 * (i % 5), 5_000_000_000 + i * 8_000_000, 0.5) for i in range(60)
    )
    second = tuple(
        Point(4500 + 40.0 * i, 1500 + 60.0 * (i % 7), 6_000_000_000 + i * 8_000_000) for i in range(40)
    )
    return Ink(14000, 5000, (Stroke(Tool.PEN, first), Stroke(Tool.PEN, second)))


@pytest.fixture
def signing(signing_request: SigningRequest, ink: Ink) -> Confirmation:
    opened = Moment(
        datetime(2026, 11, 23, 6, 31, tzinfo=UTC), 2_000_000_000, "boot-1", ClockState.SYNCHRONISED
    )
    shown = Shown("zh-CN", "晨光超市\nINV-2041\nCNY 1280.00\n", (PageShown(1, 3000),), 1.0)
    record_id = "019885f2-0000-7000-8000-00000000c41d"
    return Confirmation(
        record_id=record_id,
        request=signing_request,
        shown=shown,
        method=Method.STYLUS,
        signature=ink,
        match_code=match_code(record_id, shown.text_sha256),
        opened=opened,
        confirmed=opened.at(9_000_000_000),
    )


@pytest.fixture
def parts() -> tuple[Part, ...]:
    return (Part("ink.json", "application/json", b"[]"), Part("signature.png", "image/png", b"PNG"))


@pytest.fixture(scope="session")
def sealer(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    folder: Path = tmp_path_factory.mktemp("keys")
    key = open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    return Sealer(Device("SP-0031", "0.1.0", "Raspberry Pi 4", "R503", "800×480"), key)
