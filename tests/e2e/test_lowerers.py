"""Automations that end privacy, on the real server: chosen ones, in every kind of step, and what voids the choice."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from .conftest import Household, make_household
from .crowd import Clocked, eventually
from .guarded import Guarded, add_account, guard_address
from .person import Person, RefusedError

AUTOMATIONS = """
- id: leaving
  alias: Leaving
  mode: queued
  triggers: [{trigger: webhook, webhook_id: leaving, local_only: false, allowed_methods: [POST]}]
  actions:
    - if: ["{{ true }}"]
      then: [{delay: {milliseconds: 1}}, {action: script.lower}]
- id: mine
  alias: Mine
  mode: queued
  triggers: [{trigger: webhook, webhook_id: mine, local_only: false, allowed_methods: [POST]}]
  actions: [{action: switch.turn_off, target: {entity_id: switch.attic_privacy}}]
"""
LOWER = {"action": "switch.turn_off", "target": {"entity_id": "switch.study_privacy"}, "continue_on_error": True}
SCRIPTS = """
lower:
  sequence:
    - delay: {milliseconds: 1}
    - repeat:
        for_each: [switch.study_privacy]
        sequence:
          - action: switch.turn_off
            continue_on_error: true
            target: {entity_id: "{{ repeat.item }}"}
"""
HOOK = {"trigger": "webhook", "webhook_id": "mine", "local_only": False, "allowed_methods": ["POST"]}


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Household]:
    """A household of its own, with automations."""
    folder = tmp_path_factory.mktemp("lowerers")
    (folder / "automations.yaml").write_text(AUTOMATIONS)
    (folder / "scripts.yaml").write_text(SCRIPTS)
    house = await make_household(folder, "webhook:\n")
    try:
        yield house
    finally:
        await house["nobody"].close()
        await house.server.close()


async def ends(home: Household, camera: Guarded, automation: str) -> bool:
    """Return whether an automation ends privacy, when a webhook of nobody's sets it off."""
    await home["owner"].call_service("switch.turn_on", camera.privacy)

    async def runs() -> Any:
        state = await home["admin"].state(f"automation.{automation}")
        assert state is not None
        return state["attributes"]

    before = (await runs())["last_triggered"]
    await home["nobody"].post(f"/api/webhook/{automation}")

    async def ran() -> bool:
        now = await runs()
        return bool(now["last_triggered"] != before and not now["current"])

    await eventually(ran)
    state = await home["owner"].state(camera.privacy)
    assert state is not None
    return bool(state["state"] == "off")


async def choose(owner: Person, camera: Guarded, *automations: str) -> None:
    """Let these automations end privacy."""
    names = [f"automation.{name}" for name in automations]
    await owner.call_service("dropcam_privacy.set_sharing", camera.entity_id, lowerers=names)


async def issues(home: Household) -> list[dict[str, str]]:
    """Return what the repair issues say of automations that are stopped."""
    found = (await home["admin"].ws("repairs/list_issues"))["issues"]
    return [one["translation_placeholders"] for one in found if one["translation_key"] == "lowering_stopped"]


async def test_the_chosen_ones(home: Household) -> None:
    """None before it was chosen; then for nobody's hand, not for a flatmate's; after a restart; not once changed."""
    async with Clocked("orange") as cam:
        account = await add_account(home["admin"], home["owner"])
        study = await guard_address(home["admin"], account, "Study", still_image_url=cam.still_url)
        await home["owner"].call_service("dropcam_privacy.set_sharing", study.entity_id, allow=["automations_lower"])
        assert not await ends(home, study, "leaving")
        assert await issues(home) == [{"count": "1"}]
        await choose(home["owner"], study, "leaving")
        assert await ends(home, study, "leaving")
        assert await issues(home) == []
        await home["owner"].call_service("switch.turn_on", study.privacy)
        await home["other"].call_service("automation.trigger", "automation.leaving")
        state = await home["owner"].state(study.privacy)
        assert state is not None
        assert state["state"] == "on"
        await home.server.restart()
        assert await ends(home, study, "leaving")
        changed = {"sequence": [{"delay": 0}, LOWER]}
        assert (await home["admin"].post("/api/config/script/config/lower", changed)).status == 200
        assert not await ends(home, study, "leaving")
        await eventually(lambda: _counted(home, 1))
        await choose(home["owner"], study, "leaving")
        assert await ends(home, study, "leaving")


async def _counted(home: Household, count: int) -> bool:
    return await issues(home) == [{"count": str(count)}]


async def test_what_an_owner_makes_of_it(home: Household) -> None:
    """An owner who is an administrator edits their automation, and it goes on."""
    async with Clocked("blue") as cam:
        account = await add_account(home["admin"], home["admin"])
        attic = await guard_address(
            home["admin"], account, "Attic", still_image_url=cam.still_url, allow=["automations_lower"]
        )
        await choose(home["admin"], attic, "mine")
        assert await ends(home, attic, "mine")
        step = {"action": "switch.toggle", "target": {"entity_id": attic.privacy}}
        edited = {"alias": "Mine", "mode": "queued", "triggers": [HOOK], "actions": [{"delay": 0}, step]}
        assert (await home["admin"].post("/api/config/automation/config/mine", edited)).status == 200

        async def loaded() -> bool:
            try:
                answer = await home["admin"].ws("automation/config", entity_id="automation.mine")
            except RefusedError:
                return False  # it is not there while it is loaded anew
            return len(answer["config"]["actions"]) == 2

        await eventually(loaded)
        assert await ends(home, attic, "mine")
