"""The actions by which owners answer changes of somebody else, and change their own cameras without a flow.

They are for owners in their own session, administrators or not; everybody else is refused. Who asks is told as for
the switches: by the route of the call, on the entity that it names.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.service import async_register_platform_entity_service
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from .actions import scene as scenes
from .actions.answers import label, moved, require_acceptable, sources_of
from .actions.treat_original import async_treat
from .addresses import async_check
from .automations.content import chosen
from .automations.lowering import async_stopped, described
from .callers.principal import async_of_service, service_scope
from .config import Wrapped, cameras_of
from .const import (
    CONF_ALLOW,
    CONF_LOWERERS,
    CONF_TIMES,
    CONF_VIEWERS,
    DOMAIN,
)
from .entity import AccountEntity
from .exceptions import NameOne, Refused
from .gatekeeper import GATEKEEPER
from .logins import live_user
from .people import async_people
from .policy.model import UNKNOWN, AccountId, Allowance, CameraId, Control, Kind, Principal, UserId
from .rights.author import author
from .rights.changes import Changes
from .rights.in_force import RIGHTS
from .rights.proposals import async_accept, async_reject, async_share
from .rights.records import Grant, Right, allowances, lowerers, users, viewer_of, viewers
from .runtime import CAMERAS, CameraRuntime
from .viewers import TIMES, checked, told

_CHANGE_ID = "change_id"
_ADDRESSES = "addresses"
_ANSWER = "answer"
_CHANGE = {vol.Required(_CHANGE_ID): cv.string}
_SEEN = {vol.Required(_ADDRESSES): vol.All(cv.ensure_list, [cv.string], vol.Length(min=1))}
_SHARING = {
    vol.Optional(CONF_VIEWERS): vol.All(cv.ensure_list, [cv.string]),
    vol.Optional(CONF_TIMES): {cv.string: TIMES},
    vol.Optional(CONF_ALLOW): vol.All(cv.ensure_list, [vol.In([word.value for word in Allowance])]),
    vol.Optional(CONF_LOWERERS): vol.All(cv.ensure_list, [cv.entity_id]),
}
_SCENE = {vol.Optional(_ANSWER): vol.In(scenes.ANSWERS)}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the actions."""

    def register(
        name: str,
        entity_domain: str,
        handler: Callable[[HomeAssistant, Any, ServiceCall], Coroutine[Any, Any, ServiceResponse]],
        schema: dict[Any, Any] | None,
        response: SupportsResponse,
    ) -> None:
        async def act(entity: Entity, call: ServiceCall) -> ServiceResponse:
            return await handler(hass, entity, call)

        async_register_platform_entity_service(
            hass, DOMAIN, name, entity_domain=entity_domain, func=act, schema=schema, supports_response=response
        )

    register("list_changes", "binary_sensor", _list_changes, None, SupportsResponse.ONLY)
    register("accept_changes", "binary_sensor", _accept_changes, _CHANGE, SupportsResponse.OPTIONAL)
    register("reject_changes", "binary_sensor", _reject_changes, _CHANGE, SupportsResponse.OPTIONAL)
    register("accept_addresses", "binary_sensor", _accept_addresses, _SEEN, SupportsResponse.OPTIONAL)
    register("set_sharing", "camera", _set_sharing, _SHARING, SupportsResponse.NONE)
    register("list_lowering_automations", "camera", _list_lowering_automations, None, SupportsResponse.OPTIONAL)
    register("release_original", "camera", _release_original, None, SupportsResponse.NONE)
    register("answer_scene", "camera", _answer_scene, _SCENE, SupportsResponse.OPTIONAL)
    register("set_up_scene", "camera", _set_up_scene, None, SupportsResponse.NONE)
    register("stop_scene", "camera", _stop_scene, None, SupportsResponse.NONE)


async def _caller(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> tuple[Principal, bool]:
    """Return who called this very action on this very entity, and whether the call names nothing else."""
    if (scope := service_scope(entity.entity_id)) is None:
        return UNKNOWN, False
    return await async_of_service(hass, scope, DOMAIN, {call.service}), scope.alone


async def _answered_by(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ConfigEntry:
    """Return the account whose changes are answered, if who called may do that. Raises Refused."""
    caller, alone = await _caller(hass, entity, call)
    if not isinstance(entity, AccountEntity) or caller.kind is not Kind.PERSON:
        raise Refused
    entry = entity.account.entry
    answering = await hass.data[RIGHTS].async_answering(entry)
    if caller.user is None or caller.login is None or live_user(hass, caller.user, caller.login) is None:
        raise Refused
    if caller.user not in answering:
        raise Refused
    if not alone:
        raise NameOne
    return entry


async def _list_changes(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Return what waits for an answer."""
    entry = await _answered_by(hass, entity, call)
    changes = hass.data[RIGHTS].pending(entry)
    told = await _told(hass, entry, changes, sources_of(hass, entry, changes))
    unseen = hass.data[RIGHTS].unseen(AccountId(entry.entry_id))
    return {**(told or {}), _ADDRESSES: [*sorted(unseen)]} if unseen else told


async def _accept_changes(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Accept exactly what the owner has seen; return what was accepted."""
    entry = await _answered_by(hass, entity, call)
    changes = _seen(hass, entry, call)
    sources = sources_of(hass, entry, changes)
    require_acceptable(hass, entry, changes)
    if changes:
        await async_accept(hass, entry, changes)
        # What was taken away while the disk was busy was not given.
        changes = replace(changes, added=changes.added & hass.data[RIGHTS].granted(entry))
    return await _told(hass, entry, changes, sources)


async def _accept_addresses(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Let players be sent to exactly the addresses that the owner has seen; return them."""
    entry = await _answered_by(hass, entity, call)
    account, accepted = AccountId(entry.entry_id), frozenset(call.data[_ADDRESSES])
    if accepted != hass.data[RIGHTS].unseen(account):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="changes_differ")
    await hass.data[RIGHTS].async_accept_addresses(account, accepted)
    async_check(hass, entry)
    return {_ADDRESSES: sorted(accepted)}


async def _reject_changes(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Reject what waits; return what was rejected."""
    entry = await _answered_by(hass, entity, call)
    changes = _seen(hass, entry, call)
    sources = sources_of(hass, entry, changes)
    if changes:
        await async_reject(hass, entry, changes)
    return await _told(hass, entry, changes, sources)


def _seen(hass: HomeAssistant, entry: ConfigEntry, call: ServiceCall) -> Changes:
    """Return what waits, if it is what the owner has seen; from here on nothing may wait before it is answered."""
    changes = hass.data[RIGHTS].pending(entry)
    if call.data[_CHANGE_ID] != changes.id:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="changes_differ")
    return changes


async def _told(
    hass: HomeAssistant, entry: ConfigEntry, changes: Changes, sources: Mapping[CameraId, JsonValueType]
) -> ServiceResponse:
    """Describe changes for an owner: ids, and the names that go with them."""

    async def people(users: frozenset[UserId]) -> list[JsonValueType]:
        return [{"id": user, "name": await label(hass, known, user)} for user in sorted(users)]

    async def viewer(right: Right) -> JsonValueType:
        user, times = viewer_of(right)
        words = {} if times is None else {"times": told(times)}
        return {"id": user, "name": await label(hass, known, user), **words}

    known = await async_people(hass)
    cameras = cameras_of(entry)
    runtimes, rights = hass.data[CAMERAS], hass.data[RIGHTS]
    return {
        _CHANGE_ID: changes.id,
        "owners_added": await people(users(changes.added, Grant.OWNER, entry.entry_id)),
        "owners_removed": await people(changes.removed),
        "restored": changes.restored,
        "cameras": [
            {
                "entity_id": runtimes[camera].entity_id if camera in runtimes else "",
                "name": rights.called.known_as(camera).get("title", cameras[camera].title if camera in cameras else ""),
                "renamed": [
                    {"what": rename.what, "was": rename.was, "now": rename.now}
                    for rename in sorted(changes.renamed)
                    if rename.camera == camera
                ],
                "viewers_added": [await viewer(right) for right in sorted(viewers(changes.added, camera).values())],
                "allow_added": [word.value for word in sorted(allowances(changes.added, camera))],
                "lowerers_added": described(hass, lowerers(changes.added, camera)),
                "turns_on": Right(Grant.ON, camera) in changes.added,
                "source": sources.get(camera) if camera in moved(changes) else None,
            }
            for camera in changes.cameras
        ],
    }


async def _camera_of(hass: HomeAssistant, entity: Entity, call: ServiceCall, control: Control) -> CameraRuntime:
    """Return the camera that an action is for, if who called may do that. Raises Refused."""
    return (await _asked_of(hass, entity, call, control))[0]


async def _asked_of(
    hass: HomeAssistant, entity: Entity, call: ServiceCall, control: Control
) -> tuple[CameraRuntime, Principal]:
    """Return the camera that an action is for, and who called, if they may do that. Raises Refused."""
    caller, alone = await _caller(hass, entity, call)
    for camera in hass.data[CAMERAS].values():
        if camera.entity is entity:
            hass.data[RIGHTS].control(caller, control, camera.id)
            if not alone:
                raise NameOne
            return camera, caller
    raise Refused


async def _set_sharing(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Share a camera with exactly these viewers and programs; what is not given stays."""
    people = await async_people(hass)
    camera = await _camera_of(hass, entity, call, Control.SHARE)
    entry = camera.account.entry
    listed, times = call.data.get(CONF_VIEWERS), call.data.get(CONF_TIMES, {})
    if not set(times) <= set(listed or ()):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="times_wrong")
    viewers = None if listed is None else checked(hass, entry, people, {who: times.get(who) for who in listed})
    automations = None
    if (named := call.data.get(CONF_LOWERERS)) is not None:
        automations = [word for entity_id in named if (word := chosen(hass, entity_id)) is not None]
        if len(automations) < len(named):
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="automation_unknown")
    await async_share(hass, entry, camera.id, viewers, call.data.get(CONF_ALLOW), automations)
    camera.changed()
    return None


async def _list_lowering_automations(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Return which automations may end a camera's privacy, and which would, but may not."""
    camera = await _camera_of(hass, entity, call, Control.SHARE)
    policy = hass.data[GATEKEEPER].policy(camera.id)
    return {
        "chosen": described(hass, () if policy is None else policy.lowerers),
        "stopped": described(hass, await async_stopped(hass, camera.account.entry, camera.id)),
    }


async def _release_original(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Make the original of a wrapped camera what it was before it was locked."""
    camera = await _camera_of(hass, entity, call, Control.RELEASE)
    wrapped = Wrapped.of(camera.subentry.data)
    if wrapped is None or not wrapped.lock:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_original")
    await async_treat(hass, camera.account.entry, camera.subentry, lock=False, take_over=False)
    return None


async def _answer_scene(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Return what an owner is asked of what is held; follow what they answer."""
    camera, require = await _scene_of(hass, entity, call)
    if (answer := call.data.get(_ANSWER)) is not None:
        await scenes.async_answer(camera, answer, author(), require)
    question = await scenes.async_question(camera)
    require()
    return {**scenes.told(camera), **question}


async def _set_up_scene(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Check from now on that a camera shows what it shows now."""
    camera, require = await _scene_of(hass, entity, call)
    await scenes.async_set_up(camera, author(), require)
    return None


async def _stop_scene(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> ServiceResponse:
    """Check a camera's pictures no more."""
    camera, _ = await _scene_of(hass, entity, call)
    await scenes.async_stop(camera, author())
    return None


async def _scene_of(hass: HomeAssistant, entity: Entity, call: ServiceCall) -> tuple[CameraRuntime, Callable[[], None]]:
    """Return the camera whose owner calls, and what raises Refused as soon as they are none any more."""
    camera, caller = await _asked_of(hass, entity, call, Control.ANSWER_SCENE)

    def require() -> None:
        if caller.user is None or caller.login is None or live_user(hass, caller.user, caller.login) is None:
            raise Refused
        hass.data[RIGHTS].control(caller, Control.ANSWER_SCENE, camera.id)

    return camera, require
