"""A small cast for the session's tests: a unit, a sale, and the time of day."""

from datetime import UTC, datetime

import pytest

from terminal.model.ink import Point, Stroke, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.request import Line, Method, SigningRequest
from terminal.model.status import Health, Readiness
from terminal.session.states import Site, Unit


@pytest.fixture
def at() -> Moment:
    return Moment(
        datetime(2026, 11, 23, 14, 31, 7, tzinfo=UTC), 1_000_000_000, "boot", ClockState.SYNCHRONISED
    )


@pytest.fixture
def unit() -> Unit:
    readiness = Readiness(archive=Health.OK, printer=Health.OK, sensor=Health.OK)
    return Unit(Site(merchant="晨光超市", terminal_id="SP-0031"), readiness)


@pytest.fixture
def sale() -> SigningRequest:
    return SigningRequest(
        id="018f-request",
        till="till-3",
        received="{}",
        reference="INV-2041",
        amount="1280.00",
        merchant="晨光超市",
        lines=(Line("茶礼盒", "1", "598.00"), Line("东北大米 10kg", "2", "178.00")),
        methods=tuple(Method),
    )


@pytest.fixture
def stroke() -> Stroke:
    """A zigzag two centimetres wide, drawn with a finger."""
    points = tuple(
        Point(1000 + 100.0 * i, 1000 + 500.0 * (i % 3), 2_000_000_000 + i * 8_000_000) for i in range(20)
    )
    return Stroke(Tool.FINGER, points)
