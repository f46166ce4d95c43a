"""What a customer is offered when the unit has other devices than before."""

from dataclasses import replace

from .effects import Step
from .ending import out_of_service
from .states import Agreeing, Choosing, OutReason, ReadingDocument, Reviewing, State, Unit


def equip(state: State, unit: Unit) -> Step:
    """The unit has other devices than before: until a way to sign was picked, so has its customer."""
    match state:
        case (
            Reviewing(_, session) | ReadingDocument(_, session) | Agreeing(_, session) | Choosing(_, session)
        ):
            methods = unit.methods_for(session.request)
            if not methods:
                return out_of_service(unit, session, OutReason.NOTHING_TO_SIGN_WITH)
            return replace(state, unit=unit, session=replace(session, methods=methods)), []
    return replace(state, unit=unit), []
