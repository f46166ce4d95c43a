"""The child itself: reads one PDF from a descriptor, and answers questions on its standard input.

Started by ``terminal.pages.child`` as ``python -m terminal.pages DESCRIPTOR SIZE MEMORY_BYTES CPU_S``; of no use by
itself.
"""

import os
import sys

from .jail import allow_cpu, confine
from .reader import Reader, Unsuitable
from .wire import ASK_BYTES, Answer, Ask, Asked, Head, pack_sizes


def main() -> None:
    """Lock this process in, read the document, and answer until nobody asks any more."""
    descriptor, size, memory_bytes, cpu_s = (int(word) for word in sys.argv[1:])
    confine(memory_bytes)
    allow_cpu(cpu_s)
    reader, refusal = None, ""
    try:
        reader = Reader(descriptor, size)
    except Unsuitable as error:
        refusal = str(error)
    while len(said := os.read(0, ASK_BYTES)) == ASK_BYTES:
        allow_cpu(cpu_s)
        if reader is None:
            _answer(Answer.REFUSED, refusal.encode())
        else:
            _serve(reader, Asked.unpack(said))


def _serve(reader: Reader, asked: Asked) -> None:
    try:
        if asked.ask is Ask.EXAMINE:
            _answer(Answer.EXAMINED, pack_sizes(reader.examine()))
        else:
            width, height, pixels = reader.draw(asked.page, asked.region, asked.width_px)
            _answer(Answer.DRAWN, pixels, width, height)
    except Unsuitable as error:
        _answer(Answer.REFUSED, str(error).encode())


def _answer(answer: Answer, content: bytes | memoryview, width: int = 0, height: int = 0) -> None:
    os.write(1, Head(answer, width, height, len(content)).pack())
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    main()
