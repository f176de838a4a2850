"""What else may show the same picture as an original."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..issues import Issue, report_original, settle


@callback
def check_beside(hass: HomeAssistant, entry: er.RegistryEntry | None, locked: set[str]) -> None:
    """Name other cameras and images of an original's device in the repairs, unless they are `locked` themselves."""
    if entry is None or entry.device_id is None:
        return
    beside = sorted(
        other.entity_id
        for other in er.async_entries_for_device(er.async_get(hass), entry.device_id)
        if other.domain in ("camera", "image") and other.id not in locked and other.platform != DOMAIN
    )
    if beside:
        report_original(hass, Issue.ORIGINAL_BESIDE, entry.entity_id, others=", ".join(beside))
    else:
        settle(hass, entry.entity_id, Issue.ORIGINAL_BESIDE)
