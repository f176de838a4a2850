"""Which cameras somebody names, loaded or not, and who may switch them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..config import cameras_of
from ..const import DOMAIN
from ..logins import live_user
from ..policy.decide import role_of
from ..policy.model import CameraId, Principal, Role
from ..rights.in_force import RIGHTS

# By these entities a camera, or an account, is switched.
SWITCHES = {Platform.SWITCH: "_privacy", Platform.CAMERA: "_camera"}


type Entity = er.RegistryEntry | er.DeletedRegistryEntry


class Target(NamedTuple):
    """One thing that is named: a camera, or an account with all of its cameras."""

    entry: ConfigEntry
    cameras: tuple[CameraId, ...]

    @property
    def names(self) -> Iterator[tuple[CameraId, str]]:
        """Go through the cameras, with what they are called."""
        known = cameras_of(self.entry)
        return ((camera, known[camera].title) for camera in self.cameras if camera in known)


@callback
def named(hass: HomeAssistant, word: str, *, taking: bool = True) -> list[Target]:
    """Return what a word names: by an id of ours, of a device or an entity, or else by the name that owners gave.

    Entities are found that are disabled, or were removed. For `taking` away, accounts are also found by their titles,
    which change with those whom somebody proposes as owners, and cameras also by what they were called when their
    owners last knew. Several are returned where a name fits all of them.
    """
    ids = [word, *_of_device(hass, word), *_of_entity(hass, word)]
    if taking:
        ids += hass.data[RIGHTS].called.formerly(word)
    found = list(dict.fromkeys(filter(None, (_by_id(hass, ours) for ours in ids))))
    if found and not taking:
        return found
    return list(dict.fromkeys([*found, *_by_name(hass, word.strip().casefold(), titles=taking)]))


def _by_id(hass: HomeAssistant, ours: str) -> Target | None:
    for entry in hass.config_entries.async_entries(DOMAIN):
        cameras = cameras_of(entry)
        if entry.entry_id == ours:
            return Target(entry, tuple(cameras))
        if ours in cameras:
            return Target(entry, (CameraId(ours),))
    return None


def _of_device(hass: HomeAssistant, word: str) -> list[str]:
    device = dr.async_get(hass).async_get(word)
    return [] if device is None else [identifier[1] for identifier in device.identifiers if identifier[0] == DOMAIN]


def _of_entity(hass: HomeAssistant, word: str) -> list[str]:
    found = filter(switches, entities(hass, word))
    return [entity.config_subentry_id or entity.config_entry_id or "" for entity in found]


@callback
def entities(hass: HomeAssistant, entity_id: str) -> list[Entity]:
    """Return what the registry knows of an entity id: the entity that has it, or else those that had it last."""
    registry = er.async_get(hass)
    if (known := registry.async_get(entity_id)) is not None:
        return [known]
    return [gone for gone in registry.deleted_entities.values() if gone.entity_id == entity_id]


@callback
def switches(entity: Entity) -> bool:
    """Return whether a camera, or an account, is switched by this entity."""
    suffix = SWITCHES.get(Platform(entity.domain)) if entity.domain in SWITCHES else None
    return entity.platform == DOMAIN and suffix is not None and entity.unique_id.endswith(suffix)


def _by_name(hass: HomeAssistant, name: str, *, titles: bool) -> Iterator[Target]:
    for entry in hass.config_entries.async_entries(DOMAIN):
        cameras = cameras_of(entry)
        if titles and entry.title.casefold() == name:
            yield Target(entry, tuple(cameras))
        for camera, subentry in cameras.items():
            if subentry.title.casefold() == name:
                yield Target(entry, (camera,))


@callback
def cameras_of_owner(hass: HomeAssistant, principal: Principal) -> dict[CameraId, str]:
    """Return the cameras that somebody owns, loaded or not, with what their owners call them."""
    rights, user, login = hass.data[RIGHTS], principal.user, principal.login
    if user is None or login is None or live_user(hass, user, login) is None:
        return {}
    return {
        camera: rights.called.known_as(camera).get("title", subentry.title)
        for entry in hass.config_entries.async_entries(DOMAIN)
        for camera, subentry in cameras_of(entry).items()
        if (policy := rights.policy(camera)) is not None and role_of(principal, policy) is Role.OWNER
    }


async def async_may_switch(hass: HomeAssistant, context: Context, cameras: Iterable[CameraId]) -> bool:
    """Return whether Home Assistant lets whom a context names use the switches of cameras: read-only users may not."""
    if context.user_id is None:
        return True
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        return False
    if user.permissions.access_all_entities(POLICY_CONTROL):
        return True
    registry = er.async_get(hass)
    found = [registry.async_get_entity_id(Platform.SWITCH, DOMAIN, f"{camera}_privacy") or "" for camera in cameras]
    return bool(found) and all(user.permissions.check_entity(it, POLICY_CONTROL) for it in found)
