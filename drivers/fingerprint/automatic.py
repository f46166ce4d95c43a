"""Instructions that the emulated R503 carries out by itself, telling each step (R503 manual 1.4.1).

The finger on the glass counts as pressed again for every sample. Where none is there, the sensor waits its ten
seconds out.
"""

from collections.abc import Iterable

from drivers.fingerprint.codes import Code, Op
from drivers.fingerprint.instructions import Answer, Instruction, Sensor, shorts
from drivers.fingerprint.library import best_of
from drivers.fingerprint.minutiae import FEWEST, packed

WAIT_S = 10.0
ANY_PLACE = 0xC8
"""This and all above: the first place that is free."""
STEPS = 15
"""Six samples of two steps, then looking for a double, joining and keeping."""
FIRST_STEP, FEATURE_STEP, SEARCH_STEP = 1, 2, 3
CHECK_STEP = 13


def steps(told: Iterable[bytes], last: Answer, *, each: bool) -> Answer:
    """One answer for each step, or the last one alone."""
    answers = [*(Answer(content=content) for content in told), last] if each else [last]
    return Answer(answers[0].code, answers[0].content, after_s=answers[0].after_s, more=tuple(answers[1:]))


def auto_enrol(sensor: Sensor, parameters: bytes) -> Answer:
    """Take six samples, join and keep them."""
    if len(parameters) != 5:
        return Answer(Code.PACKET_ERROR)
    wanted, cover, doubles, each, _leave = parameters
    capacity = sensor.personality.capacity
    place = wanted
    if wanted >= ANY_PLACE:
        free = (place for place in range(capacity) if place not in sensor.library)
        place = next(free, capacity)
    if place >= capacity:
        return Answer(Code.LIBRARY_FULL if wanted >= ANY_PLACE else Code.OUT_OF_RANGE, bytes(2))
    if place in sensor.library and not cover:
        return Answer(Code.NOT_ENROLLED, bytes([0, place]))
    told = [bytes([step, place]) for step in range(1, STEPS)]
    if sensor.glass is None:
        return Answer(Code.FINGER_TIMEOUT, bytes([FIRST_STEP, place]), after_s=WAIT_S)
    if len(sensor.skin) < FEWEST:
        last = Answer(Code.TOO_FEW_POINTS, bytes([FEATURE_STEP, place]))
        return steps(told[:FIRST_STEP], last, each=bool(each))
    if not doubles and best_of(sensor, sensor.skin, 0, capacity):
        last = Answer(Code.ENROLLED_ALREADY, bytes([CHECK_STEP, place]))
        return steps(told[: CHECK_STEP - 1], last, each=bool(each))
    sensor.library[place] = packed(sensor.skin, sensor.personality.template_bytes)
    return steps(told, Answer(content=bytes([STEPS, place])), each=bool(each))


def auto_identify(sensor: Sensor, parameters: bytes) -> Answer:
    """Look at the finger and for it among those kept."""
    if len(parameters) != 5:
        return Answer(Code.PACKET_ERROR)
    _security, start, count, each, _errors = parameters
    if not sensor.library:
        return Answer(Code.LIBRARY_EMPTY, bytes(5))
    if sensor.glass is None:
        return Answer(Code.FINGER_TIMEOUT, bytes([FIRST_STEP]) + bytes(4), after_s=WAIT_S)
    told = [bytes([step]) + bytes(4) for step in (FIRST_STEP, FEATURE_STEP)]
    found = best_of(sensor, sensor.skin, start, count)
    code = Code.OK if found else Code.NOT_FOUND
    last = Answer(code, bytes([SEARCH_STEP]) + shorts(*(found or (0, 0))))
    return steps(told, last, each=bool(each))


def cancel(_sensor: Sensor, _: bytes) -> Answer:
    """Nothing waits here that could be stopped: an emulated press needs no time."""
    return Answer()


INSTRUCTIONS: dict[int, Instruction] = {
    Op.AUTO_ENROL: auto_enrol,
    Op.AUTO_IDENTIFY: auto_identify,
    Op.CANCEL: cancel,
}
