"""What can be measured: each subject is a file here, with a ``measure()`` that yields rows."""

from importlib import import_module

from .rounds import Row

SUBJECTS = (
    "touch",
    "ink",
    "strokes",
    "quality",
    "screens",
    "motion",
    "session",
    "pages",
    "store",
    "backup",
    "verify",
    "slip",
    "pdf",
    "sensor",
    "finger",
    "footprint",
    "race",
)
"""In the order of a signature."""


def measured(name: str) -> tuple[str, list[Row]]:
    """Return a subject's title, which is the first line of its file, and its rows."""
    subject = import_module(f"{__package__}.{name}")
    return (subject.__doc__ or name).splitlines()[0].rstrip("."), list(subject.measure())
