"""A lease for cards and kiosks that need an address: for five minutes, renewed by use, gone with the login."""

from datetime import timedelta

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import DOMAIN
from .data import CAMERAS
from .delivery.http import NO_STORE
from .exceptions import Refused
from .gatekeeper import GATEKEEPER
from .policy.model import Channel
from .principal import person
from .routes import bearer_of, running_request

LEASE_SECONDS = 300
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
        try:
            entity_id = _BODY(await request.json())["entity_id"]
        except ValueError, vol.Invalid:
            return self.json_message("Expected a JSON object with an entity_id.", web.HTTPBadRequest.status_code)
        camera = next((camera for camera in hass.data[CAMERAS].values() if camera.entity_id == entity_id), None)
        # The login counts only in the request's own task.
        login = bearer_of(request) if running_request() is request else None
        try:
            if camera is None or login is None:
                raise Refused
            token, _ = hass.data[GATEKEEPER].issue(person(login), Channel.LIVE, camera.id, lifetime=LEASE_SECONDS)
        except Refused as err:
            raise web.HTTPForbidden from err
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
