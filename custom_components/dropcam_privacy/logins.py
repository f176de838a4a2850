"""A login that Home Assistant has checked, and who is behind it now: asked anew at each use."""

from typing import NamedTuple

from homeassistant.auth.models import TOKEN_TYPE_NORMAL, RefreshToken, User
from homeassistant.core import HomeAssistant

from .policy.model import RefreshTokenId, UserId


class Login(NamedTuple):
    """A login that Home Assistant has checked: a user, and the refresh token they came with."""

    user: UserId
    login: RefreshTokenId


def live_user(hass: HomeAssistant, user_id: UserId, login: RefreshTokenId) -> User | None:
    """Return the human, active user behind an ordinary login that still stands: asked anew at each use."""
    token: RefreshToken | None = hass.auth.async_get_refresh_token(login)
    if token is None or token.token_type != TOKEN_TYPE_NORMAL:
        return None
    user = token.user
    return user if user.id == user_id and user.is_active and not user.system_generated else None


def user_of(hass: HomeAssistant, login: RefreshTokenId) -> User | None:
    """Return the active user behind a login of any kind that still stands: a person, or one of the system's."""
    token: RefreshToken | None = hass.auth.async_get_refresh_token(login)
    return token.user if token is not None and token.user.is_active else None
