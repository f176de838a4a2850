"""A player that keeps the address of what it was told to play."""

from typing import Any, override

from homeassistant.components import media_source
from homeassistant.components.media_player import MediaPlayerEntity, MediaPlayerEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType


async def async_setup_platform(
    hass: HomeAssistant,
    config: ConfigType,
    async_add_entities: AddEntitiesCallback,
    discovery_info: DiscoveryInfoType | None = None,
) -> None:
    """Add the player."""
    async_add_entities([NosyPlayer()])


class NosyPlayer(MediaPlayerEntity):
    """Plays nothing, and tells in an attribute what it should have played."""

    _attr_name = "Nosy player"
    _attr_supported_features = MediaPlayerEntityFeature.PLAY_MEDIA
    _attr_should_poll = False
    _count = 0

    @override
    async def async_play_media(self, media_type: str, media_id: str, **kwargs: Any) -> None:
        """Keep the address."""
        if media_source.is_media_source_id(media_id):
            media_id = (await media_source.async_resolve_media(self.hass, media_id, self.entity_id)).url
        self._count += 1
        self._attr_extra_state_attributes = {"played": media_id, "count": self._count}
        self.async_write_ha_state()
