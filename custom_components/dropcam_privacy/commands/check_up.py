"""What an owner, or an administrator, asks of the check-up: what is left open, and to have one thing fixed."""

from typing import Any

from homeassistant.core import HomeAssistant, callback
import voluptuous as vol

from ..checkup.finding import Finding, Looker, told
from ..checkup.look import async_find, async_look
from ..exceptions import Refused
from ..pace import async_turn
from ..rights.author import Author, acting
from . import asking
from .asking import Asker

# It reads a folder, and asks other programs.
_TURNS = 50


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "check_up", {}, _check_up)
    asking.async_register(hass, "check_up/fix", {vol.Required("finding"): str}, _fix)


async def _check_up(asker: Asker, _: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer with what is found; to whoever neither owns a camera nor is an administrator that is nothing."""
    await async_turn(asker.hass, asker.login.login, _TURNS)
    looker: Looker | None = None
    found: list[Finding] = []
    while (now := _looker(asker)) != looker:  # while that was looked at, they may have become owner of less
        looker, found = now, await async_look(now)
    return [told(finding, now) for finding in found]


async def _fix(asker: Asker, msg: dict[str, Any]) -> list[dict[str, Any]]:
    """Fix one thing if it is still there and the asker may; answer with what is left. Raises Refused."""
    finding = await async_find(lambda: _looker(asker), msg["finding"])
    if finding is None or finding.mend is None:
        raise Refused
    # Nothing was waited for since it was found.
    with acting(Author(principal=asker.principal)):
        await finding.mend()
    return await _check_up(asker, {})


def _looker(asker: Asker) -> Looker:
    """Return as who the asker looks at this moment. Raises Refused."""
    if not asker.lives:
        raise Refused
    accounts = tuple(asker.owned(account) for account in asker.accounts)
    return Looker(asker.hass, asker.login, asker.admin, accounts)
