"""What is not public of WebRTC: the peer that we are by aiortc, and what an original says of how it wants to be called.

aiortc decodes what it receives, and has no public way to the encoded pictures.
"""

from collections.abc import Callable
from queue import Queue
from typing import TYPE_CHECKING, Any, Final

from .internal import Members

if TYPE_CHECKING:
    from aiortc.rtcrtpreceiver import RTCRtpReceiver
    from homeassistant.components.camera import Camera, WebRTCClientConfiguration

_NO_PICTURE: Final = "originals that speak only WebRTC have no picture"

RECEIVER: Final = Members(
    "aiortc.rtcrtpreceiver",
    "RTCRtpReceiver",
    "_RTCRtpReceiver__decoder_queue",
    "_RTCRtpReceiver__rtcp_ssrc",
    "_send_rtcp",
    "_send_rtcp_pli",
    needed_by="feed.peer",
    without=_NO_PICTURE,
)
CLIENT_CONFIGURATION: Final = Members(
    "homeassistant.components.camera",
    "Camera",
    "_async_get_webrtc_client_configuration",
    needed_by="originals.native",
    without=_NO_PICTURE,
)

_QUEUE: Final = "_RTCRtpReceiver__decoder_queue"
_FULL_INTRA_REQUEST: Final = 4  # RFC 5104, 4.3.1


class _Tap:
    """Stands where pictures wait for aiortc's decoder, whose thread then waits for nothing but its end."""

    def __init__(self, queue: Queue[Any], hear: Callable[[bytes, int], None], ended: Callable[[], None]) -> None:
        self._queue, self._hear, self._ended = queue, hear, ended

    def put(self, item: Any) -> None:
        """Take a picture with its codec, or the end."""
        if item is None:
            self._queue.put(None)
            self._ended()
        else:
            self._hear(item[1].data, item[1].timestamp)

    def get(self) -> Any:
        """Give the decoder its end."""
        return self._queue.get()


def take_encoded(
    receiver: RTCRtpReceiver,
    hear: Callable[[bytes, int], None],
    lost: Callable[[], None],
    ended: Callable[[], None],
) -> None:
    """Have what a receiver receives handed to `hear`, encoded, with its time in the camera's ticks.

    `lost` is called before the picture after a gap that could not be closed, `ended` when the camera says goodbye.
    """
    setattr(receiver, _QUEUE, _Tap(getattr(receiver, _QUEUE), hear, ended))
    tell = receiver._send_rtcp_pli  # noqa: SLF001 - it is called where packets are given up, and nowhere else

    async def gave_up(media_ssrc: int) -> None:
        lost()
        await tell(media_ssrc)

    receiver._send_rtcp_pli = gave_up  # type: ignore[method-assign] # noqa: SLF001


async def async_ask_for_key_frame(receiver: RTCRtpReceiver, count: int) -> bool:
    """Ask for a key frame for the `count`th time, in both ways: Google heeds only the second; return whether it could.

    It cannot as long as nothing was received.
    """
    from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket  # noqa: PLC0415 - it is installed when it is needed

    own = getattr(receiver, "_RTCRtpReceiver__rtcp_ssrc", None)
    sources = receiver.getSynchronizationSources()
    if own is None or not sources:
        return False
    media: int = sources[-1].source
    intra = media.to_bytes(4) + bytes((count % 256, 0, 0, 0))
    for packet in (
        RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=own, media_ssrc=media),
        RtcpPsfbPacket(fmt=_FULL_INTRA_REQUEST, ssrc=own, media_ssrc=0, fci=intra),
    ):
        await receiver._send_rtcp(packet)  # noqa: SLF001 - nothing public sends it
    return True


def client_configuration(camera: Camera) -> WebRTCClientConfiguration:
    """Return how a camera wants to be called, without the servers that Home Assistant adds for browsers."""
    return camera._async_get_webrtc_client_configuration()  # noqa: SLF001 - its public name adds them
