"""Our page in somebody's window: its tabs, what it says, and the cameras on it."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, expect

from .browser import Window

PATH = "/dropcam-privacy"
TABS = ("mine", "who", "waiting", "happened", "check_up")
_TEXTS = Path(__file__).parents[2] / "panel" / "src" / "translations" / "en"
# What a busy machine may need.
expect.set_options(timeout=20_000)


def says(key: str, **values: str) -> str:
    """Return a sentence of the page, in English."""
    part, *rest = key.split(".")
    found: Any = json.loads((_TEXTS / f"{part}.json").read_text(encoding="utf-8"))
    for word in rest:
        found = found[word]
    assert isinstance(found, str), key
    return found.format_map(values)


class OurPage:
    """The page."""

    def __init__(self, window: Window) -> None:
        """Be in a window."""
        self.window = window
        self.panel = window.page.locator("dropcam-privacy-panel")

    async def open(self, tab: str = "mine") -> None:
        """Go to a tab: by its address at first, then by a click."""
        if await self.panel.count() and (button := self.tab(tab)) and await button.count():
            await button.click()
        else:
            await self.window.open(f"{PATH}/{tab.replace('_', '-')}")
        await expect(self.panel.locator("main > *").first).to_be_visible()

    def tab(self, tab: str) -> Locator:
        """Find what leads to a tab."""
        return self.panel.get_by_role("navigation").get_by_text(says(f"common.{tab}"))

    def element(self, name: str, text: str = "") -> Locator:
        """Find an element of ours: the one with a text in it."""
        found = self.panel.locator(f"dropcam-privacy-{name}")
        return found.filter(has_text=text) if text else found

    def camera(self, name: str) -> Locator:
        """Find a camera on the first tab."""
        found = self.panel.locator("dropcam-privacy-own-camera, dropcam-privacy-seen-camera")
        return found.filter(has=self.window.page.get_by_role("heading", name=name, exact=True))

    def picture(self, name: str) -> Locator:
        """Find a camera's picture on the first tab."""
        return self.camera(name).locator("dropcam-privacy-picture")

    def button(self, key: str, **values: str) -> Locator:
        """Find a button by what it says."""
        return self.panel.get_by_role("button", name=says(key, **values), exact=True)

    async def focus(self, wanted: Locator, most: int = 80) -> None:
        """Go to an element as somebody without a mouse."""
        for _ in range(most):
            await self.window.page.keyboard.press("Tab")
            if await wanted.evaluate("(element) => element.matches(':focus')"):
                return
        raise AssertionError(f"{wanted} is not reached by the keyboard")
