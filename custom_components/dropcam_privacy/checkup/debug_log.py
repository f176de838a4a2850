"""Parts of Home Assistant that write everything they receive and send into its log."""

from functools import partial
import logging
from typing import Final

from homeassistant import components
from homeassistant.core import Context, HomeAssistant

from ..const import DOMAIN
from .finding import Finding, Fix, Kind, Looker, Severity

LOGGERS: Final = (
    *(f"{components.__name__}.{part}" for part in ("websocket_api", "http", "stream")),
    "aiohttp",
    f"custom_components.{DOMAIN}",
)
"""What they write at debug level has the addresses of pictures in it."""
_LOGGER_DOMAIN, _SET_LEVEL = "logger", "set_level"


async def look(looker: Looker) -> list[Finding]:
    """Look at their levels."""
    if not (looker.admin or looker.accounts):
        return []
    hass, found = looker.hass, []
    for name in LOGGERS:
        if logging.getLogger(name).isEnabledFor(logging.DEBUG):
            can = hass.services.has_service(_LOGGER_DOMAIN, _SET_LEVEL)
            quiet = partial(_async_quiet, hass, looker.login.user, name) if looker.admin and can else None
            fix = Fix.QUIET_LOG if can else None
            values = {"logger": name}
            found.append(
                Finding(
                    Kind.DEBUG_LOGGING, Severity.MODERATE, (name,), values, path="/config/logs", fix=fix, mend=quiet
                )
            )
    return found


async def _async_quiet(hass: HomeAssistant, user: str, name: str) -> None:
    await hass.services.async_call(
        _LOGGER_DOMAIN, _SET_LEVEL, {name: "info"}, blocking=True, context=Context(user_id=user)
    )
