"""Backup: the whole store into one file, while people sign."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from terminal.backup.opening import open_backup
from terminal.backup.writing import Source, Written, write_backup
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.model.record import Part
from terminal.rescue.pages import Pages
from terminal.rescue.salvaging import Salvage
from terminal.store import Store

from .rounds import Row, percentile
from .signings import full_parts, new_sealer
from .store import _keep, _waiting

RECORDS = int(os.environ.get("BENCH_RECORDS", "2000"))
"""Of 60 kB each; 10,000 are what a busy shop signs in two months."""
EVERY_S = 0.05


def measure() -> Iterator[Row]:
    """Back a store up, once in peace and once while a record is kept twenty times a second."""
    build = Path(__file__).parents[1] / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as name:
        folder = Path(name)
        sealer = new_sealer(folder)
        parts = full_parts(sealer)
        _fill(folder / "store.sqlite", sealer, parts)
        with ProcessPoolExecutor(1, get_context("spawn")) as another:  # as it is: a process of its own
            quiet_s, made = another.submit(_back_up, folder).result()
            before = _Signing(folder / "store.sqlite", sealer, parts)
            before.run_for(2.0)
            during = _Signing(folder / "store.sqlite", sealer, parts)
            during.start()
            busy_s, _ = another.submit(_back_up, folder).result()
            during.stop()
        begun = perf_counter()
        with open_backup(made.path):
            opened_s = perf_counter() - begun
        begun = perf_counter()
        with Pages(folder / "store.sqlite") as pages:
            assert Salvage(pages, "bench").count() >= RECORDS
        carved_s = perf_counter() - begun
    plain = "while nobody signs"
    yield Row(f"backup of {RECORDS:,} records, {made.size / 1e6:,.0f} MB, checked", quiet_s, "s")
    yield Row(
        "the same while somebody signs all the time (50 ms between two)",
        busy_s,
        "s",
        f"{plain}, {quiet_s:.1f} s",
        busy_s / quiet_s,
    )
    for percent, of in ((50, "p50"), (99, "p99")):
        now, then = (percentile(each.took_ms, percent) for each in (during, before))
        yield Row(f"seal + commit meanwhile, {of}", now, "ms", f"before, {then:.1f} ms", now / then)
    yield Row("the log beside the store, at its largest", during.log_bytes / 1e6, "MB")
    yield Row("and when the backup is done, after the next commit", during.log_after / 1e6, "MB")
    yield Row("a backup opened and checked again", opened_s, "s")
    yield Row("a store read page by page, as a rescue does", carved_s, "s")


def _fill(path: Path, sealer: Sealer, parts: tuple[Part, ...]) -> None:
    with Store(path) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - only to be ready sooner
        for _ in range(RECORDS):
            _keep(store, sealer, _waiting(store), parts)


def _back_up(folder: Path) -> tuple[float, Written]:
    key = open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    source = Source(folder / "store.sqlite", folder, None, key, "SP-0031", "0.1.0")
    begun = perf_counter()
    made = write_backup(source, folder, datetime.now(UTC))
    return perf_counter() - begun, made


class _Signing:
    """Somebody who signs all the time, in a thread of their own."""

    def __init__(self, path: Path, sealer: Sealer, parts: tuple[Part, ...]) -> None:
        self._path, self._sealer, self._parts = path, sealer, parts
        self._stopped, self._ready = Event(), Event()
        self._thread = Thread(target=self._run)
        self.took_ms: list[float] = []
        self.log_bytes = self.log_after = 0

    def start(self) -> None:
        """Begin, and return when the first record is kept."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """End, with one more record."""
        self._stopped.set()
        self._thread.join()

    def run_for(self, seconds: float) -> None:
        """Sign for some time."""
        self.start()
        self._stopped.wait(seconds)
        self.stop()

    def _run(self) -> None:
        log = self._path.with_name(f"{self._path.name}-wal")
        with Store(self._path) as store:
            while not self._stopped.wait(EVERY_S):
                self._sign(store)
                self.log_bytes = max(self.log_bytes, log.stat().st_size)
                self._ready.set()
            self._sign(store)
            self._sign(store)
            self.log_after = log.stat().st_size

    def _sign(self, store: Store) -> None:
        signing = _waiting(store)
        begun = perf_counter()
        _keep(store, self._sealer, signing, self._parts)
        self.took_ms.append((perf_counter() - begun) * 1e3)
