"""Assist on the real server: the chat of the stock frontend, and what others are told by the same sentences."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.cameras import FakeCamera

from .browser import Browser, Window
from .conftest import Household
from .guarded import Guarded, add_account, guard_address
from .person import Person

NO_CAMERA = "I can't find a camera with that name that you can see."


async def say(person: Person, text: str, **more: Any) -> str:
    """Say something over the websocket, and return what is answered."""
    answer = await person.ws("conversation/process", text=text, language="en", **more)
    spoken: str = answer["response"]["speech"]["plain"]["speech"]
    return spoken


async def is_private(person: Person, camera: Guarded) -> bool:
    """Return whether a camera is private."""
    state = await person.state(camera.privacy)
    return state is not None and state["state"] == "on"


async def chat(window: Window, text: str, answer: str) -> None:
    """Type something into the chat, and wait for the answer."""
    line = await window.find("ha-assist-chat input, ha-assist-chat textarea")
    await line.fill(text)
    await line.press("Enter")
    await window.find(f"ha-assist-chat :text('{answer}')")


@pytest.fixture
async def attic(house: Household, red: FakeCamera) -> AsyncIterator[Guarded]:
    """Guard a camera for an owner of its own."""
    admin = house["admin"]
    account = await add_account(admin, house["owner"])
    camera = await guard_address(
        admin,
        account,
        "Attic",
        viewers=[house["viewer"]],
        stream_source=red.stream_url,
        username="camera",
        password="pw-camera-red-77",
    )
    yield camera
    await admin.delete(f"/api/config/config_entries/entry/{account}")


async def test_assist(house: Household, attic: Guarded) -> None:
    """The owner's chat leads to their picture and ends privacy; others get what is due to them, by any entrance."""
    owner, viewer, other, admin = house["owner"], house["viewer"], house["other"], house["admin"]
    show, lower = "show me the attic", "turn off privacy for the attic"
    for person in (other, admin):
        for text in (show, f"{show} camera", "show me the cellar camera", lower, "who is watching the attic"):
            assert await say(person, text) == NO_CAMERA
    assert (await say(viewer, show)) == "This camera is private."
    # A program of the neighbour's, in her name, is not her.
    await owner.call_service("conversation.process", text=lower)
    assert await is_private(admin, attic)
    async with Browser() as browser, browser.window(owner) as window:
        await window.open("/profile/general")
        await window.find("ha-sidebar")
        await window.page.keyboard.press("a")
        await chat(window, lower, "Privacy is off for Attic")
        assert not await is_private(admin, attic)
        await chat(window, show, "Here it is")
        await (await window.find("ha-assist-chat a")).click()
        picture = await window.find("ha-more-info-dialog video")
        await window.until_whose(picture, "red")
    link = f"[Attic](/?more-info-entity-id={attic.entity_id})"
    assert await say(viewer, show) == f"Here it is: {link}"
    assert (
        await say(other, "turn on privacy for the attic") == "If there is a camera with that name, it is private now."
    )
    assert await is_private(admin, attic)
