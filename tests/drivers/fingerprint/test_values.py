from drivers.fingerprint import FingerImage


def test_the_picture_of_a_finger_never_shows_in_a_repr() -> None:
    assert repr(FingerImage(2, 2, 508, b"secretridges")) == "FingerImage(width_px=2, height_px=2, dpi=508)"
