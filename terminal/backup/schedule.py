"""When a backup is due: once a day, from a time of the shop's day on, however often it is asked."""

from datetime import datetime, time, timedelta


def is_due(now: datetime, at: str, last: datetime | None) -> bool:
    """Tell whether a backup is due.

    Args:
        now: by the shop's wall.
        at: the time of the day from which on one is made, ``03:30``.
        last: when the last one was made; None where there is none.
    """
    begins = datetime.combine(now.date(), time.fromisoformat(at), now.tzinfo)
    if now < begins:
        begins -= timedelta(days=1)
    return last is None or not begins <= last <= now
