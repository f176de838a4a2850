"""Whom an owner lets in, and when."""

from typing import Any

from homeassistant.core import HomeAssistant, callback
import voluptuous as vol

from ..people import async_people
from ..policy.model import CameraId, Control
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS
from ..rights.proposals import async_share
from ..runtime import CAMERAS
from ..viewers import TIMES, checked
from . import asking
from .asking import Asker

_MOST = 200
_VIEWER = {vol.Required("user"): str, vol.Required("times"): vol.Any(None, TIMES)}
_SET = {
    vol.Required("camera"): str,
    vol.Required("viewers"): vol.All([_VIEWER], vol.Length(max=_MOST)),
}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "camera/viewers", _SET, _set_viewers)


async def _set_viewers(asker: Asker, msg: dict[str, Any]) -> None:
    """Let exactly these look at a camera, at these times: answered when it is durable."""
    people = await async_people(asker.hass)
    camera = CameraId(msg["camera"])
    entry, _ = asker.owned_camera(camera)  # asked after all that waits
    rights = asker.hass.data[RIGHTS]
    rights.control(asker.principal, Control.SHARE, camera)
    wanted = checked(asker.hass, entry, people, {viewer["user"]: viewer["times"] for viewer in msg["viewers"]})
    with acting(Author(asker.principal)):
        await async_share(asker.hass, entry, camera, wanted, None)
    if (running := asker.hass.data[CAMERAS].get(camera)) is not None:
        running.changed()
