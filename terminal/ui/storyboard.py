"""Every screen there is, as the states that show it, with a shop, a sale and customers that are made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from math import hypot, pi, sin

from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.moment import ClockState, Moment
from terminal.model.quality import Verdict
from terminal.model.request import Consent, Kind, Line, Method, SigningRequest
from terminal.model.status import CancelReason, Health, Readiness
from terminal.session import states as st
from terminal.session.view import View

from .handwriting import HAN_NAME, LATIN_NAME, write
from .staff_storyboard import staff_storyboard

SHOPS = {"zh": "晨光超市", "en": "Morning Market"}
TILLS = {"zh": "3 号收银台", "en": "Till 3"}
LINES = {
    "zh": (
        Line("东北大米 10kg", "2", "178.00"),
        Line("茶礼盒", "1", "598.00"),
        Line("厨房电子秤", "1", "504.00"),
    ),
    "en": (
        Line("Rice 10 kg", "2", "178.00"),
        Line("Tea gift box", "1", "598.00"),
        Line("Kitchen scale", "1", "504.00"),
    ),
}
MORE_LINES = {
    "zh": (
        "有机纯牛奶 250ml×12",
        "阳澄湖大闸蟹礼券（四公四母，配姜茶与蟹醋）",
        "洗衣液 3kg",
        "五常香米 5kg",
        "手工水饺",
        "橄榄油 750ml",
    ),
    "en": (
        "Organic milk 12 × 250 ml",
        "Hairy crab voucher, four pairs, with ginger tea and vinegar",
        "Washing liquid 3 kg",
        "Long-grain rice 5 kg",
        "Dumplings, made by hand",
        "Olive oil 750 ml",
    ),
}
TITLE = {"zh": "家电延保服务协议", "en": "Extended warranty agreement"}
BODY = {
    "zh": (
        "本协议由您与晨光超市（以下简称“本店”）签订，适用于您今天购买的厨房电子秤（型号 KS-20，序列号 A2041）。\n\n"
        "一、延保期限。自原厂保修期满之日起二十四个月。延保期内，因材料或工艺造成的故障，由本店免费维修；"
        "同一故障维修两次仍未解决的，为您更换同型号或相当型号的新机。\n\n"
        "二、不在延保范围内的情况：人为损坏、进水、自行拆修，以及电池、外壳划痕等正常损耗。\n\n"
        "三、报修方式。请携带小票或凭匹配码到任一门店服务台办理，也可以拨打服务电话预约。"
        "本店收到商品后，应在七个工作日内修复；逾期的，每逾期一日，延保期顺延三日。\n\n"
        "四、个人信息。本店仅为履行本协议保存您的签名与联系方式，不用于任何其他目的；"
        "您可以随时要求查阅、更正，或在协议期满后要求销毁。\n\n"
        "五、解除。签署之日起七日内，您可以无理由解除本协议，本店全额退还延保费用。\n\n"
        "六、争议。双方协商解决；协商不成的，可以向本店所在地的消费者协会投诉，或者向人民法院起诉。"
    ),
    "en": (
        "This agreement is between you and Morning Market (“the shop”). It covers the kitchen scale that you bought "
        "today (model KS-20, serial number A2041).\n\n"
        "1. Term. Twenty-four months from the day on which the maker’s own guarantee ends. During that time the shop "
        "repairs, free of charge, every fault in material or workmanship; if the same fault comes back after two "
        "repairs, you are given a new scale of the same or an equal model.\n\n"
        "2. Not covered: damage by accident, water, repairs by others, and ordinary wear such as batteries or "
        "scratches.\n\n"
        "3. How to use it. Bring your slip, or tell us the match code, at the service desk of any of our shops, or "
        "make an appointment by telephone. We repair within seven working days; for every day beyond that, the term "
        "grows by three days.\n\n"
        "4. Your data. The shop keeps your signature and your address for this agreement alone. You may ask to see "
        "or correct them at any time, and to have them destroyed when the agreement has ended.\n\n"
        "5. Ending it. Within seven days of signing you may end this agreement without giving a reason, and are paid "
        "back in full.\n\n"
        "6. Disputes. We shall try to settle them with you; failing that, the consumers’ association or the court at "
        "the shop’s seat may be called upon."
    ),
}
CONSENTS = (
    Consent(
        "terms",
        {
            "zh": "我已阅读并同意延保服务协议的全部条款。",
            "en": "I have read the agreement and accept its terms.",
        },
    ),
    Consent(
        "data",
        {
            "zh": "我同意本店为履行本协议保存我的签名和联系方式。",
            "en": "The shop may keep my signature and my address to carry out this agreement.",
        },
    ),
    Consent(
        "news",
        {"zh": "我愿意收到优惠信息。", "en": "I should like to hear about offers."},
        required=False,
    ),
)
PAD = (14174.0, 6300.0)
"""The pad of the 7-inch panel, 0.01 mm."""


def storyboard(language: str, *, view: View | None = None) -> Iterator[tuple[str, st.State]]:
    """Yield every screen's name with a state that shows it, as a customer reading ``language`` meets them."""
    unit = _unit(language)
    session = replace(_session(language), view=view or View())
    paper = replace(session, request=_document(language))
    ink = Ink(*PAD, _signature(language))
    finger = Impression(256, 288, 500, fingerprint())
    alone = replace(session, methods=(Method.FINGERPRINT,), attempt=session.request.retries + 1)
    many = replace(session, request=_long_sale(language))
    yield "idle", st.Idle(unit)
    yield "idle-well", st.Idle(replace(unit, now="14:33", readiness=replace(unit.readiness, to_upload=0)))
    yield "idle-trouble", st.Idle(_troubled(unit))
    yield "sale", st.Reviewing(unit, session)
    yield (
        "sale-plain",
        st.Reviewing(unit, replace(session, request=replace(session.request, lines=(), amount="86.50"))),
    )
    yield "sale-long", st.Reviewing(unit, many)
    yield "sale-long-end", st.Reviewing(unit, replace(many, pages=(3000,) * 9), page=9)
    yield "document", st.Reviewing(unit, paper)
    yield "document-next", st.Reviewing(unit, paper, page=1)
    yield "document-end", st.Reviewing(unit, replace(paper, pages=(3000,) * 9), page=9)
    yield "agreeing", st.Agreeing(unit, paper)
    yield "agreeing-ticked", st.Agreeing(unit, replace(paper, consents=("terms", "data")))
    yield "choosing", st.Choosing(unit, session)
    yield "choosing-two", st.Choosing(unit, replace(session, methods=(Method.TOUCH, Method.FINGERPRINT)))
    yield "signing", st.Signing(unit, session, Method.TOUCH)
    yield "signing-ink", st.Signing(unit, replace(session, remaining_s=238), Method.TOUCH, ink.strokes)
    yield (
        "signing-dot",
        st.Signing(unit, replace(session, remaining_s=24), Method.TOUCH, (_dot(),), Verdict.DOT),
    )
    yield "signing-empty", st.Signing(unit, session, Method.TOUCH, (), Verdict.EMPTY)
    yield "signing-pen", st.Signing(unit, paper, Method.STYLUS, (), Verdict.WRONG_TOOL)
    yield "choosing-hurry", st.Choosing(unit, replace(session, remaining_s=24))
    yield "consenting", st.Consenting(unit, session)
    yield "consenting-minute", st.Consenting(unit, replace(session, remaining_s=52))
    yield "consenting-only", st.Consenting(unit, alone)
    for coaching, fraction in (
        (st.Coaching.PRESS, 0.0),
        (st.Coaching.HOLD, 0.0),
        (st.Coaching.LIFT, 0.62),
        (st.Coaching.PARTIAL, 0.0),
        (st.Coaching.DRY, 0.0),
    ):
        yield f"pressing-{coaching}", st.PressingFinger(unit, session, coaching, fraction)
    yield "pressing-failed", st.PressingFinger(unit, alone, st.Coaching.READING_FAILED)
    yield "checking", st.Checking(unit, session, Method.TOUCH, ink)
    yield "checking-last", st.Checking(unit, alone, Method.TOUCH, ink)
    yield "checking-finger", st.Checking(unit, session, Method.FINGERPRINT, finger)
    yield "saving", st.Saving(unit, session, Method.TOUCH, ink)
    yield "saving-late", st.Saving(unit, session, Method.TOUCH, ink, late=True)
    yield "thanks", st.Thanks(unit, session, seq=10482)
    yield "thanks-next", st.Thanks(unit, session, seq=10482, next_waits=True)
    yield "thanks-later", st.Thanks(_troubled(unit), session, seq=10483)
    for reason in CancelReason:
        yield f"cancelled-{reason}", st.Cancelled(unit, session, reason)
    for out in st.OutReason:
        yield f"out-{out}", st.OutOfService(unit, session, out)
    if view is None or view == View():  # staff have the glass as it is, whatever a customer picked
        refused = st.Signing(unit, session, Method.TOUCH, (_dot(),), Verdict.DOT)
        yield from staff_storyboard(unit, ink, refused)


def _short(language: str) -> str:
    short = language.partition("-")[0]
    return short if short in SHOPS else "en"


def _unit(language: str) -> st.Unit:
    languages = (language, "en" if language != "en" else "zh-CN")
    site = st.Site(SHOPS[_short(language)], "SP-0031", languages)
    return st.Unit(site, Readiness(Health.OK, Health.OK, Health.OK, to_upload=3), now="14:32")


def _troubled(unit: st.Unit) -> st.Unit:
    return replace(
        unit, readiness=Readiness(Health.PROBLEM, Health.PROBLEM, Health.UNKNOWN, Health.PROBLEM, 128)
    )


def _sale(language: str) -> SigningRequest:
    short = _short(language)
    return SigningRequest(
        "0193a5c2-7d10-7c3e-9b1a-2f60c41d0001",
        TILLS[short],
        "{}",
        "INV-2041",
        amount="1280.00",
        merchant=SHOPS[short],
        lines=LINES[short],
        language=language,
        settle_date="0302",
        ref_no="123456789012",
    )


def _long_sale(language: str) -> SigningRequest:
    more = tuple(Line(text, "1", "39.90") for text in MORE_LINES[_short(language)])
    return replace(_sale(language), amount="12345678.90", lines=(*LINES[_short(language)], *more))


def _document(language: str) -> SigningRequest:
    return replace(
        _sale(language),
        kind=Kind.DOCUMENT,
        reference="AGR-2041",
        amount="",
        lines=(),
        title=TITLE,
        body=BODY,
        consents=CONSENTS,
    )


def _session(language: str) -> st.Session:
    opened = Moment(datetime(2026, 11, 23, 6, 31, 7, tzinfo=UTC), 0, "boot", ClockState.SYNCHRONISED)
    request = _sale(language)
    return st.Session(
        request,
        "0193a5c2-7d10-7c3e-9b1a-2f60c41d0002",
        opened,
        deadline_ns=0,
        language=language,
        methods=request.methods,
        remaining_s=252,
    )


def _signature(language: str) -> tuple[Stroke, ...]:
    name = HAN_NAME if _short(language) == "zh" else LATIN_NAME
    return write(name, PAD[0] * 0.2, PAD[1] * 0.2, PAD[0] * 0.58, Tool.FINGER)


def _dot() -> Stroke:
    return Stroke(Tool.FINGER, tuple(Point(7000.0 + i, 3100.0, i * 8_000_000) for i in range(4)))


@cache
def fingerprint(width: int = 256, height: int = 288) -> bytes:
    """Return the grey image of a finger that nobody has: the ridges of a loop, fading out at an oval edge."""
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            dx, dy = x - width * 0.52, y - height * 0.44
            bent = dx + 9 * sin(dy / 41) + 5 * sin(dx / 27 + dy / 53)
            low = max(0.0, dy)
            way = hypot(bent + 0.0011 * low * low - 0.10 * low, min(0.0, dy) * 0.86)
            ridge = 0.5 + 0.5 * sin(2 * pi * way / 8.6 + 0.9 * sin(dx / 31) + 0.7 * sin(dy / 23))
            rim = hypot(dx / (width * 0.43), (y - height * 0.53) / (height * 0.5))
            seen = min(1.0, max(0.0, (1.0 - rim) * 5))
            pixels.append(round(255 - seen * (18 + 180 * min(1.0, max(0.0, 1.7 * ridge - 0.45)))))
    return bytes(pixels)
