"""Viewers and their times, as owners enter them and as they are told of them."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import voluptuous as vol

from .const import DOMAIN
from .gatekeeper import GATEKEEPER
from .people import People
from .policy.model import CameraPolicy, UserId
from .policy.times import Times
from .rights.in_force import RIGHTS

_CLOCK = vol.All(str, vol.Match(r"^\d\d:\d\d$"))
TIMES: Final = vol.Schema(
    {
        vol.Optional("weekdays"): vol.All([vol.All(int, vol.Range(min=0, max=6))], vol.Length(min=1, max=7)),
        vol.Optional("from"): _CLOCK,
        vol.Optional("to"): _CLOCK,
        vol.Optional("until"): vol.All(str, vol.Match(r"^\d{4}-\d\d-\d\d$")),
        vol.Optional("zone"): vol.All(str, vol.Length(min=1, max=64)),
    }
)
"""A viewer's times; the zone is Home Assistant's, if none is given."""


def checked(
    hass: HomeAssistant, entry: ConfigEntry, people: People, wanted: Mapping[str, Mapping[str, Any] | None]
) -> dict[UserId, Times | None]:
    """Read whom owners want to let in, and when; owners themselves need not be. Raises ServiceValidationError."""
    if not people.keys() >= wanted.keys():
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_viewer")
    owners = hass.data[RIGHTS].owners(entry)
    try:
        return {
            UserId(viewer): None if times is None else Times.of(times, hass.config.time_zone)
            for viewer, times in wanted.items()
            if viewer not in owners
        }
    except ValueError as err:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="times_wrong") from err


def told(times: Times | None) -> dict[str, Any] | None:
    """Tell times as they are entered."""
    return None if times is None else dict(times.words())


def viewers_told(hass: HomeAssistant, people: People, policy: CameraPolicy) -> list[dict[str, Any]]:
    """Tell an owner who may look at a camera, when, and whether that is now."""
    now = hass.data[GATEKEEPER].hours.now(policy.account)
    return [
        {
            "id": viewer,
            "name": people[viewer].label if viewer in people else viewer,
            "times": told(policy.times.get(viewer)),
            "now": policy.looks(viewer, now),
        }
        for viewer in sorted(
            policy.viewers, key=lambda it: (it not in people, list(people).index(it) if it in people else 0)
        )
    ]
