"""What every ``FingerprintReader`` promises."""

from collections.abc import Callable

import pytest

from drivers.fingerprint import FingerprintReader, NoFinger, Progress, Stage, never
from drivers.fingerprint.quality import judge
from tests.hardware.conftest import PATIENCE_S, Hand

Until = Callable[[Callable[[], bool]], None]


def unheard(_: Progress) -> None:
    """Nobody watches."""


def test_it_says_what_it_is_and_says_it_again(reader: FingerprintReader) -> None:
    info = reader.describe()
    assert info.model
    assert info.baud in {9600 * n for n in range(1, 13)}
    assert info.packet_bytes in {32, 64, 128, 256}
    assert reader.describe() == info


def test_it_sees_that_no_finger_is_there(reader: FingerprintReader, finger: Hand, until: Until) -> None:
    finger.lift()
    until(reader.lifted)


def test_it_says_when_nobody_pressed_and_goes_on(
    reader: FingerprintReader, finger: Hand, until: Until
) -> None:
    finger.lift()
    until(reader.lifted)
    with pytest.raises(NoFinger):
        reader.capture(unheard, never, 0.3)
    assert reader.describe().model


def test_who_cancels_gets_no_picture(reader: FingerprintReader, finger: Hand, until: Until) -> None:
    finger.lift()
    until(reader.lifted)
    assert reader.capture(unheard, lambda: True, PATIENCE_S) is None
    assert reader.describe().model


def test_a_pressed_finger_comes_as_a_picture_step_by_step(
    reader: FingerprintReader, finger: Hand, until: Until
) -> None:
    heard: list[Progress] = []
    finger.press()
    image = reader.capture(heard.append, never, PATIENCE_S)
    assert image
    assert not reader.lifted()
    finger.lift()
    until(reader.lifted)
    assert list(dict.fromkeys(progress.stage for progress in heard)) == list(Stage)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(image.pixels) == image.width_px * image.height_px
    info = reader.describe()
    assert (image.width_px, image.height_px, image.dpi) == (info.width_px, info.height_px, info.dpi)
    assert judge(image).usable
    assert "pixels" not in repr(image)


def test_it_may_be_closed_twice_and_used_again(reader: FingerprintReader) -> None:
    info = reader.describe()
    reader.close()
    reader.close()
    assert reader.describe() == info
