"""Builds everything from the configuration and starts it: the only place that does.

Four processes, one for each kind of risk; ``docs/architecture.md`` says what each holds and never has.
"""

import gc
import logging
import platform
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.errors import DriverError
from terminal.clock import Clock
from terminal.config import Config, ConfigError, load_config
from terminal.doorbell import Doorbell
from terminal.evidence.age import AgeError, read_recipients
from terminal.evidence.errors import KeyUnfit
from terminal.model.status import Health
from terminal.starting import note_start
from terminal.stepping import NOTHING_S, Nothing, Stepper, Stepping
from terminal.store.errors import StoreError
from terminal.watchdog import Watchdog

if TYPE_CHECKING:
    from drivers.panel import Button, FrontPanel
    from drivers.panel.backlight import Backlight
    from terminal.evidence.record import Sealer
    from terminal.inbox import Inbox
    from terminal.model.settings import Settings
    from terminal.panelling import PatientPanel
    from terminal.performer import Performer
    from terminal.session import events as ev
    from terminal.session.states import Site
    from terminal.staffing import StaffedSite
    from terminal.timers import Timers
    from terminal.ui.glass import Glass

log = logging.getLogger("signpost")

ARCHIVE_SINK = "archive"
_SWITCH_S = 0.0005
"""How soon a worker that computes makes room for the main thread; Python's own 5 ms is most of the time
between two points of a pen."""
PROFILES = (Path("/etc/signpost/printers"), Path(sys.prefix).parent / "config" / "printers")
"""Where printers' profiles are: the site's own, then Signpost's, which lie beside its environment."""


def terminal() -> None:
    """Run the screen, touch and pen, the fingerprint sensor and the panel."""
    _process("signpost-terminal", _run_terminal)


def till() -> None:
    """Run the API for tills on the shop's LAN."""
    _process("signpost-till", _run_till)


def printer() -> None:
    """Run the printer and its journal."""
    _process("signpost-printer", _run_printer)


def uploader() -> None:
    """Run the way out to the archive."""
    _process("signpost-uploader", _run_uploader)


def _process(name: str, run: Callable[[Config], None]) -> None:
    """Run one process. What a person can mend is said in a sentence; anything else goes to the log, whole."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_is_ours)
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        config = load_config()
        note_start(config, name)
        run(config)
    except (
        ConfigError,
        KeyUnfit,
        AgeError,
        StoreError,
        DriverError,
        FileNotFoundError,
        PermissionError,
        ImportError,
    ) as error:
        sys.exit(f"signpost: {error}")
    except Exception:
        log.exception("the process ended by an error of its own")
        sys.exit(70)  # EX_SOFTWARE; systemd starts it again


def _is_ours(record: logging.LogRecord) -> bool:
    """Leave out what libraries tell the root logger in passing, such as python-escpos at every slip."""
    return record.name != "root" or record.levelno >= logging.WARNING


def _until_stopped(stop: Callable[[], None]) -> None:
    """End cleanly when systemd, a person or a supervisor says so."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop())


def _run_terminal(config: Config) -> None:
    from drivers.panel.backlight import open_backlight  # noqa: PLC0415 - each process imports what it needs
    from terminal.inbox import Inbox  # noqa: PLC0415
    from terminal.loop import Loop  # noqa: PLC0415
    from terminal.session import Idle, Unit  # noqa: PLC0415
    from terminal.timers import Timers  # noqa: PLC0415

    clock = Clock()
    inbox: Inbox[ev.Event | BaseException] = Inbox()
    timers: Timers[ev.Event] = Timers()
    doorbell = Doorbell(config.paths.runtime, "terminal")
    backlight = open_backlight(config.glass.backlight)
    glass = build_glass(config, veils=not backlight.there)
    performer = build_performer(config, clock, inbox, timers, doorbell, backlight=backlight)
    loop = Loop(
        glass=glass,
        inbox=inbox,
        doorbell=doorbell,
        timers=timers,
        performer=performer,
        clock=clock,
        minute=lambda: f"{clock.local(config.site.timezone):%H:%M}",
    )
    _until_stopped(loop.stop)
    _spare_the_pen()
    try:
        loop.run(Idle(Unit(build_site(config), settings=build_settings(config))))
    finally:
        performer.close()
        glass.close()
        doorbell.close()


def _spare_the_pen() -> None:
    """Keep what Python does beside the program short enough not to be felt in ink."""
    gc.freeze()  # what was made at the start stays, and no collection looks through it again
    sys.setswitchinterval(_SWITCH_S)


def build_glass(config: Config, *, veils: bool = False) -> "Glass":
    """Return the screen: the display's, an emulated one for a desk, or both.

    ``veils``: it has no backlight to be dimmed, and draws a darker picture instead.
    """
    from terminal.i18n import Catalogue  # noqa: PLC0415
    from terminal.touching import open_touch  # noqa: PLC0415
    from terminal.typeset import Typesetter  # noqa: PLC0415
    from terminal.ui.glass import Glass  # noqa: PLC0415 - pygame, in this process only
    from terminal.ui.window import FramebufferWindow, SdlWindow, Source, Window  # noqa: PLC0415

    settings, catalogue = config.glass, Catalogue()
    unknown = sorted(set(config.site.languages) - set(catalogue.languages))
    if unknown:
        known = ", ".join(catalogue.languages)
        raise ConfigError(
            f"site.languages: there is no catalogue of {', '.join(unknown)}; there are {known}."
        )
    emulated, on_screen = settings.window != "screen", settings.window != "emulated"
    # An emulated glass needs a size; a screen of its own is as large as it is.
    width, height = (
        (settings.width or 800, settings.height or 480) if emulated else (settings.width, settings.height)
    )
    windows: list[Window] = []
    sources: list[Source] = []
    reader = None
    if emulated:
        windows.append(FramebufferWindow(config.paths.runtime / "glass", width, height))
    if on_screen:
        screen = SdlWindow(width, height, fullscreen=settings.fullscreen, rotation=settings.rotation)
        windows.append(screen)
        if reader := open_touch(config, screen.surface.get_size(), bare=screen.bare):
            sources.append(reader)
            screen.leave_touch(lambda: bool(reader.devices))
    glass = Glass(
        windows,
        Typesetter(),
        catalogue,
        settings.dots_per_mm,
        sources,
        motion=settings.motion,
        veils=veils,
    )
    if reader:
        reader.let_two(lambda: glass.for_two)
    return glass


def build_settings(config: Config) -> "Settings":
    """Return what stands until staff set something else."""
    from terminal.model.settings import Settings, Theme  # noqa: PLC0415

    return Settings(
        theme=Theme(config.glass.theme), brightness=config.glass.brightness, volume=config.sound.volume
    )


def build_site(config: Config) -> "Site":
    """Return what is the same for every customer at this terminal."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415 - in this process only

    from terminal.model.request import Method  # noqa: PLC0415
    from terminal.session.states import Site  # noqa: PLC0415

    return Site(
        merchant=config.site.merchant,
        terminal_id=config.site.terminal_id,
        languages=config.site.languages,
        currency=config.site.currency,
        currency_digits=get_currency_precision(config.site.currency),
        methods=tuple(Method(name) for name in config.site.methods),
        limits=config.ink,
        impression_days=config.session.impression_days,
        opens_by_finger="finger" in config.staff.unlock,
        thanks_s=config.session.thanks_s,
        ended_s=config.session.ended_s,
        dim_after_s=config.glass.dim_after_s,
        dim=config.glass.dim,
        staff_timeout_s=config.staff.timeout_s,
        opens_drawer=bool(config.panel.drawer),
        halt_after_s=config.panel.halt_after_s,
    )


def build_performer(
    config: Config,
    clock: Clock,
    inbox: "Inbox[ev.Event | BaseException]",
    timers: "Timers[ev.Event]",
    doorbell: Doorbell,
    *,
    backlight: "Backlight | None" = None,
) -> "Performer":
    """Return who carries out the session's effects, with the workers' sides built from the configuration."""
    from terminal.halting import halt  # noqa: PLC0415
    from terminal.keeping import Keeper, Keeping  # noqa: PLC0415
    from terminal.packets import Packets, command  # noqa: PLC0415
    from terminal.paging import Pager  # noqa: PLC0415
    from terminal.performer import Performer  # noqa: PLC0415
    from terminal.pin import StaffPin  # noqa: PLC0415
    from terminal.sensing import FingerTaker  # noqa: PLC0415
    from terminal.session.effects import Sound  # noqa: PLC0415
    from terminal.staff_fingers import StaffFingers  # noqa: PLC0415
    from terminal.staff_performer import StaffPerformer  # noqa: PLC0415
    from terminal.staffing import Staffing  # noqa: PLC0415
    from terminal.wiring import open_sensor  # noqa: PLC0415

    keeping = Keeping(
        store=config.paths.store,
        sealer=build_sealer(config),
        sinks=(ARCHIVE_SINK,) if config.upload.archive else (),
        prints=bool(config.printer.port),
        prints_cancelled=bool(config.printer.port) and config.printing.cancelled,
        prints_paper=bool(config.printer.port) and config.printing.paper,
        has_sensor=bool(config.fingerprint.port),
        settings=build_settings(config),
    )
    finger = None
    if config.fingerprint.port:
        finger = FingerTaker(
            lambda stopping: open_sensor(config.fingerprint, stopping),
            config.fingerprint.timeout_s,
            clock,
            inbox.put,
            tries=config.fingerprint.tries,
        )
    keeper = Keeper(keeping, clock, inbox.put, doorbell.ring)
    panel = build_panel(config, clock, inbox)
    return Performer(
        inbox=inbox,
        timers=timers,
        clock=clock,
        keeper=keeper,
        finger=finger,
        panel=panel,
        pager=Pager(config.paths.store, inbox.put),
        backlight=backlight,
        halt=lambda: halt(config.panel.halt),
        sounds=tuple(sound for sound in Sound if getattr(config.sound, sound.value)),
        staff=StaffPerformer(
            staffing=Staffing(
                build_staffed_site(config, keeping.sealer),
                lambda: keeper.store,
                clock,
                inbox.put,
                doorbell.ring,
            ),
            pin=StaffPin(config.paths.data, clock),
            fingers=StaffFingers(config.paths.data),
            finger=finger,
            panel=panel,
            packets=Packets(
                command(
                    *(config.paths.store, config.paths.device_certificate, config.paths.data / "disputes"),
                    config.site.timezone,
                )
            ),
            tell=inbox.put,
            failed=inbox.put,
        ),
    )


def build_staffed_site(config: Config, sealer: "Sealer") -> "StaffedSite":
    """Return what the staff's work depends on."""
    from terminal.staffing import StaffedSite  # noqa: PLC0415

    return StaffedSite(
        merchant=config.site.merchant,
        terminal_id=config.site.terminal_id,
        methods=config.site.methods,
        timezone=config.site.timezone,
        sinks=(ARCHIVE_SINK,) if config.upload.archive else (),
        prints=bool(config.printer.port),
        key=sealer.key.thumbprint,
        version=sealer.device.version,
    )


def build_sealer(config: Config) -> "Sealer":
    """Return the terminal's hand: its key, made at the first start, and how its records describe it."""
    from importlib.metadata import version  # noqa: PLC0415

    from terminal.evidence.keys import open_device_key  # noqa: PLC0415
    from terminal.evidence.record import Device, Sealer  # noqa: PLC0415
    from terminal.model.journal import Happening  # noqa: PLC0415
    from terminal.store import Store  # noqa: PLC0415

    paths, recipients = config.paths, config.evidence.recipients
    if recipients:
        read_recipients(recipients)  # said now, not at the first signature
    is_first = not paths.device_key.exists()
    with Store(paths.store) as store:
        has_records = store.records.head()[0] > 0  # a new key would vouch for none of them
        key = open_device_key(
            paths.device_key, paths.device_certificate, config.site.terminal_id, may_make=not has_records
        )
        if is_first:
            store.journal.add(Happening.KEY_MADE, thumbprint=key.thumbprint)
    glass = config.glass
    size = f"{glass.width}×{glass.height} px, " if glass.width else ""
    panel = f"{size}{glass.dots_per_mm} dots/mm, {glass.window}"
    device = Device(config.site.terminal_id, version("signpost"), _model(), "unknown", panel)
    return Sealer(device, key, recipients)


def _model() -> str:
    """Return what computer this is: a Pi says so in its device tree."""
    named = Path("/proc/device-tree/model")
    return (
        named.read_text(encoding="ascii").rstrip("\0") if named.exists() else f"{platform.machine()} computer"
    )


def build_panel(config: Config, clock: Clock, inbox: "Inbox[ev.Event | BaseException]") -> "PatientPanel":
    """Return lamp, buzzer and buttons; a panel that cannot be opened never stops a signature, and is tried again."""
    from drivers.panel import Button, NullPanel, PanelSenses, open_panel  # noqa: PLC0415
    from terminal.panelling import PatientPanel  # noqa: PLC0415
    from terminal.session import events as ev  # noqa: PLC0415
    from terminal.session.staff.events import StaffCalled  # noqa: PLC0415
    from terminal.wiring import panel_pins, panel_traits  # noqa: PLC0415

    def pressed(button: "Button") -> None:
        touch = ev.CustomerCancelled() if button is Button.CANCEL else StaffCalled()
        inbox.put(ev.Pressed(touch, clock.now()))

    def sensed(senses: PanelSenses) -> None:
        if senses.sentence:
            log.warning("%s", senses.sentence)
        inbox.put(ev.PanelSensed(senses.case_open, senses.mains_lost, clock.now()))

    settings = config.panel
    pins, traits = panel_pins(settings), panel_traits(settings)
    emulated = config.paths.runtime / "panel.sock" if settings.pins == "emulated" else None

    def opened() -> "FrontPanel":
        if settings.pins == "none":
            return NullPanel("no panel is configured")
        return open_panel(pins, pressed, sensed=sensed, traits=traits, emulated_socket=emulated)

    return PatientPanel(opened, clock.monotonic_s, lambda: sensed(PanelSenses()))


def _run_till(config: Config) -> None:
    from terminal.till.serve import serve_till  # noqa: PLC0415

    serve_till(config, Clock())


def _run_printer(config: Config) -> None:
    from drivers.printer import load_profile, open_printer  # noqa: PLC0415
    from terminal.evidence.own import own_thumbprint  # noqa: PLC0415
    from terminal.i18n import Catalogue  # noqa: PLC0415
    from terminal.printing import Bench, Composer, Setting, Spooler  # noqa: PLC0415
    from terminal.printing.drawer import OpensForSales, never  # noqa: PLC0415
    from terminal.store import Store  # noqa: PLC0415
    from terminal.typeset import Typesetter  # noqa: PLC0415

    clock, doorbell = Clock(), Doorbell(config.paths.runtime, "printer")
    if not config.printer.port:
        log.info("no printer is configured: printer.port is empty")
        with Store(config.paths.store) as store:
            store.devices.note("printer", Health.ABSENT, "no printer is configured", clock.now())
        _step(Nothing(), doorbell, clock, poll_s=NOTHING_S)
        return
    profile = load_profile(config.printer.profile, PROFILES)
    if config.printer.kick_drawer != "never" and not profile.drawer:
        raise ConfigError(
            f'printer.kick_drawer = "{config.printer.kick_drawer}", and the profile {config.printer.profile} says '
            "drawer = false: set that to true, or this to never."
        )
    zone = clock.zone(config.site.timezone)
    composer = Composer(profile.width_dots, Catalogue(), Typesetter(), zone, profile)
    printer = open_printer(config.printer.port, profile)
    key = partial(own_thumbprint, config.paths.device_certificate)
    bench = Bench(config.site.merchant, config.site.terminal_id, profile.name, profile.dpi, key)
    poll_s, watchdog = config.printing.poll_s, Watchdog()
    with Store(config.paths.store) as store:
        spooler = Spooler(
            store,
            printer,
            Setting(store, composer, bench, config.site.languages, clock),
            clock,
            doorbell.ring,
            poll_s=poll_s,
            opens_drawer=OpensForSales(store) if config.printer.kick_drawer == "sale" else never,
            report=lambda _part: watchdog.alive(),  # a long slip at 9600 baud takes half a minute
        )
        try:
            _step(spooler, doorbell, clock, poll_s)
        finally:
            spooler.close()


def _run_uploader(config: Config) -> None:
    from terminal.store import Store  # noqa: PLC0415
    from terminal.upload import build_uploader  # noqa: PLC0415

    clock, doorbell = Clock(), Doorbell(config.paths.runtime, "uploader")
    with Store(config.paths.store) as store:
        uploader = build_uploader(config, store, clock, doorbell.ring)
        try:
            _step(uploader, doorbell, clock, config.upload.poll_s)
        finally:
            uploader.close()


def _step(stepping: Stepping, doorbell: Doorbell, clock: Clock, poll_s: float) -> None:
    stepper = Stepper(stepping, doorbell, clock, poll_s=poll_s)
    _until_stopped(stepper.stop)
    try:
        stepper.run()
    finally:
        doorbell.close()
