"""What staff see: a keypad, lists, switches. Laid out as the customers' screens are, with the same bar and strip."""

from terminal.session.states import EnteringPin, InStaffMode
from terminal.ui.layout import Layout


def lay_staff(layout: Layout, state: EnteringPin | InStaffMode) -> None:
    """Lay out the screen of one of the staff's states."""
    raise TypeError(f"{layout.frame}: no screen for {type(state).__name__}")
