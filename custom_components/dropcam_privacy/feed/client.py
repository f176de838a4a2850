"""The HTTP connections to cameras, an account's apart from every other's.

Each camera has a session, a pool and a login of its own: nothing that one camera or one
account has set, no cookie, connection or challenge, can turn up in another's request.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from http import HTTPStatus
from typing import Final

import aiohttp
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from yarl import URL

from .address import Access
from .answer import Answer
from .errors import BadAnswer, CannotConnect, CertificateRefused, FeedError, FeedTimeout, InvalidAuth, NotAnImage
from .frame import MAX_BYTES
from .lenient import async_get
from .login import Login
from .tls import context, is_about_trust

STILL_TIMEOUT: Final = 9.0
"""Home Assistant gives up after 10 s with an error of its own; ours is clearer."""

CONNECT_TIMEOUT: Final = 8.0
# A camera that is polled twice a second keeps its connection; nobody else's stays open.
KEEP_ALIVE: Final = 4.0
MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_FOR_GOOD: Final = {301, 308}
_SCHEMES: Final = {"http", "https"}
_END_OF_JPEG: Final = b"\xff\xd9"
# Some cameras send a little more after the end.
_TAIL: Final = 256

type _Send = Callable[[URL, Mapping[str, str]], Awaitable[Answer]]


class CameraClient:
    """The HTTP connections to one camera."""

    def __init__(self, access: Access, on_close: Callable[[CameraClient], None]) -> None:
        """Open nothing yet."""
        self.access = access
        self.connections = 0
        """How many connections are in use, of whatever protocol."""
        self.moved: dict[str, str] = {}
        """Where the camera has sent us for good, on the same host, by the address that was asked for."""
        self._on_close = on_close
        self._session: aiohttp.ClientSession | None = None
        # By the origin that was entered: neither a challenge nor a cookie is another's.
        self._logins: dict[URL, Login] = {}
        # The addresses whose answers aiohttp does not take.
        self._odd: set[str] = set()

    @asynccontextmanager
    async def get(self, address: str, *, idle: float) -> AsyncGenerator[Answer]:
        """Request `address`, and give up when nothing is read for `idle` seconds."""
        answer: Answer | None = None
        try:
            with self.counted():
                answer = await self._answer(address, idle)
                yield answer
        except FeedError:
            raise
        except TimeoutError:
            raise FeedTimeout("the camera is too slow") from None
        except (aiohttp.ClientError, OSError, ValueError) as err:
            if self.access.verify_ssl and is_about_trust(err):
                raise CertificateRefused("the camera's certificate cannot be trusted") from None
            # ValueError: an address that cannot be one.
            raise CannotConnect("the camera cannot be reached") from None
        finally:
            if answer is not None:
                answer.release()

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
                self.get(address, idle=STILL_TIMEOUT) as answer,
            ):
                if (answer.content_length or 0) > MAX_BYTES:
                    raise NotAnImage("too large for a picture")
                body = bytearray()
                try:
                    async for part in answer.content.iter_any():
                        body += part
                        if len(body) > MAX_BYTES:
                            raise NotAnImage("too large for a picture")
                except aiohttp.ClientPayloadError:
                    # Less has come than was announced: where the picture has an end, it is the length that was wrong.
                    if _END_OF_JPEG not in body[-_TAIL:]:
                        raise
                return bytes(body)
        except TimeoutError:
            raise FeedTimeout("the camera is too slow") from None

    async def async_close(self) -> None:
        """Close every connection to this camera."""
        self._on_close(self)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _answer(self, address: str, idle: float) -> Answer:
        """Ask as usual, and where the answer bends the rules, once more by hand; from then on at once."""
        if address not in self._odd:
            try:
                return await self._follow(address, partial(self._send, idle=idle))
            except aiohttp.ClientResponseError:
                pass  # its parser gave up
        answer = await self._follow(address, partial(self._send_by_hand, idle=idle))
        self._odd.add(address)
        return answer

    async def _follow(self, address: str, send: _Send) -> Answer:
        """Follow redirects by hand: a login is only for the host that it was entered for."""
        here = start = lasting = URL(address).with_user(None)
        login = self._logins.get(start.origin()) or self._logins.setdefault(start.origin(), Login(self.access))
        trusted = lasts = True
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._ask(here, login if trusted else None, send)
            if answer.status in _REDIRECTS and (location := answer.headers.get("Location")):
                answer.release()
                there = here.join(URL(location)).with_user(None)
                if there.scheme not in _SCHEMES:
                    raise CannotConnect("the camera sends us to something else than a web address")
                # Once led away, or out of TLS, never trusted again: not even back home.
                trusted = trusted and there.host == start.host and (here.scheme, there.scheme) != ("https", "http")
                lasts = lasts and trusted and (answer.status in _FOR_GOOD or there.path_qs == here.path_qs)
                here = there
                lasting = here if lasts else lasting
                continue
            if answer.status == HTTPStatus.OK:
                if lasting != start:
                    self.moved[address] = str(lasting)
                return answer
            answer.release()
            if answer.status == HTTPStatus.UNAUTHORIZED and trusted:
                raise InvalidAuth("the camera refuses the login")
            raise BadAnswer(f"the camera answers {answer.status}")
        raise CannotConnect("the camera sends us in a circle")

    async def _ask(self, url: URL, login: Login | None, send: _Send) -> Answer:
        """Ask once, and once more where the camera wants to know who asks."""
        if login is None:
            return await send(url, {})
        sent = login.headers(url)
        answer = await send(url, sent)
        login.remember(url, answer.headers.getall("Set-Cookie", ()))
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return answer
        if login.asked(url, answer.headers.getall("WWW-Authenticate", ()), sent):
            answer.release()
            answer = await send(url, login.headers(url))
            login.remember(url, answer.headers.getall("Set-Cookie", ()))
        if answer.status == HTTPStatus.UNAUTHORIZED:
            login.forget(url)
        return answer

    async def _send(self, url: URL, headers: Mapping[str, str], idle: float) -> Answer:
        """Send one request over the pool."""
        if not all(_is_text(value) for value in headers.values()):
            return await self._send_by_hand(url, headers, idle)  # aiohttp would leave out what it cannot encode
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    # The system's resolver knows the names of the local network.
                    resolver=aiohttp.ThreadedResolver(),
                    keepalive_timeout=KEEP_ALIVE,
                    limit=0,
                ),
                # Its cookies would be for all hosts; ours are the logins'.
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return await self._session.get(
            url,
            headers=headers,
            ssl=context(verify=self.access.verify_ssl),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_TIMEOUT, sock_read=idle),
        )

    async def _send_by_hand(self, url: URL, headers: Mapping[str, str], idle: float) -> Answer:
        tls = context(verify=self.access.verify_ssl)
        return await async_get(url, headers, tls=tls, connect=CONNECT_TIMEOUT, idle=idle)


def _is_text(value: str) -> bool:
    """Whether it holds no bytes that a camera sent and that are no UTF-8."""
    return not any("\udc80" <= character <= "\udcff" for character in value)


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
