"""Originals that speak only WebRTC: how our feed calls them, through their locked entity."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ..feed.errors import CannotConnect
from ..feed.native import Answer, Candidate, Ended, IceServer, Said
from ..ha_internals.webrtc import CLIENT_CONFIGURATION, client_configuration
from ..isolation import run_as_nobody
from .locked_class import own_class_of

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera, WebRTCMessage


class NativeOriginal:
    """An original that speaks only WebRTC: our feed's one way past the refusals, which stay on the entity.

    Whoever runs `async_offer` runs another integration's code: let it be nobody.
    """

    def __init__(self, camera: Camera) -> None:
        """Read from an instance, or from our view of it. Raises CannotConnect."""
        self._camera = camera
        self._own_class = own_class_of(camera)
        if CLIENT_CONFIGURATION.missing:
            raise CannotConnect("the original cannot be asked how it wants to be called")
        try:
            configuration = run_as_nobody(client_configuration, camera)
            self.data_channel = configuration.data_channel
            self.ice_servers = [
                IceServer(
                    tuple([server.urls] if isinstance(server.urls, str) else server.urls),
                    server.username,
                    server.credential,
                )
                for server in configuration.configuration.ice_servers
            ]
        except Exception:  # noqa: BLE001 - another integration's code; its message may name an address
            raise CannotConnect("the original does not say how it wants to be called") from None

    async def async_offer(self, sdp: str, session: str, hear: Callable[[Said], None]) -> None:
        """Have its integration carry an offer to it. Raises CannotConnect."""

        def heard(message: WebRTCMessage) -> None:
            if (said := _understood(message)) is not None:
                hear(said)

        try:
            await self._own_class.async_handle_async_webrtc_offer(self._camera, sdp, session, heard)
        except Exception:  # noqa: BLE001 - as above
            raise CannotConnect("the original refused the offer") from None

    def close(self, session: str) -> None:
        """Have its integration close a session."""
        with suppress(Exception):  # another integration's code, and nothing is left to do where it fails
            run_as_nobody(self._own_class.close_webrtc_session, self._camera, session)


def _understood(message: WebRTCMessage) -> Said | None:
    from homeassistant.components.camera import (  # noqa: PLC0415 - loads the camera component
        WebRTCAnswer,
        WebRTCCandidate,
        WebRTCError,
    )

    match message:
        case WebRTCAnswer(answer=sdp):
            return Answer(sdp)
        case WebRTCCandidate(candidate=found):
            return Candidate(found.candidate, getattr(found, "sdp_mid", None), getattr(found, "sdp_m_line_index", None))
        case WebRTCError():
            return Ended()
    return None
