"""Pages: Jinja templates in the visitor's language, with everything escaped that is not ours."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import groupby
from pathlib import Path

from babel.dates import format_date, format_datetime, format_time, get_timezone_gmt
from babel.numbers import format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from terminal.model.codes import spaced

from .arrival import words_for
from .opening import archive_of
from .tables import RecordRow
from .words import LANGUAGES, Sentence, Words, words

_PAGES = Path(__file__).parent / "pages"


def render(request: Request, page: str, **values: object) -> HTMLResponse:
    """Return a page in the visitor's language and the archive's time zone."""
    spoken = words_for(request)
    environment = _environment(spoken.language, archive_of(request).settings.timezone)
    others = [language for language in LANGUAGES if language != spoken.language]
    switch = [(language, request.url.include_query_params(lang=language)) for language in others]
    values.setdefault("reader", request.scope.get("signpost.token"))
    return HTMLResponse(
        environment.get_template(page).render(
            values,
            language=spoken.language,
            switch=[(code, f"{url.path}?{url.query}") for code, url in switch],
        )
    )


@cache
def _environment(language: str, timezone: tzinfo | None) -> Environment:
    """Return the templates' surroundings for one language."""
    spoken = words(language)
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        spoken.gettext, spoken.ngettext, newstyle=True
    )
    telling = _Telling(spoken, timezone)
    environment.filters |= {
        "groupby_day": telling.by_day,
        "clock": telling.clock,
        "moment": telling.moment,
        "amount": telling.amount,
        "bytes": telling.size,
        "code": spaced,
    }
    environment.globals["say"] = telling.say
    environment.globals["zone"] = telling.zone
    return environment


class _Telling:
    """How times and numbers are told in one language and time zone."""

    def __init__(self, spoken: Words, timezone: tzinfo | None) -> None:
        self._words = spoken
        self._timezone = timezone

    def by_day(self, rows: Sequence[RecordRow]) -> list[tuple[str, list[RecordRow]]]:
        """Group rows, which are in order of time, under the days that they were signed on."""
        days = groupby(rows, lambda row: self._local(row.confirmed).date())
        return [(format_date(day, "full", locale=self._words.locale), list(of_day)) for day, of_day in days]

    def clock(self, when: datetime) -> str:
        return format_time(self._local(when), "HH:mm", locale=self._words.locale)

    def moment(self, when: datetime | str) -> str:
        """Tell a time to the second; a record's own text is told as it stands where it is no time."""
        try:
            when = datetime.fromisoformat(when) if isinstance(when, str) else when
            return format_datetime(self._local(when), "yyyy-MM-dd HH:mm:ss", locale=self._words.locale)
        except (ValueError, OverflowError):
            return str(when)

    def amount(self, amount: str) -> str:
        """Tell an amount with its thousands apart; what is no number is told as it stands."""
        try:
            number = Decimal(amount)
            places = max(0, -int(number.as_tuple().exponent))
        except (InvalidOperation, ValueError):
            return amount
        return format_decimal(number, "#,##0." + "0" * places if places else "#,##0", self._words.locale)

    def size(self, count: int) -> str:
        if count < 1024:
            return f"{count} B"
        return f"{count / 1024:,.1f} kB" if count < 1024 * 1024 else f"{count / 1024 / 1024:,.1f} MB"

    def say(self, sentence: Sentence) -> str:
        values = {
            name: self.moment(value) if isinstance(value, datetime) else value
            for name, value in sentence.values.items()
        }
        return self._words.say(Sentence(sentence.message, values))

    def zone(self) -> str:
        now = datetime.now(self._timezone).astimezone(self._timezone)
        return get_timezone_gmt(now, "long", locale=self._words.locale)

    def _local(self, when: datetime) -> datetime:
        return when.astimezone(self._timezone)
