"""An original without a unique id is known by its entity id alone, and that can be given to another camera."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.camera import Camera, async_get_image, async_get_mjpeg_stream, async_get_stream_source
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.discovery import async_load_platform
from homeassistant.setup import async_setup_component
from homeassistant.util.hass_dict import HassKey
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_integration,
    mock_platform,
)

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals import Originals, OriginalState
from custom_components.dropcam_privacy.originals.find import find_original
from custom_components.dropcam_privacy.originals.locked_class import Locked
from custom_components.dropcam_privacy.originals.yaml_line import note_line
from custom_components.dropcam_privacy.policy.model import CameraId
from tests.e2e.person import Person
from tests.originals.conftest import CAMERA, Stock, Wrap, start_again
from tests.originals.told import issues

YARD, SECOND, THIRD = "camera.yard", "camera.yard_2", "camera.yard_3"
BENS = CameraId("01JBENS")
MADE: HassKey[dict[str, Callable[[], Camera]]] = HassKey("made")


class Written(Camera):
    """A camera as YAML makes them: a name, and no unique id."""

    def __init__(self, unique_id: str | None = None, name: str = "yard") -> None:
        """Give it the name that its entity id is made from."""
        super().__init__()
        self._attr_name = name
        self._attr_unique_id = unique_id

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Give a picture of nothing."""
        return b"the yard"

    async def stream_source(self) -> str:
        """Name an address."""
        return "rtsp://127.0.0.1:1/yard"


async def load(hass: HomeAssistant, platform: str, make: Callable[[], Camera] = Written) -> None:
    """Add a camera as a platform in YAML does."""
    made = hass.data.setdefault(MADE, {})
    first, made[platform] = platform not in made, make

    async def set_up(_hass: HomeAssistant, _config: Any, add: Any, _info: Any = None) -> None:
        add([made[platform]()])

    if first:
        mock_integration(hass, MockModule(platform))
        mock_platform(hass, f"{platform}.camera", MockPlatform(async_setup_platform=set_up))
    await async_load_platform(hass, "camera", platform, {"name": platform}, {})
    await hass.async_block_till_done()


def camera(hass: HomeAssistant, entity_id: str) -> Any:
    """Return the instance of that entity id."""
    return hass.data["camera"].get_entity(entity_id)


async def assert_closed(hass: HomeAssistant, person: Person, entity_id: str) -> None:
    """Nobody gets a picture or an address from it, over HTTP or inside Home Assistant."""
    assert isinstance(camera(hass, entity_id), Locked)
    for road in ("camera_proxy", "camera_proxy_stream"):
        assert (await person.get(f"/api/{road}/{entity_id}")).status == 403
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, entity_id)
    with pytest.raises(HomeAssistantError):
        await async_get_stream_source(hass, entity_id)
    with pytest.raises(Exception, match="Forbidden"):
        await async_get_mjpeg_stream(hass, None, entity_id)  # type: ignore[arg-type]  # it does not come to be read


def bens(hass: HomeAssistant, entity_id: str, *, lock: bool = True) -> MockConfigEntry:
    """Have another account guard a camera that is written in YAML."""
    data = {"kind": "entity", "original": None, "original_entity_id": entity_id, "lock_original": lock}
    guarded = ConfigSubentryDataWithId(
        data=data, subentry_id=BENS, subentry_type="camera", title="Ben's", unique_id=None
    )
    entry = MockConfigEntry(domain=DOMAIN, title="Ben", data={"owners": ["ben"]}, subentries_data=[guarded])
    entry.add_to_hass(hass)
    return entry


@pytest.fixture(autouse=True)
def with_the_line(hass: HomeAssistant) -> None:
    """Have the line in the YAML by which we are there before these cameras."""
    note_line(hass)


@pytest.fixture
async def decoy(hass: HomeAssistant, generic: Stock) -> Stock:
    """A camera with a unique id that has been given the original's entity id."""
    er.async_get(hass).async_update_entity(generic.entity_id, new_entity_id=YARD)
    await hass.async_block_till_done()
    return generic


@pytest.mark.parametrize("platform", ["other", None])
async def test_another_camera_takes_its_entity_id(
    hass: HomeAssistant, decoy: Stock, wrap: Wrap, person: Person, platform: str | None
) -> None:
    """The original comes as another then: locked; the guarded camera shows neither, and everybody is told."""
    wrap(original=None, entity_id=YARD, platform=platform)
    originals = await start_again(hass)
    assert not isinstance(decoy.entity, Locked)
    assert decoy.registered.hidden_by is None
    assert issues(hass) == {"original_missing"}
    await load(hass, "other")
    await assert_closed(hass, person, SECOND)
    assert originals.state(CAMERA) is OriginalState.MISSING
    with pytest.raises(Exception, match="not there"):
        await originals.source(CAMERA).async_still()
    with pytest.raises(Exception, match="not there"):
        await originals.source(CAMERA).async_stream_url()
    assert issues(hass) == {"original_missing"}
    # So it is where it has come before the lock.
    originals = await start_again(hass)
    await hass.async_block_till_done()
    await assert_closed(hass, person, SECOND)
    assert originals.state(CAMERA) is OriginalState.MISSING
    assert issues(hass) == {"original_missing"}


async def test_its_place_is_taken_while_it_is_away(
    hass: HomeAssistant, decoy: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """It is told of the moment that it comes as another, not at the next start."""
    wrap(original=None, entity_id="camera.plain", platform="other")
    await originals.async_follow()
    await load(hass, "other", lambda: Written(name="plain"))
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert await originals.source(CAMERA).async_still() == b"the yard"
    assert issues(hass) == set()
    await camera(hass, "camera.plain").async_remove()
    er.async_get(hass).async_update_entity(decoy.entity_id, new_entity_id="camera.plain")
    await hass.async_block_till_done()
    await load(hass, "other", lambda: Written(name="plain"))
    await assert_closed(hass, person, "camera.plain_2")
    assert originals.state(CAMERA) is OriginalState.MISSING
    assert issues(hass) == {"original_missing"}


async def test_siblings(hass: HomeAssistant, parts: None, originals: Originals, wrap: Wrap, person: Person) -> None:
    """Those of its platform are locked beside it, and never read from; others are left alone."""
    entry = wrap(original=None, entity_id=YARD, platform="other")
    await originals.async_follow()
    await load(hass, "other")
    await load(hass, "third")
    await load(hass, "other")
    await load(hass, "other", lambda: Written(name="yard side"))
    await load(hass, "other", lambda: Written("unique"))
    for entity_id in (SECOND, "camera.yard_side", "camera.yard_4"):
        assert (await async_get_image(hass, entity_id)).content
    await assert_closed(hass, person, YARD)
    await assert_closed(hass, person, THIRD)
    assert await originals.source(CAMERA).async_still() == b"the yard"
    assert find_original(hass, YARD, CAMERA)[0].platform == "other"
    await camera(hass, YARD).async_remove()
    assert originals.state(CAMERA) is OriginalState.MISSING
    # Its owner opens it, and them.
    hass.config_entries.async_update_subentry(
        entry, entry.subentries[CAMERA], data={**entry.subentries[CAMERA].data, "lock_original": False}
    )
    await originals.async_follow(entry.subentries)
    assert (await async_get_image(hass, THIRD)).content
    assert originals.state(CAMERA) is OriginalState.MISSING


async def test_it_has_got_a_unique_id(hass: HomeAssistant, parts: None, wrap: Wrap, person: Person) -> None:
    """It stays locked; whether it is the same, its owner has to say."""
    wrap(original=None, entity_id=YARD, platform="other")
    originals = await start_again(hass)
    await load(hass, "other", lambda: Written("unique"))
    await assert_closed(hass, person, YARD)
    assert originals.state(CAMERA) is OriginalState.MISSING
    assert issues(hass) == {"original_missing"}


@pytest.mark.parametrize("locked", [True, False])
async def test_somebody_else_guards_it_under_its_new_id(
    hass: HomeAssistant, decoy: Stock, wrap: Wrap, person: Person, locked: bool
) -> None:
    """They have no picture of it, and cannot open it."""
    wrap(original=None, entity_id=YARD, platform="other")
    originals = await start_again(hass)
    await load(hass, "other")
    entry = bens(hass, SECOND, lock=locked)
    await originals.async_follow()
    await hass.async_block_till_done()
    with pytest.raises(Exception, match=r"not there|no picture"):
        await originals.source(BENS).async_still()
    await originals.async_account_removed(entry, by_owner=True)
    await assert_closed(hass, person, SECOND)


async def test_a_camera_that_is_called_alike(hass: HomeAssistant, parts: None, wrap: Wrap, person: Person) -> None:
    """Two cameras, each guarded by an account of its own, and named as Home Assistant would name siblings."""
    assert await async_setup_component(hass, "camera", {})
    anna, ben = wrap(original=None, entity_id=YARD, platform="other"), bens(hass, SECOND)
    originals = await start_again(hass)
    await load(hass, "other")
    await load(hass, "other")
    for guarded in (CAMERA, BENS):
        assert originals.state(guarded) is OriginalState.LOCKED
        assert await originals.source(guarded).async_still() == b"the yard"
    await originals.async_account_removed(anna, by_owner=True)
    assert (await async_get_image(hass, YARD)).content
    await assert_closed(hass, person, SECOND)
    assert await originals.source(BENS).async_still() == b"the yard"
    await originals.async_account_removed(ben, by_owner=True)
    assert (await async_get_image(hass, SECOND)).content
