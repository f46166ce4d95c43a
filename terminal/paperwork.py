"""What staff do with paper, on the store's worker: sales signed by pen are closed, and so is the day."""

from collections.abc import Callable
from datetime import tzinfo

from terminal.model.dayclose import DayStanding
from terminal.session import events as ev
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.states import PAGE_OF_PAPERS
from terminal.staff_views import day_standing, paper_line
from terminal.store import Store

PaperEffect = do.LookAtPapers | do.FindPaper | do.ClosePaper | do.LookAtDay | do.CloseDay | do.PrintCloseAgain


class Paperwork:
    """Closes sales that were signed on paper, and the day. Lives on the store's worker thread.

    Args:
        terminal_id: the terminal's name.
        zone: the shop's own time.
        open_store: returns that thread's connection.
        tell: puts an event into the main loop's inbox.
        ring: rings everybody else's doorbell.
    """

    def __init__(
        self,
        terminal_id: str,
        zone: tzinfo | None,
        open_store: Callable[[], Store],
        tell: Callable[[ev.Event], None],
        ring: Callable[[], None],
    ) -> None:
        self._terminal_id, self._zone, self._open_store = terminal_id, zone, open_store
        self._tell, self._ring = tell, ring

    def carry_out(self, effect: PaperEffect) -> None:
        """Do what staff want, and tell what came of it.

        Raises:
            StoreError: the store took nothing.
        """
        match effect:
            case do.LookAtPapers(signed, page):
                self.look_at_papers(page, signed=signed)
            case do.FindPaper(code):
                self.find(code)
            case do.ClosePaper(request_id):
                self._close_paper(request_id)
            case do.LookAtDay():
                self.look_at_day()
            case do.CloseDay(number):
                self._close_day(number)
            case do.PrintCloseAgain(number):
                self._open_store().closing.print_again(number)
                self._ring()
                self.look_at_day()

    def look_at_papers(self, page: int, *, signed: bool) -> None:
        """Tell a page of what waits to be signed on paper, or of what was."""
        papers = self._open_store().papers
        listed = papers.signed if signed else papers.waiting
        found, in_all = listed(page=page, size=PAGE_OF_PAPERS)
        lines = tuple(paper_line(stored, self._zone, signed=signed) for stored in found)
        self._tell(said.PapersSeen(signed, page, lines, in_all))

    def find(self, code: str) -> None:
        """Tell what a slip's code belongs to."""
        found = self._open_store().papers.find(code)
        line = paper_line(found.stored, self._zone, signed=found.signed) if found else None
        self._tell(said.PaperFound(code, line))

    def look_at_day(self) -> None:
        """Tell how the day stands."""
        self._tell(said.DaySeen(self._day()))

    def _close_paper(self, request_id: str) -> None:
        signed = self._open_store().papers.sign(request_id)
        trouble = said.PaperTrouble.NONE if signed else said.PaperTrouble.CLOSED_BEFORE
        self._tell(said.PaperClosed(request_id, trouble))
        self._ring()

    def _close_day(self, number: int) -> None:
        self._open_store().closing.close(self._terminal_id, number=number)
        self._ring()
        self._tell(said.DayClosed(self._day()))

    def _day(self) -> DayStanding:
        return day_standing(self._open_store(), self._terminal_id, self._zone)


def not_done(effect: PaperEffect) -> ev.Event | None:
    """Return what staff are told where the store took nothing; None where it is asked again by itself."""
    match effect:
        case do.ClosePaper(request_id):
            return said.PaperClosed(request_id, said.PaperTrouble.NOT_KEPT)
        case do.CloseDay() | do.PrintCloseAgain():
            return said.DayClosed(None)
    return None
