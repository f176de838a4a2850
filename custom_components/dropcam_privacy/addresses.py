"""The addresses of Home Assistant that players are sent to: an administrator can set them to any machine.

If somebody who is not an owner sets one, it is not used until an owner has seen it: a player would hand the address of
a stream, which opens that stream, to whatever machine answers there.
"""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback

from .audit.entries import Event as LogEvent
from .audit.log import LOG
from .const import DOMAIN
from .entrances.running import running_command
from .exceptions import AddressUnseen, NotDurable
from .ha_internals.functions import CORE_CONFIGURATION
from .issues import Issue, report, settle
from .logins import live_user
from .policy.model import AccountId, UserId
from .rights.author import Author, acting
from .rights.in_force import RIGHTS, configured
from .rights.records import Grant


def require_seen(hass: HomeAssistant, account: AccountId) -> None:
    """Let an address be handed on, or raise AddressUnseen."""
    if hass.data[RIGHTS].unseen(account):
        raise AddressUnseen


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Follow changes of the addresses; this lasts as long as Home Assistant runs."""

    @callback
    def changed(event: Event) -> None:
        author = _author(hass)
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            if author in hass.data[RIGHTS].owners(entry):
                with acting(Author(user=author)):
                    hass.async_create_task(_async_accept(hass, entry, configured(hass)), f"{DOMAIN} accept addresses")
                continue
            if hass.data[RIGHTS].unseen(account := AccountId(entry.entry_id)):
                hass.data[LOG].note(account, LogEvent.PROPOSED, Author(user=author), grant=Grant.ADDRESS.value)
            async_check(hass, entry)

    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, changed)


@callback
def async_check(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Say that an address waits for an owner, or that none does."""
    waits = hass.data[RIGHTS].unseen(AccountId(entry.entry_id))
    if waits:
        report(hass, Issue.ADDRESS_UNSEEN, entry.entry_id)
    else:
        settle(hass, entry.entry_id, Issue.ADDRESS_UNSEEN)


async def _async_accept(hass: HomeAssistant, entry: ConfigEntry, set_by_owner: frozenset[str]) -> None:
    """Accept an address that an owner has set; if that cannot be written, it waits like anybody else's."""
    try:
        await hass.data[RIGHTS].async_accept_addresses(AccountId(entry.entry_id), set_by_owner)
    except NotDurable:
        report(hass, Issue.NOT_DURABLE, entry.entry_id)
    async_check(hass, entry)


def _author(hass: HomeAssistant) -> UserId | None:
    """Return which person sets the addresses by the running websocket command, in their own session."""
    command = running_command()
    if command is None or command.handler != CORE_CONFIGURATION.place or command.login is None:
        return None
    return command.login.user if live_user(hass, *command.login) is not None else None
