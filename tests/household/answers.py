"""Owners answer what waits."""

from typing import Any

from custom_components.dropcam_privacy.const import DOMAIN
from tests.household.home import Person

PENDING = "binary_sensor.anna_s_cameras_waiting"


async def answer(person: Person, action: str, **data: Any) -> Any:
    """Call an action on the sensor, for what waits now if nothing else is said; return its response, or its error."""
    if action != "list_changes" and "change_id" not in data:
        told = await answer(person, "list_changes")
        data["change_id"] = told["change_id"] if isinstance(told, dict) else "none"
    told = await person.ask(
        type="call_service",
        domain=DOMAIN,
        service=action,
        target={"entity_id": PENDING},
        service_data=data,
        return_response=True,
    )
    await person.hass.async_block_till_done()
    if "error" in told:
        return told["error"].get("translation_key") or told["error"]["code"]
    return told["result"]["response"][PENDING]
