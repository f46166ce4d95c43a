"""A signature as InkML (W3C, Ink Markup Language 1.0): its samples, for whoever examines handwriting.

Every value is written as it was measured, so that the very same points are read back. Times count from the first
pen-down, as in ``ink.json``. Where no pressure was measured there is a ``?``, which is InkML's word for that.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree as ET

from terminal.model.ink import Ink, Point, Stroke

NAMESPACE = "http://www.w3.org/2003/InkML"
MEDIA_TYPE = "application/inkml+xml"

_PAD, _BEGAN = "pad", "pen-down"
_UNKNOWN = "?"

_PER_MM = 100
"""X and Y are in 0.01 mm."""


def inkml(ink: Ink, facts: Mapping[str, str]) -> bytes:
    """Return a signature as InkML, UTF-8. The same ink and facts give the same bytes.

    Args:
        ink: the signature.
        facts: what else is to be said of it, such as of which record it is: annotations, by their types.
    """
    tilts = any(point.tilt for point in ink.points())
    root = ET.Element("ink", {"xmlns": NAMESPACE})
    for name, text in facts.items():
        _annotate(root, name, text)
    root.append(_definitions(ink, tilts=tilts))
    for stroke in ink.strokes:
        root.append(_traced(stroke, ink.pen_down_ns or 0, tilts=tilts))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _definitions(ink: Ink, *, tilts: bool) -> ET.Element:
    """Return what the numbers in the traces mean (InkML 1.0, 3.1 and 4)."""
    definitions = ET.Element("definitions")
    context = ET.SubElement(definitions, "context", {"xml:id": _PAD})
    source = ET.SubElement(context, "inkSource", {"xml:id": "panel"})
    samples = ET.SubElement(source, "traceFormat", {"xml:id": "samples"})
    for name, facts in _channels(ink, tilts=tilts):
        ET.SubElement(samples, "channel", {"name": name, "type": "decimal", **facts})
    width, height = (_number(Decimal(repr(side)) / _PER_MM) for side in (ink.width, ink.height))
    size = {"size": f"{width} mm x {height} mm", "width": width, "height": height, "units": "mm"}
    ET.SubElement(source, "activeArea", size)
    properties = ET.SubElement(source, "channelProperties")
    for name in ("X", "Y"):
        finest = {"name": "resolution", "value": str(_PER_MM), "units": "1/mm"}
        ET.SubElement(properties, "channelProperty", {"channel": name, **finest})
    ET.SubElement(context, "timestamp", {"xml:id": _BEGAN, "time": "0"})
    return definitions


def _channels(ink: Ink, *, tilts: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what each number of a point is, by the names that InkML reserves for them."""
    for name, side in (("X", ink.width), ("Y", ink.height)):
        yield name, {"min": "0", "max": _number(side), "units": "dev"}
    yield "T", {"units": "ms", "respectTo": f"#{_BEGAN}"}
    yield "F", {"min": "0", "max": "1", "units": "dev"}
    for name in ("OTx", "OTy") if tilts else ():
        yield name, {"units": "deg"}


def _traced(stroke: Stroke, began_ns: int, *, tilts: bool) -> ET.Element:
    """Return a stroke as a trace, in a group that says what drew it: a trace itself holds numbers alone."""
    group = ET.Element("traceGroup", {"contextRef": f"#{_PAD}"})
    _annotate(group, "tool", stroke.tool.value)
    if stroke.broken:
        _annotate(group, "broken", "true")
    trace = ET.SubElement(group, "trace", {"type": "penDown"})
    trace.text = ", ".join(" ".join(_values(point, began_ns, tilts=tilts)) for point in stroke.points)
    return group


def _values(point: Point, began_ns: int, *, tilts: bool) -> Iterator[str]:
    yield _number(point.x)
    yield _number(point.y)
    yield _number(Decimal(point.t_ns - began_ns).scaleb(-6))
    yield _UNKNOWN if point.pressure is None else _number(point.pressure)
    if tilts:
        yield from map(_number, point.tilt) if point.tilt else (_UNKNOWN, _UNKNOWN)


def _number(value: float | Decimal) -> str:
    """Return a number in decimals: exactly, without an exponent, without needless zeros."""
    text = f"{value if isinstance(value, Decimal) else Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _annotate(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, "annotation", {"type": name}).text = _sayable(text)


def _sayable(text: str) -> str:
    """Return a text without what XML 1.0 cannot say: control characters, halves of pairs."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff")
    ).translate({0xFFFE: None, 0xFFFF: None})
