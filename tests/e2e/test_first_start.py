"""A newcomer's first start, by clicking: fifty cameras have an owner in one go, and the page shows them at once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
import json
from pathlib import Path

from playwright.async_api import expect
import pytest

from tests.fakes.cameras import FakeCamera

from .browser import Browser, Window
from .conftest import Household
from .page import PATH, OurPage, says
from .person import Person
from .quality import assert_quiet, serious
from .server import Server
from .stock import PASSWORD, add_generic

COUNT = 50
FIRST_PAINT = 1.0  # seconds
MOST_TIMES = 20
_PAINTED = """
(path) => new Promise((resolve) => {
  const begun = performance.now();
  history.pushState(null, "", path);
  window.dispatchEvent(new CustomEvent("location-changed"));
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "dropcam-privacy-mine") return element;
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const look = () => {
    const cameras = find(document)?.shadowRoot.querySelectorAll("dropcam-privacy-own-camera") ?? [];
    const shown = [...cameras].filter((camera) => camera.shadowRoot?.querySelector("h3"));
    if (shown.length) requestAnimationFrame(() => resolve([(performance.now() - begun) / 1000, cameras.length]));
    else requestAnimationFrame(look);
  };
  look();
})
"""


@dataclass
class Scene:
    """A server with cameras that nobody owns, an administrator, and two others."""

    admin: Person
    anna: Person
    ben: Person


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Start it."""
    directory = tmp_path_factory.mktemp("first-start")
    server = Server(directory)
    async with FakeCamera("green", username="camera", password=PASSWORD) as camera:
        try:
            await server.start()
            house = Household(server)
            house.people["admin"] = await server.onboard("admin", "Admin", "pw-admin-5f2d9c")
            anna, ben = [await house.add(name) for name in ("anna", "ben")]
            await server.until_running()
            await add_generic(house["admin"], camera, PASSWORD, "one")
            await server.stop()
            _copy_cameras(directory / ".storage" / "core.config_entries")
            await server.start()
            # Home Assistant loads nothing of ours without an account: "Add integration" does, and leads to the page.
            form = await house["admin"].config_flow("dropcam_privacy")
            assert form["description_placeholders"]["page"] == PATH
            yield Scene(house["admin"], anna, ben)
        finally:
            await server.close()


def _copy_cameras(stored: Path) -> None:
    """Make many of one: adding each would take as long as it does."""
    content = json.loads(stored.read_text(encoding="utf-8"))
    entries = content["data"]["entries"]
    stock = next(entry for entry in entries if entry["domain"] == "generic")
    entries.extend({**stock, "entry_id": f"{number:026}", "title": f"Room {number}"} for number in range(1, COUNT))
    stored.write_text(json.dumps(content), encoding="utf-8")


async def test_first_start(scene: Scene) -> None:
    """The administrator says whose cameras they are, which, and who else may look; and sees none of them.

    Their owner has them on the screen at once.
    """
    async with Browser() as browser:
        async with browser.window(scene.anna) as window:
            page = OurPage(window)
            await page.open()
            await expect(page.panel).to_contain_text(says("mine.empty.stranger"))
        async with browser.window(scene.admin) as window:
            page = OurPage(window)
            await page.open()
            form = page.element("welcome")
            assert await serious(window, "dropcam-privacy-panel") == []
            for name, people in (("owners", {scene.anna.id}), ("viewers", {scene.ben.id})):
                for person in (scene.admin.id, scene.anna.id, scene.ben.id):
                    choice = form.locator(f"input[name={name}][value='{person}']")
                    if await choice.count():
                        await choice.set_checked(person in people)
            await form.get_by_role("button", name=says("welcome.cameras.all"), exact=True).click()
            await expect(form).to_contain_text(says("welcome.means.not_you"))
            await form.get_by_role("button", name=says("welcome.go_other", count=str(COUNT)), exact=True).click()
            await expect(page.panel).to_contain_text(says("mine.empty.admin"), timeout=60_000)
            assert_quiet(window)
        async with browser.window(scene.anna) as window:
            await _first_paint(window)


async def _first_paint(window: Window) -> None:
    """See that her fifty cameras are on the screen within a second after she asks for them.

    Whatever else the machine does makes that later: the best of several times is what the page itself takes.
    """
    page = OurPage(window)
    await page.open()
    await expect(page.element("own-camera")).to_have_count(COUNT)
    took: list[float] = []
    while min(took, default=FIRST_PAINT) >= FIRST_PAINT:
        assert len(took) < MOST_TIMES, took
        await window.page.evaluate("history.pushState(null, '', '/profile')")
        await window.page.evaluate("window.dispatchEvent(new CustomEvent('location-changed'))")
        await expect(page.panel).to_have_count(0)
        seconds, cameras = await window.page.evaluate(_PAINTED, f"{PATH}/mine")
        assert cameras == COUNT
        took.append(seconds)
