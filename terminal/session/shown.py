"""The words that are signed, as plain text: what the record keeps the digest of."""

from terminal.model.document import DOCUMENT_PART
from terminal.model.request import Kind, SigningRequest, in_language


def text_shown(request: SigningRequest, language: str) -> str:
    """Return what the glass showed of a request in ``language``: one fact a line, nothing of the interface.

    The same request and language give the same text on every terminal and in every version with this
    record schema, so that what a customer saw can be shown again years later. A document is there by the
    digest of its file, so that the match code follows from it too.
    """
    lines = [request.merchant, in_language(request.title, language), request.reference]
    lines += [f"{line.text}\t{line.quantity}\t{line.amount}" for line in request.lines]
    if request.amount:
        lines.append(f"{request.currency} {request.amount}")
    lines.append(in_language(request.body, language))
    if request.document:
        lines.append(f"{DOCUMENT_PART}\t{request.document.sha256}")
    lines += [f"{consent.id}\t{in_language(consent.text, language)}" for consent in request.consents]
    return "\n".join(line for line in lines if line) + "\n"


def has_words(request: SigningRequest) -> bool:
    """Return whether there is more to be read than the document that a request brings."""
    if request.document is None or request.kind is Kind.SALE:
        return True
    return bool(request.lines or request.amount or any(request.body.values()))
