"""The till's process: the API on its address, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn

from terminal.clock import Clock
from terminal.config import Config
from terminal.doorbell import Doorbell
from terminal.store import Store
from terminal.watchdog import Watchdog

from .address import Announcer
from .app import create_app
from .connections import BACKLOG, Crowd, Listener, PunctualProtocol
from .context import Context
from .documents import Documents
from .news import News
from .stores import Stores
from .tls import certificate_fingerprint, needs_tls, tls_context

_GRACE_S = 3
_TICK_S = 1.0
"""How often the date that answers carry is made anew, and the watchdog is thought of."""
_MAX_HEADERS = 16 * 1024

_log = logging.getLogger("signpost.till")


def serve_till(config: Config, clock: Clock) -> None:
    """Serve the API until SIGTERM."""
    server = TillServer(config, clock)
    _log.info("the till API is at %s", server.url)
    if server.tls:
        _log.info("its certificate's SHA-256 is %s", certificate_fingerprint(config))
    server.run()


class TillServer:
    """The API, listening from the moment it is made.

    Args:
        config: the unit's configuration.
        clock: what time it is.
        tls: the TLS context for another than the usual: TLS everywhere but on loopback.
    """

    def __init__(self, config: Config, clock: Clock, tls: ssl.SSLContext | None = None) -> None:
        with Store(config.paths.store) as store:  # an unfit store is said at the start, not to the first till
            store.documents.sweep()
        self.tls = tls or (tls_context(config) if needs_tls(config.till.host) else None)
        crowd = Crowd(config.till.max_connections)
        self._listener = Listener(config.till.host, config.till.port, crowd)
        self._doorbell = Doorbell(config.paths.runtime, "till")
        self._stores = Stores(config.paths.store)
        news = News(self._doorbell)
        app = create_app(Context(config, clock, self._stores, news, Documents(config.till)), crowd)
        fingerprint = certificate_fingerprint(config) if self.tls else ""
        port = self._listener.getsockname()[1]
        announcer = Announcer(self._stores, config.till.host, port, fingerprint)
        self._server = _Server(_settings(app, self.tls, announcer), news)

    @property
    def url(self) -> str:
        """Where the API is."""
        host, port = self._listener.getsockname()[:2]
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"

    def run(self) -> None:
        """Serve until SIGTERM, SIGINT or ``stop``."""
        try:
            self._server.run(sockets=[self._listener])
        finally:
            self._listener.close()
            self._stores.close()
            self._doorbell.close()

    def stop(self) -> None:
        """Let calls under way end within seconds, and stop. From any thread."""
        self._server.end()


def _settings(app: object, tls: ssl.SSLContext | None, announcer: Announcer) -> uvicorn.Config:
    """Return uvicorn's settings: nothing said of itself, nothing from the environment, limits everywhere."""
    watchdog = Watchdog()

    async def alive() -> None:
        watchdog.alive()
        await announcer.look()

    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=PunctualProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=_GRACE_S,
        h11_max_incomplete_event_size=_MAX_HEADERS,
        ssl_context_factory=(lambda _config, _default: tls) if tls else None,
        callback_notify=alive,
        timeout_notify=max(1, int(watchdog.period_s)),
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which answers the doorbell and sends the calls that wait home before it stops."""

    def __init__(self, settings: uvicorn.Config, news: News) -> None:
        super().__init__(settings)
        self._news = news
        self._ending = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Come to an end, soon. From any thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._ending.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._ending.set()

    async def main_loop(self) -> None:
        """Turn once a second; uvicorn's own turns ten times, to ask whether it should end."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _TICK_S)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._news.listen()
        await super().startup(sockets)
        Watchdog().ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        Watchdog().stopping()
        self._news.stop()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop cleanly on a signal; uvicorn's own would raise it again afterwards."""
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self.handle_exit, number, None)
        yield
