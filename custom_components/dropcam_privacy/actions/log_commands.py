"""What an owner's browser asks of the log: rows, page by page, and the proof that it still is the log that it was.

An account that is not one's own answers like one that does not exist.
"""

from functools import partial
from typing import Any

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
import voluptuous as vol

from ..audit.chain import Head
from ..audit.entries import Book, Event
from ..audit.log import LOG
from ..audit.reading import Filter, Found, Place, page, prove
from ..audit.tables import LogFailed
from ..const import DOMAIN
from ..entrances.running import login_of_connection, running_login
from ..exceptions import DropcamPrivacyError, LogUnreadable, Refused
from ..logins import live_user
from ..pace import async_turn
from ..policy.model import AccountId
from ..rights.in_force import RIGHTS

_MOST = 200
_TIME = vol.All(int, vol.Range(min=0))
_PLACE = vol.All([int], vol.Length(min=2, max=2))


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, list_log)
    websocket_api.async_register_command(hass, prove_log)


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/log/list",
        vol.Required("account"): str,
        vol.Optional("camera"): str,
        vol.Optional("person"): str,
        vol.Optional("events"): [vol.Coerce(Event)],
        vol.Optional("since"): _TIME,
        vol.Optional("until"): _TIME,
        vol.Optional("before"): _PLACE,
        vol.Optional("most", default=50): vol.All(int, vol.Range(min=1, max=_MOST)),
    }
)
@websocket_api.async_response
async def list_log(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Answer with the newest rows that are asked for; `before` is where the page before ended. Times are in ms."""
    try:
        account = await _async_owned(hass, connection, msg["account"])
        wanted = Filter(**{key: msg[key] for key in ("camera", "person", "events", "since", "until") if key in msg})
        before = Place(*msg["before"]) if "before" in msg else None
        found = await _async_read(hass, partial(page, hass.data[LOG].engine, account, wanted, before, msg["most"]))
    except DropcamPrivacyError as err:
        connection.send_error(msg["id"], err.translation_key or "", str(err))
        return
    connection.send_result(
        msg["id"],
        {"rows": [_row(row) for row in found], "before": [*found[-1].place] if len(found) == msg["most"] else None},
    )


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/log/prove",
        vol.Required("account"): str,
        vol.Required("number"): _TIME,
        vol.Required("hash"): vol.Match(r"^[0-9a-f]{64}$"),
        vol.Optional("part", default=Book.KEPT): vol.Coerce(Book),
    }
)
@websocket_api.async_response
async def prove_log(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Answer with the contents of the rows after one that is remembered, by which it can be checked where they lead.

    None says that there can be no proof: the row was pruned, or the log does not reach it.
    """
    try:
        account = await _async_owned(hass, connection, msg["account"])
        remembered = Head(msg["number"], bytes.fromhex(msg["hash"]))
        proof = await _async_read(hass, partial(prove, hass.data[LOG].engine, account, remembered, msg["part"]))
    except DropcamPrivacyError as err:
        connection.send_error(msg["id"], err.translation_key or "", str(err))
        return
    connection.send_result(
        msg["id"],
        None
        if proof is None
        else {
            "contents": [content.hex() for content in proof.contents],
            "reaches": _head(proof.reaches),
            "head": _head(proof.head),
        },
    )


async def _async_owned(hass: HomeAssistant, connection: ActiveConnection, account: str) -> AccountId:
    """Return the account that a command names, if it is run in the own session of one of its owners. Raises Refused."""
    login = running_login()
    if login is None or login != login_of_connection(connection):
        raise Refused
    await async_turn(hass, login.login)
    entry = hass.config_entries.async_get_entry(account)
    if entry is None or entry.domain != DOMAIN or live_user(hass, *login) is None:
        raise Refused
    if login.user not in hass.data[RIGHTS].owners(entry):
        raise Refused
    return AccountId(entry.entry_id)


async def _async_read[T](hass: HomeAssistant, read: partial[T]) -> T:
    """Read in a thread. Raises LogUnreadable."""
    try:
        return await hass.async_add_executor_job(read)
    except LogFailed as err:
        raise LogUnreadable from err


def _row(row: Found) -> dict[str, Any]:
    facet = row.facet
    what = {"event": facet.event, "camera": facet.camera, "person": facet.person}
    return {"at": row.place.at, "number": row.number, **what, "said": row.said}


def _head(head: Head) -> dict[str, Any]:
    return {"number": head.number, "hash": head.hash.hex()}
