"""A camera whose address begins to answer with another home: what is sent, what is seen, and what its owner answers.

With SCREENSHOTS=<folder> in the environment, what owner and viewer see is kept as pictures, to be looked at.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
import os
from pathlib import Path

from playwright.async_api import expect
import pytest

from tests.fakes.cameras import FakeCamera, seen
from tests.fakes.homes import Light, painted

from .browser import Browser, Window
from .conftest import Household, make_household
from .guarded import Guarded, add_account, guard_address
from .page import OurPage, says
from .quality import serious

PASSWORD = "pw-camera-red-77"
CARD = "dropcam-privacy-card"
DASHBOARD = "held-camera"
HELD_SECONDS = 30


@dataclass
class Scene:
    """A house with one camera, which shows home number one."""

    house: Household
    fake: FakeCamera
    camera: Guarded
    browser: Browser

    async def state(self) -> str:
        """Return what the owner is told of the camera."""
        told = await self.house["owner"].ws("dropcam_privacy/scene/question", camera=self.camera.subentry)
        return str(told["scene"]["state"])

    async def until(self, state: str) -> None:
        """Have the camera looked at until it is in a state."""
        async with asyncio.timeout(HELD_SECONDS):
            while await self.state() != state:
                await self.house["owner"].ws("dropcam_privacy/scene/look", camera=self.camera.subentry)

    async def mix_up(self) -> None:
        """Have the address answer with another home, until that is held."""
        self.fake.switched["red"] = "blue"
        await self.until("held")

    async def put_right(self) -> None:
        """Have it answer with its own again."""
        self.fake.switched.clear()
        await self.until("known")


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Have an owner say that it is their camera; a viewer may see it."""
    async with AsyncExitStack() as stack:
        stack.enter_context(painted(red=(1, Light.DAY), blue=(2, Light.DAY)))
        fake = await stack.enter_async_context(FakeCamera("red", username="camera", password=PASSWORD))
        house = await make_household(tmp_path_factory.mktemp("scene"))
        stack.push_async_callback(house.server.close)
        admin, owner = house["admin"], house["owner"]
        urls = {"still_image_url": fake.still_url, "mjpeg_url": fake.mjpeg_url, "stream_source": fake.stream_url}
        login = {"username": "camera", "password": PASSWORD}
        account = await add_account(admin, owner)
        camera = await guard_address(admin, account, "Crib", viewers=[house["viewer"]], **urls, **login)
        await owner.call_service("switch.turn_off", camera.privacy)
        told = await owner.ws("dropcam_privacy/scene/set_up", camera=camera.subentry)
        assert told["scene"]["state"] == "known"
        await admin.ws(
            "lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Held",
            mode="storage",
            require_admin=False,
            show_in_sidebar=False,
        )
        stock = {"type": "picture-entity", "entity": camera.entity_id, "camera_view": "auto"}
        cards = [{"type": f"custom:{CARD}", "entity": camera.entity_id}, stock]
        views = [{"title": "Held", "path": "held", "cards": cards}]
        await admin.ws("lovelace/config/save", url_path=DASHBOARD, config={"views": views})
        yield Scene(house, fake, camera, await stack.enter_async_context(Browser()))


async def keep(window: Window, name: str) -> None:
    """Keep a picture of the page for those who want to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        await window.page.screenshot(path=Path(folder) / f"scene-{name}.png", full_page=True)


async def test_what_is_sent(scene: Scene) -> None:
    """In the middle of MJPEG at most a second of it; of stills, of a new connection and of a stream nothing."""
    viewer, entity_id = scene.house["viewer"], scene.camera.entity_id
    still, mjpeg = f"/api/camera_proxy/{entity_id}", f"/api/camera_proxy_stream/{entity_id}"
    watching = asyncio.create_task(viewer.get(mjpeg, seconds=20))
    await scene.fake.until(lambda: scene.fake.open["mjpeg"])
    assert seen((await viewer.get(still)).body) == {"red"}
    scene.fake.switched["red"] = "blue"
    received = (await watching).body
    pictures = [seen(b"\xff\xd8\xff" + part) for part in received.split(b"\xff\xd8\xff")[1:-1]]
    assert {"red"} in pictures
    assert pictures.count({"blue"}) <= 20
    for path in (still, mjpeg):
        answer = await viewer.get(path, seconds=5)
        assert seen(answer.body) == set()
    await scene.until("held")
    answer = await viewer.get(still)
    assert (answer.status, b">Held<" in answer.body) == (503, True)
    with pytest.raises(Exception, match="held"):
        await viewer.ws("camera/stream", entity_id=entity_id)
    sensor = f"binary_sensor.{entity_id.removeprefix('camera.')}_scene"
    state = await viewer.state(sensor)
    assert state is not None
    assert state["state"] == "on"
    with pytest.raises(Exception, match="owner"):
        await viewer.call_service("button.press", f"button.{entity_id.removeprefix('camera.')}_show_anyway")
    await scene.put_right()
    assert seen((await viewer.get(still)).body) == {"red"}


async def test_at_a_reconnect(scene: Scene) -> None:
    """The camera goes away and another home answers at its address: nobody but the owner is sent any of it."""
    viewer, entity_id = scene.house["viewer"], scene.camera.entity_id
    await scene.fake.stop()
    scene.fake.switched["red"] = "blue"
    await scene.fake.start()
    for _ in range(5):
        for road in ("camera_proxy", "camera_proxy_stream"):
            # One that it showed before may be of this very moment.
            assert seen((await viewer.get(f"/api/{road}/{entity_id}", seconds=3)).body) <= {"red"}
    await scene.until("held")
    await scene.put_right()


async def test_what_is_seen(scene: Scene) -> None:
    """On the page and on a dashboard: the owner reads that it is held, the viewer that it is, and sees none of it."""
    house, browser = scene.house, scene.browser
    async with AsyncExitStack() as stack:
        ada = await stack.enter_async_context(browser.window(house["owner"]))
        ned = await stack.enter_async_context(browser.window(house["viewer"], phone=True, dark=True))
        board = await stack.enter_async_context(browser.window(house["viewer"]))
        pages = [OurPage(ada), OurPage(ned)]
        for page in pages:
            await page.open()
            await page.window.until_whose(page.picture("Crib"), "red")
        await board.open(f"/{DASHBOARD}/held")
        await board.until_whose(board.page.locator("dropcam-privacy-picture").first, "red")
        scene.fake.switched["red"] = "blue"
        owner, viewer = pages
        await expect(viewer.camera("Crib")).to_contain_text(says("mine.why.held"))
        await expect(board.page.locator(CARD).first).to_contain_text(says("mine.why.held"))
        notice = owner.element("scene")
        await expect(notice).to_contain_text(says("mine.scene.held"))
        await keep(ned, "viewer-phone-dark")
        await keep(board, "viewer-dashboard")
        await notice.get_by_role("button", name=says("mine.scene.look"), exact=True).click()
        await expect(notice.locator("dropcam-privacy-mosaic rect").first).to_be_visible()
        assert await serious(ada, "dropcam-privacy-panel") == []
        await keep(ada, "owner-question")
        assert "blue" not in await ned.colors() | await board.colors()
        async with browser.window(house["owner"], phone=True, dark=True) as phone:
            page = OurPage(phone)
            await page.open()
            await page.element("scene").get_by_role("button", name=says("mine.scene.look"), exact=True).click()
            await expect(page.element("scene").locator("img")).to_be_visible()
            await keep(phone, "owner-phone-dark")
        # "It is not mine": nobody sees it any more, its owner neither, and the camera is left alone.
        await notice.get_by_role("button", name=says("mine.scene.not_mine"), exact=True).first.click()
        await notice.locator("dropcam-privacy-confirm button.main").click()
        await expect(notice).to_contain_text(says("mine.scene.tell"))
        await expect(owner.picture("Crib")).to_contain_text(says("mine.why.held"))
        await keep(ada, "owner-disowned")
        asked = len(scene.fake.requests)
        assert (await house["owner"].get(f"/api/camera_proxy/{scene.camera.entity_id}")).status == 503
        assert len(scene.fake.requests) == asked
        scene.fake.switched.clear()
        await notice.get_by_role("button", name=says("mine.scene.mine"), exact=True).click()
        await scene.until("known")
        for page in pages:
            await page.window.until_whose(page.picture("Crib"), "red")


async def test_a_restart(scene: Scene) -> None:
    """What is held before a restart is held after it, from the first moment on, and comes back by itself."""
    viewer, still = scene.house["viewer"], f"/api/camera_proxy/{scene.camera.entity_id}"
    await scene.mix_up()
    await scene.house.server.restart()
    for _ in range(10):
        assert seen((await viewer.get(still)).body) == set()
    assert await scene.state() == "held"
    await scene.put_right()
    assert seen((await viewer.get(still)).body) == {"red"}
    scene.house.assert_no_secrets(PASSWORD)
