"""The rules of having the glass otherwise: for whom, until when, and what it does to reading."""

from dataclasses import replace

from terminal.model.moment import Moment

from . import events as ev
from .states import Ended, InSession, Reviewing, Session


def seen_otherwise(state: InSession | Ended, touch: ev.Touch, at: Moment | None = None) -> Session:
    """Return the session with the glass as the customer now wants it.

    A page is not read while the customer picks how to have it: its time stands still from opening to closing.
    """
    session, languages = state.session, state.unit.site.languages
    match touch:
        case ev.SpokeLanguage(language) if language in languages:
            session = replace(session, language=language)
        case ev.Toggled(mode):
            return replace(session, view=session.view.toggled(mode))
        case ev.OpenedView() if not session.view.open:
            if isinstance(state, Reviewing) and at:
                session = session.turned(state.page, state.page, at.monotonic_ns)
            if at:
                session = replace(session, leaves=session.leaves.laid_down(at.monotonic_ns))
            return replace(session, view=replace(session.view, open=True))
        case ev.OpenedView():
            pass
        case _:
            return session
    if session.view.open and at:
        session = replace(session, page_since_ns=at.monotonic_ns)
    return closed(session)


def closed(session: Session) -> Session:
    """Return the session with nothing to pick on the glass."""
    return replace(session, view=replace(session.view, open=False))
