"""Who asks and who changes something, as the log names them: as they were called then, and from where they came."""

from homeassistant.auth import EVENT_USER_ADDED, EVENT_USER_UPDATED
from homeassistant.core import HomeAssistant

from ..entrances.running import running_address
from ..news import Who
from ..policy.model import Principal
from ..rights.author import Author


class Askers:
    """Knows the names of all users."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nobody yet."""
        self._hass = hass
        self._names: dict[str, str | None] = {}

    async def async_learn(self, _: object = None) -> None:
        """Learn the names of users, and those that come."""
        self._names = {user.id: user.name for user in await self._hass.auth.async_get_users()}

    async def async_listen(self) -> None:
        """Follow users; this lasts as long as Home Assistant runs."""
        await self.async_learn()
        for event in (EVENT_USER_ADDED, EVENT_USER_UPDATED):
            self._hass.bus.async_listen(event, self.async_learn)

    def name(self, user: str | None) -> str | None:
        """Return a user's name as it is now."""
        return None if user is None else self._names.get(user)

    def author(self, author: Author) -> Who:
        """Return who changes something, as far as that is known."""
        if author.principal is not None:
            return self.who(author.principal)
        return Who("unknown" if author.user is None else "named", author.user, self.name(author.user))

    def who(self, principal: Principal) -> Who:
        """Return who a principal is, in the task of what they ask."""
        login = principal.login
        token = None if login is None else self._hass.auth.async_get_refresh_token(login)
        client = address = None
        if token is not None:
            client, address = token.client_name or token.client_id, token.last_used_ip
        # Where a call runs in a task of its own, the login's last known address is the best there is.
        address = running_address() or address
        return Who(principal.kind.value, principal.user, self.name(principal.user), client, address)
