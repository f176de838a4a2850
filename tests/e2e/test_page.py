"""Each job of the page, done by those whose it is, and by nobody else, by clicking on the real frontend.

With SCREENSHOTS=<folder> in the environment, each tab is kept as a picture, to be looked at.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
from typing import Any

from playwright.async_api import expect
import pytest

from tests.fakes.cameras import FakeCamera

from .browser import Browser
from .conftest import Household
from .guarded import Guarded, add_account, guard_address, guard_entity
from .page import TABS, OurPage, says
from .person import Person
from .quality import assert_quiet, serious
from .stock import add_generic

HIT = "<img src=x onerror=\"document.title='hit'\">"
PEOPLE = ("ada", "eve", "ned", "zoe")  # two owners, a viewer, and somebody else


@dataclass
class Scene:
    """An account of two owners, its cameras, and everybody's window on the page."""

    house: Household
    people: dict[str, Person]
    account: str
    nursery: Guarded
    hall: Guarded
    attic: Guarded
    original: str
    browser: Browser
    stack: AsyncExitStack
    pages: dict[str, OurPage] = field(default_factory=dict)

    async def page(self, name: str, tab: str = "mine") -> OurPage:
        """Have somebody look at a tab of the page, in the one window that they have."""
        if name not in self.pages:
            window = await self.stack.enter_async_context(self.browser.window(self.people[name]))
            self.pages[name] = OurPage(window)
        page = self.pages[name]
        await page.open(tab)
        return page

    async def told(self, name: str) -> Any:
        """Return what somebody's page is told."""
        person = self.people[name]
        events = await person.subscribe("dropcam_privacy/overview/subscribe")
        overview = await asyncio.wait_for(events.get(), 20)
        await person.unsubscribe(events)
        return overview

    async def camera_told(self, name: str, camera: Guarded) -> Any:
        """Return what somebody's page is told of a camera; None if it is not told of it."""
        cameras = (await self.told(name))["cameras"]
        return next((each for each in cameras if each["id"] == camera.subentry), None)


@pytest.fixture(scope="module")
async def scene(house: Household, red: FakeCamera, blue: FakeCamera) -> AsyncIterator[Scene]:
    """Two owners with a camera by address, one with markup for a name, and a wrapped one that is left open."""
    admin, server = house["admin"], house.server
    async with AsyncExitStack() as stack:
        people = {"admin": admin}
        for name in PEOPLE:
            called = f"Zoe {HIT}" if name == "zoe" else name.capitalize()
            people[name] = await server.create_user(admin, name, called, f"pw-{name}-5f2d9c", "users")
            stack.push_async_callback(admin.ws, "config/auth/delete", user_id=people[name].id)
        account = await add_account(admin, people["ada"], people["eve"])
        stack.push_async_callback(admin.delete, f"/api/config/config_entries/entry/{account}")
        green = await stack.enter_async_context(FakeCamera("green"))
        urls = {"still_image_url": red.still_url, "mjpeg_url": red.mjpeg_url, "stream_source": red.stream_url}
        login = {"username": "camera", "password": "pw-camera-red-77"}
        ned = [people["ned"]]
        nursery = await guard_address(admin, account, "Nursery", viewers=ned, **urls, **login)
        hall = await guard_address(admin, account, f"Hall {HIT}", viewers=ned, still_image_url=green.still_url)
        original = await add_generic(admin, blue, "pw-camera-blue-88", "loft_original")
        attic = await guard_entity(admin, account, "Loft", original, lock=False)
        browser = await stack.enter_async_context(Browser())
        yield Scene(house, people, account, nursery, hall, attic, original, browser, stack)


async def test_who_is_told_what(scene: Scene) -> None:
    """Owners see their cameras, a viewer what they may look at, and others how to get some: no picture of ours."""
    for owner in ("ada", "eve"):
        page = await scene.page(owner)
        await page.window.until_whose(page.picture("Nursery"), "red")
        await page.window.until_whose(page.picture(f"Hall {HIT}"), "green")
    ned = await scene.page("ned")
    await expect(ned.camera("Nursery")).to_contain_text(says("mine.why.privacy_on"))
    await expect(ned.panel.get_by_role("navigation")).to_have_count(0)
    zoe = await scene.page("zoe")
    await expect(zoe.panel).to_contain_text(says("mine.empty.stranger"))
    admin = await scene.page("admin")
    await expect(admin.panel).to_contain_text(says("mine.empty.admin"))
    for page in (ned, zoe, admin):
        assert await page.window.colors() == set()


async def test_privacy(scene: Scene) -> None:
    """An owner ends privacy by a click, and a viewer sees the picture; the other owner begins it again."""
    ada, eve, ned = [await scene.page(name) for name in ("ada", "eve", "ned")]
    switches = [page.camera("Nursery").get_by_role("switch") for page in (ada, eve)]
    await expect(switches[0]).to_be_checked()
    await switches[0].click()
    for switch in switches:
        await expect(switch).not_to_be_checked()
    await ned.window.until_whose(ned.picture("Nursery"), "red")
    await expect(ned.camera("Nursery")).to_contain_text(says("mine.seen.logged"))
    await switches[1].click()
    await expect(ned.camera("Nursery")).to_contain_text(says("mine.why.privacy_on"))
    assert await ned.window.colors() == set()
    await expect(switches[0]).to_be_checked()


async def test_by_keyboard(scene: Scene) -> None:
    """Who has no mouse ends privacy, too."""
    ada = await scene.page("ada")
    await ada.window.page.reload()
    switch = ada.camera("Nursery").get_by_role("switch")
    await expect(switch).to_be_checked()
    await ada.focus(switch)
    await ada.window.page.keyboard.press("Space")
    await expect(switch).not_to_be_checked()
    await ada.window.page.keyboard.press("Enter")
    await expect(switch).to_be_checked()


async def test_times(scene: Scene) -> None:
    """An owner lets somebody in at times that are not now: they are told of the camera, and get no picture."""
    ada = await scene.page("ada", "who")
    sharing = await _open_sharing(ada, "Nursery")
    await sharing.get_by_role("button", name=says("who.add"), exact=True).click()
    zoe = scene.people["zoe"]
    await sharing.locator("select[name=person]").select_option(zoe.id)
    await sharing.get_by_label(says("who.times.limited")).check()
    another_day = datetime.now(UTC) + timedelta(days=3)
    days = sharing.locator(".days button")
    for place in range(7):
        if await days.nth(place).get_attribute("aria-label") != f"{another_day:%A}":
            await days.nth(place).click()
    await sharing.locator("input[name=from]").fill("18:00")
    await sharing.locator("input[name=to]").fill("00:00")
    await sharing.get_by_role("button", name=says("who.let_in"), exact=True).click()
    row = sharing.locator(f"li[data-user='{zoe.id}']")
    await expect(row).to_contain_text("6:00")
    await expect(sharing).to_contain_text(says("who.was_let_in", name=f"Zoe {HIT}"))
    viewers = {viewer["id"]: viewer for viewer in (await scene.camera_told("ada", scene.nursery))["viewers"]}
    times = {"weekdays": [another_day.weekday()], "from": "18:00", "to": "24:00", "zone": "UTC"}
    assert (viewers[zoe.id]["times"], viewers[zoe.id]["now"]) == (times, False)
    page = await scene.page("zoe")
    await expect(page.camera("Nursery")).to_contain_text(says("mine.why.not_now"))
    assert await page.window.colors() == set()

    await row.get_by_role("button", name=says("who.remove_name", name=f"Zoe {HIT}")).click()
    await expect(page.panel).to_contain_text(says("mine.empty.stranger"))
    assert await scene.camera_told("zoe", scene.nursery) is None


async def _open_sharing(page: OurPage, camera: str) -> Any:
    sharing = page.element("sharing").filter(has_text=camera)
    head = sharing.locator("button.head")
    if await head.get_attribute("aria-expanded") != "true":
        await head.click()
    return sharing


async def test_put_out(scene: Scene) -> None:
    """Who is put out while they watch has no picture, and no camera, in the same moment."""
    ada, eve, ned = await scene.page("ada", "who"), await scene.page("eve"), await scene.page("ned")
    switch = eve.camera("Nursery").get_by_role("switch")
    await switch.click()
    await ned.window.until_whose(ned.picture("Nursery"), "red")
    sharing = await _open_sharing(ada, "Nursery")
    await sharing.get_by_role("button", name=says("who.remove_name", name="Ned")).click()
    await expect(ned.camera("Nursery")).to_have_count(0)
    assert await ned.window.colors() == set()
    await scene.people["ada"].ws(
        "dropcam_privacy/camera/viewers",
        camera=scene.nursery.subentry,
        viewers=[{"user": scene.people["ned"].id, "times": None}],
    )
    await ned.window.until_whose(ned.picture("Nursery"), "red")
    await switch.click()


async def test_end(scene: Scene) -> None:
    """An owner reads who is watching, and ends it; they do not come right back."""
    ada, ned = await scene.page("ada"), await scene.page("ned")
    hall = ada.camera(f"Hall {HIT}")
    await hall.get_by_role("switch").click()
    await ned.window.until_whose(ned.picture(f"Hall {HIT}"), "green")
    await hall.get_by_role("button", name=says("mine.watching.end_of", name="Ned")).click()
    await expect(hall).to_contain_text(says("mine.watching.ended", name="Ned"))
    await expect(ned.camera(f"Hall {HIT}")).to_contain_text(says("mine.why.ended"))
    assert await ned.window.colors() == set()
    await hall.get_by_role("switch").click()
    await expect(hall.get_by_role("switch")).to_be_checked()


async def test_proposals(scene: Scene) -> None:
    """What the administrator enters waits for an owner, who rejects it, or accepts it."""
    admin, zoe = scene.people["admin"], scene.people["zoe"]
    ada = await scene.page("ada")
    for answer in ("reject", "accept"):
        sharing: dict[str, Any] = {"viewers": [scene.people["ned"].id, zoe.id], "allow": []}
        done = await admin.subentry_flow(
            scene.account, "camera", {"next_step_id": "sharing"}, sharing, subentry_id=scene.nursery.subentry
        )
        assert done["reason"] == "proposed"
        await expect(ada.tab("waiting")).to_contain_text("1")
        await ada.open("waiting")
        item = ada.element("waiting-items").get_by_role("listitem")
        values = {"by": "Admin", "person": f"Zoe {HIT}", "camera": "Nursery"}
        await expect(item).to_contain_text(says("waiting.viewer.by", **values))
        await item.get_by_role("button", name=says(f"waiting.{answer}"), exact=True).click()
        await expect(item).to_have_count(0)
        viewers = {viewer["id"] for viewer in (await scene.camera_told("ada", scene.nursery))["viewers"]}
        assert (zoe.id in viewers) == (answer == "accept")
    await expect(ada.tab("waiting")).not_to_contain_text("1")


async def test_what_happened(scene: Scene) -> None:
    """Owners read who looked, check the log, and take it home."""
    ada = await scene.page("ada", "happened")
    rows = ada.element("log-rows")
    await expect(rows).to_contain_text("Ned")
    await expect(rows).to_contain_text("Nursery")
    await ada.button("happened.tools.verify").click()
    await expect(ada.element("log-tools")).to_contain_text(
        says("happened.verified.whole", first="", last="").split(":")[0]
    )
    async with ada.window.page.expect_download() as download:
        await ada.button("happened.tools.export").click()
    exported = (await (await download.value).path()).read_text(encoding="utf-8")
    assert scene.people["ned"].id in exported
    assert scene.people["ned"].access_token not in exported


async def test_check_up(scene: Scene) -> None:
    """An owner locks an original that was left open, by the button beside it."""
    zoe = scene.people["zoe"]
    assert (await zoe.get(f"/api/camera_proxy/{scene.original}")).status == 200
    ada = await scene.page("ada", "check_up")
    names = {"original": "loft_original", "camera": "Loft"}
    found = ada.panel.get_by_role("listitem").filter(has_text=says("check_up.kinds.original_open.open", **names))
    await found.get_by_role("button", name=says("check_up.fixes.lock_original"), exact=True).click()
    await expect(found).to_have_count(0)
    await expect(ada.panel).to_contain_text(says("check_up.fixed"))
    assert (await zoe.get(f"/api/camera_proxy/{scene.original}")).status != 200


@pytest.mark.parametrize("name", ["ada", "ned", "zoe", "admin"])
async def test_good(scene: Scene, name: str) -> None:
    """Whatever the page has shown: axe finds nothing serious, markup was text, and nobody else was asked."""
    page = await scene.page(name)
    for tab in TABS if name == "ada" else TABS[:1]:
        await page.open(tab)
        if folder := os.environ.get("SCREENSHOTS"):
            await page.window.page.screenshot(path=Path(folder) / f"page-{name}-{tab}.png")
        assert await serious(page.window, "dropcam-privacy-panel") == []
    assert await page.window.page.title() != "hit"
    assert_quiet(page.window)
