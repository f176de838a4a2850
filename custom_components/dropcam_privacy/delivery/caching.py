"""Keeps browsers and proxies from keeping stills.

A still leaves by Home Assistant's own view, which makes the answer from the bytes that a camera gives it, and says
nothing of caches. So what it answers is looked at before it is sent.
"""

from functools import wraps

from aiohttp import web
from homeassistant.components.camera import Camera, CameraImageView
from homeassistant.core import callback

from ..shields import NO_STORE

_METHOD = "handle"
_MARK = "_dropcam_privacy"


@callback
def async_forbid_caching(guarded: type[Camera]) -> None:
    """Put ourselves behind Home Assistant's view of stills, once, for the cameras of one class."""
    stock = CameraImageView.handle
    if hasattr(stock, _MARK):
        return

    @wraps(stock)
    async def handle(self: CameraImageView, request: web.Request, camera: Camera) -> web.Response:
        response = await stock(self, request, camera)
        if isinstance(camera, guarded):
            response.headers.update(NO_STORE)
        return response

    setattr(handle, _MARK, True)
    setattr(CameraImageView, _METHOD, handle)
