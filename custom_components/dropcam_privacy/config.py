"""Config entries of accounts and subentries of their cameras, read into values that do not change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_ALLOW,
    CONF_KIND,
    CONF_LEFT_OPEN,
    CONF_LOCK_ORIGINAL,
    CONF_LOWERERS,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_IDENTITY,
    CONF_ORIGINAL_PLATFORM,
    CONF_OWNERS,
    CONF_TAKE_OVER,
    CONF_TIMES,
    CONF_VIEWERS,
    DOMAIN,
    KIND_ENTITY,
    SUBENTRY_CAMERA,
)
from .policy.model import Allowance, CameraId, Lowerer, UserId


@dataclass(frozen=True, slots=True)
class OriginalRef:
    """Which camera of another integration is meant.

    By its id in the entity registry and by its identity, platform and unique id; if it has no unique id, by its entity
    id and its platform alone.
    """

    registry_id: str | None
    entity_id: str
    identity: tuple[str, str] | None = None
    platform: str | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read it from the data of a subentry."""
        identity = data.get(CONF_ORIGINAL_IDENTITY)
        return cls(
            registry_id=data[CONF_ORIGINAL],
            entity_id=str(data[CONF_ORIGINAL_ENTITY_ID]),
            identity=(identity[0], identity[1]) if identity else None,
            platform=data.get(CONF_ORIGINAL_PLATFORM),
        )

    def words(self) -> dict[str, Any]:
        """Return it as data for a subentry."""
        words: dict[str, Any] = {
            CONF_ORIGINAL: self.registry_id,
            CONF_ORIGINAL_IDENTITY: list(self.identity) if self.identity else None,
            CONF_ORIGINAL_ENTITY_ID: self.entity_id,
        }
        return words if self.platform is None else {**words, CONF_ORIGINAL_PLATFORM: self.platform}

    def same_as(self, other: OriginalRef) -> bool:
        """Return whether both may mean the same camera; entity ids count only where one has nothing else."""
        if self.identity is not None and self.identity == other.identity:
            return True  # also where the entity registry forgot it, and gave it another id
        if self.registry_id and other.registry_id:
            return self.registry_id == other.registry_id
        return self.entity_id == other.entity_id

    def surely_same_as(self, other: OriginalRef) -> bool:
        """Return whether both certainly mean the same camera: an entity id may have gone to another one since."""
        kinds = {(bool(each.registry_id), each.platform) for each in (self, other)}
        return len(kinds) == 1 and self.same_as(other)

    def locked_as(self, other: OriginalRef) -> bool:
        """Return whether a lock for this is one for the other: an older version did not record the platform."""
        if self.registry_id or other.registry_id:
            return self.registry_id == other.registry_id
        platforms = {self.platform, other.platform} - {None}
        return self.entity_id == other.entity_id and len(platforms) <= 1


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What a camera that wraps another integration's says of it, and of how it is treated."""

    original: OriginalRef
    lock: bool = True
    take_over: bool = False
    left_open: frozenset[str] | None = None
    """The registry ids of the pictures of its device that stay open; None: all do, and those that come."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self | None:
        """Read it from the data of a subentry; None for a camera that is read by its addresses."""
        if data.get(CONF_KIND) != KIND_ENTITY:
            return None
        left_open = data.get(CONF_LEFT_OPEN)
        return cls(
            OriginalRef.of(data),
            lock=bool(data.get(CONF_LOCK_ORIGINAL, True)),
            take_over=bool(data.get(CONF_TAKE_OVER, False)),
            left_open=None if left_open is None else frozenset(left_open),
        )

    @property
    def treatment(self) -> tuple[object, ...]:
        """Return what an owner decides about the original."""
        return self.lock, self.take_over, self.left_open, self.original.registry_id, self.original.entity_id


@dataclass(frozen=True, slots=True)
class CameraConfig:
    """What the subentry of a camera says; an unknown allowance allows nothing.

    `viewers` are all, also those who may look at `times` alone.
    """

    viewers: frozenset[UserId]
    times: Mapping[str, str]
    allow: frozenset[Allowance]
    lowerers: frozenset[Lowerer]
    wrapped: Wrapped | None

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self:
        """Read a subentry."""
        data = subentry.data
        return cls(
            viewers=frozenset(map(UserId, {*data.get(CONF_VIEWERS, ()), *times_in(data)})),
            times=times_in(data),
            allow=frozenset(Allowance(word) for word in data.get(CONF_ALLOW, ()) if word in Allowance),
            lowerers=frozenset(data.get(CONF_LOWERERS, ())),
            wrapped=Wrapped.of(data),
        )


def times_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return when viewers may look who may not always."""
    return {str(viewer): str(times) for viewer, times in (data.get(CONF_TIMES) or {}).items()}


def owners_of(entry: ConfigEntry) -> frozenset[UserId]:
    """Return the owners that an entry names."""
    return frozenset(entry.data.get(CONF_OWNERS, ()))


def cameras_of(entry: ConfigEntry) -> dict[CameraId, ConfigSubentry]:
    """Return the subentries of an account's cameras."""
    return {
        CameraId(subentry.subentry_id): subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_CAMERA
    }


def wrapped_cameras(hass: HomeAssistant, *, include_disabled: bool = False) -> dict[CameraId, Wrapped]:
    """Return what wraps another integration's camera, in all accounts that are not disabled."""
    found = {
        camera: Wrapped.of(subentry.data)
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=include_disabled)
        for camera, subentry in cameras_of(entry).items()
    }
    return {camera: wrapped for camera, wrapped in found.items() if wrapped is not None}
