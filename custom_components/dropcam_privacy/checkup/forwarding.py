"""Integrations that forward what they get of a camera, where owners let integrations have it."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integrations

from ..gatekeeper import GATEKEEPER
from ..policy.model import Allowance
from .finding import Finding, Kind, Looker, Severity

FORWARDERS: Final = ("homekit", "mobile_app", "proxy", "cast", "image_processing")
"""They give pictures of other integrations' cameras on: to Apple Home, phones, players, and what looks at them."""
_PATH: Final = "/config/integrations/integration/"


def loaded(hass: HomeAssistant) -> list[str]:
    """List those that are loaded, as an integration or as a platform of cameras."""
    components = hass.config.components
    return [domain for domain in FORWARDERS if {domain, f"{domain}.camera"} & components]


async def look(looker: Looker) -> list[Finding]:
    """Look at one's own cameras that allow integrations."""
    hass = looker.hass
    domains = loaded(hass)
    known = await async_get_integrations(hass, domains)
    names = {domain: domain if isinstance(it, Exception) else it.name for domain, it in known.items()}
    found: list[Finding] = []
    for _, camera, subentry in looker.cameras:
        policy = hass.data[GATEKEEPER].policy(camera)
        if policy is not None and Allowance.INTEGRATIONS in policy.allow:
            found += [
                Finding(
                    Kind.FORWARDED,
                    Severity.MODERATE,
                    (camera, domain),
                    {"camera": subentry.title, "integration": names[domain]},
                    path=f"{_PATH}{domain}",
                )
                for domain in domains
            ]
    return found
