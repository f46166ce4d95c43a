"""What a record says of the judging of its ink, and that records from before it was written still hold."""

from dataclasses import replace

import pytest

from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal
from terminal.model.impression import Impression, PressQuality
from terminal.model.quality import Quality, Verdict
from terminal.model.record import NO_PREVIOUS, Confirmation, Part


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (Quality(), {"verdict": "fine", "overridden": False}),
        (Quality(Verdict.FEW_TURNS, overridden=True), {"verdict": "few_turns", "overridden": True}),
    ],
)
def test_a_record_says_how_its_ink_was_judged_and_who_let_it_pass(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...], quality: Quality, said: dict[str, object]
) -> None:
    sealed = sealer.seal(replace(signing, quality=quality), parts, 1, NO_PREVIOUS)
    assert check_seal(sealed.jws).record["signature"]["quality"] == said


def test_a_finger_is_not_judged_as_ink(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    finger = replace(signing, signature=Impression(2, 2, 500, bytes(4)), quality=None)
    sealed = sealer.seal(finger, parts, 1, NO_PREVIOUS)
    assert "quality" not in check_seal(sealed.jws).record["signature"]


def test_a_record_says_how_well_its_finger_was_pressed(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    pressed = PressQuality("dry", 3, 41.00049, 0.5, 0.1, 30.0, 0.7, 28.0)
    finger = replace(signing, signature=Impression(2, 2, 500, bytes(4), quality=pressed), quality=None)
    sealed = sealer.seal(finger, parts, 1, NO_PREVIOUS)
    said = check_seal(sealed.jws).record["signature"]["impression"]["quality"]
    assert (said["verdict"], said["tries"], said["touched_mm2"]) == ("dry", 3, 41.0)


def test_a_record_from_before_ink_was_judged_so_still_holds(
    sealer: Sealer, signing: Confirmation, parts: tuple[Part, ...]
) -> None:
    old = sealer.seal(replace(signing, quality=None), parts, 1, NO_PREVIOUS)
    bundle = open_bundle(make_bundle(old.jws, old.parts))
    assert "quality" not in bundle.record["signature"]
