"""A rescue: whatever the damage, each record of which no byte was touched comes out, and the source stays as it was."""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.record import Sealer
from terminal.evidence.verify import judge
from terminal.ids import new_id
from terminal.model.heads import NO_HEADS, Heads
from terminal.model.record import Confirmation, Part, SealedRecord, match_code
from terminal.rescue import RescueError
from terminal.rescue.bringing import send, write_record
from terminal.rescue.cells import cells, row
from terminal.rescue.finding import copy_store
from terminal.rescue.pages import Pages
from terminal.rescue.rescuing import Fate, Rescue, Rescued
from terminal.rescue.salvaging import Salvage
from terminal.store import Store
from terminal.upload.sinks import Acknowledged, Outcome, Refused

PAGE = 4096
COUNT = 200


def sign(store: Store, signing: Confirmation, sealer: Sealer, content: bytes) -> SealedRecord:
    request, record_id = replace(signing.request, id=new_id()), new_id()
    store.requests.accept(request, key=request.id, body_sha256="0", queue=True)
    code = match_code(record_id, signing.shown.text_sha256)
    signed = replace(signing, record_id=record_id, request=request, match_code=code)
    parts = (Part("ink.json", "application/json", content), Part("signature.png", "image/png", content[:900]))
    return store.records.keep(
        signed, lambda *place: sealer.seal(signed, parts, *place), sinks=["archive"], copies=1
    )


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("healthy") / "store.sqlite"


@pytest.fixture
def kept(healthy: Path, signing: Confirmation, sealer: Sealer) -> Path:
    """A store of 200 records of all sizes, some on a page of their own and some on many."""
    if not healthy.exists():
        chance = Random(5)
        with Store(healthy) as store:
            for _ in range(COUNT):
                sign(store, signing, sealer, chance.randbytes(chance.choice([40, 900, 5_000, 30_000])))
    return healthy


def rescued(path: Path, work: Path) -> tuple[list[Rescued], Rescue]:
    work.mkdir(exist_ok=True)
    rescue = Rescue(copy_store(path, work))
    found = list(rescue.records())
    return [*found, *rescue.missing()], rescue


def fates(found: list[Rescued]) -> dict[Fate, set[int]]:
    by_fate: dict[Fate, set[int]] = {fate: set() for fate in Fate}
    for each in found:
        by_fate[each.fate].add(each.seq)
    return by_fate


def pages_of_records(store: Path) -> dict[int, set[int]]:
    """Return on which pages each record lies, seal and parts: found by following them, in the healthy store."""
    touched: dict[str, set[int]] = defaultdict(set)
    seqs: dict[str, int] = {}

    class Watched(Pages):
        seen: set[int]

        def __getitem__(self, number: int) -> bytes:
            self.seen.add(number)
            return super().__getitem__(number)

    with Watched(store) as pages:
        pages.seen = set()
        for cell in list(cells(pages)):
            pages.seen = set()
            values, _ = row(pages, cell)
            match values:
                case [None, str(record_id), str(), str(), str(), str(), bytes(), *_] if cell.rowid:
                    seqs[record_id] = cell.rowid
                case [str(record_id), str(), str(), str(), bytes()]:
                    pass
                case _:
                    continue
            touched[record_id] |= pages.seen
    return {seqs[record_id]: on for record_id, on in touched.items() if record_id in seqs}


DAMAGES = [
    *((how, seed) for how in ("zero", "flip") for seed in range(4)),
    ("cut", 0),
    ("cut", 1),
    ("header", 0),
]


@pytest.mark.parametrize(("how", "seed"), DAMAGES)
def test_every_record_of_which_no_page_was_touched_comes_out(
    kept: Path, tmp_path: Path, how: str, seed: int
) -> None:
    chance, content = Random(seed), bytearray(kept.read_bytes())
    count = len(content) // PAGE
    hit = set(chance.sample(range(2, count), 25)) | ({1} if seed % 2 else set())
    match how:
        case "zero":
            for page in hit:
                content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
        case "flip":
            for page in hit:
                content[(page - 1) * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        case "cut":
            last = count * (3 + seed) // 6
            hit = set(range(last, count + 1))
            del content[last * PAGE - 1000 :]
        case _:
            hit = {1}
            content[:PAGE] = chance.randbytes(PAGE)
    broken = tmp_path / "store.sqlite"
    broken.write_bytes(content)
    found, _ = rescued(broken, tmp_path / "work")
    sound = {seq for seq, on in pages_of_records(kept).items() if not on & hit}
    by_fate = fates(found)
    assert sound <= by_fate[Fate.WHOLE]
    assert by_fate[Fate.WHOLE] | by_fate[Fate.DAMAGED] | by_fate[Fate.MISSING] >= set(
        range(1, max(sound) + 1)
    )
    assert not by_fate[Fate.WHOLE] & by_fate[Fate.MISSING]
    assert broken.read_bytes() == content


def test_a_flipped_bit_in_a_pages_own_list_costs_no_record(kept: Path, tmp_path: Path) -> None:
    content = bytearray(kept.read_bytes())
    leaves = [at for at in range(PAGE, len(content), PAGE) if content[at] == 0x0D]
    for at in leaves:
        content[at] ^= 0x20
    broken = tmp_path / "store.sqlite"
    broken.write_bytes(content)
    found, rescue = rescued(broken, tmp_path / "work")
    assert rescue.carved
    assert fates(found)[Fate.WHOLE] == set(range(1, COUNT + 1))


def test_records_that_never_left_the_log_come_out_and_the_source_stays_as_it_was(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    unit, dead = tmp_path / "unit", tmp_path / "dead" / "var" / "lib" / "signpost"
    with Store(unit / "store.sqlite") as store:
        store._connection.wal_autocheckpoint(0)
        for _ in range(5):
            sign(store, signing, sealer, b"[]")
        shutil.copytree(unit, dead)
    before = digests(dead)
    assert (dead / "store.sqlite-wal").stat().st_size
    found, rescue = rescued(tmp_path / "dead", tmp_path / "work")
    assert fates(found)[Fate.WHOLE] == {1, 2, 3, 4, 5}
    assert not rescue.carved
    assert digests(dead) == before
    (dead / "store.sqlite").write_bytes(bytes(PAGE))  # only its log is left
    found, rescue = rescued(tmp_path / "dead", tmp_path / "work2")
    assert rescue.carved
    assert fates(found)[Fate.WHOLE] == {1, 2, 3, 4, 5}


def test_a_log_counts_as_far_as_it_was_committed(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    unit, dead = tmp_path / "unit", tmp_path / "dead"
    with Store(unit / "store.sqlite") as store:
        connection = store._connection
        connection.wal_autocheckpoint(0)
        for _ in range(5):
            sign(store, signing, sealer, Random(1).randbytes(30_000))
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE parts SET content = randomblob(length(content))")  # spills into the log
        shutil.copytree(unit, dead)
        connection.execute("ROLLBACK")
    with Pages(dead / "store.sqlite", dead / "store.sqlite-wal") as pages:
        found = list(Salvage(pages, "dead").records())
    assert [(each.seq, str(judge(each.found))) for each in found] == [(seq, "holds") for seq in range(1, 6)]


def test_what_an_older_log_left_behind_a_newer_one_does_not_count(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    unit, dead = tmp_path / "unit", tmp_path / "dead"
    with Store(unit / "store.sqlite") as store:
        store._connection.wal_autocheckpoint(0)
        for _ in range(5):
            sign(store, signing, sealer, Random(1).randbytes(9_000))
        store._connection.execute("PRAGMA wal_checkpoint(RESTART)")
        sign(store, signing, sealer, b"[]")
        shutil.copytree(unit, dead)
    with Pages(dead / "store.sqlite", dead / "store.sqlite-wal") as pages:
        found = list(Salvage(pages, "dead").records())
    assert [(each.seq, str(judge(each.found))) for each in found] == [(seq, "holds") for seq in range(1, 7)]


def digests(folder: Path) -> dict[str, str]:
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_a_record_that_is_gone_is_named_by_the_journal_and_by_its_gap(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        ids = [sign(store, signing, sealer, b"[]").id for _ in range(4)]
        for seq in (2, 4):
            for statement in (
                "DELETE FROM parts WHERE record_id = ?",
                "DELETE FROM outbox WHERE record_id = ?",
                "DELETE FROM slips WHERE record_id = ?",
                "DELETE FROM records WHERE id = ?",
            ):
                store._connection.execute(statement, (ids[seq - 1],))
    found, _ = rescued(tmp_path / "store.sqlite", tmp_path / "work")
    missing = {each.seq: each.id for each in found if each.fate is Fate.MISSING}
    assert missing == {2: ids[1], 4: ids[3]}


def test_bundles_hold_and_what_is_left_of_damaged_ones_lies_apart(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        whole, broken = (sign(store, signing, sealer, b"[]") for _ in range(2))
        store._connection.execute("UPDATE parts SET content = x'00' WHERE record_id = ?", (broken.id,))
    found, _ = rescued(tmp_path / "store.sqlite", tmp_path / "work")
    files = [write_record(each, tmp_path / "out") for each in found]
    assert open_bundle(files[0].read_bytes()).record["id"] == whole.id
    assert files[1].parent.name == "damaged"
    assert "not the file that was sealed" in found[1].sentence


@pytest.mark.parametrize("partition", [0, 1_048_576])
def test_a_store_in_an_image_is_found_without_mounting_it(kept: Path, tmp_path: Path, partition: int) -> None:
    make = shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin")
    assert make, "install e2fsprogs"
    tree = tmp_path / "tree" / "var" / "lib" / "signpost"
    tree.mkdir(parents=True)
    shutil.copy(kept, tree / "store.sqlite")
    system, image = tmp_path / "system", tmp_path / "card.img"
    with system.open("wb") as file:
        file.truncate(24 * 1024 * 1024)
    subprocess.run([make, "-q", "-F", "-d", tmp_path / "tree", system], check=True)
    table = bytearray(partition)
    if partition:
        sectors = [(count // 512).to_bytes(4, "little") for count in (partition, system.stat().st_size)]
        table[446:462], table[510:512] = bytes(8) + b"".join(sectors), b"\x55\xaa"
    image.write_bytes(bytes(table) + system.read_bytes())
    before = sha256(image.read_bytes()).digest()
    found, rescue = rescued(image, tmp_path / "work")
    assert fates(found)[Fate.WHOLE] == set(range(1, COUNT + 1))
    assert not rescue.carved
    assert sha256(image.read_bytes()).digest() == before


def test_what_is_no_store_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here\n" * 1000)
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(RescueError, match="no store, no backup"):
        copy_store(tmp_path / "notes.txt", work)
    with pytest.raises(RescueError, match=r"no store\.sqlite below"):
        copy_store(tmp_path, work)


class Archive:
    """An archive that takes what it is told to take."""

    name = "archive"

    def __init__(self, outcome: Outcome) -> None:
        self._outcome, self.kept = outcome, dict[str, bytes]()

    def put(
        self, record_id: str, bundle: bytes, sent: Callable[[], None], heads: Heads = NO_HEADS
    ) -> Outcome:
        assert heads == NO_HEADS, "how far this unit has come is no business of another's record"
        sent()
        self.kept[record_id] = bundle
        return self._outcome

    def introduce(self, statement: str) -> str:
        raise AssertionError(statement)

    def look(self) -> str:
        return ""


def test_what_is_sent_is_the_records_own_bundle(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        record = sign(store, signing, sealer, b"[]")
    (each,), _ = rescued(tmp_path / "store.sqlite", tmp_path / "work")
    assert not each.acknowledged
    archive = Archive(Acknowledged("yes"))
    assert send(each, archive).arrived
    assert archive.kept == {record.id: make_bundle(record.jws, record.parts)}
    refused = send(each, Archive(Refused("another key")))
    assert (refused.arrived, refused.sentence) == (False, "another key")


def test_what_the_archive_acknowledged_is_known(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        first, _ = (sign(store, signing, sealer, b"[]") for _ in range(2))
        (outgoing,) = store.outbox.of_record(first.id)
        store.outbox.acknowledged(outgoing.id, '{"seq":1}')
    assert [each.acknowledged for each in rescued(tmp_path / "store.sqlite", tmp_path / "work")[0]] == [
        True,
        False,
    ]
    content = bytearray((tmp_path / "store.sqlite").read_bytes())
    content[:100] = bytes(100)
    (tmp_path / "store.sqlite").write_bytes(content)
    found, rescue = rescued(tmp_path / "store.sqlite", tmp_path / "work2")
    assert rescue.carved
    assert [each.acknowledged for each in found] == [True, False]


def test_a_text_whose_bytes_are_none_costs_no_other_record(
    tmp_path: Path, signing: Confirmation, sealer: Sealer
) -> None:
    """SQLite finds nothing wrong with it, and cannot hand it out."""
    with Store(tmp_path / "store.sqlite") as store:
        for _ in range(4):
            sign(store, signing, sealer, b"[]")
        store._connection.execute("UPDATE requests SET till = CAST(x'74ec6c' AS TEXT) WHERE seq = 3")
    found, rescue = rescued(tmp_path / "store.sqlite", tmp_path / "work")
    assert rescue.carved
    assert sorted((each.seq, each.fate) for each in found) == [(seq, Fate.WHOLE) for seq in range(1, 5)]
