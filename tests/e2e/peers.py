"""A real WebRTC peer: it offers to a camera as the stock live card does, and notes every packet that comes.

peer = await Peer.connect(person, "camera.nursery")     # RefusedError with the sentence that a card would show
await peer.until_playing(); peer.whose()
await peer.close_session()                               # closes the websocket's subscription, and stays connected
"""

import asyncio
from itertools import pairwise
import time
from typing import Any, Self

from aioice import ice
from aiortc import RTCConfiguration, RTCIceCandidate, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.sdp import candidate_from_sdp
from av import VideoFrame
import numpy as np

from tests.fakes.pictures import Pixels, number_in, owner_of
from tests.waiting import until

from .person import Person, RefusedError

ANSWER_SECONDS = 30
# Everything is on loopback, which real peers leave out.
vars(ice)["get_host_addresses"] = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


class Peer:
    """One peer connection, and its session at Home Assistant."""

    def __init__(self, person: Person, entity_id: str) -> None:
        """Belong to a person."""
        self.person = person
        self.entity_id = entity_id
        self.session_id = ""
        self.error = ""
        """What a live card would show."""
        self.arrivals: list[float] = []
        """When packets of video came, by `time.monotonic()`."""
        self.begun = time.monotonic()
        self.first = 0.0
        """When the first picture was decoded."""
        self.frame: VideoFrame | None = None
        self.watching = False
        """Whether what follows the first picture is decoded, too."""
        self._answered = asyncio.Event()
        self._events: asyncio.Queue[Any] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    @classmethod
    async def connect(cls, person: Person, entity_id: str) -> Self:
        """Offer, and wait for the answer. Raises RefusedError."""
        peer = cls(person, entity_id)
        try:
            await peer._negotiate()
        except BaseException:
            await peer.close()
            raise
        return peer

    async def _negotiate(self) -> None:
        connection = self.connection
        connection.addTransceiver("audio", direction="recvonly")
        video = connection.addTransceiver("video", direction="recvonly").receiver
        handle = video._handle_rtp_packet

        async def note(packet: Any, arrival_time_ms: int) -> None:
            self.arrivals.append(time.monotonic())
            if self.frame is None or self.watching:
                await handle(packet, arrival_time_ms=arrival_time_ms)

        vars(video)["_handle_rtp_packet"] = note
        connection.on("track", self._on_track)
        await connection.setLocalDescription(await connection.createOffer())
        self.begun = time.monotonic()
        self._events = await self.person.subscribe(
            "camera/webrtc/offer", entity_id=self.entity_id, offer=connection.localDescription.sdp
        )
        self._tasks.append(asyncio.create_task(self._follow(self._events)))
        await asyncio.wait_for(self._answered.wait(), ANSWER_SECONDS)
        if self.error:
            raise RefusedError("webrtc", self.error)

    async def _follow(self, events: asyncio.Queue[Any]) -> None:
        """Follow what Home Assistant says."""
        while True:
            event = await events.get()
            match event["type"]:
                case "session":
                    self.session_id = event["session_id"]
                case "answer":
                    answer = RTCSessionDescription(sdp=event["answer"], type="answer")
                    await self.connection.setRemoteDescription(answer)
                    self._answered.set()
                case "candidate":
                    if line := event["candidate"]["candidate"]:
                        await self.connection.addIceCandidate(_candidate(line))
                case "error":
                    self.error = event["message"]
                    self._answered.set()

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            self._tasks.append(asyncio.create_task(self._watch(track)))

    async def _watch(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, VideoFrame)
            self.first = self.first or time.monotonic()
            self.frame = frame

    @property
    def connected(self) -> bool:
        """Whether the peer is still connected, with or without a picture."""
        state: str = self.connection.connectionState
        return state == "connected"

    async def until_playing(self, seconds: float = 30) -> None:
        """Wait until there is a picture."""
        await until(lambda: self.frame is not None, seconds)

    def whose(self) -> str | None:
        """Return whose the last picture is."""
        return None if self.frame is None else owner_of(_pixels(self.frame))

    def number(self) -> int | None:
        """Read the number in the last picture."""
        return None if self.frame is None else number_in(_pixels(self.frame))

    def late(self, since: float) -> list[float]:
        """Return how many seconds after `since` packets came."""
        return [arrival - since for arrival in self.arrivals if arrival > since]

    def longest_gap(self, since: float) -> float:
        """Tell for how long nothing came, at most, from `since` until now."""
        times = [since, *(arrival for arrival in self.arrivals if arrival > since), time.monotonic()]
        return max(after - before for before, after in pairwise(times))

    async def send_candidate(self, person: Person, entity_id: str = "") -> None:
        """Send a candidate for this session, as whoever knows its id. Raises RefusedError."""
        candidate = {"candidate": "candidate:1 1 udp 2130706431 127.0.0.1 9 typ host", "sdpMid": "0"}
        await person.ws(
            "camera/webrtc/candidate",
            entity_id=entity_id or self.entity_id,
            session_id=self.session_id,
            candidate=candidate,
        )

    async def close_session(self) -> None:
        """Close the session at Home Assistant, and stay connected to go2rtc."""
        assert self._events is not None
        await self.person.unsubscribe(self._events)

    async def close(self) -> None:
        """Go away."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.connection.close()


def _pixels(frame: VideoFrame) -> Pixels:
    return np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def _candidate(line: str) -> RTCIceCandidate:
    candidate = candidate_from_sdp(line.removeprefix("candidate:"))
    candidate.sdpMid = "0"
    return candidate
