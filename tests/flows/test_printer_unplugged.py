"""Storyboards of a printer whose cable is pulled: in the middle of a slip, while customers read, sign and leave."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from drivers.printer import load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator
from terminal.clock import Clock
from terminal.config import Config, PrinterConfig
from terminal.doorbell import Doorbell
from terminal.i18n import Catalogue
from terminal.main import PROFILES
from terminal.model.ink import Stroke
from terminal.model.status import Health, Printed, RequestState
from terminal.printing import Bench, Composer, Setting, Spooler
from terminal.session import Idle
from terminal.session import events as ev
from terminal.session.states import Thanks
from terminal.stepping import Stepper
from terminal.store import Store
from terminal.typeset import Typesetter
from tests.flows.conftest import Shop, Step, signing

HURRY = 20
STATES = range(6)
"""Reading, choosing, an empty pad, a pad with ink, checking, and the thanks."""


class HurriedClock(Clock):
    """A clock whose seconds are short, so that nobody waits for a printer to be asked again."""

    @staticmethod
    def monotonic_s() -> float:
        return Clock.monotonic_s() * HURRY


class PrinterProcess:
    """The process of the printer, on a thread: its own store, its doorbell, and the real driver."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._doorbell = Doorbell(config.paths.runtime, "printer")
        profile = load_profile("80mm", PROFILES)
        zone = Clock().zone("Asia/Shanghai")
        self._composer = Composer(profile.width_dots, Catalogue(), Typesetter(), zone, profile)
        self._printer = open_printer(config.printer.port, profile, patience_s=10)
        self.at_half: Callable[[], None] = lambda: None
        self._stepper: Stepper | None = None
        self._made = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._made.wait(60)

    def setting(self, store: Store) -> Setting:
        """Return what composes slips, as in the process."""
        bench = Bench("晨光超市", "SP-0001", "80mm", 203)
        return Setting(store, self._composer, bench, ("zh-CN", "en"), Clock())

    def stop(self) -> None:
        assert self._stepper
        self._stepper.stop()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        clock, paths = HurriedClock(), self._config.paths
        with Store(paths.store) as store:
            spooler = Spooler(
                store,
                self._printer,
                self.setting(store),
                clock,
                self._doorbell.ring,
                poll_s=0.1,
                report=self._report,
            )
            self._stepper = Stepper(spooler, self._doorbell, clock, poll_s=0.1)
            self._made.set()
            self._stepper.run()
            spooler.close()
        self._doorbell.close()

    def _report(self, part: float) -> None:
        if part > 0.5:
            self.at_half()


@pytest.fixture
def paper() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as printer:
        yield printer


@pytest.fixture
def config(config: Config, paper: PrinterEmulator) -> Config:
    return replace(config, printer=PrinterConfig(port=paper.serve_tcp()))


@pytest.fixture
def process(shop: Shop) -> Iterator[PrinterProcess]:
    process = PrinterProcess(shop.config)
    yield process
    process.stop()


def printer_is(shop: Shop, wanted: Health) -> Callable[[], bool]:
    return lambda: shop.glass.shown[-1].unit.readiness.printer is wanted


def all_printed(shop: Shop) -> bool:
    slips = shop.store.slips.all()
    return bool(slips) and all(slip.state is Printed.PRINTED for slip in slips)


def is_marked(shop: Shop, process: PrinterProcess, request_id: str) -> bool:
    """Return whether what came out of a record is its whole slip, that says that it may be one of two."""
    record_id = shop.store.requests.get(request_id).record_id
    assert record_id
    [slip] = shop.store.slips.of_record(record_id)
    setting, came_out = process.setting(shop.store), shop.store.slips.picture(record_id)
    assert came_out
    whole = {
        marked: setting(replace(slip, sent_percent=60 if marked else None)).picture
        for marked in (True, False)
    }
    [found] = [marked for marked, picture in whole.items() if same(picture, Image.open(BytesIO(came_out)))]
    return found


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


@pytest.mark.parametrize("step", STATES)
def test_a_cable_that_is_pulled_and_plugged_in_any_state_holds_up_nobody(
    shop: Shop, process: PrinterProcess, paper: PrinterEmulator, stroke: Stroke, step: int
) -> None:
    shop.wait_until(printer_is(shop, Health.OK))
    request = shop.ask()
    way = signing(stroke)
    shop.glass.play(*way[:step], Step(way[step].sees))
    if step == STATES[-1]:
        shop.wait_until(lambda: all_printed(shop) and len(paper.cuts) == 1)
    paper.power_off()
    shop.wait_until(printer_is(shop, Health.PROBLEM))
    shop.glass.play(*way[step:])
    assert shop.store.requests.get(request.id).state is RequestState.COMPLETED
    paper.power_on()
    shop.wait_until(printer_is(shop, Health.OK))
    shop.wait_until(lambda: all_printed(shop))
    shop.wait_until(lambda: len(paper.cuts) == 1)
    assert not is_marked(shop, process, request.id)


@pytest.mark.parametrize("step", STATES)
def test_a_slip_that_broke_off_while_the_next_customer_signs_is_printed_whole_and_marked(
    shop: Shop, process: PrinterProcess, paper: PrinterEmulator, stroke: Stroke, step: int
) -> None:
    half, pull = threading.Event(), threading.Event()

    def pulled() -> None:
        """Wait at the middle of the first slip until the next customer is where they should be."""
        process.at_half = lambda: None
        half.set()
        assert pull.wait(60)
        paper.power_off()

    process.at_half = pulled
    first = shop.ask("0198-first")
    way = signing(stroke)
    try:
        shop.glass.play(*way[:-1], Step(Thanks))
        assert half.wait(60)
        shop.glass.play(Step(Thanks, ev.Dismissed()), Step(Idle))
        second = shop.ask("0198-second")
        shop.glass.play(*way[:step], Step(way[step].sees))
    finally:
        pull.set()
    shop.wait_until(printer_is(shop, Health.PROBLEM))
    shop.glass.play(*way[step:])
    assert shop.store.requests.get(second.id).state is RequestState.COMPLETED
    assert shop.store.slips.count_unprinted() == 2
    paper.power_on()
    shop.wait_until(lambda: all_printed(shop))
    assert is_marked(shop, process, first.id)
    assert not is_marked(shop, process, second.id)


def test_a_printing_process_that_is_gone_in_the_middle_finds_its_slip_again(
    shop: Shop, paper: PrinterEmulator, stroke: Stroke
) -> None:
    request = shop.ask()
    shop.glass.play(*signing(stroke))
    [slip] = shop.store.slips.all()
    shop.store.slips.printing(slip.id)
    shop.store.slips.sent(slip.id, 60)  # as a process leaves it that is killed
    process = PrinterProcess(shop.config)
    try:
        shop.wait_until(lambda: all_printed(shop))
        assert is_marked(shop, process, request.id)
    finally:
        process.stop()
    shop.wait_until(lambda: bool(paper.cuts))
