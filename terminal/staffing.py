"""The staff's side of the store's worker: what staff look up, key in, set, and whom they let in.

Beside ``keeping``, on the same thread and the same connection. Everything asked is answered by an event; what the
store cannot answer now is asked again at the next ``look``.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import astuple, dataclass
from hashlib import sha256

from terminal.clock import Clock
from terminal.ids import new_id
from terminal.model.history import PairingCode, TerminalFacts
from terminal.model.journal import Fact, Happening
from terminal.model.request import Kind, request_from_json
from terminal.paperwork import Paperwork, not_done
from terminal.session import events as ev
from terminal.session.staff import effects as do
from terminal.session.staff import events as said
from terminal.session.staff.states import (
    PAGE_OF_RECORDS,
    ClosingDay,
    ClosingPapers,
    Finding,
    ManagingTills,
    TryingDevices,
    ViewingQueues,
    ViewingRecord,
    ViewingTerminal,
)
from terminal.session.states import InStaffMode
from terminal.staff_views import queues, record_line, record_view, span_utc, tills
from terminal.store import Store
from terminal.store.errors import StoreError
from terminal.store.history import Sought
from terminal.store.pairings import PairingState
from terminal.store.requests import Accepted
from terminal.trying import Trials

log = logging.getLogger(__name__)

_DEADLINE_S = 300
"""How long a customer has for a sale that staff keyed in: as long as for a till's that says nothing of it."""


@dataclass(frozen=True, slots=True)
class StaffedSite:
    """What the staff's work depends on at this site.

    Attributes:
        methods: the ways to sign that a sale keyed in allows.
        timezone: of the shop; empty for the computer's own.
        sinks: where records are sent.
        prints: whether there is a printer.
        key: the thumbprint of the key that this terminal seals with.
        version: of the software.
    """

    merchant: str
    terminal_id: str
    methods: tuple[str, ...]
    timezone: str
    sinks: tuple[str, ...]
    prints: bool
    key: str = ""
    version: str = ""


class Staffing:
    """Everything staff do with the store. Lives on the store's worker thread.

    Args:
        site: what it depends on here.
        open_store: returns that thread's connection.
        clock: what time it is.
        tell: puts an event into the main loop's inbox.
        ring: rings everybody else's doorbell.
    """

    def __init__(
        self,
        site: StaffedSite,
        open_store: Callable[[], Store],
        clock: Clock,
        tell: Callable[[ev.Event], None],
        ring: Callable[[], None],
    ) -> None:
        self._site, self._open_store, self._clock = site, open_store, clock
        self._tell, self._ring = tell, ring
        self._zone = clock.zone(site.timezone)
        self._trials = Trials(open_store, clock, tell, ring)
        self._paperwork = Paperwork(site.terminal_id, self._zone, open_store, tell, ring)
        self._pairing_id = 0

    def carry_out(self, effect: do.StaffEffect) -> None:
        """Do what staff want, and tell what came of it. A store that fails is logged, and asked again later."""
        try:
            self._carry_out(effect)
        except StoreError as error:
            log.warning("%s: the store: %s", type(effect).__name__, error)
            match effect:
                case do.KeyInSale():
                    self._tell(said.SaleKeyed(str(error)))
                case do.PrintAgain(record_id) | do.SendAgain(record_id):
                    self._tell(said.NotQueued(record_id))
                case do.ClosePaper() | do.CloseDay() | do.PrintCloseAgain() if told := not_done(effect):
                    self._tell(told)
                case do.VoidRecord(record_id):
                    self._tell(said.RecordVoided(record_id, kept=False))
                case do.TryDevice(device):
                    self._tell(said.DeviceTried(device, passed=False))

    def note_in(self, how: str, name: str) -> None:
        """Write into the journal that staff came in; ``name`` is known of a finger."""
        self._note(Happening.STAFF_IN, how=how, name=name)

    def note_refused(self, how: str, tries_left: int, locked_s: int) -> None:
        """Write into the journal that a PIN or a finger was wrong, and what came of that."""
        self._note(Happening.STAFF_REFUSED, how=how, tries_left=tries_left)
        if not tries_left:
            self._note(Happening.STAFF_LOCKED, locked_s=locked_s)

    def note_new_pin(self) -> None:
        """Write into the journal that the PIN is another."""
        self._note(Happening.SETTING, name="PIN", value="new", before="")

    def _note(self, happening: Happening, **facts: Fact) -> None:
        try:
            self._open_store().journal.add(happening, **facts)
        except StoreError as error:
            log.warning("%s is not in the journal: %s", happening.value, error)

    def look(self, state: InStaffMode) -> None:
        """Look again at what is on the glass: somebody rang, or it is time."""
        try:
            self._look(state)
        except StoreError as error:
            log.warning("the store: %s", error)

    def _look(self, state: InStaffMode) -> None:  # noqa: C901 - a line a place
        waiting = self._open_store().requests.next_open()
        self._tell(said.RequestWaits(waiting is not None and waiting.id != state.ended))
        match state:
            case Finding(lines=None, typing=False):
                self._find(do.FindRecords(state.query, state.span, state.page))
            case ViewingRecord(record_id=record_id):
                self._open(record_id)
            case ViewingTerminal():
                self._look_at_terminal()
            case ViewingQueues():
                self._look_at_queues()
            case ClosingPapers(signed=signed, page=page, sought=sought):
                if sought:
                    self._paperwork.find(sought)
                self._paperwork.look_at_papers(page, signed=signed)
            case ClosingDay():
                self._paperwork.look_at_day()
            case ManagingTills(pairing=None, tills=None):
                self._look_at_tills()
            case ManagingTills(pairing=PairingCode()):
                self._look_at_pairing()
            case TryingDevices():
                self._trials.look()

    def _carry_out(self, effect: do.StaffEffect) -> None:  # noqa: C901, PLR0912 - one line an effect
        store = self._open_store()
        match effect:
            case do.KeepSettings(settings):
                store.settings.keep(settings)
            case do.KeyInSale():
                self._key_in(effect)
            case do.FindRecords():
                self._find(effect)
            case do.OpenRecord(record_id):
                self._open(record_id)
            case do.PrintAgain(record_id):
                store.slips.ask_again(record_id, by="staff")
                self._ring()
                self._open(record_id)
            case do.SendAgain(record_id):
                store.outbox.send_again(record_id, self._site.sinks)
                self._ring()
                self._open(record_id)
            case do.VoidRecord(record_id, reason):
                self._void(record_id, reason)
            case do.LookAtTerminal():
                self._look_at_terminal()
            case do.LookAtQueues():
                self._look_at_queues()
            case do.RetrySlip(slip_id):
                store.slips.retry(slip_id)
                self._ring()
                self._look_at_queues()
            case do.RetryUpload(upload_id):
                store.outbox.retry(upload_id)
                self._ring()
                self._look_at_queues()
            case do.LookAtPapers() | do.FindPaper() | do.ClosePaper():
                self._paperwork.carry_out(effect)
            case do.LookAtDay() | do.CloseDay() | do.PrintCloseAgain():
                self._paperwork.carry_out(effect)
            case do.TryDevice(device):
                self._trials.begin(device, prints=self._site.prints, sends=bool(self._site.sinks))
            case do.EndTrials():
                self._trials.end()
            case do.LookAtTills():
                self._look_at_tills()
            case do.OfferPairing():
                self._offer_pairing()
            case do.WithdrawPairing():
                store.pairings.withdraw()
            case do.RevokeTill(name):
                store.tills.revoke(name)
                self._ring()
                self._look_at_tills()

    def _key_in(self, sale: do.KeyInSale) -> None:
        """Keep a sale as a till's request would be; whoever keys in no reference gets one that can be read out."""
        site, now = self._site, self._clock.local(self._site.timezone)
        received = sale_json(sale, site, sale.reference or f"T-{now:%Y%m%d-%H%M%S}")
        request = request_from_json(new_id(), site.terminal_id, received)
        digest = sha256(received.encode()).hexdigest()
        kept = self._open_store().requests.accept(request, key=request.id, body_sha256=digest, queue=True)
        self._tell(said.SaleKeyed("" if isinstance(kept, Accepted) else "the request was not accepted"))
        self._ring()

    def _find(self, sought: do.FindRecords) -> None:
        since_utc, before_utc = span_utc(sought.span, self._clock.now().utc, self._zone)
        found, in_all = self._open_store().history.find(
            Sought(sought.query, since_utc, before_utc), page=sought.page, size=PAGE_OF_RECORDS
        )
        lines = tuple(record_line(stored, self._zone) for stored in found)
        self._tell(said.RecordsFound(sought.query, sought.span, sought.page, lines, in_all))

    def _open(self, record_id: str) -> None:
        self._tell(said.RecordOpened(record_id, record_view(self._open_store(), record_id, self._zone)))

    def _void(self, record_id: str, reason: said.VoidReason) -> None:
        """Note that a record does not count any more; the reason is put into words where somebody reads it."""
        self._open_store().records.void(record_id, reason.value, by="staff", prints=self._site.prints)
        self._tell(said.RecordVoided(record_id))
        self._ring()

    def _look_at_terminal(self) -> None:
        heads, site = self._open_store().heads(), self._site
        self._tell(
            said.TerminalSeen(TerminalFacts(site.terminal_id, site.version, site.key, *astuple(heads)))
        )

    def _look_at_queues(self) -> None:
        self._tell(said.QueuesSeen(queues(self._open_store(), self._zone)))

    def _look_at_tills(self) -> None:
        self._tell(said.TillsSeen(tills(self._open_store(), self._zone)))

    def _offer_pairing(self) -> None:
        store = self._open_store()
        code, address = store.pairings.offer(self._clock.now()), store.tills.address()
        self._pairing_id = code.id
        url, fingerprint = (address.url, address.certificate_sha256) if address else ("", "")
        self._tell(said.PairingOffered(PairingCode(code.code, code.until_ns, url, fingerprint)))

    def _look_at_pairing(self) -> None:
        state, till = self._open_store().pairings.outcome(self._pairing_id)
        if state is not PairingState.OPEN:
            self._tell(said.PairingEnded(till, spent=state is PairingState.SPENT))


def sale_json(sale: do.KeyInSale, site: StaffedSite, reference: str) -> str:
    """Return a sale that was keyed in as the JSON of a request, with all that the till API fills in."""
    values = {
        "reference": reference,
        "kind": Kind.SALE.value,
        "amount": sale.amount,
        "currency": sale.currency,
        "merchant": site.merchant,
        "operator": "",
        "lines": [],
        "consents": [],
        "methods": list(site.methods),
        "fingerprint": {"form": "impression"},
        "language": sale.language,
        "deadline": f"PT{_DEADLINE_S // 60}M",
        "retries": 3,
        "read_to_end": True,
        "print": {"copies": 1},
        "metadata": {},
        "queue": True,
        "staff_review": False,
        "deadline_s": _DEADLINE_S,
    }
    return json.dumps(values, ensure_ascii=False)
