"""What a signer is taken to have agreed to, where the till asked for no sentence of its own."""

from terminal.i18n import message
from terminal.model.request import Kind

AGREEMENT = message(
    "I confirm this transaction and agree that this electronic signature stands for one on paper."
)
DOCUMENT_AGREEMENT = message(
    "I have read this document and agree that this electronic signature stands for one on paper."
)


def agreement(kind: Kind) -> str:
    """Return the sentence, in English, to be translated where it is shown."""
    return DOCUMENT_AGREEMENT if kind is Kind.DOCUMENT else AGREEMENT
