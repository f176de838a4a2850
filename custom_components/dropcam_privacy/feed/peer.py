"""Our end of a connection to a camera that speaks only WebRTC: it receives, and decodes nothing.

This module loads aiortc, which is installed when it is needed for the first time.
"""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
import secrets
import time
from typing import Any, Final

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.codecs import get_capabilities
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.rtcrtpreceiver import RTCRtpReceiver
from aiortc.sdp import candidate_from_sdp

from ..ha_internals.webrtc import RECEIVER, async_ask_for_key_frame, take_encoded
from ..isolation import start_as_nobody
from .chunk import Chunk
from .errors import CannotConnect, FeedError, FeedTimeout, unexpected
from .native import Answer, Candidate, Ended, NativeCamera, Said
from .pictures import Pictures, Reel
from .sdp import mend_answer, mend_candidate, parameter_sets

STALL: Final = 5.0
"""Seconds without a picture, after the first one, that end a connection."""
KEY_FRAME_EVERY: Final = 2.0
"""Seconds without a key frame after which one is asked for: whoever joins waits no longer than this."""
_ASK_AGAIN: Final = 0.5
_LOOK_EVERY: Final = 0.5
_CLOSE_WAIT: Final = 1.0
_PROFILE: Final = "profile-level-id"
_BASELINE: Final = "42e01f"
"""The only kind of H.264 that is offered: all these cameras have it, and all that play it."""
_BROKEN: Final = {"failed", "closed", "disconnected"}

# What goes on when a connection is closed while its offer is on its way, or while it is closing.
_ending: set[asyncio.Future[Any]] = set()


async def async_read_native(
    camera: NativeCamera, reel: Reel, wanted: asyncio.Event, publish: Callable[[Chunk], None]
) -> None:
    """Connect, and publish chunks of the camera's `reel` until the connection ends; raises FeedError.

    `wanted` is set by whoever needs a key frame soon.
    """
    if RECEIVER.found is None:
        raise CannotConnect("aiortc is another one than is known")
    peer = _Peer(camera, Pictures(reel, wanted, publish), wanted)
    try:
        raise await peer.async_run()
    finally:
        await peer.async_close()


class _Peer:
    """One connection."""

    def __init__(self, camera: NativeCamera, pictures: Pictures, wanted: asyncio.Event) -> None:
        self._camera, self._pictures, self._wanted = camera, pictures, wanted
        self._session = secrets.token_hex(16)
        self._said: asyncio.Queue[Said] = asyncio.Queue()
        self._over: asyncio.Future[FeedError] = asyncio.get_running_loop().create_future()
        self._offer: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        servers = [RTCIceServer(list(it.urls), it.username, it.credential) for it in camera.ice_servers]
        self._connection = RTCPeerConnection(
            RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )

    async def async_run(self) -> FeedError:
        """Connect, and return what ended it."""
        connection = self._connection
        connection.on("connectionstatechange", self._changed)
        # In this order: Google refuses any other offer.
        sound = connection.addTransceiver("audio", direction="recvonly")
        video = connection.addTransceiver("video", direction="recvonly")
        kinds = get_capabilities("video").codecs
        video.setCodecPreferences([kind for kind in kinds if kind.parameters.get(_PROFILE) == _BASELINE])
        if self._camera.data_channel is not None:
            connection.createDataChannel(self._camera.data_channel)
        take_encoded(sound.receiver, _unheard, _nothing, _nothing)
        take_encoded(video.receiver, self._pictures.add, self._pictures.lost, self._goodbye)
        await connection.setLocalDescription(await connection.createOffer())
        self._offer = start_as_nobody(
            self._camera.async_offer(connection.localDescription.sdp, self._session, self._said.put_nowait)
        )
        for work in (asyncio.shield(self._offer), self._negotiate(), self._look(video.receiver)):
            self._tasks.append(start_as_nobody(self._or_end(work)))
        return await self._over

    async def async_close(self) -> None:
        """Close the session at once, before anything else; the rest ends by itself, whoever waits for it."""
        if (offer := self._offer) is not None:
            self._camera.close(self._session)
            if not offer.done():
                # What its integration gets after it was told to close, it would keep, and prolong for ever.
                offer.add_done_callback(lambda _: self._camera.close(self._session))
            _let_end(offer)
        for task in self._tasks:
            task.cancel()
        self._pictures.close()
        closing = start_as_nobody(self._connection.close())
        _let_end(closing)
        await asyncio.wait((closing,), timeout=_CLOSE_WAIT)

    # What can end it.

    def _end(self, error: FeedError) -> None:
        if not self._over.done():
            self._over.set_result(error)

    async def _or_end(self, work: Awaitable[None]) -> None:
        try:
            await work
        except FeedError as err:
            self._end(err)
        except Exception as err:  # noqa: BLE001 - see unexpected()
            self._end(unexpected(err))

    def _changed(self) -> None:
        if self._connection.connectionState in _BROKEN:
            self._end(CannotConnect("the camera ended the connection"))

    def _goodbye(self) -> None:
        self._end(CannotConnect("the camera ended the stream"))

    async def _negotiate(self) -> None:
        """Follow what the camera says. Addresses that it says before its answer are of use only after it."""
        early: list[Candidate] | None = []
        while True:
            match await self._said.get():
                case Ended():
                    raise CannotConnect("the camera refused or ended the session")
                case Answer(sdp) if early is not None:
                    await self._accept(sdp)
                    for candidate in early:
                        await self._meet(candidate)
                    early = None
                case Candidate() as candidate if early is not None:
                    early.append(candidate)
                case Candidate() as candidate:
                    await self._meet(candidate)

    async def _accept(self, sdp: str) -> None:
        self._pictures.learn(parameter_sets(sdp))
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(mend_answer(sdp), "answer"))
        except Exception:  # noqa: BLE001 - aiortc raises what comes; its message may name an address
            raise CannotConnect("the camera's answer cannot be understood") from None

    async def _meet(self, candidate: Candidate) -> None:
        if (text := mend_candidate(candidate.text)) is None:
            return
        with contextlib.suppress(Exception):  # of several addresses one may be of no use
            found = candidate_from_sdp(text)
            found.sdpMid, found.sdpMLineIndex = candidate.mid or None, candidate.line or 0
            await self._connection.addIceCandidate(found)

    async def _look(self, receiver: RTCRtpReceiver) -> None:
        """See that pictures come, and key frames among them."""
        asked, count = 0.0, 0
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._wanted.wait()
            soon = self._wanted.is_set()
            self._wanted.clear()
            now = time.monotonic()
            if (last := self._pictures.last) is None:
                continue  # how long it may take to begin is not for us to say
            if now - last > STALL:
                raise FeedTimeout("the camera sends nothing")
            if now - max(self._pictures.last_key, asked) > (_ASK_AGAIN if soon else KEY_FRAME_EVERY):
                count += 1
                asked = now if await async_ask_for_key_frame(receiver, count) else asked


def _let_end(work: asyncio.Future[Any]) -> None:
    """Keep work until it is done, and take its error: nobody waits for it any more."""
    _ending.add(work)

    def ended(done: asyncio.Future[Any]) -> None:
        _ending.discard(done)
        if not done.cancelled():
            done.exception()

    work.add_done_callback(ended)


def _unheard(_data: bytes, _ticks: int) -> None:
    """Leave the sound out: no transport stream that Home Assistant plays can carry it."""


def _nothing() -> None:
    """Do nothing."""
