"""A change of an account: what it takes away is in force, and what it gives is to be made durable first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..policy.model import CameraId, UserId
from .changes import Changes
from .entered import Entered
from .journal import Gift
from .records import Right, source_rights


@dataclass(frozen=True, slots=True)
class Update:
    """A change of an account that is in force as far as it takes away, and is to be made durable."""

    entry: ConfigEntry
    # What the entry says; None where only the rights change.
    entered: Entered | None = None
    gift: Gift | None = None
    # Who owned the account before somebody else removed owners.
    last_owners: frozenset[UserId] = frozenset()
    # An owner, or who may answer as one, has decided who the owners are.
    answered: bool = False
    # What an owner has answered where that is not all that waited.
    part: Changes = field(default_factory=Changes)
    # The cameras that this very change brings, and with which rights; those that it removes; and those whose originals
    # an owner treats in another way by it.
    come: frozenset[CameraId] = frozenset()
    new: frozenset[Right] = frozenset()
    gone: frozenset[CameraId] = frozenset()
    treated: frozenset[CameraId] = frozenset()
    # By what an owner knows cameras from now on.
    known: Mapping[CameraId, Mapping[str, str]] = field(default_factory=dict)
    # Whether it is one: Home Assistant tells of much else.
    changes: bool = True


def moved(known: Entered | None, now: Entered) -> frozenset[Right]:
    """List the sources that were put in the place of others, whether they were proposed before or not."""
    before = now.sources if known is None else known.sources
    return source_rights({camera: to for camera, to in now.sources.items() if before.get(camera, to) != to})


def configured(hass: HomeAssistant) -> frozenset[str]:
    """List the addresses of Home Assistant that somebody has set; what it finds out itself is its own machine."""
    return frozenset(filter(None, (hass.config.internal_url, hass.config.external_url)))
