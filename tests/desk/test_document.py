"""A person at the desk sends a PDF, leafs through it on the glass, and signs it: real Chromium, real processes."""

import json
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from desk.desk import Desk
from terminal.model.request import Method
from terminal.session.events import Chose, Confirmed, CustomerCancelled, ReadOn, Turned
from terminal.ui.sample_contract import contract_of, contract_pdf
from tests.desk.test_signing import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def person(page: Page, desk: Desk) -> Person:
    return Person(page, desk)


def to_the_foot(person: Person) -> None:
    """Drag the page up with the mouse until there is no more of it."""
    for _ in range(6):
        person.page.mouse.move(*person.place(300, 340))
        person.page.mouse.down()
        person.page.mouse.move(*person.place(300, 80), steps=12)
        person.page.mouse.up()


def test_a_pdf_is_sent_leafed_through_and_signed(person: Person, desk: Desk) -> None:
    page = person.page
    page.locator(".kind").get_by_text("Document", exact=True).click()
    expect(page.locator("#sale textarea")).to_be_visible()
    page.locator("#sample").click()
    expect(page.locator(".attach .name")).to_have_text("contract.pdf")
    expect(page.locator("#sale textarea")).to_be_hidden()
    person.ask()
    person.eyes.find("pdf", CustomerCancelled)
    to_the_foot(person)
    person.tap("pdf-next", Turned(1))
    to_the_foot(person)
    person.tap("pdf-end", ReadOn)
    person.tap("choosing", Chose(Method.TOUCH))
    person.sign_by_mouse()
    person.tap("signing-ink", Confirmed)
    person.tap("checking", Confirmed)
    request = desk.till.wait_for(desk.till.asked[-1])
    record: dict[str, Any] = desk.till.record(request["record_id"])["record"]
    assert desk.till.part(request["record_id"], "document.pdf") == contract_pdf("en")
    assert record["request"]["received"]["document"]["place"]["page"] == 2
    shown = record["shown"]["pages"]
    assert [(each["part"], each["page"]) for each in shown] == [("document.pdf", 1), ("document.pdf", 2)]
    assert all(each["ms"] > 0 for each in shown)


def test_the_sample_says_where_it_is_signed(page: Page) -> None:
    answer = page.request.get(f"{page.url}samples/contract.pdf?language=zh-CN")
    assert answer.body() == contract_pdf("zh-CN")
    place = contract_of("zh-CN").place
    assert place
    assert json.loads(answer.headers["x-signature-place"])["x"] == pytest.approx(place.x, abs=1e-4)


def test_what_is_attached_can_be_taken_off_again(page: Page) -> None:
    page.locator(".kind").get_by_text("Document", exact=True).click()
    page.locator("#pdf").set_input_files(
        FilePayload(name="rent.pdf", mimeType="application/pdf", buffer=contract_pdf("en"))
    )
    expect(page.locator(".attach .name")).to_have_text("rent.pdf")
    page.locator(".attach .drop").click()
    expect(page.locator("#sale textarea")).to_be_visible()
