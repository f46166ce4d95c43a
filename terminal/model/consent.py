"""How a record names the consent to a finger: the wording agreed to, and the day promised where an image is kept."""

from collections.abc import Iterable
from datetime import date

_IMAGE, _MATCH = "signpost.fingerprint/1", "signpost.fingerprint-match/1"
"""The wordings that ask for a finger's image, and for a comparison; another wording is another number."""

_UNTIL = "; destroyed before "


def image_consent(until: date) -> str:
    """Return the name of the consent to one image of a finger, which is destroyed before the day ``until``."""
    return f"{_IMAGE}{_UNTIL}{until.isoformat()}"


def match_consent() -> str:
    """Return the name of the consent to be compared: no image is left of that, so no day is promised."""
    return _MATCH


def promised(consents: Iterable[str]) -> date | None:
    """Return the day before which an image is destroyed, as its customer was told; None where no day was."""
    days = (_day(consent.partition(_UNTIL)[2]) for consent in consents)
    return next((day for day in days if day), None)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
