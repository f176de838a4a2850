"""What the log of a household says."""

from functools import partial
from typing import Any

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.audit.log import LOG
from custom_components.dropcam_privacy.audit.reading import Filter, Found, check, page
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import AccountId
from tests.household.home import Household
from tests.waiting import until


async def rows(home: Household, *events: Event, everything: bool = True) -> list[Found]:
    """Return the rows of the household's account, the oldest first, when what has happened is written.

    With `everything` also what is being added up just now.
    """
    log = home.hass.data[LOG]
    if everything:
        await until(lambda: all(lease.lifetime is not None for lease in home.hass.data[GATEKEEPER].leases.all()))
        log._rows += log.leases._tally.take()
    log._fresh = True
    if log._timer is not None:
        log._timer.cancel()
    log._tick()
    await until(lambda: log.writer.idle)
    engine = log.writer.engine
    assert engine is not None
    account = AccountId(home.entry.entry_id)
    found = await home.hass.async_add_executor_job(
        partial(page, engine, account, Filter(events=events or None), most=1000)
    )
    assert all(checked.wrong is None for checked in await home.hass.async_add_executor_job(check, engine, account))
    return found[::-1]


async def said(home: Household, *events: Event) -> set[tuple[Any, ...]]:
    """Return what rows say in short: event, name, channel, and why."""
    found = await rows(home, *events)
    return {
        (row.facet.event, row.said.get("name"), row.said.get("channel"), row.said.get("reason", row.said.get("ended")))
        for row in found
    }
