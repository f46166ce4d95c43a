"""Slips of a signature that was a finger compared: words and a score where a picture would be."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from terminal.export.parts import parts_of
from terminal.model.match import Match
from terminal.model.request import Method
from terminal.printing import Composer
from terminal.printing.blocks import Laid
from terminal.printing.form import form_for
from terminal.printing.privacy import PrivacyWriter
from terminal.printing.signed import Signed, read_signed
from terminal.printing.slip import Copy, Printing

PICTURES = Path(__file__).parents[3] / "build" / "slips"


@pytest.fixture
def matched(counter: Any) -> Any:
    """A record, in a language, of a finger that matched."""

    def make(language: str = "en") -> Signed:
        signing = replace(
            counter.sign(language=language, method=Method.FINGERPRINT),
            signature=Match(7, 131, 3, "R503", 3_000_000_000),
            consents=("signpost.fingerprint-match/1",),
        )
        sealed = counter.seal(signing)
        assert parts_of(signing) == ()
        return read_signed(sealed.jws, sealed.parts, sealed.receipt)

    return make


def said(laid: Laid) -> str:
    return " ".join(piece.text for piece in laid.pieces if piece.text)


@pytest.mark.parametrize("copy", Copy)
def test_a_slip_says_that_the_finger_matched_and_how_closely(
    matched: Any, copy: Copy, composers: dict[int, Composer]
) -> None:
    words = said(composers[576].lay(matched(), Printing(copy)))
    assert "Matched the finger enrolled (score 131). No image was taken." in words
    assert "Signed electronically" not in words


def test_the_ticket_promises_no_destruction_of_an_image_that_is_none(
    matched: Any, composers: dict[int, Composer]
) -> None:
    words = said(composers[576].lay_written("en", lambda *how: PrivacyWriter(*how).write(matched())))
    assert "No image of it was taken" in words
    assert "One image of your finger" not in words
    assert "Destroyed by" not in words


@pytest.mark.parametrize("language", ["zh-CN", "en", "de", "ar"])
@pytest.mark.parametrize("width", [576, 384])
def test_they_fit_in_every_language_on_every_paper(
    matched: Any, composers: dict[int, Composer], width: int, language: str
) -> None:
    composer, signed = composers[width], matched(language)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for kind, laid in (
        ("matched", composer.lay(signed, Printing())),
        ("matched-ticket", composer.lay_written(language, lambda *how: PrivacyWriter(*how).write(signed))),
    ):
        assert all(piece.left + piece.mask.width <= form_for(width).column for piece in laid.pieces)
        composer.draw(laid).save(PICTURES / f"{width}-{language}-{kind}.png")
