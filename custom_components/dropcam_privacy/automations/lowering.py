"""Looks after the automations that owners let end privacy: one that was changed may not do so any more.

The content of an automation is compared whenever it calls, so that a changed one is refused at once. Here it also
loses the right for good, unless an owner made the change themselves, in the editor of automations. What an
owner changes elsewhere (a blueprint, a script, a helper) makes them choose the automation again.
"""

import asyncio
from collections.abc import Iterable, Mapping
import logging
from typing import Any, NamedTuple

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry
from homeassistant.const import (
    ATTR_DOMAIN,
    ATTR_SERVICE,
    ATTR_SERVICE_DATA,
    CONF_ID,
    EVENT_CALL_SERVICE,
    SERVICE_RELOAD,
)
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.start import async_at_started
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonValueType

from ..config import CameraConfig, cameras_of
from ..const import DOMAIN
from ..entrances.editors import automation_edit
from ..exceptions import NotDurable
from ..gatekeeper import GATEKEEPER
from ..isolation import run_as_nobody
from ..issues import Issue, report, settle
from ..names import targets
from ..policy.model import Allowance, CameraId, Lowerer, UserId
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS
from ..rights.proposals import async_replace, async_withdraw
from ..rights.records import Grant, Right, lowerers
from .content import (
    AUTOMATION,
    Content,
    UnclearError,
    automation_id_of,
    automations,
    content,
    content_of,
    lowerer,
    mappings,
    named,
    names,
    texts,
)

_LOGGER = logging.getLogger(__name__)
LOWERING: HassKey[Lowering] = HassKey("dropcam_privacy_lowering")
EVENT_AUTOMATION_RELOADED = "automation_reloaded"
# Entities of a camera or an account, by the end of their unique ids.
_PRIVACY, _POWER, _CAMERA = "_privacy", "_power", "_camera"
# Actions that only a chosen automation may use, and on which of them.
_LOWERS = {
    ("switch", "turn_off"): {_PRIVACY},
    ("switch", "turn_on"): {_POWER},
    ("switch", "toggle"): {_PRIVACY, _POWER},
    ("camera", "turn_on"): {_CAMERA},
    (DOMAIN, "lower_privacy"): {_PRIVACY, _POWER, _CAMERA},
    (DOMAIN, "turn_on"): {_PRIVACY, _POWER, _CAMERA},
}


class _Edit(NamedTuple):
    """What a person has made of an automation: what it was when they saved it, and what it is to be."""

    user: UserId
    before: Lowerer | None
    after: Lowerer


class Lowering:
    """Looks after the automations that were chosen."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing edited."""
        self._hass = hass
        self._edits: dict[str, _Edit] = {}
        self._wanted = False
        self._looking = False

    @callback
    def async_listen(self) -> None:
        """Begin to follow what may change automations; this lasts as long as Home Assistant runs."""
        self._hass.bus.async_listen(EVENT_CALL_SERVICE, self._called)
        for event in (EVENT_AUTOMATION_RELOADED, er.EVENT_ENTITY_REGISTRY_UPDATED):
            self._hass.bus.async_listen(event, self.look)
        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self.look)
        async_at_started(self._hass, self.look)

    @callback
    def look(self, *_: object) -> None:
        """Look soon whether chosen automations are still what they were; before the start is over nobody can tell."""
        if self._hass.state is not CoreState.running:
            return
        self._wanted = True
        if not self._looking:
            self._looking = True
            run_as_nobody(self._hass.async_create_task, self._async_look(), f"{DOMAIN} look", False)

    @callback
    def ran(self, word: Lowerer) -> None:
        """Look after an automation that was chosen, and is not what it was when it calls: most changes tell nobody."""
        if any(
            automation_id_of(held) == automation_id_of(word) and held != word
            for entry in self._hass.config_entries.async_loaded_entries(DOMAIN)
            for subentry in cameras_of(entry).values()
            for held in CameraConfig.of(subentry).lowerers
        ):
            self.look()

    async def _async_look(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
                    await self._async_look_at(entry)
        finally:
            self._looking = False

    async def _async_look_at(self, entry: ConfigEntry) -> None:
        granted = self._hass.data[RIGHTS].granted(entry)
        for camera, subentry in cameras_of(entry).items():
            for word in CameraConfig.of(subentry).lowerers | lowerers(granted, camera):
                now = lowerer(self._hass, automation_id_of(word))
                if now is None or now == word:
                    continue
                try:
                    await self._async_changed(entry, camera, word, now)
                except NotDurable:
                    _LOGGER.error("The privacy store cannot be written; a changed automation ends no privacy meanwhile")
                    report(self._hass, Issue.NOT_DURABLE, entry.entry_id)
        await self._async_tell(entry)

    async def _async_changed(self, entry: ConfigEntry, camera: CameraId, word: Lowerer, now: Lowerer) -> None:
        rights = self._hass.data[RIGHTS]
        right = Right(Grant.LOWERER, camera, word)
        edit = self._edits.get(automation_id_of(word))
        theirs = edit is not None and edit.user in rights.owners(entry) and (edit.before, edit.after) == (word, now)
        with acting(Author(user=None if edit is None else edit.user)):
            if theirs and right in rights.granted(entry):
                await async_replace(self._hass, entry, camera, word, now)
            else:
                await async_withdraw(self._hass, entry, {right})

    @callback
    def _called(self, event: Event[Mapping[str, Any]]) -> None:
        """Note who has saved an automation that is about to be loaded, and what they made of it."""
        if (event.data[ATTR_DOMAIN], event.data[ATTR_SERVICE]) != (AUTOMATION, SERVICE_RELOAD):
            return
        automation_id = event.data[ATTR_SERVICE_DATA].get(CONF_ID)
        if not isinstance(automation_id, str) or (edit := automation_edit(self._hass, automation_id)) is None:
            return
        user, config = edit
        self._edits.pop(automation_id, None)
        try:
            after = named(automation_id, content_of(self._hass, config))
        except UnclearError:
            return
        self._edits[automation_id] = _Edit(user, lowerer(self._hass, automation_id), after)

    async def _async_tell(self, entry: ConfigEntry) -> None:
        """Tell how many automations there are that would end privacy, and may not."""
        found: set[str] = set()
        for camera in cameras_of(entry):
            found.update(one.entity_id for one in await async_stopped(self._hass, entry, camera))
        if found:
            report(self._hass, Issue.LOWERING_STOPPED, entry.entry_id, count=str(len(found)))
        else:
            settle(self._hass, entry.entry_id, Issue.LOWERING_STOPPED)


async def async_stopped(hass: HomeAssistant, entry: ConfigEntry, camera: CameraId) -> list[Entity]:
    """List the automations that would end a camera's privacy, where owners let some do that, and were not chosen."""
    policy = hass.data[GATEKEEPER].policy(camera)
    if policy is None or Allowance.AUTOMATIONS_LOWER not in policy.allow:
        return []
    switches = _switches(hass, entry, camera)
    found = []
    for automation in automations(hass, with_id=False):
        # There may be hundreds: raising privacy must not wait for this.
        await asyncio.sleep(0)
        try:
            what = content(hass, automation)
        except UnclearError:
            continue
        chosen = automation.unique_id and named(automation.unique_id, what) in policy.lowerers
        if not chosen and _lowers(hass, what, switches, camera):
            found.append(automation)
    return found


def _switches(hass: HomeAssistant, entry: ConfigEntry, camera: CameraId) -> dict[str, str]:
    """Return the entities by which a camera's privacy ends, or it is turned on, and of what kind they are."""
    ours = [("switch", camera, _PRIVACY), ("switch", entry.entry_id, _PRIVACY)]
    ours += [("switch", camera, _POWER), ("camera", camera, _CAMERA)]
    registry = er.async_get(hass)
    found = {registry.async_get_entity_id(domain, DOMAIN, f"{of}{kind}"): kind for domain, of, kind in ours}
    return {entity_id: kind for entity_id, kind in found.items() if entity_id is not None}


def _lowers(hass: HomeAssistant, what: Content, switches: dict[str, str], camera: CameraId) -> bool:
    """Return whether a camera's privacy ends, by one of `switches` or by our own actions, as far as can be read."""
    for node in (node for part in what.parts.values() for node in mappings(part)):
        domain, _, service = str(node.get("action", node.get("service", ""))).partition(".")
        by_device = (str(node.get("domain")), str(node.get("type")))
        kinds = _LOWERS.get((domain, service)) or (_LOWERS.get(by_device) if "device_id" in node else None)
        if kinds is not None:
            lower = {entity_id for entity_id, kind in switches.items() if kind in kinds}
            computed = "{{" in str(node) and not lower.isdisjoint(what.named)
            ours = domain == DOMAIN and any(
                camera in it.cameras for word in texts(node) for it in targets.named(hass, word)
            )
            if computed or ours or not lower.isdisjoint(names(hass, node)):
                return True
    return False


@callback
def described(hass: HomeAssistant, found: Iterable[Lowerer | Entity]) -> list[JsonValueType]:
    """Name automations for an owner."""
    registry = er.async_get(hass)
    told: list[JsonValueType] = []
    for one in found:
        automation_id = one.unique_id or "" if isinstance(one, Entity) else automation_id_of(one)
        known = registry.async_get_entity_id(AUTOMATION, AUTOMATION, automation_id) or ""
        entity_id = one.entity_id if isinstance(one, Entity) else known
        state = hass.states.get(entity_id) if entity_id else None
        told.append({"id": automation_id, "entity_id": entity_id, "name": "" if state is None else state.name})
    return sorted(told, key=str)
