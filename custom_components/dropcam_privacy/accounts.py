"""Sets up what all accounts have in common, and each account; see `__init__`, which comes first."""

from contextlib import suppress
from functools import partial
import logging
from pathlib import Path

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.typing import ConfigType
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from . import addresses, commands, originals, page, services
from .actions import controls, dropped_calls, missing_switches, own_log, rounds
from .audit.log import LOG, Log
from .automations.lowering import LOWERING, Lowering
from .callers import named, signed_paths
from .callers.principal import CALLS
from .callers.service_calls import Calls
from .config import cameras_of
from .const import DOMAIN
from .delivery.lease_view import LeaseView
from .delivery.log_view import LogView
from .entity import account_device
from .entrances.editors import own_session_user, removing_user
from .exceptions import NotDurable
from .feed.client import AccountClient
from .feed.relay import Relay
from .following import async_begin, async_check_owners, async_follow_users
from .gatekeeper import GATEKEEPER
from .ha_internals import watch
from .issues import Issue, report, settle
from .names.known_names import NAMES, KnownNames
from .originals import ORIGINALS, unprotected
from .pace import PACE, Pace
from .policy.model import AccountId, CameraId
from .rights import over
from .rights.in_force import RIGHTS
from .rights.proposals import proposed_sources, put_sources
from .runtime import CAMERAS, CHANGED, RELAY, AccountRuntime, DropcamConfigEntry
from .scenes.manager import SCENES, Scenes
from .signals import Signal

_LOGGER = logging.getLogger(__name__)
_REMOVED_BY_OWNER: HassKey[set[str]] = HassKey("dropcam_privacy_removed_by_owner")
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CAMERA,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all accounts have in common. The originals are locked by now."""
    async_begin(hass)
    await originals.async_arm(hass)
    watch.async_listen(hass)
    folder = Path(hass.config.path(".storage"))
    await hass.async_add_executor_job(partial(folder.mkdir, parents=True, exist_ok=True))
    await hass.data[RIGHTS].async_load()
    log = hass.data[LOG] = Log(hass, hass.data[GATEKEEPER], hass.data[RIGHTS])
    await log.async_start([AccountId(entry.entry_id) for entry in hass.config_entries.async_entries(DOMAIN)])
    scenes = hass.data[SCENES] = Scenes(hass)
    await scenes.async_load()
    scenes.changes.follow(partial(_scene_changed, hass))
    hass.data[CALLS] = Calls(hass)
    hass.data[PACE] = Pace()
    hass.data[CAMERAS] = {}
    hass.data[CHANGED] = Signal[()]()
    hass.data[_REMOVED_BY_OWNER] = set()
    relay = hass.data[RELAY] = Relay()
    await relay.async_start(hass)

    async def stop(_: Event) -> None:
        await relay.async_stop()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop)
    hass.data[GATEKEEPER].async_listen()
    hass.data[CALLS].async_listen()
    named.async_listen(hass)
    dropped_calls.async_listen(hass)
    missing_switches.async_listen(hass)
    unprotected.async_listen(hass)
    known_names = hass.data[NAMES] = KnownNames(hass)
    known_names.async_listen()
    lowering = hass.data[LOWERING] = Lowering(hass)
    lowering.async_listen()
    async_follow_users(hass)
    over.async_follow(hass)
    addresses.async_listen(hass)
    hass.data[RIGHTS].follow(partial(_async_told, hass))
    signed_paths.async_install(hass)
    # It needs both, and loads neither.
    async_when_setup(hass, "stream", _async_wait_for_assist)
    services.async_register(hass)
    controls.async_register(hass)
    own_log.async_register(hass)
    rounds.async_start(hass)
    commands.async_register(hass)
    hass.http.register_view(LeaseView())
    hass.http.register_view(LogView())
    await page.async_register(hass)
    return True


async def _async_wait_for_assist(hass: HomeAssistant, _: str) -> None:
    async_when_setup(hass, "conversation", _async_set_up_assist)


async def _async_set_up_assist(hass: HomeAssistant, _: str) -> None:
    module = await async_import_module(hass, f"{__package__}.assist.answers")
    module.Assist(hass).async_listen()


async def async_setup_entry(hass: HomeAssistant, entry: DropcamConfigEntry) -> bool:
    """Set up an account. A camera that does not answer never fails it."""
    # An account with entities was set up before: if its rights are not in the store, they were lost.
    seen_before = bool(er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id))
    try:
        doubted = await hass.data[RIGHTS].async_add(entry, seen_before=seen_before)
    except NotDurable:
        _LOGGER.error("The privacy store cannot be written; what was not recorded before stays refused")
        report(hass, Issue.NOT_DURABLE, entry.entry_id)
    else:
        if doubted:
            report(hass, Issue.RIGHTS_DOUBTED, entry.entry_id)
    put_sources(hass, entry, proposed_sources(entry))
    await over.async_take(hass, entry)
    async_check_owners(hass, entry)
    addresses.async_check(hass, entry)
    account = entry.runtime_data = AccountRuntime(entry, AccountClient(hass))
    account.changes.follow(hass.data[CHANGED].send)
    device = dr.async_get(hass).async_get_or_create(config_entry_id=entry.entry_id, **account_device(account))
    account.device_id = device.id
    for subentry in cameras_of(entry).values():
        account.add(hass, subentry)

    async def stop(_: Event) -> None:
        await _async_end(account)

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    hass.data[LOWERING].look()
    missing_switches.async_check(hass, entry)
    hass.data[NAMES].look(entry)
    _say_held(hass, entry)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: DropcamConfigEntry) -> bool:
    """Unload an account: nobody is shown anything from the first moment on."""
    owners = hass.data[RIGHTS].owners(entry)
    by_owner = own_session_user(hass) in owners
    if removing_user(hass, entry.entry_id) in owners:
        # Only now can this be told; the removal follows.
        hass.data[_REMOVED_BY_OWNER].add(entry.entry_id)
    hass.data[RIGHTS].drop(entry)
    await _async_end(entry.runtime_data)
    if entry.disabled_by is not None:
        await hass.data[ORIGINALS].async_account_disabled(entry, by_owner=by_owner)
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: DropcamConfigEntry) -> None:
    """Remove an account. What it wrapped is released only if an owner does it."""
    removed_by_owner = hass.data[_REMOVED_BY_OWNER]
    by_owner = (
        entry.entry_id in removed_by_owner
        # It was not loaded, so this is the first news of its removal.
        or removing_user(hass, entry.entry_id) in hass.data[RIGHTS].owners(entry)
    )
    removed_by_owner.discard(entry.entry_id)
    settle(hass, entry.entry_id, *Issue)
    await hass.data[ORIGINALS].async_account_removed(entry, by_owner=by_owner)
    await hass.data[RIGHTS].async_forget(entry)
    for camera in cameras_of(entry):
        with suppress(NotDurable):  # it has been logged
            await hass.data[SCENES].async_forget(camera)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: DropcamConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Keep the devices of cameras that are there: removing one is removing the camera."""
    here = {entry.entry_id, *cameras_of(entry)}
    return not any(domain == DOMAIN and name in here for domain, name in device.identifiers)


@callback
def _async_told(hass: HomeAssistant, entry: DropcamConfigEntry) -> None:
    """Say whether something waits for an owner, however it arose or was answered."""
    if hass.config_entries.async_get_entry(entry.entry_id) is None:
        return  # it was removed while a change of it was written
    rights = hass.data[RIGHTS]
    settle(hass, entry.entry_id, Issue.CHANGES_PENDING, Issue.RESTORED)
    if rights.restored(entry):
        report(hass, Issue.RESTORED, entry.entry_id)
    elif rights.pending(entry):
        report(hass, Issue.CHANGES_PENDING, entry.entry_id)
    if entry.state is ConfigEntryState.LOADED:
        entry.runtime_data.tell()


@callback
def _scene_changed(hass: HomeAssistant, camera: CameraId) -> None:
    """Tell whom it concerns that a camera's picture is held, or is no more."""
    if (running := hass.data[CAMERAS].get(camera)) is not None:
        running.changed()
        _say_held(hass, running.account.entry)


@callback
def _say_held(hass: HomeAssistant, entry: DropcamConfigEntry) -> None:
    """Say in the repairs that an account has a camera that waits for an owner's answer; not which."""
    if any(camera.scene.foreign for camera in entry.runtime_data.cameras.values()):
        report(hass, Issue.SCENE_HELD, entry.entry_id)
    else:
        settle(hass, entry.entry_id, Issue.SCENE_HELD)


async def _async_end(account: AccountRuntime) -> None:
    account.ended = True
    for camera in list(account.cameras.values()):
        await account.async_remove(camera)
    await account.client.async_close()
