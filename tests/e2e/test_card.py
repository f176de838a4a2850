"""The card on real dashboards: a picture for those who may see it, calm words for everybody else.

With SCREENSHOTS=<folder> in the environment, each view is kept as a picture, to be looked at.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
import os
from pathlib import Path

from playwright.async_api import Locator, expect
import pytest

from tests.fakes.cameras import FakeCamera

from .browser import Browser, Window
from .conftest import Household
from .guarded import Guarded, add_account, guard_address
from .page import says
from .quality import assert_quiet, serious

CARD = "dropcam-privacy-card"
DASHBOARD = "camera-cards"
VIEWS = ("masonry", "sections", "panel")


@dataclass
class Scene:
    """A camera, and a dashboard that shows it in every kind of view."""

    house: Household
    camera: Guarded
    browser: Browser


@pytest.fixture(scope="module")
async def scene(house: Household, red: FakeCamera) -> AsyncIterator[Scene]:
    """A camera of the owner's, which the viewer may see while it is not private."""
    admin = house["admin"]
    async with AsyncExitStack() as stack:
        account = await add_account(admin, house["owner"])
        stack.push_async_callback(admin.delete, f"/api/config/config_entries/entry/{account}")
        camera = await guard_address(
            admin,
            account,
            "Crib",
            viewers=[house["viewer"]],
            still_image_url=red.still_url,
            mjpeg_url=red.mjpeg_url,
            username="camera",
            password="pw-camera-red-77",
        )
        card = {"type": f"custom:{CARD}", "entity": camera.entity_id}
        small = {**card, "name": "Small one", "grid_options": {"columns": 6}}
        dashboard = await admin.ws(
            "lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Cards",
            mode="storage",
            require_admin=False,
            show_in_sidebar=False,
        )
        stack.push_async_callback(admin.ws, "lovelace/dashboards/delete", dashboard_id=dashboard["id"])
        views = [
            {"title": "Masonry", "path": "masonry", "cards": [card, {**card, "controls": False, "live": False}]},
            {
                "title": "Sections",
                "path": "sections",
                "type": "sections",
                "sections": [{"type": "grid", "cards": [card, small, small]}],
            },
            {"title": "Panel", "path": "panel", "type": "panel", "cards": [card]},
        ]
        await admin.ws("lovelace/config/save", url_path=DASHBOARD, config={"views": views})
        yield Scene(house, camera, await stack.enter_async_context(Browser()))


async def keep(window: Window, name: str) -> None:
    """Keep a picture of the page for those who want to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        await window.page.screenshot(path=Path(folder) / f"card-{name}.png")


def first(window: Window) -> Locator:
    """Find the first card."""
    return window.page.locator(CARD).first


async def test_owner_and_viewer(scene: Scene) -> None:
    """In every kind of view the owner sees the picture and ends privacy by the card, and the viewer sees it, too."""
    async with (
        scene.browser.window(scene.house["owner"]) as owner,
        scene.browser.window(scene.house["viewer"], phone=True, dark=True) as viewer,
    ):
        for view in VIEWS:
            for window in (owner, viewer):
                await window.open(f"/{DASHBOARD}/{view}")
            await owner.until_whose(first(owner).locator("dropcam-privacy-picture"), "red")
            await expect(first(viewer)).to_contain_text(says("mine.why.privacy_on"))
            await keep(viewer, f"viewer-private-{view}")
            assert await viewer.colors() == set()
            switch = first(owner).get_by_role("switch")
            await switch.click()
            await expect(switch).not_to_be_checked()
            await viewer.until_whose(first(viewer).locator("dropcam-privacy-picture"), "red")
            await expect(first(owner)).to_contain_text(says("card.watching_one", names="Viewer"))
            await expect(first(viewer).get_by_role("switch")).to_have_count(0)
            for name, window in (("owner", owner), ("viewer", viewer)):
                await keep(window, f"{name}-{view}")
                assert await serious(window, CARD) == []
                assert_quiet(window)
            await switch.click()
            await expect(first(viewer)).to_contain_text(says("mine.why.privacy_on"))


@pytest.mark.parametrize("who", ["other", "admin"])
async def test_nobody_else(scene: Scene, who: str) -> None:
    """Somebody else reads that it is private, and asks for no picture; nothing looks broken."""
    async with scene.browser.window(scene.house[who]) as window:
        await window.open(f"/{DASHBOARD}/sections")
        await expect(first(window)).to_contain_text(says("card.private"))
        await keep(window, f"{who}-sections")
        assert await window.page.locator(f"{CARD} img, {CARD} video, {CARD} [role=switch]").count() == 0
        assert await window.colors() == set()
        assert await serious(window, CARD) == []
        assert_quiet(window)


async def test_picker_and_editor(scene: Scene) -> None:
    """The picker suggests the card for a camera of ours, and its editor speaks the user's language."""
    async with scene.browser.window(scene.house["admin"], width=1440, language="id") as window:
        page = window.page
        await window.open(f"/{DASHBOARD}/masonry?edit=1")
        await page.get_by_text("Tambahkan kartu").first.click()
        await page.get_by_text("Berdasarkan kartu").click()
        card = page.locator("hui-card-picker").get_by_text("Kamera dengan privasi")
        await card.scroll_into_view_if_needed()
        await keep(window, "picker")
        await card.click(force=True)  # the preview lies under a pane that takes the click
        editor = page.locator("hui-dialog-edit-card")
        await expect(editor.locator(CARD)).to_be_visible()
        await expect(editor).to_contain_text("Sakelar privasi dan siapa yang menonton")
        await keep(window, "editor")
