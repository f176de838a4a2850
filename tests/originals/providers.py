"""A WebRTC provider that notes what it is asked for."""

from typing import Any

from homeassistant.components.camera import (
    Camera,
    CameraWebRTCProvider,
    WebRTCAnswer,
)


class Provider(CameraWebRTCProvider):
    """Answers every offer with a picture."""

    domain = "test"

    def __init__(self) -> None:
        """Note what it is told."""
        self.sources: list[str | None] = []
        self.forgotten: list[str] = []

    def async_is_supported(self, stream_source: str) -> bool:
        """Take everything."""
        self.sources.append(stream_source)
        return True

    async def async_handle_async_webrtc_offer(
        self, camera: Camera, offer_sdp: str, session_id: str, send_message: Any
    ) -> None:
        """Fetch a picture and send it."""
        image = await camera.async_camera_image()
        send_message(WebRTCAnswer((image or b"").hex()))

    async def async_on_webrtc_candidate(self, session_id: str, candidate: Any) -> None:
        """Ignore it."""

    async def async_unregister_camera(self, camera: Camera) -> None:
        """Note it."""
        self.forgotten.append(camera.entity_id)
