"""The camera: it carries offers to its cloud, and what that says back."""

from typing import Any

from homeassistant.components.camera import (
    Camera,
    CameraEntityFeature,
    WebRTCAnswer,
    WebRTCCandidate,
    WebRTCClientConfiguration,
    WebRTCSendMessage,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from webrtc_models import RTCIceCandidateInit


async def async_setup_entry(_hass: HomeAssistant, entry: ConfigEntry, add: AddConfigEntryEntitiesCallback) -> None:
    """Add it."""
    add([Intercom(entry)])


class Intercom(Camera):
    """Its stills are a placeholder."""

    _attr_name = "intercom"
    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(self, entry: ConfigEntry) -> None:
        """Belong to a cloud."""
        super().__init__()
        self._attr_unique_id = entry.entry_id
        self._cloud: str = entry.data["address"]

    async def _say(self, what: str, **more: str) -> Any:
        async with async_get_clientsession(self.hass).post(f"{self._cloud}/{what}", json=more) as answer:
            if not answer.ok:
                raise HomeAssistantError(f"{self._cloud} refuses")
            return await answer.json()

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return no picture."""
        return b"placeholder"

    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        """Carry an offer."""
        said = await self._say("offer", session=session_id, sdp=offer_sdp)
        send_message(WebRTCAnswer(said["sdp"]))
        for candidate in said["candidates"]:
            send_message(WebRTCCandidate(RTCIceCandidateInit(candidate, sdp_m_line_index=0)))

    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        """Need none: they are in the offer."""

    @callback
    def close_webrtc_session(self, session_id: str) -> None:
        """Close a session."""
        self.hass.async_create_task(self._say("close", session=session_id))

    @callback
    def _async_get_webrtc_client_configuration(self) -> WebRTCClientConfiguration:
        return WebRTCClientConfiguration(data_channel="dataSendChannel")
