"""The instructions, and the one-byte answers in words that help (GROW R503 manual 1.4.1; ZFM and AS608)."""

from enum import IntEnum

BAUD_STEP = 9_600
"""What the baud register counts in."""
BAUD_REGISTER, SECURITY_REGISTER, PACKET_REGISTER = 4, 5, 6
PACKET_BYTES = (32, 64, 128, 256)
"""The content of a data packet, by its code in the packet register."""


class Op(IntEnum):
    """What a sensor can be asked."""

    GET_IMAGE = 0x01
    EXTRACT = 0x02
    MATCH = 0x03
    SEARCH = 0x04
    MAKE_TEMPLATE = 0x05
    STORE = 0x06
    LOAD = 0x07
    UPLOAD_TEMPLATE = 0x08
    DOWNLOAD_TEMPLATE = 0x09
    UPLOAD_IMAGE = 0x0A
    DOWNLOAD_IMAGE = 0x0B
    DELETE = 0x0C
    EMPTY = 0x0D
    SET_PARAMETER = 0x0E
    READ_PARAMETERS = 0x0F
    SET_PASSWORD = 0x12
    VERIFY_PASSWORD = 0x13
    RANDOM_NUMBER = 0x14
    SET_ADDRESS = 0x15
    READ_INFORMATION = 0x16
    WRITE_NOTEPAD = 0x18
    READ_NOTEPAD = 0x19
    FAST_SEARCH = 0x1B
    COUNT_TEMPLATES = 0x1D
    LIST_TEMPLATES = 0x1F
    GET_IMAGE_EX = 0x28
    CANCEL = 0x30
    AUTO_ENROL = 0x31
    AUTO_IDENTIFY = 0x32
    AURA_LED = 0x35
    CHECK_SENSOR = 0x36
    ALGORITHM_VERSION = 0x39
    FIRMWARE_VERSION = 0x3A
    PRODUCT_INFO = 0x3C
    SOFT_RESET = 0x3D
    HANDSHAKE = 0x40
    LED_ON = 0x50
    LED_OFF = 0x51
    ECHO = 0x53


class Code(IntEnum):
    """Confirmation codes that the drivers decide by; ``MEANINGS`` has the rest."""

    OK = 0x00
    PACKET_ERROR = 0x01
    NO_FINGER = 0x02
    CAPTURE_FAILED = 0x03
    IMAGE_MESSY = 0x06
    TOO_FEW_POINTS = 0x07
    NO_MATCH = 0x08
    NOT_FOUND = 0x09
    CANNOT_MERGE = 0x0A
    OUT_OF_RANGE = 0x0B
    TEMPLATE_INVALID = 0x0C
    TEMPLATE_UPLOAD_FAILED = 0x0D
    UPLOAD_FAILED = 0x0F
    WRONG_PASSWORD = 0x13
    NO_IMAGE = 0x15
    INVALID_REGISTER = 0x1A
    NO_SUCH_PAGE = 0x1C
    LIBRARY_FULL = 0x1F
    PASSWORD_NEEDED = 0x21
    NOT_ENROLLED = 0x22
    LIBRARY_EMPTY = 0x24
    FINGER_TIMEOUT = 0x26
    ENROLLED_ALREADY = 0x27
    SENSOR_FAULT = 0x29
    ALIVE = 0x55
    UNSUPPORTED = 0xFC


MEANINGS = {
    0x01: "it received a damaged packet. Check the cable's length, its ground and the baud rate",
    0x02: "no finger is on the glass",
    0x03: "it could not take the picture. Wipe the glass and press again",
    0x06: "the picture is too disorderly. Wipe glass and finger and press again",
    0x07: "the picture shows too little of the finger. Press with the flat of the fingertip",
    0x08: "the fingers do not match",
    0x09: "the finger is not among those enrolled",
    0x0A: "the samples are not of one finger. Enrol again with the same finger",
    0x0B: "the place is outside its library",
    0x0C: "the template kept there is damaged. Delete it and enrol again",
    0x0D: "it could not send the template. Try again",
    0x0E: "it could not take more data. Try again",
    0x0F: "it could not send the picture. Press again",
    0x10: "it could not delete. Try again",
    0x11: "it could not clear its library. Try again",
    0x13: "the password is wrong. Put the sensor's own into a file, and name it by password_file under [fingerprint]",
    0x15: "it holds no picture of a finger. Press again",
    0x18: "its memory could not be written. Replace the sensor if it stays so",
    0x19: "it reports an error that its maker does not explain. Switch it off and on",
    0x1A: "it knows no such setting",
    0x1B: "the setting has no such value",
    0x1C: "its notepad has no such page",
    0x1D: "its port failed. Switch it off and on",
    0x1F: "its library is full. Delete fingers that are not needed",
    0x20: "it has another address. Set address under [fingerprint]",
    0x21: "it has a password. Put it into a file, and name that by password_file under [fingerprint]",
    0x22: "no finger is enrolled in that place",
    0x24: "its library is empty. Enrol a finger first",
    0x26: "it waited too long for a finger. Press again",
    0x27: "this finger is enrolled already",
    0x29: "its glass is faulty. Switch it off and on; replace it if it stays so",
    0xFC: "this model does not know the instruction",
    0xFD: "its hardware failed. Switch it off and on; replace it if it stays so",
    0xFE: "it could not carry out the instruction. Try again",
}


def sentence(instruction: Op, code: int) -> str:
    """Say why the sensor refused an instruction, and what to do next."""
    asked = instruction.name.replace("_", " ").lower()
    meaning = MEANINGS.get(code, "its manual does not say why. Switch it off and on")
    return f"The fingerprint sensor refused '{asked}' (code 0x{code:02X}): {meaning}."
