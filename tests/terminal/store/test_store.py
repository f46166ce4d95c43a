import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest

from terminal.evidence.chain import check_chain
from terminal.evidence.seal import check_seal
from terminal.model.moment import Moment
from terminal.model.record import SealedRecord
from terminal.model.status import CancelReason, Health, RequestState, Uploaded
from terminal.store import Store, database
from terminal.store.errors import RequestEnded, StoreDamaged, StoreFull, StoreUnfit
from terminal.store.requests import Accepted, Busy, KeyReused


def test_the_settings_are_what_a_signature_needs(store: Store) -> None:
    connection = store._connection
    assert connection.pragma("journal_mode") == "wal"
    assert connection.pragma("synchronous") == 2
    assert connection.pragma("foreign_keys") == 1


def test_an_engine_that_loses_commits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")
    with pytest.raises(StoreUnfit, match=r"3\.40\.1 can lose a commit"):
        Store(tmp_path / "store.sqlite")


def test_a_store_of_the_future_is_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        store._connection.pragma("user_version", 99)
    with pytest.raises(StoreUnfit, match="newer Signpost"):
        Store(tmp_path / "store.sqlite")


def test_a_file_that_is_no_store_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"this is a shopping list" * 100)
    with pytest.raises(StoreDamaged):
        Store(tmp_path / "store.sqlite")


def test_only_the_owner_may_read_it(tmp_path: Path, shop: Any) -> None:
    shop.sign("one")
    for file in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_same_key_fifty_times_at_once_is_one_request(tmp_path: Path, shop: Any) -> None:
    request = shop.signing.request
    answers: list[object] = []

    def post(number: int) -> None:
        with Store(tmp_path / "data" / "store.sqlite") as mine:
            own = replace(request, id=f"request-{number}")
            answers.append(mine.requests.accept(own, key="k", body_sha256="0", queue=False))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.stored.id for answer in answers if isinstance(answer, Accepted)} == {
        shop.store.requests.next_open().id
    }
    assert len(answers) == 50
    assert sum(isinstance(answer, Accepted) and answer.new for answer in answers) == 1


def test_the_same_key_with_another_body_is_told_apart(store: Store, shop: Any) -> None:
    request = shop.ask()
    again = store.requests.accept(request, key=request.id, body_sha256="other", queue=True)
    assert again == KeyReused(request.id)


def test_a_second_request_waits_only_where_it_says_so(store: Store, shop: Any) -> None:
    first = shop.ask("one")
    second = replace(first, id="two")
    assert store.requests.accept(second, key="k2", body_sha256="0", queue=False) == Busy("one")
    assert isinstance(store.requests.accept(second, key="k2", body_sha256="0", queue=True), Accepted)
    assert store.requests.next_open().id == "one"  # type: ignore[union-attr]
    store.requests.report("one", RequestState.CANCELLED, CancelReason.CUSTOMER)
    assert store.requests.next_open().id == "two"  # type: ignore[union-attr]


def test_an_ending_stands(store: Store, shop: Any) -> None:
    shop.ask("one")
    assert store.requests.report("one", RequestState.CANCELLED, CancelReason.TILL)
    assert not store.requests.report("one", RequestState.DISPLAYED)
    stored = store.requests.get("one")
    assert (stored.state, stored.reason) == (RequestState.CANCELLED, "till")
    assert stored.ended_utc


def test_a_record_comes_with_all_that_follows_from_it(store: Store, shop: Any) -> None:
    record = shop.sign("one", copies=2)
    assert store.requests.get("one").state is RequestState.COMPLETED
    assert store.requests.get("one").match_code == record.match_code
    assert [out.record_id for out in store.outbox.unsent("archive")] == [record.id]
    assert store.slips.count_unprinted() == 2
    assert store.records.parts(record.id) == record.parts
    assert store.records.jws(record.id) == record.jws


def test_a_request_that_was_cancelled_gets_no_record(store: Store, shop: Any) -> None:
    shop.ask("one")
    store.requests.report("one", RequestState.CANCELLED, CancelReason.TILL)
    with pytest.raises(RequestEnded) as error:
        shop.sign("one")
    assert error.value.reason == "till"
    assert store.records.head() == (0, "0" * 64)
    assert store.outbox.count_unsent() == 0


def test_the_chain_has_no_gap_even_where_a_seal_fails(store: Store, shop: Any) -> None:
    shop.sign("one")

    def broken_pen(*_place: object) -> SealedRecord:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.records.keep(replace(shop.signing, request=shop.ask("two")), broken_pen, sinks=(), copies=0)
    shop.sign("three")
    seals = [check_seal(store.records.jws(f"record-{name}")) for name in ("one", "three")]
    assert list(check_chain(seals)) == []


def test_a_full_disk_keeps_nothing_of_the_record_and_says_so(store: Store, shop: Any) -> None:
    shop.sign("one")
    pages = store._connection.pragma("page_count")
    store._connection.pragma("max_page_count", pages)
    shop.parts = (*shop.parts, replace(shop.parts[0], name="big", content=bytes(100_000)))
    with pytest.raises(StoreFull):
        shop.sign("two")
    assert store.records.head()[0] == 1
    store._connection.pragma("max_page_count", pages + 1000)
    assert shop.sign("two").seq == 2


def test_unsent_is_oldest_first_and_refused_ones_stand_aside(store: Store, shop: Any) -> None:
    for name in ("one", "two", "three"):
        shop.sign(name)
    first, second, third = store.outbox.unsent("archive")
    store.outbox.refused(second.id, "409 other content")
    store.outbox.tried(first.id, "no network")
    store.outbox.acknowledged(third.id, "{}")
    [left] = store.outbox.unsent("archive")
    assert (left.id, left.attempts, left.last_error) == (first.id, 1, "no network")
    uploaded = {record.reference and record.id: record.uploaded for record in store.records.latest()}
    assert uploaded == {
        "record-one": Uploaded.WAITING,
        "record-two": Uploaded.REFUSED,
        "record-three": Uploaded.ACKNOWLEDGED,
    }


def test_a_slip_cut_off_while_printing_is_found_again(tmp_path: Path, store: Store, shop: Any) -> None:
    shop.sign("one")
    slip = store.slips.next_unprinted()
    assert slip
    store.slips.printing(slip.id)
    with Store(tmp_path / "data" / "store.sqlite") as after_restart:
        found = after_restart.slips.next_unprinted()
        assert found
        assert (found.id, found.attempts) == (slip.id, 1)
        after_restart.slips.printed(found.id, b"PNG")
        assert after_restart.slips.next_unprinted() is None
        assert after_restart.slips.picture("record-one") == b"PNG"
        assert after_restart.slips.ask_again("record-one") == 2


def test_records_are_found_by_what_people_know_of_them(store: Store, shop: Any) -> None:
    record = shop.sign("one")
    code = f"{record.match_code[:4]} {record.match_code[4:]}".lower()
    for query in ("INV-2041", "v-20", code, record.id, ""):
        assert [found.id for found in store.records.latest(query=query)] == [record.id]
    assert store.records.latest(query="nothing") == []


def test_a_record_is_found_by_a_reference_with_a_space(store: Store, shop: Any) -> None:
    record = shop.sign("one", reference="Table 12")
    for query in ("Table 12", " table 12 ", "le 1"):
        assert [found.id for found in store.records.latest(query=query)] == [record.id]
    assert [found.id for found in store.records.named("Table 12")] == [record.id]


def test_a_query_means_its_characters_and_no_wildcards(store: Store, shop: Any) -> None:
    plain = shop.sign("one", reference="INV-2041")
    odd = shop.sign("two", reference="50%_off!")
    for query in ("%", "_", "!", "0%_o", "50%_off!"):
        assert [found.id for found in store.records.latest(query=query)] == [odd.id]
    assert store.records.latest(query="INV_2041") == []
    assert {found.id for found in store.records.latest(query="")} == {plain.id, odd.id}


def test_a_name_is_a_whole_reference_match_code_or_id(store: Store, shop: Any) -> None:
    one = shop.sign("one", reference="INV-1")
    ten = shop.sign("ten", reference="INV-10")
    assert [found.id for found in store.records.latest(query="INV-1")] == [ten.id, one.id]
    code = f"{one.match_code[:4]} {one.match_code[4:]}".lower()
    for name in ("INV-1", one.id):
        assert [found.id for found in store.records.named(name)] == [one.id]
    assert {found.id for found in store.records.named(code)} == {one.id, ten.id}
    for name in ("INV", "", "%"):
        assert store.records.named(name) == []


def test_the_newest_seals_come_in_the_order_of_the_chain(store: Store, shop: Any) -> None:
    records = [shop.sign(name) for name in ("one", "two", "three")]
    assert store.records.newest_seals(2) == [
        (record.seq, record.jws, record.jws_sha256) for record in records[1:]
    ]


def test_what_is_stuck_is_found_behind_any_number_of_others(store: Store, shop: Any) -> None:
    for name in ("one", "two", "three", "four"):
        shop.sign(name)
    refused, waiting, *done = store.outbox.unsent("archive")
    store.outbox.refused(refused.id, "409 other content")
    for each in done:
        store.outbox.acknowledged(each.id, "{}")
    assert [each.id for each in store.outbox.unacknowledged(2)] == [refused.id, waiting.id]
    assert [each.id for each in store.outbox.unacknowledged(1)] == [refused.id]
    assert store.outbox.count_refused() == 1
    failed, left, *printed = reversed(store.slips.all())
    store.slips.failed(failed.id, "no such picture")
    for slip in printed:
        store.slips.printed(slip.id, b"PNG")
    assert [each.id for each in store.slips.unprinted(2)] == [failed.id, left.id]
    assert [each.id for each in store.slips.unprinted(1)] == [failed.id]
    assert store.slips.count_failed() == 1


def test_a_token_opens_until_it_is_revoked(store: Store) -> None:
    token = store.tills.add("till-3")
    assert store.tills.whose(token) == "till-3"
    assert store.tills.whose(token + "x") is None
    assert token not in Path(store._connection.filename).read_bytes().decode("latin1")
    newer = store.tills.add("till-3")
    assert (store.tills.whose(token), store.tills.whose(newer)) == (None, "till-3")
    assert store.tills.revoke("till-3")
    assert store.tills.whose(newer) is None


def test_devices_say_when_something_is_news(store: Store, signing: Any) -> None:
    at: Moment = signing.opened
    assert store.devices.note("sensor", Health.OK, "", at)
    assert not store.devices.note("sensor", Health.OK, "", at)
    assert store.devices.note("sensor", Health.PROBLEM, "unplugged", at)
    assert store.devices.health("sensor") is Health.PROBLEM
    assert store.devices.health("printer") is Health.UNKNOWN


def test_what_is_the_matter_with_a_device_is_told_while_it_is(store: Store, signing: Any) -> None:
    at: Moment = signing.opened
    store.devices.note("sensor", Health.PROBLEM, "unplugged", at)
    assert store.devices.trouble("sensor") == store.devices.trouble("sensor", at.boot_id) == "unplugged"
    assert store.devices.trouble("sensor", "another boot") == store.devices.trouble("printer") == ""
    store.devices.note("sensor", Health.OK, "R503", at)
    assert store.devices.trouble("sensor") == ""


def test_all_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    opening = (
        "import sys; from pathlib import Path; from terminal.store import Store; Store(Path(sys.argv[1]))"
    )
    paths = [tmp_path / f"unit-{number}" / "store.sqlite" for number in range(4)]
    processes = [
        subprocess.Popen([sys.executable, "-c", opening, str(path)], stderr=subprocess.PIPE)
        for path in paths
        for _ in range(4)
    ]
    assert [process.communicate()[1] for process in processes] == [b""] * 16


_WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from terminal.store import Store
store = Store(Path(sys.argv[1]))
store.tills.add("till-3")
print("committed", flush=True)
store._connection.execute("BEGIN IMMEDIATE")
store.tills.add("till-4")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_what_it_committed_and_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    died = subprocess.run(
        [sys.executable, "-c", _WRITE_AND_DIE, str(path)],
        capture_output=True,
        check=False,
        env=dict(os.environ),
    )
    assert died.stdout == b"committed\n"
    with Store(path) as store:
        assert [till.name for till in store.tills.all()] == ["till-3"]


def test_the_schema_is_made_once(tmp_path: Path) -> None:
    connection = database.connect(tmp_path / "store.sqlite")
    assert connection.pragma("user_version") >= 1
    again = database.connect(tmp_path / "store.sqlite")
    assert again.pragma("user_version") == connection.pragma("user_version")
