"""Mends what Home Assistant's repairs tell of, where one button can."""

from typing import Any, override

from homeassistant.components.homeassistant.const import SERVICE_HOMEASSISTANT_RESTART
from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .issues import Issue
from .originals.take_over import async_enable


async def async_create_fix_flow(hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None) -> RepairsFlow:
    """Begin to mend an issue: an original that was left disabled, or one that may still be watched."""
    return RestartHomeAssistant() if issue_id.startswith(Issue.WEBRTC_PEER_RESTART) else EnableOriginal()


class RestartHomeAssistant(ConfirmRepairFlow):
    """Restarts Home Assistant, which ends what does not pass through it."""

    @override
    async def async_step_confirm(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask, and do it."""
        if user_input is not None:
            await self.hass.services.async_call(HOMEASSISTANT_DOMAIN, SERVICE_HOMEASSISTANT_RESTART)
        return await super().async_step_confirm(user_input)


class EnableOriginal(ConfirmRepairFlow):
    """Enables an original that nobody guards any more, under the entity id that it had before."""

    @override
    async def async_step_confirm(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask, and do it."""
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        if user_input is not None and issue is not None and issue.translation_placeholders is not None:
            await async_enable(self.hass, issue.translation_placeholders["entity_id"])
        return await super().async_step_confirm(user_input)
