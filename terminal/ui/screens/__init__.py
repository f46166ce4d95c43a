"""What each state looks like. A screen is made from its state each time, holds nothing, opens nothing."""

from terminal.session import states as st
from terminal.session.events import Touched
from terminal.session.states import State
from terminal.ui.countdown import offers_time
from terminal.ui.frame import Frame
from terminal.ui.items import Screen
from terminal.ui.layout import Layout
from terminal.ui.palette import palette_for

from .agreeing import lay_agreeing
from .cancelled import lay_cancelled
from .checking import lay_checking
from .choosing import lay_choosing
from .consenting import lay_consenting
from .idle import lay_idle
from .out_of_service import lay_out_of_service
from .power_going import lay_power_going
from .pressing import lay_pressing
from .reading_document import lay_reading_document
from .reviewing import lay_reviewing
from .saving import lay_saving
from .signing import lay_signing
from .staff import lay_staff
from .thanks import lay_thanks
from .viewing import lay_viewing


def make_screen(state: State, frame: Frame) -> Screen:
    """Return the screen of a state, laid out for a glass."""
    theme = state.unit.settings.theme
    match state:
        case st.Idle() | st.EnteringPin() | st.InStaffMode() | st.PowerGoing(session=None):
            layout = Layout(frame, state.unit.language, palette=palette_for(theme))
        case st.PowerGoing(session=st.Session(language=language, view=view)):
            palette = palette_for(theme, high_contrast=view.high_contrast)
            layout = Layout(frame, language, view, palette)
        case st.InSession() | st.Ended():
            view = state.session.view
            palette = palette_for(theme, high_contrast=view.high_contrast)
            layout = Layout(frame, state.session.language, view, palette)
            if view.open and not isinstance(state, st.Saving):
                lay_viewing(layout, state)
                layout.anywhere = _anywhere(state)
                return layout.screen()
    _lay(layout, state)
    layout.anywhere = _anywhere(state)
    layout.asleep = isinstance(state, st.Idle) and state.dimmed
    return layout.screen()


def _anywhere(state: State) -> Touched | None:
    """Return what a touch means wherever it is: somebody is here, where the session wants to know it."""
    match state:
        case st.Saving():
            return None
        case st.Idle():
            return Touched()
        case st.InSession(_, session) if offers_time(session):
            return Touched()
    return None


def _lay(layout: Layout, state: State) -> None:  # noqa: C901, PLR0912 (a table of states, one line each)
    match state:
        case st.Idle():
            lay_idle(layout, state)
        case st.Reviewing():
            lay_reviewing(layout, state)
        case st.ReadingDocument():
            lay_reading_document(layout, state)
        case st.Agreeing():
            lay_agreeing(layout, state)
        case st.Choosing():
            lay_choosing(layout, state)
        case st.Signing():
            lay_signing(layout, state)
        case st.Consenting():
            lay_consenting(layout, state)
        case st.PressingFinger():
            lay_pressing(layout, state)
        case st.Checking():
            lay_checking(layout, state)
        case st.Saving():
            lay_saving(layout, state)
        case st.Thanks():
            lay_thanks(layout, state)
        case st.Cancelled():
            lay_cancelled(layout, state)
        case st.OutOfService():
            lay_out_of_service(layout, state)
        case st.PowerGoing():
            lay_power_going(layout, state)
        case st.EnteringPin() | st.InStaffMode():
            lay_staff(layout, state)
