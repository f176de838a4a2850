"""Asks where its cloud is."""

from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
import voluptuous as vol


class IntercomFlow(ConfigFlow, domain="intercom"):
    """Takes what is entered."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask once."""
        if user_input is None:
            return self.async_show_form(step_id="user", data_schema=vol.Schema({vol.Required("address"): str}))
        return self.async_create_entry(title="Intercom", data=user_input)
