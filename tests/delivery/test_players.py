"""An address that was handed to a player stands in its state, where everybody reads it: it is good for that player."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any
from unittest.mock import PropertyMock, patch

from aiohttp import ClientError, web
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from yarl import URL

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import INTEGRATION, Allowance, Channel
from custom_components.dropcam_privacy.runtime import CAMERAS
from tests.fakes.cameras import whose_video
from tests.household.home import CAMERA, NURSERY, Household, household
from tests.household.player import Player, watch
from tests.household.programs import MEDIA, Programs, Television, programs
from tests.waiting import until

PLAYS = {"media": {"media_content_id": MEDIA, "media_content_type": "video"}}
EVENT = "event.nursery_access"


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Programs]:
    """Set up a household with a television, without privacy."""
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home,
        programs(home) as world,
    ):
        await home.lower()
        yield world


async def by_action(world: Programs) -> None:
    """Put the stream on the television, as its owner."""
    await world.home.anna.call("camera.play_stream", CAMERA, media_player=Television.entity_id)


async def by_media(world: Programs) -> None:
    """Have the television resolve it."""
    await world.home.anna.call("media_player.play_media", Television.entity_id, **PLAYS)


async def by_automation(world: Programs) -> None:
    """Have an automation do so."""
    world.hass.bus.async_fire("doorbell")


async def shown(world: Programs, put: Callable[[Programs], Awaitable[None]]) -> Player:
    """Put it on the television, and play what that was given."""
    await put(world)
    await world.hass.async_block_till_done()
    return Player(world.home.anna, URL(world.television.played).path)


def elsewhere(address: str = "192.0.2.7") -> Any:
    """Ask from another machine."""
    return patch.object(web.Request, "remote", PropertyMock(return_value=address))


@pytest.mark.parametrize("put", [by_action, by_media, by_automation])
async def test_a_second_one_ends_both(world: Programs, put: Callable[[Programs], Awaitable[None]]) -> None:
    """Whoever opens what they read in the player's state gets nothing, ends it, and that is told, without a name."""
    home = world.home
    player = await shown(world, put)
    assert await player.video() == {"red"}
    for name in ("master_playlist.m3u8", "playlist.m3u8", "init.mp4", "segment/0.m4s", "segment/0.0.m4s"):
        with elsewhere():
            assert await player.status(name) == 403
        assert await player.status(name) == 403
        await until(lambda: home.state(EVENT) != "unknown")
        state = home.hass.states.get(EVENT)
        assert state is not None
        assert state.attributes["event_type"] == "copied"
        assert state.attributes["channel"] == ("cast" if put is by_action else "integration")
        assert not {home.anna.user.id, home.anna.user.name, "192.0.2.7"} & set(map(str, state.attributes.values()))
        player = await shown(world, put)
        assert await player.video() == {"red"}
    assert len([it for it in home.hass.data[GATEKEEPER].leases.all() if it.handed_on]) == 1


async def test_whoever_is_first(world: Programs) -> None:
    """If it is not the player, then the player's own question ends it, and tells."""
    player = await shown(world, by_action)
    with elsewhere():
        assert await player.status("master_playlist.m3u8") == 200
    assert await player.status("master_playlist.m3u8") == 403
    with elsewhere():
        assert await player.status("playlist.m3u8") == 403
    await until(lambda: world.hass.states.get(EVENT).attributes.get("event_type") == "copied")  # type: ignore[union-attr]


async def test_what_runs_is_cut(world: Programs) -> None:
    """A question of the player's that waits for the next part is not answered any more."""
    player = await shown(world, by_action)
    await player.video()
    response = world.home.anna.get(f"{player.base}/playlist.m3u8?_HLS_msn=3", headers={})
    waiting = asyncio.ensure_future(response)
    await until(lambda: any(it._cuts for it in world.hass.data[GATEKEEPER].leases.all() if it.handed_on))
    with elsewhere():
        assert await player.status("playlist.m3u8") == 403
    with suppress(ClientError):
        assert (await waiting).status == 403


async def test_a_persons_own_moves_with_them(world: Programs) -> None:
    """Somebody's own live card is answered to them alone, and goes on when they go out."""
    player = await watch(world.home.anna)
    assert await player.video() == {"red"}
    with elsewhere():
        assert await player.video() == {"red"}
    assert world.home.state(EVENT) != "copied"


# The relay's addresses.


async def relayed(home: Household, address: str) -> tuple[int, bytes]:
    """Read a little of a transport stream."""
    async with home.anna.http.session.get(address) as response:
        return response.status, await response.content.read(20_000)


async def test_a_programs_address(world: Programs) -> None:
    """Has one reader: a second one at a time, or from elsewhere later, ends it, and it is told."""
    home = world.home
    entity: Any = home.hass.data[CAMERAS][NURSERY].entity
    for later in (False, True):
        address = await entity.stream_source()
        async with home.anna.http.session.get(address) as first:
            assert first.status == 200
            assert await first.content.readexactly(2000)
            if not later:
                assert (await relayed(home, address))[0] == 409
                with pytest.raises(ClientError):
                    await first.content.readexactly(100 << 20)
        if later:
            await until(lambda: home.camera.feed.upstreams >= 0)
            with elsewhere():
                assert (await relayed(home, address))[0] == 409
        assert (await relayed(home, address))[0] == 403
        await until(lambda: home.hass.states.get(EVENT).attributes.get("event_type") == "copied")  # type: ignore[union-attr]
    assert not [it for it in home.hass.data[GATEKEEPER].leases.all() if it.principal == INTEGRATION]


async def test_a_program_comes_back(world: Programs) -> None:
    """One that broke off opens its address again."""
    home = world.home
    entity: Any = home.hass.data[CAMERAS][NURSERY].entity
    address = await entity.stream_source()
    for _ in range(2):
        async with home.anna.http.session.get(address) as response:
            body = b""
            while not whose_video(body):
                body += await response.content.readexactly(15_000)
        lease = next(it for it in home.hass.data[GATEKEEPER].leases.all() if it.channel is Channel.INTEGRATION)
        assert not lease.ended
