"""Networks from which people are logged in without a password."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from homeassistant.auth.models import User

from .finding import Finding, Kind, Looker, Severity

type Network = IPv4Network | IPv6Network


async def look(looker: Looker) -> list[Finding]:
    """Look for what an administrator can change, or for networks that would log an owner in."""
    user = await looker.hass.auth.async_get_user(looker.login.user)
    found: set[str] = set()
    for provider in looker.hass.auth.auth_providers:
        if provider.type == "trusted_networks":
            listed = provider.config["trusted_users"]
            found.update(
                str(network)
                for network in provider.config["trusted_networks"]
                if looker.admin or (user is not None and looker.accounts and logs_in(network, listed, user))
            )
    values = {"networks": ", ".join(sorted(found))}
    return [Finding(Kind.LOGIN_WITHOUT_PASSWORD, Severity.SERIOUS, (), values)] if found else []


def logs_in(network: Network, listed: Mapping[Network, Iterable[Any]], user: User) -> bool:
    """Return whether somebody is logged in from a network: anybody is, unless users or groups are listed for it."""
    groups = {group.id for group in user.groups}
    touched = [users for other, users in listed.items() if _overlap(network, other)]
    return not any(_within(network, other) for other in listed) or any(
        one == user.id if isinstance(one, str) else not groups.isdisjoint(one["group"])
        for users in touched
        for one in users
    )


def _overlap(one: Network, other: Network) -> bool:
    return one.version == other.version and (one.network_address in other or other.network_address in one)


def _within(one: Network, other: Network) -> bool:
    return one.version == other.version and one.network_address in other and one.prefixlen >= other.prefixlen
