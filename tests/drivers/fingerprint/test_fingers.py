import subprocess
import sys

import numpy as np
import pytest

from drivers.fingerprint.fingers import FINGERS, Finger, Manner, Pattern, render
from drivers.fingerprint.pressing import press

SIZE = (256, 288)


def picture(finger: Finger, manner: Manner = Manner.GOOD) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The finger as rows of pixels."""
    return np.frombuffer(render(finger, *SIZE, manner), np.uint8).reshape(SIZE[1], SIZE[0])


def test_a_finger_is_the_same_every_time() -> None:
    assert press(FINGERS[0], *SIZE, Manner.GOOD) == render(FINGERS[0], *SIZE)


def test_every_pattern_is_there_and_no_finger_twice() -> None:
    assert {finger.pattern for finger in FINGERS} == set(Pattern)
    assert len({render(finger, *SIZE) for finger in FINGERS}) == len(FINGERS)
    assert len({finger.name for finger in FINGERS}) == len(FINGERS)


@pytest.mark.parametrize("finger", FINGERS, ids=lambda finger: finger.name)
def test_ridges_lie_as_far_apart_as_on_a_real_finger(finger: Finger) -> None:
    middle = picture(finger)[60:228, 44:212].astype(float)
    power = np.abs(np.fft.fftshift(np.fft.fft2(middle - middle.mean()))) ** 2
    fy, fx = np.meshgrid(*[np.fft.fftshift(np.fft.fftfreq(size)) for size in middle.shape], indexing="ij")
    frequency = np.hypot(fx, fy)
    power[frequency < 1 / 25] = 0  # how hard the finger presses here and there
    period_px = 1 / frequency.flat[power.argmax()]
    assert 7.5 < period_px < 10.5
    assert power[(frequency > 1 / 13) & (frequency < 1 / 6)].sum() / power.sum() > 0.7


@pytest.mark.parametrize("finger", FINGERS, ids=lambda finger: finger.name)
def test_ridges_are_dark_on_nearly_white_glass(finger: Finger) -> None:
    pixels = picture(finger)
    assert pixels[:12, :12].mean() > 240
    assert (pixels[100:188, 84:172] < 128).mean() == pytest.approx(0.5, abs=0.12)


def test_naming_fingers_needs_no_numpy() -> None:
    code = "import sys, drivers.fingerprint.emulator as e; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_reader_needs_neither_numpy_nor_pillow_and_naming_it_needs_no_serial_port() -> None:
    code = (
        "import sys, drivers.fingerprint as f; early = 'serial' in sys.modules; import drivers.fingerprint.uart;"
        "sys.exit(early or 'numpy' in sys.modules or 'PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
