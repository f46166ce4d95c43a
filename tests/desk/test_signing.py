"""A person at the desk: real Chromium on the real page, in front of the real processes."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from desk.customer import strokes_on
from desk.desk import Desk
from desk.eyes import Eyes
from drivers.fingerprint.fingers import FINGERS, Finger
from terminal.model.ink import Phase, Sample, Tool
from terminal.model.request import Method
from terminal.session.events import Agreed, Chose, Confirmed, CustomerCancelled, ReadOn, Touch
from terminal.ui.handwriting import LATIN_NAME

pytestmark = pytest.mark.browser

DARK_DOTS = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    .filter((value, index) => index % 4 === 0 && value < 99).length"""


class Person:
    """Looks at the glass of the page, and moves the browser's pointer on it."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page = page
        self.eyes = Eyes(desk.glass, desk.options.dots_per_mm)
        self._width = desk.glass.size[0]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the page a place of the glass is."""
        box = self.page.locator("#glass").bounding_box()
        assert box
        scale = box["width"] / self._width
        return box["x"] + x * scale, box["y"] + y * scale

    def tap(self, screen: str, event: Touch | type[Touch]) -> None:
        self.page.mouse.click(*self.place(*self.eyes.find(screen, event).centre))

    def sign_by_mouse(self) -> None:
        for stroke in self.name():
            for sample in stroke:
                self.page.mouse.move(*self.place(sample.x_px, sample.y_px))
                if sample.phase is Phase.DOWN:
                    self.page.mouse.down()
            self.page.mouse.up()

    def name(self, tool: Tool = Tool.FINGER) -> Sequence[Sequence[Sample]]:
        self.eyes.find("signing", CustomerCancelled)
        return strokes_on(self.eyes.pad, LATIN_NAME, tool, 0)

    def ask(self) -> str:
        """Post the form as it is; returns the request's reference."""
        reference = self.page.locator("#reference").input_value()
        self.page.locator("#ask").click()
        return reference


@pytest.fixture
def person(page: Page, desk: Desk) -> Person:
    return Person(page, desk)


def strokes_of(desk: Desk) -> list[dict[str, Any]]:
    """Wait until what was asked for last is signed, and return its ink."""
    request = desk.till.wait_for(desk.till.asked[-1])
    strokes: list[dict[str, Any]] = json.loads(desk.till.part(request["record_id"], "ink.json"))["strokes"]
    return strokes


def test_a_sale_signed_on_the_glass_comes_out_on_paper_and_is_in_the_archive(
    person: Person, desk: Desk
) -> None:
    page = person.page
    reference = person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    person.sign_by_mouse()
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)

    expect(page.locator("#progress")).to_have_attribute("data-state", "completed")
    expect(page.locator(".onward")).to_contain_text("in the archive")
    expect(page.locator(".onward")).to_contain_text("printed")
    assert {stroke["tool"] for stroke in strokes_of(desk)} == {"mouse"}
    code = page.locator("#match-code").inner_text()
    paper = page.locator("#paper")
    expect(paper).to_have_attribute("data-rows", str(desk.paper.strip.height))
    assert paper.evaluate(DARK_DOTS) > 1000

    page.locator("#tear").click()
    expect(page.locator("#pile button")).to_have_count(1)
    assert len(desk.paper.torn) == 1

    with page.context.expect_page() as opened:
        page.locator("#archive").click()
    expect(opened.value.locator("body")).to_contain_text(reference)
    expect(opened.value.locator("body")).to_contain_text(code)


def test_a_pen_signs_with_its_own_pressure_and_time(person: Person, desk: Desk) -> None:
    line = person.page.context.new_cdp_session(person.page)
    person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.STYLUS))
    written = person.name(Tool.PEN)
    for sample in (sample for stroke in written for sample in stroke):
        put_pen(line, *person.place(sample.x_px, sample.y_px), sample)
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)
    strokes = strokes_of(desk)
    assert {stroke["tool"] for stroke in strokes} == {"pen"}
    pressed = [point[3] for stroke in strokes for point in stroke["points"]]
    times = [point[2] for stroke in strokes for point in stroke["points"]]
    assert len({round(pressure, 2) for pressure in pressed}) > 10
    assert max(pressed) == pytest.approx(max(s.pressure or 0 for stroke in written for s in stroke), abs=0.05)
    assert times == sorted(times)
    assert len(set(times)) > len(times) / 2, "each event keeps a time of its own"


def test_a_finger_on_a_touchscreen_has_no_pressure_where_none_is_measured(person: Person, desk: Desk) -> None:
    line = person.page.context.new_cdp_session(person.page)
    person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    for sample in (sample for stroke in person.name() for sample in stroke):
        put_finger(line, *person.place(sample.x_px, sample.y_px), sample.phase)
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)
    strokes = strokes_of(desk)
    assert {stroke["tool"] for stroke in strokes} == {"finger"}
    assert {point[3] for stroke in strokes for point in stroke["points"]} == {None}


def test_a_fingerprint_is_pressed_on_the_sensor(person: Person, desk: Desk) -> None:
    page = person.page
    person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.FINGERPRINT))
    person.tap("consenting", Agreed)
    page.locator("#fingers button").nth(1).click()
    expect(page.locator("#disc.lit.breathing")).to_be_visible()
    tap_the_sensor(page)
    expect(page.locator("#disc.pressed")).to_be_visible()
    person.tap("checking-finger", Confirmed)
    page.locator("#disc").click()
    expect(page.locator("#disc.pressed")).to_have_count(0)
    request = desk.till.wait_for(desk.till.asked[-1])
    assert request["state"] == "completed"
    assert desk.till.record(request["record_id"])["method"] == "fingerprint"


def test_a_finger_lies_on_the_sensor_as_long_as_it_is_held(page: Page, desk: Desk) -> None:
    lay: list[Finger | None] = []
    end = desk.changes.listen(lambda: lay.append(desk.sensor.finger))
    page.locator("#disc").click(delay=400)
    expect(page.locator("#disc.pressed")).to_have_count(0)
    end()
    assert FINGERS[0] in lay
    assert desk.sensor.finger is None


def test_a_finger_that_is_only_tapped_on_the_sensor_stays_until_the_next_tap(page: Page, desk: Desk) -> None:
    page.locator("#fingers button").nth(2).click()
    tap_the_sensor(page)
    expect(page.locator("#disc.pressed")).to_be_visible()
    assert desk.sensor.finger == FINGERS[2]
    page.locator("#disc").click()
    expect(page.locator("#disc.pressed")).to_have_count(0)
    assert desk.sensor.finger is None


def test_without_network_the_queue_grows_and_drains_when_it_is_back(person: Person) -> None:
    page = person.page
    page.locator("#plug-network").click()
    expect(page.locator("#plug-network")).to_have_attribute("aria-checked", "false")
    person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    person.sign_by_mouse()
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)
    expect(page.locator("#progress")).to_have_attribute("data-state", "completed")
    expect(page.locator("#plug-network")).to_contain_text("1 to upload")
    expect(page.locator(".onward")).to_contain_text("waits for the network")
    page.locator("#plug-network").click()
    expect(page.locator("#plug-network")).to_contain_text("All in the archive")
    expect(page.locator(".onward")).to_contain_text("in the archive")


def test_after_a_power_cut_in_the_middle_the_request_is_shown_again(person: Person, desk: Desk) -> None:
    page = person.page
    reference = person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    person.eyes.find("signing", CustomerCancelled)
    pids = set(desk.power.pids.values())
    page.locator("#plug-power").click()
    expect(page.locator(".casing.dark")).to_be_visible()
    expect(page.locator("#lamp.lit")).to_have_count(0)
    assert desk.power.pids == {}
    expect(page.locator("#away")).to_contain_text("has no power")
    page.locator("#plug-power").click()
    person.eyes.find("sale", ReadOn)
    assert len(set(desk.power.pids.values()) - pids) == 4
    expect(page.locator(".casing.dark")).to_have_count(0)
    expect(page.locator("#progress b")).to_have_text(reference)
    expect(page.locator("#away")).to_be_hidden()

    expect(page.locator("#plug-power")).to_contain_text("On")
    page.locator("#take-back").click()
    expect(page.locator("#progress")).to_have_attribute("data-state", "cancelled")
    expect(page.locator("#progress")).to_contain_text("Taken back by the till")


def test_mains_that_are_cut_and_come_back_leave_the_ink_where_it_was(person: Person, desk: Desk) -> None:
    page = person.page
    person.ask()
    person.tap("sale", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    person.sign_by_mouse()
    person.eyes.find("signing-ink", Confirmed)
    page.locator("#switch-mains").click()
    expect(page.locator("#switch-mains")).to_have_attribute("aria-checked", "false")
    expect(page.locator("#switch-mains")).to_contain_text("On battery")
    desk.glass.wait_for(lambda _seen: not person.eyes.sees("signing-ink", Confirmed), within_s=60)
    page.locator("#switch-mains").click()
    expect(page.locator("#switch-mains")).to_contain_text("On")
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)
    assert [len(stroke["points"]) > 1 for stroke in strokes_of(desk)].count(True) == len(LATIN_NAME)


def test_an_opened_case_is_told_to_the_till(page: Page, desk: Desk) -> None:
    def told(case: str) -> None:
        page.wait_for_function(
            "async said => (await (await fetch('/till/status')).json()).case === said",
            arg=case,
            timeout=60_000,
        )

    page.locator("#switch-case").click()
    expect(page.locator("#switch-case")).to_have_attribute("aria-checked", "false")
    expect(page.locator("#switch-case")).to_contain_text("Open")
    told("open")
    assert desk.panel.case_open
    page.locator("#switch-case").click()
    expect(page.locator("#switch-case")).to_contain_text("Shut")
    told("closed")


def test_a_document_that_nobody_changed_is_sent_in_both_languages(page: Page) -> None:
    page.get_by_role("radio", name="Document").click()
    with page.expect_request("**/till/requests") as asked:
        page.locator("#ask").click()
    sent = json.loads(asked.value.post_data or "")
    assert set(sent["title"]) == set(sent["body"]) == {"zh", "en"}
    page.locator("#take-back").click()
    expect(page.locator("#progress")).to_have_attribute("data-state", "cancelled")


def test_what_was_typed_is_sent_in_the_language_of_the_page(page: Page) -> None:
    page.get_by_role("radio", name="Document").click()
    page.locator("#sale textarea").fill("Something else.")
    with page.expect_request("**/till/requests") as asked:
        page.locator("#ask").click()
    assert json.loads(asked.value.post_data or "")["body"] == {"en": "Something else."}
    page.locator("#take-back").click()
    expect(page.locator("#progress")).to_have_attribute("data-state", "cancelled")


def test_what_the_api_refuses_is_said_in_its_own_sentence(page: Page) -> None:
    page.locator("#sale .text").first.fill("x" * 300)
    page.locator("#ask").click()
    expect(page.locator(".wrong")).to_be_visible()
    expect(page.locator(".wrong")).to_contain_text("200")


def test_paper_is_taken_out_and_put_back(page: Page, desk: Desk) -> None:
    page.locator("#roll").click()
    expect(page.locator("#printer-says")).to_contain_text("No paper")
    assert not desk.paper.loaded
    page.locator("#roll").click()
    expect(page.locator("#printer-says")).not_to_contain_text("No paper")
    page.locator("#cover").click()
    expect(page.locator("#printer-says")).to_contain_text("Cover open")
    page.locator("#cover").click()
    expect(page.locator("#printer-says")).not_to_contain_text("Cover open")


def test_the_page_reads_in_chinese_as_well(page: Page) -> None:
    expect(page.locator("#ask")).to_have_text("Ask for a signature")
    page.locator("#language").click()
    expect(page.locator("#ask")).to_have_text("请顾客签名")


def tap_the_sensor(page: Page) -> None:
    """Tap it for no time at all: a click on a busy computer may be as long as a press."""
    page.locator("#disc").evaluate(
        """disc => {
            disc.setPointerCapture = () => {};  // of a pointer that is none
            for (const kind of ["pointerdown", "pointerup"]) disc.dispatchEvent(new PointerEvent(kind));
        }"""
    )


def put_pen(line: CDPSession, x: float, y: float, sample: Sample) -> None:
    """Move a pen over the page, pressed as hard as the sample says."""
    kinds = {Phase.DOWN: "mousePressed", Phase.MOVE: "mouseMoved", Phase.UP: "mouseReleased"}
    up = sample.phase is Phase.UP
    event = {"type": kinds[sample.phase], "x": x, "y": y, "pointerType": "pen", "clickCount": 1}
    pressed = {"button": "left", "buttons": 0 if up else 1, "force": 0 if up else sample.pressure}
    line.send("Input.dispatchMouseEvent", event | pressed)


def put_finger(line: CDPSession, x: float, y: float, phase: Phase) -> None:
    """Touch the page as a touchscreen does that measures no pressure."""
    kinds = {Phase.DOWN: "touchStart", Phase.MOVE: "touchMove", Phase.UP: "touchEnd"}
    points = [] if phase is Phase.UP else [{"x": x, "y": y, "force": 1}]
    line.send("Input.dispatchTouchEvent", {"type": kinds[phase], "touchPoints": points})
