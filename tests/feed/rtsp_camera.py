"""A simulated RTSP camera: H.264, with digest login, and a picture that tells whose it is."""

import asyncio
from collections import Counter
import contextlib
import hashlib
import re
import ssl
import struct
import time
from typing import Self

from tests.fakes.video import FPS, loop

_MTU = 1400
_AAC = (
    "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/16000/1\r\na=control:track2\r\n"
    "a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config="
)
LC, ELD = f"{_AAC}1408\r\n", f"{_AAC}F8F0212C00BC00\r\n"
"""Sound, as a camera describes it: of a kind that is everywhere, and of one that goes into no transport stream."""


class RtspCamera:
    """Serves one colour to whoever logs in."""

    def __init__(
        self, color: str, *, username: str = "anna", password: str = "", tls: ssl.SSLContext | None = None
    ) -> None:
        """Describe a camera."""
        self.color = color
        self.username = username
        self.password = password
        self.tls = tls
        self.port = 0
        self.redirect_to = ""
        self.redirect_at = "DESCRIBE"
        self.redirect_after_login = False
        self.silent = False
        # What cameras do beside that.
        self.udp_only = False
        self.codec = "H264"
        self.sound = ""  # more lines of what it describes; its packets are noise
        self.describe_after = 0.0
        self.key_frames_after = 0.0
        self.key_frames_every = 1
        self.clock = 0.0  # seconds that its clock is ahead, changed at any time
        self.rate = 1.0  # how fast its clock goes
        self.open = 0
        self.peak = 0
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.playing: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where the stream is."""
        return f"rtsp{'s' if self.tls else ''}://127.0.0.1:{self.port}/live"

    async def __aenter__(self) -> Self:
        """Listen."""
        await asyncio.to_thread(loop, self.color)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all connections."""
        assert self._server
        self._server.close()
        await self.drop()

    async def drop(self) -> None:
        """End all connections, and take new ones."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.open += 1
        self.peak = max(self.peak, self.open)
        play: asyncio.Task[None] | None = None
        udp: asyncio.DatagramTransport | None = None
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    if head.startswith(b"$"):
                        continue
                    method, headers = self._parse(head)
                    self.requests.append((method, headers))
                    if self.silent:
                        continue
                    if method == "DESCRIBE" and all(before != method for before, _ in self.requests[:-1]):
                        await asyncio.sleep(self.describe_after)
                    if method == "SETUP" and udp is None and (port := re.search(r"client_port=(\d+)", str(headers))):
                        udp, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                            asyncio.DatagramProtocol,
                            local_addr=("127.0.0.1", 0),
                            remote_addr=("127.0.0.1", int(port[1])),
                        )
                    sends_from = udp.get_extra_info("sockname")[1] if udp else 0
                    writer.write(self._answer(method, headers, sends_from))
                    if method == "PLAY" and play is None:
                        play = asyncio.create_task(self._play(writer, udp))
        finally:
            self.open -= 1
            if udp is not None:
                udp.close()
            if play is not None:
                play.cancel()
                await asyncio.wait((play,))
            writer.close()
            self._tasks.discard(task)

    def _parse(self, head: bytes) -> tuple[str, dict[str, str]]:
        first, *lines = head.decode().strip().split("\r\n")
        return first.split(" ")[0], dict(line.split(": ", 1) for line in lines)

    def _answer(self, method: str, headers: dict[str, str], sends_from: int) -> bytes:
        more: dict[str, str] = {}
        body = ""
        status = "200 OK"
        let_in = self._is_let_in(method, headers.get("Authorization", ""))
        if self.redirect_to and method == self.redirect_at and (let_in or not self.redirect_after_login):
            status, more = "302 Found", {"Location": self.redirect_to}
        elif method == "OPTIONS":
            more = {"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"}
        elif not let_in:
            status, more = "401 Unauthorized", {"WWW-Authenticate": 'Digest realm="camera", nonce="n0nce"'}
        elif method == "DESCRIBE":
            body = (
                "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=live\r\nt=0 0\r\n"
                f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {self.codec}/90000\r\na=fmtp:96 packetization-mode=1\r\n"
                f"a=control:track1\r\n{self.sound}"
            )
            more = {"Content-Type": "application/sdp", "Content-Base": self.url + "/"}
        elif method == "SETUP" and (asked := re.search(r"client_port=(\d+)-(\d+)", headers["Transport"])):
            more = {
                "Transport": f"RTP/AVP;unicast;{asked[0]};server_port={sends_from}-{sends_from + 1}",
                "Session": "1",
            }
        elif method == "SETUP" and self.udp_only:
            status = "461 Unsupported Transport"
        elif method == "SETUP":
            channels = re.search(r"interleaved=[\d-]+", headers["Transport"])
            more = {"Transport": f"RTP/AVP/TCP;unicast;{channels[0] if channels else ''}", "Session": "1"}
        elif method == "PLAY":
            more = {"Session": "1"}
        fields = {"CSeq": headers.get("CSeq", "0"), "Content-Length": str(len(body)), **more}
        return f"RTSP/1.0 {status}\r\n{''.join(f'{k}: {v}\r\n' for k, v in fields.items())}\r\n{body}".encode()

    def _is_let_in(self, method: str, authorization: str) -> bool:
        said = dict(re.findall(r'(\w+)="([^"]*)"', authorization))
        secret = _md5(f"{self.username}:camera:{self.password}")
        right = _md5(f"{secret}:n0nce:{_md5(f'{method}:{said.get("uri")}')}")
        return said.get("username") == self.username and said.get("response") == right

    async def _play(self, writer: asyncio.StreamWriter, udp: asyncio.DatagramTransport | None) -> None:
        """Send the loop, from a key frame on, at the speed of the wall clock."""
        frames = loop(self.color)
        begun = time.monotonic()
        sent: Counter[int] = Counter()

        def send(channel: int, kind: int, stamp: int, payload: bytes) -> None:
            packet = struct.pack(">BBHII", 0x80, kind, sent[channel] & 0xFFFF, stamp & 0xFFFFFFFF, 1 + channel)
            packet += payload
            sent[channel] += 1
            if self.silent:
                return
            if udp is None:
                writer.write(struct.pack(">cBH", b"$", channel, len(packet)) + packet)
            else:
                udp.sendto(packet)

        for count in range(1_000_000):
            await asyncio.sleep(max(0.0, begun + count / FPS - time.monotonic()))
            frame = frames[count % len(frames)]
            stamp = int((count / FPS * self.rate + self.clock) * 90_000)
            if self.sound:
                send(2, 97 | 0x80, int((count / FPS + self.clock) * 16_000), b"\x00\x10\x00\x40" + bytes(range(8)))
            late = time.monotonic() - begun < self.key_frames_after
            if frame.key and (late or count % (FPS * self.key_frames_every)):
                continue
            units = [unit for unit in re.split(rb"\x00\x00\x00?\x01", frame.data) if unit]
            payloads = [payload for unit in units for payload in _split(unit)]
            for place, payload in enumerate(payloads):
                send(0, 96 | (0x80 if place == len(payloads) - 1 else 0), stamp, payload)
            await writer.drain()


def _split(unit: bytes) -> list[bytes]:
    """Split a large unit into fragments, RFC 6184, 5.8."""
    if len(unit) <= _MTU:
        return [unit]
    indicator, kind = (unit[0] & 0xE0) | 28, unit[0] & 0x1F
    pieces = [unit[at : at + _MTU] for at in range(1, len(unit), _MTU)]
    return [
        bytes((indicator, kind | (0x80 if place == 0 else 0) | (0x40 if place == len(pieces) - 1 else 0))) + piece
        for place, piece in enumerate(pieces)
    ]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
