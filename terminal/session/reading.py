"""The rules of reading a document: a page is drawn as the glass shows it, stands for a while, and is turned."""

from dataclasses import replace

from terminal.model.document import WHOLE_PAGE, Document, PagePicture, Place, Region
from terminal.model.moment import Moment

from . import events as ev
from .effects import DrawPage, Effect, Step
from .leaves import Leaves
from .shown import has_words
from .states import InSession, ReadingDocument, Reviewing, Session, Unit

MOST_PX = 2_000_000
"""A page is drawn whole up to so many pixels (6 MB): it then moves under the finger without being drawn again. Larger,
only what is seen of it is drawn."""

AHEAD_PX = 400
"""So wide the first page is drawn while the customer still reads what comes before it."""

PLACE_PX, PLACE_WIDE, PLACE_SHAPE = 1000, 0.62, 2.3
"""The part of a page round a signature's place: its pixels, its share of the page's width, and width to height."""


def begin_reading(unit: Unit, session: Session) -> Step:
    """Return where reading begins: with the words of a request, or with its document where that is all there is."""
    document = session.request.document
    if document is None:
        return Reviewing(unit, session), []
    if has_words(session.request):
        return Reviewing(unit, session), [DrawPage(session.request.id, 1, AHEAD_PX)]
    return ReadingDocument(unit, replace(session, pages=())), []


def page_drawn(state: InSession, picture: PagePicture) -> Step:
    """A page is drawn. Then the next one is, so that it is there when it is turned to."""
    session, document = state.session, state.session.request.document
    if document and document.place and picture.region == region_round(document, document.place):
        leaves = replace(session.leaves, round_place=picture)
        return replace(state, session=replace(session, leaves=leaves)), []
    leaves = session.leaves.with_picture(picture)
    after = replace(state, session=replace(session, leaves=leaves))
    ahead = picture.page  # counted from 0, that is the page behind it
    wanted = (
        isinstance(state, ReadingDocument)
        and document is not None
        and picture.page == leaves.page + 1
        and picture.region == WHOLE_PAGE
        and ahead < len(document.pages)
        and not leaves.of_page(ahead)
    )
    return after, [DrawPage(session.request.id, ahead + 1, picture.width_px)] if wanted else []


def draw_place(session: Session) -> list[DrawPage]:
    """Return what is to be drawn for the signature to be seen where it goes; nothing where the till did not say."""
    document = session.request.document
    if document is None or document.place is None:
        return []
    page = document.place.page
    return [DrawPage(session.request.id, page, PLACE_PX, region_round(document, document.place))]


def region_round(document: Document, place: Place) -> Region:
    """Return the part of a page round the place of the signature: about as wide as a pad, the place in its middle."""
    size = document.pages[place.page - 1]
    wide = min(1.0, max(place.width * 1.6, PLACE_WIDE))
    high = min(1.0, max(place.height * 1.4, wide * size.width_pt / size.height_pt / PLACE_SHAPE))
    left = min(max(0.0, place.x + (place.width - wide) / 2), 1 - wide)
    top = min(max(0.0, place.y + (place.height - high) / 2), 1 - high)
    return Region(left, top, left + wide, top + high)


def reading_document(state: ReadingDocument, touch: ev.Touch, at: Moment) -> Step:
    """A page that must be read is turned over once it stood, and the way on unlocks with the last one."""
    session = state.session
    leaves, document, now_ns = session.leaves, session.request.document, at.monotonic_ns
    if document is None:
        return state, []
    match touch:
        case ev.Looked(page, seen, page_px, drawn) if page == leaves.page:
            leaves = leaves.moved(seen, page_px)
            leaves = leaves.standing(now_ns) if drawn else leaves.laid_down(now_ns)
            if drawn and leaves.at_the_foot and page == len(document.pages) - 1:
                leaves = replace(leaves, to_the_end=True)
            return _with(state, leaves), _wanted(session, document, touch)
        case ev.LookedAt(seen, page_px):
            return _with(state, leaves.moved(seen, page_px)), []
        case ev.Turned(page) if _may_turn_to(session, document, page):
            return _with(state, leaves.turned(page, now_ns)), []
        case ev.WentBack() if has_words(session.request):
            session = replace(session, leaves=leaves.laid_down(now_ns), page_since_ns=now_ns)
            return Reviewing(state.unit, session, max(0, len(session.pages) - 1)), []
    return state, []


def _may_turn_to(session: Session, document: Document, page: int) -> bool:
    there = 0 <= page < len(document.pages) and page != session.leaves.page
    return there and (page < session.leaves.page or may_turn(session))


def may_turn(session: Session) -> bool:
    """Return whether the page may be turned over: it stood on the glass, or need not."""
    return session.leaves.stands or not session.request.read_to_end


def was_read(session: Session) -> bool:
    """Return whether the document was on the glass to the foot of its last page, or there is no document."""
    return session.request.document is None or session.leaves.to_the_end


def _with(state: ReadingDocument, leaves: Leaves) -> ReadingDocument:
    return replace(state, session=replace(state.session, leaves=leaves))


def _wanted(session: Session, document: Document, looked: ev.Looked) -> list[Effect]:
    """Return what is to be drawn for a page to be sharp as it stands on the glass; nothing where it is."""
    size, seen = document.pages[looked.page], looked.seen
    ask = DrawPage(session.request.id, looked.page + 1, looked.page_px)
    if looked.page_px**2 * size.height_pt / size.width_pt > MOST_PX:
        width_px = max(1, round(looked.page_px * (seen.right - seen.left)))
        ask = DrawPage(session.request.id, looked.page + 1, width_px, seen)
    is_there = any(
        (picture.region, picture.width_px) == (ask.region, ask.width_px)
        for picture in session.leaves.of_page(looked.page)
    )
    return [] if is_there else [ask]
