"""A camera's stream for what can only open an address: a program, or go2rtc; the relay's, under a lease of its own."""

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView

from ..const import DOMAIN
from ..feed.relay import ABROAD_PATH, RelayRoute
from ..gatekeeper import GATEKEEPER
from ..policy.leases import Lease
from ..policy.model import Channel, Principal
from ..runtime import RELAY, CameraRuntime
from .http import async_wait
from .stream import SharedStream

# A program may take its time until it opens what it was given, and may open it again after it broke off.
LEASE_SECONDS = 60


def program_address(camera: CameraRuntime, shared: SharedStream, principal: Principal, channel: Channel) -> str:
    """Lease to a program, and return the address of the stream under that lease. Raises PictureRefused."""
    lease = camera.hass.data[GATEKEEPER].open(principal, channel, camera.id, lifetime=LEASE_SECONDS)
    return leased_route(camera, shared, lease).url


def leased_route(camera: CameraRuntime, shared: SharedStream, lease: Lease) -> RelayRoute:
    """Open a way to the feed that ends with a lease, and renews it by every chunk that leaves."""
    gatekeeper = camera.hass.data[GATEKEEPER]
    route = camera.route(lambda: gatekeeper.permits(lease), shared.since)
    route.sending = lambda size: gatekeeper.delivered(lease, size)
    route.copied = lambda: gatekeeper.copied(lease)
    lease.on_end(route.revoke)
    return route


class AbroadView(HomeAssistantView):
    """The relay, for what runs on another machine: the token in the address is all that counts."""

    url = ABROAD_PATH
    name = f"api:{DOMAIN}:ts"
    requires_auth = False

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Answer as the relay does."""
        hass = request.app[KEY_HASS]
        await async_wait(hass, request, None)
        return await hass.data[RELAY].async_serve_abroad(request)
