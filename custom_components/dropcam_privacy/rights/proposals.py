"""What owners answer to changes that somebody else entered, and how they change their sharing without a flow.

What is given is in the store first, and then in the entry; what is taken is gone at once.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..config import cameras_of, owners_of, times_in
from ..const import CONF_ALLOW, CONF_LOWERERS, CONF_OWNERS, CONF_TIMES, CONF_VIEWERS
from ..entrances.editors import own_session_user
from ..exceptions import NotDurable
from ..people import account_title, account_unique_id, async_people
from ..policy.model import AccountId, CameraId, Lowerer, UserId
from ..policy.times import Times
from .changes import Changes
from .entered import Entered
from .in_force import RIGHTS
from .records import Grant, Right, allowances, always_and_times, covers, lowerers, owner_rights, users, viewer_right
from .sources import digest, proposed_in, replacing, without_proposal
from .updates import Update


def async_owners(hass: HomeAssistant, entry: ConfigEntry) -> frozenset[UserId]:
    """Return who owns an account: whom its entry names, less those whom no owner has accepted yet."""
    rights = hass.data.get(RIGHTS)
    return owners_of(entry) if rights is None or not rights.loaded else owners_of(entry) & rights.owners(entry)


def async_may_release(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Return whether the running request is an owner's own: nobody else unlocks an original."""
    return own_session_user(hass) in async_owners(hass, entry)


@callback
def waits(hass: HomeAssistant, entry: ConfigEntry, wanted: Collection[Right]) -> bool:
    """Return whether some of what the running request enters will wait for an owner's answer."""
    rights = hass.data.get(RIGHTS)
    if rights is None or not rights.loaded:
        return False
    beyond = frozenset(wanted) - rights.granted(entry)
    if own_session_user(hass) in rights.owners(entry):
        # An owner gives by what they change; what waited already waits on.
        beyond &= Entered.of(entry).rights
    return bool(beyond)


async def async_accept(hass: HomeAssistant, entry: ConfigEntry, changes: Changes) -> None:
    """Give what was asked for, or some of it. With other owners, what else was shared is void. Raises NotDurable."""
    rights = hass.data[RIGHTS]
    part = None if changes == rights.pending(entry) else changes
    before = rights.granted(entry)
    # They may be replaced or taken back while the disk is busy; what was accepted holds.
    sources = proposed_sources(entry)
    await rights.async_follow(rights.answer(entry, changes.added, changes.renamed, part))
    put_sources(hass, entry, sources)
    if users(changes.added, Grant.OWNER, entry.entry_id):
        void = {right for right in before if right.grant is not Grant.OWNER}
        _keep(hass, entry, Entered.of(entry).rights - void)
    await _async_name(hass, entry, entry.data[CONF_OWNERS])


async def async_reject(hass: HomeAssistant, entry: ConfigEntry, changes: Changes) -> None:
    """Take what was asked for, or some of it, out of the entry; who was removed as the last owner is one again.

    Raises NotDurable.
    """
    rights, account = hass.data[RIGHTS], AccountId(entry.entry_id)
    part = None if changes == rights.pending(entry) else changes
    rights.refuse(changes)
    back = await rights.async_answering(entry) if part is None else rights.owners(entry) | changes.removed
    await rights.async_follow(rights.answer(entry, owner_rights(account, back), part=part))
    # Of a part, the rest waits on where it stands.
    rest = frozenset[Right]() if part is None else Entered.of(entry).rights - changes.added
    asked = entry.data[CONF_OWNERS]
    owners = rights.owners(entry)
    stay = [owner for owner in asked if owner in owners or Right(Grant.OWNER, account, owner) in rest]
    data = {**entry.data, CONF_OWNERS: [*stay, *sorted(owners.difference(stay))]}
    hass.config_entries.async_update_entry(entry, data=data)
    _keep(hass, entry, rights.granted(entry) | rest)
    for camera, source in proposed_sources(entry).items():
        if Right(Grant.SOURCE, camera, digest(camera, source)) in changes.added:
            subentry = cameras_of(entry)[camera]
            hass.config_entries.async_update_subentry(entry, subentry, data=without_proposal(subentry.data))
    await _async_name(hass, entry, asked)


def proposed_sources(entry: ConfigEntry) -> dict[CameraId, Mapping[str, Any]]:
    """Return the sources that wait in an entry."""
    found = {camera: proposed_in(subentry.data) for camera, subentry in cameras_of(entry).items()}
    return {camera: source for camera, source in found.items() if source is not None}


@callback
def put_sources(hass: HomeAssistant, entry: ConfigEntry, sources: Mapping[CameraId, Mapping[str, Any]]) -> None:
    """Have the entry say which of these were accepted; at a set-up, too: a kill may have come before it did."""
    granted = hass.data[RIGHTS].granted(entry)
    for camera, source in sources.items():
        subentry = cameras_of(entry).get(camera)
        if subentry is not None and Right(Grant.SOURCE, camera, digest(camera, source)) in granted:
            hass.config_entries.async_update_subentry(entry, subentry, data=replacing(subentry.data, source))


async def async_share(
    hass: HomeAssistant,
    entry: ConfigEntry,
    camera: CameraId,
    viewers: Mapping[UserId, Times | None] | None,
    allow: Collection[str] | None,
    automations: Collection[Lowerer] | None = None,
) -> None:
    """Share a camera with exactly these; None leaves what there is. Raises NotDurable; then nothing is given."""
    rights = hass.data[RIGHTS]
    looking = None if viewers is None else [viewer_right(camera, who, when).what for who, when in viewers.items()]
    wanted = {Grant.VIEWER: looking, Grant.ALLOW: allow, Grant.LOWERER: automations}
    given = frozenset(Right(grant, camera, what) for grant, whats in wanted.items() for what in whats or ())
    parts = {grant for grant, whats in wanted.items() if whats is not None}

    def others() -> frozenset[Right]:
        return frozenset(
            right for right in Entered.of(entry).rights if right.where != camera or right.grant not in parts
        )

    update = rights.share(entry, camera, parts, given)
    try:
        await rights.async_follow(update)
    except NotDurable:
        entered = Entered.of(entry).rights
        longer = {right for right in entered if right.where == camera and any(_longer(it, right) for it in given)}
        _keep(hass, entry, others() | (entered & given) | longer)
        raise
    _keep(hass, entry, others() | (given & rights.granted(entry)))
    if viewers is not None and any(viewers.values()):
        await rights.async_believe_clock(AccountId(entry.entry_id))


def _longer(right: Right, other: Right) -> bool:
    return right.grant is other.grant is Grant.VIEWER and covers(right, other)


async def async_withdraw(hass: HomeAssistant, entry: ConfigEntry, void: Collection[Right]) -> None:
    """Take what does not hold any more, whether it was accepted or waits: at once, in the entry, and durably."""
    rights = hass.data[RIGHTS]
    rights.refuse(Changes(added=frozenset(void)))
    _keep(hass, entry, Entered.of(entry).rights.difference(void))
    await rights.async_follow(Update(entry))


async def async_replace(hass: HomeAssistant, entry: ConfigEntry, camera: CameraId, old: Lowerer, new: Lowerer) -> None:
    """Have a lowerer stand for what its owner has just made of it: the new one durably first, then without the old."""
    rights = hass.data[RIGHTS]
    given = frozenset({Right(Grant.LOWERER, camera, new)})
    await rights.async_follow(rights.share(entry, camera, (), given))
    void = {Right(Grant.LOWERER, camera, old)}
    if void <= rights.granted(entry):
        _keep(hass, entry, Entered.of(entry).rights | (given & rights.granted(entry)))
    else:  # an owner has taken it away meanwhile
        void |= given
    await async_withdraw(hass, entry, void)


@callback
def _keep(hass: HomeAssistant, entry: ConfigEntry, kept: Collection[Right]) -> None:
    """Have the entry say for each camera that it is shared with these."""
    for camera, subentry in cameras_of(entry).items():
        always, times = always_and_times(kept, camera)
        shared: dict[str, list[str]] = {
            CONF_VIEWERS: always,
            CONF_ALLOW: sorted(allowances(kept, camera)),
            CONF_LOWERERS: sorted(lowerers(kept, camera)),
        }
        same = times == times_in(subentry.data)
        if not same or any(set(what) != set(subentry.data.get(key, ())) for key, what in shared.items()):
            data = {key: value for key, value in subentry.data.items() if key != CONF_TIMES}
            data |= {**shared, **({CONF_TIMES: times} if times else {})}
            hass.config_entries.async_update_subentry(entry, subentry, data=data)


async def _async_name(hass: HomeAssistant, entry: ConfigEntry, asked: Iterable[str]) -> None:
    """Name the entry after its owners, if they changed, or if its title still names who was `asked` for."""
    owners = hass.data[RIGHTS].owners(entry)
    unique_id = account_unique_id(owners)
    people = await async_people(hass)
    if owners and (entry.unique_id != unique_id or entry.title == account_title(asked, people)):
        title = account_title([owner for owner in entry.data[CONF_OWNERS] if owner in owners], people)
        hass.config_entries.async_update_entry(entry, unique_id=unique_id, title=title or entry.title)
