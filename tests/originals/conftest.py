"""A household with a camera of another integration, asked over real HTTP, and the lock of originals."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, StoreWithoutWriteLoad

from custom_components.dropcam_privacy.const import (
    CONF_KIND,
    CONF_LEFT_OPEN,
    CONF_LOCK_ORIGINAL,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_PLATFORM,
    CONF_OWNERS,
    DOMAIN,
    KIND_ENTITY,
    SUBENTRY_CAMERA,
)
from custom_components.dropcam_privacy.following import async_begin
from custom_components.dropcam_privacy.originals import ORIGINALS, Originals, async_arm
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.e2e.person import Person
from tests.fakes.cameras import FakeCamera

CAMERA = CameraId("01JNURSERY")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Home Assistant's streams leave the timers behind that would have ended them."""
    return True


@pytest.fixture(autouse=True)
def real_registry_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the entity registry written when we ask for it, which the plugin leaves out; into the test's own folder."""

    async def save(store: Any, data: Any) -> None:
        whole = {"version": store.version, "minor_version": store.minor_version, "key": store.key, "data": data}
        await store.hass.async_add_executor_job(store._write_data, whole)

    monkeypatch.setattr(StoreWithoutWriteLoad, "async_save", save)


@pytest.fixture
async def red() -> AsyncIterator[FakeCamera]:
    """The camera that all this is about."""
    async with FakeCamera("red") as camera:
        yield camera


@pytest.fixture
async def parts(hass: HomeAssistant, tmp_path: Path) -> AsyncIterator[None]:
    """Have the parts of Home Assistant by which a picture may leave."""
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    for domain in ("homeassistant", "http", "auth", "api", "websocket_api", "stream", "camera", "media_source"):
        assert await async_setup_component(hass, domain, {})
    yield
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)  # ends the streams
    await hass.async_block_till_done()


@dataclass
class Stock:
    """An entry of another integration, and its camera."""

    hass: HomeAssistant
    entry: MockConfigEntry

    @property
    def registered(self) -> er.RegistryEntry:
        """The camera's registry entry."""
        entries = er.async_entries_for_config_entry(er.async_get(self.hass), self.entry.entry_id)
        return next(entry for entry in entries if entry.domain == "camera")

    @property
    def entity_id(self) -> str:
        """What it is called now."""
        return self.registered.entity_id

    @property
    def entity(self) -> Any:
        """The instance that Home Assistant knows now."""
        return self.hass.data["camera"].get_entity(self.entity_id)

    async def reload(self) -> None:
        """Reload its integration."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done()


async def _add(hass: HomeAssistant, domain: str, options: dict[str, Any], **kwargs: Any) -> Stock:
    entry = MockConfigEntry(domain=domain, title="stock", options=options, **kwargs)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return Stock(hass, entry)


@pytest.fixture
async def generic(hass: HomeAssistant, parts: None, red: FakeCamera) -> Stock:
    """A `generic` camera with stills and a stream."""
    options = {
        "still_image_url": red.still_url,
        "stream_source": red.stream_url,
        "content_type": "image/jpeg",
        "advanced": {"framerate": 5, "verify_ssl": True, "limit_refetch_to_url_change": False},
    }
    return await _add(hass, "generic", options, version=2)


@pytest.fixture
async def mjpeg(hass: HomeAssistant, parts: None, red: FakeCamera) -> Stock:
    """An `mjpeg` camera, which sends MJPEG in a loop of its own."""
    options = {
        "mjpeg_url": red.mjpeg_url,
        "still_image_url": red.still_url,
        "authentication": "basic",
        "username": None,
        "password": "",
        "verify_ssl": True,
    }
    return await _add(hass, "mjpeg", options)


type Wrap = Callable[..., MockConfigEntry]


@pytest.fixture
def wrap(hass: HomeAssistant) -> Wrap:
    """Have an account wrap a camera, or what a registry id and an entity id name."""

    def enter(
        stock: Stock | None = None,
        *,
        original: str | None = None,
        entity_id: str = "",
        platform: str | None = None,
        lock: bool = True,
        left_open: list[str] | None = None,
    ) -> MockConfigEntry:
        data = {
            CONF_KIND: KIND_ENTITY,
            CONF_ORIGINAL: stock.registered.id if stock else original,
            CONF_ORIGINAL_ENTITY_ID: stock.entity_id if stock else entity_id,
            CONF_ORIGINAL_PLATFORM: platform,
            CONF_LOCK_ORIGINAL: lock,
            **({} if left_open is None else {CONF_LEFT_OPEN: left_open}),
        }
        camera = ConfigSubentryDataWithId(
            data=data, subentry_id=CAMERA, subentry_type=SUBENTRY_CAMERA, title="Nursery", unique_id=None
        )
        entry = MockConfigEntry(
            domain=DOMAIN, title="Anna", data={CONF_OWNERS: ["anna"]}, entry_id="anna", subentries_data=[camera]
        )
        entry.add_to_hass(hass)
        # As Home Assistant does when a dialog makes it.
        async_begin(hass)
        hass.data[RIGHTS].made(entry)
        return entry

    return enter


@pytest.fixture
async def originals(hass: HomeAssistant) -> Originals:
    """The lock, with nothing to lock yet."""
    return await async_arm(hass)


async def start_again(hass: HomeAssistant) -> Originals:
    """Arm anew, as the next start does; Home Assistant runs on, so what the last one wrapped is unwrapped first."""
    if (before := hass.data.pop(ORIGINALS, None)) is not None:
        before.disarm()
    return await async_arm(hass)


@pytest.fixture
async def person(
    hass: HomeAssistant, parts: None, hass_client: Any, hass_access_token: str, tmp_path: Path
) -> AsyncIterator[Person]:
    """An administrator, who has no business looking."""
    # As Home Assistant does when it starts: views may come later.
    vars(hass.http.app)["_router"].freeze = lambda: None
    client = await hass_client()
    someone = Person(str(client.make_url("")).rstrip("/"), "admin", tmp_path)
    someone.access_token = hass_access_token
    yield someone
    await someone.close()
