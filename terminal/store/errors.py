"""What can go wrong with the store, in words."""


class StoreError(Exception):
    """The store cannot do what it was asked."""


class StoreUnfit(StoreError):
    """The store's settings or engine are not what a signature needs; the process must not start."""


class StoreFull(StoreError):
    """The disk has no room for another record."""


class StoreBusy(StoreError):
    """Another process has held the store for longer than any should."""


class StoreDamaged(StoreError):
    """The store's file or its disk cannot be read or written as it should be."""


class RequestEnded(StoreError):
    """The request was ended from elsewhere before its record could be kept."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(f"the request is already {state}")
        self.state = state
        self.reason = reason


class RecordGone(StoreError):
    """The store has no content of this record any more. The message says what became of it, and who has it."""


class StillNeeded(StoreError):
    """Something is not let go of, because it has not reached all places that it must reach."""
