"""The configuration: one TOML file with every key, and a site's own with what differs."""

import os
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from math import isfinite, nan
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from terminal.model.quality import Limits
from terminal.model.request import Method
from terminal.model.settings import Theme

SITE_FILE = Path("/etc/signpost/signpost.toml")


class ConfigError(ValueError):
    """The configuration cannot be used. The message names the file, the key, and what would be right."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The shop and its terminal."""

    merchant: str = ""
    terminal_id: str = "SP-0001"
    languages: tuple[str, ...] = ("zh-CN", "en")
    methods: tuple[str, ...] = ("touch", "stylus", "fingerprint")
    timezone: str = ""
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things are kept. Everything in ``data`` survives a power cut, nothing in ``runtime`` a boot."""

    data: Path = Path("/var/lib/signpost")
    runtime: Path = Path("/run/signpost")

    @property
    def store(self) -> Path:
        """The SQLite file that all processes share."""
        return self.data / "store.sqlite"

    @property
    def device_key(self) -> Path:
        """The terminal's private key, PEM, mode 0600."""
        return self.data / "device-key.pem"

    @property
    def device_certificate(self) -> Path:
        """The terminal's certificate, PEM."""
        return self.data / "device-certificate.pem"


@dataclass(frozen=True, slots=True)
class GlassConfig:
    """The screen."""

    window: str = "screen"
    width: int = 0
    height: int = 0
    rotation: int = 0
    dots_per_mm: float = 5.2
    fullscreen: bool = True
    motion: bool = True
    theme: str = "light"
    brightness: int = 80
    dim_after_s: float = 300.0
    dim: int = 20
    backlight: Path = Path("/sys/class/backlight")


@dataclass(frozen=True, slots=True)
class TouchConfig:
    """Touchscreens and pens; ``terminal.ui.input`` says what the palm's figures mean."""

    device: str = "auto"
    grab: bool = True
    calibration: str = ""
    palm_mm: float = 22.0
    jump_m_per_s: float = 5.0
    rest_mm: float = 2.0
    rest_s: float = 0.5


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """How long things stay on the glass, and an impression in the archive."""

    thanks_s: float = 8.0
    ended_s: float = 5.0
    impression_days: int = 365


@dataclass(frozen=True, slots=True)
class StaffConfig:
    """Staff mode, behind its PIN."""

    timeout_s: float = 120.0
    unlock: tuple[str, ...] = ("pin",)


@dataclass(frozen=True, slots=True)
class FingerprintConfig:
    """The sensor; no port, no sensor."""

    port: str = "/dev/ttyAMA0"
    profile: str = "auto"
    baud: int = 57600
    raise_baud: bool = False
    address: str = "FFFFFFFF"
    password_file: str = ""
    wake_pin: int = 0
    timeout_s: float = 30.0
    tries: int = 3


@dataclass(frozen=True, slots=True)
class PrinterConfig:
    """The printer; no port, no printer."""

    port: str = ""
    profile: str = "80mm"
    kick_drawer: str = "never"


@dataclass(frozen=True, slots=True)
class PanelConfig:
    """Lamp, buzzer, buttons, drawer and switches, by BCM pin number, and what happens when the mains are gone."""

    pins: str = "gpio"
    staff_button: int = 17
    cancel_button: int = 27
    lamp_red: int = 22
    lamp_green: int = 23
    lamp_blue: int = 24
    buzzer: int = 18
    lamp: int = 0
    drawer: int = 0
    tamper: int = 0
    power_fail: int = 0
    buzzer_kind: str = "passive"
    lamp_brightness: int = 100
    drawer_ms: int = 100
    power_fail_level: str = "low"
    halt: str = ""
    halt_after_s: float = 5.0


@dataclass(frozen=True, slots=True)
class SoundConfig:
    """What the buzzer tells, and how loud."""

    volume: int = 60
    attention: bool = True
    taken: bool = True
    done: bool = True
    trouble: bool = True


@dataclass(frozen=True, slots=True)
class TillConfig:
    """The LAN API."""

    listen: str = "127.0.0.1:8470"
    max_body_kb: int = 8192
    max_document_mb: int = 10
    max_connections: int = 64

    @property
    def max_document_bytes(self) -> int:
        """How large a document may be; 0 where none is taken."""
        return self.max_document_mb * 1024 * 1024

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.listen.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class EvidenceConfig:
    """What is made of a record beside its seal, and who may read what is biometric in it."""

    recipients: tuple[str, ...] = ()
    seal: str = "biometric"
    signed_pdf: bool = True
    pdf_timeout_s: float = 20.0
    timestamp_url: str = ""
    timestamp_timeout_s: float = 5.0


@dataclass(frozen=True, slots=True)
class RetentionConfig:
    """How long what the archive has is kept here too. A finger's image goes on the day its customer was promised."""

    records_months: int = 24
    documents_months: int = 24
    requests_days: int = 90


@dataclass(frozen=True, slots=True)
class UploadConfig:
    """The way out."""

    archive: str = ""
    token_file: str = ""
    timeout_s: float = 20.0
    backoff_cap_s: float = 300.0
    poll_s: float = 5.0


@dataclass(frozen=True, slots=True)
class PrintingConfig:
    """The printer's process, and what is printed beside the slips of records."""

    poll_s: float = 5.0
    cancelled: bool = False
    paper: bool = True


@dataclass(frozen=True, slots=True)
class BackupConfig:
    """Where the store is backed up to, when, how many backups are kept, and who can open them."""

    to: str = ""
    at: str = "03:30"
    keep: int = 14
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a unit can be told."""

    site: SiteConfig = field(default_factory=SiteConfig)
    paths: Paths = field(default_factory=Paths)
    glass: GlassConfig = field(default_factory=GlassConfig)
    touch: TouchConfig = field(default_factory=TouchConfig)
    ink: Limits = field(default_factory=Limits)
    session: SessionConfig = field(default_factory=SessionConfig)
    staff: StaffConfig = field(default_factory=StaffConfig)
    fingerprint: FingerprintConfig = field(default_factory=FingerprintConfig)
    printer: PrinterConfig = field(default_factory=PrinterConfig)
    panel: PanelConfig = field(default_factory=PanelConfig)
    sound: SoundConfig = field(default_factory=SoundConfig)
    till: TillConfig = field(default_factory=TillConfig)
    evidence: EvidenceConfig = field(default_factory=EvidenceConfig)
    retention: RetentionConfig = field(default_factory=RetentionConfig)
    upload: UploadConfig = field(default_factory=UploadConfig)
    printing: PrintingConfig = field(default_factory=PrintingConfig)
    backup: BackupConfig = field(default_factory=BackupConfig)

    @property
    def upload_token_file(self) -> Path:
        """The file with the archive's token for this terminal."""
        return Path(self.upload.token_file) if self.upload.token_file else self.paths.data / "archive.token"


def load_config(path: Path | None = None) -> Config:
    """Read the site's file, or the defaults where there is none.

    ``path``, or else the environment's SIGNPOST_CONFIG, must exist; /etc/signpost/signpost.toml need not.

    Raises:
        ConfigError: naming file, key, and what would be right.
    """
    named = path or (Path(os.environ["SIGNPOST_CONFIG"]) if os.environ.get("SIGNPOST_CONFIG") else None)
    file = named or SITE_FILE
    if not file.exists():
        if named:
            raise ConfigError(
                f"{file}: no such file. Name one in SIGNPOST_CONFIG, or unset it for the defaults."
            )
        return Config()
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not TOML: {error}") from error
    config: Config = _fill(Config(), said, file, "")
    _check(config, file)
    return config


def _fill(default: Any, said: Mapping[str, Any], file: Path, prefix: str) -> Any:  # noqa: ANN401 - any section
    """Return the dataclass ``default`` with what the file says in place of its defaults."""
    hints = get_type_hints(type(default))
    known = {entry.name for entry in fields(default)}
    changed: dict[str, Any] = {}
    for key, value in said.items():
        name = f"{prefix}{key}"
        if key not in known:
            raise ConfigError(f"{file}: unknown key {name}. Known here: {', '.join(sorted(known))}.")
        old = getattr(default, key)
        if is_dataclass(old):
            if not isinstance(value, dict):
                raise ConfigError(f"{file}: {name} is a section: write [{name}] on a line of its own.")
            changed[key] = _fill(old, value, file, f"{name}.")
        else:
            changed[key] = _convert(value, hints[key], file, name)
    return replace(default, **changed)


def _convert(value: object, wanted: object, file: Path, name: str) -> object:
    """Return a TOML value as the type that its key has."""
    if wanted is Path and isinstance(value, str):
        return Path(value)
    if wanted is float and type(value) in {int, float}:
        return float(value)  # type: ignore[arg-type]
    if wanted == tuple[str, ...] and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(wanted, type) and type(value) is wanted:
        return value
    word = {Path: "a path in quotes", float: "a number", int: "a whole number", str: "a text in quotes"}
    right = "true or false" if wanted is bool else word.get(wanted, "a list of texts")  # type: ignore[call-overload]
    raise ConfigError(f"{file}: {name} = {value!r} should be {right}.")


def _check(config: Config, file: Path) -> None:
    """Refuse what cannot work, in words."""
    for look in (_numbers, _site, _wiring, _addresses, _evidence, _backup):
        for mistake in look(config):
            raise ConfigError(f"{file}: {mistake}")


PANEL_PARTS = (
    "staff_button", "cancel_button", "lamp_red", "lamp_green", "lamp_blue", "lamp", "buzzer", "drawer", "tamper",
    "power_fail",
)  # fmt: skip
"""The keys of ``[panel]`` that are pins."""

_RANGES: dict[str, tuple[float, float]] = {
    "glass.width": (0, 8192),
    "glass.height": (0, 8192),
    "glass.rotation": (0, 270),
    "glass.dots_per_mm": (1, 50),
    "glass.brightness": (1, 100),
    "glass.dim_after_s": (0, 86_400),
    "glass.dim": (0, 100),
    "touch.palm_mm": (0, 500),
    "touch.jump_m_per_s": (0, 1000),
    "touch.rest_mm": (0, 100),
    "touch.rest_s": (0, 60),
    "sound.volume": (0, 100),
    "ink.dot_mm": (0, 100),
    "ink.small_mm": (0, 100),
    "ink.length_mm": (0, 1000),
    "ink.straight_mm": (0, 50),
    "ink.straight_share": (0, 1),
    "ink.turned_deg": (0, 3600),
    "ink.border_mm": (0, 50),
    "ink.off_share": (0, 1),
    "session.thanks_s": (0.1, 3600),
    "session.ended_s": (0.1, 3600),
    "session.impression_days": (1, 36_500),
    "staff.timeout_s": (10, 3600),
    "fingerprint.baud": (9600, 115_200),
    "fingerprint.timeout_s": (1, 3600),
    "fingerprint.tries": (1, 10),
    "fingerprint.wake_pin": (0, 27),
    **{f"panel.{part}": (0, 27) for part in PANEL_PARTS},
    "panel.lamp_brightness": (1, 100),
    "panel.drawer_ms": (10, 200),
    "panel.halt_after_s": (0.1, 600),
    "till.max_body_kb": (1, 65_536),
    "till.max_document_mb": (0, 30),
    "till.max_connections": (1, 10_000),
    "evidence.pdf_timeout_s": (1, 30),
    "evidence.timestamp_timeout_s": (0.1, 20),
    "retention.records_months": (12, 1200),
    "retention.documents_months": (1, 1200),
    "retention.requests_days": (7, 36_500),
    "upload.timeout_s": (0.1, 3600),
    "upload.backoff_cap_s": (1, 86_400),
    "upload.poll_s": (0.1, 3600),
    "printing.poll_s": (0.1, 3600),
    "backup.keep": (0, 10_000),
}
"""The least and the most that each number can be and still work. Nothing endless, so no ``inf`` or ``nan``."""

_TERMINAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What is safe as a file's name, in a URL and as a certificate's name (64 characters, RFC 5280)."""

_SENSORS = ("auto", "r503", "r502", "as608", "zfm20", "r30x")
"""The sensors that have a profile, as the sensor's driver names them."""

_PRINTER = re.compile(
    r"tcp://(?:\[[0-9A-Fa-f:.]+\]|[^\s/:?#@\[\]]+)(?::\d+)?/?|file:///[^?#]+|usb://[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}/?"
    r"|serial:///[^?#]+(?:\?baud=(?:1200|2400|4800|9600|19200|38400|57600|115200))?"
)
"""The ways of writing where a printer is, as the printer's driver reads them."""


def _numbers(config: Config) -> Iterator[str]:
    for name, (least, most) in _RANGES.items():
        section, _, key = name.partition(".")
        value = getattr(getattr(config, section), key)
        if not least <= value <= most:
            yield f"{name} = {value} should be from {least} to {most}."
    if bool(config.glass.width) != bool(config.glass.height):
        yield "glass.width and glass.height should both be given, or both be 0 for the panel's own size."
    if config.glass.rotation % 90:
        yield f"glass.rotation = {config.glass.rotation} should be 0, 90, 180 or 270."
    try:
        calibration = [float(number) for number in config.touch.calibration.split()]
    except ValueError:
        calibration = [nan]
    if len(calibration) not in {0, 6} or not all(map(isfinite, calibration)):
        yield 'touch.calibration should be six numbers such as "1 0 0 0 1 0", or "" for none.'
    if config.fingerprint.baud % 9600:
        yield f"fingerprint.baud = {config.fingerprint.baud} should be a multiple of 9600, such as 57600."
    if config.fingerprint.profile not in _SENSORS:
        yield f'fingerprint.profile = "{config.fingerprint.profile}" should be one of {", ".join(_SENSORS)}.'
    if not re.fullmatch("[0-9A-Fa-f]{8}", config.fingerprint.address):
        yield f'fingerprint.address = "{config.fingerprint.address}" should be eight hex digits, such as "FFFFFFFF".'


def _site(config: Config) -> Iterator[str]:
    site, allowed = config.site, {method.value for method in Method}
    if not _TERMINAL_ID.fullmatch(site.terminal_id):
        yield (
            f"site.terminal_id = {site.terminal_id!r} should be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-', "
            'beginning with a letter or digit, such as "SP-0001".'
        )
    if not site.methods or set(site.methods) - allowed:
        yield f"site.methods should be some of {', '.join(sorted(allowed))}."
    if "pin" not in config.staff.unlock or set(config.staff.unlock) - {"pin", "finger"}:
        yield 'staff.unlock should be ["pin"] or ["pin", "finger"]: the PIN opens always.'
    if not site.languages:
        yield 'site.languages needs at least one language, such as ["zh-CN", "en"].'
    if not re.fullmatch("[A-Z]{3}", site.currency):
        yield f'site.currency = {site.currency!r} should be a currency of ISO 4217, such as "CNY".'
    if site.timezone:
        try:
            ZoneInfo(site.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            yield f'site.timezone = {site.timezone!r} is unknown; "Asia/Shanghai" would do.'


def _wiring(config: Config) -> Iterator[str]:
    choices = {
        "glass.theme": (config.glass.theme, {theme.value for theme in Theme}),
        "glass.window": (config.glass.window, {"screen", "emulated", "both"}),
        "printer.kick_drawer": (config.printer.kick_drawer, {"never", "sale"}),
        "evidence.seal": (config.evidence.seal, {"biometric", "everything"}),
        "panel.pins": (config.panel.pins, {"gpio", "emulated", "none"}),
        "panel.buzzer_kind": (config.panel.buzzer_kind, {"passive", "active"}),
        "panel.power_fail_level": (config.panel.power_fail_level, {"low", "high"}),
    }
    for name, (value, known) in choices.items():
        if value not in known:
            yield f"{name} = {value!r} should be one of {', '.join(sorted(known))}."
    wired: dict[int, str] = {0: ""}
    if config.panel.pins == "gpio" and config.fingerprint.port:
        wired[config.fingerprint.wake_pin] = "fingerprint.wake_pin" if config.fingerprint.wake_pin else ""
    for part in PANEL_PARTS:
        pin = getattr(config.panel, part)
        if wired.setdefault(pin, part) not in {"", part}:
            other = wired[pin] if "." in wired[pin] else f"panel.{wired[pin]}"
            yield f"panel.{part} = {pin} is the pin of {other} too: move one of them, or 0 for none."
    panel = config.panel
    if panel.lamp and any((panel.lamp_red, panel.lamp_green, panel.lamp_blue)):
        yield (
            f"panel.lamp = {panel.lamp} is a lamp of one colour, beside an RGB lamp: "
            "set panel.lamp_red, panel.lamp_green and panel.lamp_blue to 0."
        )
    try:
        shlex.split(panel.halt)
    except ValueError as error:
        yield f'panel.halt = {panel.halt!r} should be a command such as "systemctl poweroff": {error}.'
    if panel.halt and not panel.power_fail:
        yield (
            f"panel.halt = {panel.halt!r} is never run: panel.power_fail should be the pin on which the supply says "
            "that the mains are gone."
        )


def _addresses(config: Config) -> Iterator[str]:
    printer, archive, listen = config.printer.port, config.upload.archive, config.till.listen
    if printer and not (_PRINTER.fullmatch(printer) and _has_port(printer)):
        yield (
            f"printer.port = {printer!r} should be like tcp://HOST:9100, serial:///dev/ttyUSB0?baud=115200, "
            "usb://04b8:0202 or file:///dev/usb/lp0."
        )
    host, _, port = listen.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port) > 65535:
        yield f'till.listen = {listen!r} should be "ADDRESS:PORT".'
    if archive and not (re.match(r"https?://[^/]", archive) and _has_port(archive)):
        yield f"upload.archive = {archive!r} should begin with https:// and name a host."
    stamps = config.evidence.timestamp_url
    if stamps and not (re.match(r"https?://[^/]", stamps) and _has_port(stamps)):
        yield f"evidence.timestamp_url = {stamps!r} should begin with http:// or https:// and name a host."


def _backup(config: Config) -> Iterator[str]:
    backup = config.backup
    if backup.to and not Path(backup.to).is_absolute():
        yield f"backup.to = {backup.to!r} should be a whole path, such as /mnt/signpost-backup."
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", backup.at):
        yield f'backup.at = {backup.at!r} should be a time of day, such as "03:30".'
    yield from _recipients("backup.recipients", backup.recipients)


def _evidence(config: Config) -> Iterator[str]:
    evidence = config.evidence
    yield from _recipients("evidence.recipients", evidence.recipients)
    if evidence.seal == "everything" and not evidence.recipients:
        yield (
            'evidence.seal = "everything" needs evidence.recipients: the age keys (age1…) of those who shall be able'
            " to read what is sealed."
        )


def _recipients(key: str, recipients: tuple[str, ...]) -> Iterator[str]:
    for recipient in recipients:
        if not re.fullmatch("age1[02-9ac-hj-np-z]{58}", recipient):
            yield (
                f"{key}: {recipient[:8]!r}… is no age recipient: age1 and 58 letters and digits, as"
                " age-keygen prints it. A secret key is never written here."
            )


def _has_port(url: str) -> bool:
    """Whether a URL's port is one, or left out."""
    try:
        return url.startswith("usb:") or urlsplit(url).port != 0
    except ValueError:
        return False
