from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin


@pytest.fixture
def header() -> Iterator[MockFactory]:
    """Gpiozero's own mock pins, with PWM."""
    factory = MockFactory(pin_class=MockPWMPin)
    yield factory
    factory.close()
