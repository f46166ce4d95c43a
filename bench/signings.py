"""Signings that nobody made, and a terminal's hand to seal them: what several benchmarks work on."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Device, Sealer
from terminal.export.parts import parts_of
from terminal.ids import new_id
from terminal.model.ink import Ink, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.record import NO_PREVIOUS, Confirmation, PageShown, Part, SealedRecord, Shown, match_code
from terminal.model.request import Method, request_from_json
from terminal.session.shown import text_shown
from terminal.ui.handwriting import HAN_NAME, write

SALE = {
    "reference": "INV-2041",
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "merchant": "晨光超市",
    "operator": "07",
    "lines": [
        {"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"},
        {"text": "茶礼盒", "quantity": "1", "amount": "598.00"},
        {"text": "厨房电子秤", "quantity": "1", "amount": "504.00"},
    ],
    "methods": ["touch", "stylus", "fingerprint"],
    "deadline_s": 300,
    "retries": 3,
    "read_to_end": True,
    "print": {"copies": 1},
}
GOODS = (
    *("东北大米 10kg", "茶礼盒", "厨房电子秤", "保温杯", "纯棉毛巾", "电饭煲 4L", "酱油 500ml", "牛奶"),
    *("洗衣液 2kg", "台灯", "不锈钢炒锅", "苹果", "矿泉水", "雨伞", "笔记本", "蓝牙耳机"),
)
RECEIVED = json.dumps(SALE, ensure_ascii=False)
PAD = (14174.0, 6300.0)
"""The pad of the 7-inch panel, 0.01 mm."""
RECORD_BYTES = 60_000


def new_sealer(folder: Path) -> Sealer:
    """Return a terminal's hand, its key made now in ``folder``."""
    key = open_device_key(folder / "key.pem", folder / "certificate.pem", "SP-0031")
    return Sealer(Device("SP-0031", "0.1.0", "Raspberry Pi 4", "R503", "800×480"), key)


def new_signing(received: str = RECEIVED) -> Confirmation:
    """Return a sale that was signed with a pen, with ids of its own."""
    request = request_from_json(new_id(), "3", received)
    opened = Moment(datetime(2026, 11, 23, 6, 31, tzinfo=UTC), 0, "boot", ClockState.SYNCHRONISED)
    shown = Shown("zh-CN", text_shown(request, "zh-CN"), (PageShown(1, 3000),), 1.0)
    record_id = new_id()
    return Confirmation(
        record_id=record_id,
        request=request,
        shown=shown,
        method=Method.STYLUS,
        signature=Ink(*PAD, write(HAN_NAME, PAD[0] * 0.2, PAD[1] * 0.2, PAD[0] * 0.58, Tool.PEN)),
        match_code=match_code(record_id, shown.text_sha256),
        opened=opened,
        confirmed=opened.at(9_000_000_000),
    )


def full_parts(sealer: Sealer) -> tuple[Part, ...]:
    """Return a signing's samples and as many other bytes as make a record, with its seal, of ``RECORD_BYTES``."""
    signing = new_signing()
    samples, *_ = parts_of(signing)
    empty = (samples, _picture(0))
    return samples, _picture(RECORD_BYTES - size(sealer.seal(signing, empty, 1, NO_PREVIOUS)))


def _picture(length: int) -> Part:
    """Return a part that does not compress, as a picture does not."""
    return Part("signature.png", "image/png", Random(1).randbytes(length))  # noqa: S311 (nothing secret)


def size(record: SealedRecord) -> int:
    """Return how many bytes a record is, seal and parts."""
    return len(record.jws) + sum(len(part.content) for part in record.parts)


def chain(sealer: Sealer, length: int) -> list[SealedRecord]:
    """Return a terminal's first records, each naming the one before it; all have the same parts."""
    parts = parts_of(new_signing())
    records: list[SealedRecord] = []
    previous = NO_PREVIOUS
    for seq in range(1, length + 1):
        records.append(sealer.seal(new_signing(), parts, seq, previous))
        previous = records[-1].jws_sha256
    return records


def day(sealer: Sealer, length: int) -> list[SealedRecord]:
    """Return the records of a shop's day: each another customer, another sale, another time."""
    chance = Random(1)  # noqa: S311 (nothing secret)
    records: list[SealedRecord] = []
    previous = NO_PREVIOUS
    for seq in range(1, length + 1):
        signing = new_signing(_sale(seq, chance))
        signing = replace(signing, confirmed=signing.opened.at(seq * 97_000_000_000))
        records.append(sealer.seal(signing, parts_of(signing), seq, previous))
        previous = records[-1].jws_sha256
    return records


def _sale(number: int, chance: Random) -> str:
    """Return a sale of three of the shop's goods, as the till posts it."""
    cents = [chance.randrange(1_000, 100_000) for _ in range(3)]
    lines = [
        {"text": text, "quantity": str(chance.randrange(1, 4)), "amount": f"{amount / 100:.2f}"}
        for text, amount in zip(chance.sample(GOODS, 3), cents, strict=True)
    ]
    amount = f"{sum(cents) / 100:.2f}"
    return json.dumps({**SALE, "reference": f"INV-{2040 + number}", "amount": amount, "lines": lines})
