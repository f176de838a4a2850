"""Which automation makes a call itself, and who had a hand in its run.

A context proves nothing: whoever listens to events gets it, and can call under it. What proves an automation's own
call is the step of it that waits for the call: its frame is below, without another call in between, as Home Assistant
runs such a call at once. The step must stand in the automation's own configuration, or in that of a script that the
automation names and is waiting for.
"""

from collections.abc import Iterator, Mapping
import sys
from types import FrameType
from typing import Any, NamedTuple

from homeassistant.core import Context, HomeAssistant, ServiceRegistry, callback
from homeassistant.helpers.entity import Entity
from homeassistant.util.ulid import ulid_to_bytes

from ..entrances.frames import code_of
from ..policy.model import Lowerer
from .content import SCRIPT, Content, UnclearError, automations, content, content_of, named

_CALL = ServiceRegistry.async_call.__code__
_SCRIPTS = "homeassistant.helpers.script"
_CALL_STEP = (_SCRIPTS, "_ScriptRun._async_step_call_service")
_DEVICE_STEP = (_SCRIPTS, "_ScriptRun._async_step_device")
_DEVICE_ACTION = ("homeassistant.components.device_automation.toggle_entity", "async_call_action_from_config")


class StepCall(NamedTuple):
    """A call that a step of an automation or a script makes just now."""

    run: Any
    context: Context
    domain: str
    data: Mapping[str, Any]


class OwnCall(NamedTuple):
    """The automation that makes a call itself, and the contexts of what it runs for and has waited for."""

    automation: Lowerer
    contexts: tuple[Context, ...]


@callback
def step_call() -> StepCall | None:
    """Return the call that runs just now, if it is the very call of a step."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the frames are the proof
    call: FrameType | None = None
    by_device = False
    while frame is not None:
        code = frame.f_code
        if code is _CALL:
            if call is not None:
                return None  # something that the step called makes the call
            call = frame
        elif call is not None:
            by_device = by_device or code is code_of(*_DEVICE_ACTION)
            if code is code_of(*_CALL_STEP) or (by_device and code is code_of(*_DEVICE_STEP)):
                held = call.f_locals
                return StepCall(frame.f_locals["self"], held["context"], held["domain"], held["service_data"])
        frame = frame.f_back
    return None


@callback
def own_call(hass: HomeAssistant, call: StepCall) -> OwnCall | None:
    """Tell which automation makes a call itself; None if that is none, or what it does cannot be told."""
    if getattr(call.run, "_context", None) is not call.context:
        return None
    for automation in automations(hass):
        run = _run_under(automation, call.context)
        if run is None:
            continue
        try:
            found = content(hass, automation)
            if _is_step_of(hass, automation, found, call.run):
                return OwnCall(named(str(automation.unique_id), found), tuple(_behind(hass, found, run, call)))
        except UnclearError:
            return None
    return None


def _run_under(automation: Entity, context: Context) -> Any | None:
    """Return the run that an automation made this context for, as long as it lasts."""
    runs = getattr(getattr(automation, "action_script", None), "_runs", ())
    return next((run for run in runs if getattr(run, "_context", None) is context), None)


def _is_step_of(hass: HomeAssistant, automation: Entity, content: Content, run: Any) -> bool:
    """Tell whether what runs are steps of an automation, or of a script that it names."""
    component = hass.data.get(SCRIPT)
    scripts = (
        [component.get_entity(name) for name in content.parts if name.startswith(f"{SCRIPT}.")] if component else []
    )
    steps = getattr(getattr(run, "_script", None), "sequence", None)
    roots = [getattr(automation, "action_script", None), *(getattr(script, "script", None) for script in scripts)]
    return any(part is steps for root in roots for part in _lists(getattr(root, "sequence", None)))


def _lists(part: Any) -> Iterator[list[Any]]:
    """Go through the lists in a configuration."""
    if isinstance(part, list):
        yield part
    elif isinstance(part, Mapping):
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _lists(inner)


def _behind(hass: HomeAssistant, content: Content, run: Any, call: StepCall) -> Iterator[Context]:
    """List the contexts of what a run was triggered by and waited for. Raises UnclearError.

    What the trigger's entity follows itself, like a threshold, hands no context on, but what it follows still has it.
    While a run waits, whoever changes something that it names may be what it waits for.
    """
    for variables in (getattr(run, "_variables", {}), getattr(call.run, "_variables", {})):
        waited = variables.get("wait") or {}
        for trigger in (variables.get("trigger"), waited.get("trigger")):
            yield from _of_trigger(hass, trigger)
    began = int.from_bytes(ulid_to_bytes(call.context.id)[:6]) / 1000
    for state in filter(None, map(hass.states.get, content.named)):
        if state.last_updated_timestamp >= began:
            yield state.context


def _of_trigger(hass: HomeAssistant, trigger: Any) -> Iterator[Context]:
    if not isinstance(trigger, Mapping):
        return
    for cause in (trigger.get("to_state"), trigger.get("event")):
        if isinstance(context := getattr(cause, "context", None), Context):
            yield context
    if isinstance(entity_id := trigger.get("entity_id"), str):
        for state in filter(None, map(hass.states.get, content_of(hass, [entity_id]).named)):
            yield state.context
