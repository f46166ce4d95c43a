"""What else the emulated sensor remembers: password, address, notepad, and what it tells of itself."""

from drivers.fingerprint.codes import Code, Op
from drivers.fingerprint.instructions import Answer, Instruction, Sensor

NOTEPAD_PAGES, NOTE_BYTES = 16, 32
INFORMATION_BYTES = 512


def set_password(sensor: Sensor, parameters: bytes) -> Answer:
    """Take another password. Whoever set it may go on until the next start."""
    if len(parameters) != 4:
        return Answer(Code.PACKET_ERROR)
    sensor.password = int.from_bytes(parameters, "big")
    return sensor.execute(bytes([Op.VERIFY_PASSWORD]) + parameters)


def set_address(sensor: Sensor, parameters: bytes) -> Answer:
    """Take another address; this answer comes from there already."""
    if len(parameters) != 4:
        return Answer(Code.PACKET_ERROR)
    sensor.address = parameters
    return Answer()


def write_notepad(sensor: Sensor, parameters: bytes) -> Answer:
    """Keep a note of 32 bytes."""
    if len(parameters) != 1 + NOTE_BYTES:
        return Answer(Code.PACKET_ERROR)
    if parameters[0] >= NOTEPAD_PAGES:
        return Answer(Code.NO_SUCH_PAGE)
    sensor.notepad[parameters[0]] = parameters[1:]
    return Answer()


def read_notepad(sensor: Sensor, parameters: bytes) -> Answer:
    """Tell a note."""
    if len(parameters) != 1:
        return Answer(Code.PACKET_ERROR)
    if parameters[0] >= NOTEPAD_PAGES:
        return Answer(Code.NO_SUCH_PAGE)
    return Answer(content=sensor.notepad.get(parameters[0], bytes(NOTE_BYTES)))


def read_information(sensor: Sensor, _: bytes) -> Answer:
    """Send the page that its maker wrote, the parameters at its beginning."""
    parameters = sensor.read_parameters(b"").content
    return Answer(stream=parameters.ljust(INFORMATION_BYTES, b"\0"))


def soft_reset(_sensor: Sensor, _: bytes) -> Answer:
    """Start anew."""
    return Answer(restarts=True)


INSTRUCTIONS: dict[int, Instruction] = {
    Op.SET_PASSWORD: set_password,
    Op.SET_ADDRESS: set_address,
    Op.WRITE_NOTEPAD: write_notepad,
    Op.READ_NOTEPAD: read_notepad,
    Op.READ_INFORMATION: read_information,
    Op.SOFT_RESET: soft_reset,
}
