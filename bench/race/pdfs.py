"""Makes the PDF of a signature ten times a second, and prints a line for each, until ended."""

import sys
import time

from bench.signings import new_signing
from terminal.export.pdf import signature_pdf
from terminal.model.ink import Ink

PERIOD_S = 0.1


def main() -> None:
    """Make PDFs."""
    ink = new_signing().signature
    assert isinstance(ink, Ink)
    due_s = time.monotonic()
    while True:
        sys.stdout.write(f"{len(signature_pdf(ink))}\n")
        sys.stdout.flush()
        due_s += PERIOD_S
        time.sleep(max(0.0, due_s - time.monotonic()))


if __name__ == "__main__":
    main()
