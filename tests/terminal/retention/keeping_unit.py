"""A store with records in it that can be let go of, and a look at every byte of its folder."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from terminal.evidence.finding import Outcome
from terminal.evidence.record import Sealer
from terminal.model.impression import Impression
from terminal.model.moment import utc_text
from terminal.model.record import Confirmation, Part, SealedRecord, match_code
from terminal.model.request import Method
from terminal.retention import Destroyer
from terminal.store import Store
from terminal.verifying.opening import origins
from terminal.verifying.report import Asked, Report, report_on

INK, FINGER, WORDS = "canary-of-ink", "canary-of-finger", "canary-of-words"


class Unit:
    """A unit's store, its key, and a day on which things happen."""

    def __init__(self, folder: Path, signing: Confirmation, sealer: Sealer) -> None:
        self.folder, self.signing, self.sealer = folder, signing, sealer
        self.today = signing.confirmed.utc
        self.store = Store(folder / "store.sqlite", lambda: utc_text(self.today))
        self.destroyer = Destroyer(self.store, lambda: sealer.key, lambda: self.today)

    def sign(
        self,
        name: str,
        parts: tuple[Part, ...] | None = None,
        *,
        method: Method = Method.STYLUS,
        consents: tuple[str, ...] = (),
        days_ago: int = 0,
        sinks: tuple[str, ...] = ("archive",),
        acknowledged: bool = True,
        copies: int = 1,
    ) -> SealedRecord:
        received = self.signing.request.received.replace("东北大米 10kg", WORDS).replace("INV-2041", name)
        request = replace(self.signing.request, id=f"request-{name}", reference=name, received=received)
        self.store.requests.accept(request, key=name, body_sha256="0", queue=True)
        shown = replace(self.signing.shown, text=f"{WORDS}\n")
        moment = replace(self.signing.confirmed, utc=self.today - timedelta(days=days_ago))
        given = replace(
            self.signing, record_id=f"record-{name}", request=request, shown=shown, confirmed=moment
        )
        code = match_code(given.record_id, shown.text_sha256)
        given = replace(given, consents=consents, method=method, match_code=code)
        if method is Method.FINGERPRINT:
            given = replace(given, signature=IMPRESSION, quality=None)
        kept = self.sealer.protect(parts or PARTS)
        record = self.store.records.keep(
            given, lambda *place: self.sealer.seal(given, kept, *place), sinks=sinks, copies=copies
        )
        if acknowledged:
            for way in self.store.outbox.of_record(record.id):
                self.store.outbox.acknowledged(way.id, "{}")
        return record

    def print_all(self, picture: bytes) -> None:
        """Let every slip come out, looking like this."""
        while slip := self.store.slips.next_unprinted():
            self.store.slips.printing(slip.id)
            self.store.slips.printed(slip.id, picture)

    def holds(self, canary: str) -> list[str]:
        """Return the files of the unit in which a text still is, as bytes."""
        assert self.store.destroyed.flush()
        return [file.name for file in self.folder.iterdir() if canary.encode() in file.read_bytes()]

    def report(self) -> Report:
        """Return what ``signpost verify`` says of the store."""
        return report_on(origins(self.folder / "store.sqlite"), Asked())

    def wrong(self) -> list[str]:
        """Return everything that verifying finds wrong, with the chain and the journal."""
        report = self.report()
        findings = [each for line in report.records for each in line.findings]
        findings += [each for _, about in report.together for each in about]
        return [each.sentence for each in findings if each.outcome is Outcome.BROKEN]

    def said(self) -> str:
        """Return all sentences of the verdicts."""
        return "\n".join(each.sentence for line in self.report().records for each in line.findings)


PARTS = (
    Part("ink.json", "application/json", INK.encode() * 900),
    Part("signature.png", "image/png", b"picture" * 900),
)
FINGER_PARTS = (Part("impression.png", "image/png", FINGER.encode() * 2000),)
IMPRESSION = Impression(2, 2, 508, b"0000")


def middle(record: SealedRecord) -> str:
    """Return some of a record's words as its seal has them: base64."""
    half = len(record.jws) // 2
    return record.jws[half : half + 60].decode("ascii")
