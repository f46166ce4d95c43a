"""A signature record: one confirmed signing, made once and never changed."""

from dataclasses import dataclass, field
from hashlib import sha256

from .impression import Impression
from .ink import Ink
from .journal import JournalHead
from .match import Match
from .moment import Moment
from .quality import Quality
from .request import Method, SigningRequest

Signature = Ink | Impression | Match
"""What the customer gave."""

RECORD_SCHEMA = "signpost.record/1"

NO_PREVIOUS = "0" * 64
"""What the first record of a chain names as its previous one."""


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page that was on the glass, and for how long in all.

    ``part`` is the record's part that it is a page of; empty for the words that the till sent.
    """

    page: int
    shown_ms: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the customer saw before signing: which language, which words, which pages.

    ``document_sha256`` is of the PDF whose pages they were; empty where there was none.
    """

    language: str
    text: str
    pages: tuple[PageShown, ...]
    font_scale: float
    document_sha256: str = ""

    @property
    def text_sha256(self) -> str:
        """The hex digest of the words, UTF-8."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FingerConsent:
    """What a customer agreed to before a finger was asked for.

    Attributes:
        version: names the wording, and the day promised for the image's destruction where one is taken.
        text: the very words, in the language that was on the glass.
    """

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """All that a record is made from: a customer has confirmed, nothing is kept yet.

    ``quality`` is how the terminal judged ink; None for a finger, which the sensor's reader judges.
    """

    record_id: str
    request: SigningRequest
    shown: Shown
    method: Method
    signature: Signature
    match_code: str
    opened: Moment
    confirmed: Moment
    consents: tuple[str, ...] = ()
    attempt: int = 1
    quality: Quality | None = None
    finger_consent: FingerConsent | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """That a chain goes on after a restore: records sealed since the backup may be known elsewhere, and not here.

    Attributes:
        after: the number of the last record in the backup.
        sha256: of that record's seal.
        line: the journal's line that tells of the restore.
    """

    after: int
    sha256: str
    line: JournalHead


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a record beside its ``record.json``.

    ``plain_sha256`` is, of a part that is encrypted to the shop's owner, the digest of what is inside.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    plain_sha256: str = ""

    @property
    def sha256(self) -> str:
        """The hex digest of the content."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record as it is kept: its seal (a JWS around ``record.json``), its parts, its place in the chain.

    ``parts`` are those that were made for it; a document that was signed is in the store, and sealed too.
    ``receipt`` is what its slips say of it, signed (``evidence.receipt``).
    """

    id: str
    seq: int
    request_id: str
    match_code: str
    jws: bytes = field(repr=False)
    parts: tuple[Part, ...]
    receipt: str = ""

    @property
    def jws_sha256(self) -> str:
        """The hex digest of the seal's bytes: what the next record in the chain names as ``previous``."""
        return sha256(self.jws).hexdigest()


def match_code(record_id: str, shown_sha256: str, settle_date: str = "", ref_no: str = "") -> str:
    """Return the eight hex digits that tie glass, slip, PDF and till together.

    With the acquirer's settlement date (MMDD) and 12-digit reference number it is China's 特征码: of the 16
    digits, digit n XOR digit n + 8. Otherwise the first eight digits of SHA-256 over the record's id and the
    digest of what was shown.
    """
    digits = settle_date + ref_no
    if len(digits) == 16 and digits.isdecimal():
        return "".join(f"{int(a) ^ int(b):X}" for a, b in zip(digits[:8], digits[8:], strict=True))
    return sha256(f"{record_id}{shown_sha256}".encode()).hexdigest()[:8].upper()
