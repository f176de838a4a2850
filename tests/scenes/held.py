"""What owners ask about their camera's scene, and what is seen of it."""

from typing import Any

from custom_components.dropcam_privacy.scenes.scene import Scene
from tests.household.home import NURSERY, Household, Person

SENSOR, BUTTON = "binary_sensor.nursery_scene", "button.nursery_show_anyway"
UNAVAILABLE = 503


async def ask(home: Household, command: str, person: Person | None = None, **what: Any) -> Any:
    """Ask as the owner, or somebody else; return the answer, or the error's code."""
    answer = await (person or home.anna).ask(type=f"dropcam_privacy/scene/{command}", camera=NURSERY, **what)
    await home.hass.async_block_till_done()
    return answer["result"] if answer["success"] else answer["error"]["code"]


def scene_of(home: Household) -> Scene:
    """Return what looks at the camera's pictures."""
    return home.camera.scene


async def hold(home: Household, other: str = "blue") -> None:
    """Have the camera answer with something else until that is held."""
    home.fake.switched["red"] = other
    told = await ask(home, "look")
    assert told["state"] in ("held", "blank"), told


async def back(home: Household) -> None:
    """Have it answer with its own home again."""
    home.fake.switched.clear()
    assert (await ask(home, "look"))["state"] == "known"
