"""The staff's PIN: kept as a digest that is slow to guess, and guessed at a few times only.

Every try is written down before it is judged, so that a power cut in the middle gives nobody a try for nothing.
After a wrong one there is a wait that grows; after five the terminal locks, for a minute and then for twice as
long each time, up to an hour. Waits run on the computer's monotonic clock: a wall clock set forward opens
nothing, and a reboot begins the wait anew.
"""

import contextlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import scrypt
from pathlib import Path

from terminal.clock import Clock
from terminal.evidence.keys import write_private
from terminal.session.staff.typing import pin_trouble
from terminal.session.states import PinTrouble

log = logging.getLogger(__name__)

_MOST_MEMORY = 64 * 1024 * 1024
_BYTES = 32

TRIES = 5
"""So many wrong PINs in a row lock the terminal."""

FIRST_LOCK_S, LONGEST_LOCK_S = 60, 3600


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one try of a PIN is: scrypt's parameters, by default OWASP's for 16 MiB of memory.

    That is a third of a second on a Pi 4, and on a worker.
    """

    n: int = 2**14
    r: int = 8
    p: int = 5


class PinRefused(ValueError):
    """This cannot be the PIN; ``trouble`` says why."""

    def __init__(self, trouble: PinTrouble) -> None:
        super().__init__(f"this PIN is {trouble.value}")
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the PIN: whether there is one, how many tries are left, how long nobody gets in."""

    is_set: bool
    tries_left: int
    locked_s: int


@dataclass(frozen=True, slots=True)
class _Tries:
    """The wrong tries since the last right one, and when the last of them was."""

    wrong: int = 0
    boot_id: str = ""
    at_ns: int = 0


class StaffPin:
    """The PIN of one terminal, in two files that only its owner can read.

    Args:
        folder: the terminal's data directory.
        clock: monotonic time, and which boot this is.
        cost: how dear a try of a PIN is that is set from now on.
    """

    def __init__(self, folder: Path, clock: Clock, cost: Cost = Cost()) -> None:
        self._file, self._tries_file = folder / "staff-pin.json", folder / "staff-pin-tries.json"
        self._clock, self._cost = clock, cost
        self._unwritten: _Tries | None = None

    def set(self, pin: str) -> None:
        """Let this be the PIN from now on; a lock there was is over.

        Raises:
            PinRefused: it has too few digits, or is easy to guess.
            OSError: it could not be kept; the one before stands.
        """
        trouble = pin_trouble(pin)
        if trouble is not PinTrouble.NONE:
            raise PinRefused(trouble)
        salt, cost = secrets.token_bytes(16), self._cost
        digest = _digest(pin, salt, cost)
        kept = {"kdf": "scrypt", **asdict(cost), "salt": salt.hex(), "digest": digest.hex()}
        write_private(self._file, json.dumps(kept).encode())
        self.unlock()

    def standing(self) -> Standing:
        """Say how things stand, judging nothing."""
        tries = self._tries()
        locked_s = self._locked_s(tries)
        left = max(0 if locked_s else 1, TRIES - tries.wrong)
        return Standing(self._file.exists(), left, locked_s)

    def judge(self, pin: str) -> tuple[bool, Standing]:
        """Return whether a PIN is the staff's, and how things stand then. While locked, nothing is judged."""
        return self._judge(lambda: self._matches(pin))

    def judge_finger(self, *, known: bool) -> tuple[bool, Standing]:
        """Return whether a finger lets in: one of the staff's (``known``) does, while the terminal is not locked.

        Another one is a wrong try like a wrong PIN, in the same count. Without a PIN no finger opens.
        """
        return self._judge(lambda: known)

    def _judge(self, is_right: Callable[[], bool]) -> tuple[bool, Standing]:
        before = self.standing()
        if before.locked_s or not before.is_set:
            return False, before
        now = self._clock.now()
        self._note(_Tries(self._tries().wrong + 1, now.boot_id, now.monotonic_ns))
        if is_right():
            self._forget()
            return True, self.standing()
        return False, self.standing()

    def unlock(self) -> None:
        """Forget the wrong tries."""
        self._unwritten = None
        self._tries_file.unlink(missing_ok=True)

    def _forget(self) -> None:
        """Forget the wrong tries; on a disk that takes nothing more, as long as this process runs."""
        try:
            self.unlock()
        except OSError:
            self._unwritten = _Tries()

    def matches(self, pin: str) -> bool:
        """Return whether this is the PIN, uncounted: for whoever may read its file anyway."""
        return self._file.exists() and self._matches(pin)

    def _matches(self, pin: str) -> bool:
        try:
            kept = json.loads(self._file.read_text(encoding="ascii"))
            wanted, salt = bytes.fromhex(kept["digest"]), bytes.fromhex(kept["salt"])
            cost = Cost(kept["n"], kept["r"], kept["p"])
            return hmac.compare_digest(_digest(pin, salt, cost), wanted)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("%s cannot be read (%s): set the PIN anew", self._file, type(error).__name__)  # noqa: TRY400 - no digits in a trace
            return False

    def _tries(self) -> _Tries:
        """Return the wrong tries; where nobody can read them any more, the most that may be."""
        if self._unwritten:
            return self._unwritten
        try:
            said = json.loads(self._tries_file.read_text(encoding="ascii"))
            return _Tries(int(said["wrong"]), str(said["boot_id"]), int(said["at_ns"]))
        except FileNotFoundError:
            return _Tries()
        except (OSError, ValueError, KeyError, TypeError):
            return _Tries(TRIES)

    def _note(self, tries: _Tries) -> None:
        """Write the tries down; on a disk that takes nothing more, remember them as long as this process runs."""
        said = {"wrong": tries.wrong, "boot_id": tries.boot_id, "at_ns": tries.at_ns}
        self._unwritten = tries
        with contextlib.suppress(OSError):
            write_private(self._tries_file, json.dumps(said).encode())
            self._unwritten = None

    def _locked_s(self, tries: _Tries) -> int:
        """Return for how many seconds, begun ones too, nobody gets in."""
        now = self._clock.now()
        same_boot = tries.boot_id == now.boot_id and tries.at_ns <= now.monotonic_ns
        since_ns = tries.at_ns if same_boot else 0  # the monotonic clock began at the boot
        left_ns = wait_s(tries.wrong) * 1_000_000_000 - (now.monotonic_ns - since_ns)
        return max(0, -(-left_ns // 1_000_000_000))


def wait_s(wrong: int) -> int:
    """Return for how many seconds nobody gets in after so many wrong PINs in a row: 1, 2, 4, 8, 60, 120 and so on."""
    if wrong < TRIES:
        return 1 << (wrong - 1) if wrong else 0
    return min(LONGEST_LOCK_S, FIRST_LOCK_S << min(wrong - TRIES, 10))


def _digest(pin: str, salt: bytes, cost: Cost) -> bytes:
    return scrypt(pin.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_MOST_MEMORY, dklen=_BYTES)
