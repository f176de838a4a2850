"""Looks at everything, and has one thing fixed."""

import asyncio
from collections.abc import Callable, Coroutine
import logging
from typing import Any, Final

from . import (
    assistants,
    backups,
    debug_log,
    forwarding,
    go2rtc,
    log,
    logins,
    lowering,
    originals,
    trusted_networks,
    www,
)
from .finding import Finding, Kind, Looker, Severity

_LOGGER = logging.getLogger(__name__)
_SECONDS: Final = 15

type Look = Callable[[Looker], Coroutine[Any, Any, list[Finding]]]

FIXABLE: Final[dict[str, Look]] = {
    "originals": originals.look,
    "assistants": assistants.look,
    "lowering": lowering.look,
    "logins": logins.look,
    "logging": debug_log.look,
}
"""Checks that wait for nothing once they have found something, so that it is fixed in the moment it is seen."""
CHECKS: Final[dict[str, Look]] = {
    **FIXABLE,
    "www": www.look,
    "forwarding": forwarding.look,
    "trusted_networks": trusted_networks.look,
    "go2rtc": go2rtc.look,
    "backups": backups.look,
    "log": log.look,
}


async def async_look(looker: Looker) -> list[Finding]:
    """Look at everything at once; the worst comes first."""
    if not (looker.admin or looker.accounts):
        return []
    found = await asyncio.gather(*(_async_try(looker, name, check) for name, check in CHECKS.items()))
    severities = list(Severity)
    return sorted((it for each in found for it in each), key=lambda it: severities.index(it.severity))


async def async_find(looker: Callable[[], Looker], wanted: str) -> Finding | None:
    """Look for one finding again that can be fixed, as whoever looks is at that moment."""
    for name, check in FIXABLE.items():
        for finding in await _async_try(looker(), name, check):
            if finding.id == wanted:
                return finding
    return None


async def _async_try(looker: Looker, name: str, check: Look) -> list[Finding]:
    """Look at one thing: what goes wrong there is told, and hides nothing else."""
    try:
        async with asyncio.timeout(_SECONDS):
            return await check(looker)
    except Exception:  # one module of many, whose reasons cannot all be foreseen
        _LOGGER.exception("The check-up could not look at %s", name)
        return [Finding(Kind.NOT_LOOKED, Severity.MINOR, (name,), {"what": name})]
