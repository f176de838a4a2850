"""What a config entry says about owners, viewers, allowances and sources: what was entered, by whomever."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from homeassistant.config_entries import ConfigEntry

from ..config import CameraConfig, cameras_of, owners_of
from ..policy.model import AccountId, CameraId
from .records import SHARED, Grant, Right, owner_rights, sharing_rights, source_rights
from .sources import digest, offered


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
        configs = {camera: CameraConfig.of(subentry) for camera, subentry in cameras.items()}
        rights = owner_rights(account, owners_of(entry))
        for camera, config in configs.items():
            rights |= sharing_rights(camera, config.viewers, config.allow, config.lowerers, config.times)
        sources = {camera: digest(camera, subentry.data) for camera, subentry in cameras.items()}
        proposed = {camera: digest(camera, offered(subentry)) for camera, subentry in cameras.items()}
        rights |= source_rights(sources) | source_rights(proposed)
        treated = {camera: it.wrapped.treatment if it.wrapped else () for camera, it in configs.items()}
        return cls(account, frozenset(cameras), rights, sources, proposed, treated)

    @property
    def proposed(self) -> frozenset[Right]:
        """List what it takes for the sources that stand beside those of the cameras."""
        return source_rights(self.offered) - source_rights(self.sources)

    def new(self, cameras: Collection[CameraId], *, by_owner: bool) -> frozenset[Right]:
        """List the rights of cameras that have just come: on, private, and shared as entered if an owner entered it.

        Their sources are as they were entered, by whomever.
        """
        shared = {right for right in self.rights if by_owner and right.where in cameras and right.grant in SHARED}
        sources = source_rights({camera: self.sources[camera] for camera in cameras})
        return sources.union(shared, (Right(Grant.ON, camera) for camera in cameras))
