"""What people and rooms say to Assist: who gets what, and who only seems to be somebody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from contextvars import Context as Variables
from dataclasses import replace
import inspect
from typing import Any, override
from unittest.mock import Mock

from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components import conversation, websocket_api
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, Channel
from tests.household.assisted import (
    LINK,
    LOWER,
    NO_CAMERA,
    ON_TV,
    PRIVATE,
    RAISE,
    SAYS,
    SHARED,
    SHOW,
    SHOW_CAMERA,
    UNKNOWN,
    WHO,
    Agent,
    Assisted,
    posted,
    refusal,
    spoken,
    typed,
    with_assist,
)
from tests.household.home import CAMERA, live_of, log_in
from tests.waiting import until


@pytest.fixture
async def assisted(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Assisted]:
    """Set up a household with Assist."""
    async with with_assist(hass, hass_client_no_auth, hass_ws_client) as assisted:
        yield assisted


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
    assert live_of(home.camera).worker is None, "the camera was asked for a stream that nobody may have"
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
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, allow=frozenset({Allowance.ASSISTANTS})))
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
    assert (
        await typed(reader, RAISE) == await typed(reader, "make the cellar camera private") == refusal("may_not_switch")
    )
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

    class Handing(Agent):
        """An agent that hands what she says on, by the handler of the very command that she came with."""

        @override
        async def async_process(self, user_input: conversation.ConversationInput) -> conversation.ConversationResult:
            task: Any = asyncio.current_task()
            connection = task.get_coro().cr_frame.f_locals["connection"]
            inner = inspect.unwrap(hass.data["websocket_api"]["conversation/process"][0])
            told = Mock(spec=connection, context=connection.context)
            await inner(hass, told, {"id": 7, "text": LOWER})
            answers.append(spoken(told.send_result.call_args.args[1]))
            return await super().async_process(user_input)

    entry = MockConfigEntry(domain="test", title="handing")
    entry.add_to_hass(hass)
    conversation.async_set_agent(hass, entry, Handing())
    assert await typed(home.anna, "hello", agent_id=entry.entry_id) == "the agent"
    assert answers.pop() == owner_only
    # What was hers, later.
    assert await callback(seen[0][0], seen_result) == owner_only
    assert await assisted.room(LOWER, seen[0][0].context) == owner_only
    assert home.policy.private


async def test_automations_and_scripts_in_her_name(assisted: Assisted) -> None:
    """What she starts is not she who speaks; nor is her call of the action that takes sentences."""
    home, hass, owner_only = assisted.home, assisted.hass, SAYS["assist_owner_only"]
    process = {"action": "conversation.process", "data": {"text": LOWER}, "response_variable": "answer"}
    note = {"event": "answered", "event_data": {"text": "{{ answer.response.speech.plain.speech }}"}}
    assert await async_setup_component(hass, "script", {"script": {"lower": {"sequence": [process, note]}}})
    automation = {"alias": "a", "triggers": {"trigger": "event", "event_type": "go"}, "actions": [process, note]}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    said: list[str] = []
    hass.bus.async_listen("answered", lambda event: said.append(event.data["text"]))
    assert await home.anna.call("script.lower", "") is None
    hass.bus.async_fire("go", context=Context(user_id=home.anna.user.id))
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
