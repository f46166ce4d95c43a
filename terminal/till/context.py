"""What every call is answered with, and how a route gets hold of it."""

from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from terminal.clock import Clock
from terminal.config import Config

from .documents import Documents
from .knocks import Knocks
from .news import News
from .problems import Problem
from .stores import Stores


@dataclass(frozen=True, slots=True)
class Context:
    """The API's surroundings."""

    config: Config
    clock: Clock
    stores: Stores
    news: News
    documents: Documents
    knocks: Knocks = field(default_factory=Knocks)


def _context(request: Request) -> Context:
    return cast("Context", request.app.state.context)


def _till(request: Request) -> str:
    return cast("str", request.state.till)


async def _no_body(request: Request) -> None:
    if (await request.body()).strip() not in {b"", b"{}"}:
        raise Problem("invalid", "This call takes no body.", errors=[])


InContext = Annotated[Context, Depends(_context)]
CallingTill = Annotated[str, Depends(_till)]
"""The name of the till whose token came with the call."""
NO_BODY = Depends(_no_body)
