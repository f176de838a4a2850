"""What owners say of what is held, and that nobody else says it."""

import asyncio
from typing import Any

import pytest

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Held
from custom_components.dropcam_privacy.rights.author import Author
from custom_components.dropcam_privacy.scenes import scene as scene_module
from tests.audit.reading import rows
from tests.household.home import CAMERA, NURSERY, Household
from tests.waiting import until

from .held import BUTTON, UNAVAILABLE, ask, hold, scene_of


async def test_the_question(known: Household) -> None:
    """The last picture that was known, and coarsely what is shown now."""
    assert (await ask(known, "question"))["now"] is None
    await hold(known)
    told = await ask(known, "question")
    assert told["accepted"].startswith("data:image/jpeg;base64,/9j/")
    assert len(told["now"]) == 16 * 9
    assert all(int(cell[1:3], 16) < int(cell[5:7], 16) for cell in told["now"][16:])  # blue, not red
    assert told["at"] >= told["scene"]["since"] > 0


@pytest.mark.parametrize("answer", ["light", "moved"])
async def test_mine(known: Household, answer: str) -> None:
    """In another light: both are known. Moved: what it showed before is held."""
    await hold(known, "green")
    assert (await ask(known, "answer", answer=answer))["state"] == "known"
    assert (await known.anna.sees(), await known.ben.sees()) == ("green", "green")
    known.fake.switched.clear()
    before = (await ask(known, "look"))["state"]
    assert before == ("known" if answer == "light" else "held")
    (row,) = await rows(known, Event.SCENE_ANSWERED)
    assert (row.said["answer"], row.facet.person) == (answer, known.anna.user.id)


async def test_not_mine(known: Household) -> None:
    """It stays held, and the camera is not contacted any more, until the owner says that it is theirs after all."""
    await hold(known)
    assert (await ask(known, "answer", answer="not_mine"))["state"] == "disowned"
    known.fake.switched.clear()
    asked = len(known.fake.requests)
    for person in (known.anna, known.ben):
        assert await person.sees() == UNAVAILABLE
    assert await ask(known, "look") == "scene_sleeps"
    assert await ask(known, "anyway") == "scene_not_held"
    assert await ask(known, "answer", answer="light") == "scene_unseen"
    assert await known.anna.call("dropcam_privacy.turn_off", "", camera=[CAMERA]) is None
    assert await known.anna.call("dropcam_privacy.turn_on", "", camera=[CAMERA]) is None
    assert await known.hass.config_entries.async_reload(known.entry.entry_id)
    assert await known.anna.sees() == UNAVAILABLE
    assert len(known.fake.requests) == asked
    assert (await ask(known, "answer", answer="mine"))["state"] == "held"
    assert (await ask(known, "look"))["state"] == "known"
    assert await known.ben.sees() == "red"


async def test_show_anyway(known: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """Owners see it for a while; nobody else does."""
    assert await known.anna.call("button.press", BUTTON) == "scene_not_held"
    await hold(known)
    assert await known.ben.call("button.press", BUTTON) == "owners_only"
    for person in (known.carl, known.root):
        assert await person.call("button.press", BUTTON) == "refused"
    assert await known.anna.sees() == UNAVAILABLE
    monkeypatch.setattr(scene_module, "ANYWAY_SECONDS", 6.0)
    assert await known.anna.call("button.press", BUTTON) is None
    assert (await known.anna.sees(), await known.ben.sees()) == ("blue", UNAVAILABLE)
    assert (await ask(known, "question"))["scene"]["anyway_until"] > 0
    await until(lambda: known.hass.data[GATEKEEPER].held(NURSERY) is Held.EVERYBODY)
    assert await known.anna.sees() == UNAVAILABLE
    (row,) = await rows(known, Event.SCENE_ANYWAY)
    assert row.facet.person == known.anna.user.id


async def test_what_was_not_asked_about(known: Household) -> None:
    """An answer is about what the owner was shown: what comes then is nobody's answer."""
    assert await ask(known, "answer", answer="light") == "scene_not_held"
    await hold(known)
    known.fake.switched["red"] = "green"
    assert await ask(known, "answer", answer="light") == "scene_differs"
    assert scene_of(known).held is not None


async def test_off(known: Household) -> None:
    """A camera that turns is not checked any more."""
    await hold(known)
    assert (await ask(known, "off"))["state"] == "off"
    assert await known.ben.sees() == "blue"
    (row,) = await rows(known, Event.SCENE_OFF)
    assert row.facet.person == known.anna.user.id


async def test_by_action(known: Household) -> None:
    """The action tells the owner the question, and takes the answer; for others there is none."""
    await hold(known, "green")
    told: dict[str, Any] = await known.anna.ask(
        type="call_service",
        domain="dropcam_privacy",
        service="answer_scene",
        target={"entity_id": CAMERA},
        return_response=True,
    )
    assert told["success"], told
    assert told["result"]["response"][CAMERA]["state"] == "held"
    for action in ("answer_scene", "set_up_scene", "stop_scene"):
        assert await known.ben.call(f"dropcam_privacy.{action}", CAMERA) == "owners_only"
        for person in (known.carl, known.root):
            assert await person.call(f"dropcam_privacy.{action}", CAMERA) == "refused"
    assert await known.anna.call("dropcam_privacy.answer_scene", CAMERA, answer="light") is None
    assert scene_of(known).held is None
    assert await known.anna.call("dropcam_privacy.stop_scene", CAMERA) is None
    assert scene_of(known).state == "off"
    known.fake.switched.clear()
    assert await known.anna.call("dropcam_privacy.set_up_scene", CAMERA) is None
    assert scene_of(known).state == "known"


async def test_nothing_to_know_it_by(home: Household) -> None:
    """A dark picture, or a camera that turns, cannot be checked, and is told so."""
    home.fake.switched["red"] = "yellow"
    assert await ask(home, "set_up") == "scene_turns"
    assert scene_of(home).state == "new"


async def test_an_owner_who_is_none_by_then(known: Household) -> None:
    """Looking takes a while: whoever is no owner after it has said nothing."""
    await hold(known, "green")
    answering = asyncio.ensure_future(ask(known, "answer", answer="light"))
    await known.fake.until(lambda: scene_of(known)._followers)
    await known.enter_owners(known.carl)
    assert await answering == "refused"
    assert scene_of(known).held is not None


async def test_two_owners_at_once(known: Household) -> None:
    """Who says that it is not theirs while another is still being looked at for is not overruled by that."""
    await hold(known, "green")
    scene = scene_of(known)
    answering = asyncio.ensure_future(ask(known, "answer", answer="light"))
    await until(lambda: scene._followers)
    scene.disown(Author())
    assert await answering == "scene_differs"
    assert scene.disowned
