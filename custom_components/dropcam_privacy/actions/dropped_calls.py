"""Home Assistant's own actions that take rights away, on entities of ours that are missing just now.

Home Assistant drops an action on an entity that is disabled, removed or being reloaded, and reports success. So we
listen to the call itself, take away at once what it asks for, and then make that durable.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from itertools import product
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_DOMAIN,
    ATTR_ENTITY_ID,
    ATTR_SERVICE,
    ATTR_SERVICE_DATA,
    ENTITY_MATCH_ALL,
    EVENT_CALL_SERVICE,
    STATE_UNAVAILABLE,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, target

from ..callers.principal import CALLS, asker
from ..const import DOMAIN
from ..exceptions import NotDurable, Refused
from ..isolation import run_as_nobody
from ..issues import Issue, report
from ..names.targets import Target, async_may_switch, entities, named
from ..policy.model import AccountId, CameraId, Control, Kind, Principal, UserId
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS
from .controls import async_turn_off

_ASSISTANTS, _POWER = "_assistants", "_power"
_LOGGER = logging.getLogger(__name__)

type _Take = Callable[[HomeAssistant, Event, Principal | None, Target], Coroutine[None, None, None]]


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Begin to listen; this lasts as long as Home Assistant runs."""
    hass.bus.async_listen(EVENT_CALL_SERVICE, partial(_called, hass))


@callback
def _called(hass: HomeAssistant, event: Event) -> None:
    domain, service = event.data[ATTR_DOMAIN], event.data[ATTR_SERVICE]
    if not (takes := _TAKES.get((domain, service))):
        return
    for entity_id, (suffix, take) in product(_meant(hass, domain, event.data[ATTR_SERVICE_DATA]), takes.items()):
        for word in _not_there(hass, entity_id, suffix):
            for found in named(hass, word):
                caller = _caller(hass, event, word)
                work = _async_take(hass, take(hass, event, caller, found), found.entry, _author(event, caller))
                # It runs at once until it waits for the disk, and passes no identity on.
                run_as_nobody(hass.async_create_task, work, f"{DOMAIN} take", True)


def _meant(hass: HomeAssistant, domain: str, data: dict[str, Any]) -> list[str]:
    """Return the entities that a call is for, including missing ones."""
    if data.get(ATTR_ENTITY_ID) == ENTITY_MATCH_ALL:
        meant = {it.entity_id for it in er.async_get(hass).entities.values() if it.platform == DOMAIN}
    else:
        selected = target.async_extract_referenced_entity_ids(hass, target.TargetSelection(data))
        meant = selected.referenced | selected.indirectly_referenced
    return [entity_id for entity_id in meant if entity_id.startswith(f"{domain}.")]


def _not_there(hass: HomeAssistant, entity_id: str, suffix: str) -> Iterator[str]:
    """Go through the cameras and accounts that an entity id means, but that no entity with this id switches now."""
    state = hass.states.get(entity_id)
    if state is None or state.state == STATE_UNAVAILABLE:
        for entity in entities(hass, entity_id):
            if entity.platform == DOMAIN and entity.unique_id.endswith(suffix):
                yield entity.unique_id.removesuffix(suffix)
    if suffix not in (_ASSISTANTS, _POWER):
        # The entity that has the id now may belong to another camera than the one its owner knows by it.
        yield from hass.data[RIGHTS].called.formerly(entity_id)


def _caller(hass: HomeAssistant, event: Event, word: str) -> Principal | None:
    """Return the caller, as far as that can be told at once; None if it may be an automation."""
    calls = hass.data[CALLS]
    call = calls.direct(event.context, asyncio.current_task(), event.data[ATTR_DOMAIN], {event.data[ATTR_SERVICE]})
    if call is not None and (login := call.once(f"absent {word}")) is not None:
        return asker(hass, login)
    return None


def _author(event: Event, caller: Principal | None) -> Author:
    user = event.context.user_id
    return Author(caller, None if user is None else UserId(user))


async def _async_take(
    hass: HomeAssistant, work: Coroutine[None, None, None], entry: ConfigEntry, author: Author
) -> None:
    try:
        with acting(author):
            await work
    except Refused:
        _LOGGER.info("Refused what was called on an entity that is not there")
    except NotDurable:
        _LOGGER.error("The privacy store cannot be written; what was taken away stays away for now")
        report(hass, Issue.NOT_DURABLE, entry.entry_id)


async def _async_raise_privacy(hass: HomeAssistant, event: Event, _: Principal | None, found: Target) -> None:
    if await async_may_switch(hass, event.context, found.cameras):
        await hass.data[RIGHTS].async_raise_privacy(found.cameras)


async def _async_stop_assistants(hass: HomeAssistant, event: Event, _: Principal | None, found: Target) -> None:
    if await async_may_switch(hass, event.context, found.cameras):
        await hass.data[RIGHTS].async_stop_assistants(AccountId(found.entry.entry_id))


async def _async_turn_off(hass: HomeAssistant, event: Event, caller: Principal | None, found: Target) -> None:
    if caller is None:
        calls = hass.data[CALLS]
        if not calls.is_automation(event.context):
            # An automation is announced only after the event that triggered it.
            await asyncio.sleep(0)
        if not calls.is_automation(event.context):
            raise Refused
        caller = Principal(kind=Kind.AUTOMATION, people=calls.people(event.context))
    cameras: list[CameraId] = list(found.cameras)
    for camera in cameras:
        hass.data[RIGHTS].control(caller, Control.TURN_OFF, camera)
    await async_turn_off(hass, cameras)


# By domain and action: how to take the right away, by the entity's suffix. Toggling a missing switch never gives.
_TAKES: dict[tuple[str, str], dict[str, _Take]] = {
    ("switch", "turn_on"): {"_privacy": _async_raise_privacy},
    ("switch", "toggle"): {"_privacy": _async_raise_privacy},
    ("switch", "turn_off"): {_ASSISTANTS: _async_stop_assistants, _POWER: _async_turn_off},
    ("camera", "turn_off"): {"_camera": _async_turn_off},
}
