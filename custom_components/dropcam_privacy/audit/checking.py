"""A check of an account's log, as it is told to its owners."""

from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..exceptions import LogUnreadable
from ..policy.model import AccountId
from .entries import Book
from .log import LOG
from .reading import Checked, check
from .tables import LogFailed


async def async_checked(hass: HomeAssistant, account: AccountId) -> JsonObjectType:
    """Check all rows of an account, also against where its log is known to have been. Raises LogUnreadable."""
    log = hass.data[LOG]
    head = log.known_heads().get(account)
    known = {} if head is None else {Book.KEPT: head}
    try:
        checked = await hass.async_add_executor_job(partial(check, log.engine, account, known))
    except LogFailed as err:
        raise LogUnreadable from err
    return {"whole": all(one.wrong is None for one in checked), "parts": [_told(one) for one in checked]}


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
