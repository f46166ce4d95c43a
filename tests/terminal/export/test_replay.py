"""The page that plays a signature, in a real browser: to the last point, in time, with nothing from outside."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from terminal.export.ink_json import ink_json
from terminal.export.png import signature_png
from terminal.export.replay import replay_page
from terminal.model.ink import Ink, Point, Stroke, Tool

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>document.title='run'</script>{{script}}<img src=x onerror=document.title='run'>"
FACTS = {
    "merchant": "晨光超市",
    "reference": "INV-2041",
    "amount": "CNY 1280.00",
    "code": "557A8226",
    "signed": "2026-11-23 14:31:07 +0800",
    "terminal": "SP-0031",
    "record": "019885f2-0000-7000-8000-00000000c41d",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "replay.html"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    complaints = []
    with chromium.new_context(
        locale="en-GB", offline=True, viewport={"width": 1112, "height": 900}
    ) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda request: complaints.append(request.url) if request.url[:5] != "file:" else None
        )
        yield page
    assert complaints == []


def put(page: Page, file: Path, ink: Ink, **facts: str) -> None:
    file.write_bytes(replay_page(ink_json(ink), {**FACTS, **facts}))
    page.goto(file.as_uri())


def drawn(page: Page) -> int:
    return int(page.locator("#ink").get_attribute("data-drawn") or "-1")


def inked(page: Page) -> Image.Image:
    """Return what is on the canvas, on white."""
    url = page.locator("#ink").evaluate(
        "canvas => { const copy = document.createElement('canvas');"
        " copy.width = canvas.width; copy.height = canvas.height;"
        " const pen = copy.getContext('2d'); pen.fillStyle = '#FFFFFF'; pen.fillRect(0, 0, copy.width, copy.height);"
        " pen.drawImage(canvas, 0, 0); return copy.toDataURL().split(',')[1] }"
    )
    return Image.open(io.BytesIO(base64.b64decode(url))).convert("L")


def test_the_whole_signature_is_there_as_the_terminal_draws_it(page: Page, file: Path, ink: Ink) -> None:
    put(page, file, ink)
    assert drawn(page) == sum(1 for _ in ink.points())
    here = inked(page)
    with Image.open(io.BytesIO(signature_png(ink, dots_per_mm=here.width / 140))) as picture:
        there = picture.convert("L").resize(here.size)
    assert there.histogram()[:60] != [0] * 60
    far_off = ImageChops.difference(here, there).point(lambda value: 255 * (value > 150))
    assert sum(far_off.histogram()[1:]) < here.width * here.height * 0.0005


def test_it_plays_to_the_last_point_in_the_signature_s_own_time(page: Page, file: Path) -> None:
    stroke = Stroke(Tool.PEN, tuple(Point(1000 + 40.0 * i, 2000, i * 8_000_000, 0.5) for i in range(61)))
    put(page, file, Ink(14000, 5000, (stroke,)))
    began = page.evaluate("performance.now()")
    page.get_by_role("button", name="Play").click()
    assert page.locator("body").get_attribute("data-playing") == "true"
    page.wait_for_function("() => document.body.dataset.playing === 'false'")
    took_ms = page.evaluate("performance.now()") - began
    assert took_ms >= 480
    assert drawn(page) == 61
    assert page.locator("#clock").inner_text() == "0.5 / 0.5 s"


def test_the_slider_goes_to_any_moment_and_back(page: Page, file: Path, ink: Ink) -> None:
    put(page, file, ink)
    slider = page.locator("#at")
    whole = inked(page).tobytes()
    slider.fill("200")  # the first stroke has a point every 8 ms from 0 on, the second begins after a second
    assert drawn(page) == 26
    slider.fill("999")
    assert drawn(page) == 60
    slider.fill("0")
    assert drawn(page) == 1
    slider.fill(str(slider.get_attribute("max")))
    assert drawn(page) == 100
    assert inked(page).tobytes() == whole


def test_pressure_makes_the_line_wider(page: Page, file: Path) -> None:
    def width(pressure: float) -> int:
        points = tuple(Point(1000 + 100.0 * i, 2500, i * 8_000_000, pressure) for i in range(100))
        put(page, file, Ink(14000, 5000, (Stroke(Tool.PEN, points),)))
        return sum(inked(page).point(lambda value: 255 * (value < 128)).histogram()[1:])

    assert width(1.0) > 1.5 * width(0.05)


def test_each_point_can_be_seen_and_the_speed_chosen(page: Page, file: Path, ink: Ink) -> None:
    put(page, file, ink)
    before = inked(page).tobytes()
    page.get_by_label("Show each measured point").check()
    assert inked(page).tobytes() != before
    page.get_by_role("button", name="0.25×").click()
    assert page.get_by_role("button", name="0.25×").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="1×", exact=True).get_attribute("aria-pressed") == "false"


def test_it_speaks_chinese_and_english(page: Page, file: Path, ink: Ink) -> None:
    put(page, file, ink)
    assert page.get_by_role("button", name="Play").is_visible()
    page.get_by_role("button", name="中文").click()
    assert page.get_by_role("button", name="播放").is_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    words = page.locator("body").inner_text()
    assert "557A 8226" in words
    assert "晨光超市" in words


def test_no_word_of_a_till_is_ever_run(page: Page, file: Path, ink: Ink) -> None:
    put(page, file, ink, merchant=HOSTILE, reference=HOSTILE, amount=HOSTILE)
    assert page.title() == f"{HOSTILE} {HOSTILE}"
    assert page.locator("#reference").inner_text() == HOSTILE
    assert drawn(page) == 100


def test_the_page_allows_nothing_from_outside_and_carries_the_ink_as_it_was_sealed(ink: Ink) -> None:
    sealed = ink_json(ink)
    page = replay_page(sealed, FACTS).decode()
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert "http:" not in page.replace("http://www.w3.org", "")
    said = page.partition('id="said">')[2].partition("</script>")[0]
    assert json.loads(said)["ink"] == json.loads(sealed)
    assert page.encode() == replay_page(sealed, FACTS)
