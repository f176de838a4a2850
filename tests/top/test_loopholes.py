"""What a review found open: each of these was once a way around a rule."""

import asyncio
from types import MappingProxyType
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.rights.proposals import async_accept, async_reject
from tests.household.home import Household
from tests.household.submitting import (
    SUBENTRY,
    home_of_administrators,  # noqa: F401 - the fixture
    reown,
    reshare,
    submit,
    watchers,
)


async def wrap(home: Household) -> tuple[str, ConfigSubentry]:
    """Add a camera that wraps one of another integration, and return the id of that."""
    hass = home.hass
    options = {
        "still_image_url": home.fake.still_url,
        "content_type": "image/jpeg",
        "advanced": {"framerate": 5, "verify_ssl": True, "limit_refetch_to_url_change": False},
    }
    generic = MockConfigEntry(domain="generic", title="stock", options=options, version=2)
    generic.add_to_hass(hass)
    assert await hass.config_entries.async_setup(generic.entry_id)
    await hass.async_block_till_done()
    (original,) = er.async_entries_for_config_entry(er.async_get(hass), generic.entry_id)
    data = {
        "kind": "entity",
        "original": original.id,
        "original_identity": [original.platform, original.unique_id],
        "original_entity_id": original.entity_id,
        "lock_original": True,
        "take_over": False,
        "viewers": [],
        "allow": [],
    }
    subentry = ConfigSubentry(data=MappingProxyType(data), subentry_type="camera", title="Garden", unique_id=None)
    hass.config_entries.async_add_subentry(home.entry, subentry)
    await hass.async_block_till_done()
    return original.entity_id, subentry


async def test_a_proposed_owner_releases_nothing(home: Household) -> None:
    """Who entered themselves as an owner, and waits for the answer, cannot have an original unlocked."""
    original, garden = await wrap(home)
    assert await home.root.sees(f"/api/camera_proxy/{original}") == 403
    assert await reown(home, home.root, home.anna, home.root) == "proposed"
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": garden.subentry_id}
    answer = {"entity_id": original, "lock_original": False, "take_over": False}
    # The form is shown again.
    assert await submit(home.root, SUBENTRY, begin, {"next_step_id": "source"}, answer) == "form"
    assert home.entry.subentries[garden.subentry_id].data["lock_original"]


async def test_an_owner_opens_only_what_they_changed(home: Household) -> None:
    """A wish to unlock that somebody else left in the entry does not come true by an owner's other change."""
    original, garden = await wrap(home)
    left = {**garden.data, "lock_original": False}
    home.hass.config_entries.async_update_subentry(home.entry, garden, data=left)
    await home.hass.async_block_till_done()
    await reshare(home, home.anna, home.carl)
    with patch("custom_components.dropcam_privacy.following.own_session_user", return_value=home.anna.user.id):
        home.hass.config_entries.async_update_entry(home.entry, title="Anna K.")
    await home.hass.async_block_till_done()
    assert await home.root.sees(f"/api/camera_proxy/{original}") == 403


async def test_no_time_is_no_interval(home: Household) -> None:
    """A viewer who asks for stills at intervals of what is no number does not keep the server busy."""
    for interval in ("nan", "inf"):
        answer = await home.anna.get(f"/api/camera_proxy_stream/camera.nursery?interval={interval}")
        assert answer.status == 400
        answer.close()


async def test_a_rejection_wins(home: Household) -> None:
    """Two owners answer at once: what one rejects is not given by the other."""
    await home.enter_owners(home.anna, home.carl, by=home.anna)
    await reshare(home, home.root, home.root)
    changes = home.hass.data[RIGHTS].pending(home.entry)
    assert changes
    accepting = asyncio.create_task(async_accept(home.hass, home.entry, changes))
    await asyncio.sleep(0)
    await async_reject(home.hass, home.entry, changes)
    await accepting
    await home.hass.async_block_till_done()
    assert home.root.user.id not in home.policy.viewers
    assert "Root" not in watchers(home)[1]
