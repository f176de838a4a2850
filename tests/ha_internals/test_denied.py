"""What cannot be recognised is refused, where it would pass for something else that is allowed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
import importlib
from types import SimpleNamespace
from typing import Any

from homeassistant.core import Context, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.automations.content import UnclearError, content_of
from custom_components.dropcam_privacy.automations.runs import StepCall, own_call
from custom_components.dropcam_privacy.callers.principal import CALLS, ServiceScope, async_of_service
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.ha_internals import functions, members
from custom_components.dropcam_privacy.ha_internals.internal import Internal
from custom_components.dropcam_privacy.originals.locked_class import lock_camera
from custom_components.dropcam_privacy.policy.model import INTEGRATION, UNKNOWN, Allowance
from tests.household.home import CAMERA, household
from tests.household.programs import ROADS, Programs, programs

PROGRAMS = (
    *(functions.AI_TASK, functions.GOOGLE, functions.ALEXA_STREAM, functions.PRELOAD, functions.PHONE),
    *(functions.SERVICE_CALL, members.SERVICES_OF_AN_ENTITY, functions.COMMAND),
)
STEPS = (
    *(functions.SERVICE_CALL, functions.CALL_STEP, functions.DEVICE_STEP, functions.DEVICE_ACTION),
    *(members.RUN, members.RUNS),
)


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Programs]:
    """Set up a household whose owner lets all programs in."""
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home,
        programs(home) as world,
    ):
        home.hass.data[GATEKEEPER].set_policy(replace(home.policy, private=False, allow=frozenset(Allowance)))
        yield world


def lose(monkeypatch: pytest.MonkeyPatch, internal: Internal) -> None:
    """Have Home Assistant lack something; its module is loaded."""
    monkeypatch.setattr(internal, "_seen", (importlib.import_module(internal.module), None))
    assert internal.missing


@pytest.mark.parametrize("internal", PROGRAMS, ids=lambda it: it.name)
async def test_programs(world: Programs, monkeypatch: pytest.MonkeyPatch, internal: Internal) -> None:
    """Any program may be one that is less allowed, or speak for somebody: none gets anything. Its owner does."""
    assert await world.try_out(ROADS["image"]) == {"red"}
    lose(monkeypatch, internal)
    received = {name: await world.try_out(road) for name, road in ROADS.items()}
    assert received == {name: set() for name in ROADS}
    assert await world.home.anna.sees() == "red"


@pytest.mark.parametrize("internal", [functions.CALL_COMMAND, functions.REST_CALL], ids=lambda it: it.name)
async def test_callers(world: Programs, monkeypatch: pytest.MonkeyPatch, internal: Internal) -> None:
    """Who calls an action, by an entrance that is not recognised, is no integration."""
    scope = ServiceScope(CAMERA, asyncio.current_task(), Context())
    assert await async_of_service(world.home.hass, scope, "camera", {"snapshot"}) == INTEGRATION
    lose(monkeypatch, internal)
    scope = ServiceScope(CAMERA, asyncio.current_task(), Context())
    assert await async_of_service(world.home.hass, scope, "camera", {"snapshot"}) == UNKNOWN


async def test_speakers(world: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    """An automation is started by somebody who is not named, if it cannot be told whether it was by a sentence."""
    hass, contexts = world.home.hass, (Context(), Context())
    hass.bus.async_fire("automation_triggered", context=contexts[0])
    lose(monkeypatch, functions.SENTENCE_TRIGGER)
    hass.bus.async_fire("automation_triggered", context=contexts[1])
    await hass.async_block_till_done()
    assert [hass.data[CALLS].people(context) for context in contexts] == [frozenset(), {"somebody"}]


@pytest.mark.parametrize("internal", STEPS, ids=lambda it: it.name)
async def test_automations(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, internal: Internal) -> None:
    """No automation is one that owners chose: not even its entities are looked at."""
    context = Context()
    call = StepCall(SimpleNamespace(_context=context), context, "switch", {})
    looked: list[HomeAssistant] = []

    def automations(hass: HomeAssistant) -> list[Any]:
        looked.append(hass)
        return []

    monkeypatch.setattr("custom_components.dropcam_privacy.automations.runs.automations", automations)
    assert own_call(hass, call) is None
    assert looked == [hass]
    lose(monkeypatch, internal)
    assert own_call(hass, call) is None
    assert looked == [hass]


async def test_templates(hass: HomeAssistant) -> None:
    """What an automation imports from a template that cannot be read is not clear."""
    config = {"value": "{% from 'tools.jinja' import it %}"}
    with pytest.raises(UnclearError):
        content_of(hass, config)
    hass.data[members.CUSTOM_TEMPLATES] = SimpleNamespace(sources={"tools.jinja": "{% macro it() %}{% endmacro %}"})
    assert "tools.jinja" in str(content_of(hass, config).parts)


@pytest.mark.parametrize("internal", members.LOCK, ids=lambda it: f"{it.name}-{it.needed_by}")
def test_locks(monkeypatch: pytest.MonkeyPatch, internal: Internal) -> None:
    """What cannot be locked as a whole is not locked by half, and so not added."""
    lose(monkeypatch, internal)
    with pytest.raises(TypeError, match="other roads"):
        lock_camera(SimpleNamespace())  # type: ignore[arg-type]
