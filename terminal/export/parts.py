"""The files that a record is sealed with, made from what the customer gave."""

from terminal.model.impression import Impression
from terminal.model.ink import Ink
from terminal.model.match import Match
from terminal.model.record import Confirmation, Part

from .ink_json import ink_json
from .png import impression_png, signature_png
from .svg import signature_svg


def parts_of(signing: Confirmation) -> tuple[Part, ...]:
    """Return the parts of a signing's record: the raw samples, and the pictures that people look at."""
    match signing.signature:
        case Ink() as ink:
            return (
                Part("ink.json", "application/json", ink_json(ink)),
                Part("signature.svg", "image/svg+xml", signature_svg(ink)),
                Part("signature.png", "image/png", signature_png(ink, signing.match_code)),
            )
        case Impression() as impression:
            return (Part("impression.png", "image/png", impression_png(impression)),)
        case Match():
            return ()  # nothing of the finger is kept but figures, and they are in the record
