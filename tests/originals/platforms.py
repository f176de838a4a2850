"""Integrations that provide cameras, in whatever way and order."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from homeassistant.components.camera import Camera
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from tests.originals.conftest import Stock


class Plain(Camera):
    """A camera that asks itself for a picture wherever Home Assistant lets it run."""

    def __init__(self, unique_id: str | None = "1", entity_id: str | None = None) -> None:
        """Give it a name that it is known by."""
        super().__init__()
        self._attr_name = "plain"
        self._attr_unique_id = unique_id
        if entity_id:
            self.entity_id = entity_id
        self.asked: dict[str, Any] = {}

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Give a picture of nothing."""
        return b"picture"

    async def _ask(self, when: str) -> None:
        camera: Any = self.hass.data["camera"].get_entity(self.entity_id)
        try:
            self.asked[when] = await camera.async_camera_image() if camera else None
        except HomeAssistantError as err:
            self.asked[when] = err.translation_key

    async def async_added_to_hass(self) -> None:
        """Ask in the gap before the first state, as an action can."""
        await self._ask("gap")
        await asyncio.sleep(0)
        await self._ask("after")


type Provide = Callable[..., Any]


class Flow(ConfigFlow):
    """What every entry has to have."""


@pytest.fixture(name="provide")
def providing(hass: HomeAssistant) -> Iterator[Provide]:
    """Set up an integration `other` that adds a camera which `make` makes."""

    async def set_up(make: Callable[[], Camera]) -> Stock:
        async def setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            await hass.config_entries.async_forward_entry_setups(entry, ["camera"])
            return True

        async def unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            return await hass.config_entries.async_unload_platforms(entry, ["camera"])

        async def setup_cameras(_hass: HomeAssistant, _entry: ConfigEntry, add: Any) -> None:
            add([make()])

        async def setup_yaml(_hass: HomeAssistant, _config: Any, add: Any, _info: Any = None) -> None:
            add([make()])

        mock_integration(hass, MockModule("other", async_setup_entry=setup_entry, async_unload_entry=unload_entry))
        platform = MockPlatform(async_setup_entry=setup_cameras, async_setup_platform=setup_yaml)
        mock_platform(hass, "other.camera", platform)
        mock_platform(hass, "other.config_flow", None)
        entry = MockConfigEntry(domain="other")
        return Stock(hass, entry)

    with mock_config_flow("other", Flow):
        yield set_up


async def start(stock: Stock) -> None:
    """Set the entry up."""
    if stock.entry.entry_id not in {entry.entry_id for entry in stock.hass.config_entries.async_entries()}:
        stock.entry.add_to_hass(stock.hass)
    assert await stock.hass.config_entries.async_setup(stock.entry.entry_id)
    await stock.hass.async_block_till_done()
