"""Actions on one's own log: to check it, and to say how long it is kept. They are for owners in their own session."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from ..audit.checking import async_checked
from ..audit.file import LEAST_DAYS, MOST_DAYS
from ..audit.log import LOG
from ..callers.principal import async_of_action
from ..const import DOMAIN
from ..exceptions import Refused
from ..pace import DEAR, async_turn
from ..policy.model import AccountId, Kind, Principal
from ..rights.in_force import RIGHTS

_DAYS = "days"
_ACCOUNT = "account"
_KEEPING = vol.Schema(
    {
        vol.Required(_DAYS): vol.All(vol.Coerce(int), vol.Range(min=LEAST_DAYS, max=MOST_DAYS)),
        vol.Optional(_ACCOUNT): cv.string,
    }
)


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the actions."""

    async def verify(call: ServiceCall) -> ServiceResponse:
        owner, entries = await _async_owned(hass, call)
        found: list[JsonValueType] = [
            {"id": entry.entry_id, "name": entry.title, **await async_checked(hass, AccountId(entry.entry_id))}
            for entry in entries
        ]
        if any(owner.user not in hass.data[RIGHTS].owners(entry) for entry in entries):
            raise Refused  # they have ceased to be one meanwhile
        return {"accounts": found}

    async def keep(call: ServiceCall) -> None:
        owner, entries = await _async_owned(hass, call)
        wanted = call.data.get(_ACCOUNT)
        kept = [entry for entry in entries if wanted in (None, entry.entry_id, entry.title)]
        if not kept:
            raise Refused
        for entry in kept:
            hass.data[LOG].keep(AccountId(entry.entry_id), call.data[_DAYS], owner)

    hass.services.async_register(DOMAIN, "verify_log", verify, vol.Schema({}), SupportsResponse.ONLY)
    hass.services.async_register(DOMAIN, "keep_log", keep, _KEEPING)


async def _async_owned(hass: HomeAssistant, call: ServiceCall) -> tuple[Principal, list[ConfigEntry[Any]]]:
    """Return who calls, and the accounts that are theirs. Raises Refused, if there are none."""
    # Who asks comes first: it can be told only now.
    caller = await async_of_action(hass, call)
    if caller.user is not None:
        await async_turn(hass, caller.user, DEAR)
    rights = hass.data[RIGHTS]
    entries = [entry for entry in hass.config_entries.async_entries(DOMAIN) if caller.user in rights.owners(entry)]
    if caller.kind is not Kind.PERSON or not entries:
        raise Refused
    return caller, entries
