"""Home Assistant's go2rtc: the provider that negotiates, the stream names that we have there, and what it can reach.

go2rtc keeps a name, with its source, until it is told to forget it, and Home Assistant never tells it. A go2rtc of the
household's own may serve several Home Assistants: only names with our own mark are removed.
"""

import asyncio
from contextlib import suppress
import hashlib
from ipaddress import ip_address
import logging
import secrets

from aiohttp import ClientError, ClientSession, ClientTimeout
from homeassistant.components.camera import CameraWebRTCProvider
from homeassistant.components.camera.webrtc import DATA_WEBRTC_PROVIDERS
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import instance_id
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.network import is_loopback
from yarl import URL

from ..addresses import require_seen
from ..const import DOMAIN
from ..exceptions import CameraUnavailable
from ..feed.relay import RelayRoute
from ..ha_internals.members import go2rtc_of, go2rtc_provider_class
from ..policy.model import AccountId
from .program import AbroadView

_LOGGER = logging.getLogger(__name__)
GO2RTC: HassKey[Go2rtc] = HassKey("dropcam_privacy_go2rtc")
_TIMEOUT = ClientTimeout(total=10)
_UNTURNED = "_unturned"  # follows the name of what is turned, and goes when that does


class Go2rtc:
    """What Home Assistant has of go2rtc, seen by us."""

    def __init__(self, hass: HomeAssistant, instance: str) -> None:
        """Mark our names as those of one Home Assistant, without telling which."""
        self._hass = hass
        self._mark = hashlib.sha256(f"{DOMAIN} {instance}".encode()).hexdigest()[:16]
        self._live: set[str] = set()
        self.lock = asyncio.Lock()
        """Held while names are added or removed: go2rtc does not guard its list against two at once."""

    @property
    def provider(self) -> CameraWebRTCProvider | None:
        """Return Home Assistant's own provider, while there is one; what only calls itself so is none."""
        own = go2rtc_provider_class()
        return next((it for it in self._hass.data.get(DATA_WEBRTC_PROVIDERS, ()) if type(it) is own), None)

    @property
    def _config(self) -> tuple[str, ClientSession]:
        """Return go2rtc's address, and a session that may ask it. Raises CameraUnavailable."""
        if (config := go2rtc_of(self._hass)) is None:
            raise CameraUnavailable
        return config

    def new_name(self) -> str:
        """Make up what follows the domain in a stream name that nobody can guess, and keep it until it is released."""
        name = f"{self._mark}_{secrets.token_hex(16)}"
        self._live.add(f"{DOMAIN}_{name}")
        return name

    def address(self, route: RelayRoute, account: AccountId) -> str:
        """Return where go2rtc reaches a route of an account's. Raises CameraUnavailable or AddressUnseen."""
        host = URL(self._config[0]).host or ""
        if host == "localhost":
            return route.url
        with suppress(ValueError):  # a name
            if is_loopback(ip_address(host)):
                return route.url
        try:
            base = get_url(self._hass, allow_external=False, allow_cloud=False)
        except NoURLAvailableError as err:
            _LOGGER.error("go2rtc runs on another machine, and Home Assistant has no internal URL that it could reach")
            raise CameraUnavailable from err
        require_seen(self._hass, account)
        return route.url_at(base)

    async def async_turnable(self, name: str, address: str) -> str:
        """Return a source for a name that may be turned on its way, as Home Assistant's setting says; with the lock.

        It is ffmpeg that turns pictures. It looks at an address for five seconds before it begins, in case more than a
        picture comes; at RTSP for twenty pictures. So go2rtc opens the address, and ffmpeg asks go2rtc.
        """
        url, session = self._config
        unturned = f"{DOMAIN}_{name}{_UNTURNED}"
        streams = URL(url).with_path("/api/streams") % {"name": unturned, "src": address}
        async with session.put(streams, timeout=_TIMEOUT, raise_for_status=True):
            return f"ffmpeg:{unturned}"

    async def async_release(self, name: str) -> None:
        """Let go2rtc forget a name."""
        self._live.discard(f"{DOMAIN}_{name}")
        await self.async_sweep()

    async def async_sweep(self) -> None:
        """Let go2rtc forget all names of ours that are not in use: also those that are left from a crash."""
        if (config := go2rtc_of(self._hass)) is None:
            return
        url, session = config
        streams = URL(url).with_path("/api/streams")
        async with self.lock:
            try:
                async with session.get(streams, timeout=_TIMEOUT) as response:
                    response.raise_for_status()
                    names = await response.json()
                for name in names:
                    if name.startswith(f"{DOMAIN}_{self._mark}_") and name.removesuffix(_UNTURNED) not in self._live:
                        # Without a file for its configuration it forgets, and complains all the same.
                        async with session.delete(streams % {"src": name}, timeout=_TIMEOUT):
                            pass
            except (ClientError, TimeoutError, ValueError) as err:
                # The messages of these errors hold names. A name that is left opens nothing, and is removed next time.
                _LOGGER.warning("Stream names are left in go2rtc, which does not answer: %s", type(err).__name__)

    async def async_stop(self, _: Event) -> None:
        """Leave no names behind."""
        self._live.clear()
        await self.async_sweep()


async def async_setup_go2rtc(hass: HomeAssistant) -> None:
    """Prepare for go2rtc, once: remember our names in it, and register the view that it reads from afar."""
    instance = await instance_id.async_get(hass)
    if GO2RTC in hass.data:
        return
    go2rtc = hass.data[GO2RTC] = Go2rtc(hass, instance)
    hass.http.register_view(AbroadView())
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, go2rtc.async_stop)
