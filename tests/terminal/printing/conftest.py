import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from drivers.fingerprint.fingers import FINGERS, render
from drivers.printer import ReceiptPrinter, load_profile, open_printer
from drivers.printer.emulator import PrinterEmulator
from terminal.clock import Clock
from terminal.evidence.record import Sealer
from terminal.export.parts import parts_of
from terminal.i18n import Catalogue
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Tool
from terminal.model.moment import Moment
from terminal.model.record import Confirmation, PageShown, SealedRecord, Shown
from terminal.model.request import Method, request_from_json
from terminal.printing import Bench, Composer, Setting, Spooler
from terminal.session.shown import text_shown
from terminal.store import Store
from terminal.typeset import Typesetter
from terminal.ui.handwriting import HAN_NAME, LATIN_NAME, write

PROFILES = Path(__file__).parents[3] / "config" / "printers"

SALE = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "merchant": "晨光超市 Morninglight",
    "operator": "07",
    "lines": [
        {"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"},
        {"text": "Gift box of green tea, first harvest, with two porcelain cups", "amount": "598.00"},
        {"text": "厨房电子秤", "quantity": "1", "amount": "504.00"},
    ],
    "settle_date": "0302",
    "ref_no": "123456789012",
}
DOCUMENT = {
    "reference": "CONTRACT-2026-000417",
    "kind": "document",
    "merchant": "晨光健身",
    "operator": "王敏",
    "title": {
        "zh": "年度会员服务协议与个人信息处理告知书",
        "en": "Annual membership agreement and privacy notice",
    },
    "body": {"zh": "本协议由双方自愿订立。" * 400, "en": "This agreement is made between both. " * 400},
    "consents": [
        {"id": "terms", "text": {"zh": "我已阅读并同意会员条款。", "en": "I have read the terms and agree."}},
        {
            "id": "news",
            "text": {"zh": "我愿意收到优惠信息。", "en": "I wish to get offers."},
            "required": False,
        },
    ],
}
POLICY = {"methods": ["touch", "stylus", "fingerprint"], "deadline_s": 300, "retries": 3, "read_to_end": True}


@dataclass
class Counter:
    """A customer who signs whatever is asked, in a language and with a method."""

    signing: Confirmation
    sealer: Sealer
    seq: int = 0
    sale = SALE
    document = DOCUMENT

    def sign(
        self,
        language: str = "zh-CN",
        method: Method = Method.STYLUS,
        said: dict[str, Any] = SALE,
        request_id: str = "0198-request",
        copies: int = 1,
    ) -> Confirmation:
        received = {**POLICY, "print": {"copies": copies}, **said}
        asked = request_from_json(request_id, "3", json.dumps(received, ensure_ascii=False))
        pages = tuple(PageShown(page, 2000) for page in (range(1, 5) if asked.body else (1,)))
        return replace(
            self.signing,
            record_id=f"019885f2-0000-7000-8000-{self.seq:012x}",
            request=asked,
            shown=Shown(language, text_shown(asked, language), pages, 1.0),
            method=method,
            signature=self._signature(language, method),
            match_code="557A8226",
            consents=("terms",) if asked.consents else (),
        )

    def seal(self, signing: Confirmation) -> SealedRecord:
        return self.sealer.seal(signing, parts_of(signing), 10482, "0" * 64)

    def keep(self, store: Store, **how: Any) -> SealedRecord:
        """Sign, and put the record and its slips into a store."""
        self.seq += 1
        signing = self.sign(request_id=f"0198-{self.seq}", **how)
        parts = parts_of(signing)
        store.requests.accept(signing.request, key=signing.request.id, body_sha256="0", queue=True)
        return store.records.keep(
            signing,
            lambda *place: self.sealer.seal(signing, parts, *place),
            sinks=(),
            copies=signing.request.copies,
        )

    @staticmethod
    def _signature(language: str, method: Method) -> Ink | Impression:
        if method is Method.FINGERPRINT:
            return Impression(192, 192, 508, render(FINGERS[0], 192, 192), "R503", 3_000_000_000)
        tool = Tool.PEN if method is Method.STYLUS else Tool.FINGER
        ways = HAN_NAME if language == "zh-CN" else LATIN_NAME
        return Ink(14000, 5000, write(ways, 2000, 800, 9000, tool))


@pytest.fixture
def counter(signing: Confirmation, sealer: Sealer) -> Counter:
    return Counter(signing, sealer)


@pytest.fixture(scope="session")
def composers() -> dict[int, Composer]:
    catalogue, setter, zone = Catalogue(), Typesetter(), ZoneInfo("Asia/Shanghai")
    return {width: Composer(width, catalogue, setter, zone) for width in (576, 384)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data" / "store.sqlite") as store:
        yield store


@pytest.fixture
def emulator() -> Iterator[PrinterEmulator]:
    with PrinterEmulator(speed_mm_s=None) as printer:
        yield printer


@pytest.fixture
def where(emulator: PrinterEmulator) -> str:
    return emulator.serve_tcp()


class FixedClock(Clock):
    """A clock that stands, so that a test slip looks the same twice."""

    def now(self) -> Moment:
        """Return the moment that test slips are printed at."""
        return replace(super().now(), utc=datetime(2026, 11, 23, 6, 31, tzinfo=UTC))


@dataclass
class Room:
    """What a printer's process has: a store, a printer on its wire, and a doorbell that is counted."""

    store: Store
    where: str
    composer: Composer
    opened: list[ReceiptPrinter] = field(default_factory=list)
    rings: int = 0
    now_s: float = 1000.0

    def start(
        self,
        printer: ReceiptPrinter | None = None,
        compose: Any = None,
        report: Callable[[float], None] = lambda _part: None,
        **more: Any,
    ) -> Spooler:
        """Start the process anew, as after a power cut: nothing is left but the store."""
        for old in self.opened:
            old.close()
        return Spooler(
            *(self.store, printer or self.open(), compose or self.setting, Clock(), self._ring),
            report=report,
            **more,
        )

    @property
    def setting(self) -> Setting:
        """What composes slips, as in the process."""
        bench = Bench("晨光超市", "SP-0031", "80mm", 203)
        return Setting(self.store, self.composer, bench, ("zh-CN", "en"), FixedClock())

    def compose_trial(self) -> Image.Image:
        """Compose a test slip as the process does."""
        bench = Bench("晨光超市", "SP-0031", "80mm", 203)
        return self.composer.compose_trial(
            bench, ("zh-CN", "en"), datetime(2026, 11, 23, 6, 31, tzinfo=UTC)
        ).picture

    def open(self, **changes: Any) -> ReceiptPrinter:
        """Make a printer of this address; it answers within milliseconds, so little patience is needed."""
        profile = replace(load_profile("80mm", [PROFILES]), **changes)
        printer = open_printer(self.where, profile, patience_s=0.4)
        self.opened.append(printer)
        return printer

    def settle(self, spooler: Spooler, until: Callable[[], bool], most: int = 40) -> None:
        """Step as the process's loop does, with the waiting left out, until something is so."""
        for _ in range(most):
            if until():
                return
            self.now_s = max(self.now_s, spooler.step(self.now_s))
        raise AssertionError("it never came to that")

    def _ring(self) -> None:
        self.rings += 1


@pytest.fixture
def room(store: Store, where: str, composers: dict[int, Composer]) -> Iterator[Room]:
    room = Room(store, where, composers[576])
    yield room
    for printer in room.opened:
        printer.close()
