"""What people are told about originals."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    issue_registry as ir,
)

from custom_components.dropcam_privacy.const import DOMAIN


def issues(hass: HomeAssistant) -> set[str]:
    """Return what people are told, without of whom."""
    return {issue.translation_key or "" for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN}
