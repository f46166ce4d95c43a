"""What was signed, as the customer saw it: read from the sealed record for a page to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terminal.model.request import in_language

_MOST_PAGES = 1000
"""So many are listed, whatever a record says."""


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of a sale, as the till wrote it."""

    text: str
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a PDF: its number, and the seconds for which it was on the glass, as text; empty where it was not."""

    number: int
    seconds: str


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale or a document in the language that it was shown in."""

    kind: str
    merchant: str
    till: str
    operator: str
    reference: str
    title: str
    body: str
    amount: str
    currency: str
    lines: tuple[SaleLine, ...]
    consents: tuple[str, ...]
    pages: tuple[DocumentPage, ...]
    shown_text: str
    language: str


def sale_of(record: Mapping[str, Any]) -> Sale:
    """Return what a sealed record says was shown. Whatever is missing or strange comes out as plain text."""
    received = _mapping(_mapping(record, "request"), "received")
    shown = _mapping(record, "shown")
    language = _text(shown, "language")
    agreed = set(map(str, _list(shown, "consents")))
    return Sale(
        kind=_text(received, "kind"),
        merchant=_text(received, "merchant"),
        till=_text(_mapping(record, "request"), "till"),
        operator=_text(received, "operator"),
        reference=_text(received, "reference"),
        title=_words(received, "title", language),
        body=_words(received, "body", language),
        amount=_text(received, "amount"),
        currency=_text(received, "currency"),
        lines=tuple(
            SaleLine(_text(line, "text"), _text(line, "quantity"), _text(line, "amount"))
            for line in _list(received, "lines")
            if isinstance(line, dict)
        ),
        consents=tuple(
            _words(consent, "text", language)
            for consent in _list(received, "consents")
            if isinstance(consent, dict) and _text(consent, "id") in agreed
        ),
        pages=_pages(_mapping(received, "document"), shown),
        shown_text=_text(shown, "text"),
        language=language,
    )


def _pages(document: Mapping[str, Any], shown: Mapping[str, Any]) -> tuple[DocumentPage, ...]:
    """Return the pages of the PDF that was signed, each with how long it was looked at; none where there was none."""
    looked = {
        page.get("page"): page["ms"] / 1000
        for page in _list(shown, "pages")
        if isinstance(page, dict) and type(page.get("page")) is int and type(page.get("ms")) is int
    }
    count = min(len(_list(document, "pages")), _MOST_PAGES)
    return tuple(
        DocumentPage(number, f"{looked[number]:.1f}" if number in looked else "")
        for number in range(1, count + 1)
    )


def _mapping(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _words(values: Mapping[str, Any], name: str, language: str) -> str:
    return str(in_language(_mapping(values, name), language))
