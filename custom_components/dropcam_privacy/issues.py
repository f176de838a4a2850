"""All that people are told in Home Assistant's repairs. Every user reads these: they name nobody."""

from enum import StrEnum
from typing import Final

from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


class Issue(StrEnum):
    """What somebody may have to do something about; the values are keys of translations."""

    CHANGES_PENDING = "changes_pending"
    RESTORED = "restored"
    OWNER_LOST = "owner_lost"
    RIGHTS_DOUBTED = "rights_doubted"
    NOT_DURABLE = "not_durable"
    ADDRESS_UNSEEN = "address_unseen"
    LOWERING_STOPPED = "lowering_stopped"
    SWITCH_MISSING = "switch_missing"
    LOG_FAILING = "log_failing"
    SCENE_HELD = "scene_held"

    CAMERA_UNPROTECTED = "camera_unprotected"

    ORIGINAL_MISSING = "original_missing"
    ORIGINAL_CANNOT_LOCK = "original_cannot_lock"
    ORIGINAL_BESIDE = "original_beside"
    WEBRTC_PEER_RESTART = "webrtc_peer_restart"
    ORIGINAL_LEFT_DISABLED = "original_left_disabled"
    ORIGINAL_LOCKED_UNTIL_RESTART = "original_locked_until_restart"
    ORIGINAL_NOT_ON_DISK = "original_not_on_disk"
    ORIGINAL_NOT_LET_IN = "original_not_let_in"
    ORIGINAL_NEEDS_LINE = "original_needs_line"
    ORIGINAL_OFF = "original_off"
    WEBRTC_NOT_INSTALLED = "webrtc_not_installed"

    HOME_ASSISTANT_CHANGED = "home_assistant_changed"


_FIXABLE: Final = {Issue.ORIGINAL_LEFT_DISABLED, Issue.WEBRTC_PEER_RESTART}
_ERRORS: Final = {Issue.NOT_DURABLE, Issue.LOG_FAILING, Issue.HOME_ASSISTANT_CHANGED}
# Nothing of ours would say it again after a restart: with the last account gone, or who did it forgotten.
_PERSISTENT: Final = {Issue.SWITCH_MISSING, Issue.ORIGINAL_LEFT_DISABLED, Issue.CAMERA_UNPROTECTED}


@callback
def report(hass: HomeAssistant, issue: Issue, about: str, **placeholders: str) -> None:
    """Raise an issue `about` an account (its entry's id), an original (its entity id) or a component."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{issue}_{about}",
        is_fixable=issue in _FIXABLE,
        is_persistent=issue in _PERSISTENT,
        severity=ir.IssueSeverity.ERROR if issue in _ERRORS else ir.IssueSeverity.WARNING,
        translation_key=issue,
        translation_placeholders=placeholders or None,
    )


@callback
def settle(hass: HomeAssistant, about: str, *issues: Issue) -> None:
    """Take issues `about` something back."""
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, f"{issue}_{about}")


@callback
def report_original(hass: HomeAssistant, issue: Issue, entity_id: str, **placeholders: str) -> None:
    """Raise an issue about an original, and call it by its entity id."""
    report(hass, issue, entity_id, entity_id=entity_id, **placeholders)


@callback
def rename(hass: HomeAssistant, before: str, now: str) -> None:
    """Say of an original under its new entity id what was said under the one before."""
    for issue in Issue:
        standing = ir.async_get(hass).async_get_issue(DOMAIN, f"{issue}_{before}")
        if standing is not None:
            settle(hass, before, issue)
            report(hass, issue, now, **{**(standing.translation_placeholders or {}), "entity_id": now})


@callback
def report_reauth(hass: HomeAssistant, entry_id: str, flow_id: str) -> None:
    """Raise Home Assistant's own notice of a login that is refused, which it takes down itself, without a name."""
    ir.async_create_issue(
        hass,
        HOMEASSISTANT_DOMAIN,
        f"config_entry_reauth_{DOMAIN}_{entry_id}",
        data={"flow_id": flow_id},
        is_fixable=False,
        issue_domain=DOMAIN,
        severity=ir.IssueSeverity.ERROR,
        translation_key="config_entry_reauth",
        translation_placeholders={"name": "Dropcam Privacy"},
    )
