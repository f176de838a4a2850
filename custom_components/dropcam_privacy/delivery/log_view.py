"""An account's log as a file, for its owners: by a bearer token, or a path that they themselves signed just now."""

from collections.abc import Iterator
from itertools import batched

from aiohttp import web
from aiohttp.hdrs import CONTENT_DISPOSITION
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.core import HomeAssistant

from ..audit.log import LOG
from ..audit.reading import export
from ..audit.tables import LogFailed
from ..callers.signed_paths import SIGNATURES
from ..const import DOMAIN, LOG_PATH
from ..entrances.running import bearer_of, login_of_signature, running_request
from ..exceptions import LogUnreadable
from ..logins import Login, live_user
from ..policy.model import AccountId
from ..rights.in_force import RIGHTS
from ..shields import NO_STORE
from ..transports import drop
from .http import async_wait, refused

_LINES = 500
_HEADERS = {**NO_STORE, CONTENT_DISPOSITION: 'attachment; filename="dropcam-privacy-log.jsonl"'}


class LogView(HomeAssistantView):
    """`GET` answers lines of JSON; an account that is not one's own answers like one that does not exist."""

    url = f"{LOG_PATH}{{account}}"
    name = f"api:{DOMAIN}:log"
    # Refused with 403 below: a 401 would count as a wrong login, and could ban the household's address.
    requires_auth = False

    async def get(self, request: web.Request, account: str) -> web.StreamResponse:
        """Send the log, for as long as who asks is an owner. Whatever is refused is refused alike."""
        hass = request.app[KEY_HASS]
        login = _login(hass, request)
        await async_wait(hass, request, None if login is None else login.login)
        if login is None or not _owns(hass, login, account):
            raise refused()
        response = web.StreamResponse(headers=_HEADERS)
        response.content_type = "application/x-ndjson"
        try:
            lines = batched(export(hass.data[LOG].engine, AccountId(account)), _LINES, strict=False)
            while part := await hass.async_add_executor_job(_next, lines):
                if not _owns(hass, login, account):
                    drop(request.transport)
                    return response
                if not response.prepared:
                    await response.prepare(request)
                await response.write(part)
        except (LogFailed, LogUnreadable) as err:
            if not response.prepared:
                raise web.HTTPServiceUnavailable(headers=NO_STORE) from err
            drop(request.transport)
        if not response.prepared:
            await response.prepare(request)
        return response


def _next(lines: Iterator[tuple[bytes, ...]]) -> bytes:
    return b"".join(next(lines, ()))


def _login(hass: HomeAssistant, request: web.Request) -> Login | None:
    """Return whose own request this is."""
    if running_request() is not request:
        return None
    signed = hass.data[SIGNATURES].knows(request)
    return login_of_signature(request) if signed else bearer_of(request)


def _owns(hass: HomeAssistant, login: Login, account: str) -> bool:
    """Return whether somebody in their own session owns an account now."""
    entry = hass.config_entries.async_get_entry(account)
    if entry is None or entry.domain != DOMAIN or live_user(hass, *login) is None:
        return False
    return login.user in hass.data[RIGHTS].owners(entry)
