"""A lease for cards and kiosks that need an address: for five minutes, renewed by use, gone with the login."""

from datetime import timedelta

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import json_loads
import voluptuous as vol

from ..callers.principal import person
from ..const import DOMAIN
from ..entrances.running import bearer_of, running_request
from ..exceptions import PictureRefused
from ..gatekeeper import GATEKEEPER
from ..policy.model import Channel
from ..runtime import camera_of
from ..shields import NO_STORE
from .http import async_body, async_wait, refused

LEASE_SECONDS = 300
# An entity id has 255 characters at most.
_MOST_BYTES = 1024
_BODY = vol.Schema({vol.Required("entity_id"): cv.entity_id})


class LeaseView(HomeAssistantView):
    """`POST {"entity_id": …}` answers `{token, still_url, mjpeg_url, expires_at}`."""

    url = f"/api/{DOMAIN}/lease"
    name = f"api:{DOMAIN}:lease"
    # Refused with 403 below: a 401 would count as a wrong login, and could ban the household's address.
    requires_auth = False

    async def post(self, request: web.Request) -> web.Response:
        """Lease one camera to the login that asks. Whatever is refused is refused alike."""
        hass = request.app[KEY_HASS]
        # Who asks comes first. The login counts only in the request's own task.
        login = bearer_of(request) if running_request() is request else None
        await async_wait(hass, request, None if login is None else login.login)
        if login is None:
            raise refused()
        try:
            entity_id = _BODY(json_loads(await async_body(request, _MOST_BYTES)))["entity_id"]
        except ValueError, vol.Invalid:
            return self.json_message("Expected a JSON object with an entity_id.", web.HTTPBadRequest.status_code)
        camera = camera_of(hass, entity_id)
        if camera is None:
            raise refused()
        try:
            token, _ = hass.data[GATEKEEPER].issue(person(login), Channel.LIVE, camera.id, lifetime=LEASE_SECONDS)
        except PictureRefused as err:
            raise refused() from err
        expires = dt_util.utcnow() + timedelta(seconds=LEASE_SECONDS)
        return self.json(
            {
                "token": token,
                "still_url": f"/api/camera_proxy/{entity_id}?token={token}",
                "mjpeg_url": f"/api/camera_proxy_stream/{entity_id}?token={token}",
                "expires_at": expires.isoformat(),
            },
            headers=NO_STORE,
        )
