"""Ten thousand random manipulations of what a terminal left behind, and every one is detected."""

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from terminal.evidence.bundle import SEAL_NAME, make_bundle
from terminal.evidence.errors import SealError
from terminal.evidence.finding import Finding, wrong
from terminal.evidence.journal import FoundJournal
from terminal.evidence.keys import open_device_key
from terminal.evidence.lineage import Kept, trace
from terminal.evidence.places import Head, Place
from terminal.evidence.seal import check_seal, seal
from terminal.evidence.trusted import Trusted
from terminal.evidence.verify import Found, Verdict, judge
from terminal.model.journal import JournalHead, JournalLine
from terminal.model.record import Part
from terminal.verifying.loose import bundled
from tests.terminal.verifying.conftest import Terminal

COUNT = 10_000


@dataclass
class Row:
    """One record as a store has it."""

    listed: dict[str, object]
    files: dict[str, bytes]
    receipt: str


@dataclass
class Holding:
    """A whole store, or a folder of bundles, as it can be manipulated."""

    rows: list[Row]
    journal: list[tuple[str, str]]
    bundles: dict[str, bytes] = field(default_factory=dict)


Manipulation = Callable[[Holding, Random], None]


def flipped(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def flip_a_seal(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    row.files[SEAL_NAME] = flipped(row.files[SEAL_NAME], chance)


def flip_a_letter_of_a_seal(kept: Holding, chance: Random) -> None:
    """Another letter of base64url, so that the file is still well-formed."""
    row = chance.choice(kept.rows)
    data = json.loads(row.files[SEAL_NAME])
    name = chance.choice(sorted(data))
    at = chance.choice([chance.randrange(len(data[name])), len(data[name]) - 1])
    letters = [each for each in "AEIQUYcgkosw048BCDxyz-_" if each != data[name][at]]
    data[name] = data[name][:at] + chance.choice(letters) + data[name][at + 1 :]
    row.files[SEAL_NAME] = json.dumps(data, separators=(",", ":")).encode()


def flip_a_part(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    name = chance.choice([name for name in row.files if name != SEAL_NAME])
    row.files[name] = flipped(row.files[name], chance)


def cut_a_file(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    name = chance.choice(list(row.files))
    row.files[name] = row.files[name][: chance.randrange(len(row.files[name]))]


def lengthen_a_file(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    name = chance.choice(list(row.files))
    row.files[name] += chance.randbytes(chance.randrange(1, 20))


def delete_a_file(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    del row.files[chance.choice(list(row.files))]


def delete_a_record(kept: Holding, chance: Random) -> None:
    kept.rows.pop(chance.randrange(len(kept.rows)))


def cut_the_tail(kept: Holding, chance: Random) -> None:
    """The last records, and with them every line of the journal that tells of them."""
    left = chance.randrange(1, len(kept.rows))
    del kept.rows[left:]
    told = [json.loads(text).get("facts", {}).get("seq") == left + 1 for text, _ in kept.journal]
    del kept.journal[told.index(True) :]


def swap_two_parts(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(kept.rows, 2)
    name = chance.choice(["ink.json", "signature.png"])
    one.files[name], other.files[name] = other.files[name], one.files[name] + b" "


def swap_two_names(kept: Holding, chance: Random) -> None:
    files = chance.choice(kept.rows).files
    one, other = chance.sample([name for name in files if name != SEAL_NAME], 2)
    files[one], files[other] = files[other], files[one]


def rename_a_part(kept: Holding, chance: Random) -> None:
    files = chance.choice(kept.rows).files
    name = chance.choice([name for name in files if name != SEAL_NAME])
    files[f"{name}.bak"] = files.pop(name)


def add_a_stranger(kept: Holding, chance: Random) -> None:
    name = chance.choice(["note.txt", "signature.jpg", "document.pdf", "ink.json.old", "x.tombstone.jws"])
    chance.choice(kept.rows).files[name] = chance.randbytes(chance.randrange(40))


def swap_two_seals(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(kept.rows, 2)
    one.files[SEAL_NAME], other.files[SEAL_NAME] = other.files[SEAL_NAME], one.files[SEAL_NAME]


def put_a_record_in_anothers_place(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(kept.rows, 2)
    one.files, one.receipt = dict(other.files), other.receipt


def replay_under_another_reference(kept: Holding, chance: Random) -> None:
    """A record once more, as the next one, with lists that tell of another sale."""
    row = copy.deepcopy(chance.choice(kept.rows))
    row.listed |= {"seq": len(kept.rows) + 1, "id": f"{chance.getrandbits(64):016x}", "reference": "INV-9999"}
    kept.rows.append(row)


def change_a_list(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    name = chance.choice(list(row.listed))
    value = row.listed[name]
    row.listed[name] = value + 1 if isinstance(value, int) else f"{value}".replace("0", "1") + "7"


def reorder(kept: Holding, chance: Random) -> None:
    """Two records change their numbers in the lists."""
    one, other = chance.sample(kept.rows, 2)
    one.listed["seq"], other.listed["seq"] = other.listed["seq"], one.listed["seq"]


def renumber(kept: Holding, chance: Random) -> None:
    """One is taken away, and those behind it move up in the lists."""
    gone = chance.randrange(len(kept.rows) - 1)
    kept.rows.pop(gone)
    for row in kept.rows[gone:]:
        row.listed["seq"] = int(str(row.listed["seq"])) - 1


def change_a_receipt(kept: Holding, chance: Random) -> None:
    row = chance.choice(kept.rows)
    line = bytearray(row.receipt, "ascii")
    at = chance.randrange(len(line))
    line[at] = chance.choice([each for each in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if each != line[at]])
    row.receipt = line.decode("ascii")


def swap_two_receipts(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(kept.rows, 2)
    one.receipt, other.receipt = other.receipt, one.receipt


def noted(text: str) -> tuple[str, str]:
    """Return a line with its digest beside it, as who knows how a store works would write it."""
    return text, sha256(text.encode()).hexdigest()


def drop_a_line(kept: Holding, chance: Random) -> None:
    kept.journal.pop(chance.randrange(len(kept.journal)))


def change_a_line(kept: Holding, chance: Random) -> None:
    at = chance.randrange(len(kept.journal) - 1)
    line = json.loads(kept.journal[at][0])
    line["utc"] = "2020-01-01T00:00:00.000Z"
    kept.journal[at] = noted(json.dumps(line, separators=(",", ":")))


def flip_a_line(kept: Holding, chance: Random) -> None:
    at = chance.randrange(len(kept.journal))
    text, digest = kept.journal[at]
    kept.journal[at] = flipped(text.encode(), chance).decode("utf-8", "replace"), digest


def swap_two_lines(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(range(len(kept.journal)), 2)
    kept.journal[one], kept.journal[other] = kept.journal[other], kept.journal[one]


def write_the_journal_anew(kept: Holding, chance: Random) -> None:
    """All lines from one on are chained again, without what one of them said."""
    at, head, lines = chance.randrange(len(kept.journal)), JournalHead(), list[tuple[str, str]]()
    for number, (text, _) in enumerate(kept.journal):
        if number != at:
            old = JournalLine.read(text)
            said: dict[str, object] = {
                "seq": head.seq + 1,
                "utc": old.utc,
                "happening": old.happening,
                "record": old.record_id,
            }
            said |= {"facts": old.facts, "previous": head.sha256}
            lines.append(noted(json.dumps(said, separators=(",", ":"))))
            head = JournalHead(head.seq + 1, lines[-1][1])
    kept.journal[:] = lines


def flip_a_bundle(kept: Holding, chance: Random) -> None:
    name = chance.choice(list(kept.bundles))
    kept.bundles[name] = flipped(kept.bundles[name], chance)


def cut_a_bundle(kept: Holding, chance: Random) -> None:
    name = chance.choice(list(kept.bundles))
    kept.bundles[name] = kept.bundles[name][: chance.randrange(len(kept.bundles[name]))]


def delete_a_bundle(kept: Holding, chance: Random) -> None:
    del kept.bundles[chance.choice(list(kept.bundles))]


def swap_two_bundles(kept: Holding, chance: Random) -> None:
    one, other = chance.sample(list(kept.bundles), 2)
    kept.bundles[one], kept.bundles[other] = kept.bundles[other], kept.bundles[one]


def replace_a_part_in_a_bundle(kept: Holding, chance: Random) -> None:
    name = chance.choice(list(kept.bundles))
    files = bundled(name, kept.bundles[name]).files
    part = chance.choice([each for each in files if each != SEAL_NAME])
    others = tuple(
        Part(each, "", chance.randbytes(80) if each == part else files[each])
        for each in files
        if each != SEAL_NAME
    )
    kept.bundles[name] = make_bundle(files[SEAL_NAME], others)


IN_A_STORE: tuple[Manipulation, ...] = (
    *(flip_a_seal, flip_a_letter_of_a_seal, flip_a_part, cut_a_file, lengthen_a_file, delete_a_file),
    *(
        delete_a_record,
        cut_the_tail,
        swap_two_parts,
        swap_two_names,
        rename_a_part,
        add_a_stranger,
        swap_two_seals,
    ),
    *(put_a_record_in_anothers_place, replay_under_another_reference, change_a_list, reorder, renumber),
    *(change_a_receipt, swap_two_receipts, drop_a_line, change_a_line, flip_a_line, swap_two_lines),
    *(write_the_journal_anew,),
)
IN_A_FOLDER: tuple[Manipulation, ...] = (
    *(flip_a_bundle, cut_a_bundle, delete_a_bundle, swap_two_bundles, replace_a_part_in_a_bundle),
)


class Judge:
    """Judges a holding as the report does, and remembers what was not touched."""

    def __init__(self, trusted: Trusted, head: Head) -> None:
        self._trusted, self._head = trusted, head
        self._known: dict[tuple[object, ...], Verdict] = {}

    def store(self, kept: Holding) -> Iterator[str]:
        """Yield what does not hold of a store."""
        verdicts = [self._verdict(Found("store", row.files, row.listed, row.receipt)) for row in kept.rows]
        yield from self._together(verdicts, FoundJournal.read(kept.journal))

    def folder(self, kept: Holding) -> Iterator[str]:
        """Yield what does not hold of a folder of bundles."""
        known = self._known
        verdicts = []
        for name, content in kept.bundles.items():
            if (name, content) not in known:
                known[name, content] = judge(bundled(f"{name}.signpost", content, name), self._trusted)
            verdicts.append(known[name, content])
        yield from self._together(verdicts, None)

    def _verdict(self, found: Found) -> Verdict:
        key = (*found.files.items(), *found.listed.items(), found.receipt)
        if key not in self._known:
            self._known[key] = judge(found, self._trusted)
        return self._known[key]

    def _together(self, verdicts: list[Verdict], journal: FoundJournal | None) -> Iterator[str]:
        places = [Place.of(verdict.seal) for verdict in verdicts if verdict.seal]
        lineage = trace(
            [Kept("all", places, whole=True, journal=journal)], [self._head], self._trusted.thumbprints
        )
        findings: list[Finding] = [each for found in lineage.of_records.values() for each in found]
        findings += [each for _, found in lineage.of_keeping for each in found]
        for verdict in verdicts:
            yield from verdict.wrong
        yield from wrong(findings)


@pytest.fixture
def judges(terminal: Terminal) -> Judge:
    return Judge(Trusted.read([("certificate", terminal.certificate)]), Head.read(terminal.head))


@pytest.fixture
def holding(terminal: Terminal) -> Holding:
    rows = [Row(dict(r.listed), {SEAL_NAME: r.jws, **r.files}, r.receipt) for r in terminal.read]
    bundles = {path.stem: path.read_bytes() for path in terminal.bundles.iterdir()}
    return Holding(rows, list(terminal.journal), bundles)


def test_untouched_everything_holds(judges: Judge, holding: Holding) -> None:
    assert list(judges.store(holding)) == []
    assert list(judges.folder(holding)) == []


def test_ten_thousand_manipulations_are_all_detected(
    judges: Judge, holding: Holding, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, made, missed = Random(5), Counter[str](), list[str]()
    all_ways = (*IN_A_STORE, *IN_A_FOLDER)
    for number in range(COUNT):
        manipulate = all_ways[number % len(all_ways)]
        seed = chance.getrandbits(32)
        kept = copied(holding)
        manipulate(kept, Random(seed))
        find = judges.store if manipulate in IN_A_STORE else judges.folder
        made[manipulate.__name__] += 1
        assert kept != holding, manipulate.__name__
        if not any(True for _ in find(kept)):
            missed.append(f"{manipulate.__name__} with seed {seed}")
    with capsys.disabled():
        print(  # noqa: T201 - the figure that is asked for
            f"\n{made.total():,} random manipulations of {len(made)} kinds, {made.total() - len(missed):,} detected"
        )
    assert made.total() == COUNT
    assert missed == []


def copied(kept: Holding) -> Holding:
    rows = [replace(row, listed=dict(row.listed), files=dict(row.files)) for row in kept.rows]
    return Holding(rows, list(kept.journal), dict(kept.bundles))


def test_another_key_on_the_end_is_detected_without_a_certificate(terminal: Terminal, tmp_path: Path) -> None:
    """The last record is sealed again by whoever holds the disk, with a key of their own."""
    stranger = open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    places = [Place.of(check_seal(record.jws)) for record in terminal.records]
    last = json.loads(check_seal(terminal.records[-1].jws).record_json)
    last["device"]["key_thumbprint"] = stranger.thumbprint
    last["request"]["received"]["amount"] = "1.00"
    forged = Place.of(check_seal(seal(json.dumps(last, separators=(",", ":")).encode(), stranger)))
    lineage = trace([Kept("all", [*places[:-1], forged], whole=True)])
    assert "another key sealed it than record 7" in wrong(lineage.of_records[forged.digest])[0]


def test_a_seal_by_another_key_does_not_pass_for_the_certificates(terminal: Terminal, tmp_path: Path) -> None:
    stranger = open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    trusted = Trusted.read([("certificate.pem", (tmp_path / "certificate.pem").read_bytes())])
    assert stranger.thumbprint in trusted.thumbprints
    record = terminal.records[0]
    verdict = judge(Found("x", {SEAL_NAME: record.jws, **{p.name: p.content for p in record.parts}}), trusted)
    assert "sealed by another key" in str(verdict)
    with suppress(SealError):
        check_seal(record.jws + b" ")
        pytest.fail("a seal with something behind it was taken")
