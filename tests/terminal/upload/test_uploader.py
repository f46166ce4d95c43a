import itertools
import json
import random
from hashlib import sha256

import pytest

from terminal.clock import Clock
from terminal.config import Config
from terminal.evidence.bundle import make_bundle
from terminal.model.status import Health, Uploaded
from terminal.store import Store
from terminal.upload import Backoff, build_uploader
from tests.terminal.upload.conftest import Moody, Shop

WORSE: list[int | str] = [
    "closes before reading",
    "closes before the reply",
    "is a portal",
    "names other bytes",
    500,
    503,
    429,
    401,
]


def test_a_record_is_sent_and_the_archive_s_words_are_kept(shop: Shop, archive: Moody) -> None:
    record = shop.sign("one")
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)
    digest = sha256(make_bundle(record.jws, record.parts)).hexdigest()
    assert archive.kept == {"one": {digest}}
    words = shop.store._connection.execute("SELECT acknowledgement FROM outbox").get
    assert json.loads(words)["bundle_sha256"] == digest
    assert shop.store.devices.health("archive") is Health.OK
    assert shop.rings


def test_the_line_is_looked_at_before_anything_is_sent(shop: Shop, archive: Moody) -> None:
    uploader = shop.uploader(archive.url)
    uploader.step(shop.now_s)
    assert shop.store.devices.health("archive") is Health.OK
    archive.health = (200, b"<h1>Welcome to the hotel</h1>", "text/html")
    uploader.step(shop.now_s + 60)
    board = shop.store.devices.all()["archive"]
    assert (board.health, "not an archive" in board.sentence) == (Health.PROBLEM, True)
    archive.health = (503, b"", "text/plain")
    uploader.step(shop.now_s + 120)
    assert "(503)" in shop.store.devices.all()["archive"].sentence


def test_a_line_that_leads_nowhere_is_said_before_anything_is_sent(shop: Shop) -> None:
    shop.uploader("http://127.0.0.1:1").step(shop.now_s)
    board = shop.store.devices.all()["archive"]
    assert (board.health, "cannot be reached" in board.sentence) == (Health.PROBLEM, True)


def test_a_hundred_records_all_arrive_through_a_line_that_does_everything_wrong(
    shop: Shop, archive: Moody
) -> None:
    names = [f"record-{number:03}" for number in range(100)]
    for name in names:
        shop.sign(name)
    luck = random.Random(7)
    wrong: list[int | str] = [*WORSE, "stops reading", "names another record", 502, 408, 403]
    archive.moods = iter([luck.choice([*wrong, *[201] * 13]) for _ in range(600)] + ["is late"])
    shop.run(shop.uploader(archive.url, random=luck.random), shop.all_acknowledged)
    assert sorted(archive.kept) == names
    assert all(len(contents) == 1 for contents in archive.kept.values())
    assert len(archive.answered) > 150


@pytest.mark.parametrize("mood", [*WORSE, 403, 408, 425, 502, 302, 204, "is late", "answers without end"])
def test_whatever_is_no_answer_of_the_archive_is_tried_again(
    shop: Shop, archive: Moody, mood: int | str
) -> None:
    shop.sign("one")
    archive.moods = iter([mood])
    uploader = shop.uploader(archive.url)
    uploader.step(shop.now_s)
    tried = shop.outgoing("one")
    assert (tried.state, tried.attempts) == (Uploaded.WAITING, 1)
    assert tried.last_error.endswith((".", "?")) or "cannot be reached: " in tried.last_error
    shop.run(uploader, shop.all_acknowledged)


def test_an_answer_without_end_is_not_listened_to(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    archive.moods = iter(["answers without end"])
    shop.uploader(archive.url).step(shop.now_s)
    assert "(200) is not the archive" in shop.outgoing("one").last_error


@pytest.mark.parametrize("status", [400, 404, 409, 410, 413, 415, 422])
def test_what_the_archive_refuses_is_kept_and_shown_and_blocks_nothing(
    shop: Shop, archive: Moody, status: int
) -> None:
    shop.sign("one")
    shop.sign("two")
    archive.moods = iter([status])
    uploader = shop.uploader(archive.url)
    shop.run(uploader, lambda: shop.outgoing("two").state is Uploaded.ACKNOWLEDGED)
    refused = shop.outgoing("one")
    assert refused.state is Uploaded.REFUSED
    assert f"({status}: in the archive's words)" in refused.last_error
    for _ in range(5):
        shop.now_s = max(uploader.step(shop.now_s), shop.now_s)
    assert archive.arrived == ["one", "two"]
    assert shop.store.records.parts("one")


def test_the_oldest_goes_first(shop: Shop, archive: Moody) -> None:
    for name in ("one", "two", "three"):
        shop.sign(name)
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)
    assert archive.arrived == ["one", "two", "three"]


def test_a_record_that_the_archive_stumbles_over_lets_the_others_pass(shop: Shop, archive: Moody) -> None:
    names = ["poison", *(f"record-{number}" for number in range(8))]
    for name in names:
        shop.sign(name)
    tries: list[int | str] = [500, 201, 201, 201, 201, 201, 201, 201, 201]
    archive.moods = iter(tries)
    uploader = shop.uploader(archive.url)
    for _ in tries:
        uploader.step(shop.now_s)
    assert archive.arrived == names
    assert shop.outgoing("poison").state is Uploaded.WAITING
    shop.run(uploader, shop.all_acknowledged)


def test_an_archive_in_trouble_is_not_stormed(shop: Shop, archive: Moody) -> None:
    for number in range(50):
        shop.sign(f"record-{number}")
    archive.moods = itertools.repeat(500)
    uploader = shop.uploader(archive.url)
    end_s = shop.now_s + 3600
    while shop.now_s < end_s:
        shop.now_s = max(uploader.step(shop.now_s), shop.now_s + 0.001)
    assert len(archive.answered) < 30
    assert shop.store.devices.health("archive") is Health.PROBLEM
    archive.moods = iter(())
    shop.run(uploader, shop.all_acknowledged)
    assert shop.store.devices.health("archive") is Health.OK


def test_the_waits_grow_to_the_cap_and_are_spread() -> None:
    longest = Backoff(300.0, lambda: 1.0)
    assert [longest.wait_s(failures) for failures in (1, 2, 3, 9, 10, 1000)] == [1, 2, 4, 256, 300, 300]
    assert Backoff(300.0, lambda: 0.25).wait_s(3) == 1.0


def test_a_new_record_ends_any_wait(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    archive.moods = iter(["closes before reading"] * 6)
    uploader = shop.uploader(archive.url)
    for _ in range(6):
        shop.now_s += 400
        uploader.step(shop.now_s)
    shop.now_s += 1
    uploader.step(shop.now_s)
    assert len(archive.answered) == 6
    shop.sign("two")
    uploader.step(shop.now_s)
    assert len(archive.answered) == 7
    assert archive.arrived == ["one"]


def test_a_step_says_when_it_wants_to_be_called_again(shop: Shop, archive: Moody) -> None:
    uploader = shop.uploader(archive.url)
    assert uploader.step(1000.0) == 1005.0
    shop.sign("one")
    shop.sign("two")
    assert uploader.step(1000.0) == 1000.0
    archive.moods = iter(["closes before reading", "closes before reading"])
    assert uploader.step(1000.0) == 1001.0
    assert uploader.step(1000.5) == 1001.0
    assert uploader.step(1001.0) == 1003.0


def test_sent_is_said_between_the_last_byte_and_the_answer(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    seen = []

    def look() -> None:
        archive.released.wait(60)
        with Store(shop.folder / "store.sqlite") as store:
            seen.append(store.outbox.all()[0].state)

    sink = shop.sink(archive.url)
    record = shop.store.records
    bundle = make_bundle(record.jws("one"), record.parts("one"))
    (outgoing,) = shop.store.outbox.unsent("archive")
    archive.looking = look

    def sent() -> None:
        shop.store.outbox.sent(outgoing.id)
        archive.released.set()

    assert outgoing.state is Uploaded.WAITING
    sink.put("one", bundle, sent)
    assert seen == [Uploaded.SENT]


def test_nothing_is_called_sent_that_did_not_leave(shop: Shop, archive: Moody) -> None:
    said: list[str] = []
    archive.moods = iter(["closes before reading", "stops reading"])
    sink = shop.sink(archive.url)
    for _ in range(2):
        sink.put("large", b"x" * 40_000_000, lambda: said.append("sent"))
    assert said == []


def test_what_was_cut_off_by_the_power_is_sent_again(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    (outgoing,) = shop.store.outbox.unsent("archive")
    shop.store.outbox.sent(outgoing.id)
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)
    assert list(archive.kept) == ["one"]


def test_each_sink_goes_its_own_way(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    dead = "http://127.0.0.1:9"
    uploader = shop.uploader(dead)
    uploader.step(shop.now_s)
    assert "cannot be reached" in shop.outgoing("one").last_error
    assert "Errno" not in shop.outgoing("one").last_error
    assert "cannot be reached" in shop.store.devices.all()["archive"].sentence
    shop.run(shop.uploader(archive.url), shop.all_acknowledged)


def test_without_an_archive_it_says_so_and_does_nothing(shop: Shop) -> None:
    uploader = build_uploader(Config(), shop.store, Clock(), shop.ring)
    assert uploader.step(1000.0) == 1005.0
    board = shop.store.devices.all()["archive"]
    assert board.health is Health.ABSENT
    assert "No archive is configured" in board.sentence


def test_staff_who_ask_for_a_record_end_any_wait(shop: Shop, archive: Moody) -> None:
    shop.sign("one")
    uploader = shop.uploader(archive.url)
    archive.moods = iter([400, "closes before reading"])
    uploader.step(shop.now_s)
    shop.sign("two")
    uploader.step(shop.now_s)
    assert shop.outgoing("two").state is Uploaded.WAITING
    uploader.step(shop.now_s)
    assert len(archive.answered) == 2  # it waits before it tries again
    assert shop.store.outbox.retry(shop.outgoing("one").id)
    uploader.step(shop.now_s)
    assert shop.outgoing("one").state is Uploaded.ACKNOWLEDGED
