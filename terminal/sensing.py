"""The sensor's side of the terminal: what its worker does when the session asks for a finger."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from drivers.errors import DriverError, Refused
from drivers.fingerprint import (
    Comparison,
    FingerImage,
    FingerprintSensor,
    NoFinger,
    NotEnrolled,
    Progress,
    Stage,
)
from terminal.clock import Clock
from terminal.i18n import message
from terminal.model.impression import Impression, PressQuality
from terminal.model.match import Match
from terminal.model.status import Health
from terminal.session import events as ev
from terminal.session.staff.events import DeviceTried, Tryable
from terminal.session.states import Coaching

if TYPE_CHECKING:
    from drivers.fingerprint.quality import Quality

PRESS_TO_TRY = message("The sensor answers. Now press a finger; its picture is not kept.")
NOBODY_TRIED = message("The sensor answers, but nobody pressed a finger.")
NO_ANSWER = message("The sensor does not answer.")
TRIED = {
    "good": message("The sensor works: a clear finger."),
    "partial": message("The sensor works; of this finger only a part was seen."),
    "aside": message("The sensor works; this finger lay aside."),
    "dry": message("The sensor works; this finger was dry."),
    "wet": message("The sensor works; this finger was wet."),
    "moved": message("The sensor works; this finger moved."),
}
"""What a test says of a finger, by the verdict on its picture."""

COACHING = {Stage.IMAGED: Coaching.HOLD, Stage.TRANSFERRING: Coaching.LIFT}
"""What the finger should do: once the picture is on its way, it has done its part."""

_STEP = 0.04
"""How much more of the picture must have come for the ring to be drawn again."""

_LOOK_S = 0.1
"""How often to look whether the finger was lifted."""

_LIFT_S = 1.5
"""So long a finger is given to lift; one that is still there then was pressed better where it lies, as it was asked."""

_STAFF_S = 30.0
"""How long one look for a staff's finger waits; the PIN pad asks again as long as it stands."""


class FingerTaker:
    """Takes a finger's impression, or compares it. Lives on the sensor's worker thread.

    Its ``ask``, ``stop`` and ``end`` are the main thread's.

    Args:
        open_reader: opens the sensor, or raises a DriverError that says what is the matter. It is given what to
            ask whether the process ends, and nothing is to be waited for.
        timeout_s: how long to wait for a finger.
        clock: when it was pressed.
        tell: puts an event into the main loop's inbox.
        lift_s: how long to wait for a finger to lift before it is looked at again as it lies.
        tries: how many pictures to take of a finger at the most, before the best of them stands or none does; and how
            many fingers to compare, before none was the one.
    """

    def __init__(
        self,
        open_reader: Callable[[Callable[[], bool]], FingerprintSensor],
        timeout_s: float,
        clock: Clock,
        tell: Callable[[ev.Event], None],
        lift_s: float = _LIFT_S,
        *,
        tries: int = 3,
    ) -> None:
        self._open_reader, self._timeout_s, self._clock, self._tell = open_reader, timeout_s, clock, tell
        self._lift_s, self._tries = lift_s, tries
        self._reader: FingerprintSensor | None = None
        self._lies = False
        self._hint = Coaching.PRESS
        self._coached: tuple[Coaching | None, float] = (None, 0.0)
        self._wanted = 0
        self._changed = threading.Event()
        self._ending = threading.Event()

    def ask(self) -> int:
        """Return the ticket for one ``take``; on the main thread, before it is queued."""
        return self._next_ticket()

    def stop(self) -> None:
        """Ask for no finger any more; from the main thread, at once."""
        self._next_ticket()

    def end(self) -> None:
        """Wait for no sensor any more, whatever is under way: the process ends. From the main thread, at once."""
        self._ending.set()
        self.stop()

    def take(self, ticket: int) -> None:
        """Wait for a finger, coach it, and tell the best picture of a few; nothing once ``stop`` was called."""
        try:
            self._take(ticket)
        except NoFinger:
            self._answer(ticket, ev.NobodyPressed())
        except DriverError as error:
            self._lost(error)
            self._answer(ticket, ev.SensorFailed(str(error)))

    def match(self, ticket: int, template: int) -> None:
        """Compare a few presses with the finger kept at a place, and tell whether one was it."""
        try:
            self._match(ticket, template)
        except NoFinger:
            self._answer(ticket, ev.NobodyPressed())
        except NotEnrolled:
            self._answer(ticket, ev.FingerNotEnrolled())
            self.check()  # whoever asks next is told before anyone presses
        except DriverError as error:
            self._lost(error)
            self._answer(ticket, ev.SensorFailed(str(error)))

    def identify(self, ticket: int, tell: Callable[[int | None], None]) -> None:
        """Look for one press among all fingers kept, and tell whose place it is, or None; nothing after ``stop``.

        A finger that was nobody's is looked at again only when it was lifted.
        """
        try:
            if self._lies and not self._wait_for_lift(ticket, self._timeout_s):
                return
            self._lies = True
            compared = self._open().identify(
                lambda _progress: None, lambda: self._wanted != ticket, min(_STAFF_S, self._timeout_s)
            )
        except NoFinger:
            self._lies = False
            self._answer(ticket, ev.NobodyPressed())
        except DriverError as error:
            self._lost(error)
            self._answer(ticket, ev.SensorFailed(str(error)))
        else:
            self._lies = compared is not None and not compared.matched
            if compared is not None and self._wanted == ticket:
                tell(compared.place)

    def check(self) -> None:
        """Look whether the sensor is there and answers, and whom it knows."""
        try:
            sensor = self._open().describe()
            self._open().lifted()
            templates = self._templates()
        except DriverError as error:
            self._lost(error)
        else:
            self._tell(ev.DeviceSeen("sensor", Health.OK, sensor.model, templates))

    def try_out(self, ticket: int) -> None:
        """Look whether the sensor answers, ask for one finger, and say how good it is. Nothing of it is kept."""
        model = ""
        try:
            model = self._open().describe().model
            self._tried(ticket, None, PRESS_TO_TRY, model)
            image = self._open().capture(
                lambda _progress: None, lambda: self._wanted != ticket, self._timeout_s
            )
        except NoFinger:
            self._tried(ticket, False, NOBODY_TRIED, model)
        except DriverError as error:
            self._lost(error)
            self._tried(ticket, False, NO_ANSWER, str(error))
        else:
            if image is not None:
                self._tried(ticket, True, self._impression_made(image), model)

    def close(self) -> None:
        """Let go of the port."""
        self._forget()

    def _tried(self, ticket: int, passed: bool | None, sentence: str, detail: str) -> None:  # noqa: FBT001
        self._answer(ticket, DeviceTried(Tryable.SENSOR, passed, sentence, detail))

    @staticmethod
    def _impression_made(image: FingerImage) -> str:
        from drivers.fingerprint.quality import judge  # noqa: PLC0415 - Pillow's filters, on first use

        return TRIED[judge(image).verdict.value]

    def _take(self, ticket: int) -> None:
        from drivers.fingerprint.quality import Verdict, judge  # noqa: PLC0415 - Pillow's filters, on first use

        best: tuple[Quality, FingerImage] | None = None
        tried = 0
        self._hint = Coaching.PRESS
        while tried < self._tries:
            try:
                image = self._capture(ticket)
            except NoFinger:
                if best is None:
                    raise
                break  # they do not press again: the best so far is what there is
            if image is None:
                return
            tried += 1
            quality = judge(image)
            if best is None or quality.rank > best[0].rank:
                best = (quality, image)
            if quality.verdict is Verdict.GOOD:
                break
            if tried < self._tries:
                self._hint = Coaching(quality.verdict.value)
                self._answer(ticket, ev.FingerCoached(self._hint))
                if not self._wait_for_lift(ticket, self._lift_s):
                    return
        if best is not None:
            self._stand(ticket, *best, tried)

    def _match(self, ticket: int, template: int) -> None:
        self._hint = Coaching.PRESS
        for tried in range(1, self._tries + 1):
            try:
                compared = self._compare(ticket, template)
            except NoFinger:
                if tried == 1:
                    raise
                break  # another finger was pressed, and then none: it was not the one
            if compared is None:
                return
            if compared.matched:
                self._answer(ticket, ev.FingerMatched(self._matched(template, compared, tried)))
                return
            self._hint = Coaching.OTHER
            if tried < self._tries:
                self._answer(ticket, ev.FingerCoached(self._hint))
                if not self._wait_for_lift(ticket, self._timeout_s):
                    return
        self._answer(ticket, ev.FingerUnmatched())

    def _compare(self, ticket: int, template: int) -> Comparison | None:
        """Compare the next press, or return None where none is wanted any more."""
        self._coached = (None, 0.0)
        return self._open().verify(
            template,
            lambda progress: self._coach(ticket, progress),
            lambda: self._wanted != ticket,
            self._timeout_s,
        )

    def _matched(self, template: int, compared: Comparison, tries: int) -> Match:
        sensor, pressed_ns = self._open().describe(), self._clock.now().monotonic_ns
        return Match(template, compared.score, sensor.security_level, sensor.model, pressed_ns, tries)

    def _templates(self) -> tuple[int, ...] | None:
        """Return the places where a finger is enrolled; None for a sensor that cannot say."""
        try:
            return self._open().list()
        except Refused:
            return None

    def _stand(self, ticket: int, quality: "Quality", image: FingerImage, tries: int) -> None:
        """Tell the best picture, unless too little is to be seen even on that one."""
        if not quality.usable:
            self._answer(ticket, ev.FingerUnclear())
            return
        figures = asdict(quality) | {"verdict": quality.verdict.value}
        self._answer(ticket, ev.FingerTaken(self._impression(image, PressQuality(tries=tries, **figures))))

    def _capture(self, ticket: int) -> FingerImage | None:
        """Return the next picture, or None where none is wanted any more."""
        self._coached = (None, 0.0)
        return self._open().capture(
            lambda progress: self._coach(ticket, progress), lambda: self._wanted != ticket, self._timeout_s
        )

    def _wait_for_lift(self, ticket: int, within_s: float) -> bool:
        """Wait until the finger is off the glass, or stays; returns False where nobody wants one any more."""
        until_ns = self._clock.now().monotonic_ns + int(within_s * 1e9)
        while self._wanted == ticket:
            if self._open().lifted() or self._clock.now().monotonic_ns >= until_ns:
                return True
            self._changed.clear()
            self._changed.wait(_LOOK_S)
        return False

    def _next_ticket(self) -> int:
        self._wanted += 1
        self._changed.set()
        return self._wanted

    def _coach(self, ticket: int, progress: Progress) -> None:
        """Pass on how a capture gets on, in steps that can be seen; while it waits, say what was wrong before."""
        coaching = self._hint if progress.stage is Stage.WAITING else COACHING[progress.stage]
        said, fraction = self._coached
        if coaching is not said or progress.fraction - fraction >= _STEP or progress.fraction == 1:
            self._coached = (coaching, progress.fraction)
            self._answer(ticket, ev.FingerCoached(coaching, progress.fraction))

    def _answer(self, ticket: int, event: ev.Event) -> None:
        """Tell what came of an asking, unless nobody wants to know any more: the next customer's is another."""
        if self._wanted == ticket:
            self._tell(event)

    def _impression(self, image: FingerImage, quality: PressQuality) -> Impression:
        sensor = self._open().describe().model
        pressed_ns = self._clock.now().monotonic_ns
        return Impression(
            image.width_px, image.height_px, image.dpi, image.pixels, sensor, pressed_ns, quality
        )

    def _open(self) -> FingerprintSensor:
        if self._reader is None:
            self._reader = self._open_reader(self._ending.is_set)
        return self._reader

    def _lost(self, error: DriverError) -> None:
        """Let go of a sensor that failed, and say why; the next use opens it again."""
        self._forget()
        self._tell(ev.DeviceSeen("sensor", Health.PROBLEM, str(error)))

    def _forget(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
