from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import settings

from drivers.fingerprint import FingerprintReader, open_reader
from drivers.fingerprint.emulator import SensorEmulator

# A busy machine makes one example slow; what is tested is that none crashes.
settings.register_profile("signpost", deadline=None)
settings.load_profile("signpost")


@pytest.fixture
def emulated() -> Iterator[Callable[..., SensorEmulator]]:
    """Makes emulated sensors that answer as fast as they can, and unplugs them afterwards."""
    with ExitStack() as stack:

        def make(*args: Any, pace: bool = False, **options: Any) -> SensorEmulator:
            return stack.enter_context(SensorEmulator(*args, pace=pace, **options))

        yield make


@pytest.fixture
def sensor(emulated: Callable[..., SensorEmulator]) -> SensorEmulator:
    """An R503."""
    return emulated()


@pytest.fixture
def reading() -> Iterator[Callable[..., FingerprintReader]]:
    """Opens readers that lose patience after 1.5 s, and closes them afterwards."""
    with ExitStack() as stack:

        def opened(emulator: SensorEmulator, **options: Any) -> FingerprintReader:
            reader = open_reader(emulator.path, **{"reply_timeout_s": 1.5, **options})
            stack.callback(reader.close)
            return reader

        yield opened


@pytest.fixture
def reader(sensor: SensorEmulator, reading: Callable[..., FingerprintReader]) -> FingerprintReader:
    """The reader of ``sensor``."""
    return reading(sensor)
