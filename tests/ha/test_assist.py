"""What people and rooms say to Assist: who gets what, by which entrance, and what goes on to the agent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from contextvars import Context as Variables
from dataclasses import dataclass, field, replace
import json
from pathlib import Path
from typing import Any, ClassVar, override

from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components import conversation, websocket_api
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
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er, intent
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, setup_test_component_platform
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allow, Channel
from tests.waiting import until

from .flows import account, address_camera
from .household import CAMERA, NURSERY, Household, Person, household, log_in

_TEXTS = json.loads(Path("custom_components/dropcam_privacy/translations/en.json").read_text(encoding="utf-8"))
SAYS: dict[str, str] = _TEXTS["common"]
NO_CAMERA = SAYS["assist_no_camera"]
LINK = f"Here it is: [Nursery](/?more-info-entity-id={CAMERA})"
PRIVATE = "Private now: Nursery."
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
        """Tell whether a sentence is taken from the agent."""
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


@pytest.fixture
async def assisted(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Assisted]:
    """Set up a household with Assist, a display and a speaker in the kitchen."""
    display, speaker = Player("Kitchen display"), Player("Kitchen speaker", MediaPlayerDeviceClass.SPEAKER)
    ear, agent = Ear(), Agent()
    setup_test_component_platform(hass, "media_player", [display, speaker])
    async with household(hass, hass_client_no_auth, hass_ws_client, "conversation", "assist_pipeline") as home:
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


@pytest.fixture
def kitchen(assisted: Assisted) -> dict[str, str]:
    """Put a satellite into the kitchen, and return what it says of itself."""
    devices = dr.async_get(assisted.hass)
    device = devices.async_get_or_create(config_entry_id=assisted.home.entry.entry_id, identifiers={("test", "sat")})
    area = ar.async_get(assisted.hass).async_get_area_by_name("Kitchen")
    assert area is not None
    devices.async_update_device(device.id, area_id=area.id)
    satellite = er.async_get(assisted.hass).async_get_or_create(
        "assist_satellite", "test", "sat", device_id=device.id, config_entry=assisted.home.entry
    )
    return {"satellite_id": satellite.entity_id, "device_id": device.id}


async def test_showing_in_a_chat(assisted: Assisted) -> None:
    """A link for whoever may watch; for others there is no such camera, and none that they know of is another."""
    home = assisted.home
    for say in (typed, posted, assisted.pipeline, assisted.speak):
        assert await say(home.anna, SHOW) == LINK
        assert await say(home.ben, SHOW) == refusal("privacy_on")
        for text in (SHOW, SHOW_CAMERA, UNKNOWN):
            assert await say(home.carl, text) == await say(home.root, text) == NO_CAMERA
    assert await typed(home.anna, SHOW_CAMERA) == LINK
    assert await typed(home.anna, UNKNOWN) == NO_CAMERA
    await home.lower()
    assert [await typed(person, SHOW_CAMERA) for person in home.everybody] == [LINK, LINK, NO_CAMERA, NO_CAMERA]
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert [await typed(person, SHOW) for person in home.everybody] == [refusal("camera_off")] * 2 + [NO_CAMERA] * 2


async def test_the_answers_of_a_stranger_are_the_same_to_the_letter(assisted: Assisted) -> None:
    """For a camera that is there, and one that is not: not only the sentence, all that comes with it."""
    await assisted.home.lower()
    carl = assisted.home.carl
    for there, not_there in (
        (SHOW_CAMERA, UNKNOWN),
        ("show me the nursery camera on the kitchen display", "show me the cellar camera on the kitchen display"),
        ("who is watching the nursery camera", "who is watching the cellar camera"),
        ("turn off privacy for the nursery camera", "turn off privacy for the cellar camera"),
        ("turn on privacy for the nursery camera", "turn on privacy for the cellar camera"),
    ):
        answers = [await carl.ask(type="conversation/process", text=text) for text in (there, not_there)]
        assert answers[0]["result"]["response"] == answers[1]["result"]["response"], there


async def test_showing_on_a_player(assisted: Assisted) -> None:
    """Only an owner, only without privacy; what was handed over is cut when privacy is raised."""
    home, display = assisted.home, assisted.display
    text = "show the nursery on the kitchen display"
    for say in (typed, posted, assisted.pipeline, assisted.speak):
        assert await say(home.anna, text) == refusal("privacy_on")
    assert [await typed(person, text) for person in (home.ben, home.carl, home.root)] == [
        refusal("owners_only"),
        NO_CAMERA,
        NO_CAMERA,
    ]
    await home.lower()
    assert await typed(home.ben, text) == refusal("owners_only")
    assert await typed(home.carl, text) == NO_CAMERA
    assert display.played == []
    assert await typed(home.anna, text) == ON_TV
    (url,) = display.played
    assert url.startswith("http")
    path = "/" + url.split("/", 3)[3]
    lease = home.hass.data[GATEKEEPER].find(path.split("/")[4])
    assert lease is not None
    assert lease.channel is Channel.CAST
    await home.raise_privacy()
    assert lease.ended
    assert (await home.anna.get(path, headers={})).status == 403
    assert len(display.played) == 1


async def test_which_player(assisted: Assisted, kitchen: dict[str, str]) -> None:
    """By name, by its room, or the one around; a speaker shows nothing, and a broken one is said to be broken."""
    home = assisted.home
    await home.lower()
    for text in (
        SHOW_CAMERA + " on the kitchen display",
        "show the nursery in the kitchen",
        "show nursery on kitchen tv",
    ):
        assert await typed(home.anna, text) == ON_TV, text
    assert await typed(home.anna, SHOW, device_id=kitchen["device_id"]) == ON_TV
    assert await typed(home.ben, SHOW, device_id=kitchen["device_id"]) == LINK
    assert len(assisted.display.played) == 4
    assert await typed(home.anna, "show the nursery on the moon") == SAYS["assist_player_missing"]
    assisted.display.broken = True
    assert await typed(home.anna, SHOW, device_id=kitchen["device_id"]) == SAYS["assist_player_failed"].format(
        player="Kitchen display"
    )
    assert not assisted.speaker.played


async def test_a_satellite(assisted: Assisted, kitchen: dict[str, str]) -> None:
    """It shows where owners allowed assistants and privacy is off; it makes private, and never ends that."""
    home = assisted.home
    assert await assisted.room(SHOW, at=kitchen) == await assisted.room(UNKNOWN, at=kitchen) == NO_CAMERA
    await home.lower()
    assert await assisted.room(SHOW, at=kitchen) == NO_CAMERA
    assert await assisted.room(WHO, at=kitchen) == NO_CAMERA
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, allow=frozenset({Allow.ASSISTANTS})))
    assert await assisted.room(SHOW, at=kitchen) == ON_TV
    assert await assisted.room(SHOW) == SAYS["assist_player_missing"]
    assert await assisted.room(WHO, at=kitchen) == SAYS["assist_nobody"].format(camera="Nursery")
    # Whose request it is said to be only narrows that.
    for person, answer in ((home.anna, ON_TV), (home.ben, ON_TV), (home.carl, NO_CAMERA), (home.root, NO_CAMERA)):
        assert await assisted.room(SHOW, Context(user_id=person.user.id), at=kitchen) == answer
    assert len(assisted.display.played) == 3
    assert await assisted.room(RAISE, at=kitchen) == PRIVATE
    assert home.policy.private
    for text in (LOWER, "turn off privacy for the cellar camera"):
        assert await assisted.room(text, at=kitchen) == SAYS["assist_owner_only"]
        assert await assisted.room(text, Context(user_id=home.anna.user.id), at=kitchen) == SAYS["assist_owner_only"]
    assert await assisted.room(SHOW, at=kitchen) == NO_CAMERA
    assert home.policy.private


async def test_who_is_watching(assisted: Assisted) -> None:
    """Owners are told of what kind they are, viewers how many while they may see it, others nothing; nobody a name."""
    home = assisted.home
    await home.lower()
    assert await home.anna.sees() == await home.ben.sees() == "red"
    for text in (WHO, "Who's watching the nursery camera?", "is anybody watching nursery"):
        assert await typed(home.anna, text) == SAYS["assist_audience"].format(
            camera="Nursery", owners=1, viewers=1, others=0
        )
    assert await typed(home.ben, WHO) == SAYS["assist_watching"].format(camera="Nursery", count=2)
    assert await typed(home.carl, WHO) == await typed(home.root, WHO) == NO_CAMERA
    await home.raise_privacy()
    assert await typed(home.ben, WHO) == refusal("privacy_on")
    assert await typed(home.carl, WHO) == NO_CAMERA


async def test_only_an_owner_ends_privacy(assisted: Assisted) -> None:
    """By each entrance that is a session of their own."""
    home = assisted.home
    for say in (typed, posted, assisted.pipeline, assisted.speak):
        for person, answer in ((home.ben, refusal("owners_only")), (home.carl, NO_CAMERA), (home.root, NO_CAMERA)):
            assert await say(person, LOWER) == answer
            assert home.policy.private
        assert await say(home.anna, LOWER) == SHARED
        assert not home.policy.private
        assert await say(home.anna, "make the nursery private") == PRIVATE
        assert home.policy.private


async def test_anybody_makes_private(assisted: Assisted) -> None:
    """Whoever may not know of the camera is not told whether there is one; a read-only user may not use switches."""
    home = assisted.home
    unseen = SAYS["assist_private_if_any"]
    for person, answer in ((home.anna, PRIVATE), (home.ben, PRIVATE), (home.carl, unseen), (home.root, unseen)):
        await home.lower()
        assert await typed(person, RAISE) == answer
        assert home.policy.private
    assert await typed(home.carl, "turn on privacy for the cellar camera") == unseen
    await home.lower()
    assert await assisted.room(RAISE) == unseen
    assert home.policy.private
    await home.lower()
    reader = await home.join("Reader")
    await home.hass.auth.async_update_user(reader.user, group_ids=[GROUP_ID_READ_ONLY])
    assert await typed(reader, RAISE) == await typed(reader, "make the cellar camera private") == refusal("refused")
    assert not home.policy.private


async def test_who_only_seems_to_be_the_owner(
    assisted: Assisted, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """Programs, automations and scripts in her name, her long-lived token, and what runs inside of her own command."""
    home, hass = assisted.home, assisted.hass
    anna = Context(user_id=home.anna.user.id)
    owner_only = SAYS["assist_owner_only"]
    assert await assisted.room(LOWER, anna) == owner_only
    client = await hass_client_no_auth()
    kiosk = await log_in(hass, home.anna.user, client, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for text in (LOWER, SHOW):
        assert await typed(kiosk, text) == await posted(kiosk, text) == await assisted.speak(kiosk, text) == NO_CAMERA

    answers: list[str] = []
    seen: list[tuple[Any, Any]] = []

    @websocket_api.websocket_command({"type": "neighbour/say"})
    @websocket_api.async_response
    async def command(hass: HomeAssistant, connection: Any, msg: dict[str, Any]) -> None:
        answers.append(await assisted.room(LOWER, connection.context(msg)))
        connection.send_result(msg["id"])

    websocket_api.async_register_command(hass, command)
    assert (await home.anna.ask(type="neighbour/say"))["success"]

    manager = get_agent_manager(hass)
    ours = next(name for name in manager._intents[conversation.const.IntentSource.TRIGGER]["intents"])
    callback = manager.get_trigger_callback(ours)
    assert callback is not None
    agent = manager.default_agent
    assert agent is not None

    async def again(said: Any, result: Any) -> str | None:
        answers.append(await assisted.room(LOWER, said.context))
        return "done"

    def at_once(said: Any, result: Any) -> Any:
        """Call what we registered ourselves, inside of the very task of her command."""
        said.text = LOWER
        seen.append((said, result))
        return callback(said, seen_result)

    recognized = await agent.async_recognize_sentence_trigger(
        conversation.ConversationInput(LOWER, anna, None, None, None, "en", conversation.HOME_ASSISTANT_AGENT)
    )
    assert recognized is not None
    seen_result = recognized.matched_triggers[ours]
    manager.register_trigger(["do it"], again)
    manager.register_trigger(["do it now"], at_once)
    for say in (typed, posted, assisted.pipeline, assisted.speak):
        assert await say(home.anna, "do it") == "done"
        assert await say(home.anna, "do it now") == owner_only
    assert answers == [owner_only] * 5
    # What was hers, later.
    assert await callback(seen[0][0], seen_result) == owner_only
    assert await assisted.room(LOWER, seen[0][0].context) == owner_only

    process = {"action": "conversation.process", "data": {"text": LOWER}, "response_variable": "answer"}
    note = {"event": "answered", "event_data": {"text": "{{ answer.response.speech.plain.speech }}"}}
    assert await async_setup_component(hass, "script", {"script": {"lower": {"sequence": [process, note]}}})
    automation = {"alias": "a", "triggers": {"trigger": "event", "event_type": "go"}, "actions": [process, note]}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    said: list[str] = []
    hass.bus.async_listen("answered", lambda event: said.append(event.data["text"]))
    assert await home.anna.call("script.lower", "") is None
    hass.bus.async_fire("go", context=anna)
    assert await home.anna.call("conversation.process", "", text=LOWER) is None
    await until(lambda: len(said) == 2)
    assert said == [owner_only] * 2
    assert home.policy.private


@pytest.mark.parametrize("eager", [True, False])
async def test_a_run_of_hers_cannot_be_run_again(assisted: Assisted, *, eager: bool) -> None:
    """A program that gets hold of the owner's pipeline while it runs, and runs it in a task of its own."""
    home, hass = assisted.home, assisted.hass
    answers: list[str] = []

    def catch(said: Any, result: Any) -> Any:
        task = asyncio.current_task()
        assert task is not None
        coroutine: Any = task.get_coro()
        hers = coroutine.cr_frame.f_locals["self"]
        text, hers.intent_input = hers.intent_input, LOWER
        tell, hers.run.event_callback = hers.run.event_callback, note
        hers.run._started = False
        replay = asyncio.Task(hers.execute(), loop=hass.loop, context=Variables(), eager_start=eager)

        async def wait() -> str:
            with suppress(RuntimeError):
                await replay
            hers.intent_input, hers.run.event_callback = text, tell
            return "done"

        return wait()

    def note(event: Any) -> None:
        if event.type == "intent-end":
            answers.append(spoken(event.data["intent_output"]))

    get_agent_manager(hass).register_trigger(["catch it"], catch)
    socket = await home.anna._ws(home.anna.token)
    await socket.send_json_auto_id(
        {"type": "assist_pipeline/run", "start_stage": "intent", "end_stage": "intent", "input": {"text": "catch it"}}
    )
    await until(lambda: bool(answers))
    assert answers[0] == SAYS["assist_owner_only"]
    assert home.policy.private
    await socket.close()


async def test_what_goes_on_to_the_agent(assisted: Assisted) -> None:
    """Nothing that could be meant for somebody else is taken: not even with a camera's name, if a lock has it too."""
    home, hass, agent = assisted.home, assisted.hass, assisted.agent
    others = ["show me the weather", "open the garage door", "turn off the lights", "show me the front door"]
    others += ["who is watching the game", "turn on privacy", "turn on the nursery camera"]
    for text in others:
        assert await assisted.pipeline(home.anna, text, pipeline="agent") == "the agent", text
    assert agent.heard == others
    assert await assisted.pipeline(home.anna, SHOW, pipeline="agent") == LINK
    # The door's camera and the door's lock.
    er.async_get(hass).async_update_entity(CAMERA, name="Front door")
    await hass.async_block_till_done()
    show, link = "show me the front door", LINK.replace("Nursery", "Front door")
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link
    hass.states.async_set("lock.door", "locked", {"friendly_name": "Front Door"})
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link, "it is not exposed to Assist"
    hass.states.async_set("cover.door", "closed", {"friendly_name": "front door"})
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == "the agent"
    assert await assisted.pipeline(home.anna, f"{show} on the kitchen display", pipeline="agent") == "the agent"
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == link
    assert (
        await assisted.pipeline(home.anna, "make the front door private", pipeline="agent")
        == "Private now: Front door."
    )
    hass.states.async_remove("cover.door")
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link
    # With the last camera, all sentences go.
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    await hass.async_block_till_done()
    assert get_agent_manager(hass).trigger_sentences == []
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == "the agent"
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == link


NAMES: tuple[tuple[str, list[str]], ...] = (
    ("Anna's room", ["anna's room", "Anna\N{RIGHT SINGLE QUOTATION MARK}s room", "annas room"]),
    ("Kid (left) [2]", ["kid (left) [2]", "kid left 2"]),
    ("{name}", ["{name}", "name"]),
    ("a|b;<c>", ["a|b;<c>", "a b c"]),
    ("back\\slash", ["back\\slash", "back slash"]),
    ("Küche Ñandú 東京", ["küche ñandú 東京"]),
    ("Dr. Who? \N{EN DASH} Nr. 3!", ["dr. who? \N{EN DASH} nr. 3!", "dr who nr 3"]),
    ("Nursery camera", ["nursery", "nursery camera"]),
    ("The Den", ["the den", "den"]),
    ("*x* [a](http://evil)", ["x a http evil"]),
)


async def test_names_of_all_kinds(assisted: Assisted) -> None:
    """Each is matched as it is typed and as it is spoken, matches nothing else, and is only text in the answer."""
    home, hass = assisted.home, assisted.hass
    for name, texts in NAMES:
        er.async_get(hass).async_update_entity(CAMERA, name=name)
        await hass.async_block_till_done()
        for text in texts:
            for sentence in (f"show me the {text}", f"show me the {text} camera"):
                answer = await typed(home.anna, sentence)
                assert answer.endswith(f"](/?more-info-entity-id={CAMERA})"), (sentence, answer)
                assert "](http" not in answer
        for text in ("show me the weather", "show me the kid", "show me the a", "show me the nurs"):
            assert not await assisted.takes(text), (name, text)
    # Names without a word in them cannot be said; all else works on.
    for name in ("???", "\N{SNOWMAN}", "( )", "{", "the"):
        er.async_get(hass).async_update_entity(CAMERA, name=name)
        await hass.async_block_till_done()
        assert not await assisted.takes("show me the weather"), name
        assert await typed(home.anna, UNKNOWN) == NO_CAMERA


async def test_aliases_areas_and_new_names(assisted: Assisted) -> None:
    """They hold from the moment that they are given."""
    home, hass = assisted.home, assisted.hass
    registry = er.async_get(hass)
    entry = registry.async_get(CAMERA)
    assert entry is not None
    registry.async_update_entity(CAMERA, aliases=[*entry.aliases, "Baby"])
    assert await typed(home.anna, "show me the baby") == LINK
    attic = ar.async_get(hass).async_create("Attic")
    dr.async_get(hass).async_update_device(entry.device_id or "", area_id=attic.id)
    assert await typed(home.anna, "show me the attic") == LINK
    ar.async_get(hass).async_update(attic.id, name="Loft")
    assert await typed(home.anna, "show me the loft") == LINK
    subentry = home.entry.subentries[NURSERY]
    hass.config_entries.async_update_subentry(home.entry, subentry, title="Playroom")
    await hass.async_block_till_done()
    assert await typed(home.anna, "show me the playroom") == LINK.replace("Nursery", "Playroom")
    for gone in ("nursery", "attic"):
        assert await assisted.pipeline(home.anna, f"show me the {gone}", pipeline="agent") == "the agent"
    assert await typed(home.anna, "show me the nursery camera") == NO_CAMERA


async def test_two_accounts_with_cameras_of_the_same_name(assisted: Assisted) -> None:
    """Each gets their own; who may see both, and owns neither, is asked which."""
    home, hass = assisted.home, assisted.hass
    other = address_camera("other", still_image_url=home.fake.still_url, viewers=[home.ben.user.id, home.anna.user.id])
    carls = account(hass, home.carl.user, cameras=({**other, "title": "Nursery"},))
    assert await hass.config_entries.async_setup(carls.entry_id)
    await hass.async_block_till_done()
    second = er.async_get(hass).async_get_entity_id("camera", "dropcam_privacy", "other_camera")
    assert second is not None
    assert await typed(home.anna, SHOW_CAMERA) == LINK
    assert await typed(home.carl, SHOW_CAMERA) == LINK.replace(CAMERA, second)
    assert await typed(home.ben, SHOW_CAMERA) == SAYS["assist_ambiguous"]
    assert await typed(home.root, SHOW_CAMERA) == NO_CAMERA
    assert await typed(home.carl, LOWER) == SHARED
    assert home.policy.private
    assert home.state("switch.nursery_privacy") == "on"
    assert await typed(home.ben, LOWER) == SAYS["assist_ambiguous"]
    await home.lower()
    assert await typed(home.carl, RAISE) == PRIVATE
    assert not home.policy.private
    await hass.config_entries.async_unload(carls.entry_id)
    assert await typed(home.ben, SHOW_CAMERA) == LINK
