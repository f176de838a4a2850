"""Viewers whose last day is over: their right leaves the record and the entry, so that no clock brings it back."""

from collections.abc import Collection
from contextlib import suppress

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..config import cameras_of
from ..const import DOMAIN
from ..exceptions import NotDurable
from ..gatekeeper import GATEKEEPER
from ..isolation import start_as_nobody
from ..policy.model import AccountId, CameraId
from .entered import Entered
from .in_force import RIGHTS
from .proposals import async_withdraw
from .records import Grant, viewer_of


@callback
def async_follow(hass: HomeAssistant) -> None:
    """Take the rights of viewers when their last day is over; this lasts as long as Home Assistant runs."""

    def look(cameras: Collection[CameraId]) -> None:
        for entry in hass.config_entries.async_entries(DOMAIN):
            if not cameras_of(entry).keys().isdisjoint(cameras):
                start_as_nobody(async_take(hass, entry))

    hass.data[GATEKEEPER].hours.told.follow(look)


async def async_take(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take the rights in an account that are over; what cannot be written down is over all the same."""
    latest = hass.data[GATEKEEPER].hours.now(AccountId(entry.entry_id))[1]
    known = hass.data[RIGHTS].granted(entry) | Entered.of(entry).rights
    timed = {right: viewer_of(right)[1] for right in known if right.grant is Grant.VIEWER}
    if void := {right for right, times in timed.items() if times is not None and times.over(latest)}:
        with suppress(NotDurable):
            await async_withdraw(hass, entry, void)
