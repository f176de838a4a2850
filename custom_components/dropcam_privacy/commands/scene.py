"""Whether a camera shows its own scene: what its owners are asked, and what they answer."""

from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
import voluptuous as vol

from ..actions import scene as scenes
from ..const import DOMAIN
from ..exceptions import Refused
from ..pace import DEAR, async_turn
from ..policy.model import CameraId, Control
from ..rights.author import Author
from ..rights.in_force import RIGHTS
from ..runtime import CAMERAS, CameraRuntime
from . import asking
from .asking import Asker

_CAMERA = {vol.Required("camera"): str}
_ANSWER = {**_CAMERA, vol.Required("answer"): vol.In(scenes.ANSWERS)}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "scene/question", _CAMERA, _question)
    asking.async_register(hass, "scene/answer", _ANSWER, _answer)
    asking.async_register(hass, "scene/set_up", _CAMERA, _set_up)
    asking.async_register(hass, "scene/off", _CAMERA, _off)
    asking.async_register(hass, "scene/anyway", _CAMERA, _anyway)
    asking.async_register(hass, "scene/look", _CAMERA, _look)


async def _question(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Answer with the last picture that was known, and with what is shown now, coarsely."""
    running = await _async_camera(asker, msg)
    question = await scenes.async_question(running)
    _still_theirs(asker, running)
    return {"scene": scenes.told(running), **question}


async def _answer(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Follow what an owner says of what is held."""
    running = await _async_camera(asker, msg)
    await scenes.async_answer(running, msg["answer"], Author(asker.principal), lambda: _still_theirs(asker, running))
    return scenes.told(running)


async def _set_up(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Check from now on that a camera shows what it shows now; answer with that picture."""
    running = await _async_camera(asker, msg)
    picture = await scenes.async_set_up(running, Author(asker.principal), lambda: _still_theirs(asker, running))
    _still_theirs(asker, running)
    return {"scene": scenes.told(running), "picture": scenes.as_data(picture)}


async def _off(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Check a camera's pictures no more."""
    running = await _async_camera(asker, msg)
    await scenes.async_stop(running, Author(asker.principal))
    return scenes.told(running)


async def _anyway(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Show owners what is held, for a while."""
    running = await _async_camera(asker, msg)
    scenes.show_anyway(running, Author(asker.principal))
    return scenes.told(running)


async def _look(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Look at once what a camera shows."""
    running = await _async_camera(asker, msg)
    if not scenes.can_look(running):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="scene_sleeps")
    await scenes.async_look(running)
    _still_theirs(asker, running)
    return scenes.told(running)


async def _async_camera(asker: Asker, msg: dict[str, Any]) -> CameraRuntime:
    """Return a camera that runs, if it is the asker's; each picture that is looked at is dear. Raises Refused."""
    _, subentry = asker.owned_camera(msg["camera"])
    await async_turn(asker.hass, asker.login.login, DEAR)
    running = asker.hass.data[CAMERAS].get(CameraId(subentry.subentry_id))
    if running is None:
        raise Refused
    _still_theirs(asker, running)
    return running


def _still_theirs(asker: Asker, running: CameraRuntime) -> None:
    """Raise Refused where a camera is not the asker's any more: looking at pictures takes a while."""
    asker.owned_camera(running.id)
    asker.hass.data[RIGHTS].control(asker.principal, Control.ANSWER_SCENE, running.id)
