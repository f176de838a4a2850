"""Mends what Home Assistant's repairs tell of, where one button can."""

from typing import Any, override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .originals.take_over import async_enable


async def async_create_fix_flow(hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None) -> RepairsFlow:
    """Begin to mend an issue: the only ones that can be are of originals that were left disabled."""
    return EnableOriginal()


class EnableOriginal(ConfirmRepairFlow):
    """Enables an original that nobody guards any more, under the entity id that it had before."""

    @override
    async def async_step_confirm(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask, and do it."""
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        if user_input is not None and issue is not None and issue.translation_placeholders is not None:
            await async_enable(self.hass, issue.translation_placeholders["entity_id"])
        return await super().async_step_confirm(user_input)
