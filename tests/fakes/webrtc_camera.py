"""A simulated camera that speaks only WebRTC: aiortc is the far peer, and sends H.264 that was encoded before.

In a test:

    async with WebRtcCamera("red") as camera:
        camera.faults = Faults(loss=50)          # for sessions from now on
        await entity.…                           # an entity carries offers to `camera.async_answer(session, sdp, hear)`
        camera.newest.hang_up()                  # .freeze(), .say_goodbye()
        camera.newest.asked, .closed, .first_key

What it says goes to `hear`, as a cloud's messages do: an `Answer`, `Candidate`s, `Ended`.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
import time
from typing import Any, Self

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, is_rtcp
import av

from custom_components.dropcam_privacy.feed.native import Answer, Candidate, Ended, Said
from tests.fakes.video import FPS, Encoded, loop
from tests.waiting import until

CLOCK = 90_000
FEEDBACK = {1: "pli", 4: "fir"}


class RefusedOfferError(Exception):
    """The camera does not take this offer; its message names an address, as those of clouds do."""


@dataclass(frozen=True, slots=True)
class Faults:
    """How a camera behaves, for the sessions that begin from now on."""

    thinks: asyncio.Event | None = None
    """It answers when this is set."""
    refuses: bool = False
    babbles: bool = False
    """What it answers is no answer."""
    strict: bool = False
    """It takes no offer but Google's clients': sound, video, data, in this order, with an address, for receiving."""
    google: bool = False
    """Its answer has candidates without a foundation, and one of a kind that nobody knows."""
    trickles: str = ""
    """Its addresses come apart from its answer, "early", "late" or "never"; it never finds the other end by itself."""
    on_request: str = ""
    """It sends a key frame at the beginning, and then only for "pli", or only for "fir"."""
    begins_between: bool = False
    """It begins to send in the middle of a group of pictures."""
    loss: int = 0
    """Every so many packets of video are lost."""
    gives_up: bool = False
    """What is lost is never sent again."""


class Session:
    """One connection to somebody."""

    def __init__(self, frames: tuple[Encoded, ...], faults: Faults, hear: Callable[[Said], None]) -> None:
        """Begin, before it is negotiated."""
        self.frames, self.faults, self.hear = frames, faults, hear
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.asked: Counter[str] = Counter()
        self.sent = self.lost = 0
        self.bytes = 0
        self.first_key: float | None = None
        self.closed: float | None = None
        self.channels: list[str] = []
        self.key_wanted = asyncio.Event()
        self.frozen = asyncio.Event()
        self.offer = ""

    async def answer(self, sdp: str) -> str:
        """Take an offer."""
        self.offer = sdp
        if self.faults.trickles:
            sdp = _without_candidates(sdp)
        self.peer.on("datachannel", lambda channel: self.channels.append(channel.label))
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for transceiver in self.peer.getTransceivers():
            transceiver.direction = "sendonly"
            if transceiver.kind == "video":
                transceiver.sender.replaceTrack(_Video(self))
                self._listen(transceiver.sender.transport)
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        return self.peer.localDescription.sdp

    def _listen(self, dtls: Any) -> None:
        """Count what the other end asks for, and lose packets."""
        handle, send = dtls._handle_rtcp_data, dtls._send_rtp

        async def handled(data: bytes) -> None:
            for packet in RtcpPacket.parse(data):
                if isinstance(packet, RtcpPsfbPacket) and (name := FEEDBACK.get(packet.fmt)):
                    self.asked[name] += 1
                    if name == self.faults.on_request:
                        self.key_wanted.set()
            if not self.faults.gives_up:
                await handle(data)

        async def sending(data: bytes) -> None:
            if self.faults.loss and not is_rtcp(data):
                self.sent += 1
                if self.sent % self.faults.loss == 0:
                    self.lost += 1
                    dtls._tx_srtp.protect(data)
                    return
            await send(data)

        dtls._handle_rtcp_data, dtls._send_rtp = handled, sending

    async def close(self) -> None:
        """End it, as the camera is told to."""
        self.closed = self.closed or time.monotonic()
        await self.peer.close()

    async def hang_up(self) -> None:
        """End it without telling anybody but the other end."""
        self.hear = lambda _: None
        await self.peer.close()

    def freeze(self) -> None:
        """Send no more, and stay connected."""
        self.frozen.set()

    def say_goodbye(self) -> None:
        """Tell by the cloud that it is over."""
        self.hear(Ended())


class _Video(MediaStreamTrack):
    """What the camera films, at the speed of the clock."""

    kind = "video"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._count = 0
        self._place = FPS // 2 if session.faults.begins_between else 0
        self._begun: float | None = None

    async def recv(self) -> av.Packet[Any]:
        """Return the next encoded frame when it is due."""
        session = self._session
        self._begun = self._begun or time.monotonic()
        await asyncio.sleep(max(0.0, self._begun + self._count / FPS - time.monotonic()))
        if self.readyState != "live":
            raise MediaStreamError
        if session.frozen.is_set():
            await asyncio.Event().wait()
        encoded = self._next()
        packet = av.Packet(encoded.data)
        packet.pts = packet.dts = self._count * CLOCK // FPS
        packet.time_base = Fraction(1, CLOCK)
        self._count += 1
        session.bytes += len(encoded.data)
        if encoded.key and session.first_key is None:
            session.first_key = time.monotonic()
        return packet

    def _next(self) -> Encoded:
        frames, session = self._session.frames, self._session
        if session.key_wanted.is_set():
            session.key_wanted.clear()
            self._place = 0
        elif session.faults.on_request and self._place >= len(frames):
            self._place = len(frames) - 1  # of a camera that films a wall: nothing changes
        encoded = frames[self._place % len(frames)]
        self._place += 1
        return encoded


@dataclass
class WebRtcCamera:
    """A camera with its cloud."""

    color: str
    faults: Faults = Faults()
    sessions: dict[str, Session] = field(default_factory=dict)
    offers: list[float] = field(default_factory=list)
    frames: tuple[Encoded, ...] = ()

    async def __aenter__(self) -> Self:
        """Film."""
        self.frames = await asyncio.to_thread(loop, self.color)
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all sessions, and see that nothing of them goes on, at either end."""
        for session in self.sessions.values():
            await session.close()
        await until(lambda: not any(map(_connects, asyncio.all_tasks())))

    @property
    def newest(self) -> Session:
        """The last session that was begun."""
        return next(reversed(self.sessions.values()))

    @property
    def open(self) -> int:
        """How many sessions nobody has closed."""
        return sum(session.closed is None for session in self.sessions.values())

    async def async_answer(self, session_id: str, sdp: str, hear: Callable[[Said], None]) -> None:
        """Take an offer; the answer goes to `hear`. Raises RefusedOfferError."""
        self.offers.append(time.monotonic())
        faults = self.faults
        if faults.refuses or (faults.strict and not _as_google_wants(sdp)):
            raise RefusedOfferError("https://camera.invalid/?token=s3cr3t")
        if faults.thinks is not None:
            await faults.thinks.wait()
        frames = self.frames
        if faults.on_request:
            second = next(place for place, frame in enumerate(frames) if frame.key and place)
            frames = frames[:second]
        session = self.sessions[session_id] = Session(frames, faults, hear)
        answer = await session.answer(sdp)
        if faults.babbles:
            answer = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 192.0.2.7"
        if faults.google:
            answer = _bent(answer)
        if not faults.trickles:
            hear(Answer(answer))
            return
        rest = Answer(_without_candidates(answer))
        apart = sorted({line for line in answer.split("\r\n") if line.startswith("a=candidate:")})
        candidates: list[Said] = [Candidate(line.removeprefix("a="), line=0) for line in apart]
        if faults.trickles == "never":
            candidates = []
        said: list[Said] = [*candidates, rest] if faults.trickles == "early" else [rest, *candidates]
        for each in said:
            session.hear(each)

    async def async_close(self, session_id: str) -> None:
        """Close a session, if there is one."""
        if (session := self.sessions.get(session_id)) is not None:
            await session.close()


def _connects(task: asyncio.Task[Any]) -> bool:
    """Return whether a task connects a peer: one that is closed looks up from that once in 20 ms."""
    return getattr(task.get_coro(), "__qualname__", "") == "RTCPeerConnection.__connect"


def _without_candidates(sdp: str) -> str:
    addresses = ("a=candidate:", "a=end-of-candidates")
    return "\r\n".join(line for line in sdp.split("\r\n") if not line.startswith(addresses))


def _as_google_wants(sdp: str) -> bool:
    parts = sdp.split("m=")[1:]
    kinds = [part.split(" ")[0] for part in parts]
    receives = all("a=recvonly" in part for part in parts[:2])
    return kinds == ["audio", "video", "application"] and receives and "a=candidate:" in sdp and sdp.endswith("\r\n")


def _bent(sdp: str) -> str:
    """Leave out what Google leaves out, and name what nobody knows."""
    lines: list[str] = []
    for line in sdp.split("\r\n"):
        if line.startswith("a=candidate:"):
            if not any(it.startswith("a=candidate") for it in lines):
                lines.append("a=candidate: 1 ssltcp 2113939709 127.0.0.1 443 typ host generation 0")
            lines.append("a=candidate: " + line.split(" ", 1)[1])
        else:
            lines.append(line)
    return "\r\n".join(lines)
