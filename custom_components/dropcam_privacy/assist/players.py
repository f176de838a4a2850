"""Which media player is meant, and handing it a camera's stream."""

from collections.abc import Iterable

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.components.media_player import (
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    DOMAIN as MEDIA_PLAYER,
    SERVICE_PLAY_MEDIA,
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature,
)
from homeassistant.components.stream import FORMAT_CONTENT_TYPE, HLS_PROVIDER
from homeassistant.const import ATTR_DEVICE_CLASS, ATTR_ENTITY_ID, ATTR_SUPPORTED_FEATURES, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er, intent
from homeassistant.helpers.network import get_url

from ..delivery.stream import LiveFacade, live_stream
from ..exceptions import CameraUnavailable
from ..gatekeeper import GATEKEEPER
from ..policy.model import Channel, Principal
from ..runtime import CameraRuntime
from .sentences import ASSISTANT, area_of, key_of

# "The kitchen display" is what shows things in the kitchen, if nothing has that name.
_KINDS = (" display", " screen", " television", " tv", " player")
_SCREENS = (MediaPlayerDeviceClass.TV, MediaPlayerDeviceClass.PROJECTOR)


def players_called(hass: HomeAssistant, name: str) -> list[State]:
    """Find the media players that somebody names; several only if they cannot be told apart."""
    key = key_of(name)
    registry = er.async_get(hass)
    players = _players(hass)
    if found := [
        state
        for state in players
        if key
        in map(
            key_of,
            (
                state.name,
                *intent.async_get_entity_aliases(hass, registry.async_get(state.entity_id), state=state),
            ),
        )
    ]:
        return found
    area = next((key.removesuffix(kind) for kind in _KINDS if key.endswith(kind)), key)
    areas = {
        known.id for known in ar.async_get(hass).async_list_areas() if area in map(key_of, (known.name, *known.aliases))
    }
    return _best(_in_areas(hass, players, areas), ())


def players_around(hass: HomeAssistant, satellite_id: str | None, device_id: str | None) -> list[State]:
    """Find the media players of the room that somebody speaks in; several only if they cannot be told apart."""
    entry = er.async_get(hass).async_get(satellite_id or "")
    device_id = device_id if entry is None else entry.device_id
    area = area_of(hass, entry)
    if area is None and (device := dr.async_get(hass).async_get(device_id or "")) is not None:
        area = dr.async_get_effective_area_id(hass, device)
    if area is None:
        return []
    registry = er.async_get(hass)
    own = [entry.entity_id for entry in er.async_entries_for_device(registry, device_id)] if device_id else []
    return _best(_in_areas(hass, _players(hass), {area}), own)


def _players(hass: HomeAssistant) -> list[State]:
    return [
        state
        for state in hass.states.async_all(MEDIA_PLAYER)
        if state.state != STATE_UNAVAILABLE
        and state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & MediaPlayerEntityFeature.PLAY_MEDIA
        and async_should_expose(hass, ASSISTANT, state.entity_id)
    ]


def _in_areas(hass: HomeAssistant, players: Iterable[State], areas: set[str]) -> list[State]:
    registry = er.async_get(hass)
    return [state for state in players if area_of(hass, registry.async_get(state.entity_id)) in areas]


def _best(players: list[State], own: Iterable[str]) -> list[State]:
    """Prefer a player that certainly has a screen, then any that is not the listening device; speakers show nothing."""
    kinds = [(state, state.attributes.get(ATTR_DEVICE_CLASS)) for state in players]
    screens = [state for state, kind in kinds if kind in _SCREENS]
    others = [state for state, kind in kinds if kind != MediaPlayerDeviceClass.SPEAKER]
    return screens or [state for state in others if state.entity_id not in own] or others


async def async_show(
    hass: HomeAssistant, camera: CameraRuntime, principal: Principal, channel: Channel, player: State, context: Context
) -> None:
    """Have a media player show a camera, under a lease.

    Raises PictureRefused, CameraUnavailable, or what the player raises.

    `context` is the sentence's: Home Assistant decides by it whether the player may be used.
    """
    hass.data[GATEKEEPER].require(principal, channel, camera.id)
    if (shared := live_stream(hass, camera.id)) is None:
        raise CameraUnavailable
    live = LiveFacade(hass, camera, shared, principal, channel)
    await live.start()
    media = {
        ATTR_ENTITY_ID: player.entity_id,
        ATTR_MEDIA_CONTENT_ID: f"{get_url(hass)}{live.endpoint_url(HLS_PROVIDER)}",
        ATTR_MEDIA_CONTENT_TYPE: FORMAT_CONTENT_TYPE[HLS_PROVIDER],
    }
    await hass.services.async_call(MEDIA_PLAYER, SERVICE_PLAY_MEDIA, media, blocking=True, context=context)
