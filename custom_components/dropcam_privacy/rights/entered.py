"""What a config entry says about owners, viewers, allowances and sources: what was entered, by whomever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from ..const import (
    CONF_ALLOW,
    CONF_LOCK_ORIGINAL,
    CONF_LOWERERS,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_OWNERS,
    CONF_TAKE_OVER,
    CONF_VIEWERS,
    SUBENTRY_CAMERA,
)
from ..policy.model import AccountId, Allow, CameraId, Lowerer, UserId
from .records import (
    CameraRecord,
    Grant,
    Right,
    allowances,
    lowerers,
    owner_rights,
    sharing_rights,
    source_rights,
    users,
)
from .sources import digest, offered

# What a subentry says about an original.
_TREATED = (CONF_LOCK_ORIGINAL, CONF_TAKE_OVER, CONF_ORIGINAL, CONF_ORIGINAL_ENTITY_ID)


def cameras_of(entry: ConfigEntry) -> dict[CameraId, ConfigSubentry]:
    """Return the cameras of an account."""
    return {
        CameraId(subentry.subentry_id): subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_CAMERA
    }


def owners_of(entry: ConfigEntry) -> frozenset[UserId]:
    """Return the owners that an entry names."""
    return frozenset(entry.data.get(CONF_OWNERS, ()))


def viewers_of(subentry: ConfigSubentry) -> frozenset[UserId]:
    """Return the viewers that a camera's subentry names."""
    return frozenset(subentry.data.get(CONF_VIEWERS, ()))


def allowed_by(subentry: ConfigSubentry) -> frozenset[Allow]:
    """Return what a camera's subentry allows; a word that is not known allows nothing."""
    return frozenset(Allow(word) for word in subentry.data.get(CONF_ALLOW, ()) if word in Allow)


def lowerers_of(subentry: ConfigSubentry) -> frozenset[Lowerer]:
    """Return the automations that a camera's subentry lets end privacy, as they were when they were chosen."""
    return frozenset(subentry.data.get(CONF_LOWERERS, ()))


@dataclass(frozen=True, slots=True)
class Entered:
    """What an entry says about owners, viewers, allowances and sources at one moment."""

    account: AccountId
    cameras: frozenset[CameraId]
    rights: frozenset[Right]
    # The source of each camera, and the one that an owner would accept.
    sources: Mapping[CameraId, str]
    offered: Mapping[CameraId, str]
    # How the original of each camera is treated.
    treated: Mapping[CameraId, tuple[object, ...]]

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Read an entry."""
        account, cameras = AccountId(entry.entry_id), cameras_of(entry)
        rights = owner_rights(account, owners_of(entry))
        for camera, subentry in cameras.items():
            rights |= sharing_rights(camera, viewers_of(subentry), allowed_by(subentry), lowerers_of(subentry))
        sources = {camera: digest(camera, subentry.data) for camera, subentry in cameras.items()}
        proposed = {camera: digest(camera, offered(subentry)) for camera, subentry in cameras.items()}
        rights |= source_rights(sources) | source_rights(proposed)
        treated = {camera: tuple(map(subentry.data.get, _TREATED)) for camera, subentry in cameras.items()}
        return cls(account, frozenset(cameras), rights, sources, proposed, treated)

    @property
    def proposed(self) -> frozenset[Right]:
        """List what it takes for the sources that stand beside those of the cameras."""
        return source_rights(self.offered) - source_rights(self.sources)

    def new_camera(self, camera: CameraId, *, by_owner: bool) -> CameraRecord:
        """Make the record of a camera that has just come: on, private, and shared as entered if an owner entered it.

        Its source is as it was entered, by whomever.
        """
        if not by_owner:
            return CameraRecord(on=True, source=self.sources[camera])
        return CameraRecord(
            on=True,
            source=self.sources[camera],
            viewers=users(self.rights, Grant.VIEWER, camera),
            allow=allowances(self.rights, camera),
            lowerers=lowerers(self.rights, camera),
        )
