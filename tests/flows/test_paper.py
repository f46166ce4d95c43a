"""Storyboards of paper: what the terminal cannot take is signed by pen and closed by staff, and so is the day."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageOps

from drivers.printer import load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator
from terminal.clock import Clock
from terminal.config import Config, FingerprintConfig, PrinterConfig
from terminal.i18n import Catalogue
from terminal.main import PROFILES
from terminal.model.status import Printed, RequestState
from terminal.pin import Cost, StaffPin
from terminal.printing import Bench, Composer, Setting, Spooler
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.staff import events as said
from terminal.session.staff.states import ClosingDay, ClosingPapers, Menu
from terminal.session.states import EnteringPin, OutOfService
from terminal.typeset import Typesetter
from tests.flows.conftest import Shop, Step

PIN = "4827"


@pytest.fixture
def paper() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as printer:
        yield printer


@pytest.fixture
def config(config: Config, paper: PrinterEmulator) -> Config:
    return replace(
        config, printer=PrinterConfig(port=paper.serve_tcp()), fingerprint=FingerprintConfig(port="")
    )


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    StaffPin(shop.config.paths.data, Clock(), Cost(n=16, p=1)).set(PIN)
    return shop


@pytest.fixture
def spooler(staffed: Shop) -> Iterator[Spooler]:
    """The printer's process, a step at a time."""
    site, clock = staffed.config.site, Clock()
    profile = load_profile(staffed.config.printer.profile, PROFILES)
    composer = Composer(profile.width_dots, Catalogue(), Typesetter(), clock.zone(site.timezone))
    bench = Bench(site.merchant, site.terminal_id, profile.name, profile.dpi)
    spooler = Spooler(
        staffed.store,
        open_printer(staffed.config.printer.port, profile),
        Setting(staffed.store, composer, bench, site.languages, clock),
        clock,
        staffed.bell.ring,
    )
    yield spooler
    spooler.close()


def print_all(shop: Shop, spooler: Spooler) -> None:
    now_s = 1000.0
    while shop.store.slips.count_unprinted():
        now_s = max(now_s + 0.01, spooler.step(now_s))


def codes(strip: Image.Image) -> list[str]:
    """Return what a scanner reads from a strip of paper."""
    white = ImageOps.expand(strip.convert("L"), 40, 255)
    return [code.text for code in zxingcpp.read_barcodes(white)]


def seen(shop: Shop, kind: type) -> Any:
    state = shop.glass.shown[-1]
    assert isinstance(state, kind)
    return state


def get_in(place: said.Place) -> list[Step]:
    digits = [Step(EnteringPin, said.Typed(digit)) for digit in PIN]
    return [
        Step(Idle, said.StaffCalled()), *digits, Step(EnteringPin, said.Entered()),
        Step(Menu, said.WentTo(place)),
    ]  # fmt: skip


def sell_on_paper(shop: Shop) -> str:
    """Let a sale come that wants a finger, to a terminal without a sensor; returns its id."""
    request = shop.ask("0198f2aa-0000-7000-8000-0000557a8226", methods=["fingerprint"])
    shop.glass.play(Step(OutOfService, ev.Dismissed()), Step(Idle))
    shop.wait_until(lambda: shop.store.requests.get(request.id).state is RequestState.FAILED)
    return request.id


def test_a_slip_signed_by_pen_is_closed_by_its_code_and_then_the_day_is(
    staffed: Shop, spooler: Spooler, paper: PrinterEmulator
) -> None:
    request_id = sell_on_paper(staffed)
    print_all(staffed, spooler)
    [scanned] = codes(paper.tear())
    assert scanned.startswith("SIGNPOST-PAPER ")
    code = scanned.removeprefix("SIGNPOST-PAPER ").replace(" ", "")
    staffed.glass.play(
        *get_in(said.Place.PAPERS),
        Step(ClosingPapers, said.PickedField("code")),
        *(Step(ClosingPapers, said.Typed(digit)) for digit in code),
        Step(ClosingPapers, said.Entered()),
    )
    staffed.wait_until(lambda: seen(staffed, ClosingPapers).asking is not None)
    assert seen(staffed, ClosingPapers).asking.reference == "INV-2041"
    assert staffed.store.requests.get(request_id).code != "paper", "nobody has said yes yet"
    yes = Step(ClosingPapers, said.SaidSigned(request_id))
    staffed.glass.play(yes, yes)
    staffed.wait_until(lambda: seen(staffed, ClosingPapers).done == "INV-2041")
    stored = staffed.store.requests.get(request_id)
    assert (stored.state, stored.code) == (RequestState.FAILED, "paper")
    staffed.glass.play(Step(ClosingPapers, said.PickedPapers(signed=True)))
    staffed.wait_until(lambda: bool(seen(staffed, ClosingPapers).lines))
    assert [line.reference for line in seen(staffed, ClosingPapers).lines] == ["INV-2041"]

    staffed.glass.play(
        Step(ClosingPapers, ev.WentBack()), Step(Menu, said.WentTo(said.Place.DAY_CLOSE)), Step(ClosingDay)
    )
    staffed.wait_until(lambda: seen(staffed, ClosingDay).standing is not None)
    figures = seen(staffed, ClosingDay).standing.figures
    assert (figures.number, figures.paper, figures.failed) == (1, 1, 0)
    twice = Step(ClosingDay, said.AskedToClose(1))
    staffed.glass.play(twice, twice)
    staffed.wait_until(lambda: seen(staffed, ClosingDay).closed)
    assert seen(staffed, ClosingDay).standing.last.printed is Printed.WAITING
    staffed.glass.play(twice)
    print_all(staffed, spooler)
    close = staffed.store.closing.last()
    assert close
    assert (close.number, close.paper) == (1, 1)
    heads = f"{close.head_seq} {close.head_sha256} {close.journal_seq} {close.journal_sha256}"
    assert codes(paper.tear()) == [f"SIGNPOST-HEAD SP-0001 {heads.upper()}"]
    staffed.wait_until(lambda: seen(staffed, ClosingDay).standing.last.printed is Printed.PRINTED)
    assert len(staffed.store.slips.all()) == 2, "one slip to sign, one close"


def test_a_sale_is_picked_from_the_list_and_left_when_it_is_not_signed(staffed: Shop) -> None:
    request_id = sell_on_paper(staffed)
    staffed.glass.play(*get_in(said.Place.PAPERS), Step(ClosingPapers))
    staffed.wait_until(lambda: bool(seen(staffed, ClosingPapers).lines))
    [line] = seen(staffed, ClosingPapers).lines
    assert (line.reference, line.amount, line.code) == ("INV-2041", "1280.00", "557A 8226")
    staffed.glass.play(Step(ClosingPapers, said.PickedPaper(line)), Step(ClosingPapers, ev.WentBack()))
    staffed.wait_until(lambda: seen(staffed, ClosingPapers).asking is None)
    assert staffed.store.requests.get(request_id).code != "paper"
    staffed.glass.play(
        Step(ClosingPapers, said.PickedPaper(line)), Step(ClosingPapers, said.SaidSigned(request_id))
    )
    staffed.wait_until(lambda: seen(staffed, ClosingPapers).lines == ())
    assert staffed.store.requests.get(request_id).code == "paper"


def test_a_close_made_elsewhere_meanwhile_is_shown_and_not_made_again(staffed: Shop) -> None:
    staffed.glass.play(*get_in(said.Place.DAY_CLOSE), Step(ClosingDay))
    staffed.wait_until(lambda: seen(staffed, ClosingDay).standing is not None)
    staffed.store.closing.close("SP-0001", ["INV-9"])
    staffed.glass.play(Step(ClosingDay, said.AskedToClose(1)))
    staffed.wait_until(lambda: seen(staffed, ClosingDay).closed)
    assert seen(staffed, ClosingDay).standing.last.figures.unsigned == ("INV-9",)
    assert len(staffed.store.slips.all()) == 1
