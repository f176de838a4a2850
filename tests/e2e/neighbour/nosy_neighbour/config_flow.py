"""Lets somebody add the neighbour in the browser."""

from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

from .const import DOMAIN


class NosyFlow(ConfigFlow, domain=DOMAIN):
    """Asks nothing."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Be added."""
        return self.async_create_entry(title="Nosy neighbour", data={})
