"""Asks anew for the passwords of cameras that refuse theirs, one camera at a time.

Home Assistant allows an account one such flow at a time: the other cameras wait here. Its own
helper is not used, because its notice, which every user reads, would name the account's owners.
"""

from dataclasses import dataclass, field
from typing import Any, cast

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowContext,
    ConfigSubentry,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util.hass_dict import HassKey

from .const import CONF_KIND, DOMAIN, KIND_ADDRESS
from .issues import report_reauth

CONTEXT_CAMERA = "subentry_id"
"""Where a flow's context names its camera."""


@dataclass(slots=True)
class _Queue:
    """The cameras of one account that wait for their turn."""

    waiting: list[str] = field(default_factory=list)
    starting: str | None = None


_QUEUES: HassKey[dict[str, _Queue]] = HassKey(f"{DOMAIN}_reauth")


@callback
def async_start_reauth(hass: HomeAssistant, entry: ConfigEntry[Any], subentry: ConfigSubentry) -> bool:
    """Ask for a camera's username and password as soon as no other camera of the account is being asked about.

    Return whether that was not asked for already.
    """
    if subentry.data[CONF_KIND] != KIND_ADDRESS:
        return False  # an original's password is its own integration's
    camera = subentry.subentry_id
    queue = hass.data.setdefault(_QUEUES, {}).setdefault(entry.entry_id, _Queue())
    if camera == queue.starting or camera in queue.waiting or _flows(hass, entry, camera):
        return False
    queue.waiting.append(camera)
    async_next(hass, entry.entry_id)
    return True


@callback
def async_end_reauth(hass: HomeAssistant, entry: ConfigEntry[Any], camera: str) -> None:
    """Stop asking: the camera was given what it needs, answers again, or is gone."""
    queue = hass.data.get(_QUEUES, {}).get(entry.entry_id)
    if queue is not None and camera in queue.waiting:
        queue.waiting.remove(camera)
    for flow_id in _flows(hass, entry, camera):
        hass.config_entries.flow.async_abort(flow_id)


@callback
def async_next(hass: HomeAssistant, entry_id: str) -> None:
    """Start the flow of the camera whose turn it is; called whenever a flow of the account ended."""
    queue = hass.data.get(_QUEUES, {}).get(entry_id)
    entry = hass.config_entries.async_get_entry(entry_id)
    if queue is None or queue.starting is not None:
        return
    if entry is None:
        del hass.data[_QUEUES][entry_id]
        return
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH, SOURCE_RECONFIGURE})):
        return
    while queue.waiting:
        subentry = entry.subentries.get(queue.waiting.pop(0))
        if subentry is not None:
            queue.starting = subentry.subentry_id
            hass.async_create_task(_async_start(hass, entry, subentry, queue), f"{DOMAIN} reauth")
            return


async def _async_start(hass: HomeAssistant, entry: ConfigEntry[Any], subentry: ConfigSubentry, queue: _Queue) -> None:
    context = {
        "source": SOURCE_REAUTH,
        "entry_id": entry.entry_id,
        "unique_id": entry.unique_id,
        "title_placeholders": {"name": subentry.title},
        CONTEXT_CAMERA: subentry.subentry_id,
    }
    try:
        result = await hass.config_entries.flow.async_init(DOMAIN, context=cast(ConfigFlowContext, context), data={})
    finally:
        queue.starting = None
    if result["type"] is not FlowResultType.FORM:
        async_next(hass, entry.entry_id)
        return
    report_reauth(hass, entry.entry_id, result["flow_id"])


def _flows(hass: HomeAssistant, entry: ConfigEntry[Any], camera: str) -> list[str]:
    active = entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    return [flow["flow_id"] for flow in active if cast(dict[str, Any], flow["context"]).get(CONTEXT_CAMERA) == camera]
