"""A household with Assist: what can be said to it, by each entrance, and what is said back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any, ClassVar, override

from homeassistant.components import conversation
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.media_player import (
    MediaPlayerDeviceClass,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.components.stt import (
    DATA_COMPONENT as STT,
    AudioBitRates,
    AudioChannels,
    AudioCodecs,
    AudioFormats,
    AudioSampleRates,
    SpeechMetadata,
    SpeechResult,
    SpeechResultState,
    SpeechToTextEntity,
)
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, entity_registry as er, intent
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, setup_test_component_platform
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.home import CAMERA, Household, Person, household

_TEXTS = json.loads(Path("custom_components/dropcam_privacy/translations/en.json").read_text(encoding="utf-8"))
SAYS: dict[str, str] = _TEXTS["common"]
NO_CAMERA = SAYS["assist_no_camera"]
LINK = f"Here it is: [Nursery](/?more-info-entity-id={CAMERA})"
PRIVATE = "Nursery is private now."
SHOW, SHOW_CAMERA, UNKNOWN = "show me the nursery", "Show me the nursery camera!", "show me the cellar camera"
LOWER, RAISE = "turn off privacy for the nursery", "turn on privacy for the nursery"
WHO = "who is watching the nursery"
SHARED = SAYS["assist_shared"].format(camera="Nursery")
ON_TV = SAYS["assist_showing"].format(camera="Nursery", player="Kitchen display")


_PIPELINE = {
    **dict.fromkeys(("language", "conversation_language", "stt_language"), "en"),
    **dict.fromkeys(("tts_engine", "tts_language", "tts_voice", "wake_word_entity", "wake_word_id")),
}


def refusal(word: str) -> str:
    """Return the sentence of a refusal."""
    text: str = _TEXTS["exceptions"][word]["message"]
    return text


class Player(MediaPlayerEntity):
    """A media player that remembers what it was to play."""

    _attr_supported_features = MediaPlayerEntityFeature.PLAY_MEDIA
    _attr_state = MediaPlayerState.IDLE

    def __init__(self, name: str, device_class: MediaPlayerDeviceClass | None = None) -> None:
        """Have a name."""
        self._attr_name = name
        self._attr_unique_id = name
        self._attr_device_class = device_class
        self.played: list[str] = []
        self.broken = False

    @override
    async def async_play_media(self, media_type: str, media_id: str, **kwargs: Any) -> None:
        if self.broken:
            raise HomeAssistantError("it is broken")
        self.played.append(media_id)


class Ear(SpeechToTextEntity):
    """It understands what it is told to."""

    _attr_name = "ear"
    heard = ""
    supported_languages: ClassVar = ["en"]
    supported_formats: ClassVar = [AudioFormats.WAV]
    supported_codecs: ClassVar = [AudioCodecs.PCM]
    supported_bit_rates: ClassVar = [AudioBitRates.BITRATE_16]
    supported_sample_rates: ClassVar = [AudioSampleRates.SAMPLERATE_16000]
    supported_channels: ClassVar = [AudioChannels.CHANNEL_MONO]

    @override
    async def async_process_audio_stream(self, metadata: SpeechMetadata, stream: Any) -> SpeechResult:
        async for _ in stream:
            pass
        return SpeechResult(self.heard, SpeechResultState.SUCCESS)


class Agent(conversation.AbstractConversationAgent):
    """An agent behind a pipeline, which notes what reaches it."""

    supported_languages: ClassVar = ["en"]

    def __init__(self) -> None:
        """Have heard nothing."""
        self.heard: list[str] = []

    @override
    async def async_process(self, user_input: conversation.ConversationInput) -> conversation.ConversationResult:
        self.heard.append(user_input.text)
        response = intent.IntentResponse(language="en")
        response.async_set_speech("the agent")
        return conversation.ConversationResult(response)


@dataclass
class Assisted:
    """The household with Assist."""

    home: Household
    display: Player
    speaker: Player
    ear: Ear
    agent: Agent
    pipelines: dict[str, str] = field(default_factory=dict)

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.home.hass

    async def room(self, text: str, context: Context | None = None, at: dict[str, str] | None = None) -> str:
        """Say something in a room, or as a program does."""
        result = await conversation.async_converse(self.hass, text, None, context or Context(), **(at or {}))
        return spoken(result.as_dict())

    async def takes(self, text: str) -> bool:
        """Return whether a sentence is taken from the agent."""
        agent = get_agent_manager(self.hass).default_agent
        assert agent is not None
        said = conversation.ConversationInput(
            text, Context(), None, None, None, "en", conversation.HOME_ASSISTANT_AGENT
        )
        return await agent.async_recognize_sentence_trigger(said) is not None

    async def pipeline(self, person: Person, text: str, *, pipeline: str = "default", **more: Any) -> str:
        """Type something, as the frontend does."""
        message = {"start_stage": "intent", "input": {"text": text}, "pipeline": self.pipelines[pipeline], **more}
        return await self._run(person, message)

    async def speak(self, person: Person, text: str) -> str:
        """Say something into one's own phone."""
        self.ear.heard = text
        message = {"start_stage": "stt", "input": {"sample_rate": 16000}, "pipeline": self.pipelines["default"]}
        return await self._run(person, message)

    async def _run(self, person: Person, message: dict[str, Any]) -> str:
        socket = await person._ws(person.token)
        await socket.send_json_auto_id({"type": "assist_pipeline/run", "end_stage": "intent", **message})
        while True:
            answer = await socket.receive_json()
            assert answer.get("success", True), answer
            event = answer.get("event", {})
            if event.get("type") == "run-start" and message["start_stage"] == "stt":
                await socket.send_bytes(bytes([event["data"]["runner_data"]["stt_binary_handler_id"]]))
            if event.get("type") == "intent-end":
                await socket.close()
                return spoken(event["data"]["intent_output"])
            assert event.get("type") not in ("error", "run-end"), event


def spoken(result: dict[str, Any]) -> str:
    """Return what is spoken; it is never an error."""
    text: str = result["response"]["speech"]["plain"]["speech"]
    return text


async def typed(person: Person, text: str, **more: Any) -> str:
    """Type something over the websocket."""
    return spoken((await person.ask(type="conversation/process", text=text, language="en", **more))["result"])


async def posted(person: Person, text: str) -> str:
    """Type something over REST."""
    response = await person.post("/api/conversation/process", {"text": text, "language": "en"})
    assert response.status == 200
    return spoken(await response.json())


@asynccontextmanager
async def with_assist(
    hass: HomeAssistant, http: ClientSessionGenerator, ws: WebSocketGenerator
) -> AsyncIterator[Assisted]:
    """Set up a household with Assist, a display and a speaker in the kitchen."""
    display, speaker = Player("Kitchen display"), Player("Kitchen speaker", MediaPlayerDeviceClass.SPEAKER)
    ear, agent = Ear(), Agent()
    setup_test_component_platform(hass, "media_player", [display, speaker])
    async with household(hass, http, ws, "conversation", "assist_pipeline") as home:
        assert await async_setup_component(hass, "media_player", {"media_player": {"platform": "test"}})
        await hass.data[STT].async_add_entities([ear])
        await hass.async_block_till_done()
        kitchen = ar.async_get(hass).async_create("Kitchen").id
        for player in (display, speaker):
            er.async_get(hass).async_update_entity(player.entity_id, area_id=kitchen)
        entry = MockConfigEntry(domain="test", title="agent")
        entry.add_to_hass(hass)
        conversation.async_set_agent(hass, entry, agent)
        found = Assisted(home, display, speaker, ear, agent)
        for name, engines in (
            ("default", {"conversation_engine": conversation.HOME_ASSISTANT_AGENT, "stt_engine": ear.entity_id}),
            ("agent", {"conversation_engine": entry.entry_id, "stt_engine": None}),
        ):
            made = await home.root.ask(
                type="assist_pipeline/pipeline/create",
                name=name,
                **(_PIPELINE | engines),
            )
            found.pipelines[name] = made["result"]["id"]
        yield found
