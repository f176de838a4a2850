"""What people read: short on a card, the same for whoever may not look, and in Home Assistant's own words."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.household.home import CAMERA, SWITCH, Household, Person

PRIVATE = "This camera is private"
TEXTS = json.loads(Path("custom_components/dropcam_privacy/translations/en.json").read_text(encoding="utf-8"))
# A menu entry is one line on a phone that is 390 px wide.
MENU_LETTERS = 28
MENU_NOTE_LETTERS = 56


async def _live(person: Person) -> dict[str, Any]:
    answer = await person.ask(type="camera/stream", entity_id=CAMERA)
    error: dict[str, Any] = answer["error"]
    return error


async def test_a_live_card_says_that_it_is_private(home: Household) -> None:
    """No more, and in the same words: to a viewer, and to whoever is none, with privacy on or off."""
    assert [(await _live(person))["message"] for person in (home.ben, home.carl, home.root)] == [PRIVATE] * 3
    stranger = await _live(home.carl)
    await home.lower()
    assert await _live(home.carl) == await _live(home.root) == stranger
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert (await _live(home.ben))["message"] == "This camera is off"
    assert await _live(home.carl) == stranger


async def test_a_switch_says_who_may_use_it(home: Household) -> None:
    """Not what a card says."""
    for person in (home.ben, home.carl, home.root):
        called = await person.ask(
            type="call_service", domain="switch", service="turn_off", target={"entity_id": SWITCH}, service_data={}
        )
        assert called["error"]["message"].startswith("Only an owner can do this")


@pytest.mark.parametrize("key", ["picture_refused", "privacy_on", "camera_off", "camera_asleep", "camera_unavailable"])
def test_what_is_read_in_place_of_a_picture_is_short(key: str) -> None:
    """It never says how something was refused, or what to do."""
    message = TEXTS["exceptions"][key]["message"]
    assert len(message) <= 30
    assert message.count(".") == 1


def test_menus_fit_a_phone() -> None:
    """Each entry is one line, and the note below it two at most."""
    for flow in (TEXTS["config"], *TEXTS["config_subentries"].values()):
        for step in flow["step"].values():
            assert all(len(entry) <= MENU_LETTERS for entry in step.get("menu_options", {}).values())
            assert all(len(note) <= MENU_NOTE_LETTERS for note in step.get("menu_option_descriptions", {}).values())
