import math
from random import Random

import pytest

from drivers.fingerprint import FingerImage
from drivers.fingerprint.fingers import FINGERS, Finger, Manner, render
from drivers.fingerprint.packets import pack_grey, unpack_grey
from drivers.fingerprint.personalities import AS608, R503
from drivers.fingerprint.profiles import Profile
from drivers.fingerprint.quality import Verdict, judge


def seen(finger: Finger, profile: Profile, manner: Manner) -> FingerImage:
    """The finger as it comes out of a sensor, in 16 greys."""
    pixels = render(finger, profile.width_px, profile.height_px, manner)
    return FingerImage(profile.width_px, profile.height_px, profile.dpi, unpack_grey(pack_grey(pixels)))


@pytest.mark.parametrize("finger", FINGERS, ids=lambda finger: finger.name)
@pytest.mark.parametrize("profile", [R503.profile, AS608.profile], ids=lambda profile: profile.model)
@pytest.mark.parametrize("manner", Manner)
def test_how_a_finger_was_pressed_is_recognised(finger: Finger, profile: Profile, manner: Manner) -> None:
    assert judge(seen(finger, profile, manner)).verdict == Verdict(manner.value)


def test_the_figures_mean_what_they_say() -> None:
    good = judge(seen(FINGERS[0], R503.profile, Manner.GOOD))
    assert good.touched_mm2 == pytest.approx((192 / 508 * 25.4) ** 2, rel=0.05)
    assert good.ink == pytest.approx(0.5, abs=0.1)
    assert good.legible_mm2 > 0.9 * good.touched_mm2
    dry = judge(seen(FINGERS[0], R503.profile, Manner.DRY))
    assert dry.ink < good.ink
    assert dry.contrast < good.contrast


def test_who_moved_leaves_ridges_without_a_direction() -> None:
    good, moved = (judge(seen(FINGERS[0], R503.profile, manner)) for manner in (Manner.GOOD, Manner.MOVED))
    assert moved.coherence < 0.77 < good.coherence
    assert moved.legible_mm2 < good.legible_mm2 / 2


def test_beside_the_glass_is_told_from_a_tip() -> None:
    tip, aside = (judge(seen(FINGERS[0], AS608.profile, manner)) for manner in (Manner.PARTIAL, Manner.ASIDE))
    assert tip.aside_mm < 1
    assert aside.aside_mm == pytest.approx(5.6, abs=0.5)


def drawn(angle_deg: float, amplitude: float, size_px: int = 192) -> FingerImage:
    """Straight ridges of the usual width over the whole glass, in one direction."""
    turn = math.radians(angle_deg)
    pixels = bytes(
        round(127.5 + amplitude * math.sin((x * math.cos(turn) + y * math.sin(turn)) * math.tau / 9))
        for y in range(size_px)
        for x in range(size_px)
    )
    return FingerImage(size_px, size_px, 508, pixels)


@pytest.mark.parametrize("angle_deg", range(0, 180, 15))
def test_straight_ridges_are_coherent_whichever_way_they_run(angle_deg: int) -> None:
    assert judge(drawn(angle_deg, 90)).coherence > 0.95


def test_speckles_have_no_direction() -> None:
    rng = Random(4)
    speckles = FingerImage(192, 192, 508, bytes(rng.choice((20, 200)) for _ in range(192 * 192)))
    assert judge(speckles).coherence < 0.4
    assert not judge(speckles).usable


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_plain_picture_is_never_good_and_never_kept(grey: int) -> None:
    quality = judge(FingerImage(192, 192, 508, bytes([grey]) * 192 * 192))
    assert quality.verdict is not Verdict.GOOD
    assert not quality.usable


def test_a_picture_in_which_ridges_are_seen_may_stand_and_a_smeared_one_never() -> None:
    usable = {manner: judge(seen(FINGERS[1], R503.profile, manner)).usable for manner in Manner}
    assert usable == dict.fromkeys(Manner, True) | {Manner.MOVED: False}


def test_of_two_pictures_the_good_one_ranks_first_then_the_one_that_shows_more() -> None:
    good, partial, moved = (
        judge(seen(FINGERS[0], R503.profile, manner))
        for manner in (Manner.GOOD, Manner.PARTIAL, Manner.MOVED)
    )
    assert good.rank > partial.rank > moved.rank


@pytest.mark.parametrize(("width_px", "height_px"), [(16, 16), (96, 96), (100, 37), (208, 288)])
def test_any_size_of_picture_can_be_judged(width_px: int, height_px: int) -> None:
    assert not judge(FingerImage(width_px, height_px, 500, bytes(width_px * height_px))).usable
