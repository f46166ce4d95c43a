from dataclasses import replace
from itertools import combinations

import pytest

from terminal.model.ink import Ink, Point, Stroke, Tool
from terminal.model.quality import Verdict
from terminal.model.request import Consent, Kind, Line, Method
from terminal.model.status import Health, Readiness
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.view import View
from terminal.ui.frame import Frame
from terminal.ui.items import Button, Pad, Screen, Text
from terminal.ui.items import Kind as Face
from terminal.ui.screens import make_screen
from terminal.ui.slate import Slate

States = dict[str, st.State]
SENTENCE = "The shop may keep my signature and my address to carry out this agreement."
ESSAY = "Every word of this long agreement is to be read before anyone signs it. " * 120


def said(screen: Screen) -> str:
    texts = [item for item in screen.items if isinstance(item, Text)]
    texts += [text for button in screen.buttons for text in button.texts]
    return " ".join(" ".join(text.lines) for text in texts)


def button(screen: Screen, kind: type) -> Button | None:
    return next((each for each in screen.buttons if isinstance(each.event, kind)), None)


def reviewing(states: States, name: str = "sale") -> st.Reviewing:
    state = states[name]
    assert isinstance(state, st.Reviewing)
    return state


def of_request(state: st.Reviewing, **changes: object) -> st.Reviewing:
    request = replace(state.session.request, **changes)  # type: ignore[arg-type]
    return replace(state, session=replace(state.session, request=request))


def check(screen: Screen, frame: Frame) -> None:
    """Whatever a till sends: all is on the glass, in its place, and can be pressed."""
    for item in screen.items:
        assert screen.rect.contains(item.rect), item
    for text in (item for item in screen.items if isinstance(item, Text)):
        assert len(text.lines) * text.style.line_px <= text.rect.h
        assert all(frame.typesetter.measure(line, text.style).width <= text.rect.w for line in text.lines), (
            text
        )
    assert not any(a.rect.overlaps(b.rect) for a, b in combinations(screen.buttons, 2))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", [(800, 480), (720, 1280)])
def test_whatever_a_till_sends_fits(
    states: States, frame: Frame, size: tuple[int, int], *, large: bool
) -> None:
    glass = replace(frame, width=size[0], height=size[1], dots_per_mm=size[0] / 154)
    long = "An extraordinarily long name 非常长的商户名称 " * 5
    state = of_request(
        reviewing(states),
        merchant=long,
        till=long,
        reference="R" * 120,
        amount="123456789012345.67",
        title={"en": long},
        lines=(Line("W" * 90, "1000", "123456789012.34"), Line(long, "0.125", "-5.00"), Line("x", "1", "")),
        consents=tuple(Consent(str(i), {"en": long[:120]}) for i in range(4)),
    )
    eight = tuple(Consent(str(i), {"en": SENTENCE}) for i in range(8))
    session = replace(state.session, view=View(large_text=large))
    check(make_screen(replace(state, session=session), glass), glass)
    document = replace(
        session, request=replace(session.request, kind=Kind.DOCUMENT, lines=(), body={"en": ESSAY})
    )
    for each in (
        st.Reviewing(state.unit, document),
        st.Agreeing(state.unit, session),
        st.Agreeing(state.unit, replace(session, request=replace(session.request, consents=eight))),
        st.Choosing(state.unit, session),
        st.Signing(state.unit, session, Method.TOUCH, (), Verdict.SHORT),
        st.Consenting(state.unit, session),
        st.Thanks(state.unit, session, 1),
        st.Idle(replace(state.unit, site=replace(state.unit.site, merchant=long))),
    ):
        check(make_screen(each, glass), glass)


def test_the_pads_size_goes_with_the_confirmation(states: States, frame: Frame) -> None:
    screen = make_screen(states["signing-ink"], frame)
    confirm = button(screen, ev.Confirmed)
    assert screen.pad is not None
    assert confirm is not None
    rect = screen.pad.rect
    unit = 100 / frame.dots_per_mm
    assert confirm.event == ev.Confirmed(round(rect.w * unit, 2), round(rect.h * unit, 2))


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.FINE])
def test_every_verdict_has_a_sentence(states: States, frame: Frame, verdict: Verdict) -> None:
    signing = states["signing"]
    assert isinstance(signing, st.Signing)
    fine, judged = make_screen(signing, frame), make_screen(replace(signing, verdict=verdict), frame)
    assert len(said(judged)) > len(said(fine)) + 20


def test_the_way_forward_looks_open_only_where_it_is(states: States, frame: Frame) -> None:
    for name, kind in (("signing", Face.SOON), ("signing-ink", Face.PRIMARY), ("signing-dot", Face.SOON)):
        confirm = button(make_screen(states[name], frame), ev.Confirmed)
        assert confirm is not None
        assert confirm.kind is kind
        assert confirm.enabled, "pressing it says what is missing"


def test_the_sentence_says_how_small_the_ink_is(states: States, frame: Frame) -> None:
    signing = states["signing"]
    assert isinstance(signing, st.Signing)
    small = Stroke(Tool.FINGER, (Point(1000, 1000, 0), Point(1410, 1200, 1)))
    screen = make_screen(replace(signing, strokes=(small,), verdict=Verdict.SMALL), frame)
    assert "only 4 mm across" in said(screen)


def test_the_deletion_date_is_told_before_any_finger_is_asked_for(states: States, frame: Frame) -> None:
    assert "November 23, 2027" in said(make_screen(states["consenting"], frame))


def test_by_hand_is_offered_instead_of_a_finger_where_it_is_allowed(states: States, frame: Frame) -> None:
    for name in ("consenting", "pressing-press"):
        hand = button(make_screen(states[name], frame), ev.Chose)
        assert hand is not None
        assert hand.event == ev.Chose(Method.TOUCH)
    for name in ("consenting-only", "pressing-failed"):
        assert button(make_screen(states[name], frame), ev.Chose) is None
        assert button(make_screen(states[name], frame), ev.CustomerCancelled) is not None


def test_whose_finger_is_not_read_signs_by_hand_or_tries_again(states: States, frame: Frame) -> None:
    unclear = make_screen(states["pressing-unclear"], frame)
    hand, again = button(unclear, ev.Chose), button(unclear, ev.SignedAgain)
    assert hand is not None
    assert again is not None
    assert hand.kind is Face.PRIMARY
    alone = make_screen(states["pressing-unclear-only"], frame)
    again = button(alone, ev.SignedAgain)
    assert button(alone, ev.Chose) is None
    assert again is not None
    assert again.kind is Face.PRIMARY
    assert "cashier" in said(alone)


def test_required_consents_unlock_the_way_on(states: States, frame: Frame) -> None:
    for name, enabled in (("agreeing", False), ("agreeing-ticked", True)):
        agree = button(make_screen(states[name], frame), ev.Agreed)
        assert agree is not None
        assert agree.enabled is enabled


def test_signing_again_ends_with_the_retries(states: States, frame: Frame) -> None:
    assert button(make_screen(states["checking"], frame), ev.SignedAgain) is not None
    assert button(make_screen(states["checking-last"], frame), ev.SignedAgain) is None


def test_the_chip_offers_the_next_language_by_its_own_name(states: States, frame: Frame) -> None:
    chip = button(make_screen(states["sale"], frame), ev.SpokeLanguage)
    assert chip is not None
    assert chip.event == ev.SpokeLanguage("zh-CN")
    assert chip.texts[0].lines == ("中文",)


def test_a_site_of_one_language_offers_none(states: States, frame: Frame) -> None:
    state = reviewing(states)
    unit = replace(state.unit, site=replace(state.unit.site, languages=("en",)))
    assert button(make_screen(replace(state, unit=unit), frame), ev.SpokeLanguage) is None


def test_a_device_that_the_unit_does_not_have_is_not_spoken_of(states: States, frame: Frame) -> None:
    idle = states["idle"]
    assert isinstance(idle, st.Idle)
    ready = Readiness(Health.UNKNOWN, Health.ABSENT, Health.ABSENT)
    words = said(make_screen(st.Idle(replace(idle.unit, readiness=ready)), frame))
    assert "Connecting" in words
    assert "rinter" not in words
    assert "ensor" not in words


def test_ink_that_is_checked_keeps_its_place_and_shape(states: States, frame: Frame) -> None:
    state = states["checking"]
    assert isinstance(state, st.Checking)
    assert isinstance(state.signature, Ink)
    (pad,) = [item for item in make_screen(state, frame).items if isinstance(item, Pad)]
    assert not pad.writable
    left, top, right, bottom = state.signature.box
    shown = Ink(0, 0, pad.strokes).box
    assert shown[2] - shown[0] == pytest.approx(right - left)
    assert shown[3] - shown[1] == pytest.approx(bottom - top)
    per = pad.dots_per_mm / 100
    assert (shown[0] + shown[2]) / 2 * per - pad.rect.w / 2 == pytest.approx(
        ((left + right) - state.signature.width) / 2 * per, abs=1
    )


def test_nothing_can_be_pressed_while_the_record_is_saved(states: States, frame: Frame) -> None:
    assert make_screen(states["saving"], frame).buttons == ()


def test_a_slate_begins_untouched() -> None:
    assert Slate().samples() == []
