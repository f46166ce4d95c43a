"""The emulated sensor's templates: finding points, joining samples, keeping, comparing and searching them."""

from drivers.fingerprint.codes import Code, Op
from drivers.fingerprint.instructions import Answer, Incoming, Instruction, Sensor, shorts
from drivers.fingerprint.minutiae import FEWEST, Minutiae, joined, needed, packed, score, unpacked

PAGE = 256
"""How many places one page of the index tells of."""


def extract(sensor: Sensor, parameters: bytes) -> Answer:
    """Find the points of the picture, and keep them in a buffer."""
    if len(parameters) != 1:
        return Answer(Code.PACKET_ERROR)
    if not sensor.has_picture:
        return Answer(Code.NO_IMAGE)
    if len(sensor.found) < FEWEST:
        return Answer(Code.TOO_FEW_POINTS)
    sensor.buffers[buffer_of(sensor, parameters[0])] = packed(sensor.found, sensor.personality.sample_bytes)
    return Answer()


def buffer_of(sensor: Sensor, number: int) -> int:
    """The buffer that a number means: the older family takes all but 1 for 2 (ZFM-20 manual)."""
    buffers = sensor.personality.profile.buffers
    return number if 1 <= number <= buffers else min(2, buffers)


def make_template(sensor: Sensor, _: bytes) -> Answer:
    """Join the samples in the buffers to one template, which the first two then hold."""
    samples = [unpacked(stored) for _, stored in sorted(sensor.buffers.items())]
    alike = all(score(samples[0], sample) >= needed(sensor.settings.security) for sample in samples[1:])
    if len(samples) < 2 or not alike:
        return Answer(Code.CANNOT_MERGE)
    template = packed(joined(samples), sensor.personality.template_bytes)
    sensor.buffers = {1: template, 2: template}
    return Answer()


def match(sensor: Sensor, _: bytes) -> Answer:
    """Compare the first two buffers."""
    one, other = (unpacked(sensor.buffers.get(number, b"")) for number in (1, 2))
    points = score(one, other)
    code = Code.OK if points >= needed(sensor.settings.security) else Code.NO_MATCH
    return Answer(code, shorts(points))


def best_of(sensor: Sensor, wanted: Minutiae, start: int, count: int) -> tuple[int, int] | None:
    """The place of the likest template and its score, where it is like enough."""
    scores = [
        (score(wanted, unpacked(template)), place)
        for place, template in sensor.library.items()
        if start <= place < start + count
    ]
    points, place = max(scores, default=(0, 0))
    return (place, points) if points >= needed(sensor.settings.security) else None


def search(sensor: Sensor, parameters: bytes) -> Answer:
    """Look for a buffer's finger among those kept. A miss is answered in the long form, as an R503 does."""
    if len(parameters) != 5:
        return Answer(Code.PACKET_ERROR)
    start, count = (int.from_bytes(parameters[at : at + 2], "big") for at in (1, 3))
    wanted = unpacked(sensor.buffers.get(buffer_of(sensor, parameters[0]), b""))
    found = best_of(sensor, wanted, start, count)
    return Answer(content=shorts(*found)) if found else Answer(Code.NOT_FOUND, bytes(4))


def store(sensor: Sensor, parameters: bytes) -> Answer:
    """Keep a buffer in the library, in place of what was there."""
    place = int.from_bytes(parameters[1:3], "big")
    if len(parameters) != 3:
        return Answer(Code.PACKET_ERROR)
    if place >= sensor.personality.capacity:
        return Answer(Code.OUT_OF_RANGE)
    kept = sensor.buffers.get(buffer_of(sensor, parameters[0]))
    if kept is None:
        return Answer(Code.NOT_ENROLLED)
    sensor.library[place] = kept
    return Answer()


def load(sensor: Sensor, parameters: bytes) -> Answer:
    """Bring a template from the library into a buffer."""
    place = int.from_bytes(parameters[1:3], "big")
    if len(parameters) != 3:
        return Answer(Code.PACKET_ERROR)
    if place >= sensor.personality.capacity:
        return Answer(Code.OUT_OF_RANGE)
    if place not in sensor.library:
        return Answer(Code.TEMPLATE_INVALID)
    sensor.buffers[buffer_of(sensor, parameters[0])] = sensor.library[place]
    return Answer()


def delete(sensor: Sensor, parameters: bytes) -> Answer:
    """Forget so many places from one on."""
    if len(parameters) != 4:
        return Answer(Code.PACKET_ERROR)
    first, count = (int.from_bytes(parameters[at : at + 2], "big") for at in (0, 2))
    if first + count > sensor.personality.capacity:
        return Answer(Code.OUT_OF_RANGE)
    for place in range(first, first + count):
        sensor.library.pop(place, None)
    return Answer()


def empty(sensor: Sensor, _: bytes) -> Answer:
    """Forget every finger."""
    sensor.library.clear()
    return Answer()


def count_templates(sensor: Sensor, _: bytes) -> Answer:
    """How many are kept."""
    return Answer(content=shorts(len(sensor.library)))


def list_templates(sensor: Sensor, parameters: bytes) -> Answer:
    """Which of 256 places are taken, a bit each, the lowest bit of the first byte first."""
    if len(parameters) != 1:
        return Answer(Code.PACKET_ERROR)
    if parameters[0] > 3:
        return Answer(Code.OUT_OF_RANGE)
    first = parameters[0] * PAGE
    taken = sum(1 << (place - first) for place in sensor.library if first <= place < first + PAGE)
    return Answer(content=taken.to_bytes(PAGE // 8, "little"))


def upload(sensor: Sensor, parameters: bytes) -> Answer:
    """Send a buffer; an R503 sends its first whichever is asked for."""
    if len(parameters) != 1:
        return Answer(Code.PACKET_ERROR)
    kept = sensor.buffers.get(buffer_of(sensor, parameters[0]))
    return Answer(Code.TEMPLATE_UPLOAD_FAILED) if kept is None else Answer(stream=kept)


def download(sensor: Sensor, parameters: bytes) -> Answer:
    """Make ready to take a template into a buffer."""
    if len(parameters) != 1:
        return Answer(Code.PACKET_ERROR)
    sensor.incoming = Incoming(buffer_of(sensor, parameters[0]))
    return Answer()


def download_image(sensor: Sensor, _: bytes) -> Answer:
    """Make ready to take a picture."""
    sensor.incoming = Incoming(None)
    return Answer()


INSTRUCTIONS: dict[int, Instruction] = {
    Op.EXTRACT: extract,
    Op.MATCH: match,
    Op.SEARCH: search,
    Op.FAST_SEARCH: search,
    Op.MAKE_TEMPLATE: make_template,
    Op.STORE: store,
    Op.LOAD: load,
    Op.UPLOAD_TEMPLATE: upload,
    Op.DOWNLOAD_TEMPLATE: download,
    Op.DOWNLOAD_IMAGE: download_image,
    Op.DELETE: delete,
    Op.EMPTY: empty,
    Op.COUNT_TEMPLATES: count_templates,
    Op.LIST_TEMPLATES: list_templates,
}
