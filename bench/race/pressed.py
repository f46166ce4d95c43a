"""``signpost-terminal`` whose sensor can be set to work from outside: SIGUSR1 asks for an impression.

On a terminal nobody writes and presses a finger at once. But a sensor's picture may still be on its way when the
customer has turned to the pen, and a device's work must never be felt in another: so the race has both at once.
"""

import signal
import sys
from typing import Any

import terminal.main as product
from terminal.inbox import Inbox, Letter
from terminal.performer import Performer
from terminal.session.effects import TakeImpression
from terminal.session.events import FingerTaken

TAKEN = "an impression was taken"


class Noticing(Inbox[Letter]):
    """The main loop's mailbox, which says on the standard output when an impression comes."""

    def put(self, letter: Letter) -> None:
        """Leave a letter; never waits. From any thread."""
        super().put(letter)
        if isinstance(letter, FingerTaken):
            sys.stdout.write(f"{TAKEN}\n")
            sys.stdout.flush()


def main() -> None:
    """Run the terminal."""
    build = product.build_performer

    def build_performer(*given: Any, **named: Any) -> Performer:  # noqa: ANN401 - whatever the product's takes
        performer = build(*given, **named)
        signal.signal(signal.SIGUSR1, lambda _number, _frame: performer.perform(TakeImpression()))
        return performer

    vars(product).update(build_performer=build_performer)
    vars(sys.modules["terminal.inbox"]).update(Inbox=Noticing)
    product.terminal()


if __name__ == "__main__":
    main()
