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
    assert good.blurred < 0.1
    dry = judge(seen(FINGERS[0], R503.profile, Manner.DRY))
    assert dry.ink < good.ink
    assert dry.clarity < good.clarity


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_plain_picture_is_never_good(grey: int) -> None:
    assert judge(FingerImage(192, 192, 508, bytes([grey]) * 192 * 192)).verdict is not Verdict.GOOD
