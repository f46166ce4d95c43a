"""Learning a finger: several presses, joined to one template that stays in the sensor."""

from collections.abc import Callable

from drivers.errors import Refused
from drivers.fingerprint import AlreadyEnrolled, EnrolStage, EnrolStep
from drivers.fingerprint.codes import Code, Op, sentence
from drivers.fingerprint.link import retrying
from drivers.fingerprint.matching import await_finger, await_lift, extracted, in_range, searched, taken
from drivers.fingerprint.opening import OpenSensor

BUFFERS = 2
"""What every sensor has."""
UNCLEAR_PRESSES = 5
"""So many presses may be unclear before it is given up."""


class Enrolment:
    """One finger being learnt.

    Args:
        sensor: where.
        report: told what to do.
        timeout_s: how long to wait for each press and each lifting.
    """

    def __init__(self, sensor: OpenSensor, report: Callable[[EnrolStep], None], timeout_s: float) -> None:
        self._sensor, self._link = sensor, sensor.link
        self._report, self._timeout_s = report, timeout_s
        self._samples = sensor.profile.buffers if sensor.profile else BUFFERS
        self._unclear_left = UNCLEAR_PRESSES

    def enrol(self, place: int | None) -> int:
        """Take the samples, join and keep them; see ``FingerprintSensor.enrol``."""
        place = self._place(place)
        for sample in range(1, self._samples + 1):
            self._take(sample)
        self._tell(EnrolStage.KEEPING, self._samples)
        retrying(self._link.create_model)
        retrying(lambda: self._link.store_model(place))
        return place

    def _place(self, wanted: int | None) -> int:
        """The place to keep it in, which is free."""
        kept = taken(self._link)
        if wanted is None:
            place = next((place for place in range(self._link.library_size) if place not in kept), None)
            if place is None:
                raise Refused(sentence(Op.STORE, Code.LIBRARY_FULL), Code.LIBRARY_FULL)
            return place
        in_range(self._link, wanted)
        if wanted in kept:
            raise Refused(f"A finger is enrolled at place {wanted}. Delete it first, or name another place.")
        return wanted

    def _take(self, sample: int) -> None:
        """Wait for a press that counts, keep its points in the sample's buffer, and wait for it to be lifted."""
        ring = self._sensor.ring
        while True:
            self._tell(EnrolStage.PRESS, sample)
            ring.breathe()
            await_finger(self._sensor, self._timeout_s)
            clear = extracted(self._link, sample)
            if clear and sample == 1:
                self._refuse_double()
            ring.steady()
            if not clear:
                self._give_up_after_too_many()
            self._tell(EnrolStage.LIFT if clear else EnrolStage.UNCLEAR, sample)
            if not clear or sample < self._samples:
                await_lift(self._sensor, self._timeout_s)
            if clear:
                return

    def _refuse_double(self) -> None:
        found = searched(self._link)
        if found.place is not None:
            raise AlreadyEnrolled(
                f"This finger is enrolled already, at place {found.place} (score {found.score}).", found.place
            )

    def _give_up_after_too_many(self) -> None:
        self._unclear_left -= 1
        if not self._unclear_left:
            raise Refused(sentence(Op.EXTRACT, Code.TOO_FEW_POINTS), Code.TOO_FEW_POINTS)

    def _tell(self, stage: EnrolStage, sample: int) -> None:
        self._report(EnrolStep(stage, sample, self._samples))
