"""New instances are locked before anybody can ask them: at start, after a reload, written in YAML, and odd ones."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity, async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.originals import Originals, OriginalState
from custom_components.dropcam_privacy.originals.locked_class import Locked
from tests.e2e.person import Person
from tests.originals.conftest import CAMERA, Stock, Wrap, start_again
from tests.originals.platforms import (
    Plain,
    Provide,
    providing,  # noqa: F401 - the fixture
    start,
)
from tests.originals.told import issues

WAS = Entity.add_to_platform_start


async def test_armed_before_the_camera_component(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """Armed when nothing is loaded yet, it locks what comes, before it can be asked."""
    stock = await provide(Plain)
    known = er.async_get(hass).async_get_or_create("camera", "other", "1")
    wrap(original=known.id, entity_id="camera.whatever_it_was_called")
    assert "camera" not in hass.config.components
    originals = await start_again(hass)
    assert "camera" not in hass.config.components
    await start(stock)
    entity: Any = hass.data["camera"].get_entity(known.entity_id)
    assert entity.asked == {"gap": "camera_locked", "after": "camera_locked"}
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert await originals.source(CAMERA).async_still() == b"picture"


async def test_unlocked_is_asked(hass: HomeAssistant, provide: Provide, originals: Originals) -> None:
    """The same without a lock gives the picture, so these tests can fail; and nothing is wrapped."""
    stock = await provide(Plain)
    assert Entity.add_to_platform_start is WAS
    await start(stock)
    assert stock.entity.asked == {"gap": b"picture", "after": b"picture"}


async def test_wrap_is_undone(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """With the last lock the wrap goes."""
    wrap(generic)
    await originals.async_follow()
    assert Entity.add_to_platform_start is not WAS
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert Entity.add_to_platform_start is WAS


async def test_unknown_to_the_registry(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """An original that the registry lost in a power cut is known by its entity id."""
    stock = await provide(Plain)
    wrap(original="lost", entity_id="camera.plain")
    originals = await start_again(hass)
    await start(stock)
    assert stock.entity.asked == {"gap": "camera_locked", "after": "camera_locked"}
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert stock.registered.hidden_by is er.RegistryEntryHider.INTEGRATION


async def test_deleted_and_added_again(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """An original whose integration is removed and added again is locked again."""
    stock = await provide(Plain)
    await start(stock)
    wrap(stock)
    originals = await start_again(hass)
    er.async_get(hass).async_remove(stock.entity_id)
    await hass.async_block_till_done()
    assert originals.state(CAMERA) is OriginalState.MISSING
    await stock.reload()
    assert stock.entity.asked == {"gap": "camera_locked", "after": "camera_locked"}
    assert (await start_again(hass)).state(CAMERA) is OriginalState.LOCKED


async def test_same_entity_id_is_not_enough(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """Another camera that would like the original's entity id is left alone."""
    stock = await provide(lambda: Plain("2", "camera.plain"))
    known = er.async_get(hass).async_get_or_create("camera", "third", "1", suggested_object_id="plain")
    assert known.entity_id == "camera.plain"
    wrap(original=known.id, entity_id="camera.plain")
    await start_again(hass)
    await start(stock)
    assert not isinstance(stock.entity, Locked)
    assert stock.entity.asked["gap"] == b"picture"


class Unlockable(Plain):
    """A camera whose class cannot be derived from."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse."""
        raise TypeError("no children")


async def test_cannot_be_locked(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """What cannot be locked is not let in; where it is in already, people are told, and our feed gives nothing."""
    stock = await provide(Unlockable)
    await start(stock)
    wrap(stock)
    originals = await start_again(hass)
    assert originals.state(CAMERA) is OriginalState.CANNOT_LOCK
    assert "original_cannot_lock" in issues(hass)
    with pytest.raises(Exception, match="not there"):
        await originals.source(CAMERA).async_still()
    await stock.reload()
    assert stock.entity is None


async def test_yaml(hass: HomeAssistant, provide: Provide, wrap: Wrap) -> None:
    """A camera without a unique id is locked by its entity id, also where it comes before `camera` has loaded."""
    await provide(lambda: Plain(None))
    assert await async_setup_component(hass, "homeassistant", {})
    wrap(original=None, entity_id="camera.plain")
    originals = await start_again(hass)
    assert await async_setup_component(hass, "camera", {"camera": [{"platform": "other"}]})
    await hass.async_block_till_done()
    entity: Any = hass.data["camera"].get_entity("camera.plain")
    assert entity.asked == {"gap": "camera_locked", "after": "camera_locked"}
    assert await originals.source(CAMERA).async_still() == b"picture"


async def test_yaml_exposure(hass: HomeAssistant, provide: Provide, wrap: Wrap) -> None:
    """It is taken from the assistants and given back, but cannot be disabled: it stays locked until a restart."""
    await provide(lambda: Plain(None))
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "camera", {"camera": [{"platform": "other"}]})
    await hass.async_block_till_done()
    async_expose_entity(hass, "cloud.alexa", "camera.plain", should_expose=True)
    wrap(original=None, entity_id="camera.plain")
    await start_again(hass)
    await hass.async_block_till_done()
    assert not async_should_expose(hass, "cloud.alexa", "camera.plain")
    again = await start_again(hass)
    await again.async_camera_removed(CAMERA, by_owner=False)
    entity: Any = hass.data["camera"].get_entity("camera.plain")
    with pytest.raises(HomeAssistantError):
        await entity.async_camera_image()
    assert issues(hass) == {"original_locked_until_restart"}
    # Somebody guards it again, and gives it back.
    originals = await start_again(hass)
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert await entity.async_camera_image() == b"picture"
    assert async_should_expose(hass, "cloud.alexa", "camera.plain")
    assert not async_should_expose(hass, "conversation", "camera.plain")


async def test_wrapped_again_after_being_left(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """A lock that is added to a running Home Assistant holds as one from its start."""
    entry = wrap(generic, lock=False)
    await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.OPEN
    assert await originals.source(CAMERA).async_stream_url()
    hass.config_entries.async_update_subentry(
        entry, entry.subentries[CAMERA], data={**entry.subentries[CAMERA].data, "lock_original": True}
    )
    await originals.async_follow()
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 403
