"""From the journal to the paper: whatever happens to the printer, no slip is lost, none doubled unmarked."""

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from drivers.errors import TimedOut
from drivers.printer import Condition, PrinterProfile, PrinterStatus, Raster, ReceiptPrinter, Words
from drivers.printer.emulator import PrinterEmulator
from terminal.model.status import Health, Printed
from terminal.printing.drawer import OpensForSales
from terminal.printing.spooler import IDLE_LOOK_S, MOST_TRIES, TROUBLED_LOOK_S
from terminal.store import Store
from terminal.store.slips import Slip


def journal(store: Store) -> list[Slip]:
    """The journal, oldest first."""
    return store.slips.all()[::-1]


def states(store: Store) -> list[Printed]:
    return [slip.state for slip in journal(store)]


def all_printed(store: Store) -> Callable[[], bool]:
    return lambda: set(states(store)) == {Printed.PRINTED}


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


def ends_with(strip: Image.Image, picture: Image.Image, most_blank: int = 400) -> bool:
    """Whether the last thing on a strip is this picture, whole, then blank paper."""
    box = strip.convert("L").point([255] + [0] * 255).getbbox()
    inked = picture.convert("L").point([255] + [0] * 255).getbbox()
    assert box
    assert inked
    top = box[3] - inked[3]
    return strip.height - box[3] < most_blank and same(
        strip.crop((0, top, strip.width, top + inked[3])), picture.crop((0, 0, picture.width, inked[3]))
    )


def test_the_composed_picture_is_what_comes_out(room: Any, counter: Any, emulator: PrinterEmulator) -> None:
    record = counter.keep(room.store)
    room.settle(room.start(), all_printed(room.store))
    expected = room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture
    assert ends_with(emulator.strip, expected)
    assert len(emulator.cuts) == 1
    assert emulator.unknown == []
    kept = room.store.slips.picture(record.id)
    assert same(Image.open(BytesIO(kept)), expected)


def test_after_the_last_slip_the_printer_is_let_go_of(room: Any, counter: Any) -> None:
    counter.keep(room.store)
    spooler = room.start()
    room.settle(spooler, all_printed(room.store))
    spooler.step(room.now_s)
    other = room.open()  # this printer serves one client at a time
    assert other.status().condition is Condition.OK
    other.close()


def test_slips_come_in_their_order_each_cut(room: Any, counter: Any, emulator: PrinterEmulator) -> None:
    first, second = counter.keep(room.store, copies=2), counter.keep(room.store, language="en")
    order: list[tuple[str, int]] = []

    def compose(slip: Slip) -> Image.Image:
        assert slip.sent_percent is None
        order.append((slip.record_id, slip.copy))
        return room.setting(slip)  # type: ignore[no-any-return]

    room.settle(room.start(compose=compose), all_printed(room.store))
    assert order == [(first.id, 1), (first.id, 2), (second.id, 1)]
    assert len(emulator.cuts) == 3


def test_a_power_cut_in_the_middle_prints_the_slip_again_and_says_so(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)

    def power_cut(part: float) -> None:
        if part > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.start(report=power_cut).step(room.now_s)
    assert states(room.store) == [Printed.PRINTING]
    emulator.wait_until_idle()
    left_over = emulator.strip.height

    room.settle(room.start(), all_printed(room.store))
    assert ends_with(
        emulator.strip,
        room.composer.compose(record.jws, record.parts, receipt=record.receipt, again=True).picture,
    )
    assert not same(
        room.composer.compose(record.jws, record.parts, receipt=record.receipt, again=True).picture,
        room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture,
    )
    assert left_over <= emulator.cuts[0] <= left_over + 200  # the torso does not hang on the whole slip
    assert len(emulator.cuts) == 2


def test_paper_out_in_the_middle_waits_for_paper_and_prints_it_whole(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    spooler = room.start()
    emulator.paper_out(after_dots=400)
    room.settle(spooler, lambda: journal(room.store)[0].attempts == 1)
    assert states(room.store) == [Printed.WAITING]
    assert "out of paper" in journal(room.store)[0].last_error
    assert room.store.devices.health("printer") is Health.PROBLEM
    assert "new roll" in room.store.devices.all()["printer"].sentence
    for _ in range(5):
        room.now_s = spooler.step(room.now_s)
    assert emulator.strip.height == 400
    assert journal(room.store)[0].attempts == 1

    emulator.load_paper()
    room.settle(spooler, all_printed(room.store))
    expected = room.composer.compose(record.jws, record.parts, receipt=record.receipt, again=True).picture
    assert ends_with(emulator.strip, expected)
    assert same(Image.open(BytesIO(room.store.slips.picture(record.id))), expected)
    assert room.store.devices.health("printer") is Health.OK


def test_a_printer_switched_off_in_the_middle_prints_it_whole_when_it_is_back(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    pulled: list[float] = []

    def pull(part: float) -> None:
        if part > 0.5 and not pulled:
            pulled.append(part)
            emulator.power_off()

    spooler = room.start(report=pull)
    room.settle(spooler, lambda: journal(room.store)[0].attempts == 1)
    assert states(room.store) == [Printed.WAITING]
    assert room.store.devices.health("printer") is Health.PROBLEM
    emulator.power_on()
    room.settle(spooler, all_printed(room.store))
    assert ends_with(
        emulator.strip,
        room.composer.compose(record.jws, record.parts, receipt=record.receipt, again=True).picture,
    )


def test_a_slip_that_was_never_sent_is_no_duplicate(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    emulator.open_cover()
    spooler = room.start()
    assert spooler.step(room.now_s) == room.now_s + TROUBLED_LOOK_S
    assert states(room.store) == [Printed.WAITING]
    assert "cover" in room.store.devices.all()["printer"].sentence
    emulator.close_cover()
    room.now_s += TROUBLED_LOOK_S
    room.settle(spooler, all_printed(room.store))
    assert ends_with(
        emulator.strip, room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture
    )
    assert journal(room.store)[0].attempts == 1


def test_a_broken_record_fails_with_its_reason_and_the_next_is_printed(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    broken, whole = counter.keep(room.store), counter.keep(room.store)
    room.store.records._connection.execute("UPDATE records SET jws = x'7b7d' WHERE id = ?", (broken.id,))
    room.settle(room.start(), lambda: states(room.store) == [Printed.FAILED, Printed.PRINTED])
    assert "cannot be composed" in journal(room.store)[0].last_error
    assert "seal" in journal(room.store)[0].last_error
    assert ends_with(
        emulator.strip, room.composer.compose(whole.jws, whole.parts, receipt=whole.receipt).picture
    )
    assert len(emulator.cuts) == 1


def test_a_slip_that_stops_the_process_each_time_is_given_up(room: Any, counter: Any) -> None:
    counter.keep(room.store)
    counter.keep(room.store)

    def crash(*_: Any, **__: Any) -> Image.Image:
        raise SystemExit

    for _ in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            room.start(compose=crash).step(room.now_s)
    room.settle(room.start(), lambda: states(room.store) == [Printed.FAILED, Printed.PRINTED])
    assert f"{MOST_TRIES} times" in journal(room.store)[0].last_error


def test_a_printer_that_should_answer_and_is_silent_is_sent_nothing(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    emulator.go_silent()
    spooler = room.start()
    spooler.step(room.now_s)
    assert room.store.devices.health("printer") is Health.UNKNOWN
    assert emulator.strip.height == 0
    emulator.recover()
    room.now_s += TROUBLED_LOOK_S
    room.settle(spooler, all_printed(room.store))
    assert ends_with(
        emulator.strip, room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture
    )


def test_a_model_that_cannot_say_how_it_is_prints_all_the_same(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    emulator.go_silent()
    room.settle(room.start(room.open(status=False, confirm=False)), all_printed(room.store))
    emulator.wait_until_idle()
    assert ends_with(
        emulator.strip, room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture
    )
    assert room.store.devices.health("printer") is Health.UNKNOWN


def test_a_printer_that_is_not_there_is_noted_and_tried_for_ever(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    counter.keep(room.store)
    emulator.power_off()
    spooler = room.start()
    for _ in range(2 * MOST_TRIES):
        room.now_s += spooler.step(room.now_s) - room.now_s
    assert states(room.store) == [Printed.WAITING]
    assert room.store.devices.health("printer") is Health.PROBLEM
    emulator.power_on()
    room.settle(spooler, all_printed(room.store))
    assert journal(room.store)[0].attempts == 1


class Stubborn:
    """A real printer that says it is well, and does not do one of the things asked of it so many times."""

    def __init__(self, printer: ReceiptPrinter, *, prints: int = 0, cuts: int = 0) -> None:
        self._printer = printer
        self._prints, self._cuts = prints, cuts

    @property
    def profile(self) -> PrinterProfile:
        return self._printer.profile

    def status(self) -> PrinterStatus:
        return self._printer.status()

    def print_image(
        self,
        raster: Raster,
        report: Callable[[float], None] = lambda _part: None,
        words: Sequence[Words] = (),
    ) -> None:
        self._prints -= 1
        if self._prints >= 0:
            raise TimedOut("The printer did not confirm that it printed.")
        self._printer.print_image(raster, report, words)

    def cut(self) -> None:
        self._cuts -= 1
        if self._cuts >= 0:
            raise TimedOut("The printer stopped answering.")
        self._printer.cut()

    def left_half_done(self) -> None:
        self._printer.left_half_done()

    def open_drawer(self) -> None:
        self._printer.open_drawer()

    def close(self) -> None:
        self._printer.close()


def test_tries_on_a_printer_that_says_it_is_well_grow_further_apart_and_end(room: Any, counter: Any) -> None:
    counter.keep(room.store)
    counter.keep(room.store)
    spooler = room.start(Stubborn(room.open(), prints=MOST_TRIES))
    at: list[float] = []
    for attempt in range(1, MOST_TRIES):
        room.settle(spooler, lambda wanted=attempt: journal(room.store)[0].attempts == wanted)
        at.append(room.now_s)
        spooler.step(room.now_s - 0.5)  # a ring too early: it says that it is well, and is known not to be
        assert room.store.devices.health("printer") is Health.PROBLEM
    waits = [later - earlier for earlier, later in pairwise(at)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= 30
    room.settle(spooler, lambda: states(room.store) == [Printed.FAILED, Printed.PRINTED])
    assert "did not confirm" in journal(room.store)[0].last_error
    room.now_s += IDLE_LOOK_S
    spooler.step(room.now_s)
    assert room.store.devices.health("printer") is Health.OK


def test_a_slip_on_paper_that_was_not_cut_does_not_come_twice(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    spooler = room.start(Stubborn(room.open(), cuts=1))
    room.settle(spooler, all_printed(room.store))
    assert room.store.devices.health("printer") is Health.PROBLEM
    height = emulator.strip.height
    for _ in range(5):
        room.now_s = spooler.step(room.now_s)
    assert emulator.strip.height == height
    assert ends_with(
        emulator.strip, room.composer.compose(record.jws, record.parts, receipt=record.receipt).picture
    )


def test_news_of_the_printer_rings_and_no_news_does_not(room: Any, emulator: PrinterEmulator) -> None:
    spooler = room.start()
    spooler.step(room.now_s)
    assert room.store.devices.health("printer") is Health.OK
    assert room.rings == 1
    spooler.step(room.now_s + IDLE_LOOK_S)
    assert room.rings == 1
    emulator.near_end()
    spooler.step(room.now_s + 2 * IDLE_LOOK_S)
    assert room.rings == 2
    noted = room.store.devices.all()["printer"]
    assert (noted.health, "running low" in noted.sentence) == (Health.OK, True)


def test_an_idle_printer_is_asked_now_and_then_and_let_go_of(room: Any, emulator: PrinterEmulator) -> None:
    spooler = room.start()
    due_s = spooler.step(room.now_s)
    assert room.now_s < due_s <= room.now_s + 5
    emulator.open_cover()
    spooler.step(room.now_s + 1)  # a ring: too early to ask again
    assert room.store.devices.health("printer") is Health.OK
    other = room.open()  # some printers serve one client at a time: another program must get through
    assert other.status().cover_open
    other.close()
    spooler.step(room.now_s + IDLE_LOOK_S)
    assert room.store.devices.health("printer") is Health.PROBLEM


def test_a_slip_asked_for_again_is_a_reprint(room: Any, counter: Any, emulator: PrinterEmulator) -> None:
    record = counter.keep(room.store)
    spooler = room.start()
    room.settle(spooler, all_printed(room.store))
    rings = room.rings
    assert room.store.slips.ask_again(record.id) == 2
    room.settle(spooler, all_printed(room.store))
    assert room.rings > rings
    assert ends_with(
        emulator.strip, room.composer.compose(record.jws, record.parts, 2, receipt=record.receipt).picture
    )


def test_a_test_slip_goes_the_way_of_all_slips(room: Any, emulator: PrinterEmulator) -> None:
    spooler = room.start()
    number = room.store.slips.ask_for_test()
    room.settle(spooler, lambda: room.store.slips.count_unprinted() == 0)
    slip = room.store.slips.find(number)
    assert slip
    assert slip.state is Printed.PRINTED
    assert ends_with(emulator.strip, room.compose_trial())
    assert len(emulator.cuts) == 1


def test_the_drawer_opens_with_a_sales_first_slip_and_with_no_other(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    record = counter.keep(room.store)
    counter.keep(room.store, said=counter.document)
    spooler = room.start(opens_drawer=OpensForSales(room.store))
    room.settle(spooler, all_printed(room.store))
    assert emulator.drawer_opened == 1
    room.store.slips.ask_again(record.id)
    room.settle(spooler, all_printed(room.store))
    assert emulator.drawer_opened == 1


def test_a_drawer_stays_shut_where_nobody_asked_for_it(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    counter.keep(room.store)
    room.settle(room.start(), all_printed(room.store))
    assert emulator.drawer_opened == 0


def test_a_slip_that_broke_off_does_not_open_the_drawer_again(
    room: Any, counter: Any, emulator: PrinterEmulator
) -> None:
    counter.keep(room.store)
    spooler = room.start(opens_drawer=OpensForSales(room.store))
    emulator.paper_out(after_dots=300)
    room.settle(spooler, lambda: journal(room.store)[0].attempts == 1)
    assert journal(room.store)[0].sent_percent is not None
    emulator.load_paper()
    room.settle(spooler, all_printed(room.store))
    assert emulator.drawer_opened == 0


def test_the_journal_says_how_far_a_slip_has_come_and_its_place(room: Any, counter: Any) -> None:
    counter.keep(room.store, copies=2)
    counter.keep(room.store)
    seen: list[int] = []
    places: set[tuple[int, int]] = set()

    def look(_part: float) -> None:
        first, _, last = journal(room.store)
        if first.state is Printed.PRINTING:
            assert first.sent_percent is not None
            seen.append(first.sent_percent)
            places.add((room.store.slips.place(first.id), room.store.slips.place(last.id)))

    spooler = room.start(report=look)
    assert journal(room.store)[0].sent_percent is None
    room.settle(spooler, all_printed(room.store))
    assert seen == sorted(seen)
    assert set(seen) == {0, 20, 40, 60, 80, 100}
    assert places == {(1, 3)}
    assert [slip.sent_percent for slip in journal(room.store)] == [100, 100, 100]
    assert room.store.slips.place(journal(room.store)[0].id) == 0
