"""What an owner's browser asks of the log: rows, page by page, their numbers, and proof that it is what it was.

An account that is not one's own answers like one that does not exist.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from sqlalchemy import Engine
import voluptuous as vol

from ..audit.chain import Head
from ..audit.checking import async_checked
from ..audit.counting import days, state
from ..audit.entries import Book, Event
from ..audit.file import LEAST_DAYS, MOST_DAYS
from ..audit.log import LOG
from ..audit.reading import Filter, Found, Place, page, prove
from ..audit.received import now_ms
from ..audit.tables import LogFailed
from ..exceptions import DropcamPrivacyError, LogUnreadable
from ..policy.model import AccountId
from . import asking
from .asking import Asker

_MOST = 200
_ACCOUNT = {vol.Required("account"): str}
_TIME = vol.All(int, vol.Range(min=0, max=2**53))
# More than that the file cannot hold.
_PLACE = vol.All([vol.All(int, vol.Range(min=0, max=2**63 - 1))], vol.Length(min=2, max=2))
_LIST = {
    **_ACCOUNT,
    vol.Optional("camera"): str,
    vol.Optional("person"): str,
    vol.Optional("events"): [vol.Coerce(Event)],
    vol.Optional("since"): _TIME,
    vol.Optional("until"): _TIME,
    vol.Optional("before"): _PLACE,
    vol.Optional("most", default=50): vol.All(int, vol.Range(min=1, max=_MOST)),
}
_PROVE = {
    **_ACCOUNT,
    vol.Required("number"): _TIME,
    vol.Required("hash"): vol.Match(r"^[0-9a-f]{64}$"),
    vol.Optional("part", default=Book.KEPT): vol.Coerce(Book),
}
_DAYS = {**_ACCOUNT, vol.Required("since"): _TIME, vol.Required("zone"): str, vol.Optional("camera"): str}
_KEEP = {**_ACCOUNT, vol.Required("days"): vol.All(int, vol.Range(min=LEAST_DAYS, max=MOST_DAYS))}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "log/list", _LIST, _list)
    asking.async_register(hass, "log/prove", _PROVE, _prove)
    asking.async_register(hass, "log/state", _ACCOUNT, _state)
    asking.async_register(hass, "log/days", _DAYS, _days)
    asking.async_register(hass, "log/keep", _KEEP, _keep)
    asking.async_register(hass, "log/verify", _ACCOUNT, _verify)


async def _list(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Answer with the newest rows that are asked for; `before` is where the page before ended. Times are in ms."""
    wanted = Filter(**{key: msg[key] for key in ("camera", "person", "events", "since", "until") if key in msg})
    before = Place(*msg["before"]) if "before" in msg else None
    found = await _async_read(asker, msg, partial(page, wanted=wanted, before=before, most=msg["most"]))
    return {"rows": [_row(row) for row in found], "before": [*found[-1].place] if len(found) == msg["most"] else None}


async def _prove(asker: Asker, msg: dict[str, Any]) -> dict[str, Any] | None:
    """Answer with the contents of the rows after one that is remembered, by which it can be checked where they lead.

    None says that there can be no proof: the row was pruned, or the log does not reach it.
    """
    remembered = Head(msg["number"], bytes.fromhex(msg["hash"]))
    proof = await _async_read(asker, msg, partial(prove, remembered=remembered, book=msg["part"]))
    if proof is None:
        return None
    return {
        "contents": [content.hex() for content in proof.contents],
        "reaches": _head(proof.reaches),
        "head": _head(proof.head),
    }


async def _state(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Answer with how the log is: for how long it is kept, how much of it there is, and where it is now."""
    found = await _async_read(asker, msg, state)
    log = asker.hass.data[LOG]
    days = log.writer.keeping(AccountId(msg["account"])) or found.days
    head = None if found.head is None else _head(found.head)
    return {"days": days, "rows": found.rows, "since": found.since, "head": head, "logged": log.logged}


async def _days(asker: Asker, msg: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer with how often pictures were looked at, and somebody was refused, on each day of a time zone."""
    asker.owned(msg["account"])
    zone: tzinfo | None = None
    with suppress(ValueError, OSError):  # what cannot be the name of one
        zone = await dt_util.async_get_time_zone(msg["zone"])
    if zone is None:
        raise DropcamPrivacyError("unknown_zone")
    count = partial(days, since=msg["since"], now=now_ms(), zone=zone, camera=msg.get("camera"))
    found = await _async_read(asker, msg, count)
    return [{"day": one.day.isoformat(), "views": one.views, "refusals": one.refusals} for one in found]


async def _keep(asker: Asker, msg: dict[str, Any]) -> None:
    """Keep the rows of this account for so many days from now on."""
    account = AccountId(asker.owned(msg["account"]).entry_id)
    asker.hass.data[LOG].keep(account, msg["days"], asker.principal)


async def _verify(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Check all rows of this account."""
    account = AccountId(asker.owned(msg["account"]).entry_id)
    checked = await async_checked(asker.hass, account)
    asker.owned(account)  # they may have ceased to be one meanwhile
    return checked


async def _async_read[T](asker: Asker, msg: dict[str, Any], read: Callable[[Engine, AccountId], T]) -> T:
    """Read the log of the account that a command names, in a thread. Raises Refused or LogUnreadable."""
    account = AccountId(asker.owned(msg["account"]).entry_id)
    engine = asker.hass.data[LOG].engine
    try:
        read_of = await asker.hass.async_add_executor_job(partial(read, engine, account))
    except LogFailed as err:
        raise LogUnreadable from err
    asker.owned(account)  # they may have ceased to be one meanwhile
    return read_of


def _row(row: Found) -> dict[str, Any]:
    facet = row.facet
    what = {"event": facet.event, "camera": facet.camera, "person": facet.person}
    return {"at": row.place.at, "number": row.number, **what, "said": row.said}


def _head(head: Head) -> dict[str, Any]:
    return {"number": head.number, "hash": head.hash.hex()}
