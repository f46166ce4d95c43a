"""``signpost-archive``: serves the archive, or adds, lists and revokes its tokens."""

import argparse
import ipaddress
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .settings import Settings
from .tokens import Role, TokenError, Tokens

# What serves is imported where it is used: a token is wanted at once, and FastAPI takes half a second.


@dataclass(frozen=True, slots=True)
class _Listening:
    """Where to listen, and the files for TLS; empty for plain HTTP."""

    host: str
    port: int
    certificate: str
    key: str


def main() -> None:
    """Run the command line."""
    asked = _arguments().parse_args()
    os.umask(0o077)
    try:
        if asked.command == "token":
            _token(asked)
        else:
            _serve(asked)
    except (TokenError, OSError, ValueError, RuntimeError) as error:
        _give_up(str(error))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("signpost-archive", description="Keeps what terminals have sealed.")
    add = parser.add_argument
    told = os.environ.get
    add("--data", type=Path, default=told("SIGNPOST_ARCHIVE_DATA", "./archive-data"), metavar="DIR")
    add("--tokens", type=Path, default=told("SIGNPOST_ARCHIVE_TOKENS"), metavar="FILE")
    add("--listen", default=told("SIGNPOST_ARCHIVE_LISTEN", "127.0.0.1:8480"), metavar="HOST:PORT")
    add("--database", default=told("SIGNPOST_ARCHIVE_DATABASE", ""), metavar="URL", help="SQLAlchemy's URL")
    add("--objects", default=told("SIGNPOST_ARCHIVE_OBJECTS", ""), metavar="URL", help="file://, s3://, …")
    add("--timezone", default=told("SIGNPOST_ARCHIVE_TIMEZONE", ""), metavar="ZONE", help="for the pages")
    add("--tls-certificate", default=told("SIGNPOST_ARCHIVE_TLS_CERTIFICATE", ""), metavar="FILE")
    add("--tls-key", default=told("SIGNPOST_ARCHIVE_TLS_KEY", ""), metavar="FILE")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("serve", help="serve the archive (also without a command)")
    tokens = commands.add_parser("token", help="who may come in").add_subparsers(dest="action", required=True)
    adding = tokens.add_parser("add", help="make a token and print it, this once")
    adding.add_argument("name")
    adding.add_argument("--role", choices=[role.value for role in Role], required=True)
    adding.add_argument("--replace", action="store_true", help="revoke the one of the same name")
    tokens.add_parser("list", help="show whose tokens there are")
    tokens.add_parser("revoke", help="let a token open nothing more").add_argument("name")
    return parser


def _token(asked: argparse.Namespace) -> None:
    """Add, list or revoke a token."""
    tokens = Tokens(asked.tokens or asked.data / "tokens.json")
    match asked.action:
        case "add":
            sys.stdout.write(tokens.add(asked.name, Role(asked.role), replacing=asked.replace) + "\n")
        case "revoke":
            tokens.revoke(asked.name)
        case _:
            for token in tokens.all():
                state = f"revoked {token.revoked}" if token.revoked else "valid"
                sys.stdout.write(f"{token.name}\t{token.role.value}\t{token.created}\t{state}\n")


def _serve(asked: argparse.Namespace) -> None:
    """Serve until told to stop."""
    listening = _listening(asked)
    secure = bool(listening.certificate)
    settings = Settings(
        data=asked.data,
        database=asked.database,
        objects=asked.objects,
        tokens=asked.tokens,
        timezone=_timezone(asked.timezone),
        secure=secure,
    )
    import uvicorn  # noqa: PLC0415 - see above
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - see above

    from .app import make_app  # noqa: PLC0415 - see above
    from .opening import open_archive  # noqa: PLC0415 - see above

    try:
        app = make_app(open_archive(settings))
    except SQLAlchemyError as error:
        raise ValueError(f"The database cannot be opened: {error}") from error
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    listener = socket.create_server((listening.host, listening.port), family=family)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=200,
        timeout_graceful_shutdown=10,
        ssl_certfile=listening.certificate or None,
        ssl_keyfile=listening.key or None,
    )
    host = f"[{listening.host}]" if ":" in listening.host else listening.host
    scheme = "https" if secure else "http"
    server = uvicorn.Server(config)

    def stop(_number: int, _frame: FrameType | None) -> None:
        """End a server that is only starting; once it has ended in order it sends itself the signal again."""
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sys.stdout.write(f"The archive listens on {scheme}://{host}:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    server.run(sockets=[listener])


def _listening(asked: argparse.Namespace) -> _Listening:
    """Return where to listen.

    Raises:
        ValueError: in words, for an address that plain HTTP must not be spoken on.
    """
    host, _, port = asked.listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"--listen {asked.listen}: write it like 127.0.0.1:8480.")
    if bool(asked.tls_certificate) != bool(asked.tls_key):
        raise ValueError("TLS needs both --tls-certificate and --tls-key.")
    if not asked.tls_certificate and not _is_loopback(host):
        raise ValueError(
            f"On {host}, others could listen in: give --tls-certificate and --tls-key, or listen on 127.0.0.1."
        )
    return _Listening(host, int(port), asked.tls_certificate, asked.tls_key)


def _timezone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name; None, the computer's own, for no name."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"--timezone {name}: unknown here. Write it like Asia/Shanghai.") from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _give_up(sentence: str) -> NoReturn:
    sys.stderr.write(f"signpost-archive: {sentence}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
