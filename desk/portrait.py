"""``make picture``: the desk's portrait for the README, taken by a real browser while customers sign."""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from desk.customer import Customer
from desk.desk import Desk, Options
from desk.serving import serving
from terminal.model.request import Method
from terminal.session import events as ev
from terminal.ui.handwriting import HAN_NAME, LATIN_NAME, Way

_SIZE: ViewportSize = {"width": 1440, "height": 900}
_SETTLED_MS = 3000
"""How long the page's motion takes to come to rest."""

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


def main() -> None:
    """Set a desk, let one customer sign and another begin to, and take the picture."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/desk.png"))
    out: Path = parser.parse_args().out
    options = Options(language="en", merchant="Morning Market", thanks_s=0.5, fast=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Desk(Path(folder), options) as desk,
        serving(desk) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        page = browser.new_page(viewport=_SIZE, locale="en")
        page.goto(address)
        customer = desk.customer("en")
        write(page, customer, HAN_NAME)
        customer.tap("signing-ink", ev.Confirmed)
        customer.tap("checking", ev.Confirmed)
        desk.till.wait_for(desk.till.asked[-1])
        page.wait_for_timeout(_SETTLED_MS)
        write(page, customer, LATIN_NAME)
        page.wait_for_timeout(_SETTLED_MS)
        page.screenshot(path=out)
        browser.close()


def write(page: Page, customer: Customer, name: Sequence[Way]) -> None:
    """Ask for a signature by the till's form, and write a name on the pad."""
    again = page.get_by_role("button", name="Next sale")
    if again.is_visible():
        again.click()
    page.get_by_role("button", name="Ask for a signature").click()
    customer.tap("sale", ev.ReadOn)
    customer.tap("choosing", ev.Chose(Method.TOUCH))
    customer.eyes.find("signing", ev.ClearedPad)
    customer.sign(name)
    customer.eyes.find("signing-ink", ev.Confirmed)


if __name__ == "__main__":
    main()
