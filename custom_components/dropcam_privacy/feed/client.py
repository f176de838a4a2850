"""The HTTP connections to cameras, an account's apart from every other's.

Each camera has a session, a pool and a login of its own: nothing that one camera or one
account has set, no cookie, connection or challenge, can turn up in another's request.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from typing import Final

import aiohttp
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from homeassistant.util.ssl import get_default_context, get_default_no_verify_context
from yarl import URL

from .address import Access
from .errors import BadAnswer, CannotConnect, FeedError, FeedTimeout, InvalidAuth, NotAnImage
from .frame import MAX_BYTES

STILL_TIMEOUT: Final = 9.0
"""Home Assistant gives up after 10 s with an error of its own; ours is clearer."""

CONNECT_TIMEOUT: Final = 8.0
# A camera that is polled twice a second keeps its connection; nobody else's stays open.
KEEP_ALIVE: Final = 4.0
MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_SCHEMES: Final = {"http", "https"}


class CameraClient:
    """The HTTP connections to one camera."""

    def __init__(self, access: Access, on_close: Callable[[CameraClient], None]) -> None:
        """Open nothing yet."""
        self.access = access
        self.connections = 0
        """How many connections are in use, of whatever protocol."""
        self._on_close = on_close
        self._session: aiohttp.ClientSession | None = None
        self._basic: dict[str, str] = {}
        self._digest: tuple[aiohttp.DigestAuthMiddleware, ...] = ()
        if access.username is None or ":" in access.username:
            return
        password = access.password or ""
        if access.authentication == "digest":
            self._digest = (aiohttp.DigestAuthMiddleware(access.username, password),)
        else:
            self._basic = {"Authorization": aiohttp.encode_basic_auth(access.username, password, encoding="utf-8")}

    @asynccontextmanager
    async def get(self, address: str, *, idle: float) -> AsyncGenerator[aiohttp.ClientResponse]:
        """Request `address`, and give up when nothing is read for `idle` seconds."""
        limits = aiohttp.ClientTimeout(sock_connect=CONNECT_TIMEOUT, sock_read=idle)
        response: aiohttp.ClientResponse | None = None
        try:
            with self.counted():
                response = await self._follow(address, limits)
                yield response
        except FeedError:
            raise
        except TimeoutError:
            raise FeedTimeout("the camera is too slow") from None
        except (aiohttp.ClientError, OSError, ValueError):
            # ValueError: an address that cannot be one.
            raise CannotConnect("the camera cannot be reached") from None
        finally:
            if response is not None:
                # Goes back to the pool when it has been read to its end, else it is cut.
                response.release()

    @contextmanager
    def counted(self) -> Generator[None]:
        """Count a connection to the camera while it is open."""
        self.connections += 1
        try:
            yield
        finally:
            self.connections -= 1

    async def read(self, address: str) -> bytes:
        """Return what is at `address`, if it is small and quick enough for a picture."""
        try:
            async with (
                asyncio.timeout(STILL_TIMEOUT),
                self.get(address, idle=STILL_TIMEOUT) as response,
            ):
                if (response.content_length or 0) > MAX_BYTES:
                    raise NotAnImage("too large for a picture")
                body = bytearray()
                async for part in response.content.iter_any():
                    body += part
                    if len(body) > MAX_BYTES:
                        raise NotAnImage("too large for a picture")
                return bytes(body)
        except TimeoutError:
            raise FeedTimeout("the camera is too slow") from None

    async def async_close(self) -> None:
        """Close every connection to this camera."""
        self._on_close(self)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _follow(self, address: str, limits: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        """Follow redirects by hand: a login is only for the place that it was entered for."""
        here = URL(address).with_user(None)
        home = here.origin()
        at_home = True
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._request(here, at_home, limits)
            if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                response.close()
                here = here.join(URL(location))
                if here.scheme not in _SCHEMES:
                    raise CannotConnect("the camera sends us to something else than a web address")
                here = here.with_user(None)
                # Once led away, never trusted again: not even back home.
                at_home = at_home and here.origin() == home
                continue
            if response.status == HTTPStatus.OK:
                return response
            response.close()
            if response.status == HTTPStatus.UNAUTHORIZED and at_home:
                raise InvalidAuth("the camera refuses the login")
            raise BadAnswer(f"the camera answers {response.status}")
        raise CannotConnect("the camera sends us in a circle")

    async def _request(self, url: URL, at_home: bool, limits: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        """Send one request, with the login only where it belongs."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    # The system's resolver knows the names of the local network.
                    resolver=aiohttp.ThreadedResolver(),
                    keepalive_timeout=KEEP_ALIVE,
                    limit=0,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        verify = self.access.verify_ssl
        return await self._session.get(
            url,
            headers=self._basic if at_home else None,
            middlewares=self._digest if at_home else (),
            ssl=get_default_context() if verify else get_default_no_verify_context(),
            allow_redirects=False,
            timeout=limits,
        )


class AccountClient:
    """All HTTP connections of one account."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Open nothing yet, and leave nothing open when Home Assistant ends."""
        self._cameras: set[CameraClient] = set()
        # Config entries are not unloaded when Home Assistant stops.
        self._forget = hass.bus.async_listen(EVENT_HOMEASSISTANT_CLOSE, self._async_ending)

    def camera(self, access: Access) -> CameraClient:
        """Return new connections to one camera, apart from all others."""
        client = CameraClient(access, self._cameras.discard)
        self._cameras.add(client)
        return client

    async def async_close(self) -> None:
        """Close what its cameras have left open."""
        self._forget()
        await self._async_close_cameras()

    async def _async_ending(self, _event: Event) -> None:
        await self._async_close_cameras()

    async def _async_close_cameras(self) -> None:
        for client in tuple(self._cameras):
            await client.async_close()
