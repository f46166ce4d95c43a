"""The rules of giving a signature: which way, ink on the pad, a finger on the sensor, until it stands to be checked."""

from dataclasses import replace

from terminal.model.ink import Ink, Tool
from terminal.model.quality import Quality, Verdict
from terminal.model.request import Method
from terminal.model.status import RequestState

from . import events as ev
from .effects import Effect, MatchFinger, Play, Report, Sound, Step, StopSensor, TakeImpression
from .quality import judge
from .states import Checking, Choosing, Coaching, Consenting, PressingFinger, Session, Signing, Unit

SensorEvent = (
    ev.FingerCoached | ev.FingerTaken | ev.FingerUnclear | ev.FingerMatched | ev.FingerUnmatched
    | ev.FingerNotEnrolled | ev.SensorFailed
)  # fmt: skip
"""What the sensor tells of a finger."""


def offer_methods(unit: Unit, session: Session) -> Step:
    """Choosing is skipped when one way to sign is left."""
    if len(session.methods) == 1:
        return start(unit, session, session.methods[0])
    return Choosing(unit, session), []


def start(unit: Unit, session: Session, method: Method) -> Step:
    """A way to sign is picked: a pad, or a question before any finger is asked for."""
    report = Report(session.request.id, RequestState.SIGNING)
    if method is Method.FINGERPRINT:
        if session.finger_consent:
            return PressingFinger(unit, session), [report, ask_finger(session)]
        return Consenting(unit, session), [report]
    return Signing(unit, session, method), [report]


def ask_finger(session: Session) -> Effect:
    """Return what the sensor is asked for: an image of the finger, or whether it is the one enrolled."""
    template = session.request.template
    return TakeImpression() if template is None else MatchFinger(template)


def press_again(state: PressingFinger) -> Step:
    """The sensor is asked once more. A finger that was another counts as an attempt, and attempts are few."""
    session = state.session
    if state.coaching is Coaching.UNMATCHED:
        if not session.retries_left:
            return state, []
        session = replace(session, attempt=session.attempt + 1)
    return PressingFinger(state.unit, session), [ask_finger(session)]


def writing(state: Signing, touch: ev.Touch) -> Step:
    """Ink on the pad: every stroke is kept until the customer takes it back."""
    unit, session, strokes = state.unit, state.session, state.strokes
    match touch:
        case ev.Drew(stroke) if state.method is Method.STYLUS and stroke.tool is not Tool.PEN:
            return replace(state, verdict=Verdict.WRONG_TOOL), []
        case ev.Drew(stroke):
            return replace(state, strokes=(*strokes, stroke), verdict=Verdict.FINE), []
        case ev.UndidStroke():
            return replace(state, strokes=strokes[:-1], verdict=Verdict.FINE), []
        case ev.ClearedPad():
            return replace(state, strokes=(), verdict=Verdict.FINE), []
        case ev.Confirmed(width, height):
            ink = Ink(width, height, strokes)
            verdict = judge(ink, unit.site.limits)
            if verdict is not Verdict.FINE:
                refused = replace(state, verdict=verdict, pad_width=width, pad_height=height)
                return refused, [Play(Sound.TROUBLE)]
            return written(state, ink, Quality())
        case ev.WentBack() if len(session.methods) > 1:
            return Choosing(unit, session), []
    return state, []


def written(state: Signing, ink: Ink, quality: Quality) -> Step:
    """The ink stands: the customer looks at it once more."""
    session = state.session
    method = Method.STYLUS if ink.by_pen and Method.STYLUS in session.methods else Method.TOUCH
    if method not in session.methods:
        method = state.method
    report = Report(session.request.id, RequestState.CHECKING)
    return Checking(state.unit, session, method, ink, quality), [report]


def at_the_sensor(state: PressingFinger, event: SensorEvent) -> Step:
    """What the sensor tells while a finger is asked for."""
    unit, session = state.unit, state.session
    match event:
        case ev.FingerCoached(coaching, fraction):
            taken = coaching is Coaching.LIFT and state.coaching is not Coaching.LIFT
            return PressingFinger(unit, session, coaching, fraction), [Play(Sound.TAKEN)] if taken else []
        case ev.FingerTaken(impression):
            report = Report(session.request.id, RequestState.CHECKING)
            return Checking(unit, session, Method.FINGERPRINT, impression), [report]
        case ev.FingerMatched(match):
            report = Report(session.request.id, RequestState.CHECKING)
            return Checking(unit, session, Method.FINGERPRINT, match), [report, Play(Sound.TAKEN)]
        case ev.FingerUnmatched():
            return replace(state, coaching=Coaching.UNMATCHED, fraction=0), [Play(Sound.TROUBLE)]
        case ev.FingerNotEnrolled():
            return replace(state, coaching=Coaching.NOT_ENROLLED, fraction=0), [Play(Sound.TROUBLE)]
        case ev.FingerUnclear():
            return replace(state, coaching=Coaching.UNCLEAR, fraction=0), [Play(Sound.TROUBLE)]
        case ev.SensorFailed():
            if not session.by_hand:
                return replace(state, coaching=Coaching.READING_FAILED, fraction=0), []
            return offer_methods(unit, replace(session, methods=session.by_hand))


def by_hand_instead(unit: Unit, session: Session, touch: ev.Touch) -> Step:
    """Touch is always offered instead of a finger, where the request allows any."""
    match touch:
        case ev.Chose(method) if method in session.by_hand:
            state, effects = start(unit, session, method)
        case ev.WentBack() if len(session.methods) > 1:
            state, effects = Choosing(unit, session), []
        case _:
            state, effects = Consenting(unit, session), []
    return state, [StopSensor(), *effects]
