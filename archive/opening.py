"""What every route works with: the archive's parts, built once at its start and handed to each request."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from .database import Database
from .objects import Objects
from .sessions import Sessions
from .settings import Settings
from .tokens import Tokens


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive: its database, its object store, and who may come in."""

    settings: Settings
    database: Database
    objects: Objects
    tokens: Tokens
    sessions: Sessions


def open_archive(settings: Settings) -> Archive:
    """Open everything that the settings name, making what is not there yet."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database_url)
    tokens = Tokens(settings.tokens_file)
    return Archive(settings, database, Objects(settings.objects_url), tokens, Sessions(database, tokens))


def archive_of(request: HTTPConnection) -> Archive:
    """Return the archive that a request came to."""
    archive: Archive = request.app.state.archive
    return archive
