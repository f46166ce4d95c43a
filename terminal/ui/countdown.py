"""The request's time on the glass: nothing until little is left, then quietly how much, and that more can be had."""

from terminal.session.deadline import COUNTED_S, MORE_TIME_S
from terminal.session.states import Session

from .layout import Layout


def counted(session: Session) -> bool:
    """Return whether so little time is left that it is shown."""
    return session.remaining_s <= COUNTED_S


def offers_time(session: Session) -> bool:
    """Return whether a touch, wherever it is, gives the customer more time now."""
    return session.remaining_s <= MORE_TIME_S and not session.extended


def figures(session: Session) -> str:
    """Return the time that is left, as minutes and seconds."""
    return f"{session.remaining_s // 60}:{session.remaining_s % 60:02}"


def time_left(layout: Layout, session: Session) -> tuple[str, ...]:
    """Return what to say about the time, the longest way first; nothing where there is enough of it."""
    if not counted(session):
        return ()
    left = layout.words("{time} left", time=figures(session))
    if offers_time(session):
        more = layout.words("Need more time? Touch the screen")
        return f"{figures(session)} · {more}", more, left
    return left, figures(session)
