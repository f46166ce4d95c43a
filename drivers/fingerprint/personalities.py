"""The sensor models that the emulator can be."""

from dataclasses import dataclass

from drivers.fingerprint.codes import Op
from drivers.fingerprint.profiles import PROFILES, Profile

EVERYWHERE = frozenset(
    {
        Op.GET_IMAGE,
        Op.EXTRACT,
        Op.UPLOAD_IMAGE,
        Op.SET_PARAMETER,
        Op.READ_PARAMETERS,
        Op.VERIFY_PASSWORD,
        Op.RANDOM_NUMBER,
        Op.COUNT_TEMPLATES,
    }
)


@dataclass(frozen=True, slots=True)
class Personality:
    """What tells one model from another on the wire.

    ``look_s`` is how long it looks at a finger. ``settings_wait`` says that new settings take effect only
    after a power cycle (R503 manual 1.4.1); the older family applies them right after its answer.
    """

    profile: Profile
    knows: frozenset[Op]
    system_id: int
    capacity: int
    look_s: float
    settings_wait: bool


R503 = Personality(
    PROFILES["r503"],
    EVERYWHERE
    | {
        Op.GET_IMAGE_EX,
        Op.AURA_LED,
        Op.CHECK_SENSOR,
        Op.ALGORITHM_VERSION,
        Op.FIRMWARE_VERSION,
        Op.PRODUCT_INFO,
        Op.HANDSHAKE,
    },
    system_id=0x0000,
    capacity=200,
    look_s=0.12,
    settings_wait=True,
)
AS608 = Personality(
    PROFILES["as608"],
    EVERYWHERE | {Op.LED_ON, Op.LED_OFF, Op.ECHO},
    system_id=0x0009,
    capacity=300,
    look_s=0.35,
    settings_wait=False,
)
