"""Refuses to keep the stream of a guarded camera ready for nobody in particular.

Home Assistant asks no camera about that preference, and has already stored it when it tells a WebRTC provider. So it
is asked where it is stored, and whoever wants it is told why not.
"""

from functools import wraps
from typing import Any

from homeassistant.components.camera.const import DATA_CAMERA_PREFS
from homeassistant.core import HomeAssistant, callback

from ..exceptions import PreloadRefused
from ..runtime import CAMERAS

_METHOD = "async_update"


@callback
def async_refuse_preload(hass: HomeAssistant) -> None:
    """Put ourselves before Home Assistant's preferences of cameras, once."""
    prefs = hass.data[DATA_CAMERA_PREFS]
    if _METHOD in vars(prefs):
        return
    stock = prefs.async_update

    @wraps(stock)
    async def async_update(entity_id: str, **changes: Any) -> dict[str, Any]:
        guarded = any(camera.entity_id == entity_id for camera in hass.data[CAMERAS].values())
        if guarded and changes.get("preload_stream") is True:
            raise PreloadRefused
        answer: dict[str, Any] = await stock(entity_id, **changes)
        return answer

    vars(prefs)[_METHOD] = async_update
