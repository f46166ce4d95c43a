"""PDFs, good and bad, made by hand: each says in a few lines what is wrong with it."""

import zlib

A4 = b"[0 0 595 842]"


def raw_pdf(*objects: bytes) -> bytes:
    """Return a file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (more, len(content), content)


def page_of(
    content: bytes, resources: bytes = b"", *others: bytes, box: bytes = A4, more: bytes = b""
) -> bytes:
    """Return a document of one page: its content is object 4, ``others`` begin at 5."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R%b>>" % more,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources<<%b>>>>" % (box, resources),
        content,
        *others,
    )


def pages_of(count: int) -> bytes:
    """Return a document of so many empty pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%b>>" % A4
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        *[page] * count,
    )


def forms(levels: int, each: int) -> tuple[bytes, ...]:
    """Return forms of which each draws the next one so many times: little to write, endless to draw."""
    made = []
    for level in range(levels):
        last = level == levels - 1
        draws = b"0 0 500 500 re f " if last else b"/X Do " * each
        inner = b"" if last else b"/Resources<</XObject<</X %d 0 R>>>>" % (level + 6)
        made.append(stream(draws, b"/Type/XObject/Subtype/Form/BBox%b%b" % (A4, inner)))
    return tuple(made)


def bomb(megabytes: int, fill: bytes = b"0 0 500 500 re f\n") -> bytes:
    """Return what unpacks to so many megabytes, packed twice."""
    packer, packed = zlib.compressobj(9), bytearray()
    piece = fill * (1024 * 1024 // len(fill))
    for _ in range(megabytes):
        packed += packer.compress(piece)
    return zlib.compress(bytes(packed + packer.flush()), 9)


def image(width: int, height: int) -> tuple[bytes, bytes]:
    """Return what draws an image of so many black pixels, and the image."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _ in range(height):
        packed += packer.compress(bytes(width * 3))
    packed += packer.flush()
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (
        width,
        height,
    )
    return stream(b"500 0 0 500 0 0 cm /I Do"), stream(bytes(packed), head + b"/Filter/FlateDecode")
