"""A loaded account with cameras, and people who are logged in and ask on the real roads."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, RefreshToken, User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy import following
from custom_components.dropcam_privacy.const import CONF_OWNERS
from custom_components.dropcam_privacy.delivery.stream import SharedStream, live_stream
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, CameraPolicy
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.runtime import CAMERAS, CameraRuntime
from tests.fakes.cameras import FakeCamera, whose
from tests.household.flows import account, address_camera

NURSERY = CameraId("nursery")
CAMERA, SWITCH, ACCOUNT_SWITCH = "camera.nursery", "switch.nursery_privacy", "switch.anna_s_cameras_privacy"
STILL, MJPEG = f"/api/camera_proxy/{CAMERA}", f"/api/camera_proxy_stream/{CAMERA}"
CLIENT = "http://127.0.0.1/"


def live_of(camera: CameraRuntime) -> SharedStream:
    """Return the live stream of a camera."""
    live = live_stream(camera.hass, camera.id)
    assert live is not None
    return live


@dataclass
class Person:
    """Somebody who is logged in."""

    hass: HomeAssistant
    user: User
    login: RefreshToken
    http: TestClient[Any, Any]
    _ws: Callable[[str], Any]

    @property
    def token(self) -> str:
        """Make an access token, as the frontend does every half hour."""
        return self.hass.auth.async_create_access_token(self.login)

    async def get(self, path: str, **how: Any) -> ClientResponse:
        """Get a path, with a bearer token unless other headers are given."""
        how.setdefault("headers", {"Authorization": f"Bearer {self.token}"})
        response: ClientResponse = await self.http.get(path, **how)
        return response

    async def sees(self, path: str = STILL, **how: Any) -> str | int:
        """Get a still, and tell whose it is, or else the status of the answer."""
        response = await self.get(path, **how)
        return whose(await response.read()) or 0 if response.status == 200 else response.status

    async def post(self, path: str, data: Any) -> ClientResponse:
        """Post JSON."""
        headers = {"Authorization": f"Bearer {self.token}"}
        response: ClientResponse = await self.http.post(path, json=data, headers=headers)
        return response

    async def ask(self, **command: Any) -> dict[str, Any]:
        """Send one websocket command on a connection of its own, and return the answer."""
        socket = await self._ws(self.token)
        try:
            await socket.send_json_auto_id(command)
            while (answer := await socket.receive_json())["type"] != "result":
                pass
        finally:
            await socket.close()
        found: dict[str, Any] = answer
        return found

    async def call(self, service: str, entity_id: str | list[str], **data: Any) -> str | None:
        """Call a service over the websocket; return the key of its error, or None."""
        target = {"entity_id": entity_id} if entity_id else {}
        return await self.call_with(service, target, **data)

    async def call_with(self, service: str, target: dict[str, Any], **data: Any) -> str | None:
        """Call a service with any target."""
        domain, _, name = service.partition(".")
        answer = await self.ask(type="call_service", domain=domain, service=name, target=target, service_data=data)
        error = answer.get("error")
        return None if error is None else error.get("translation_key") or error["code"]


@dataclass
class Household:
    """Anna owns the nursery camera, Ben may watch it, Carl is somebody else, and Root an administrator."""

    hass: HomeAssistant
    fake: FakeCamera
    entry: ConfigEntry
    anna: Person
    ben: Person
    carl: Person
    root: Person
    join: Callable[..., Any] = field(repr=False)

    @property
    def everybody(self) -> tuple[Person, ...]:
        """List the people."""
        return (self.anna, self.ben, self.carl, self.root)

    @property
    def policy(self) -> CameraPolicy:
        """Return what is granted now."""
        policy = self.hass.data[GATEKEEPER].policy(NURSERY)
        assert policy is not None
        return policy

    @property
    def camera(self) -> CameraRuntime:
        """Return what runs."""
        return self.hass.data[CAMERAS][NURSERY]

    def state(self, entity_id: str) -> str:
        """Return a state."""
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    async def share(self, **sharing: Any) -> None:
        """Change the sharing of the camera, as the owner does."""
        assert await self.anna.call("dropcam_privacy.set_sharing", CAMERA, **sharing) is None
        await self.hass.async_block_till_done()

    async def choose(self, *automations: str) -> None:
        """Let exactly these automations end privacy, as they are, as the owner does."""
        await self.share(lowerers=list(automations))

    async def enter(self, **sharing: Any) -> None:
        """Enter another sharing of the camera, as somebody who is no owner."""
        subentry = self.entry.subentries[NURSERY]
        self.hass.config_entries.async_update_subentry(self.entry, subentry, data={**subentry.data, **sharing})
        await self.hass.async_block_till_done()

    async def enter_owners(self, *owners: Person, by: Person | None = None) -> None:
        """Enter other owners: as what is done in somebody's own session, or else in nobody's."""
        asker = by.user.id if by is not None else None
        with patch.object(following, "own_session_user", return_value=asker):
            data = {CONF_OWNERS: [owner.user.id for owner in owners]}
            self.hass.config_entries.async_update_entry(self.entry, data=data)
        await self.hass.async_block_till_done()

    async def lower(self) -> None:
        """End privacy, as the owner does."""
        assert await self.anna.call("switch.turn_off", SWITCH) is None
        assert not self.policy.private

    async def move(self, **addresses: str | None) -> None:
        """Set where Home Assistant is, as somebody whose owner has seen it."""
        await self.hass.config.async_update(**addresses)
        rights, mine = self.hass.data[RIGHTS], AccountId(self.entry.entry_id)
        await rights.async_accept_addresses(mine, rights.unseen(mine))

    async def raise_privacy(self) -> None:
        """Switch privacy on, as anybody does."""
        assert await self.carl.call("switch.turn_on", SWITCH) is None
        assert self.policy.private


@asynccontextmanager
async def household(
    hass: HomeAssistant,
    http: ClientSessionGenerator,
    ws: WebSocketGenerator,
    *parts: str,
    allow: Collection[str] = (),
) -> AsyncIterator[Household]:
    """Set a household up, with further integrations of Home Assistant's own, and what the owner allows."""
    for part in ("homeassistant", "http", "api", "websocket_api", "auth", "camera", *parts):
        assert await async_setup_component(hass, part, {})
    # As Home Assistant does when it starts: views may come later.
    vars(hass.http.app)["_router"].freeze = lambda: None
    client = await http()

    async def join(name: str, *, admin: bool = False, kind: str | None = None) -> Person:
        user = await hass.auth.async_create_user(name, group_ids=[GROUP_ID_ADMIN if admin else GROUP_ID_USER])
        return await log_in(hass, user, client, ws, kind)

    anna, ben, carl = [await join(name) for name in ("Anna", "Ben", "Carl")]
    root = await join("Root", admin=True)
    async with FakeCamera("red") as fake:
        camera = address_camera(
            NURSERY,
            still_image_url=fake.still_url,
            mjpeg_url=fake.mjpeg_url,
            stream_source=fake.stream_url,
            viewers=[ben.user.id],
            allow=list(allow),
        )
        entry = account(hass, anna.user, cameras=(camera,))
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        home = Household(hass, fake, entry, anna, ben, carl, root, join)
        yield home
        if hass.config_entries.async_get_entry(entry.entry_id) is not None:
            await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done()


async def log_in(
    hass: HomeAssistant, user: User, http: TestClient[Any, Any], ws: WebSocketGenerator, kind: str | None = None
) -> Person:
    """Log a user in, once more."""
    if kind == TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN:
        login = await hass.auth.async_create_refresh_token(user, client_name="kiosk", token_type=kind)
    else:
        login = await hass.auth.async_create_refresh_token(user, None if user.system_generated else CLIENT)
    return Person(hass, user, login, http, lambda token: ws(hass, token))
