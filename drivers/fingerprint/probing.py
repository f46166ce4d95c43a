"""Finding the speed that a sensor speaks at, and raising it where the sensor goes along.

A sensor at another speed hears nonsense and says nothing, so silence is no proof that none is there. Whoever
changes the speed asks again at both speeds: an R503 takes the new one after its next power cycle only, the
older family at once (R503 manual 1.4.1; ZFM-20 manual), and nobody may be locked out of either.
"""

from collections.abc import Callable
from contextlib import suppress

import serial

from drivers.errors import Garbled, Refused, TimedOut
from drivers.fingerprint import FACTORY_ADDRESS
from drivers.fingerprint.codes import BAUD_REGISTER, BAUD_STEP, Op
from drivers.fingerprint.link import NeverQuiet, SensorLink, port_errors, retrying

SPEEDS = (57_600, 115_200, 9_600, 19_200, 38_400, 28_800)
"""The likeliest first: as it leaves the factory, then as installers set it."""
PROBE_S = 0.3
"""VfyPwd is answered in a few milliseconds; at 9,600 baud question and answer take 30."""
FASTEST = 115_200


def reach(
    port: serial.Serial,
    password: int,
    reply_timeout_s: float,
    stopping: Callable[[], bool],
    address: int = FACTORY_ADDRESS,
) -> SensorLink:
    """Shake hands at the port's speed, or else at whichever other one gets an answer; the port then has it.

    Raises:
        TimedOut, Garbled: no answer at any speed; says what was heard at the first one.
        Refused: there is a sensor, and it says no.
    """
    speeds = [port.baudrate, *(speed for speed in SPEEDS if speed != port.baudrate)]
    try:
        return retrying(lambda: SensorLink(port, password, reply_timeout_s, stopping, address))
    except NeverQuiet:
        raise
    except (TimedOut, Garbled) as fault:
        for speed in speeds[1:]:
            turn_to(port, speed)
            with suppress(TimedOut, Garbled):
                link = SensorLink(port, password, min(PROBE_S, reply_timeout_s), stopping, address)
                link.reply_timeout_s = reply_timeout_s
                return link
        tried = ", ".join(str(speed) for speed in speeds)
        raise type(fault)(f"{fault} It was asked at {tried} baud.") from fault


def raise_speed(link: SensorLink, port: serial.Serial) -> None:
    """Ask the sensor to speak at 115,200 baud, and go on at the speed at which it then answers.

    Raises:
        TimedOut, Garbled: it answers at neither speed now; the next opening looks for it at all of them.
    """
    before = port.baudrate
    if (
        before == FASTEST or link.baudrate == FASTEST // BAUD_STEP
    ):  # it is asked already, and waits for a restart
        return
    try:
        link.ask(Op.SET_PARAMETER, BAUD_REGISTER, FASTEST // BAUD_STEP)
    except Refused:  # then it stays as it is
        return
    patience_s, link.reply_timeout_s = link.reply_timeout_s, PROBE_S
    try:
        turn_to(port, FASTEST)
        try:
            retrying(link.verify_password)
        except (TimedOut, Garbled):
            turn_to(port, before)
            retrying(link.verify_password)
    finally:
        link.reply_timeout_s = patience_s


def turn_to(port: serial.Serial, speed: int) -> None:
    """Set the port's speed."""
    with port_errors(port.port):
        port.baudrate = speed
