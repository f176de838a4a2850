"""Which automation makes a call itself, and who had a hand in its run.

A context proves nothing: whoever listens to events gets it, and can call under it. What proves an automation's
own call is the step that waits for it: that step's frame is below, without another call in between, because Home
Assistant runs such a call at once. The step must stand in the automation's own configuration, or in that of a script
that the automation names and is waiting for.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity import Entity
from homeassistant.util.ulid import ulid_to_bytes

from ..ha_internals.frames import frames_below
from ..ha_internals.functions import CALL_STEP, DEVICE_ACTION, DEVICE_STEP, SERVICE_CALL
from ..ha_internals.members import RUN, RUNS, context_of, runs_of, steps_of, variables_of
from ..policy.model import Lowerer
from .content import SCRIPT, Content, UnclearError, automations, content, content_of, named

_PARTS = (SERVICE_CALL, CALL_STEP, DEVICE_STEP, DEVICE_ACTION, RUN, RUNS)


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
    call: Mapping[str, Any] | None = None
    by_device = False
    for frame in frames_below():
        if (called := SERVICE_CALL.held_by(frame)) is not None:
            if call is not None:
                return None  # something that the step called makes the call
            call = called
        elif call is not None:
            by_device = by_device or DEVICE_ACTION.held_by(frame) is not None
            step = CALL_STEP.held_by(frame) or (DEVICE_STEP.held_by(frame) if by_device else None)
            if step is not None:
                return StepCall(step["self"], call["context"], call["domain"], call["service_data"])
    return None


@callback
def own_call(hass: HomeAssistant, call: StepCall) -> OwnCall | None:
    """Return which automation makes a call itself; None if that is none, or what it does cannot be told."""
    if any(part.missing for part in _PARTS) or context_of(call.run) is not call.context:
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
    runs = runs_of(getattr(automation, "action_script", None))
    return next((run for run in runs if context_of(run) is context), None)


def _is_step_of(hass: HomeAssistant, automation: Entity, content: Content, run: Any) -> bool:
    """Return whether what runs are steps of an automation, or of a script that it names."""
    component = hass.data.get(SCRIPT)
    scripts = (
        [component.get_entity(name) for name in content.parts if name.startswith(f"{SCRIPT}.")] if component else []
    )
    steps = steps_of(run)
    roots = [getattr(automation, "action_script", None), *(getattr(script, "script", None) for script in scripts)]
    return steps is not None and any(
        part is steps for root in roots for part in _lists(getattr(root, "sequence", None))
    )


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
    for variables in (variables_of(run), variables_of(call.run)):
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
