"""What an owner's browser asks of the log: rows, page by page, and the proof that it still is the log that it was.

An account that is not one's own answers like one that does not exist.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant, callback
from sqlalchemy import Engine
import voluptuous as vol

from ..audit.chain import Head
from ..audit.entries import Book, Event
from ..audit.log import LOG
from ..audit.reading import Filter, Found, Place, page, prove
from ..audit.tables import LogFailed
from ..exceptions import LogUnreadable
from ..policy.model import AccountId
from . import asking
from .asking import Asker

_MOST = 200
_TIME = vol.All(int, vol.Range(min=0))
_PLACE = vol.All([int], vol.Length(min=2, max=2))
_LIST = {
    vol.Required("account"): str,
    vol.Optional("camera"): str,
    vol.Optional("person"): str,
    vol.Optional("events"): [vol.Coerce(Event)],
    vol.Optional("since"): _TIME,
    vol.Optional("until"): _TIME,
    vol.Optional("before"): _PLACE,
    vol.Optional("most", default=50): vol.All(int, vol.Range(min=1, max=_MOST)),
}
_PROVE = {
    vol.Required("account"): str,
    vol.Required("number"): _TIME,
    vol.Required("hash"): vol.Match(r"^[0-9a-f]{64}$"),
    vol.Optional("part", default=Book.KEPT): vol.Coerce(Book),
}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "log/list", _LIST, _list)
    asking.async_register(hass, "log/prove", _PROVE, _prove)


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
