"""``signpost doctor``: what is well on this unit, what is not, and what to do about it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.text import Text

from terminal.cli import attached
from terminal.cli.backup import last_backup
from terminal.cli.finding import Check, Finding, Look
from terminal.cli.provable import key_and_chain
from terminal.cli.readable import documents
from terminal.cli.seeing import glass
from terminal.cli.shown import console, table
from terminal.clock import Clock
from terminal.config import Config, load_config
from terminal.model.moment import ClockState
from terminal.model.status import Health
from terminal.pin import StaffPin
from terminal.store import Store
from terminal.store.errors import StoreError

_LEAST_FREE_MB = 200


_STYLE = {Finding.WELL: "green", Finding.NOTE: "yellow", Finding.TROUBLE: "red"}


def doctor() -> None:
    """Check this unit, and say what to do about what is not well. Exits with 1 where something is not."""
    config = load_config()
    found = [check for look in _CHECKS for check in look(config)]
    rows = table("", "what", "how it is")
    rows.columns[2].no_wrap = False
    for check in found:
        rows.add_row(Text(check.finding, _STYLE[check.finding]), check.what, check.sentence)
    console.print(rows)
    if any(check.finding is Finding.TROUBLE for check in found):
        raise typer.Exit(1)


def _fonts(_config: Config) -> Iterator[Check]:
    from terminal.fonts import find_fonts  # noqa: PLC0415

    try:
        fonts = find_fonts()
    except FileNotFoundError as error:
        yield Check("fonts", Finding.TROUBLE, str(error))
        return
    yield Check("fonts", Finding.WELL, f"{len(fonts)} found, Chinese among them")


def _data(config: Config) -> Iterator[Check]:
    data = config.paths.data
    if not data.exists():
        yield Check("data", Finding.NOTE, f"{data} is made at the first start")
        return
    free_mb = shutil.disk_usage(data).free // 1_000_000
    finding = Finding.WELL if free_mb >= _LEAST_FREE_MB else Finding.TROUBLE
    yield Check("disk", finding, f"{free_mb:,} MB free under {data}")
    mounts = Path("/proc/mounts")
    kind = file_system(data, mounts.read_text(encoding="utf-8") if mounts.exists() else "")
    if kind in {"overlay", "tmpfs"}:
        sentence = f"{data} is on {kind}: every signature is lost at the next boot. Put it on a partition of its own."
        yield Check("data", Finding.TROUBLE, sentence)


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds a path; ``mounts`` is the text of /proc/mounts."""
    best, kind = Path(), "unknown"
    for line in mounts.splitlines():
        _, mount, name, *_ = line.split()
        place = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), mount))
        if path.resolve().is_relative_to(place) and len(place.parts) >= len(best.parts):
            best, kind = place, name
    return kind


def _store(config: Config) -> Iterator[Check]:
    if not config.paths.store.exists():
        yield Check("store", Finding.NOTE, "empty: nothing was signed here yet")
        return
    try:
        with Store(config.paths.store) as store:
            records = store.records.count()
            tills = [till for till in store.tills.all() if not till.revoked_utc]
            waiting, slips = store.outbox.count_unsent(), store.slips.count_unprinted()
            devices = store.devices.all().values()
    except StoreError as error:
        yield Check("store", Finding.TROUBLE, str(error))
        return
    yield Check("store", Finding.WELL, f"{records} records, {waiting} to upload, {slips} to print")
    names = ", ".join(till.name for till in tills)
    nobody = "none may call; let one in with: signpost tills add NAME"
    yield Check("tills", Finding.WELL if tills else Finding.NOTE, names or nobody)
    for device in devices:
        finding = {Health.OK: Finding.WELL, Health.PROBLEM: Finding.TROUBLE}.get(device.health, Finding.NOTE)
        yield Check(
            f"{device.name}, as last seen", finding, f"{device.health}. {device.sentence}".rstrip(". ")
        )


def _biometrics(config: Config) -> Iterator[Check]:
    recipients = config.evidence.recipients
    if recipients:
        keys = "1 age key" if len(recipients) == 1 else f"{len(recipients)} age keys"
        whose = f"encrypted to {keys}; only who holds one can read it"
        if config.evidence.seal == "everything":
            whose += ". So is all of a record, once every archive has it"
        yield Check("biometric data", Finding.WELL, whose)
    else:
        sentence = (
            "how hands moved and what fingers look like is kept readable here, in files that are the terminal's alone;"
            " set evidence.recipients to encrypt it as it is taken"
        )
        yield Check("biometric data", Finding.NOTE, sentence)


def _retention(config: Config) -> Iterator[Check]:
    """Say whether everything goes when its time has come, and which promise could not be kept."""
    from terminal.retention import Kind, build_retention  # noqa: PLC0415

    if not config.paths.store.exists():
        return
    try:
        with Store(config.paths.store) as store:
            held = [each for each in build_retention(config, store, Clock()).all_due() if each.held]
    except StoreError:
        return  # said elsewhere
    promised = [each for each in held if each.kind is Kind.IMPRESSION]
    for each in promised[:3]:
        yield Check(
            "retention", Finding.TROUBLE, f"the impression of {each.reference}: {each.why}; {each.held}"
        )
    if promised:
        return
    what = f"; {len(held)} older ones are held, see signpost retention --dry-run" if held else ""
    months = config.retention.records_months
    sentence = f"what every archive has is kept here for {months} months{what}"
    if Clock.state() is ClockState.UNSYNCHRONISED:
        yield Check(
            "retention", Finding.NOTE, f"{sentence}; nothing goes while the clock is not synchronised"
        )
    else:
        yield Check("retention", Finding.WELL, sentence)


def _pin(config: Config) -> Iterator[Check]:
    standing = StaffPin(config.paths.data, Clock()).standing()
    if not standing.is_set:
        yield Check(
            "staff PIN", Finding.NOTE, "none is set, so nobody gets into staff mode: signpost staff pin"
        )
    elif standing.locked_s:
        sentence = (
            f"locked for {standing.locked_s} s after too many wrong PINs; open it with: signpost staff unlock"
        )
        yield Check("staff PIN", Finding.NOTE, sentence)
    else:
        yield Check("staff PIN", Finding.WELL, "set")


def _clock(_config: Config) -> Iterator[Check]:
    state = Clock.state()
    sentence = {
        ClockState.SYNCHRONISED: "synchronised by systemd-timesyncd",
        ClockState.RTC: "kept by a real-time clock; not synchronised since boot",
        ClockState.UNSYNCHRONISED: "not synchronised: records are marked so. Let the unit reach a time server.",
    }[state]
    yield Check("clock", Finding.WELL if state is ClockState.SYNCHRONISED else Finding.NOTE, sentence)


def _user(config: Config) -> Iterator[Check]:
    if os.geteuid() == 0 and config.paths.data.exists() and config.paths.data.stat().st_uid != 0:
        sentence = (
            "run as root; files it makes would not be the terminal's. Use: sudo -u signpost signpost doctor"
        )
        yield Check("user", Finding.NOTE, sentence)


_CHECKS: tuple[Look, ...] = (
    _user,
    _fonts,
    documents,
    _data,
    _store,
    _biometrics,
    _retention,
    _pin,
    key_and_chain,
    last_backup,
    _clock,
    glass,
    attached.sensor,
    attached.printer,
    attached.panel,
    attached.backlight,
    attached.touch,
    attached.archive,
)
