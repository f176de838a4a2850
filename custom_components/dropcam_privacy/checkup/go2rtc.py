"""A go2rtc that answers without a password: whoever reaches it reads every stream that it has.

Only Home Assistant's own go2rtc and the usual ports of this machine are asked. go2rtc never asks programs on its own
machine for a password, so that alone is told as less.
"""

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final, NamedTuple

from aiohttp import ClientError, ClientSession, ClientTimeout
from homeassistant.components import network
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.json import json_loads
from homeassistant.util.network import is_loopback
from yarl import URL

from ..ha_internals.members import go2rtc_of
from .finding import Finding, Kind, Looker, Severity

_API_PORT: Final = 1984
_RTSP_PORT: Final = 8554
_LOOPBACK: Final = "127.0.0.1"
_SECONDS: Final = 2.0
_MOST_ADDRESSES: Final = 4
_LONGEST_ANSWER: Final = 65536
# A stream that it has would be opened; that it does not know this one, it tells only whoever needs no password.
_UNKNOWN_STREAM: Final = "dropcam_privacy_check_up"


class Place(NamedTuple):
    """Where something may answer."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_near(self) -> bool:
        """Return whether only this machine reaches it."""
        with suppress(ValueError):
            return is_loopback(ip_address(self.host))
        return self.host == "localhost"


async def look(looker: Looker) -> list[Finding]:
    """Ask each place, all at once."""
    if not (looker.admin or looker.accounts):
        return []
    hass = looker.hass
    hosts = await async_own_hosts(hass)
    apis = {URL.build(scheme="http", host=host, port=_API_PORT) for host in hosts}
    if (config := go2rtc_of(hass)) is not None:
        apis.add(URL(config[0]).with_user(None))
    return await async_ask(async_get_clientsession(hass, verify_ssl=False), hosts, sorted(apis, key=str))


async def async_own_hosts(hass: HomeAssistant) -> list[str]:
    """List the addresses of this machine."""
    adapters = await network.async_get_adapters(hass)
    own = [str(address["address"]) for adapter in adapters for address in adapter["ipv4"]]
    return list(dict.fromkeys([_LOOPBACK, *own]))[:_MOST_ADDRESSES]


async def async_ask(session: ClientSession, hosts: Collection[str], apis: list[URL]) -> list[Finding]:
    """Find out which of these answer without a password: APIs, and RTSP servers beside them or at the usual port."""
    answers = await asyncio.gather(*(_async_api(session, url) for url in apis))
    api: list[Place] = []
    rtsp = {Place(host, _RTSP_PORT): None for host in hosts}
    for url, listens in zip(apis, answers, strict=True):
        if listens is None or url.host is None or url.port is None:
            continue
        api.append(Place(url.host, url.port))
        if (port := listens.rpartition(":")[2]).isdecimal():
            rtsp.update(dict.fromkeys(Place(host, int(port)) for host in {url.host, *_here(url.host, hosts)}))
    places = list(rtsp)
    are_open = await asyncio.gather(*map(_async_rtsp, places))
    opened = [place for place, is_open in zip(places, are_open, strict=True) if is_open]
    return [
        *(_finding(Kind.GO2RTC_API_OPEN, place) for place in _worst(api)),
        *(_finding(Kind.GO2RTC_RTSP_OPEN, place) for place in _worst(opened)),
    ]


def _worst(places: Collection[Place]) -> list[Place]:
    """Leave out what only this machine reaches, where others reach the same port."""
    reached = {place.port for place in places if not place.is_near}
    return [place for place in places if not (place.is_near and place.port in reached)]


def _here(host: str, hosts: Collection[str]) -> Iterable[str]:
    """Return the addresses of this machine, if a go2rtc is on it."""
    return hosts if Place(host, 0).is_near or host in hosts else ()


def _finding(kind: Kind, place: Place) -> Finding:
    severity = Severity.MODERATE if place.is_near else Severity.SERIOUS
    return Finding(kind, severity, (str(place),), {"address": str(place)})


async def _async_api(session: ClientSession, url: URL) -> str | None:
    """Return where the RTSP server of a go2rtc listens that answers without a password; None for anything else."""
    timeout = ClientTimeout(total=_SECONDS)
    try:
        async with session.get(url / "api", timeout=timeout, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                return None
            said = json_loads(await response.content.read(_LONGEST_ANSWER))
    except ClientError, TimeoutError, ValueError:
        return None  # nothing answers, or something else does
    if not isinstance(said, dict) or "version" not in said or "config_path" not in said:
        return None
    rtsp = said.get("rtsp")
    return str(rtsp.get("listen", "")) if isinstance(rtsp, dict) else ""


async def _async_rtsp(place: Place) -> bool:
    """Return whether a go2rtc's RTSP server would serve without a password."""
    try:
        async with asyncio.timeout(_SECONDS):
            options = await _async_say(place, "OPTIONS")
            described = await _async_say(place, "DESCRIBE")
    except OSError, TimeoutError, ValueError:
        return False
    return options.startswith("RTSP/1.0 200") and described.startswith("RTSP/1.0 404")


async def _async_say(place: Place, method: str) -> str:
    """Return the first line of what is answered."""
    reader, writer = await asyncio.open_connection(place.host, place.port)
    try:
        writer.write(f"{method} rtsp://{place}/{_UNKNOWN_STREAM} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
        return (await reader.readline()).decode(errors="replace")
    finally:
        writer.close()
