"""What can go wrong with a device, in five kinds. Each message says what to do next."""


class DriverError(Exception):
    """A device did not do what it was asked. The message is a sentence for a technician."""


class NotFound(DriverError):
    """Nothing answers where the device should be: not plugged in, not powered, or the wrong port."""


class TimedOut(DriverError, TimeoutError):
    """The device was there and stopped answering in time."""


class Garbled(DriverError):
    """Bytes came that do not follow the device's protocol: noise, a loose wire, the wrong baud rate."""


class Stopped(DriverError):
    """The program is ending, and waits for no device any more."""


class Refused(DriverError):
    """The device understood and said no. ``code`` is its own word for why, where it has one."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code
