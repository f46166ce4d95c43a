"""The pages in a real browser: they look as meant, at every width, and run nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from terminal.model.record import Part
from terminal.model.request import Method
from tests.archive.conftest import Terminal, Visit, signature_png

pytestmark = pytest.mark.browser

HOSTILE = b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='run'</script></svg>"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(locale="en-GB") as context:
        yield context.new_page()


def test_a_reader_finds_a_record_and_sees_that_it_holds(visit: Visit, terminal: Terminal, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    visit.upload(terminal.sign(reference="INV-1", merchant="<script>document.title='run'</script>"))
    visit.upload(terminal.sign(reference="INV-2", amount="86.50"))
    visit.upload(terminal.sign(reference="INV-3", method=Method.FINGERPRINT))
    page.goto(f"{visit.http.base_url}/?token={visit.reader_token}")
    assert "token" not in page.url
    page.get_by_label("Find").fill("86.5")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".row").count() == 1
    page.get_by_role("link", name="INV-2").click()
    expect(page.get_by_role("heading", name="Everything holds")).to_be_visible()
    image = page.get_by_alt_text("The signature")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    page.get_by_role("link", name="3", exact=True).click()
    expect(page.get_by_alt_text("The fingerprint")).not_to_be_visible()
    page.get_by_text("Show the fingerprint").click()
    expect(page.get_by_alt_text("The fingerprint")).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="全部校验通过")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    assert page.url.endswith("/login")
    assert complaints == []


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_the_pages_fit_every_width(visit: Visit, terminal: Terminal, page: Page, width: int) -> None:
    records = [terminal.sign(reference="R" * 60, merchant="商" * 80, amount="123456789.00") for _ in range(4)]
    for record in (records[0], records[3]):
        visit.upload(record)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{visit.http.base_url}/?token={visit.reader_token}")
    for language in ("en", "zh-CN"):
        for path in ("/", f"/records/{records[0].id}", "/login", "/nothing"):
            page.goto(f"{visit.http.base_url}{path}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, language)
            small = page.evaluate(
                "[...document.querySelectorAll('button, input:not([type=hidden]), .primary, .plain, .quiet, .link')]"
                ".filter(each => each.offsetParent && each.getBoundingClientRect().height < 36).length"
            )
            assert small == 0, (path, language)


def test_a_part_opened_by_itself_runs_nothing(visit: Visit, terminal: Terminal, page: Page) -> None:
    parts = (
        Part("signature.png", "image/png", signature_png()),
        Part("signature.svg", "image/svg+xml", HOSTILE),
    )
    record = terminal.sign(parts=parts)
    visit.upload(record)
    page.goto(f"{visit.http.base_url}/?token={visit.reader_token}")
    with page.expect_download() as saved:
        page.goto(f"{visit.http.base_url}/records/{record.id}")
        page.get_by_role("link", name="signature.svg").click()
    assert saved.value.path().read_bytes() == HOSTILE
    assert page.title() != "run"
