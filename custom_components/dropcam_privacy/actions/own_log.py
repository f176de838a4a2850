"""Actions on one's own log: to check it, and to say how long it is kept. They are for owners in their own session."""

from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from ..audit.entries import Book
from ..audit.file import LEAST_DAYS, MOST_DAYS
from ..audit.log import LOG
from ..audit.reading import Checked, check
from ..audit.tables import LogFailed
from ..callers.principal import async_of_action
from ..const import DOMAIN
from ..exceptions import LogUnreadable, Refused
from ..pace import DEAR, async_turn
from ..policy.model import AccountId, Kind, Principal
from ..rights.in_force import RIGHTS

_DAYS = "days"
_KEEPING = vol.Schema({vol.Required(_DAYS): vol.All(vol.Coerce(int), vol.Range(min=LEAST_DAYS, max=MOST_DAYS))})


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the actions."""

    async def verify(call: ServiceCall) -> ServiceResponse:
        _, entries = await _async_owned(hass, call)
        return {"accounts": [await _async_checked(hass, entry) for entry in entries]}

    async def keep(call: ServiceCall) -> None:
        owner, entries = await _async_owned(hass, call)
        for entry in entries:
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


async def _async_checked(hass: HomeAssistant, entry: ConfigEntry[Any]) -> JsonValueType:
    """Check all rows of an account, also against where its log is known to have been. Raises LogUnreadable."""
    log, account = hass.data[LOG], AccountId(entry.entry_id)
    head = log.known_heads().get(account)
    known = {} if head is None else {Book.KEPT: head}
    try:
        checked = await hass.async_add_executor_job(partial(check, log.engine, account, known))
    except LogFailed as err:
        raise LogUnreadable from err
    return {
        "id": account,
        "name": entry.title,
        "whole": all(one.wrong is None for one in checked),
        "parts": [_told(one) for one in checked],
    }


def _told(checked: Checked) -> JsonValueType:
    """Describe what a check has found: the rows that are there, the newest one's hash, and the first that is wrong."""
    wrong = checked.wrong
    return {
        "part": checked.book.value,
        "first": checked.anchor.number + 1,
        "last": checked.head.number,
        "hash": checked.head.hash.hex(),
        "wrong": None if wrong is None else {"row": wrong.number, "fault": wrong.fault.value},
    }
