"""The staff's PIN: slow to guess, locked after a few tries, and nothing on the way round that."""

import json
import logging
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terminal.clock import Clock
from terminal.model.moment import ClockState, Moment
from terminal.pin import FIRST_LOCK_S, LONGEST_LOCK_S, TRIES, Cost, PinRefused, StaffPin, wait_s
from terminal.session.states import PinTrouble

PIN, WRONG = "4827", "1379"


class SetClock(Clock):
    """A clock that stands where a test set it."""

    def __init__(self) -> None:
        self.boot_id = "boot-1"
        self._at = Moment(
            datetime(2026, 11, 23, 14, tzinfo=UTC), 900_000_000_000, self.boot_id, ClockState.RTC
        )

    def now(self) -> Moment:
        return self._at

    def pass_s(self, seconds: float) -> None:
        self._at = self._at.at(self._at.monotonic_ns + int(seconds * 1e9))

    def set_wall(self, ahead: timedelta) -> None:
        self._at = replace(self._at, utc=self._at.utc + ahead)

    def boot(self, up_s: float) -> None:
        self.boot_id = f"{self.boot_id}+"
        self._at = replace(self._at, boot_id=self.boot_id, monotonic_ns=int(up_s * 1e9))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def pin(tmp_path: Path, clock: SetClock) -> StaffPin:
    staff = StaffPin(tmp_path, clock, Cost(n=16, p=1))  # the real one would take a minute here
    staff.set(PIN)
    return staff


def lock(staff: StaffPin, clock: SetClock) -> None:
    for wrong in range(TRIES):
        assert not staff.judge(WRONG)[0]
        if wrong < TRIES - 1:
            clock.pass_s(wait_s(wrong + 1))


def test_the_pin_opens_and_no_other_does(pin: StaffPin, clock: SetClock) -> None:
    assert pin.judge(PIN)[0]
    right, standing = pin.judge(WRONG)
    assert (right, standing.tries_left, standing.locked_s) == (False, TRIES - 1, 1)
    clock.pass_s(1)
    assert pin.judge(PIN)[0]
    assert pin.standing().tries_left == TRIES


def test_only_a_slow_digest_is_kept_and_only_for_its_owner(tmp_path: Path, clock: SetClock) -> None:
    pin = StaffPin(tmp_path, clock)
    pin.set(PIN)
    assert not pin.judge(WRONG)[0]
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert PIN not in file.read_text()
        assert WRONG not in file.read_text()
    kept = json.loads((tmp_path / "staff-pin.json").read_text())
    assert kept["kdf"] == "scrypt"
    assert kept["n"] * kept["r"] * kept["p"] >= 2**14 * 8 * 5  # OWASP, 16 MiB


def test_the_same_pin_is_another_digest_each_time(pin: StaffPin, tmp_path: Path) -> None:
    first = (tmp_path / "staff-pin.json").read_text()
    pin.set(PIN)
    assert (tmp_path / "staff-pin.json").read_text() != first


def test_waits_grow_and_five_wrong_ones_lock(pin: StaffPin, clock: SetClock) -> None:
    waits = []
    for _ in range(TRIES + 3):
        _, standing = pin.judge(WRONG)
        waits.append(standing.locked_s)
        clock.pass_s(standing.locked_s)
    assert waits == [1, 2, 4, 8, FIRST_LOCK_S, 120, 240, 480]
    assert wait_s(50) == LONGEST_LOCK_S


def test_while_locked_not_even_the_right_one_is_judged(pin: StaffPin, clock: SetClock) -> None:
    lock(pin, clock)
    right, standing = pin.judge(PIN)
    assert (right, standing.locked_s, standing.tries_left) == (False, FIRST_LOCK_S, 0)
    clock.pass_s(FIRST_LOCK_S - 1)
    assert not pin.judge(PIN)[0]
    clock.pass_s(1)
    assert pin.standing().tries_left == 1
    assert pin.judge(PIN)[0]


def test_a_restart_forgets_nothing(pin: StaffPin, clock: SetClock, tmp_path: Path) -> None:
    lock(pin, clock)
    clock.pass_s(10)
    again = StaffPin(tmp_path, clock)
    assert again.standing().locked_s == FIRST_LOCK_S - 10
    assert not again.judge(PIN)[0]


def test_a_power_cut_while_a_pin_is_judged_costs_a_try(
    pin: StaffPin, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_staff: StaffPin, _pin: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(StaffPin, "_matches", cut)
    for tries in range(1, TRIES + 1):
        with pytest.raises(KeyboardInterrupt):
            StaffPin(tmp_path, clock).judge(WRONG)
        clock.pass_s(wait_s(tries))
    monkeypatch.undo()
    assert StaffPin(tmp_path, clock).standing().tries_left == 1
    assert pin.judge(PIN)[0]


def test_a_reboot_begins_the_lock_anew(pin: StaffPin, clock: SetClock, tmp_path: Path) -> None:
    lock(pin, clock)
    clock.boot(up_s=20)
    assert StaffPin(tmp_path, clock).standing().locked_s == FIRST_LOCK_S - 20


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-5 * 365)])
def test_a_wrong_wall_clock_opens_nothing_and_locks_nobody_out(
    pin: StaffPin, clock: SetClock, jump: timedelta
) -> None:
    lock(pin, clock)
    clock.set_wall(jump)
    assert pin.standing().locked_s == FIRST_LOCK_S
    clock.pass_s(FIRST_LOCK_S)
    assert pin.judge(PIN)[0]


def test_tries_that_cannot_be_read_count_as_all_of_them(
    pin: StaffPin, clock: SetClock, tmp_path: Path
) -> None:
    (tmp_path / "staff-pin-tries.json").write_text("{", encoding="ascii")
    clock.boot(up_s=30)
    assert pin.standing().locked_s == FIRST_LOCK_S - 30


def test_a_full_disk_does_not_give_tries_away(
    pin: StaffPin, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("terminal.pin.write_private", full)
    lock(pin, clock)
    assert pin.standing().locked_s == FIRST_LOCK_S
    clock.pass_s(FIRST_LOCK_S)
    assert pin.judge(PIN)[0]


def test_the_right_pin_opens_on_a_disk_that_takes_nothing_any_more(
    pin: StaffPin, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_args: object, **_options: object) -> None:
        raise OSError(30, "Read-only file system")

    pin.judge(WRONG)
    clock.pass_s(60)
    monkeypatch.setattr("terminal.pin.write_private", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    right, standing = pin.judge(PIN)
    assert (right, standing.tries_left) == (True, TRIES)


def test_without_a_pin_nobody_gets_in(tmp_path: Path, clock: SetClock) -> None:
    staff = StaffPin(tmp_path, clock)
    right, standing = staff.judge(PIN)
    assert (right, standing.is_set) == (False, False)
    assert not list(tmp_path.iterdir())


def test_a_damaged_pin_opens_to_nobody(pin: StaffPin, tmp_path: Path) -> None:
    (tmp_path / "staff-pin.json").write_text('{"kdf": "scrypt"}', encoding="ascii")
    assert not pin.judge(PIN)[0]


@pytest.mark.parametrize(
    ("weak", "trouble"), [("123", PinTrouble.TOO_SHORT), ("1111", PinTrouble.TOO_SIMPLE)]
)
def test_what_is_easy_to_guess_cannot_be_the_pin(pin: StaffPin, weak: str, trouble: PinTrouble) -> None:
    with pytest.raises(PinRefused) as refused:
        pin.set(weak)
    assert refused.value.trouble is trouble
    assert weak not in str(refused.value)
    assert pin.judge(PIN)[0]


def test_unlocking_and_a_new_pin_end_a_lock(pin: StaffPin, clock: SetClock) -> None:
    lock(pin, clock)
    pin.unlock()
    assert pin.judge(PIN)[0]
    lock(pin, clock)
    pin.set("9051")
    assert pin.judge("9051")[0]
    assert not pin.judge(PIN)[0]


def test_no_pin_is_ever_in_the_log(
    pin: StaffPin, clock: SetClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lock(pin, clock)
    (tmp_path / "staff-pin.json").write_text("{}", encoding="ascii")
    clock.pass_s(LONGEST_LOCK_S)
    pin.judge(PIN)
    assert caplog.text
    assert PIN not in caplog.text
    assert WRONG not in caplog.text
