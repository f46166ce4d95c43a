"""``signpost printer``: ask the printer how it is, try it, open its drawer, and show what it is taken for."""

import time
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer

from drivers.errors import Refused
from terminal.cli.shown import console, open_store, table
from terminal.config import Config, ConfigError, load_config
from terminal.doorbell import ring_at
from terminal.model.status import Health, Printed

if TYPE_CHECKING:
    from drivers.printer import PrinterProfile, PrinterStatus, ReceiptPrinter
    from terminal.store import Store
    from terminal.store.slips import Slip

app = typer.Typer(help="The receipt printer: how it is, a test slip, its drawer.", no_args_is_help=True)

_LONGEST_SLIP_S = 120.0
"""A test slip on a line of 9600 baud takes half a minute; slips before it take theirs."""
_LOOK_S = 0.2
_NOTICED_S = 5.0
"""By then the printer's process has noticed that a printer which could not print can again."""
_ASKED = ("printer", "why offline", "error", "paper")


@app.command("status")
def status() -> None:
    """Ask the printer how it is; in words, and as it said it. Ends with 1 where it cannot print."""
    from drivers.printer import Condition  # noqa: PLC0415

    config = _configured()
    try:
        with closing(_open(config)) as printer:
            profile, found = printer.profile, printer.status()
    except Refused as busy:
        console.print(str(busy))
        with open_store(config) as store:
            _show_queue(store)
        return
    console.print(f"{profile.name} at {config.printer.port}: {found.condition.value}", style="bold")
    if found.sentence:
        console.print(found.sentence)
    if profile.status:
        _show_answers(found)
    if config.paths.store.exists():
        with open_store(config) as store:
            _show_queue(store)
    if found.condition is Condition.PROBLEM or (found.condition is Condition.UNKNOWN and profile.status):
        raise typer.Exit(1)


@app.command("test")
def test() -> None:
    """Print a test slip, and beep where the printer can: through the printer's process where it runs, else directly."""
    config = _configured()
    if ring_at(config.paths.runtime, "printer"):
        _test_through_journal(config)
    else:
        _test_directly(config)
    _say_what_was_tried(_profile(config))


@app.command("drawer")
def drawer() -> None:
    """Open the cash drawer that is plugged into the printer."""
    with closing(_open(_configured())) as printer:
        printer.status()
        printer.open_drawer()
    console.print("The drawer was told to open.")


@app.command("profile")
def profile(
    name: Annotated[str, typer.Argument(help="Another than the configured one, by name or path.")] = "",
) -> None:
    """Show what the printer is taken for, where that stands, and how to make a profile of one's own."""
    from drivers.printer.profile import ProfileError, find_profile, known_profiles, load_profile  # noqa: PLC0415
    from terminal.main import PROFILES  # noqa: PLC0415

    wanted = name or load_config().printer.profile
    try:
        path, shown = find_profile(wanted, PROFILES), load_profile(wanted, PROFILES)
    except ProfileError as error:
        raise ConfigError(str(error)) from error
    console.print(f"{wanted}: {path}", style="bold", soft_wrap=True)
    _show_profile(shown)
    console.print(f"There are: {', '.join(known_profiles(PROFILES))}.")
    own = PROFILES[0] / "mine.toml"
    console.print(
        f'For one of your own: cp {path} {own}, change what differs, and set profile = "mine" under [printer].',
        soft_wrap=True,
    )


def _show_profile(shown: "PrinterProfile") -> None:
    rows = table("key", "value")
    for field in fields(shown):
        value = getattr(shown, field.name)
        rows.add_row(field.name, str(value).lower() if isinstance(value, bool) else str(value))
    console.print(rows)


def _configured() -> Config:
    config = load_config()
    if not config.printer.port:
        raise ConfigError("no printer is configured: port under [printer] says where it is")
    return config


def _open(config: Config) -> "ReceiptPrinter":
    from drivers.printer import open_printer  # noqa: PLC0415

    return open_printer(config.printer.port, _profile(config))


def _profile(config: Config) -> "PrinterProfile":
    from drivers.printer import ProfileError, load_profile  # noqa: PLC0415
    from terminal.main import PROFILES  # noqa: PLC0415

    try:
        return load_profile(config.printer.profile, PROFILES)
    except ProfileError as error:
        raise ConfigError(f"printer.profile: {error}") from error


def _say_what_was_tried(profile: "PrinterProfile") -> None:
    """Say what a person should have heard and should look at, beside the slip itself."""
    if profile.buzzer:
        console.print(
            f"It was told to beep once ({profile.buzzer_command}). Silent? Try another buzzer_command in its profile."
        )
    else:
        console.print("It was not told to beep: its profile says that it has no buzzer.")
    if profile.cjk != "raster":
        console.print(
            "The words are in its own characters: see that all are right, and end in one line at the right."
        )


def _show_answers(found: "PrinterStatus") -> None:
    """Show the four answers as bytes, for whoever has the printer's manual open."""
    rows = table("question", "about", "answer")
    for number, (about, reply) in enumerate(zip(_ASKED, found.replies, strict=True), 1):
        rows.add_row(f"10 04 0{number}", about, "none" if reply is None else f"{reply:02x}  {reply:08b}")
    console.print(rows)


def _show_queue(store: "Store") -> None:
    waiting, failed = store.slips.count_unprinted(), store.slips.count_failed()
    console.print(f"To print: {waiting}; failed: {failed}.")
    slip = store.slips.next_unprinted()
    if slip and slip.state is Printed.PRINTING:
        console.print(f"Printing now: {slip.record_id or slip.kind.value}, {slip.sent_percent or 0} % sent.")
    elif slip and slip.sent_percent is not None:
        what = slip.record_id or slip.kind.value
        console.print(f"Stopped at {slip.sent_percent} %: {what}; it comes again whole.")


def _test_through_journal(config: Config) -> None:
    with open_store(config) as store:
        number = store.slips.ask_for_test()
        ring_at(config.paths.runtime, "printer")
        slip = _wait(store, number)
        if slip is None or slip.state is Printed.PRINTED:
            console.print(
                "The test slip is printed." if slip else "Somebody took the test slip out of the queue."
            )
            return
        trouble = store.devices.all().get("printer")
        place = store.slips.place(number)
    why = slip.last_error or (trouble.sentence if trouble else "")
    waits = "It failed" if slip.state is Printed.FAILED else f"It is number {place} in the queue, and waits"
    console.print(f"{waits}: {why}" if why else f"{waits}.", soft_wrap=True)
    raise typer.Exit(1)


def _wait(store: "Store", number: int) -> "Slip | None":
    """Wait for a slip to come out, to fail, or to be known to wait for somebody."""
    began = time.monotonic()
    slip = store.slips.find(number)
    while slip and slip.state in {Printed.WAITING, Printed.PRINTING}:
        waited_s = time.monotonic() - began
        stuck = slip.state is Printed.WAITING and store.devices.health("printer") is Health.PROBLEM
        if waited_s > _LONGEST_SLIP_S or (stuck and waited_s > _NOTICED_S):
            break
        time.sleep(_LOOK_S)
        slip = store.slips.find(number)
    return slip


def _test_directly(config: Config) -> None:
    from drivers.printer import from_image  # noqa: PLC0415
    from terminal.clock import Clock  # noqa: PLC0415
    from terminal.evidence.own import own_thumbprint  # noqa: PLC0415
    from terminal.i18n import Catalogue  # noqa: PLC0415
    from terminal.printing import Bench, Composer  # noqa: PLC0415
    from terminal.typeset import Typesetter  # noqa: PLC0415

    with closing(_open(config)) as printer:
        shape, site, clock = printer.profile, config.site, Clock()
        zone = clock.zone(site.timezone)
        composer = Composer(shape.width_dots, Catalogue(), Typesetter(), zone, shape)
        own = own_thumbprint(config.paths.device_certificate)
        bench = Bench(site.merchant, site.terminal_id, shape.name, shape.dpi, lambda: own)
        slip = composer.compose_trial(bench, site.languages, clock.now().utc)
        printer.print_image(from_image(slip.drawn), words=slip.words)
        printer.cut()
        if shape.buzzer:
            printer.beep()
    console.print("The test slip is printed.")
