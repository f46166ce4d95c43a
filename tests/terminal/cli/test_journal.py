"""What a technician reads in the journal, and whether it says where it does not hold."""

import json
from typing import Any

import pytest

from terminal.i18n import Catalogue
from terminal.model.journal import Happening, JournalHead, JournalLine
from terminal.model.record import SealedRecord
from terminal.store import Store
from terminal.telling import told


def store_of(unit: Any) -> Store:
    return Store(unit.folder / "data" / "store.sqlite")


@pytest.mark.usefixtures("signed")
def test_the_journal_is_told_in_sentences_newest_first(unit: Any) -> None:
    with store_of(unit) as store:
        slip = store.slips.next_unprinted()
        assert slip
        store.slips.printed(slip.id, b"PNG")
        store.tills.add("till-4")
    shown = unit.run("journal").stdout
    assert (
        shown.index("Till till-4 was let in")
        < shown.index("Printed, slip 1")
        < shown.index("sealed as record 1")
    )
    assert "INV-2041" in shown
    chinese = unit.run("journal", "--language", "zh-CN", "--record", "INV-2041").stdout
    assert "已打印，第 1 联" in chinese
    assert "till-4" not in chinese


@pytest.mark.usefixtures("signed")
def test_lines_are_found_by_what_when_and_how_many(unit: Any) -> None:
    with store_of(unit) as store:
        store.tills.add("till-4")
        lines = list(store.journal.texts())
    assert unit.run("journal", "--json", "--what", "record").stdout.splitlines() == lines[:1]
    assert unit.run("journal", "--json", "--text", "TILL-4").stdout.splitlines() == lines[1:]
    assert unit.run("journal", "--json", "--limit", "1").stdout.splitlines() == lines[1:]
    today = json.loads(lines[0])["utc"][:10]
    assert len(unit.run("journal", "--json", "--since", "2026-01-01").stdout.splitlines()) == 2
    assert not unit.run("journal", "--json", "--until", "2026-01-01").stdout.strip()
    assert unit.run("journal", "--since", "yesterday").returncode == 2
    assert today
    assert "no such line" in unit.run("journal", "--what", "unit.flew").stdout


@pytest.mark.usefixtures("signed")
def test_a_journal_that_holds_is_said_to(unit: Any) -> None:
    ran = unit.run("journal", "check")
    assert (ran.returncode, "The journal holds: 1 lines" in ran.stdout) == (0, True)


@pytest.mark.parametrize("how", ["changed", "cut off", "written anew"])
def test_a_journal_that_was_tampered_with_is_found(unit: Any, sign: Any, how: str) -> None:
    with store_of(unit) as store:
        store.journal.add(Happening.STARTED, process="signpost-till")
        store.journal.add(Happening.TILL_ADMITTED, till="till-4", how="shell")
    sign()
    unit.break_store("DROP TRIGGER journal_is_not_changed")
    unit.break_store("DROP TRIGGER journal_is_not_deleted")
    if how == "changed":
        unit.break_store("UPDATE journal SET text = replace(text, 'till-4', 'till-5') WHERE seq = 2")
    elif how == "cut off":
        unit.break_store("DELETE FROM journal WHERE seq >= 2")
    else:
        unit.break_store("DELETE FROM journal")
        with store_of(unit) as store:
            for _ in range(4):
                store.journal.add(Happening.STARTED, process="signpost-till")
    ran = unit.run("journal", "check")
    assert (ran.returncode, "The journal does not hold" in ran.stdout) == (1, True)
    assert "record 1 was sealed when the journal had come to line 2" in ran.stdout


@pytest.mark.parametrize("language", ["zh-CN", "en", "de", "ar"])
def test_every_happening_is_a_sentence_in_every_language(language: str) -> None:
    words = Catalogue().words(language)
    for happening in Happening:
        line = JournalLine.after(JournalHead(), "2026-11-23T06:31:07.250Z", happening, "", {"why": "x"})
        sentence = told(line, words)
        assert happening.value not in sentence, happening
        assert "{" not in sentence


def test_a_newer_versions_line_is_shown_as_it_is() -> None:
    text = '{"seq":1,"utc":"2026","happening":"unit.flew","record":"","facts":{"high":3},"previous":"0"}'
    assert told(JournalLine.read(text), Catalogue().words("en")) == "unit.flew: high 3"


def test_a_record_is_voided_once_and_everybody_is_told(unit: Any, signed: SealedRecord) -> None:
    unit.write('[printer]\nport = "tcp://127.0.0.1:9"\n')
    assert unit.run("records", "void", "INV-2041", "--reason", " ", "--yes").returncode == 2
    assert unit.run("records", "void", "nothing", "--reason", "why", "--yes").returncode == 1
    assert unit.run("records", "void", "INV-2041", "--reason", "goods came back").returncode == 1, (
        "nobody said yes"
    )
    with store_of(unit) as store:
        assert store.records.voided(signed.id) is None
    assert unit.run("records", "void", "INV-2041", "--reason", "goods came back", "--yes").returncode == 0
    again = unit.run("records", "void", "INV-2041", "--reason", "once more", "--yes")
    assert (again.returncode, "was voided before" in again.stdout) == (1, True)
    shown = unit.run("records", "show", "INV-2041")
    assert (shown.returncode, "by shell: goods came back" in shown.stdout) == (0, True)
    assert "(voided)" in unit.run("records", "list").stdout
    with store_of(unit) as store:
        assert [slip.kind.value for slip in store.slips.all()] == ["void", "record"]
        assert store.closing.so_far("SP-0031").voided == 1
