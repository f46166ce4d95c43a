"""The rules of a signing, as one pure function. A rule of the business is a case below."""

from dataclasses import replace

from terminal.model.ink import Ink
from terminal.model.moment import Moment
from terminal.model.quality import Quality
from terminal.model.record import Confirmation, FingerConsent
from terminal.model.request import Method, SigningRequest
from terminal.model.status import CancelReason, RequestState

from . import deadline
from . import events as ev
from .effects import (
    Effect,
    Mood,
    NoteDevice,
    Play,
    Report,
    SaveRecord,
    ShowMood,
    Sound,
    StartTimer,
    Step,
    Timer,
)
from .ending import at_the_end, cancel, out_of_service, thank
from .equipping import equip
from .guarding import guard, sensed, without_mains
from .reading import begin_reading, draw_place, page_drawn, reading_document, was_read
from .resting import follow, rest
from .shown import has_words
from .signing import (
    SensorEvent,
    ask_finger,
    at_the_sensor,
    by_hand_instead,
    offer_methods,
    press_again,
    start,
    writing,
    written,
)
from .staff import events as staff
from .staff.door import at_the_pad, called
from .staff.machine import in_staff_mode
from .states import (
    Agreeing,
    Checking,
    Choosing,
    Coaching,
    Consenting,
    Ended,
    EnteringPin,
    Idle,
    InSession,
    InStaffMode,
    OutReason,
    PowerGoing,
    PressingFinger,
    ReadingDocument,
    Reviewing,
    Saving,
    Session,
    Signing,
    State,
    Unit,
)
from .viewing import seen_otherwise

_PATIENCE_S = 4.0
"""How long a record may take to be kept before the customer is told that it takes long."""


def advance(state: State, event: ev.Event) -> Step:
    """Return the next state and the effects of ``event`` happening in ``state``."""
    after, effects = guard(*_decide(state, event))
    return after, [*effects, *follow(state, after)]


def _decide(state: State, event: ev.Event) -> Step:
    """Return the next state, and what the event itself asks for."""
    match state, event:
        case Idle(unit, ended), ev.Requested(request, record_id, at) if request.id != ended:
            return _begin(unit, request, record_id, at)
        case _, ev.ReadinessChanged(readiness):
            return equip(state, replace(state.unit, readiness=readiness))
        case _, ev.DeviceSeen(name, health, sentence, templates):
            return state, [NoteDevice(name, health, sentence, templates)]
        case _, ev.PanelSensed():
            return sensed(state, event)
        case _, ev.MinutePassed(now):
            return replace(state, unit=replace(state.unit, now=now)), []
        case _, staff.SettingsRead(settings):
            return replace(state, unit=replace(state.unit, settings=settings)), []
        case PowerGoing(), _:
            return without_mains(state, event)
        case EnteringPin(), _:
            return at_the_pad(state, event, _decide)
        case InStaffMode(), _:
            return in_staff_mode(state, event)
        case ((Idle() | Signing()), ev.Pressed(touch=staff.StaffCalled(), at=at)):
            return called(state, at.monotonic_ns)
        case InSession(unit, session), ev.RequestEnded(request_id, reason) if (
            session.request.id == request_id
        ):
            return cancel(unit, session, reason, reported=True)
        case Saving(unit, session), ev.RecordSaved(record_id, seq) if record_id == session.record_id:
            return thank(unit, session, seq)
        case Saving(unit, session), ev.SaveFailed(record_id, reason) if record_id == session.record_id:
            return out_of_service(unit, session, reason)
        case Saving(), ev.StillSaving():
            return replace(state, late=True), []
        case Saving(), _:
            return state, []  # the customer's part is done; only the store speaks now
        case InSession(unit, session), ev.DeadlinePassed(request_id, at) if (
            session.request.id == request_id and at.monotonic_ns >= session.deadline_ns
        ):
            return cancel(unit, session, CancelReason.DEADLINE)
        case ((Reviewing(unit, session) | ReadingDocument(unit, session)), ev.PageNotDrawn(request_id)) if (
            session.request.id == request_id
        ):
            return out_of_service(unit, session, OutReason.DOCUMENT_UNREADABLE)
        case InSession(unit, session), ev.PageDrawn(request_id, _, picture) if (
            session.request.id == request_id
        ):
            return page_drawn(state, picture)
        case ReadingDocument(), ev.Pressed(ev.Looked() as looked, at):  # the glass says so, and no customer
            return reading_document(state, looked, at)
        case InSession(), ev.SecondPassed(at):
            return deadline.count_down(state, at)
        case PressingFinger(), ev.NobodyPressed():
            return state, [ask_finger(state.session)]  # hesitating is no fault; the deadline ends it
        case PressingFinger(), _ if isinstance(event, SensorEvent):
            return at_the_sensor(state, event)
        case Signing(_, _, _, strokes), staff.InkAccepted():
            ink = Ink(state.pad_width, state.pad_height, strokes)
            return written(state, ink, Quality(state.verdict, overridden=True))
        case InSession(), ev.Pressed(touch, at):
            state, more = deadline.more_time(state, at)
            after, effects = _touched(state, touch, at)
            return after, [*more, *effects]
        case Idle(), ev.NobodyCame():
            return replace(state, dimmed=True), []
        case Idle(), ev.Pressed(touch=ev.Touched()):
            return replace(state, dimmed=False), rest(state)
        case Ended(), _:
            return at_the_end(state, event)
    return state, []  # an event that means nothing here, e.g. a late finger


def _begin(unit: Unit, request: SigningRequest, record_id: str, at: Moment) -> Step:
    """A request is shown to a customer."""
    methods = unit.methods_for(request)
    session = Session(
        request=request,
        record_id=record_id,
        opened=at,
        deadline_ns=at.monotonic_ns + int(request.deadline_s * 1e9),
        language=request.language or unit.language,
        methods=methods,
        page_since_ns=at.monotonic_ns,
        remaining_s=int(request.deadline_s),
    )
    if not methods:
        return out_of_service(unit, session, OutReason.NOTHING_TO_SIGN_WITH)
    state, effects = begin_reading(unit, session)
    return state, [
        Report(request.id, RequestState.DISPLAYED),
        *effects,
        *deadline.timers(request.id, request.deadline_s),
        ShowMood(Mood.WAITING),
        Play(Sound.ATTENTION),
    ]


def _touched(state: InSession, touch: ev.Touch, at: Moment) -> Step:
    """The customer did something on the glass."""
    unit, session = state.unit, state.session
    match state, touch:
        case _, ev.CustomerCancelled():
            return cancel(unit, session, CancelReason.CUSTOMER)
        case _, ev.SpokeLanguage() | ev.Toggled() | ev.OpenedView():
            return _reread(state, seen_otherwise(state, touch, at), at), []
        case Reviewing(), _:
            return _reading(state, touch, at)
        case ReadingDocument(), ev.ReadOn() if was_read(session) or not session.request.read_to_end:
            session = replace(session, leaves=session.leaves.laid_down(at.monotonic_ns))
            return _read(unit, session)
        case ReadingDocument(), _:
            return reading_document(state, touch, at)
        case Agreeing(), ev.Ticked(consent_id):
            ticked = set(session.consents) ^ {consent_id}
            kept = tuple(consent.id for consent in session.request.consents if consent.id in ticked)
            return Agreeing(unit, replace(session, consents=kept)), []
        case Agreeing(), ev.Agreed() if all(
            consent.id in session.consents for consent in session.request.consents if consent.required
        ):
            return offer_methods(unit, session)
        case ((Agreeing() | Choosing()), ev.WentBack()):
            return _read_again(state, session, at), [Report(session.request.id, RequestState.DISPLAYED)]
        case Choosing(), ev.Chose(method) if method in session.methods:
            return start(unit, session, method)
        case Signing(), _:
            return writing(state, touch)
        case Consenting(), ev.Agreed(text):
            version = unit.site.finger_consent(session.opened, matching=session.matching)
            session = replace(session, finger_consent=FingerConsent(version, text))
            return PressingFinger(unit, session), [ask_finger(session)]
        case PressingFinger(
            coaching=Coaching.READING_FAILED | Coaching.UNCLEAR | Coaching.UNMATCHED | Coaching.NOT_ENROLLED
        ), ev.SignedAgain():
            return press_again(state)
        case ((Consenting() | PressingFinger()), (ev.WentBack() | ev.Chose(Method.TOUCH | Method.STYLUS))):
            return by_hand_instead(unit, session, touch)
        case Checking(), ev.SignedAgain() if session.retries_left:
            session = replace(session, attempt=session.attempt + 1)
            return start(unit, session, state.method)
        case Checking(), ev.Confirmed():
            return _confirm(state, at)
    return state, []


def _reread(state: InSession, session: Session, at: Moment) -> InSession:
    """Other words, or larger ones, are other pages: until a way to sign is picked, reading starts over.

    A document is the same in every language and size, and stays open where it is.
    """
    spoken = session.language != state.session.language
    same = not spoken and session.view.large_text == state.session.view.large_text
    match state:
        case ReadingDocument() if spoken and has_words(session.request):
            session = replace(session, leaves=session.leaves.laid_down(at.monotonic_ns))
            return Reviewing(state.unit, _from_the_first_page(session, at))
        case Agreeing() if not same and not has_words(session.request):
            session = replace(session, consents=() if spoken else session.consents)
            return replace(state, session=replace(session, shown=session.freeze()))
        case Reviewing() | Agreeing() if not same:
            return Reviewing(state.unit, _from_the_first_page(session, at))
    return replace(state, session=session)


def _read_again(state: InSession, session: Session, at: Moment) -> InSession:
    """A step back is to the document, as it was left, or to the first page of the words."""
    if session.request.document:
        return ReadingDocument(state.unit, replace(session, shown=None, consents=()))
    return Reviewing(state.unit, _from_the_first_page(session, at))


def _from_the_first_page(session: Session, at: Moment) -> Session:
    """Return the session with nothing read and nothing agreed to yet."""
    return replace(session, shown=None, consents=(), pages=(0,), page_since_ns=at.monotonic_ns)


def _reading(state: Reviewing, touch: ev.Touch, at: Moment) -> Step:
    """The way on unlocks once the last page was shown, unless the request says that it need not be."""
    unit, session = state.unit, state.session
    match touch:
        case ev.Turned(page) if page >= 0:
            return Reviewing(unit, session.turned(state.page, page, at.monotonic_ns), page), []
        case ev.ReadOn(pages) if len(session.pages) >= pages or not session.request.read_to_end:
            session = session.turned(state.page, state.page, at.monotonic_ns)
            if session.request.document:
                return ReadingDocument(unit, session), []
            return _read(unit, session)
    return state, []


def _read(unit: Unit, session: Session) -> Step:
    """All was read: what was on the glass is fixed for the record."""
    session = replace(session, shown=session.freeze())
    place: list[Effect] = [*draw_place(session)]
    if session.request.consents:
        return Agreeing(unit, session), place
    state, effects = offer_methods(unit, session)
    return state, [*place, *effects]


def _confirm(state: Checking, at: Moment) -> Step:
    """The customer is done. Save first, then say thank you."""
    unit, session, method, signature = state.unit, state.session, state.method, state.signature
    signing = Confirmation(
        record_id=session.record_id,
        request=session.request,
        shown=session.shown or session.freeze(),
        method=method,
        signature=signature,
        match_code=session.match_code,
        opened=session.opened,
        confirmed=at,
        consents=session.consents_for(method),
        attempt=session.attempt,
        quality=state.quality if isinstance(signature, Ink) else None,
        finger_consent=session.finger_consent if method is Method.FINGERPRINT else None,
    )
    effects: list[Effect] = [
        *deadline.stopped(),
        Report(session.request.id, RequestState.SAVING),
        SaveRecord(signing),
        StartTimer(Timer.PATIENCE, _PATIENCE_S),
    ]
    return Saving(unit, session, method, signature), effects
