"""Who lives here: the names of people, and the title and the unique id of an account that is theirs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from .policy.model import UserId


@dataclass(frozen=True, slots=True)
class Person:
    """A human, active user: their name, and what tells them apart in a list."""

    name: str
    label: str


type People = dict[UserId, Person]
"""Who may own or watch a camera."""


async def async_people(hass: HomeAssistant) -> People:
    """List who may own or watch a camera, by name."""
    users = [user for user in await hass.auth.async_get_users() if user.is_active and not user.system_generated]
    logins = {user.id: _login(user) for user in users}
    names = {user.id: user.name or logins[user.id] or user.id for user in users}
    times = Counter(names.values())
    people = {
        UserId(key): Person(name, name if times[name] == 1 else f"{name} ({logins[key] or key})")
        for key, name in names.items()
    }
    return dict(sorted(people.items(), key=lambda item: item[1].label.casefold()))


def account_unique_id(owners: Iterable[str]) -> str:
    """Name a set of owners, without naming them."""
    return sha256(",".join(sorted(set(owners))).encode()).hexdigest()


def account_title(owners: Iterable[str], people: People) -> str:
    """Name an account after its owners; without any who is still there it has no name."""
    names = ", ".join(people[UserId(owner)].name for owner in owners if owner in people)
    return f"{names}'s cameras" if names else ""


def _login(user: User) -> str:
    return next((login.data["username"] for login in user.credentials if "username" in login.data), "")
