"""Installs what originals need that speak only WebRTC, when the first of them is wrapped.

Not by our manifest: where that cannot be installed, nothing of ours is loaded, and no lock stands.
"""

from importlib import import_module
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.requirements import async_process_requirements

from ..const import DOMAIN
from ..feed.errors import CannotConnect
from ..ha_internals.members import negotiates_itself
from ..isolation import run_as_nobody
from ..issues import Issue, report_original, settle

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

REQUIREMENT: Final = "aiortc==1.16.0"
"""It takes PyAV from 14 to 19, and Home Assistant's constraints hold 19.0.0: that is never replaced."""


def _load() -> None:
    """Load it. What it logs by default names the addresses of both ends."""
    import_module("aiortc")
    for name in ("aiortc", "aioice"):
        if (logger := logging.getLogger(name)).level == logging.NOTSET:
            logger.setLevel(logging.ERROR)


@callback
def prepare(hass: HomeAssistant, camera: Camera) -> None:
    """Begin to install it, if a camera may need it; nothing waits for that."""
    if negotiates_itself(camera):
        run_as_nobody(hass.async_create_background_task, _async_try(hass, camera.entity_id), "install aiortc")


async def _async_try(hass: HomeAssistant, entity_id: str) -> None:
    try:
        await async_require(hass, entity_id)
    except CannotConnect:
        return  # people have been told


async def async_require(hass: HomeAssistant, entity_id: str) -> None:
    """Have it installed and loaded, for an original; people are told where that fails. Raises CannotConnect."""
    try:
        if not hass.config.skip_pip:
            await async_process_requirements(hass, DOMAIN, [REQUIREMENT], is_built_in=False)
        await hass.async_add_import_executor_job(_load)
    except (HomeAssistantError, ImportError) as err:
        report_original(hass, Issue.WEBRTC_NOT_INSTALLED, entity_id)
        raise CannotConnect("a part that the original needs could not be installed") from err
    settle(hass, entity_id, Issue.WEBRTC_NOT_INSTALLED)
