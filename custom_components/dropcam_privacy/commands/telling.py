"""What somebody is told of accounts and cameras: what they own in full, what they may look at, and nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant

from ..actions.scene import told as scene_told
from ..audience import Watcher
from ..config import CameraConfig, Wrapped, cameras_of
from ..const import DOMAIN
from ..feed.address import Shown
from ..gatekeeper import GATEKEEPER
from ..names.known_names import owners_name
from ..originals import ORIGINALS, OriginalState
from ..originals.find import current_entity_id
from ..people import People, async_people
from ..policy.decide import role_of
from ..policy.model import AccountId, CameraId, CameraPolicy, Channel, Reason, Role, UserId
from ..rights.in_force import RIGHTS
from ..rights.records import allowances
from ..runtime import CAMERAS, CameraRuntime
from ..viewers import viewers_told
from .asking import Asker

type Told = dict[str, Any]


@dataclass(slots=True)
class Telling:
    """What is told in one go: what is the same for everybody is put together once, however many are told."""

    hass: HomeAssistant
    people: People
    answering: Mapping[AccountId, frozenset[UserId]]
    _own: dict[CameraId, Told] = field(default_factory=dict)
    _seen: dict[CameraId, Told] = field(default_factory=dict)
    _policies: dict[CameraId, CameraPolicy | None] = field(default_factory=dict)
    _again: dict[CameraId, int | None] = field(default_factory=dict)

    @classmethod
    async def async_now(cls, hass: HomeAssistant) -> Self:
        """Begin with what cannot be asked at once."""
        rights, people = hass.data[RIGHTS], await async_people(hass)
        entries = hass.config_entries.async_entries(DOMAIN)
        return cls(hass, people, {AccountId(entry.entry_id): await rights.async_answering(entry) for entry in entries})

    def overview(self, asker: Asker) -> Told:
        """Return what somebody is told who lives."""
        entries = self.hass.config_entries.async_entries(DOMAIN)
        owned = asker.accounts
        cameras = [
            told
            for entry in entries
            for camera, subentry in cameras_of(entry).items()
            if (told := self._camera(asker, entry, camera, subentry)) is not None
        ]
        theirs = [
            entry
            for entry in entries
            if entry.entry_id in owned or asker.user in self.answering.get(AccountId(entry.entry_id), ())
        ]
        return {
            "accounts": [self._account(entry) for entry in theirs],
            "cameras": sorted(cameras, key=lambda camera: (camera["name"].casefold(), camera["id"])),
            "may_set_up": asker.is_admin,
            "any": bool(entries) or not asker.is_admin,
        }

    def persons(self, users: Collection[UserId]) -> list[Told]:
        """Name people, by what tells namesakes apart."""
        told = [{"id": user, "name": self._name(user)} for user in users]
        return sorted(told, key=lambda person: (person["name"].casefold(), person["id"]))

    def _name(self, user: UserId) -> str:
        return self.people[user].label if user in self.people else user

    def _account(self, entry: ConfigEntry) -> Told:
        rights, account = self.hass.data[RIGHTS], AccountId(entry.entry_id)
        waiting = len(list(rights.pending(entry).each()))
        return {
            "id": account,
            "name": entry.title,
            "loaded": entry.state is ConfigEntryState.LOADED,
            "owners": self.persons(rights.owners(entry)),
            "assistants": rights.assistants(account),
            "waiting": waiting + len(rights.unseen(account)),
            "logged": self.hass.data[GATEKEEPER].logged,
        }

    def _camera(self, asker: Asker, entry: ConfigEntry, camera: CameraId, subentry: ConfigSubentry) -> Told | None:
        """Return what somebody may know of a camera, None if that is nothing."""
        if camera not in self._policies:
            self._policies[camera] = self.hass.data[RIGHTS].policy(camera)
        policy = self._policies[camera]
        role = Role.STRANGER if policy is None else role_of(asker.principal, policy)
        if policy is None or role not in (Role.OWNER, Role.VIEWER):
            return None
        if camera not in self._seen:
            self._seen[camera] = self._known(camera, subentry)
        seen = {**self._seen[camera], "role": role.value, **self._may_look(asker, camera)}
        if role is Role.VIEWER:
            return seen
        if camera not in self._own:
            self._own[camera] = self._owners(entry, camera, subentry, policy)
        return seen | self._own[camera]

    def _known(self, camera: CameraId, subentry: ConfigSubentry) -> Told:
        running = self.hass.data[CAMERAS].get(camera)
        return {
            "id": camera,
            "name": owners_name(self.hass, camera) or subentry.title,
            "entity_id": "" if running is None else running.entity_id,
            "picture": (Shown.STILL if running is None else running.feed.shown).value,
            "available": running is not None and running.feed.available,
        }

    def _may_look(self, asker: Asker, camera: CameraId) -> Told:
        """Return whether somebody may look now, and until when that stays as it is, if it ends by itself."""
        gatekeeper = self.hass.data[GATEKEEPER]
        decision = gatekeeper.decide(asker.principal, Channel.LIVE, camera)
        until: int | None = None
        if decision.reason is Reason.ENDED and (left := gatekeeper.out_for(asker.principal, camera)) is not None:
            # To the second: it is the same however often it is asked.
            until = round(time() + left) * 1000
        elif decision.allowed and decision.role is Role.VIEWER:
            until = self._ends(asker, camera)
        return {"may_look": decision.told.value, "until": until}

    def _ends(self, asker: Asker, camera: CameraId) -> int | None:
        """Return when a viewer may not look any more: their time ends, or privacy begins again."""
        theirs = self.hass.data[GATEKEEPER].hours.until(camera, asker.user)
        ends = [end for end in (self._private_again(camera), None if theirs is None else round(theirs) * 1000) if end]
        return min(ends, default=None)

    def _private_again(self, camera: CameraId) -> int | None:
        if camera not in self._again:
            again = self.hass.data[RIGHTS].lowered_until(camera)
            self._again[camera] = None if again is None else round(again.timestamp() * 1000)
        return self._again[camera]

    def _owners(self, entry: ConfigEntry, camera: CameraId, subentry: ConfigSubentry, policy: CameraPolicy) -> Told:
        rights, running = self.hass.data[RIGHTS], self.hass.data[CAMERAS].get(camera)
        wanted = allowances(rights.granted(entry), camera) & CameraConfig.of(subentry).allow
        return {
            "account": entry.entry_id,
            "private": policy.private,
            "private_again": self._private_again(camera),
            "on": policy.on,
            "viewers": viewers_told(self.hass, self.people, policy),
            "allow": sorted(word.value for word in wanted),
            "watchers": [] if running is None else self._watchers(running),
            "original": self._original(camera, subentry),
            "scene": scene_told(running),
        }

    def _watchers(self, running: CameraRuntime) -> list[Told]:
        watching = sorted(running.audience.watching(), key=lambda watcher: (watcher.since, watcher.id))
        return [self._watcher(watcher) for watcher in watching]

    def _watcher(self, watcher: Watcher) -> Told:
        who = watcher.who
        known = who.user is not None and who.user in self.people
        return {
            "id": watcher.id,
            "kind": who.kind,
            "user": who.user,
            "name": self._name(who.user) if known and who.user is not None else who.name,
            "client": who.client,
            "address": who.address,
            "channel": watcher.channel.value,
            "since": watcher.since,
        }

    def _original(self, camera: CameraId, subentry: ConfigSubentry) -> Told | None:
        if (wrapped := Wrapped.of(subentry.data)) is None:
            return None
        state = self.hass.data[ORIGINALS].state(camera)
        missing = state is OriginalState.MISSING
        entity_id = current_entity_id(self.hass, wrapped.original)
        shown = self.hass.states.get(entity_id)
        return {
            "entity_id": "" if missing else entity_id,
            "name": subentry.title if shown is None else shown.name,
            "locked": wrapped.lock or state in (OriginalState.LOCKED, OriginalState.CANNOT_LOCK),
            # What is missing gives nothing, and is locked as soon as it comes.
            "closed": state is OriginalState.LOCKED or (missing and wrapped.lock),
            "taken_over": wrapped.take_over,
        }
