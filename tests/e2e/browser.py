"""Chromium, logged in as somebody of the household, on the stock dashboard.

    async with Browser() as browser, browser.window(person) as window:
        await window.open("/red-dashboard/0")
        await window.until_playing()              # a <video> of the page has shown a picture
        await window.whose("video")               # by the pixels on the screen

What a video element goes through (first picture, stalls) is written down by the page itself, because media events do
not leave the shadow tree that they happen in.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
import time
from typing import Any, Self

import numpy as np
from playwright.async_api import (
    Browser as Chromium,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    TimeoutError as PlaywrightTimeoutError,
    async_playwright,
)

from tests.fakes.pictures import COLORS, NEAR, number_in, pixels_of, whose

from .person import CLIENT_ID, Person

EXECUTABLE = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
DESKTOP, PHONE = (1280, 900), (390, 844)
SECONDS = 30

type Card = dict[str, Any]  # as in a dashboard's YAML
# Of a page: as many pixels near a camera's colour are a picture of it, not an icon or the edge of a letter.
PICTURE_PIXELS = 400

_WATCH_VIDEOS = """
(() => {
  performance.setResourceTimingBufferSize(10000);
  const videos = window.watchedVideos = [];
  const watch = (video) => {
    if (!(video instanceof HTMLVideoElement) || videos.some((entry) => entry.video === video)) return;
    const entry = { video, first: null, stalls: 0, stalled: 0, since: null };
    videos.push(entry);
    video.requestVideoFrameCallback(() => { entry.first = performance.now(); });
    video.addEventListener("waiting", () => {
      if (entry.first !== null && entry.since === null) { entry.stalls += 1; entry.since = performance.now(); }
    });
    video.addEventListener("playing", () => {
      if (entry.since !== null) { entry.stalled += performance.now() - entry.since; entry.since = null; }
    });
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    root.addEventListener("loadstart", (event) => watch(event.target), true);
    return root;
  };
})();
"""
_PLAYBACK = """
() => window.watchedVideos.filter((entry) => entry.video.isConnected).map(({ video, first, stalls, since }) => {
  const buffered = video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0;
  return { first, stalls, waiting: since !== null, time: video.currentTime, paused: video.paused, buffered };
})
"""
_TOP_ROW = """
() => new Promise((resolve) => {
  const entry = window.watchedVideos.find((candidate) => candidate.video.isConnected && candidate.first !== null);
  if (!entry) { resolve(null); return; }
  entry.video.requestVideoFrameCallback(() => {
    const at = Date.now() / 1000;
    const canvas = document.createElement("canvas");
    const width = canvas.width = entry.video.videoWidth;
    const height = canvas.height = Math.floor(width / 32);
    const context = canvas.getContext("2d");
    context.drawImage(entry.video, 0, 0, width, height, 0, 0, width, height);
    const row = context.getImageData(0, Math.floor(height / 2), width, 1).data;
    const cells = [];
    for (let place = 0; place < 32; place += 1) {
      const pixel = 4 * Math.floor((place + 0.5) * width / 32);
      cells.push([row[pixel], row[pixel + 1], row[pixel + 2]]);
    }
    resolve([at, cells]);
  });
})
"""


@dataclass(frozen=True, slots=True)
class Playback:
    """How a video element does. Times in seconds, `first` since the page was asked for."""

    first: float | None
    stalls: int
    waiting: bool
    time: float
    paused: bool
    buffered: float


class Window:
    """One page, of one person."""

    def __init__(self, page: Page, url: str) -> None:
        """Belong to a page of the server at `url`."""
        self.page = page
        self.errors: list[str] = []
        """What the page's console says is wrong."""
        self.elsewhere: list[str] = []
        """What the page asked of other hosts."""
        self._url = url
        page.on(
            "console", lambda said: self.errors.append(f"{said.text} {said.location}") if said.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        own = (self._url, self._url.replace("http", "ws", 1), "data:", "blob:", "about:")
        if not url.startswith(own):
            self.elsewhere.append(url)

    async def open(self, path: str) -> None:
        """Go to a path of the frontend."""
        await self.page.goto(self._url + path, wait_until="commit")

    async def leave(self) -> None:
        """Close whatever the page has open."""
        await self.page.goto("about:blank")

    async def playback(self) -> list[Playback]:
        """Return how each video on the page does."""
        return [
            Playback(**{**entry, "first": None if entry["first"] is None else entry["first"] / 1000})
            for entry in await self.page.evaluate(_PLAYBACK)
        ]

    async def until_playing(self, seconds: float = SECONDS) -> Playback:
        """Wait until a video has shown a picture."""
        deadline = time.monotonic() + seconds
        while True:
            for playback in await self.playback():
                if playback.first is not None:
                    return playback
            if time.monotonic() > deadline:
                raise AssertionError(f"no video within {seconds} s")
            await self.page.wait_for_timeout(50)

    async def number(self) -> tuple[float, int] | None:
        """Read the number in the picture that the first video shows now, and the wall clock's time (s)."""
        answer = await self.page.evaluate(_TOP_ROW)
        if answer is None:
            return None
        at, cells = answer
        number = number_in(np.array([cells], dtype=np.uint8))
        return None if number is None else (at, number)

    async def find(self, selector: str, seconds: float = SECONDS) -> Locator:
        """Wait until an element is visible; selectors pierce shadow trees."""
        element = self.page.locator(selector).first
        await element.wait_for(state="visible", timeout=seconds * 1000)
        return element

    async def whose(self, element: Locator) -> str | None:
        """Return whose picture is on the screen where an element is."""
        try:
            return whose(await element.screenshot(animations="allow"))
        except PlaywrightTimeoutError, Error:
            return None

    async def until_whose(self, element: Locator, color: str, seconds: float = SECONDS) -> None:
        """Wait until somebody's picture is on the screen where an element is."""
        deadline = time.monotonic() + seconds
        while (found := await self.whose(element)) != color:
            assert time.monotonic() < deadline, f"{found} where {color} should be"
            await self.page.wait_for_timeout(100)

    async def colors(self) -> set[str]:
        """Return whose pictures are anywhere on the screen, be they as small as an icon."""
        return colors_in(await self.page.screenshot())


def colors_in(png: bytes) -> set[str]:
    """Return of which cameras there are pixels in a screenshot."""
    pixels = pixels_of(png)
    assert pixels is not None
    flat = pixels.reshape(-1, 3).astype(np.int32)
    return {
        name
        for name, color in COLORS.items()
        if int((np.square(flat - np.array(color)).sum(axis=1) < (NEAR // 2) ** 2).sum()) >= PICTURE_PIXELS
    }


class Browser:
    """One Chromium."""

    def __init__(self) -> None:
        """Be not started yet."""
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    async def __aenter__(self) -> Self:
        """Start."""
        self._playwright = await async_playwright().start()
        self._chromium = await self._playwright.chromium.launch(
            executable_path=EXECUTABLE, headless=True, args=list(FLAGS)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        if self._chromium:
            await self._chromium.close()
        if self._playwright:
            await self._playwright.stop()

    @asynccontextmanager
    async def window(
        self, person: Person, *, phone: bool = False, dark: bool = False, width: int = 0, language: str = "en"
    ) -> AsyncIterator[Window]:
        """Open a window with a cache of its own, logged in as somebody; `language` is what their browser speaks."""
        assert self._chromium
        usual, height = PHONE if phone else DESKTOP
        context = await self._chromium.new_context(
            viewport={"width": width or usual, "height": height},
            color_scheme="dark" if dark else "light",
            is_mobile=phone,
            has_touch=phone,
            locale=language,
        )
        try:
            await _log_in(context, person)
            await context.add_init_script(_WATCH_VIDEOS)
            yield Window(await context.new_page(), person.url)
        finally:
            await context.close()


async def _log_in(context: BrowserContext, person: Person) -> None:
    """Leave the tokens where the frontend looks for them."""
    tokens: dict[str, Any] = {
        "access_token": person.access_token,
        "refresh_token": person.refresh_token,
        "token_type": "Bearer",
        "expires_in": 1800,
        "hassUrl": person.url,
        "clientId": CLIENT_ID,
        "expires": int((time.time() + 1700) * 1000),
    }
    stored = json.dumps(json.dumps(tokens))
    await context.add_init_script(
        f"if (location.origin === {json.dumps(person.url)} && !localStorage.hassTokens)"
        f" localStorage.hassTokens = {stored};"
    )


async def save_dashboard(admin: Person, url_path: str, cards: list[Card]) -> str:
    """Make a dashboard of one view for everybody, and give its path; url_path needs a hyphen."""
    if url_path not in {dashboard["url_path"] for dashboard in await admin.ws("lovelace/dashboards/list")}:
        await admin.ws(
            "lovelace/dashboards/create",
            url_path=url_path,
            title=url_path,
            mode="storage",
            require_admin=False,
            show_in_sidebar=False,
        )
    await admin.ws("lovelace/config/save", url_path=url_path, config={"views": [{"title": "View", "cards": cards}]})
    return f"/{url_path}/0"
