"""What staff see: a keypad, lists, switches. Laid out as the customers' screens are, with the same bar and strip."""

from terminal.session.staff import states as staff
from terminal.session.states import EnteringPin, InStaffMode
from terminal.ui.layout import Layout

from .adjusting import lay_adjusting
from .dayclose import lay_dayclose
from .devices import lay_devices
from .disputing import lay_disputing
from .finding import lay_finding
from .menu import lay_menu
from .own import lay_terminal
from .papers import lay_papers
from .pin import lay_choosing_pin, lay_entering_pin
from .queues import lay_queues
from .record import lay_record
from .sale import lay_sale
from .tills import lay_tills
from .voiding import lay_voiding


def lay_staff(layout: Layout, state: EnteringPin | InStaffMode) -> None:  # noqa: C901, PLR0912 (a table of states)
    """Lay out the screen of one of the staff's states."""
    match state:
        case EnteringPin():
            lay_entering_pin(layout, state)
        case staff.Menu():
            lay_menu(layout, state)
        case staff.KeyingSale():
            lay_sale(layout, state)
        case staff.Finding():
            lay_finding(layout, state)
        case staff.ViewingRecord():
            lay_record(layout, state)
        case staff.Voiding():
            lay_voiding(layout, state)
        case staff.Disputing():
            lay_disputing(layout, state)
        case staff.ViewingTerminal():
            lay_terminal(layout, state)
        case staff.ViewingQueues():
            lay_queues(layout, state)
        case staff.ClosingPapers():
            lay_papers(layout, state)
        case staff.ClosingDay():
            lay_dayclose(layout, state)
        case staff.Adjusting():
            lay_adjusting(layout, state)
        case staff.ChoosingPin():
            lay_choosing_pin(layout, state)
        case staff.TryingDevices():
            lay_devices(layout, state)
        case staff.ManagingTills():
            lay_tills(layout, state)
        case _:
            raise TypeError(f"There is no screen for {type(state).__name__}.")
