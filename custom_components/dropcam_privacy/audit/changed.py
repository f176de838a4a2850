"""What the rights tell: every change of an account becomes a row for each right, with who made it."""

from collections.abc import Callable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback

from ..config import Wrapped, cameras_of
from ..policy.model import AccountId
from ..rights.author import author
from ..rights.in_force import Rights
from .askers import Askers
from .changes import Standing, changes
from .entries import Entry
from .received import now_ms


class RightsClerk:
    """Compares what holds in an account with what held, in the task of whoever changes it."""

    def __init__(self, rights: Rights, askers: Askers, write: Callable[[Entry], None]) -> None:
        """Know of no account; rows go to `write`."""
        self._rights = rights
        self._askers = askers
        self._write = write
        self._standing: dict[AccountId, Standing] = {}

    @callback
    def changed(self, entry: ConfigEntry) -> None:
        """Write what has changed in an account. What it begins with, after a start, is no change."""
        account, them = AccountId(entry.entry_id), self._askers.author(author())
        before, now = self._standing.get(account), self._now(entry)
        if before is not None:
            is_owner = them.user in self._rights.owners(entry)
            now = now.by_owner(before) if is_owner else now.by_somebody_else(before)
        self._standing[account] = now
        if before is None or before == now:
            return
        for change in changes(account, before, now):
            said = {**them.said(), **change.said}
            if change.user is not None:
                said |= {"whose": change.user, "whose_name": self._askers.name(change.user)}
            self._write(
                Entry(
                    account=account, event=change.event, at=now_ms(), camera=change.camera, person=them.user, said=said
                )
            )

    def _now(self, entry: ConfigEntry) -> Standing:
        cameras = cameras_of(entry)
        wrapped = {camera: Wrapped.of(subentry.data) for camera, subentry in cameras.items()}
        return Standing(
            self._rights.rights(entry),
            self._rights.pending(entry),
            frozenset(cameras),
            frozenset(camera for camera, what in wrapped.items() if what is not None and what.lock),
        )
