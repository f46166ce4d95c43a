"""A restore: all that was backed up, nothing overwritten, no number given twice, and the chain says what happened."""

from pathlib import Path

import pytest
from pyrage import x25519

from terminal.backup import BackupError
from terminal.backup.opening import open_backup
from terminal.backup.restoring import Restored, restore
from terminal.evidence.chain import check_chain, restored_after
from terminal.evidence.places import Head
from terminal.evidence.seal import check_seal
from terminal.evidence.trusted import Trusted
from terminal.model.journal import Happening, journal_breaks
from terminal.model.status import RequestState
from terminal.store import Store
from terminal.store.errors import StoreBusy
from terminal.store.journal import Sought
from terminal.verifying.opening import origins
from terminal.verifying.report import Asked, report_on

from .conftest import OpenShop, Shop


def put_back(path: Path, shop: Shop, known: str = "", *, complete: bool = False) -> Restored:
    with open_backup(path) as opened:
        return restore(opened, shop.unit, known=Head.read(known) if known else None, complete=complete)


def verdict(shop: Shop) -> int:
    return report_on(origins(shop.store), Asked(Trusted(), (), whole=True, check_pdf=None)).exit_code


@pytest.fixture
def new(open_shop: OpenShop) -> Shop:
    return open_shop("new")


def test_a_new_unit_has_everything_and_goes_on_without_giving_a_number_twice(
    shop: Shop, new: Shop, stick: Path
) -> None:
    last = shop.sign_many(3)[-1]
    path = shop.back_up(stick).path
    done = put_back(path, new)
    assert (done.fresh, done.added, done.here, done.damaged) == (True, 3, 3, ())
    with Store(new.store) as store:
        record = new.sign(store)
        assert record.seq == 100_001
        seals = [check_seal(jws) for _, jws in store.records.seals()]
        assert restored_after(seals[-1]) == (3, last.jws_sha256)
        assert seals[-1].record["chain"]["previous"] == last.jws_sha256
        assert list(check_chain(seals)) == []
        assert list(journal_breaks(store.journal.texts())) == []
        (told,) = store.journal.latest(Sought(happening=Happening.RESTORED.value))
        assert seals[-1].record["chain"]["restored"]["line"] == {"seq": told.seq, "sha256": told.sha256}
        assert told.facts["head_sha256"] == last.jws_sha256
        following = new.sign(store)
        assert following.seq == 100_002
        assert "restored" not in check_seal(following.jws).record["chain"]


def test_the_key_comes_back_from_an_encrypted_backup_and_all_verifies(
    shop: Shop, new: Shop, stick: Path, tmp_path: Path
) -> None:
    shop.sign_many(2)
    owner = x25519.Identity.generate()
    made = shop.back_up(stick, str(owner.to_public()))
    with open_backup(made.path, [owner], tmp_path) as opened:
        done = restore(opened, new.unit)
    assert "device-key.pem" in done.files
    assert (new.data / "device-key.pem").read_bytes() == (shop.data / "device-key.pem").read_bytes()
    assert (new.data / "device-key.pem").stat().st_mode & 0o777 == 0o600
    again = Shop.__new__(Shop)
    again.__dict__ |= shop.__dict__ | {"data": new.data}
    again.sign_many(2)
    assert verdict(again) == 0


def test_another_key_is_said_in_words(shop: Shop, new: Shop, stick: Path) -> None:
    shop.sign_many(1)
    own = (new.data / "device-key.pem").read_bytes()
    done = put_back(shop.back_up(stick).path, new)
    assert "cannot sign any more" in done.key
    assert (new.data / "device-key.pem").read_bytes() == own
    assert list((new.data / "old-certificates").glob("*.pem"))


def test_a_head_that_the_archive_knows_is_gone_on_from(shop: Shop, new: Shop, stick: Path) -> None:
    shop.sign_many(3)
    path = shop.back_up(stick).path
    lost = shop.sign_many(2)[-1]
    put_back(path, new, f"SIGNPOST-HEAD SP-0031 {lost.seq} {lost.jws_sha256}")
    with Store(new.store) as store:
        record = new.sign(store)
    said = check_seal(record.jws).record["chain"]
    assert (record.seq, said["previous"], said["restored"]["after"]) == (6, lost.jws_sha256, 3)


def test_a_head_that_cannot_be_is_refused(shop: Shop, new: Shop, stick: Path) -> None:
    shop.sign_many(3)
    path = shop.back_up(stick).path
    for head, why in ((f"2:{'a' * 64}", "later head"), (f"3:{'a' * 64}", "another one")):
        with pytest.raises(BackupError, match=why):
            put_back(path, new, head)
    with pytest.raises(BackupError, match="SP-0099"):
        put_back(path, new, f"SP-0099 9:{'a' * 64}")
    assert not new.store.exists()


def test_who_knows_that_nothing_was_signed_since_goes_on_with_the_next_number(
    shop: Shop, new: Shop, stick: Path
) -> None:
    shop.sign_many(3)
    path = shop.back_up(stick).path
    put_back(path, new)
    put_back(path, new, complete=True)  # said later, before anybody has signed
    with Store(new.store) as store:
        assert new.sign(store).seq == 4


def test_a_store_that_is_ahead_keeps_what_it_has(shop: Shop, stick: Path) -> None:
    shop.sign_many(2)
    path = shop.back_up(stick).path
    shop.sign_many(2)
    done = put_back(path, shop)
    assert (done.fresh, done.added, done.here, done.going_on) == (False, 0, 4, None)
    with Store(shop.store) as store:
        assert shop.sign(store).seq == 5


def test_records_that_were_lost_come_back_with_what_was_said_of_them(shop: Shop, stick: Path) -> None:
    records = shop.sign_many(4)
    with Store(shop.store) as store:
        store.records.void(records[1].id, "Wrong amount", by="staff", prints=False)
    path = shop.back_up(stick).path
    shop.sign_many(1)
    lose(shop, records[1].id)
    done = put_back(path, shop)
    assert (done.added, done.here) == (1, 5)
    with Store(shop.store) as store:
        assert store.records.parts(records[1].id) == records[1].parts
        voided = store.records.voided(records[1].id)
        assert voided
        assert voided.reason == "Wrong amount"
        assert list(check_chain(check_seal(jws) for _, jws in store.records.seals())) == []
        assert shop.sign(store).seq == 6
    assert put_back(path, shop).added == 0


def lose(shop: Shop, record_id: str) -> None:
    """Take a record out of the store, and what the journal said of its void with it."""
    with Store(shop.store) as store:
        store._connection.execute("DROP TRIGGER journal_is_not_deleted")
        store._connection.execute(
            "DELETE FROM journal WHERE seq >= (SELECT seq FROM journal WHERE happening = 'record.voided')"
        )
        delete(store, record_id)


def delete(store: Store, record_id: str) -> None:
    for statement in (
        "DELETE FROM parts WHERE record_id = ?",
        "DELETE FROM outbox WHERE record_id = ?",
        "DELETE FROM slips WHERE record_id = ?",
        "DELETE FROM records WHERE id = ?",
    ):
        store._connection.execute(statement, (record_id,))


def test_two_chains_are_never_mixed(shop: Shop, new: Shop, stick: Path) -> None:
    shop.sign_many(2)
    path = shop.back_up(stick).path
    mine = new.sign_many(1)
    with pytest.raises(BackupError, match="number 1 is"):
        put_back(path, new)
    with Store(new.store) as store:
        assert [record.id for record in store.records.latest()] == [mine[0].id]


def test_a_record_that_the_next_one_does_not_name_is_not_put_before_it(
    shop: Shop, new: Shop, stick: Path
) -> None:
    shop.sign_many(3)
    path = shop.back_up(stick).path
    records = new.sign_many(4)
    with Store(new.store) as store:
        for record in records[:3]:
            delete(store, record.id)
    with pytest.raises(BackupError, match="two chains"):
        put_back(path, new)


def test_a_terminal_that_runs_is_not_restored(shop: Shop, stick: Path) -> None:
    shop.sign_many(1)
    path = shop.back_up(stick).path
    with Store(shop.store) as running:
        running.records.head()
        with pytest.raises(StoreBusy, match="Stop the terminal"):
            put_back(path, shop)


def test_nobody_is_asked_to_sign_what_waited_then_and_no_slip_pretends_to_be_the_first(
    shop: Shop, new: Shop, stick: Path
) -> None:
    shop.sign_many(1)
    with Store(shop.store) as store:
        request = shop._signing.request
        store.requests.accept(request, key="k", body_sha256="0", queue=True)
    put_back(shop.back_up(stick).path, new)
    with Store(new.store) as store:
        assert store.requests.get(request.id).state is RequestState.CANCELLED
        (slip,) = store.slips.unprinted(5)
        assert slip.sent_percent == 0
