"""The sensor models that the emulator can be."""

from dataclasses import dataclass, replace

from drivers.fingerprint.codes import Op
from drivers.fingerprint.profiles import PROFILES, Profile

EVERYWHERE = frozenset(
    {
        Op.GET_IMAGE,
        Op.EXTRACT,
        Op.MATCH,
        Op.SEARCH,
        Op.MAKE_TEMPLATE,
        Op.STORE,
        Op.LOAD,
        Op.UPLOAD_TEMPLATE,
        Op.DOWNLOAD_TEMPLATE,
        Op.UPLOAD_IMAGE,
        Op.DOWNLOAD_IMAGE,
        Op.DELETE,
        Op.EMPTY,
        Op.SET_PARAMETER,
        Op.READ_PARAMETERS,
        Op.SET_PASSWORD,
        Op.VERIFY_PASSWORD,
        Op.RANDOM_NUMBER,
        Op.SET_ADDRESS,
        Op.READ_INFORMATION,
        Op.WRITE_NOTEPAD,
        Op.READ_NOTEPAD,
        Op.COUNT_TEMPLATES,
        Op.LIST_TEMPLATES,
    }
)
AURA = EVERYWHERE | {
    Op.GET_IMAGE_EX,
    Op.CANCEL,
    Op.AUTO_ENROL,
    Op.AUTO_IDENTIFY,
    Op.AURA_LED,
    Op.CHECK_SENSOR,
    Op.ALGORITHM_VERSION,
    Op.FIRMWARE_VERSION,
    Op.PRODUCT_INFO,
    Op.SOFT_RESET,
    Op.HANDSHAKE,
}
"""What the R503 manual lists (GROW R503 1.4.1)."""


@dataclass(frozen=True, slots=True)
class Personality:
    """What tells one model from another on the wire.

    ``look_s`` is how long it looks at a finger. ``settings_wait`` says that new settings take effect only
    after a power cycle (R503 manual 1.4.1); the older family applies them right after its answer.
    ``sample_bytes`` and ``template_bytes`` are the sizes of what it keeps of one press, and of a finger.
    """

    profile: Profile
    knows: frozenset[Op]
    system_id: int
    capacity: int
    sample_bytes: int
    template_bytes: int
    look_s: float
    settings_wait: bool


R503 = Personality(
    PROFILES["r503"],
    AURA,
    system_id=0x0000,
    capacity=200,
    sample_bytes=512,
    template_bytes=1536,
    look_s=0.12,
    settings_wait=True,
)
R502 = replace(R503, profile=PROFILES["r502"])
AS608 = Personality(
    PROFILES["as608"],
    EVERYWHERE | {Op.FAST_SEARCH, Op.LED_ON, Op.LED_OFF, Op.ECHO},
    system_id=0x0009,
    capacity=300,
    sample_bytes=256,
    template_bytes=512,
    look_s=0.35,
    settings_wait=False,
)
ZFM20 = replace(
    AS608, profile=PROFILES["zfm20"], knows=EVERYWHERE | {Op.FAST_SEARCH}, capacity=120, look_s=0.5
)

PERSONALITIES = {"r503": R503, "r502": R502, "as608": AS608, "zfm20": ZFM20}
