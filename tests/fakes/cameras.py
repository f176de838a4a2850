"""A simulated camera, on a real socket on loopback.

In a test:

    async with FakeCamera("red", username="anna", password="secret") as camera:
        camera.still_url, camera.mjpeg_url, camera.stream_url      # http://127.0.0.1:PORT/still.jpg, /mjpeg, /stream.ts
        camera.mode = Mode.HANG                                    # from now on, also in the middle of a stream
        camera.open["stream"], camera.peak["stream"], camera.served["still"], camera.requests[-1].headers
        await camera.until(lambda: camera.open["stream"] == 0)

A colour of `COLORS` is the camera's name: `whose(jpeg)`, `whose_video(ts_or_mp4)` and `seen(*anything)` read it back.
Every still and MJPEG picture has a new `number(jpeg)`.

One host with several logins that show different pictures: `camera.add_login("ben", "other", "blue")`. With
`cookies=True` the camera hands out a session cookie, and believes a cookie more than a password, as bad cameras do.

As a process: `python -m tests.fakes.cameras red blue:anna:secret` prints a line of JSON with the addresses, and serves
until it is terminated.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
import json
import secrets
import ssl
import sys
from typing import Self

from aiohttp import web
from multidict import CIMultiDict

from tests.fakes.access import BASIC, DIGEST, REALM, Authentication, Login, user_of
from tests.fakes.pictures import COLORS, jpeg, number, seen, whose, whose_video
from tests.fakes.video import SECONDS, TransportStream, loop
from tests.waiting import until

__all__ = ["COLORS", "FakeCamera", "Mode", "Request", "number", "seen", "whose", "whose_video"]

HUGE = 50 * 1024 * 1024
MJPEG_FPS = 10
LOGIN_PAGE = "<html><body><form>Please log in: <input name='password'></form></body></html>"


class Mode(StrEnum):
    """How the camera behaves. A change reaches running streams too."""

    OK = "ok"
    UNAUTHORIZED = "unauthorized"  # 401 whatever the password; ends running streams
    ERROR = "error"  # 500; ends running streams
    OFFLINE = "offline"  # every connection is dropped at once
    LOGIN_PAGE = "login_page"  # 200, an HTML page
    TRUNCATED = "truncated"  # half a picture, and the end
    EMPTY = "empty"  # 200, no bytes
    HUGE = "huge"  # 50 MB
    DRIP = "drip"  # ten bytes a second
    HANG = "hang"  # not a byte more
    REDIRECT = "redirect"  # 302 to `redirect_to` with the same path
    REPEAT = "repeat"  # the same bytes again and again


REDIRECTS = {301: web.HTTPMovedPermanently, 302: web.HTTPFound, 308: web.HTTPPermanentRedirect}
_USERNAME = web.RequestKey("username", str)
ENDS_STREAMS = (Mode.UNAUTHORIZED, Mode.ERROR, Mode.OFFLINE)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, and as whom it was answered."""

    endpoint: str
    headers: dict[str, str]
    username: str | None
    path: str


class FakeCamera:
    """A camera with /still.jpg, /mjpeg and /stream.ts."""

    def __init__(
        self,
        color: str,
        *,
        username: str | None = None,
        password: str = "",
        authentication: Authentication = "basic",
        cookies: bool = False,
        codec: str = "libx264",
        seconds: int = SECONDS,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Describe a camera; without a username it asks for no login. Its video repeats after `seconds`."""
        assert color in COLORS
        self.color = color
        self.authentication = authentication
        self.cookies = cookies
        self.codec = codec
        self.seconds = seconds
        self.port = port
        self.tls = tls
        # The headers by which it asks for a login, where they are not the usual one.
        self.challenges: tuple[str, ...] = ()
        self.realm = REALM
        # So many clients at a time, if that is limited.
        self.most_clients: int | None = None
        # How many seconds pass until it notices that a client has gone.
        self.slow_to_notice = 0.0
        # Whether it gives everybody a cookie first, and sends them back for the rest.
        self.greets = False
        self.mode = Mode.OK
        self.odd: list[Mode] = []  # how the next requests are answered, one after the other, whatever the mode
        self.redirect_to = ""
        self.redirect_status = 302
        # How its MJPEG is packed: what the answer says it is, what stands before each picture, seconds in between.
        self.mjpeg_type = "multipart/x-mixed-replace; boundary=frame"
        self.mjpeg_part = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n"
        self.mjpeg_pause = 1 / MJPEG_FPS
        # The cameras that a recorder has beside its own picture, by the first part of their path.
        self.channels: dict[str, str] = {}
        # What it answers with instead, also in the middle of a stream, by what it should: as a mix-up in a cloud does.
        self.switched: dict[str, str] = {}
        self.open: Counter[str] = Counter()  # answers under way, by endpoint: still, mjpeg, stream
        self.peak: Counter[str] = Counter()  # the most of them at once
        self.served: Counter[str] = Counter()  # all requests that passed the login
        self.requests: list[Request] = []
        self._logins = {} if username is None else {username: Login(password, color)}
        self._sessions: dict[str, str] = {}
        self._nonce = secrets.token_hex(16)
        self._count = 0
        self._runner: web.AppRunner | None = None

    def add_login(self, username: str, password: str, color: str) -> None:
        """Let another user in, who sees another picture."""
        self._logins[username] = Login(password, color)

    @property
    def host(self) -> str:
        """The camera's origin."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def still_url(self) -> str:
        """Where stills are."""
        return f"{self.host}/still.jpg"

    @property
    def mjpeg_url(self) -> str:
        """Where MJPEG is."""
        return f"{self.host}/mjpeg"

    @property
    def stream_url(self) -> str:
        """Where the transport stream is."""
        return f"{self.host}/stream.ts"

    async def start(self) -> None:
        """Listen."""
        app = web.Application()
        app.router.add_get("/still.jpg", self._still)
        app.router.add_get("/{channel}/still.jpg", self._still)
        app.router.add_get("/mjpeg", self._mjpeg)
        app.router.add_get("/stream.ts", self._stream)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def warm_up(self) -> None:
        """Encode the video now, so that the first who asks for it does not wait."""
        await asyncio.to_thread(loop, self.color, self.codec, self.seconds)

    async def stop(self) -> None:
        """End every connection, and listen no more. Can be started again on the same port."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def until(self, condition: Callable[[], object], deadline: float = 10) -> None:
        """Wait until something is so."""
        await until(condition, deadline)

    @asynccontextmanager
    async def _answer(self, request: web.Request, endpoint: str) -> AsyncIterator[tuple[str, Mode]]:
        """Check the login and the mode, and count."""
        username, color = self._who(request)
        if color is not None:
            color = self.channels.get(request.match_info.get("channel", ""), color)
        request[_USERNAME] = username or ""
        self.requests.append(Request(endpoint, dict(request.headers), username, request.path_qs))
        mode = self.odd.pop(0) if self.odd else self.mode
        match mode:
            case Mode.UNAUTHORIZED:
                raise self._unauthorized()
            case Mode.ERROR:
                raise web.HTTPInternalServerError
            case Mode.REDIRECT:
                raise REDIRECTS[self.redirect_status](self.redirect_to + request.path)
            case Mode.OFFLINE:
                assert request.transport
                request.transport.abort()
                raise web.HTTPServiceUnavailable
        if self.greets and "greeted" not in request.cookies:
            raise web.HTTPFound(request.path, headers={"Set-Cookie": "greeted=1; Path=/"})
        if color is None:
            raise self._unauthorized()
        if self.most_clients is not None and self.open.total() >= self.most_clients:
            raise web.HTTPServiceUnavailable
        self.served[endpoint] += 1
        self.open[endpoint] += 1
        self.peak[endpoint] = max(self.peak[endpoint], self.open[endpoint])
        try:
            yield color, mode
        finally:
            if self.slow_to_notice:
                asyncio.get_running_loop().call_later(self.slow_to_notice, self.open.subtract, (endpoint,))
            else:
                self.open[endpoint] -= 1

    def _who(self, request: web.Request) -> tuple[str | None, str | None]:
        if not self._logins:
            return None, self.color
        username = self._sessions.get(request.cookies.get("session", "")) if self.cookies else None
        if username is None:
            header = request.headers.get("Authorization", "")
            asked = self._challenges()
            username = user_of(header, request.path_qs, self._logins, asked, self._nonce, self.realm)
        login = self._logins.get(username) if username else None
        return username, login.color if login else None

    def _unauthorized(self) -> web.HTTPUnauthorized:
        headers = CIMultiDict(("WWW-Authenticate", challenge) for challenge in self._challenges())
        return web.HTTPUnauthorized(headers=headers)

    def _challenges(self) -> list[str]:
        usual = DIGEST if self.authentication == "digest" else BASIC
        return [challenge.replace("{nonce}", self._nonce) for challenge in self.challenges or (usual,)]

    def _headers(self, request: web.Request, content_type: str) -> dict[str, str]:
        headers = {"Content-Type": content_type}
        username = request.get(_USERNAME)
        if self.cookies and username:
            session = secrets.token_hex(8)
            self._sessions[session] = username
            headers["Set-Cookie"] = f"session={session}; Path=/"
        return headers

    def _picture(self, color: str) -> bytes:
        if self.mode is not Mode.REPEAT:
            self._count += 1
        return jpeg(color, self._count)

    def _body(self, color: str, mode: Mode) -> bytes:
        """Make the body of a still as the mode wants it."""
        picture = self._picture(color)
        match mode:
            case Mode.TRUNCATED:
                return picture[: len(picture) // 2]
            case Mode.EMPTY:
                return b""
            case Mode.HUGE:
                return picture[:-2] + bytes(HUGE) + picture[-2:]
        return picture

    async def _still(self, request: web.Request) -> web.StreamResponse:
        async with self._answer(request, "still") as (color, mode):
            if mode is Mode.LOGIN_PAGE:
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            response = web.StreamResponse(headers=self._headers(request, "image/jpeg"))
            body = self._body(self.switched.get(color, color), mode)
            response.content_length = len(body)
            await response.prepare(request)
            await self._write(response, body)
            await response.write_eof()
            return response

    async def _mjpeg(self, request: web.Request) -> web.StreamResponse:
        async with self._answer(request, "mjpeg") as (color, mode):
            if mode is Mode.LOGIN_PAGE:
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            response = web.StreamResponse(headers=self._headers(request, self.mjpeg_type))
            await response.prepare(request)
            while self.mode not in ENDS_STREAMS:
                body = self._body(self.switched.get(color, color), self.odd.pop(0) if self.odd else self.mode)
                head = self.mjpeg_part.format(length=len(body))
                await self._write(response, head.encode() + body + b"\r\n")
                if self.mode in (Mode.TRUNCATED, Mode.EMPTY):
                    break
                await asyncio.sleep(self.mjpeg_pause)
            return response

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        async with self._answer(request, "stream") as (color, mode):
            if mode is Mode.LOGIN_PAGE:
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            frames = await asyncio.to_thread(loop, color, self.codec, self.seconds)
            response = web.StreamResponse(headers=self._headers(request, "video/mp2t"))
            await response.prepare(request)
            video = TransportStream(frames, self.codec)
            while self.mode not in ENDS_STREAMS and self.mode is not Mode.EMPTY:
                if (other := self.switched.get(color, color)) != color:
                    video.switch(await asyncio.to_thread(loop, other, self.codec, self.seconds))
                for chunk in video.due():
                    await self._write(response, chunk)
                if self.mode is Mode.TRUNCATED:
                    break
                await asyncio.sleep(max(0.0, video.wait()))
            return response

    async def _write(self, response: web.StreamResponse, body: bytes) -> None:
        """Write as fast as the mode lets us; a mode that ends streams ends a hang and a drip as well."""
        if self.mode not in (Mode.DRIP, Mode.HANG):
            await response.write(body)
            return
        position = 0
        while self.mode in (Mode.DRIP, Mode.HANG):
            if self.mode is Mode.DRIP:
                await response.write(body[position : position + 1])
                position += 1
            await asyncio.sleep(0.1)
        if self.mode not in ENDS_STREAMS:
            await response.write(body[position:])


async def _serve(descriptions: list[str]) -> None:
    """Serve cameras given as COLOR or COLOR:USERNAME:PASSWORD, until cancelled."""
    cameras = []
    for description in descriptions:
        color, username, password = [*description.split(":", 2), "", ""][:3]
        camera = FakeCamera(color, username=username or None, password=password)
        await camera.start()
        cameras.append(
            {"color": color, "still": camera.still_url, "mjpeg": camera.mjpeg_url, "stream": camera.stream_url}
        )
    sys.stdout.write(json.dumps(cameras) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(sys.argv[1:]))
