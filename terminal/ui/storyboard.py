"""Every screen there is, as the states that show it, with a shop, a sale and customers that are made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from math import hypot, pi, sin

from terminal.model.document import Region
from terminal.model.impression import Impression
from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.match import Match
from terminal.model.moment import ClockState, Moment
from terminal.model.quality import Verdict
from terminal.model.request import Kind, Line, Method, SigningRequest
from terminal.model.status import CancelReason, Health, Readiness
from terminal.session import states as st
from terminal.session.leaves import Leaves
from terminal.session.view import View

from .handwriting import HAN_NAME, LATIN_NAME, write
from .sample_contract import contract_of
from .samples import BODY, CONSENTS, LINES, MORE_LINES, SHOPS, TILLS, TITLE
from .staff_storyboard import staff_storyboard

PAD, UPRIGHT_PAD = (14174.0, 6300.0), (7840.0, 10900.0)
"""The pad of a 7-inch panel, lying and upright, 0.01 mm."""

PAGE_PX = 620
"""How wide a document's page is shown."""


def storyboard(
    language: str, *, view: View | None = None, pad: tuple[float, float] = PAD
) -> Iterator[tuple[str, st.State]]:
    """Yield every screen's name with a state that shows it, as a customer reading ``language`` meets them.

    What was written fits a ``pad`` of that size.
    """
    unit = _unit(language)
    session = replace(_session(language), view=view or View())
    paper = replace(session, request=_document(language))
    ink = Ink(*pad, _signature(language, pad))
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
    yield from _reading_document(unit, paper, ink)
    yield "viewing", st.Choosing(_of_four(unit), replace(session, view=replace(session.view, open=True)))
    yield "viewing-two", st.Choosing(unit, replace(session, view=replace(session.view, open=True)))
    yield "choosing", st.Choosing(unit, session)
    yield "choosing-four", st.Choosing(_of_four(unit), session)
    yield "choosing-two", st.Choosing(unit, replace(session, methods=(Method.TOUCH, Method.FINGERPRINT)))
    yield "signing", st.Signing(unit, session, Method.TOUCH)
    yield "signing-ink", st.Signing(unit, replace(session, remaining_s=238), Method.TOUCH, ink.strokes)
    yield (
        "signing-dot",
        st.Signing(unit, replace(session, remaining_s=24), Method.TOUCH, (_dot(pad),), Verdict.DOT),
    )
    yield "signing-swiped", st.Signing(unit, session, Method.TOUCH, (_swipe(pad),), Verdict.FEW_TURNS)
    yield "signing-empty", st.Signing(unit, session, Method.TOUCH, (), Verdict.EMPTY)
    yield "signing-pen", st.Signing(unit, paper, Method.STYLUS, (), Verdict.WRONG_TOOL)
    yield "choosing-hurry", st.Choosing(unit, replace(session, remaining_s=24))
    yield "consenting", st.Consenting(unit, session)
    yield "consenting-minute", st.Consenting(unit, replace(session, remaining_s=52))
    yield "consenting-only", st.Consenting(unit, alone)
    yield from _pressing(unit, session, alone)
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
    yield from _without_mains(unit, session)
    if view is None or view == View():  # staff have the glass as it is, whatever a customer picked
        refused = st.Signing(unit, session, Method.TOUCH, (_dot(pad),), Verdict.DOT)
        yield from staff_storyboard(unit, ink, refused)


def _reading_document(unit: st.Unit, paper: st.Session, ink: Ink) -> Iterator[tuple[str, st.State]]:
    """Yield the pages of a PDF; whoever draws the screens has those that stand drawn (see ``gallery``)."""
    agreed = paper
    request = replace(paper.request, body={}, document=contract_of(paper.language))
    paper = replace(paper, request=request, pages=())
    low, foot = Region(0, 0.24, 1, 0.6), Region(0, 0.9, 1, 1)
    pages = {
        "pdf": Leaves(ms=(1200,)),
        "pdf-waiting": Leaves(),
        "pdf-next": Leaves(ms=(4200,), seen=foot, page_px=PAGE_PX),
        "pdf-enlarged": Leaves(ms=(4200,), seen=Region(0.1, 0.12, 0.6, 0.4), page_px=2 * PAGE_PX),
        "pdf-whole": Leaves(1, (4200, 800), seen=Region(), page_px=1),
        "pdf-place": Leaves(1, (4200, 800), seen=low, page_px=PAGE_PX),
        "pdf-end": Leaves(1, (4200, 800), seen=foot, page_px=PAGE_PX, to_the_end=True),
    }
    for name, leaves in pages.items():
        yield name, st.ReadingDocument(unit, replace(paper, leaves=leaves))
    free = replace(paper, request=replace(request, read_to_end=False), leaves=pages["pdf"])
    yield "pdf-may-skip", st.ReadingDocument(unit, free)
    yield "pdf-checking", st.Checking(unit, paper, Method.TOUCH, ink)
    after = replace(paper, request=replace(request, body=BODY), pages=(3000,) * 9)
    yield "agreeing", st.Agreeing(unit, agreed)
    yield "agreeing-ticked", st.Agreeing(unit, replace(agreed, consents=("terms", "data")))
    yield "document-before-pdf", st.Reviewing(unit, after, page=9)


def _pressing(unit: st.Unit, session: st.Session, alone: st.Session) -> Iterator[tuple[str, st.State]]:
    for coaching, fraction in (
        (st.Coaching.PRESS, 0.0),
        (st.Coaching.HOLD, 0.0),
        (st.Coaching.LIFT, 0.62),
        (st.Coaching.PARTIAL, 0.0),
        (st.Coaching.ASIDE, 0.0),
        (st.Coaching.DRY, 0.0),
        (st.Coaching.UNCLEAR, 0.0),
    ):
        yield f"pressing-{coaching}", st.PressingFinger(unit, session, coaching, fraction)
    yield "pressing-unclear-only", st.PressingFinger(unit, alone, st.Coaching.UNCLEAR)
    yield "pressing-failed", st.PressingFinger(unit, alone, st.Coaching.READING_FAILED)
    yield from _matching(unit, session, alone)


def _matching(unit: st.Unit, session: st.Session, alone: st.Session) -> Iterator[tuple[str, st.State]]:
    """Yield what is otherwise where a finger is compared with one that is enrolled."""
    named = replace(session.request, template=7)
    session, alone = replace(session, request=named), replace(alone, request=named)
    yield "consenting-match", st.Consenting(unit, session)
    for coaching in (
        st.Coaching.PRESS,
        st.Coaching.OTHER,
        st.Coaching.UNMATCHED,
        st.Coaching.NOT_ENROLLED,
    ):
        yield f"matching-{coaching}", st.PressingFinger(unit, session, coaching)
    yield "matching-unmatched-last", st.PressingFinger(unit, alone, st.Coaching.UNMATCHED)
    yield "matching-unmatched-only", st.PressingFinger(unit, replace(alone, attempt=1), st.Coaching.UNMATCHED)
    yield "matching-not-enrolled-only", st.PressingFinger(unit, alone, st.Coaching.NOT_ENROLLED)
    yield "checking-match", st.Checking(unit, session, Method.FINGERPRINT, Match(7, 131))


def _without_mains(unit: st.Unit, session: st.Session) -> Iterator[tuple[str, st.State]]:
    unit = replace(unit, mains_lost=True)
    yield "power-going", st.PowerGoing(unit)
    yield "power-going-unsigned", st.PowerGoing(unit, session, paused=st.Reviewing(unit, session))
    yield "power-going-signed", st.PowerGoing(unit, session, signed=True)


def _short(language: str) -> str:
    short = language.partition("-")[0]
    return short if short in SHOPS else "en"


def _unit(language: str) -> st.Unit:
    languages = (language, "en" if language != "en" else "zh-CN")
    site = st.Site(SHOPS[_short(language)], "SP-0031", languages)
    return st.Unit(site, Readiness(Health.OK, Health.OK, Health.OK, to_upload=3), now="14:32")


def _of_four(unit: st.Unit) -> st.Unit:
    """Return the terminal of a shop that speaks four languages."""
    others = (each for each in ("zh-CN", "en", "de", "ar") if each != unit.site.languages[0])
    languages = (unit.site.languages[0], *others)
    return replace(unit, site=replace(unit.site, languages=languages[:4]))


def _troubled(unit: st.Unit) -> st.Unit:
    readiness = Readiness(Health.PROBLEM, Health.PROBLEM, Health.UNKNOWN, Health.PROBLEM, 128)
    return replace(unit, readiness=readiness, case_open=True)


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


def _signature(language: str, pad: tuple[float, float]) -> tuple[Stroke, ...]:
    name = HAN_NAME if _short(language) == "zh" else LATIN_NAME
    return write(name, pad[0] * 0.2, pad[1] * 0.2, pad[0] * 0.58, Tool.FINGER)


def _swipe(pad: tuple[float, float]) -> Stroke:
    """Return what a sleeve leaves: a long bow."""
    left, top, step = pad[0] * 0.18, pad[1] * 0.36, pad[0] * 0.0064
    return Stroke(
        Tool.FINGER,
        tuple(Point(left + step * i, top + 0.35 * (i - 40) ** 2, i * 8_000_000) for i in range(90)),
    )


def _dot(pad: tuple[float, float]) -> Stroke:
    middle, top = pad[0] / 2, pad[1] / 2
    return Stroke(Tool.FINGER, tuple(Point(middle + i, top, i * 8_000_000) for i in range(4)))


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
