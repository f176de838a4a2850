"""How an owner treats the original of a camera without a dialog: locks, opens, has its entity id taken over or not."""

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..config import OriginalRef, Wrapped
from ..const import CONF_LOCK_ORIGINAL, CONF_TAKE_OVER, DOMAIN
from ..names.known_names import NAMES
from ..originals import ORIGINALS, needs_line
from ..originals.find import is_guarded
from ..policy.model import CameraId


def hindrance(
    hass: HomeAssistant, original: OriginalRef, *, lock: bool, take_over: bool, locked: bool
) -> tuple[str, str] | None:
    """Return what speaks against treating an original so, and which of both it is about; `locked`: it is already."""
    if take_over and not lock:
        return CONF_TAKE_OVER, "take_over_unlocked"
    if take_over and original.registry_id is None:
        return CONF_TAKE_OVER, "take_over_no_unique_id"
    if lock and not locked and original.registry_id is None and needs_line(hass):
        # The lock that we would promise does not hold while Home Assistant starts.
        return CONF_LOCK_ORIGINAL, "lock_needs_line"
    return None


async def async_treat(
    hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry, *, lock: bool, take_over: bool
) -> None:
    """Treat the original of an owner's camera so; whoever calls has asked whether they own it.

    Raises ServiceValidationError for a camera without one, and for what is not possible.
    """
    wrapped, camera = Wrapped.of(subentry.data), CameraId(subentry.subentry_id)
    if wrapped is None:
        raise _impossible("no_original")
    against = hindrance(hass, wrapped.original, lock=lock, take_over=take_over, locked=wrapped.lock)
    if against is not None:
        raise _impossible(against[1])
    if lock and not wrapped.lock and is_guarded(hass, wrapped.original, camera):
        raise _impossible("already_guarded")
    hass.data[NAMES].expect([camera])
    data = {**subentry.data, CONF_LOCK_ORIGINAL: lock, CONF_TAKE_OVER: take_over}
    hass.config_entries.async_update_subentry(entry, subentry, data=data)
    await hass.data[ORIGINALS].async_follow({camera})


def _impossible(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
