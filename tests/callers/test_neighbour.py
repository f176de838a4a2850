"""Another custom integration, added and reloaded by an owner who is an administrator: it asks, and is a program."""

import asyncio
from collections.abc import Awaitable, Callable
import contextvars
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from aiohttp import web
from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.components import camera as stock, media_source
from homeassistant.components.camera import DATA_COMPONENT
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import Event, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    async_fire_time_changed,
    mock_config_flow,
    mock_integration,
    mock_platform,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.fakes.cameras import seen
from tests.household.home import CAMERA, SWITCH, Household, household
from tests.household.player import Player
from tests.waiting import until

DOMAIN = "nosy"
type Ask = Callable[[], Awaitable[set[str]]]


@dataclass
class Neighbour:
    """The integration, as its set-up leaves it: everything was set up inside the owner's request."""

    hass: HomeAssistant
    home: Household
    port: int = 0
    got: dict[str, set[str]] = field(default_factory=dict)
    servers: list[asyncio.Server] = field(default_factory=list)
    entered: bool = False

    async def set_up(self) -> None:
        """Offer a service, set a timer, wait for an event, open a socket, start a task."""
        hass = self.hass
        hass.services.async_register(DOMAIN, "look", self._of_service)

        async def asked(_: Event[Any]) -> None:
            await self.ask("listener")

        hass.bus.async_listen("nosy_look", asked)
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.servers.append(server)
        self.port = server.sockets[0].getsockname()[1]
        if self.entered:
            subentry = self.home.entry.subentries["nursery"]
            sharing = {**subentry.data, "allow": [*Allowance], "viewers": [self.home.carl.user.id]}
            hass.config_entries.async_update_subentry(self.home.entry, subentry, data=sharing)

        async def later(_: object) -> None:
            await self.ask("timer")

        async_call_later(hass, 5, later)
        await self.ask("set-up")

    async def _of_service(self, _: ServiceCall) -> None:
        await self.ask("service")

    async def _connected(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.ask("server")
        writer.close()

    async def ask(self, place: str) -> None:  # noqa: C901 - eight small roads, one after the other
        """Ask by every helper and method."""
        entity = self.hass.data[DATA_COMPONENT].get_entity(CAMERA)
        assert entity is not None
        media = f"media-source://camera/{CAMERA}"

        async def play(url: str) -> set[str]:
            # That it is an address which plays is tried once, where it takes long.
            return await Player(self.home.carl, url).video() if place == "server" else {"red"}

        async def stream() -> set[str]:
            made = await entity.async_create_stream()
            if made is None:
                return set()
            made.add_provider("hls")
            await made.start()
            return await play(made.endpoint_url("hls"))

        async def source(found: str | None) -> set[str]:
            return set() if found in (None, "dropcam:") else {"red"}

        async def helper_for_source() -> set[str]:
            return await source(await stock.async_get_stream_source(self.hass, CAMERA))

        async def own_source() -> set[str]:
            return await source(await entity.stream_source())

        async def image() -> set[str]:
            return seen((await stock.async_get_image(self.hass, CAMERA)).content)

        async def own_image() -> set[str]:
            return seen(await entity.async_camera_image() or b"")

        async def hls() -> set[str]:
            return await play(await stock.async_request_stream(self.hass, CAMERA, "hls"))

        async def resolved() -> set[str]:
            return await play((await media_source.async_resolve_media(self.hass, media, None)).url)

        async def lowered() -> set[str]:
            await self.hass.services.async_call("switch", "turn_off", {"entity_id": SWITCH}, blocking=True)
            raise AssertionError

        asks: tuple[Ask, ...] = (image, own_image, helper_for_source, own_source, hls, stream, resolved, lowered)
        for one in asks:
            try:
                found = await one()
            except HomeAssistantError, web.HTTPException:
                found = set()
            self.got[f"{place}: {one.__name__}"] = found

    async def everywhere(self) -> dict[str, set[str]]:
        """Have it ask from each of its places; what the set-up got is part of it."""
        await self.home.anna.ask(type="call_service", domain=DOMAIN, service="look")
        self.hass.bus.async_fire("nosy_look")
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=6))
        caller = asyncio.create_task(asyncio.open_connection("127.0.0.1", self.port), context=contextvars.Context())
        reader, writer = await caller
        await reader.read()
        writer.close()
        await self.hass.async_block_till_done()
        await until(lambda: {place.partition(":")[0] for place in self.got} >= {"service", "listener", "timer"})
        return self.got


@pytest.fixture
async def house(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> Any:
    """Set up a household whose owner is an administrator, and a neighbour that she adds."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", "config", "media_source") as home:
        await hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_ADMIN])
        assert await async_setup_component(hass, "config", {})
        neighbour = Neighbour(hass, home)

        async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            neighbour.got.clear()
            await neighbour.set_up()
            return True

        async def unload(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            return True

        mock_integration(hass, MockModule(DOMAIN, async_setup_entry=set_up, async_unload_entry=unload), built_in=False)
        mock_platform(hass, f"{DOMAIN}.config_flow", None)
        entry = MockConfigEntry(domain=DOMAIN)
        entry.add_to_hass(hass)
        with mock_config_flow(DOMAIN, ConfigFlow):
            assert await hass.config_entries.async_setup(entry.entry_id)
            yield home, neighbour, f"/api/config/config_entries/entry/{entry.entry_id}/reload"
        for server in neighbour.servers:
            server.close()


ALLOWED = frozenset({Allowance.INTEGRATIONS})


@pytest.mark.parametrize(
    ("policy", "sees"),
    [
        ({"private": True, "allow": frozenset(Allowance)}, False),
        ({"private": False, "allow": frozenset(Allowance) - ALLOWED}, False),
        ({"private": False, "allow": ALLOWED, "on": False}, False),
        ({"private": False, "allow": ALLOWED}, True),
    ],
)
async def test_it_is_a_program(house: tuple[Household, Neighbour, str], policy: dict[str, Any], sees: bool) -> None:
    """It gets the picture where owners allow programs, and privacy is off; else nothing, though it was she."""
    home, neighbour, reload = house
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, **policy))
    assert (await home.anna.post(reload, {})).status == 200
    got = await neighbour.everywhere()
    assert len(got) == 5 * 8
    granted = {"red"} if sees else set()
    assert got == {place: set() if place.endswith("lowered") else granted for place in got}
    assert home.policy.private is policy["private"]


async def test_it_enters_nothing_in_her_name(house: tuple[Household, Neighbour, str]) -> None:
    """What it changes about a camera while she reloads it is a proposal, though the request is hers."""
    home, neighbour, reload = house
    before = home.policy
    neighbour.entered = True
    assert (await home.anna.post(reload, {})).status == 200
    await home.hass.async_block_till_done()
    assert home.entry.subentries["nursery"].data["viewers"] == [home.carl.user.id]
    assert home.policy.allow == before.allow
    assert home.carl.user.id not in home.policy.viewers
    await home.lower()
    assert await home.carl.sees() == 403
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=6))
