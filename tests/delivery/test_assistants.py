"""What both assistants get: where `assistants` is allowed, without privacy, and for whom they name, if anybody."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
import logging
from typing import Any
from unittest.mock import AsyncMock

from aiohttp import web
from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.feed.errors import CannotConnect
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, Channel, Kind
from tests.household.assistants import ASSISTANTS, Assistant, set_up
from tests.household.home import CAMERA, Household, household, live_of
from tests.household.player import Player


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household that lets assistants have the picture, without privacy."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=[Allowance.ASSISTANTS]) as home:
        await set_up(home)
        await home.lower()
        yield home


@pytest.fixture(params=ASSISTANTS)
def assistant(request: pytest.FixtureRequest) -> Assistant:
    """Try each of them."""
    return ASSISTANTS[request.param]


def grant(home: Household, **policy: Any) -> None:
    """Put a policy in force."""
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, **policy))


def player(home: Household, path: str) -> Player:
    """Be the device that shows it."""
    return Player(home.carl, path)


async def test_whose_request_it_is(home: Household, assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    """Owner and viewer get a stream under a lease of the assistant's; everybody else its word for "not available"."""
    for person in (home.anna, home.ben):
        assert await player(home, await assistant.ask(person)).video() == {"red"}
    leases = home.hass.data[GATEKEEPER].leases.all()
    assert {(lease.principal.kind, lease.principal.user, lease.channel) for lease in leases} == {
        (Kind.ASSISTANT, person.user.id, Channel.ASSISTANT) for person in (home.anna, home.ben)
    }
    before = len(home.fake.requests)
    for person in (home.carl, home.root):
        assert await assistant.ask(person) == assistant.unavailable
    assert len(home.fake.requests) == before
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_refused(home: Household, assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is missing, the owner, too, gets the assistant's own error, and nothing is in the log."""
    granted = {"private": False, "on": True, "allow": frozenset({Allowance.ASSISTANTS}), "owners": home.policy.owners}
    missing: list[dict[str, Any]] = [
        {"private": True},
        {"on": False},
        {"owners": frozenset()},
        {"allow": frozenset()},
        {"allow": frozenset(Allowance) - {Allowance.ASSISTANTS}},
    ]
    cloud = await home.hass.auth.async_create_system_user("Home Assistant Cloud", group_ids=["system-admin"])
    for lacks in missing:
        grant(home, **(granted | lacks))
        assert await assistant.ask(home.anna) == assistant.unavailable, lacks
        for user in (cloud.id, None):
            assert await assistant.ask_by_cloud(home.hass, user) == assistant.unavailable, lacks
    grant(home, **granted)
    assert "/api/hls/dropcam/" in await assistant.ask(home.anna)
    assert home.fake.open["still"] == 0
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


class StaleView(HomeAssistantView):
    """Something that an owner opens, which starts a task that outlives it, as a login to the cloud does."""

    url = "/api/stale"
    name = "api:stale"

    def __init__(self, then: Callable[[], Awaitable[str]]) -> None:
        """Start `then`."""
        self._then = then
        self.task: asyncio.Task[str] | None = None

    async def get(self, request: web.Request) -> web.Response:
        """Start it, and answer."""

        async def run() -> str:
            return await self._then()

        self.task = asyncio.create_task(run())
        return web.Response()


async def test_by_the_cloud(home: Household, assistant: Assistant) -> None:
    """The cloud's user is nobody: the assistant gets what it is allowed, in whosever session it was begun."""
    cloud = await home.hass.auth.async_create_system_user("Home Assistant Cloud", group_ids=["system-admin"])
    stale = StaleView(lambda: assistant.ask_by_cloud(home.hass, cloud.id))
    home.hass.http.register_view(stale)
    for person in (home.root, home.anna):
        await person.get("/api/stale")
        assert stale.task is not None
        assert await player(home, await stale.task).video() == {"red"}
    lease, *_ = home.hass.data[GATEKEEPER].leases.all()
    assert (lease.principal.kind, lease.principal.user) == (Kind.ASSISTANT, None)
    await home.raise_privacy()
    for person in (home.root, home.anna):
        await person.get("/api/stale")
        assert stale.task is not None
        assert await stale.task == assistant.unavailable
    # Somebody who is known, but is not let in; and whoever is gone, or was never there.
    await home.lower()
    for user in (home.carl.user.id, home.root.user.id, "nobody"):
        assert await assistant.ask_by_cloud(home.hass, user) == assistant.unavailable


async def _raise(home: Household) -> None:
    await home.raise_privacy()


async def _turn_off(home: Household) -> None:
    assert await home.anna.call("camera.turn_off", CAMERA) is None


async def _forbid(home: Household) -> None:
    await home.share(allow=[])


async def _unshare(home: Household) -> None:
    await home.share(viewers=[])


async def _deactivate(home: Household) -> None:
    await home.hass.auth.async_update_user(home.ben.user, is_active=False)


async def _delete(home: Household) -> None:
    await home.hass.auth.async_remove_user(home.ben.user)


@pytest.mark.parametrize("take", [_raise, _turn_off, _forbid, _unshare, _deactivate, _delete])
async def test_it_ends(home: Household, take: Callable[[Household], Awaitable[None]]) -> None:
    """What was handed out in a viewer's name dies with everything that it rests on, and with nothing else."""
    for name, assistant in ASSISTANTS.items():
        screen = player(home, await assistant.ask(home.ben))
        assert await screen.video() == {"red"}, name
        await home.hass.auth.async_update_user(home.ben.user, name="Benjamin")
        assert await screen.status() == 200
    screens = [player(home, await assistant.ask(home.ben)) for assistant in ASSISTANTS.values()]
    clouds = [player(home, await assistant.ask_by_cloud(home.hass, None)) for assistant in ASSISTANTS.values()]
    await take(home)
    persons = take in (_unshare, _deactivate, _delete)
    for assistant, screen, cloud in zip(ASSISTANTS.values(), screens, clouds, strict=True):
        # Where it had not all arrived, the connection is cut first.
        assert await screen.status() in (0, 403)
        assert await screen.status() == 403
        assert (await cloud.status("master_playlist.m3u8") == 200) is persons
        assert await assistant.ask_by_cloud(home.hass, home.ben.user.id) == assistant.unavailable


async def test_between_decision_and_use(home: Household, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Privacy is raised, or the person deleted, while the stream is being begun: no address is handed out."""
    begin = live_of(home.camera).async_worker
    taking: list[Callable[[Household], Awaitable[None]]] = [_delete, _raise]

    async def slow(*who: Any) -> Any:
        worker = await begin(*who)
        await taking.pop()(home)
        return worker

    monkeypatch.setattr(live_of(home.camera), "async_worker", slow)
    assert await assistant.ask(home.anna) == assistant.unavailable
    grant(home, private=False)
    assert await assistant.ask_by_cloud(home.hass, home.ben.user.id) == assistant.unavailable
    assert not taking
    assert not home.hass.data[GATEKEEPER].leases.all()


async def test_a_camera_that_does_not_answer(
    home: Household, assistant: Assistant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not available, and no error in the log says otherwise."""
    monkeypatch.setattr(live_of(home.camera), "async_worker", AsyncMock(side_effect=CannotConnect("gone")))
    assert await assistant.ask(home.anna) == assistant.unavailable
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
