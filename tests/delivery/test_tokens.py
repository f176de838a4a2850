"""Programs with a login: long-lived tokens, users of the system, and paths that were signed for long."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientError
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, Channel, Kind
from tests.household.home import CAMERA, MJPEG, STILL, Household, Person, household, live_of, log_in
from tests.household.player import Player
from tests.household.programs import first_picture
from tests.household.signing import NOBODY, signed

LLAT = TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN


@dataclass
class Machines:
    """A household with things on the wall and in the cellar that have a token each."""

    home: Household
    annas: Person
    bens: Person
    carls: Person
    roots: Person
    tv: Person

    @property
    def let_in(self) -> tuple[Person, ...]:
        """List those who get it where integrations do: in the name of whoever gets it, or in nobody's."""
        return (self.annas, self.bens, self.tv)

    @property
    def all(self) -> tuple[Person, ...]:
        """List all of them."""
        return (*self.let_in, self.carls, self.roots)

    def grant(self, **policy: Any) -> None:
        """Put a policy in force."""
        self.home.hass.data[GATEKEEPER].set_policy(replace(self.home.policy, **policy))


@pytest.fixture
async def machines(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Machines]:
    """Set up a household that lets integrations have the picture, without privacy."""
    allow = [Allowance.INTEGRATIONS]
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", "media_source", allow=allow) as home:
        people = [
            await log_in(hass, person.user, home.anna.http, hass_ws_client, LLAT)
            for person in (home.anna, home.ben, home.carl, home.root)
        ]
        cast = await hass.auth.async_create_system_user("Home Assistant Cast", group_ids=["system-admin"])
        tv = await log_in(hass, cast, home.anna.http, hass_ws_client)
        await home.lower()
        annas, bens, carls, roots = people
        yield Machines(home, annas, bens, carls, roots, tv)


async def live(machine: Person) -> str | None:
    """Ask for HLS over the websocket."""
    answer = await machine.ask(type="camera/stream", entity_id=CAMERA)
    return answer["result"]["url"] if answer["success"] else None


async def media(machine: Person) -> str | None:
    """Ask for the camera as media over the websocket."""
    answer = await machine.ask(type="media_source/resolve_media", media_content_id=f"media-source://camera/{CAMERA}")
    return str(answer["result"]["url"]).partition("?")[0] if answer["success"] else None


async def received(machine: Person) -> set[str | None]:
    """Try every road, and tell whose pictures came."""
    found: set[str | None] = set()
    still = await machine.sees()
    found.add(still if isinstance(still, str) else None)
    for path, how in ((MJPEG, {}), (f"{MJPEG}?interval=0.5", {}), (await signed(machine, STILL, 86_400), NOBODY)):
        response = await machine.get(path, **how)
        found |= await first_picture(response) or {None}
        response.close()
    urls = [await live(machine), await media(machine)]
    players = [Player(machine, url) for url in urls if url]
    if players:
        found |= await players[0].video()
        assert await players[-1].status() == 200
    return found if all(urls) else found | {None}


async def test_they_are_integrations(machines: Machines) -> None:
    """Where these are allowed, they get it on each road, except in the name of somebody who does not get it."""
    for machine in machines.let_in:
        assert await received(machine) == {"red"}, machine.user.name
    leases = machines.home.hass.data[GATEKEEPER].leases.all()
    assert {(lease.principal.kind, lease.channel) for lease in leases} == {(Kind.INTEGRATION, Channel.INTEGRATION)}
    for machine in (machines.carls, machines.roots):
        assert await received(machine) == {None}, machine.user.name


async def test_they_are_nobody_else(machines: Machines, tmp_path: Path) -> None:
    """Neither their person nor an automation: whatever else is allowed opens nothing, and privacy closes it."""
    owners = machines.home.policy.owners
    for policy in (
        {"private": True},
        {"allow": frozenset(Allowance) - {Allowance.INTEGRATIONS}},
        {"on": False},
        {"owners": owners - owners},
    ):
        machines.grant(**({"private": False, "allow": frozenset(Allowance), "on": True, "owners": owners} | policy))
        for machine in machines.all:
            assert await received(machine) == {None}, (policy, machine.user.name)
    assert machines.home.fake.requests == []
    machines.grant(private=False, allow=frozenset(Allowance), on=True, owners=owners)
    machines.home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    for machine in machines.all:
        assert await machine.call("camera.snapshot", CAMERA, filename=str(tmp_path / "never.jpg")) == "picture_refused"
        assert await machine.call("camera.turn_off", CAMERA) == "refused"
        assert (await machine.post("/api/dropcam_privacy/lease", {"entity_id": CAMERA})).status == 403


async def test_a_stranger_is_no_integration(machines: Machines) -> None:
    """Somebody who gets nothing themselves gets nothing by making their request look like a program's."""
    home = machines.home
    for person in (home.carl, home.root, machines.carls):
        for query in ("?authSig=", "?authSig=nonsense", "?token=&authSig=1"):
            assert await person.sees(STILL + query) == 403
        assert await person.sees(await signed(person, STILL, 86_400), **NOBODY) == 403
        path = async_sign_path(home.hass, STILL, timedelta(days=1), refresh_token_id=person.login.id)
        assert await person.sees(path, **NOBODY) == 403
    # Home Assistant signs as nobody where nobody is known; that is a program.
    assert await home.carl.sees(async_sign_path(home.hass, STILL, timedelta(days=1)), **NOBODY) == "red"
    assert await home.anna.sees(f"{STILL}?authSig=") == "red"


async def _raise(machines: Machines) -> None:
    await machines.home.raise_privacy()


async def _forbid(machines: Machines) -> None:
    await machines.home.share(allow=[])


async def _turn_off(machines: Machines) -> None:
    assert await machines.home.anna.call("camera.turn_off", CAMERA) is None


async def _revoke(machines: Machines) -> None:
    for machine in machines.let_in:
        machines.home.hass.auth.async_remove_refresh_token(machine.login)


async def _deactivate(machines: Machines) -> None:
    for machine in machines.let_in:
        await machines.home.hass.auth.async_update_user(machine.user, is_active=False)


async def _delete(machines: Machines) -> None:
    for machine in machines.let_in:
        await machines.home.hass.auth.async_remove_user(machine.user)


@pytest.mark.parametrize("take", [_raise, _forbid, _turn_off, _revoke, _deactivate, _delete])
async def test_they_end(machines: Machines, take: Callable[[Machines], Awaitable[None]]) -> None:
    """With the token, with its user, and with all that ends integrations, whatever they were receiving is cut."""
    running = [await machine.get(MJPEG) for machine in machines.let_in]
    players = [Player(machine, await live(machine) or "") for machine in machines.let_in]
    paths = [await signed(machine, STILL, 86_400) for machine in machines.let_in]
    for response, player in zip(running, players, strict=True):
        assert await first_picture(response) == {"red"}
        assert await player.video() == {"red"}
    await take(machines)
    assert not machines.home.hass.data[GATEKEEPER].leases.all()
    for response in running:
        with pytest.raises(ClientError):
            await response.read()
    for player in players:
        assert await player.status() in (0, 403)
        assert await player.status() == 403
    for path in paths:
        assert await machines.home.carl.sees(path, **NOBODY) in (401, 403, 503)


async def test_one_ends_alone(machines: Machines) -> None:
    """A token that is deleted ends what it carried, not what its person has, nor what another token carries."""
    home = machines.home
    running, own = await machines.annas.get(MJPEG), await home.anna.get(MJPEG)
    tv = await machines.tv.get(MJPEG)
    for response in (running, own, tv):
        assert await first_picture(response) == {"red"}
    home.hass.auth.async_remove_refresh_token(machines.annas.login)
    with pytest.raises(ClientError):
        await running.read()
    for response in (own, tv):
        assert await first_picture(response) == {"red"}
        response.close()


async def test_between_decision_and_use(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is deleted while its stream is being begun is handed no address."""
    home, hass = machines.home, machines.home.hass
    begin = live_of(home.camera).async_worker
    login = machines.annas.login
    stands: list[bool] = []

    async def slow(*who: Any) -> Any:
        worker = await begin(*who)
        # As if its end had not been told yet: what is asked anew must not stand on what was.
        hass.auth._store.async_remove_refresh_token(login)
        stands.append(hass.auth.async_get_refresh_token(login.id) is not None)
        return worker

    monkeypatch.setattr(live_of(home.camera), "async_worker", slow)
    assert await live(machines.annas) is None
    assert stands == [False]
    assert not hass.data[GATEKEEPER].leases.all()
