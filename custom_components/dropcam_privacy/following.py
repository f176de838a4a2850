"""Follows every change of our config entries, loaded or not, in the task of whoever makes it.

Only in that moment can we tell who makes a change and what this very change adds. So the content of each entry is kept
from the first moment on, through reloads, set-ups that wait, and accounts that are disabled.
"""

import asyncio
from contextlib import suppress
from functools import partial
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from homeassistant.auth import EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .config import cameras_of, owners_of
from .const import DOMAIN
from .entity import account_device
from .entrances.editors import own_session_user
from .exceptions import NotDurable
from .gatekeeper import GATEKEEPER, Gatekeeper
from .issues import Issue, report, settle
from .names.known_names import NAMES
from .originals import ORIGINALS
from .policy.model import CameraId
from .reauth import async_end_reauth
from .rights.author import Author, acting, author as known_author
from .rights.in_force import RIGHTS, Rights
from .rights.store import RightsStore
from .rights.updates import Update
from .runtime import CAMERAS
from .scenes.manager import SCENES

if TYPE_CHECKING:
    from .runtime import AccountRuntime

_LOGGER = logging.getLogger(__name__)


@callback
def async_begin(hass: HomeAssistant) -> None:
    """Begin to follow: whoever comes first, the set-up or a dialog, calls this before it waits."""
    if RIGHTS in hass.data:
        return
    # Backups leave `.cache` out, and restoring one empties it; that is how an older store is told.
    store = RightsStore(Path(hass.config.path(".storage")), Path(hass.config.cache_path()))
    gatekeeper = hass.data[GATEKEEPER] = Gatekeeper(hass)
    rights = hass.data[RIGHTS] = Rights(hass, store, gatekeeper)
    for entry in hass.config_entries.async_entries(DOMAIN):
        rights.see(entry)
    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, partial(_entry_changed, hass))


@callback
def async_follow_users(hass: HomeAssistant) -> None:
    """Follow users that are deleted or deactivated; this lasts as long as Home Assistant runs."""

    @callback
    def changed(event: Event) -> None:
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            async_check_owners(hass, entry)

    hass.bus.async_listen(EVENT_USER_REMOVED, changed)
    hass.bus.async_listen(EVENT_USER_UPDATED, changed)


@callback
def async_check_owners(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Tell of an account that has an owner who is no user any more, or may not log in."""

    async def check() -> None:
        users = [await hass.auth.async_get_user(owner) for owner in owners_of(entry)]
        if all(user is not None and user.is_active for user in users):
            settle(hass, entry.entry_id, Issue.OWNER_LOST)
        else:
            report(hass, Issue.OWNER_LOST, entry.entry_id)

    hass.async_create_task(check(), f"{DOMAIN} check owners")


@callback
def _entry_changed(hass: HomeAssistant, change: ConfigEntryChange, entry: ConfigEntry) -> None:
    """Take away at once what a change takes away, and have the rest follow.

    What somebody else than an owner adds waits for an owner.
    """
    if entry.domain != DOMAIN:
        return
    rights = hass.data[RIGHTS]
    match change:
        case ConfigEntryChange.ADDED:
            rights.made(entry, own_session_user(hass))
        case ConfigEntryChange.REMOVED:
            rights.unsee(entry)
        case _:
            editor = own_session_user(hass)
            by_owner = editor in rights.owners(entry)
            _follow_sources(hass, entry)
            # In somebody else's task of ours, who that is was said there.
            author = known_author() if editor is None else Author(user=editor)
            with acting(author):
                update = rights.cut(entry, by_owner=by_owner)
            if (names := hass.data.get(NAMES)) is not None:
                names.expect(update.come | update.treated)
                names.look(entry, editor)
            runs = entry.state is ConfigEntryState.LOADED
            # Before the store was read, nothing runs yet, and the set-up holds the entry against it.
            if rights.loaded and (update.changes or runs):
                account = entry.runtime_data if runs else None
                with acting(author):
                    hass.async_create_task(
                        _async_follow(hass, entry, account, update, by_owner=by_owner), f"{DOMAIN} follow a change"
                    )


@callback
def _follow_sources(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Have feeds leave sources that were replaced, before anybody may look at what replaces them."""
    for camera, subentry in cameras_of(entry).items():
        known = hass.data.get(CAMERAS, {}).get(camera)
        if known is not None and known.reads_elsewhere(subentry):
            # It runs at once until it waits: from there on the feed knows the new source alone.
            hass.async_create_task(known.async_follow(subentry), f"{DOMAIN} follow a source")


async def _async_follow(
    hass: HomeAssistant, entry: ConfigEntry, account: AccountRuntime | None, update: Update, *, by_owner: bool
) -> None:
    try:
        # First of all: changes are made durable in the order in which they were made.
        await hass.data[RIGHTS].async_follow(update)
    except NotDurable:
        _LOGGER.error("The privacy store cannot be written; what was given just now is not in force")
        report(hass, Issue.NOT_DURABLE, entry.entry_id)
    else:
        settle(hass, entry.entry_id, Issue.NOT_DURABLE)
    for camera in update.gone:
        async_end_reauth(hass, entry, camera)
        if account is not None and (known := account.cameras.get(camera)) is not None:
            await account.async_remove(known)
        await hass.data[ORIGINALS].async_camera_removed(camera, by_owner=by_owner)
        if (scenes := hass.data.get(SCENES)) is not None:
            with suppress(NotDurable):  # it has been logged
                await scenes.async_forget(camera)
    async_check_owners(hass, entry)
    await hass.data[ORIGINALS].async_follow(update.treated)
    if account is not None:
        await _async_run(hass, account)
        for camera in update.come & account.cameras.keys():
            with suppress(NotDurable):  # it has been logged, and owners are asked instead
                await account.cameras[camera].scene.async_begin()


async def _async_run(hass: HomeAssistant, account: AccountRuntime) -> None:
    """Have what runs be what the entry says now, whatever was changed while it was set up or followed."""
    entry = account.entry
    for camera in [known for known in account.cameras.values() if known.id not in cameras_of(entry)]:
        await account.async_remove(camera)
    if account.ended:
        return
    devices = dr.async_get(hass)
    devices.async_get_or_create(config_entry_id=entry.entry_id, **account_device(account))
    for subentry in list(cameras_of(entry).values()):
        if account.ended:
            return  # while the one before was followed
        camera_id = CameraId(subentry.subentry_id)
        if camera_id not in cameras_of(entry):
            continue
        if (known := account.cameras.get(camera_id)) is None:
            account.add(hass, subentry)
            # Adding many takes a while: others are answered between them.
            await asyncio.sleep(0)
            continue
        await known.async_follow(subentry)
        if device := devices.async_get_device_by_identifier((DOMAIN, camera_id), entry.entry_id):
            devices.async_update_device(device.id, name=subentry.title)
    account.tell()
