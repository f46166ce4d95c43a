"""The process that makes signed PDFs: one job after the other, until nobody asks any more.

Started by ``maker.PdfMaker``: ``python -m terminal.export.signed_pdf KEY CERTIFICATE ZONE``.
"""

import os
import select
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .exchange import Frame, Frames, Job, job_of
from .limits import limit_job, limit_process, without_network

if TYPE_CHECKING:
    from .make import Press

IDLE_S = 60
"""Nobody asked for so long: the process ends, and gives its memory back."""


class Worker:
    """Takes jobs from one pipe and answers on another."""

    def __init__(self, asked: int, answers: int, press: "Press") -> None:
        self._asked, self._answers, self._press = asked, answers, press
        self._frames = Frames()

    def run(self) -> None:
        """Work until nobody asks."""
        while frame := self._next(IDLE_S):
            limit_job()
            self._say(self._done(job_of(frame)))

    def _done(self, job: Job) -> Frame:
        """Do a job; what goes wrong is said, and the next may go well."""
        from .told import tell  # noqa: PLC0415 - after the limits

        press = replace(self._press, stamp=self._stamp) if job.stamped else self._press
        try:
            told = tell(job.jws, job.parts, job.receipt)
            made = press.make(told, spare_document=job.spare_document)
        except MemoryError:
            return Frame({"failed": "It takes more memory than there is for it.", "too_much": True})
        except Exception as error:  # noqa: BLE001 - a record, a font or a document that nobody foresaw
            return Frame({"failed": f"{type(error).__name__}: {error}", "too_much": False})
        return Frame({"made": True, "stamped": made.stamped, "note": made.note}, (made.content,))

    def _stamp(self, request: bytes) -> bytes:
        """Ask the other process for a time stamp, which has a network."""
        self._say(Frame({"stamp": True}, (request,)))
        answer = self._next(None)
        if answer is None or answer.header.get("trouble"):
            raise OSError(answer.header["trouble"] if answer else "nobody answers")
        return answer.files[0]

    def _next(self, wait_s: float | None) -> Frame | None:
        """Return the next frame; None where the other side ended, or said nothing for so long."""
        while (frame := self._frames.next()) is None:
            if not select.select([self._asked], [], [], wait_s)[0]:
                return None
            piece = os.read(self._asked, 1 << 20)
            if not piece:
                return None
            self._frames.feed(piece)
        return frame

    def _say(self, frame: Frame) -> None:
        rest = memoryview(frame.written())
        while rest:
            rest = rest[os.write(self._answers, rest) :]


def main(key_file: str, certificate_file: str, zone: str) -> None:
    """Make PDFs for whoever started this process."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    limit_process()
    without_network()
    try:
        press = _press(Path(key_file), Path(certificate_file), zone)
    except Exception as error:  # noqa: BLE001 - no font, no key, no library: said once, to be passed on
        os.write(answers, Frame({"failed": str(error), "too_much": False}).written())
        return
    Worker(sys.stdin.fileno(), answers, press).run()


def _press(key_file: Path, certificate_file: Path, zone: str) -> "Press":
    from terminal.evidence.keys import read_device_key  # noqa: PLC0415 - after the limits
    from terminal.i18n import Catalogue  # noqa: PLC0415

    from .faces import Faces  # noqa: PLC0415
    from .key import pdf_signer  # noqa: PLC0415
    from .make import Press  # noqa: PLC0415

    signer = pdf_signer(read_device_key(key_file, certificate_file))
    return Press(Faces(), Catalogue(), signer, ZoneInfo(zone) if zone else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
