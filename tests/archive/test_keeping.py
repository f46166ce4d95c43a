"""What is on the disk when the archive says so: bundles and rows."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.database import Database, SchemaError
from archive.objects import ObjectConflictError, Objects


def test_an_object_is_put_once(tmp_path: Path) -> None:
    objects = Objects((tmp_path / "objects").as_uri())
    objects.keep("bundles/a/1", b"one")
    objects.keep("bundles/a/1", b"one")
    with pytest.raises(ObjectConflictError):
        objects.keep("bundles/a/1", b"two")
    assert objects.read("bundles/a/1") == b"one"
    objects.keep("bundles/a/1", b"two", repair=True)
    assert objects.read("bundles/a/1") == b"two"
    assert objects.read("bundles/a/2") is None


def test_a_large_object_is_put_once_as_well() -> None:
    objects = Objects("memory:///")
    objects.keep("bundles/a/1", b"x" * 12_000_000)
    with pytest.raises(ObjectConflictError):
        objects.keep("bundles/a/1", b"y" * 12_000_000)


def test_an_object_and_its_folders_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    really = os.fsync

    def watched(descriptor: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    Objects((tmp_path / "objects").as_uri()).keep("bundles/a/1", b"one")
    root = (tmp_path / "objects").resolve()
    assert flushed == [str(root / "bundles/a/1"), str(root / "bundles/a"), str(root / "bundles"), str(root)]


def test_a_commit_means_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'index.sqlite'}")
    with database.reading() as session:
        told = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert told == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1}


def test_a_database_is_opened_again_and_a_newer_one_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'index.sqlite'}"
    Database(url).close()
    again = Database(url)
    with again.writing() as session:
        assert session.execute(text("SELECT version FROM schema_version")).scalar_one() == 2
        session.execute(text("UPDATE schema_version SET version = 99"))
    again.close()
    with pytest.raises(SchemaError, match="Install the newer version"):
        Database(url)


def test_an_archive_of_before_is_given_the_tables_that_are_new(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'index.sqlite'}"
    before = Database(url)
    with before.writing() as session:
        for sql in ("DROP TABLE heads", "DROP TABLE complaints", "UPDATE schema_version SET version = 1"):
            session.execute(text(sql))
    before.close()
    now = Database(url)
    with now.reading() as session:
        assert session.execute(text("SELECT count(*) FROM complaints")).scalar_one() == 0
    now.close()
