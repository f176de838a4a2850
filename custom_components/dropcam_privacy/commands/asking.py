"""How a command of ours is asked: by somebody in their own session, who learns only what is theirs to know.

What is not theirs answers like what does not exist.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
import voluptuous as vol

from ..config import cameras_of
from ..const import DOMAIN
from ..entrances.running import login_of_connection, running_login
from ..exceptions import Refused
from ..isolation import run_as_nobody
from ..logins import Login, live_user
from ..pace import async_turn
from ..policy.model import AccountId, CameraId, Kind, Principal, UserId
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, by which connection."""

    hass: HomeAssistant
    connection: ActiveConnection
    login: Login

    @property
    def user(self) -> UserId:
        """Their user."""
        return self.login.user

    @property
    def principal(self) -> Principal:
        """As who they are asked about: a person in their own session."""
        return Principal(Kind.PERSON, *self.login)

    @property
    def is_admin(self) -> bool:
        """Whether they are an administrator now."""
        user = live_user(self.hass, *self.login)
        return user is not None and user.is_admin

    @property
    def lives(self) -> bool:
        """Return whether the login still stands: whatever has waited asks again."""
        return live_user(self.hass, *self.login) is not None

    @property
    def admin(self) -> bool:
        """Return whether they administer Home Assistant now, which makes them no owner of anything."""
        user = live_user(self.hass, *self.login)
        return user is not None and user.is_admin

    def owned(self, account: str) -> ConfigEntry[Any]:
        """Return an account that is theirs now. Raises Refused."""
        entry = self.hass.config_entries.async_get_entry(account)
        if entry is None or entry.domain != DOMAIN or not self.lives:
            raise Refused
        if self.user not in self.hass.data[RIGHTS].owners(entry):
            raise Refused
        return entry

    def owned_camera(self, camera: str) -> tuple[ConfigEntry[Any], ConfigSubentry]:
        """Return a camera that is theirs now, with its account. Raises Refused."""
        for entry in self.hass.config_entries.async_entries(DOMAIN):
            if (subentry := cameras_of(entry).get(CameraId(camera))) is not None:
                return self.owned(entry.entry_id), subentry
        raise Refused

    @property
    def accounts(self) -> list[AccountId]:
        """List the accounts that are theirs now."""
        rights = self.hass.data[RIGHTS]
        entries = self.hass.config_entries.async_entries(DOMAIN) if self.lives else []
        return [AccountId(entry.entry_id) for entry in entries if self.user in rights.owners(entry)]


@dataclass(eq=False, slots=True)
class Subscription:
    """What somebody hears of until they end it, their connection is closed, or their login does not stand any more."""

    asker: Asker
    id: int

    @callback
    def send(self, event: dict[str, Any]) -> None:
        """Tell them. Whoever calls has asked just now whether they may hear it."""
        self.asker.connection.send_message(websocket_api.event_message(self.id, event))

    @callback
    def end(self) -> None:
        """End it."""
        if (stop := self.asker.connection.subscriptions.pop(self.id, None)) is not None:
            stop()


type Answer = Callable[[Asker, dict[str, Any]], Coroutine[Any, Any, Any]]
type Subscribe = Callable[[Subscription], Callable[[], None]]
"""Begins to tell a subscription, when it has been answered; the result stops that."""


@callback
def async_register(hass: HomeAssistant, name: str, schema: dict[Any, Any], answer: Answer) -> None:
    """Register the command `dropcam_privacy/<name>`: what `answer` returns is the result, what it raises the error.

    Answers are asked in their own task, so that nobody else's identity counts.
    """

    @websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/{name}", **schema})
    @websocket_api.async_response
    async def command(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        try:
            asker = await _async_asker(hass, connection)
            with acting(Author(asker.principal, asker.user)):
                result = await answer(asker, msg)
        except HomeAssistantError as err:
            _send_error(connection, msg, err)
        else:
            connection.send_result(msg["id"], result)

    websocket_api.async_register_command(hass, command)


@callback
def async_register_subscription(hass: HomeAssistant, name: str, subscribe: Subscribe) -> None:
    """Register the command `dropcam_privacy/<name>`, by which people in their own session hear of something."""

    @websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/{name}"})
    @websocket_api.async_response
    async def command(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        held = connection.subscriptions[msg["id"]] = lambda: None
        try:
            subscription = Subscription(await _async_asker(hass, connection), msg["id"])
        except HomeAssistantError as err:
            connection.subscriptions.pop(msg["id"], None)
            _send_error(connection, msg, err)
            return
        if connection.subscriptions.get(msg["id"]) is not held:
            return  # while it waited for its turn the connection was closed, which would never end it any more
        connection.send_result(msg["id"])
        connection.subscriptions[msg["id"]] = run_as_nobody(subscribe, subscription)

    websocket_api.async_register_command(hass, command)


def _send_error(connection: ActiveConnection, msg: dict[str, Any], err: HomeAssistantError) -> None:
    connection.send_error(
        msg["id"],
        err.translation_key or websocket_api.ERR_HOME_ASSISTANT_ERROR,
        str(err),
        translation_key=err.translation_key,
        translation_domain=err.translation_domain,
        translation_placeholders=err.translation_placeholders,
    )


async def _async_asker(hass: HomeAssistant, connection: ActiveConnection) -> Asker:
    """Return who asks the command whose own task is running. Raises Refused."""
    login = running_login()
    if login is None or login != login_of_connection(connection):
        raise Refused
    await async_turn(hass, login.login)
    asker = Asker(hass, connection, login)
    if not asker.lives:
        raise Refused
    return asker
