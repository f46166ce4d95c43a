"""A reader's visit by browser: begun with a token, carried by a cookie that is not the token."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete

from .database import Database
from .tables import SessionRow
from .tokens import Token, Tokens

COOKIE = "signpost_session"
LASTS = timedelta(hours=12)
"""A working day: after it, the reader shows the token again."""


class Sessions:
    """The visits that are open. A visit ends with its cookie, its time, or its token."""

    def __init__(self, database: Database, tokens: Tokens) -> None:
        self._database = database
        self._tokens = tokens

    def begin(self, token: Token) -> str:
        """Open a visit and return the cookie's value; visits whose time is over are forgotten."""
        cookie = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires <= now))
            session.add(SessionRow(cookie_sha256=_digest(cookie), token_id=token.id, expires=now + LASTS))
        return cookie

    def reader(self, cookie: str) -> Token | None:
        """Return whose visit it is, or None where it is over."""
        with self._database.reading() as session:
            row = session.get(SessionRow, _digest(cookie))
        if row is None or row.expires <= datetime.now(UTC):
            return None
        return self._tokens.by_id(row.token_id)

    def end(self, cookie: str) -> None:
        """Close a visit."""
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.cookie_sha256 == _digest(cookie)))


def _digest(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()
