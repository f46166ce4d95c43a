"""Pairing: a till sends the code that the terminal shows, and is given a token. The one call that needs none."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from terminal.store import Store
from terminal.store.pairings import NameTaken, NoCode, Paired

from .context import Context, InContext
from .knocks import CALLS
from .problems import Problem
from .reading import invalid
from .tls import certificate_fingerprint, needs_tls

router = APIRouter(tags=["pairing"])

LONGEST_NAME = 40
_log = logging.getLogger("signpost.till")


def _printable(name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise ValueError("should be printable")
    return name.strip()


class PairingIn(BaseModel):
    """What a till sends to be let in."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    code: Annotated[
        str,
        Field(pattern="^[0-9]{4} ?[0-9]{4}$", description="as the terminal shows it", examples=["40718265"]),
        AfterValidator(lambda code: code.replace(" ", "")),
    ]
    name: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_NAME,
            description="what staff know the till by",
            examples=["till-3"],
        ),
        AfterValidator(_printable),
    ]


class PairedAnswer(BaseModel):
    """The till is let in. The token is told this once."""

    till: str
    token: str
    terminal_id: str
    certificate_sha256: str | None = Field(description="of the certificate to pin; null over plain HTTP")


@router.post(
    "/v1/pair",
    status_code=HTTPStatus.CREATED,
    summary="Be let in by the code on the terminal",
    openapi_extra={
        "security": [],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PairingIn"}}},
        },
    },
)
async def pair(request: Request, context: InContext) -> PairedAnswer:
    """Let a till in that has the eight digits which staff see on the terminal. They stand for two minutes."""
    address = request.client.host if request.client else ""
    if not context.knocks.admit(address):
        raise Problem("too_many_tries", f"At most {CALLS} calls a minute may ask to pair. Wait for one.")
    asked = _read(await request.body())
    answer, news = await context.stores.ask(_pairing(context, asked))
    if news:
        context.news.tell()
    if isinstance(answer, Problem):
        raise answer
    _log.info("%s was let in by a code, from %s", answer.till, address)
    return answer


def _read(body: bytes) -> PairingIn:
    """Return what the till sent.

    Raises:
        Problem: ``malformed_json`` or ``invalid``. Neither costs the code a try.
    """
    try:
        from_json(body)
    except ValueError as error:
        raise Problem("malformed_json", f"The body is not JSON: {error}."[:200]) from error
    try:
        return PairingIn.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False, include_context=False, include_input=False)) from error


def _pairing(context: Context, asked: PairingIn) -> Callable[[Store], tuple[PairedAnswer | Problem, bool]]:
    """Return the question whether this till is let in; with the answer, whether that is news to the terminal."""

    def ask(store: Store) -> tuple[PairedAnswer | Problem, bool]:
        config = context.config
        match store.pairings.pair(asked.code, asked.name, context.clock.now()):
            case Paired(token):
                pinned = certificate_fingerprint(config) if needs_tls(config.till.host) else None
                terminal_id = config.site.terminal_id
                return PairedAnswer(
                    till=asked.name, token=token, terminal_id=terminal_id, certificate_sha256=pinned
                ), True
            case NameTaken():
                said = "A till of this name is let in already. Take another name, or shut that one out first."
                return Problem("name_taken", said), False
            case NoCode(counted):
                said = "The code is wrong, was used, or is older than two minutes. Ask for a new one on the terminal."
                return Problem("pairing_refused", said), counted

    return ask
