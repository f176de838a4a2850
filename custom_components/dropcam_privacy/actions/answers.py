"""What owners are told of what waits for them, and when they may accept it: for our actions and the page alike."""

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_ENTITY_ID, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import JsonObjectType

from ..config import Wrapped, cameras_of
from ..const import DOMAIN
from ..originals.find import current_entity_id, is_guarded
from ..people import People, account_unique_id
from ..policy.model import CameraId, UserId
from ..rights.changes import Changes
from ..rights.in_force import RIGHTS
from ..rights.records import Grant, users
from ..rights.sources import ADDRESSES, offered, shown


def require_acceptable(hass: HomeAssistant, entry: ConfigEntry, changes: Changes) -> None:
    """Let changes be accepted as far as what else there is allows it. Raises ServiceValidationError."""
    for camera in moved(changes) & cameras_of(entry).keys():
        # It may be guarded by another camera since it was proposed.
        wrapped = Wrapped.of(offered(cameras_of(entry)[camera]))
        if wrapped is not None and is_guarded(hass, wrapped.original, camera):
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="original_guarded")
    if added := users(changes.added, Grant.OWNER, entry.entry_id):
        unique_id = account_unique_id(hass.data[RIGHTS].owners(entry) | added)
        other = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
        if other is not None and other is not entry:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="account_exists")


def moved(changes: Changes) -> frozenset[CameraId]:
    """Return which cameras would be read elsewhere."""
    return frozenset(CameraId(right.where) for right in changes.added if right.grant is Grant.SOURCE)


def sources_of(hass: HomeAssistant, entry: ConfigEntry, changes: Changes) -> dict[CameraId, JsonObjectType]:
    """Describe the sources that wait now."""
    wait = moved(changes)
    return {camera: _source(hass, subentry) for camera, subentry in cameras_of(entry).items() if camera in wait}


def _source(hass: HomeAssistant, subentry: ConfigSubentry) -> JsonObjectType:
    """Describe the source that an owner would accept, without any secret."""
    source = offered(subentry)
    if (wrapped := Wrapped.of(source)) is not None:
        return {CONF_ENTITY_ID: current_entity_id(hass, wrapped.original)}
    login = (CONF_USERNAME, CONF_PASSWORD)
    return {
        **{field: shown(source[field]) for field in ADDRESSES if source.get(field)},
        CONF_VERIFY_SSL: source.get(CONF_VERIFY_SSL),
        "login_changed": any(source.get(key) != subentry.data.get(key) for key in login),
    }


async def label(hass: HomeAssistant, people: People, user_id: UserId) -> str:
    """Name a user as the flows do, who add what tells namesakes apart; who is not offered there is named by id, too."""
    if user_id in people:
        return people[user_id].label
    user = await hass.auth.async_get_user(user_id)
    return user_id if user is None or not user.name else f"{user.name} ({user_id})"
