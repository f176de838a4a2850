"""Repair issues about accounts. Every user can read them: they name nobody."""

from homeassistant.auth import EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .config import owners_of
from .const import DOMAIN
from .rights.in_force import RIGHTS

CHANGES_PENDING = "changes_pending"
RESTORED = "restored"
OWNER_LOST = "owner_lost"
RIGHTS_DOUBTED = "rights_doubted"
NOT_DURABLE = "not_durable"
ADDRESS_UNSEEN = "address_unseen"
LOWERING_STOPPED = "lowering_stopped"
SWITCH_MISSING = "switch_missing"
_ALL = (
    CHANGES_PENDING,
    RESTORED,
    OWNER_LOST,
    RIGHTS_DOUBTED,
    NOT_DURABLE,
    ADDRESS_UNSEEN,
    LOWERING_STOPPED,
    SWITCH_MISSING,
)


@callback
def async_tell(hass: HomeAssistant, issue: str, entry: ConfigEntry, **placeholders: str) -> None:
    """Raise an issue about an account."""
    severity = ir.IssueSeverity.ERROR if issue == NOT_DURABLE else ir.IssueSeverity.WARNING
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{issue}_{entry.entry_id}",
        is_fixable=False,
        # Who did it is not to be found out again after a restart.
        is_persistent=issue == SWITCH_MISSING,
        severity=severity,
        translation_key=issue,
        translation_placeholders=placeholders or None,
    )


@callback
def async_untell(hass: HomeAssistant, issue: str, entry: ConfigEntry) -> None:
    """Take an issue about an account back."""
    ir.async_delete_issue(hass, DOMAIN, f"{issue}_{entry.entry_id}")


@callback
def async_settle_pending(hass: HomeAssistant, entry: ConfigEntry, *, pending: bool) -> None:
    """Say that changes wait for an owner and whether a restored backup made them, or that none do any more."""
    restored = hass.data[RIGHTS].restored(entry)
    (async_tell if restored else async_untell)(hass, RESTORED, entry)
    (async_tell if pending and not restored else async_untell)(hass, CHANGES_PENDING, entry)


@callback
def async_forget(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take all issues about an account back."""
    for issue in _ALL:
        async_untell(hass, issue, entry)


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Follow users that are deleted or deactivated; this lasts as long as Home Assistant runs."""

    @callback
    def changed(event: Event) -> None:
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            async_check_owners(hass, entry)

    hass.bus.async_listen(EVENT_USER_REMOVED, changed)
    hass.bus.async_listen(EVENT_USER_UPDATED, changed)


@callback
def async_check_owners(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Tell of an account that has an owner who is no user any more, or may not log in."""

    async def check() -> None:
        users = [await hass.auth.async_get_user(owner) for owner in owners_of(entry)]
        if all(user is not None and user.is_active for user in users):
            async_untell(hass, OWNER_LOST, entry)
        else:
            async_tell(hass, OWNER_LOST, entry)

    hass.async_create_task(check(), f"{DOMAIN} check owners")
