"""What people are told in Home Assistant's repairs: what a lock cannot hold, and what to do. Every user reads these."""

from enum import StrEnum

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from ..const import DOMAIN


class Issue(StrEnum):
    """What may have to be done; the words are keys of translations."""

    MISSING = "original_missing"
    CANNOT_LOCK = "original_cannot_lock"
    BESIDE = "original_beside"
    WEBRTC_PEER = "webrtc_peer_restart"
    LEFT_DISABLED = "original_left_disabled"
    LOCKED_UNTIL_RESTART = "original_locked_until_restart"
    NOT_ON_DISK = "original_not_on_disk"
    NOT_LET_IN = "original_not_let_in"
    NEEDS_LINE = "original_needs_line"
    OFF = "original_off"


@callback
def tell(hass: HomeAssistant, issue: Issue, entity_id: str, *, others: str = "") -> None:
    """Tell about an original; `others` are entity ids, too."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{issue}_{entity_id}",
        is_fixable=False,
        # With the last account gone, nothing of ours would say it again after a restart.
        is_persistent=issue is Issue.LEFT_DISABLED,
        severity=ir.IssueSeverity.WARNING,
        translation_key=issue,
        translation_placeholders={"entity_id": entity_id, "others": others},
    )


@callback
def settle(hass: HomeAssistant, entity_id: str, *issues: Issue) -> None:
    """Take back what was told about an original."""
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, f"{issue}_{entity_id}")


@callback
def rename(hass: HomeAssistant, before: str, now: str) -> None:
    """Say of an original under its new entity id what was said under the one before."""
    for issue in Issue:
        told = ir.async_get(hass).async_get_issue(DOMAIN, f"{issue}_{before}")
        if told is not None:
            settle(hass, before, issue)
            tell(hass, issue, now, others=(told.translation_placeholders or {}).get("others", ""))


@callback
def tell_beside(hass: HomeAssistant, entry: er.RegistryEntry | None, locked: set[str]) -> None:
    """Tell of what may show the same picture as an original: other cameras and images of the same device."""
    if entry is None or entry.device_id is None:
        return
    beside = [
        other.entity_id
        for other in er.async_entries_for_device(er.async_get(hass), entry.device_id)
        if other.domain in ("camera", "image") and other.id not in locked and other.platform != DOMAIN
    ]
    if beside:
        tell(hass, Issue.BESIDE, entry.entity_id, others=", ".join(sorted(beside)))
    else:
        settle(hass, entry.entity_id, Issue.BESIDE)


@callback
def tell_off(hass: HomeAssistant, entity_id: str, off: bool) -> None:
    """Tell whether an original gives no picture because its own integration has it off."""
    if off:
        tell(hass, Issue.OFF, entity_id)
    else:
        settle(hass, entity_id, Issue.OFF)
