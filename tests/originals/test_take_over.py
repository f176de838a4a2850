"""A guarded camera that takes over its original's entity id: who is reachable by it, and that a crash opens nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals import ORIGINALS, Originals, OriginalState
from custom_components.dropcam_privacy.originals.lock import Locked
from tests.e2e.person import Person

from .conftest import CAMERA, Stock, Wrap, start_again

OLD, ASIDE, OWN = "camera.stock", "camera.stock_original", "camera.nursery"


@dataclass
class Pair:
    """An original and the camera that guards it."""

    hass: HomeAssistant
    entry: MockConfigEntry
    stock: Stock
    person: Person

    @property
    def originals(self) -> Originals:
        """The locks."""
        return self.hass.data[ORIGINALS]

    @property
    def names(self) -> tuple[str, str | None]:
        """What the original and the guarded camera are called."""
        return self.stock.entity_id, er.async_get(self.hass).async_get_entity_id("camera", DOMAIN, f"{CAMERA}_camera")

    @property
    def platforms(self) -> dict[str, str]:
        """Which integrations' cameras Home Assistant finds by which entity id."""
        return {entity.entity_id: entity.platform.platform_name for entity in self.hass.data["camera"].entities}

    @property
    def subentry(self) -> ConfigSubentry:
        """What is entered for the guarded camera."""
        return self.entry.subentries[CAMERA]

    def enter(self, **changed: Any) -> None:
        """Enter something else, as a program does."""
        data = {**self.subentry.data, **changed}
        self.hass.config_entries.async_update_subentry(self.entry, self.subentry, data=data)

    async def change(self, *, by_owner: bool = False, **changed: Any) -> None:
        """Enter something else, as somebody does."""
        self.enter(**changed)
        await self.hass.async_block_till_done()
        await self.originals.async_follow(self.entry if by_owner else None)
        await self.hass.async_block_till_done()

    async def check_locked(self) -> None:
        """See that the original gives nobody anything, by whatever name."""
        assert self.originals.state(CAMERA) is OriginalState.LOCKED
        assert isinstance(self.stock.entity, Locked)
        for entity_id in self.platforms:
            status = (await self.person.get(f"/api/camera_proxy/{entity_id}")).status
            assert status != 200, entity_id
        assert await self.originals.source(CAMERA).async_still()

    async def check_open(self) -> None:
        """See that the original has its entity id, and is an ordinary camera."""
        assert self.stock.entity_id == OLD
        assert not any("dropcam" in key for key in self.stock.registered.options)
        assert (await self.person.get(f"/api/camera_proxy/{OLD}")).status == 200


def registry_on_disk(hass: HomeAssistant) -> dict[str, Any]:
    """Return what would be on the disk, had the entity registry been written just now."""
    found: dict[str, Any] = json_loads(json_dumps(er.async_get(hass)._data_to_save()))  # type: ignore[assignment]
    return found


@pytest.fixture
async def pair(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> AsyncIterator[Pair]:
    """A guarded camera that runs, with its original, which is locked; their names are their own."""
    entry = wrap(generic)
    with patch(f"custom_components.{DOMAIN}.originals.async_arm", return_value=originals):
        assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    pair = Pair(hass, entry, generic, person)
    assert pair.names == (OLD, OWN)
    yield pair
    await hass.config_entries.async_unload(entry.entry_id)


async def test_taken_over_and_given_back(pair: Pair) -> None:
    """By the old entity id one finds the guarded camera, from then on until an owner undoes it."""
    await pair.change(take_over=True)
    assert pair.names == (ASIDE, OLD)
    assert pair.platforms == {ASIDE: "generic", OLD: DOMAIN}
    await pair.check_locked()
    assert pair.hass.states.get(OWN) is None
    await pair.stock.reload()
    await pair.check_locked()

    await pair.change(take_over=False)
    assert pair.names == (ASIDE, OLD)  # it was no owner who asked

    await pair.change(take_over=False, by_owner=True)
    assert pair.names == (OLD, OWN)
    assert pair.platforms == {OLD: "generic", OWN: DOMAIN}
    await pair.check_locked()
    await pair.change(lock_original=False, by_owner=True)
    await pair.check_open()
