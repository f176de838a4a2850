"""Google Assistant and Alexa as Home Assistant has them, asked by the requests that they send."""

from typing import Any, Protocol
from unittest.mock import patch

from homeassistant.components.alexa import smart_home as alexa
from homeassistant.components.alexa.smart_home import AlexaConfig
from homeassistant.components.google_assistant import smart_home as google
from homeassistant.components.google_assistant.const import SOURCE_CLOUD
from homeassistant.components.google_assistant.http import GoogleConfig
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from yarl import URL

from tests.household.home import CAMERA, Household, Person

GET_STREAM = {"command": "action.devices.commands.GetCameraStream", "params": {"SupportedStreamProtocols": ["hls"]}}
SWITCH_ON = {"command": "action.devices.commands.OnOff", "params": {"on": True}}


class Assistant(Protocol):
    """One of the two; `unavailable` is its word for it."""

    unavailable: str

    async def ask(self, person: Person) -> str:
        """Ask for the camera's stream by HTTP; return its path, or the assistant's error."""

    async def ask_by_cloud(self, hass: HomeAssistant, user: str | None) -> str:
        """Ask as the cloud does: a message that is handled for a user of the system."""


class Google:
    """Google Assistant."""

    unavailable = "streamUnavailable"

    @staticmethod
    def message(**devices: dict[str, Any]) -> dict[str, Any]:
        """Make a request to execute something on each device."""
        commands = [
            {"devices": [{"id": device.replace("__", ".")}], "execution": [execution]}
            for device, execution in devices.items()
        ]
        return {
            "requestId": "1",
            "inputs": [{"intent": "action.devices.EXECUTE", "payload": {"commands": commands}}],
        }

    @staticmethod
    def told(answer: dict[str, Any]) -> str:
        """Read the path of the stream, or the error; everything else in the same request must have been done."""
        *others, camera = sorted(answer["payload"]["commands"], key=lambda command: command["ids"] == [CAMERA])
        assert all(other["status"] == "SUCCESS" for other in others)
        if camera["status"] == "ERROR":
            return str(camera["errorCode"])
        return URL(camera["states"]["cameraStreamAccessUrl"]).path

    async def ask(self, person: Person) -> str:
        """Ask by HTTP, and to switch a lamp on with it."""
        message = self.message(camera__nursery=GET_STREAM, input_boolean__lamp=SWITCH_ON)
        answer = await person.post("/api/google_assistant", message)
        assert answer.status == 200
        return self.told(await answer.json())

    async def ask_by_cloud(self, hass: HomeAssistant, user: str | None) -> str:
        """Ask as hass_nabucasa does."""
        message = self.message(camera__nursery=GET_STREAM)
        return self.told(
            await google.async_handle_message(hass, google_config(hass), "agent", user, message, SOURCE_CLOUD)
        )


class Alexa:
    """Alexa."""

    unavailable = "ENDPOINT_UNREACHABLE"

    @staticmethod
    def message(
        namespace: str = "Alexa.CameraStreamController", name: str = "InitializeCameraStreams"
    ) -> dict[str, Any]:
        """Make a directive for the camera."""
        return {
            "directive": {
                "header": {
                    "namespace": "Alexa.CameraStreamController",
                    "name": "InitializeCameraStreams",
                    "messageId": "1",
                    "correlationToken": "1",
                    "payloadVersion": "3",
                },
                "endpoint": {
                    "endpointId": CAMERA.replace(".", "#"),
                    "scope": {"type": "BearerToken", "token": "no"},
                    "cookie": {},
                },
                "payload": {"cameraStreams": [{"protocol": "HLS"}]},
            }
        }

    @staticmethod
    def told(answer: dict[str, Any]) -> str:
        """Read an answer; its still is the shield."""
        payload = answer["event"]["payload"]
        if answer["event"]["header"]["name"] == "ErrorResponse":
            return str(payload["type"])
        assert URL(payload["imageUri"]).path == "/dropcam_privacy_static/shield.svg"
        return URL(payload["cameraStreams"][0]["uri"]).path

    async def ask(self, person: Person) -> str:
        """Ask by HTTP."""
        answer = await person.post("/api/alexa/smart_home", self.message())
        assert answer.status == 200
        return self.told(await answer.json())

    async def ask_by_cloud(self, hass: HomeAssistant, user: str | None) -> str:
        """Ask as hass_nabucasa does."""
        config = AlexaConfig(hass, {"filter": _everything(), "entity_config": {}, "locale": "en-US"})
        await config.async_initialize()
        return self.told(await alexa.async_handle_message(hass, config, self.message(), context=Context(user_id=user)))


def _everything() -> Any:
    from homeassistant.helpers.entityfilter import FILTER_SCHEMA  # noqa: PLC0415 - only for one of the two

    return FILTER_SCHEMA({})


ASSISTANTS: dict[str, Assistant] = {"google": Google(), "alexa": Alexa()}


def google_config(hass: HomeAssistant) -> GoogleConfig:
    """Return what Google Assistant was set up with."""
    config: GoogleConfig = hass.config_entries.async_entries("google_assistant")[0].runtime_data
    return config


async def set_up(home: Household) -> None:
    """Link the household with both, by hand, with everything exposed; there is a lamp, too."""
    hass = home.hass
    await home.move(internal_url="http://home.local:8123", external_url="https://home.example.org")
    for domain, config in (
        ("input_boolean", {"lamp": {}}),
        ("google_assistant", {"project_id": "home", "exposed_domains": ["camera", "input_boolean"]}),
        ("alexa", {"smart_home": {}}),
    ):
        with patch("homeassistant.components.google_assistant.PLATFORMS", []):
            assert await async_setup_component(hass, domain, {domain: config})
            await hass.async_block_till_done()
