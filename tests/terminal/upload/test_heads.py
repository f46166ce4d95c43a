"""What the archive is told beside a record: how far the terminal has come, and which key follows which."""

from pathlib import Path
from typing import Any

import pytest

from terminal.evidence.key_change import make_key_change
from terminal.evidence.keys import open_device_key
from terminal.model.heads import NO_HEADS, Heads
from terminal.model.journal import Happening, JournalHead
from tests.terminal.upload.conftest import Moody


def test_each_upload_says_how_far_chain_and_journal_have_come(shop: Any, archive: Moody) -> None:
    first, second = shop.sign("one"), shop.sign("two")
    journal = shop.store.journal.head()
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)
    told = [Heads.read(said) for said in archive.heads]
    assert told[0] == Heads(2, second.jws_sha256, journal.seq, journal.sha256)
    assert first.jws_sha256 != second.jws_sha256
    assert told[1] is not None
    assert told[1].journal_seq == journal.seq + 1, "that the first one arrived is in the journal by then"


def test_heads_are_read_as_they_are_said_and_nothing_else_is(shop: Any) -> None:
    shop.sign("one")
    heads = shop.store.heads()
    assert Heads.read(str(heads)) == heads
    assert Heads.read(str(NO_HEADS)) == NO_HEADS
    for nothing in (
        "",
        "chain=1",
        f"{heads} ",
        str(heads).replace("chain=1:", "chain=-1:"),
        str(heads).upper(),
    ):
        assert Heads.read(nothing) is None


@pytest.fixture
def change(shop: Any, tmp_path: Path) -> str:
    old, new = (
        open_device_key(tmp_path / name / "key.pem", tmp_path / name / "certificate.pem", "SP-0031")
        for name in ("old", "new")
    )
    statement = make_key_change("SP-0031", old, new, "2026-11-23T06:31:07Z")
    shop.store.journal.add(Happening.KEY_REPLACED, statement=statement)
    return statement


def test_a_new_key_is_introduced_once_before_what_it_sealed(shop: Any, archive: Moody, change: str) -> None:
    for record in ("one", "two"):
        shop.sign(record)
    uploader = shop.uploader(archive.url)
    shop.run(uploader, shop.all_acknowledged)
    assert (archive.introduced, archive.arrived) == ([change], ["one", "two"])
    archive.moods = iter(())
    shop.sign("three")
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)
    assert archive.introduced == [change, change], "a new process cannot know, and tells it again"


def test_a_change_that_is_not_taken_holds_up_nothing_and_is_told_again(
    shop: Any, archive: Moody, change: str
) -> None:
    archive.moods = iter([409, 201])
    shop.sign("one")
    uploader = shop.uploader(archive.url)
    shop.run(uploader, shop.all_acknowledged)
    assert (archive.introduced, archive.arrived) == ([], ["one"])
    shop.sign("two")
    shop.run(uploader, shop.all_acknowledged)
    assert (archive.introduced, archive.arrived) == ([change], ["one", "two"])


def test_no_change_is_told_over_a_line_that_others_can_read(shop: Any, change: str) -> None:
    assert "unencrypted" in shop.sink("http://archive.example").introduce(change)


def test_what_came_of_a_record_is_in_the_journal(shop: Any, archive: Moody) -> None:
    archive.moods = iter([422, 201])
    shop.sign("one")
    shop.sign("two")
    assert shop.store.journal.head() != JournalHead()
    shop.run(
        shop.uploader(archive.url),
        lambda: len(archive.arrived) == 2 and shop.store.outbox.count_unsent() == 0,
    )
    told = {(line.record_id, line.happening): line.facts for line in shop.store.journal.latest()}
    assert "in the archive's words" in str(told["one", "record.refused"]["why"])
    assert len(str(told["two", "record.acknowledged"]["sha256"])) == 64
    assert shop.store.outbox.retry(shop.outgoing("one").id)
    assert shop.store.journal.latest(limit=1)[0].happening == "record.sending_asked"
