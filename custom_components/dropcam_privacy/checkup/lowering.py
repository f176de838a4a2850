"""Automations that owners let end privacy: by name, as they may have forgotten."""

from functools import partial

from ..automations.content import automation_id_of
from ..automations.lowering import described
from ..gatekeeper import GATEKEEPER
from ..policy.model import Allowance
from ..rights.proposals import async_withdraw
from ..rights.records import Grant, Right
from .finding import Finding, Fix, Kind, Looker, Severity


async def look(looker: Looker) -> list[Finding]:
    """Look at one's own cameras."""
    hass, found = looker.hass, []
    for entry, camera, subentry in looker.cameras:
        policy = hass.data[GATEKEEPER].policy(camera)
        if policy is None or Allowance.AUTOMATIONS_LOWER not in policy.allow:
            continue
        for lowerer in sorted(policy.lowerers):
            (automation,) = described(hass, [lowerer])
            name = automation["name"] if isinstance(automation, dict) else ""
            if not isinstance(name, str) or not name:
                continue  # it is gone
            found.append(
                Finding(
                    Kind.MAY_LOWER,
                    Severity.MINOR,
                    (camera, lowerer),
                    {"camera": subentry.title, "automation": name},
                    path=f"/config/automation/edit/{automation_id_of(lowerer)}",
                    fix=Fix.WITHDRAW,
                    mend=partial(async_withdraw, hass, entry, {Right(Grant.LOWERER, camera, lowerer)}),
                )
            )
    return found
