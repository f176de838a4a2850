"""Logins of one's own that never end, and those that nobody uses any more."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, TOKEN_TYPE_NORMAL, RefreshToken
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .finding import Finding, Fix, Kind, Looker, Severity

UNUSED: Final = timedelta(days=90)
_PATH: Final = "/profile/security"


def judge(token: RefreshToken, now: datetime) -> tuple[Kind, Severity] | None:
    """Judge one login."""
    long_lived = token.token_type == TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
    if not long_lived and token.token_type != TOKEN_TYPE_NORMAL:
        return None
    if now - (token.last_used_at or token.created_at) > UNUSED:
        return Kind.LOGIN_UNUSED, Severity.MODERATE
    if long_lived:
        return Kind.TOKEN_NEVER_ENDS, Severity.MINOR
    return (Kind.LOGIN_NEVER_ENDS, Severity.MINOR) if token.expire_at is None else None


async def look(looker: Looker) -> list[Finding]:
    """Look at an owner's own logins; those of others are not theirs to know."""
    if not looker.accounts:
        return []
    hass, found = looker.hass, []
    user = await hass.auth.async_get_user(looker.login.user)
    for token in [] if user is None else user.refresh_tokens.values():
        if (judged := judge(token, dt_util.utcnow())) is None:
            continue
        kind, severity = judged
        used = "" if token.last_used_at is None else dt_util.as_local(token.last_used_at).date().isoformat()
        values = {"login": token.client_name or token.client_id or "", "used": used}
        # Who asks would be logged out while they read.
        end = partial(_async_end, hass, token) if token.id != looker.login.login else None
        fix = Fix.END_LOGIN if end is not None else None
        found.append(Finding(kind, severity, (token.id,), values, path=_PATH, fix=fix, mend=end))
    return found


async def _async_end(hass: HomeAssistant, token: RefreshToken) -> None:
    hass.auth.async_remove_refresh_token(token)
