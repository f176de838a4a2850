"""The camera's actions by everybody who can call them: to a file, and to a player."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from homeassistant.components.media_player import DATA_COMPONENT as MEDIA_PLAYER
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from yarl import URL

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, Channel
from tests.fakes.cameras import whose, whose_video
from tests.household.home import CAMERA, Household, household, live_of
from tests.household.player import Player
from tests.household.programs import MEDIA, Television
from tests.waiting import until

STILL, FILM = "still.jpg", "film.mp4"


@dataclass
class Room:
    """A household with a television, a folder, and somebody who may press a button."""

    home: Household
    television: Television
    folder: Path

    @property
    def actions(self) -> dict[str, dict[str, Any]]:
        """Describe each of the three actions."""
        return {
            "camera.snapshot": {"filename": str(self.folder / STILL)},
            "camera.record": {"filename": str(self.folder / FILM), "duration": 1, "lookback": 5},
            "camera.play_stream": {"media_player": Television.entity_id},
        }

    def grant(self, **policy: Any) -> None:
        """Put a policy in force."""
        self.home.hass.data[GATEKEEPER].set_policy(replace(self.home.policy, **policy))

    async def came(self) -> dict[str, set[str]]:
        """Return whose pictures came by which action, and forget them."""
        found: dict[str, set[str]] = {}
        for name, read in ((STILL, lambda data: {whose(data) or ""}), (FILM, whose_video)):
            file = self.folder / name
            if file.exists():
                found[name] = read(file.read_bytes())
                file.unlink()
        if self.television.played:
            found["television"] = await self.player.video()
            self.television.played = ""
        return found

    @property
    def player(self) -> Player:
        """Be the television."""
        return Player(self.home.carl, URL(self.television.played).path)


ALL = {STILL: {"red"}, FILM: {"red"}, "television": {"red"}}


@pytest.fixture
async def room(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
) -> AsyncIterator[Room]:
    """Set up a household that lets nothing out but by its owner, without privacy."""
    await hass.config.async_update(internal_url="http://home.local:8123")
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", "media_player", "media_source") as home:
        folder = tmp_path / "files"
        folder.mkdir()
        hass.config.allowlist_external_dirs = {str(folder)}
        television = Television()
        await hass.data[MEDIA_PLAYER].async_add_entities([television])
        await home.lower()
        room = Room(home, television, folder)
        camera = {"target": {"entity_id": CAMERA}, "continue_on_error": True}
        steps = [{"action": action, "data": data, **camera} for action, data in room.actions.items()]
        automation = {"id": "b", "triggers": {"trigger": "event", "event_type": "button"}, "actions": steps}
        assert await async_setup_component(hass, "automation", {"automation": automation})
        assert await async_setup_component(hass, "script", {"script": {"button": {"sequence": steps}}})
        yield room


async def by_websocket(room: Room) -> None:
    """Call each, as the frontend does."""
    for action, data in room.actions.items():
        await room.home.anna.call(action, CAMERA, **data)


async def by_rest(room: Room) -> None:
    """Call each, as a phone's widget does."""
    for action, data in room.actions.items():
        await room.home.anna.post(f"/api/services/{action.replace('.', '/')}", {"entity_id": CAMERA, **data})


async def by_automation(room: Room) -> None:
    """Press the button."""
    room.home.hass.bus.async_fire("button")
    await room.home.hass.async_block_till_done()


async def by_owners_automation(room: Room) -> None:
    """Have the owner trigger the automation."""
    await room.home.anna.call("automation.trigger", "automation.automation_0")
    await room.home.hass.async_block_till_done()


async def by_owners_script(room: Room) -> None:
    """Have the owner run a script that does it."""
    await room.home.anna.call("script.button", "")
    await room.home.hass.async_block_till_done()


async def by_program(room: Room) -> None:
    """Call each from other code, in nobody's name and in the owner's."""
    for context in (None, Context(user_id=room.home.anna.user.id)):
        for action, data in room.actions.items():
            domain, _, name = action.partition(".")
            call = {"entity_id": CAMERA, **data}
            with pytest.raises(HomeAssistantError):
                await room.home.hass.services.async_call(domain, name, call, blocking=True, context=context)


WAYS: list[tuple[Callable[[Room], Awaitable[None]], Allowance | None]] = [
    (by_websocket, None),
    (by_rest, None),
    (by_automation, Allowance.AUTOMATIONS),
    (by_owners_automation, Allowance.AUTOMATIONS),
    (by_owners_script, Allowance.AUTOMATIONS),
]


@pytest.mark.parametrize(("way", "needed"), WAYS, ids=[way.__name__ for way, _ in WAYS])
async def test_what_leaves(room: Room, way: Callable[[Room], Awaitable[None]], needed: Allowance | None) -> None:
    """The owner's own hand needs no word, an automation and a script theirs; with privacy nothing leaves at all."""
    room.grant(private=True, allow=frozenset(Allowance))
    await way(room)
    assert await room.came() == {}
    if needed is not None:
        room.grant(private=False, allow=frozenset(Allowance) - {needed})
        await way(room)
        assert await room.came() == {}
    assert room.home.fake.requests == []
    room.grant(private=False, allow=frozenset({needed} if needed else ()))
    await way(room)
    assert await room.came() == ALL


async def test_programs_call_in_vain(room: Room) -> None:
    """No word lets code that is neither a person nor an automation have them."""
    room.grant(allow=frozenset(Allowance))
    await by_program(room)
    assert await room.came() == {}
    assert room.home.fake.requests == []


async def test_others_call_in_vain(room: Room) -> None:
    """A viewer is told why, a stranger nothing."""
    room.grant(allow=frozenset(Allowance))
    home = room.home
    for person, word in ((home.ben, "owners_only"), (home.carl, "picture_refused"), (home.root, "picture_refused")):
        for action, data in room.actions.items():
            assert await person.call(action, CAMERA, **data) == word
    assert await room.came() == {}


async def test_a_player_is_cut_off(room: Room) -> None:
    """What a player was given works while it may, never reaches back, and is dead after privacy or a logout."""
    home = room.home
    assert await home.anna.call("camera.play_stream", CAMERA, media_player=Television.entity_id) is None
    first = room.player
    assert await first.video() == {"red"}
    (lease,) = home.hass.data[GATEKEEPER].leases.all()
    assert lease.channel is Channel.CAST
    # Of the two workers it is the one that forgets what was private.
    assert live_of(home.camera)._owners.worker is None
    guests = live_of(home.camera)._guests.worker
    assert guests is not None
    await home.raise_privacy()
    assert await first.status() in (0, 403)
    await home.lower()
    assert await first.status() == 403
    assert await home.anna.call("camera.play_stream", CAMERA, media_player=Television.entity_id) is None
    second = room.player
    assert await second.video() == {"red"}
    assert live_of(home.camera)._guests.worker is not guests
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    assert await second.status() in (0, 403)
    assert await second.status() == 403


async def test_played_as_media(room: Room) -> None:
    """A player that is told to play the camera is a program, and gets no more than whoever told it so."""
    home = room.home
    content = {"media_content_id": MEDIA, "media_content_type": "video"}
    room.grant(allow=frozenset(Allowance) - {Allowance.INTEGRATIONS})
    for person in home.everybody:
        assert await person.call("media_player.play_media", Television.entity_id, **content) is not None
        assert not room.television.played
    room.grant(allow=frozenset({Allowance.INTEGRATIONS}))
    for person in (home.carl, home.root):
        assert await person.call("media_player.play_media", Television.entity_id, **content) is not None
        assert not room.television.played
    assert await home.anna.call("media_player.play_media", Television.entity_id, **content) is None
    assert await room.came() == {"television": {"red"}}
    (lease,) = home.hass.data[GATEKEEPER].leases.all()
    assert (lease.channel, lease.principal.user) == (Channel.INTEGRATION, home.anna.user.id)


async def test_an_automations_recording_ends(room: Room) -> None:
    """With privacy, or when automations are no longer allowed: what was recorded before is kept."""
    gatekeeper = room.home.hass.data[GATEKEEPER]
    for lost in ({"private": True}, {"allow": frozenset[Allowance]()}):
        room.grant(private=False, allow=frozenset({Allowance.AUTOMATIONS}))
        call = {"entity_id": CAMERA, "filename": str(room.folder / FILM), "duration": 60}
        context = Context()
        room.home.hass.bus.async_fire("automation_triggered", {}, context=context)
        recording = asyncio.create_task(
            room.home.hass.services.async_call("camera", "record", call, blocking=True, context=context)
        )
        await until(lambda: any(lease.shown_to for lease in gatekeeper.leases.all()), 20)
        room.grant(**lost)
        with pytest.raises(HomeAssistantError):
            await asyncio.wait_for(recording, 20)
        await until((room.folder / FILM).exists)
        assert await room.came() == {FILM: {"red"}}
