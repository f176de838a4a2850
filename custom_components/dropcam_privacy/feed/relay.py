"""Offers a feed's transport stream to programs that can only open an address.

Home Assistant's stream worker and go2rtc dial addresses, and the only stream that can be
cut is one that we serve. So this listens on the loopback interface; each address is good
for one consumer at a time, and dies with its lease. For what runs on another machine,
Home Assistant's own server serves the routes that were opened to it.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
import math
import secrets
import time
from typing import Final

from aiohttp import web
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..isolation import start_as_nobody
from ..policy.tokens import TOKEN_BYTES, TokenBook
from ..transports import drop
from .errors import FeedError
from .feed import Feed

_HOST: Final = "127.0.0.1"
_PATH: Final = "/ts"
ABROAD_PATH: Final = f"/api/{DOMAIN}/ts"
"""Where Home Assistant's own server serves what runs on another machine."""
# Home Assistant and go2rtc blank out a parameter of this name in what they log.
_PARAMETER: Final = "auth"


class RelayRoute:
    """One address of one feed, until it is revoked."""

    def __init__(self, relay: Relay, feed: Feed, permits: Callable[[], bool], since: float, url: str) -> None:
        """Belong to a relay."""
        self.feed = feed
        self.since = since
        self.last_sent = math.inf
        """When video last left, by `time.monotonic()`; none yet: never too long ago."""
        self.url = url
        self.digest: bytes | None = None
        """By what its relay knows the token."""
        self.reader: str | None = None
        """Who has opened it first: nobody else may."""
        self.copied: Callable[[], None] | None = None
        """Called when a second one opens it, to end it for both; where there is nobody to tell, that one is refused."""
        self.sending: Callable[[int], None] | None = None
        """Called before a chunk that may leave is written, with its size (bytes)."""
        self.abroad = False
        """Whether it is served to other machines, too."""
        self._relay = relay
        self._permits = permits
        self._revoked = False
        self._transport: asyncio.Transport | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody is connected."""
        return self._transport is not None and not self._transport.is_closing()

    def permits(self) -> bool:
        """Whether the next byte may leave; an error on the way to the answer is a no."""
        try:
            return not self._revoked and self._permits() is True
        except Exception:  # noqa: BLE001 - deny by default
            return False

    def sends(self, size: int) -> None:
        """Note that a chunk of a size (bytes) leaves now."""
        if self.sending is not None:
            self.sending(size)
        self.last_sent = time.monotonic()

    def revoke(self) -> None:
        """Forget the token and cut the connection; when this returns, nothing more is written."""
        self._revoked = True
        self._relay.forget(self)
        drop(self._transport)

    def url_at(self, base: str) -> str:
        """Open this to other machines, which reach Home Assistant at `base`, and return its address for them."""
        self.abroad = True
        return f"{base}{ABROAD_PATH}?{self.url.partition('?')[2]}"

    def connect(self, transport: asyncio.Transport, reader: str) -> bool:
        """Take the one connection, if this is the first reader, or the same again; a second one ends it for both."""
        if self.reader is None:
            self.reader = reader
        if self.busy or self.reader != reader:
            if self.copied is not None:
                self.copied()
            return False
        self._transport = transport
        return True

    def disconnect(self, transport: asyncio.Transport) -> None:
        """Make room for the next."""
        if self._transport is transport:
            self._transport = None


class Relay:
    """The listener, one for the whole of Home Assistant."""

    def __init__(self) -> None:
        """Listen to nothing yet."""
        self._routes = TokenBook[RelayRoute]()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def async_start(self, hass: HomeAssistant) -> None:
        """Listen on a port that the system chooses."""
        # Every connection inherits the context that it was listened in.
        await start_as_nobody(self._listen())

    async def async_stop(self) -> None:
        """Cut all connections and close the listener."""
        for route in self._routes:
            route.revoke()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def url(self, feed: Feed, *, permits: Callable[[], bool], since: float = 0.0) -> RelayRoute:
        """Return a new address for a feed, from `since` on; `permits` is asked before every chunk."""
        token = secrets.token_bytes(TOKEN_BYTES)
        address = f"http://{_HOST}:{self._port}{_PATH}?{_PARAMETER}={token.hex()}"
        route = RelayRoute(self, feed, permits, since, address)
        route.digest = self._routes.enter(token, route)
        return route

    def forget(self, route: RelayRoute) -> None:
        """Let a token open nothing any more."""
        self._routes.forget(route.digest)

    async def _listen(self) -> None:
        app = web.Application()
        app.router.add_get(_PATH, self._serve, allow_head=False)
        # A handler whose client has gone is cancelled: it must not hold the camera open.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, _HOST, 0)
        await site.start()
        self._port = site.port
        self._runner = runner

    def _find(self, token: str, *, abroad: bool) -> RelayRoute | None:
        """Look a token up; from abroad, only what was opened to there is found."""
        route = self._routes.find(token)
        return route if route is not None and (route.abroad or not abroad) else None

    async def async_serve_abroad(self, request: web.Request) -> web.StreamResponse:
        """Answer a request that came in by Home Assistant's own server."""
        return await self._serve(request, abroad=True)

    async def _serve(self, request: web.Request, *, abroad: bool = False) -> web.StreamResponse:
        """Answer with the stream, for as long as it is permitted."""
        route = self._find(request.query.get(_PARAMETER, ""), abroad=abroad)
        transport = request.transport
        if route is None or transport is None or not route.permits():
            return web.Response(status=403)
        if not route.connect(transport, request.remote or ""):
            return web.Response(status=409)
        response: web.StreamResponse | None = None
        try:
            async with aclosing(route.feed.transport_stream(route.since)) as stream:
                async for chunk in stream:
                    if not route.permits():
                        transport.abort()
                        break
                    if response is None:
                        response = web.StreamResponse(
                            headers={"Content-Type": "video/mp2t", "Cache-Control": "no-store"}
                        )
                        await response.prepare(request)
                        if not route.permits():
                            transport.abort()
                            break
                    route.sends(len(chunk))
                    await response.write(chunk)
        except FeedError:
            if response is None:
                return web.Response(status=503)
            # Broken off, not ended: the length was never told.
            transport.abort()
        except ConnectionError:
            transport.abort()
        finally:
            route.disconnect(transport)
        return response or web.Response(status=403)
