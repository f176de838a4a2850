"""What owners change at their own cameras: each is in force, and durable, when it is answered."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, callback
import voluptuous as vol

from ..actions.controls import async_turn_off, async_turn_on
from ..actions.treat_original import async_treat
from ..audit.log import LOG
from ..config import cameras_of
from ..exceptions import Refused
from ..gatekeeper import GATEKEEPER
from ..people import async_people
from ..policy.model import AccountId, Allowance, CameraId, Control
from ..rights.in_force import RIGHTS
from ..rights.proposals import async_share
from ..rights.terms import LONGEST
from ..runtime import CAMERAS
from . import asking
from .asking import Asker

_CAMERA = {vol.Required("camera"): str}
_ON = {vol.Required("on"): bool}
_SECONDS = vol.All(int, vol.Range(min=1, max=round(LONGEST.total_seconds())))
_PRIVATE = {**_CAMERA, vol.Required("private"): bool, vol.Optional("seconds"): _SECONDS}
_ALLOW = {**_CAMERA, vol.Required("allow"): [vol.All(str, vol.In([word.value for word in Allowance]))]}
_END = {**_CAMERA, vol.Required("watcher"): str}
_ORIGINAL = {**_CAMERA, vol.Required("lock"): bool, vol.Required("take_over"): bool}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "people", {}, _people)
    asking.async_register(hass, "camera/private", _PRIVATE, _private)
    asking.async_register(hass, "camera/on", {**_CAMERA, **_ON}, _on)
    asking.async_register(hass, "camera/allow", _ALLOW, _allow)
    asking.async_register(hass, "camera/end", _END, _end)
    asking.async_register(hass, "camera/original", _ORIGINAL, _original)
    asking.async_register(hass, "account/assistants", {vol.Required("account"): str, **_ON}, _assistants)


async def _people(asker: Asker, _: dict[str, Any]) -> list[dict[str, str]]:
    """Answer with whom an owner may let in. Raises Refused."""
    people = await async_people(asker.hass)
    if not asker.accounts:
        raise Refused
    return [{"id": user, "name": person.label} for user, person in people.items()]


async def _private(asker: Asker, msg: dict[str, Any]) -> None:
    """Make a camera private, or end that: for some seconds, or until somebody makes it private."""
    camera, rights = _camera(asker, msg), asker.hass.data[RIGHTS]
    if msg["private"]:
        await rights.async_raise_privacy([camera])
        return
    rights.control(asker.principal, Control.LOWER_PRIVACY, camera)
    seconds = msg.get("seconds")
    await rights.async_lower_privacy([camera], None if seconds is None else timedelta(seconds=seconds))


async def _on(asker: Asker, msg: dict[str, Any]) -> None:
    """Turn a camera on or off."""
    camera, on = _camera(asker, msg), msg["on"]
    asker.hass.data[RIGHTS].control(asker.principal, Control.TURN_ON if on else Control.TURN_OFF, camera)
    await (async_turn_on if on else async_turn_off)(asker.hass, [camera])


async def _allow(asker: Asker, msg: dict[str, Any]) -> None:
    """Allow a camera exactly this."""
    camera = _camera(asker, msg)
    asker.hass.data[RIGHTS].control(asker.principal, Control.SHARE, camera)
    entry, _ = asker.owned_camera(camera)
    await async_share(asker.hass, entry, camera, None, msg["allow"])
    if (running := asker.hass.data[CAMERAS].get(camera)) is not None:
        running.changed()


async def _assistants(asker: Asker, msg: dict[str, Any]) -> None:
    """Let assistants use the cameras of an account that allow it, or cut them all off."""
    entry, rights = asker.owned(msg["account"]), asker.hass.data[RIGHTS]
    account = AccountId(entry.entry_id)
    if not msg["on"]:
        await rights.async_stop_assistants(account)
        return
    for camera in cameras_of(entry):
        rights.control(asker.principal, Control.LET_ASSISTANTS, camera)
    await rights.async_let_assistants(account)


async def _end(asker: Asker, msg: dict[str, Any]) -> None:
    """End what somebody is receiving. Raises Refused where nobody of that id is."""
    hass, camera = asker.hass, _camera(asker, msg)
    running = hass.data[CAMERAS].get(camera)
    watching = [] if running is None else running.audience.watching()
    watcher = next((it for it in watching if it.id == msg["watcher"]), None)
    if running is None or watcher is None:
        raise Refused
    hass.data[GATEKEEPER].put_out(watcher.principal, camera)
    account = AccountId(running.account.entry.entry_id)
    hass.data[LOG].put_out(account, camera, watcher.who, watcher.channel, asker.principal)


async def _original(asker: Asker, msg: dict[str, Any]) -> None:
    """Have the original of a camera locked or open, and its entity id taken over or given back."""
    camera = _camera(asker, msg)
    asker.hass.data[RIGHTS].control(asker.principal, Control.RELEASE, camera)
    entry, subentry = asker.owned_camera(camera)
    await async_treat(asker.hass, entry, subentry, lock=msg["lock"], take_over=msg["take_over"])


def _camera(asker: Asker, msg: dict[str, Any]) -> CameraId:
    """Return the camera that a command names, if it is the asker's. Raises Refused."""
    _, subentry = asker.owned_camera(msg["camera"])
    return CameraId(subentry.subentry_id)
