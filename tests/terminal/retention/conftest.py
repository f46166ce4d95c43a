from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.evidence.record import Sealer
from terminal.model.record import Confirmation
from tests.terminal.retention.keeping_unit import Unit


@pytest.fixture
def unit(tmp_path: Path, signing: Confirmation, sealer: Sealer) -> Iterator[Unit]:
    unit = Unit(tmp_path, signing, sealer)
    yield unit
    unit.store.close()
