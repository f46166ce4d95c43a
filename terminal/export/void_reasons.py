"""Why records are voided, in words: staff pick one of these, and a shell says it in its own."""

from terminal.i18n import Words, message

VOID_REASONS = {
    "returned": message("Goods came back"),
    "wrong": message("The sale was wrong"),
    "mistake": message("Signed by mistake"),
}
"""By what the journal keeps."""


def void_reason(reason: str, words: Words) -> str:
    """Return a reason as people read it; one that a person typed as it is."""
    return words(VOID_REASONS[reason]) if reason in VOID_REASONS else reason
