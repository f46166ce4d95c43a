"""Status: what this unit can do right now, how its devices are, and what is still on its way."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from terminal.model.request import FingerForm, Kind, Method
from terminal.model.status import Health
from terminal.pages.wire import MAX_PAGES
from terminal.store import Store

from .answers import ChainAnswer
from .context import Context, InContext
from .reading import method_trouble
from .requests import MAX_WAIT_S
from .standing import Case, Power, case_of, power_of, sensor_standing, standings
from .wire import MAX_DEADLINE_S, MAX_LINES, MAX_METADATA_BYTES, MAX_RETRIES, MIN_DEADLINE_S

router = APIRouter(tags=["status"])


class HealthAnswer(BaseModel):
    """The API is alive."""

    status: str = "ok"


class MethodAnswer(BaseModel):
    """Whether a way to sign can be used now, and why not."""

    usable: bool
    reason: str


class Capabilities(BaseModel):
    """What this unit can do right now."""

    terminal_id: str
    version: str
    languages: tuple[str, ...]
    kinds: tuple[Kind, ...] = tuple(Kind)
    methods: dict[Method, MethodAnswer]
    fingerprint_forms: tuple[FingerForm, ...] = tuple(FingerForm)
    fingerprint_templates: tuple[int, ...] | None
    document_pdf: bool
    staff_review: bool = False
    webhook: bool = False
    limits: dict[str, int]


class DeviceAnswer(BaseModel):
    """One device or line; ``age_s`` is how long ago its process looked."""

    health: Health
    sentence: str
    age_s: float | None


class QueueAnswer(BaseModel):
    """What is still on its way."""

    to_print: int
    to_upload: int
    refused: int
    oldest_unsent_s: float | None


class StatusAnswer(BaseModel):
    """How the unit is; ``case`` and ``power`` are ``unknown`` where no switch tells."""

    terminal_id: str
    version: str
    time: str
    clock: str
    case: Case
    power: Power
    running: str | None
    devices: dict[str, DeviceAnswer]
    queue: QueueAnswer
    chain: ChainAnswer
    journal: ChainAnswer


@router.get("/health", summary="Alive", openapi_extra={"security": []})
async def health() -> HealthAnswer:
    """Say that the API is alive. The only call without a token."""
    return HealthAnswer()


@router.get("/v1/capabilities", summary="What this unit can do right now")
async def capabilities(context: InContext) -> Capabilities:
    """Say which methods, languages and forms this unit serves, and its limits."""
    site, till = context.config.site, context.config.till
    sensor = await context.stores.ask(lambda store: sensor_standing(store, context.clock))
    troubles = {method: method_trouble(method, site, sensor.health) for method in Method}
    return Capabilities(
        terminal_id=site.terminal_id,
        version=version("signpost"),
        languages=site.languages,
        fingerprint_templates=sensor.templates,
        document_pdf=bool(till.max_document_mb),
        methods={name: MethodAnswer(usable=not why, reason=why) for name, why in troubles.items()},
        limits={
            "body_bytes": till.max_body_kb * 1024,
            "document_bytes": till.max_document_bytes,
            "document_pages": MAX_PAGES,
            "lines": MAX_LINES,
            "retries": MAX_RETRIES,
            "metadata_bytes": MAX_METADATA_BYTES,
            "deadline_least_s": MIN_DEADLINE_S,
            "deadline_most_s": MAX_DEADLINE_S,
            "wait_s": MAX_WAIT_S,
        },
    )


@router.get("/v1/status", summary="How this unit is")
async def status(context: InContext) -> StatusAnswer:
    """Say how devices, queues, clock and chain are."""
    return await context.stores.ask(lambda store: _status(store, context))


def _status(store: Store, context: Context) -> StatusAnswer:
    now = context.clock.now()
    running = store.requests.next_open()
    (seq, digest), journal = store.records.head(), store.journal.head()
    found = standings(store, context.clock)
    devices: dict[str, Any] = {
        name: DeviceAnswer(health=each.health, sentence=each.sentence, age_s=each.age_s)
        for name, each in found.items()
    }
    return StatusAnswer(
        terminal_id=context.config.site.terminal_id,
        version=version("signpost"),
        time=now.utc_text(),
        clock=now.clock.value,
        case=case_of(found),
        power=power_of(found),
        running=running.id if running else None,
        devices=devices,
        queue=QueueAnswer(
            to_print=store.slips.count_unprinted(),
            to_upload=store.outbox.count_unsent(),
            refused=store.outbox.count_refused(),
            oldest_unsent_s=_oldest_unsent_s(store, now.utc),
        ),
        chain=ChainAnswer(seq=seq, sha256=digest),
        journal=ChainAnswer(seq=journal.seq, sha256=journal.sha256),
    )


def _oldest_unsent_s(store: Store, now: datetime) -> float | None:
    """Return how long ago the oldest record was signed that the archive has not acknowledged."""
    oldest = store.outbox.oldest()
    record = store.records.find(oldest.record_id) if oldest else None
    if record is None:
        return None
    confirmed = datetime.fromisoformat(record.confirmed_utc).astimezone(UTC)
    return round(max(0.0, (now - confirmed).total_seconds()), 1)
