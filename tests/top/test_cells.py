"""Each cell of the policy that grants something is asked for by somebody: what nobody reaches is not in it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from homeassistant.components.ai_task.const import DATA_COMPONENT as AI_TASK
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy import gatekeeper
from custom_components.dropcam_privacy.policy.decide import decide, decide_control
from custom_components.dropcam_privacy.policy.model import (
    Allowance,
    CameraPolicy,
    Channel,
    Control,
    Decision,
    Principal,
)
from tests.household.home import CAMERA, SWITCH, Household, household
from tests.household.programs import Mailbox, Mind, Programs, ai_task
from tests.policy.tables import CONTROLS, PICTURES
from tests.roads.walks import Scene, scene

# By which road, and as whom in it, a role comes to a channel.
WALKED = {
    ("owner", "snapshot"): ("still", "owner"),
    ("owner", "live"): ("hls", "owner"),
    ("owner", "file"): ("snapshot", "owner"),
    ("owner", "cast"): ("play_stream", "owner"),
    ("viewer", "snapshot"): ("still", "viewer"),
    ("viewer", "live"): ("hls", "viewer"),
    ("automation", "file"): ("snapshot", "automation"),
    ("automation", "cast"): ("play_stream", "automation"),
    ("assistant", "assistant"): ("google", "owner"),
    ("integration", "integration"): ("still", "token"),
    ("integration", "ai"): ("ai_task", "program"),
}
AUTOMATIONS = {
    "lower": {"action": "switch.turn_off", "target": {"entity_id": SWITCH}},
    "off": {"action": "camera.turn_off", "target": {"entity_id": CAMERA}},
    "on": {"action": "camera.turn_on", "target": {"entity_id": CAMERA}},
}


async def fires(home: Household, name: str) -> None:
    """Have an automation run."""
    home.hass.bus.async_fire(name)
    await home.hass.async_block_till_done()


async def chosen(home: Household, name: str) -> None:
    """Have an automation run that the owner has chosen."""
    await home.choose(f"automation.{name}")
    await fires(home, name)


SWITCHED: dict[tuple[str, str], Callable[[Household], Awaitable[object]]] = {
    ("owner", "lower_privacy"): lambda home: home.lower(),
    ("owner", "turn_off"): lambda home: home.anna.call("camera.turn_off", CAMERA),
    ("owner", "turn_on"): lambda home: home.anna.call("camera.turn_on", CAMERA),
    ("owner", "let_assistants"): lambda home: home.anna.call("switch.turn_on", "switch.anna_s_cameras_assistants"),
    ("owner", "share"): lambda home: home.share(viewers=[]),
    ("owner", "release"): lambda home: home.anna.call("dropcam_privacy.release_original", CAMERA),
    ("owner", "answer_scene"): lambda home: home.anna.call("dropcam_privacy.answer_scene", CAMERA),
    ("automation", "turn_off"): lambda home: fires(home, "off"),
    ("chosen", "lower_privacy"): lambda home: chosen(home, "lower"),
    ("chosen", "turn_off"): lambda home: chosen(home, "off"),
    ("chosen", "turn_on"): lambda home: chosen(home, "on"),
}


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household whose owner allows everything."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=list(Allowance)) as home:
        yield home


@pytest.fixture
async def walkers(home: Household, hass_ws_client: WebSocketGenerator, tmp_path: Path) -> AsyncIterator[Scene]:
    """Set the scene."""
    async with scene(home, hass_ws_client, tmp_path) as found:
        yield found


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Note which cells the policy's answers came from."""
    found: set[tuple[str, str]] = set()

    def noting(principal: Principal, channel: Channel, policy: CameraPolicy | None, **known: Any) -> Decision:
        if (decision := decide(principal, channel, policy, **known)).allowed:
            found.add((decision.role.value, channel.value))
        return decision

    def noting_controls(principal: Principal, control: Control, policy: CameraPolicy | None) -> Decision:
        decision = decide_control(principal, control, policy)
        if decision.allowed and policy is not None:
            is_chosen = principal.automation in policy.lowerers
            found.add(("chosen" if is_chosen else decision.role.value, control.value))
        return decision

    monkeypatch.setattr(gatekeeper, "decide", noting)
    monkeypatch.setattr(gatekeeper, "decide_control", noting_controls)
    return found


def test_no_cell_is_without_a_caller() -> None:
    """Whatever the tables grant is asked for below."""
    assert {cell for cell, answer in PICTURES.items() if (answer.open, answer.private) != ("no", "no")} == set(WALKED)
    assert {cell for cell, answer in CONTROLS.items() if answer != "no"} == set(SWITCHED)


@pytest.mark.parametrize("cell", WALKED, ids="-".join)
async def test_pictures(walkers: Scene, granted: set[tuple[str, str]], cell: tuple[str, str]) -> None:
    """A road of Home Assistant's leads to the cell, and somebody receives the picture."""
    road, who = WALKED[cell]
    await walkers.home.lower()
    if road == "ai_task":
        mind = Mind()
        assert await async_setup_component(walkers.hass, "ai_task", {})
        await walkers.hass.data[AI_TASK].async_add_entities([mind])
        received = await ai_task(Programs(walkers.home, Mailbox(), walkers.television, mind))
    else:
        received = await walkers.try_out(road, who)
    assert received == {"red"}
    assert cell in granted


@pytest.mark.parametrize("cell", SWITCHED, ids="-".join)
async def test_controls(home: Household, granted: set[tuple[str, str]], cell: tuple[str, str]) -> None:
    """An action or a switch leads to the cell."""
    automations = [
        {"id": name, "alias": name, "triggers": [{"trigger": "event", "event_type": name}], "actions": [action]}
        for name, action in AUTOMATIONS.items()
    ]
    assert await async_setup_component(home.hass, "automation", {"automation": automations})
    await SWITCHED[cell](home)
    assert cell in granted
