"""InkML: what W3C's format asks for is there, and every point is read back as it was measured."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from terminal.export.inkml import NAMESPACE, inkml
from terminal.model.ink import Ink, Point, Stroke, Tool

FACTS = {"record": "019885f2", "reference": "茶 & <INV>\x00\ud800"}


def q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def read(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return each stroke's tool and its points, as another program reads them."""
    found = []
    for group in parsed(content).iter(q("traceGroup")):
        trace = group.find(q("trace"))
        assert trace is not None
        assert trace.text
        points = [point.split() for point in trace.text.split(",")]
        found.append((group.findtext(f"{q('annotation')}[@type='tool']") or "", points))
    return found


@pytest.fixture
def hard() -> Ink:
    """Ink with everything that ink can have: no pressure, tilt, numbers of all lengths, samples that were lost."""
    began = 987_654_321_012_345
    first = (
        Point(0.1 + 0.2, 1e-7, began, 1 / 3),
        Point(1234.5678901234567, 4999.0, began + 8_000_001, 1.0, (-12.5, 60)),
        Point(14000, 0, began + 16_000_000, None),
    )
    return Ink(14000, 5000.5, (Stroke(Tool.PEN, first), Stroke(Tool.FINGER, first[:1], broken=True)))


def test_every_point_is_read_back_exactly(hard: Ink) -> None:
    strokes = read(inkml(hard, FACTS))
    assert [tool for tool, _ in strokes] == ["pen", "finger"]
    for (_, points), stroke in zip(strokes, hard.strokes, strict=True):
        for (x, y, t, f, *tilt), point in zip(points, stroke.points, strict=True):
            assert (float(x), float(y)) == (point.x, point.y)
            assert int(Decimal(t) * 1_000_000) == point.t_ns - (hard.pen_down_ns or 0)
            assert (None if f == "?" else float(f)) == point.pressure
            assert (None if tilt == ["?", "?"] else tuple(map(float, tilt))) == point.tilt
            assert "e" not in f"{x}{y}{t}{f}".lower()


def test_it_says_what_each_number_is(ink: Ink) -> None:
    root = parsed(inkml(ink, FACTS))
    assert root.tag == q("ink")
    channels = {each.attrib["name"]: each.attrib for each in root.iter(q("channel"))}
    assert list(channels) == ["X", "Y", "T", "F"]  # in the points' own order
    assert {each["type"] for each in channels.values()} == {"decimal"}
    assert (channels["X"]["max"], channels["Y"]["max"]) == ("14000", "5000")
    assert channels["T"]["units"] == "ms"
    began = channels["T"]["respectTo"].removeprefix("#")
    xml_id = "{http://www.w3.org/XML/1998/namespace}id"
    ids = [each.attrib[xml_id] for each in root.iter() if xml_id in each.attrib]
    assert began in ids
    assert len(set(ids)) == len(ids)
    assert {group.attrib["contextRef"].removeprefix("#") for group in root.iter(q("traceGroup"))} <= set(ids)
    finest = [each.attrib for each in root.iter(q("channelProperty"))]
    assert [(each["channel"], each["name"], each["value"], each["units"]) for each in finest] == [
        ("X", "resolution", "100", "1/mm"),
        ("Y", "resolution", "100", "1/mm"),
    ]
    area = root.find(f".//{q('activeArea')}")
    assert area is not None
    assert (area.attrib["width"], area.attrib["height"], area.attrib["units"]) == ("140", "50", "mm")


def test_the_same_ink_gives_the_same_bytes_and_hostile_words_are_only_words(ink: Ink) -> None:
    content = inkml(ink, FACTS)
    assert content == inkml(ink, FACTS)
    assert parsed(content).findtext(f"{q('annotation')}[@type='reference']") == "茶 & <INV>"


def test_lost_samples_are_said(hard: Ink, ink: Ink) -> None:
    assert inkml(hard, {}).count(b'type="broken"') == 1
    assert b"broken" not in inkml(ink, {})
    assert b"OTx" not in inkml(ink, {})


def test_an_empty_pad_is_ink_without_traces() -> None:
    assert read(inkml(Ink(14000, 5000), {})) == []
