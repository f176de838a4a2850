"""Privacy and cameras, on and off, by actions that need no entity: no call is lost while entities are missing.

An action that takes rights away is done for every camera that is known, and then reports unknown names. An action
that gives rights has to name one thing.
"""

from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from ..callers.principal import async_of_action
from ..const import DOMAIN
from ..exceptions import MayNotSwitch, NameOne, Refused
from ..names.targets import Target, async_may_switch, named
from ..pace import async_turn
from ..policy.model import CameraId, Control, Kind, UserId
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS
from ..rights.terms import LONGEST
from ..runtime import CAMERAS

_CAMERA = "camera"
_DURATION = "duration"
_PRIVATE, _ON = "private", "on"
_WORD = vol.All(cv.string, vol.Length(max=255))
_NAMED = {vol.Required(_CAMERA): vol.All(cv.ensure_list, vol.Length(min=1, max=200), [_WORD])}
_TERM = vol.All(cv.positive_time_period, vol.Range(min=timedelta(seconds=1), max=LONGEST))
_LOWERING = {**_NAMED, vol.Optional(_DURATION): _TERM}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the actions."""

    def register(
        name: str,
        handler: Callable[[HomeAssistant, ServiceCall], Coroutine[None, None, Iterable[Target]]],
        what: str,
        schema: dict[Any, Any] = _NAMED,
    ) -> None:
        async def act(call: ServiceCall) -> ServiceResponse:
            if (user := call.context.user_id) is not None:
                await async_turn(hass, user, 1)
            with acting(Author(user=None if user is None else UserId(user))):
                return _told(hass, await handler(hass, call), what)

        hass.services.async_register(DOMAIN, name, act, vol.Schema(schema), SupportsResponse.OPTIONAL)

    register("raise_privacy", _raise_privacy, _PRIVATE)
    register("lower_privacy", _lower_privacy, _PRIVATE, _LOWERING)
    register("turn_off", _turn_off, _ON)
    register("turn_on", _turn_on, _ON)


async def _raise_privacy(hass: HomeAssistant, call: ServiceCall) -> list[Target]:
    targets, unknown = _found(hass, call)
    cameras = _cameras(targets)
    if not await async_may_switch(hass, call.context, cameras):
        raise MayNotSwitch
    if cameras:
        await hass.data[RIGHTS].async_raise_privacy(cameras)
    return _all_of(targets, unknown)


async def _turn_off(hass: HomeAssistant, call: ServiceCall) -> list[Target]:
    caller = await async_of_action(hass, call)
    rights = hass.data[RIGHTS]
    targets, unknown = _found(hass, call)
    refused: Refused | None = None
    permitted = []
    for camera in _cameras(targets):
        try:
            rights.control(caller, Control.TURN_OFF, camera)
        except Refused as err:
            refused = err
        else:
            permitted.append(camera)
    if permitted:
        await async_turn_off(hass, permitted)
    if refused is not None:
        raise refused
    return _all_of(targets, unknown)


async def async_turn_off(hass: HomeAssistant, cameras: list[CameraId]) -> None:
    """Turn cameras off, also those that are not loaded. Raises NotDurable; they are off all the same."""
    running = [hass.data[CAMERAS][camera] for camera in cameras if camera in hass.data[CAMERAS]]
    try:
        await hass.data[RIGHTS].async_turn_off(cameras)
    finally:
        for camera in running:
            await camera.async_turned_off()


async def async_turn_on(hass: HomeAssistant, cameras: list[CameraId]) -> None:
    """Turn cameras on, also those that are not loaded. Raises NotDurable or SourceWaits; then nothing changed."""
    await hass.data[RIGHTS].async_turn_on(cameras)
    for camera in cameras:
        if (running := hass.data[CAMERAS].get(camera)) is not None:
            running.open()


async def _lower_privacy(hass: HomeAssistant, call: ServiceCall) -> list[Target]:
    target = await _async_given(hass, call, Control.LOWER_PRIVACY)
    await hass.data[RIGHTS].async_lower_privacy(target.cameras, call.data.get(_DURATION))
    return [target]


async def _turn_on(hass: HomeAssistant, call: ServiceCall) -> list[Target]:
    target = await _async_given(hass, call, Control.TURN_ON)
    await async_turn_on(hass, list(target.cameras))
    return [target]


async def _async_given(hass: HomeAssistant, call: ServiceCall, control: Control) -> Target:
    """Return the one thing that a call names, if the caller may do this to all of it.

    Raises Refused. Only people who own cameras get an error that helps: it would tell strangers which cameras exist.
    """
    caller = await async_of_action(hass, call)
    rights = hass.data[RIGHTS]
    targets, unknown = _found(hass, call, taking=False)
    if unknown and caller.kind is Kind.PERSON and caller.user is not None and rights.owns_any(caller.user):
        raise _unknown(unknown)
    if not _cameras(targets) or unknown:
        raise Refused
    for camera in _cameras(targets):
        rights.control(caller, control, camera)
    if len(call.data[_CAMERA]) > 1 or len(targets) > 1:
        raise NameOne
    return targets[0]


def _found(hass: HomeAssistant, call: ServiceCall, *, taking: bool = True) -> tuple[list[Target], list[str]]:
    """Return what a call names, and the names of its that fit nothing."""
    targets, unknown = [], []
    for word in call.data[_CAMERA]:
        found = named(hass, word, taking=taking)
        targets.extend(found)
        if not found:
            unknown.append(word)
    return targets, unknown


def _cameras(targets: Iterable[Target]) -> list[CameraId]:
    return list(dict.fromkeys(camera for target in targets for camera in target.cameras))


def _all_of(targets: list[Target], unknown: list[str]) -> list[Target]:
    if unknown:
        raise _unknown(unknown)
    return targets


def _unknown(words: list[str]) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_camera",
        translation_placeholders={"cameras": ", ".join(words)},
    )


def _told(hass: HomeAssistant, targets: Iterable[Target], what: str) -> ServiceResponse:
    """Return one property of each camera as it is now, by the name that its owners gave it.

    Whoever may raise privacy is not told whether a camera is on.
    """
    rights = hass.data[RIGHTS]
    titles = {camera: name for target in targets for camera, name in target.names}
    told: list[JsonValueType] = []
    for camera, title in titles.items():
        policy = rights.policy(camera)
        now = {_PRIVATE: policy is None or policy.private, _ON: policy is not None and policy.on}
        told.append({"id": camera, "name": rights.called.known_as(camera).get("title", title), what: now[what]})
    return {"cameras": told}
