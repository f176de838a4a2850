"""The stock dashboard in Chromium: what is really on the screen, by the colours of its pixels.

With SCREENSHOTS=<folder> in the environment, each page is kept as a picture, to be looked at.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
import os
from pathlib import Path
import time

import pytest

from tests.fakes.cameras import FakeCamera

from .browser import Browser, Card, Window, save_dashboard
from .conftest import Household
from .guarded import Guarded, add_account, guard_address, guard_entity
from .person import Person
from .stock import add_generic

RED_PASSWORD, BLUE_PASSWORD = "pw-camera-red-77", "pw-camera-blue-88"
CARD = "hui-picture-entity-card"
SHIELDS = """
() => {
  const shields = [];
  const search = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) search(element.shadowRoot);
      if (element.localName === "img" && element.src.includes("shield")) shields.push(element);
      if (getComputedStyle(element).backgroundImage.includes("shield")) shields.push({ naturalWidth: 1 });
    }
  };
  search(document);
  return shields.map((shield) => shield.naturalWidth > 0);
}
"""
# What was received of a stream, by the browser's own book: when (s), and what.
SEGMENTS = """
() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("/api/hls/"))
  .map(({ name, responseEnd, responseStatus, transferSize }) =>
    [(performance.timeOrigin + responseEnd) / 1000, name, responseStatus, transferSize])
"""
LOOKS = [  # phone, dark
    pytest.param(False, False, id="desktop-light"),
    pytest.param(False, True, id="desktop-dark"),
    pytest.param(True, False, id="phone-light"),
    pytest.param(True, True, id="phone-dark"),
]


@dataclass
class Home:
    """Who and what there is, and the pages that show it."""

    owner: Person
    viewer: Person
    other: Person
    cameras: dict[str, Guarded]  # by colour
    pages: dict[str, str]
    browser: Browser


@pytest.fixture(scope="module")
async def home(house: Household, red: FakeCamera, blue: FakeCamera) -> AsyncIterator[Home]:
    """A camera of each kind: a stream with a password, MJPEG only, stills only, and a wrapped one."""
    admin, server = house["admin"], house.server
    people = [
        await server.create_user(admin, name, name.capitalize(), f"pw-{name}-5f2d9c", "users")
        for name in ("paul", "vera", "otto")
    ]
    owner, viewer, other = people
    account = await add_account(admin, owner)
    async with FakeCamera("green") as green, FakeCamera("magenta") as magenta, Browser() as browser:
        original = await add_generic(admin, blue, BLUE_PASSWORD, "cellar_original")
        cameras = {
            "red": await guard_address(
                admin,
                account,
                "Crib",
                viewers=[viewer],
                still_image_url=red.still_url,
                stream_source=red.stream_url,
                username="camera",
                password=RED_PASSWORD,
            ),
            "green": await guard_address(admin, account, "Gate", viewers=[viewer], mjpeg_url=green.mjpeg_url),
            "magenta": await guard_address(admin, account, "Yard", viewers=[viewer], still_image_url=magenta.still_url),
            "blue": await guard_entity(admin, account, "Cellar", original, viewers=[viewer]),
        }
        area = await admin.ws("config/area_registry/create", name="Playroom")
        crib = await admin.ws("config/entity_registry/get", entity_id=cameras["red"].entity_id)
        await admin.ws("config/device_registry/update", device_id=crib["device_id"], area_id=area["area_id"])
        ids = [camera.entity_id for camera in cameras.values()]
        pictures: list[Card] = [{"type": "picture-entity", "entity": entity_id} for entity_id in ids]
        pages: dict[str, list[Card]] = {
            "still": [{**card, "camera_view": "auto"} for card in pictures],
            "live": [{**card, "camera_view": "live"} for card in pictures],
            "red": [{**pictures[0], "camera_view": "live"}],
            "small": [
                *({"type": "tile", "entity": entity_id, "show_entity_picture": True} for entity_id in ids),
                {"type": "entities", "entities": ids},
                {"type": "area", "area": area["area_id"], "display_type": "camera"},
            ],
        }
        try:
            paths = {name: await save_dashboard(admin, f"watch-{name}", cards) for name, cards in pages.items()}
            yield Home(owner, viewer, other, cameras, paths, browser)
        finally:
            await admin.delete(f"/api/config/config_entries/entry/{account}")
            for entry in await admin.ws("config_entries/get", domain="generic"):
                if "cellar" in entry["title"].lower():
                    await admin.delete(f"/api/config/config_entries/entry/{entry['entry_id']}")
            for dashboard in await admin.ws("lovelace/dashboards/list"):
                await admin.ws("lovelace/dashboards/delete", dashboard_id=dashboard["id"])
            await admin.ws("config/area_registry/delete", area_id=area["area_id"])
            for person in people:
                await admin.ws("config/auth/delete", user_id=person.id)


async def keep(window: Window, name: str) -> None:
    """Keep a picture of the page for those who want to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        await window.page.screenshot(path=Path(folder) / f"{name}.png")


async def refusals(window: Window, path: str, sign: str, count: int) -> None:
    """Open a page, and wait until so many requests of it were refused, by `sign` in what came back."""
    heard: list[str] = []
    window.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    window.page.on("response", lambda response: heard.append(f"{response.status} {response.url}"))
    await window.open(path)
    deadline = time.monotonic() + 30
    while sum(text.count(sign) for text in heard) < count:
        assert time.monotonic() < deadline, [text for text in heard if "camera" in text]
        await window.page.wait_for_timeout(50)


async def assert_shields(window: Window, least: int) -> None:
    """Fail if the shield is missing, or shown as a broken picture."""
    deadline = time.monotonic() + 20
    while len(shields := await window.page.evaluate(SHIELDS)) < least or not all(shields):
        assert time.monotonic() < deadline, shields
        await window.page.wait_for_timeout(100)


@pytest.mark.parametrize(("phone", "dark"), LOOKS)
async def test_owner_sees_stills(home: Home, phone: bool, dark: bool) -> None:
    """Still cards show each camera's own picture to its owner."""
    look = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
    async with home.browser.window(home.owner, phone=phone, dark=dark) as window:
        await window.open(home.pages["still"])
        for place, color in enumerate(home.cameras):
            await window.until_whose(await window.find(f"{CARD} >> nth={place} >> img"), color)
        await keep(window, f"owner-still-{look}")


@pytest.mark.parametrize(("phone", "dark"), [LOOKS[0], LOOKS[3]])
async def test_owner_sees_live(home: Home, phone: bool, dark: bool) -> None:
    """Live cards play each camera's own video, four on one page."""
    look = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
    async with home.browser.window(home.owner, phone=phone, dark=dark) as window:
        await window.open(home.pages["live"])
        for place, color in enumerate(home.cameras):
            card = window.page.locator(f"{CARD} >> nth={place}")
            await card.scroll_into_view_if_needed()
            await window.until_whose(await window.find(f"{CARD} >> nth={place} >> video"), color)
        await keep(window, f"owner-live-{look}")


@pytest.mark.parametrize(("phone", "dark"), LOOKS)
async def test_shields(home: Home, phone: bool, dark: bool) -> None:
    """Tiles and rows show the shield to everybody, the area card the picture to the owner only."""
    look = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
    for person in (home.owner, home.other):
        async with home.browser.window(person, phone=phone, dark=dark) as window:
            await window.open(home.pages["small"])
            await assert_shields(window, 2 * len(home.cameras))
            area = await window.find("hui-area-card")
            await area.scroll_into_view_if_needed()
            if person is home.owner:
                image = await window.find("hui-area-card >> hui-image")
                await window.until_whose(image, "red")
                await keep(window, f"owner-small-{look}")
            else:
                await keep(window, f"other-small-{look}")
                assert await window.colors() == set()


@pytest.mark.parametrize(("phone", "dark"), [LOOKS[0], LOOKS[3]])
@pytest.mark.parametrize(("page", "sign"), [("still", "403 "), ("live", "start_stream_failed")])
async def test_other_sees_nothing(home: Home, page: str, sign: str, phone: bool, dark: bool) -> None:
    """Another person of the household gets no pixel of any camera."""
    look = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
    async with home.browser.window(home.other, phone=phone, dark=dark) as window:
        await refusals(window, home.pages[page], sign, 1 if phone else len(home.cameras))
        for _ in range(10):
            assert await window.colors() == set()
            assert [playback for playback in await window.playback() if playback.first is not None] == []
            await window.page.wait_for_timeout(100)
        await keep(window, f"other-{page}-{look}")


@pytest.mark.parametrize("color", ["red", "green", "magenta", "blue"])
async def test_more_info(home: Home, color: str) -> None:
    """More-info plays the video to the owner, whatever the camera gives, and nothing to another person."""
    path = f"{home.pages['small']}?more-info-entity-id={home.cameras[color].entity_id}"
    async with home.browser.window(home.owner) as window:
        await window.open(path)
        await window.until_whose(await window.find("more-info-camera >> video"), color)
        before = (await window.until_playing()).time
        deadline = time.monotonic() + 15
        while (await window.until_playing()).time < before + 3:
            assert time.monotonic() < deadline
            await window.page.wait_for_timeout(100)
        await keep(window, f"owner-more-info-{color}")
    async with home.browser.window(home.other) as window:
        await refusals(window, path, "start_stream_failed", 1)
        await keep(window, f"other-more-info-{color}")
        assert await window.colors() == set()


async def test_plays_on(home: Home) -> None:
    """Twenty seconds of live video pass without a stall worth the name."""
    async with home.browser.window(home.owner) as window:
        await window.open(home.pages["red"])
        await window.until_playing()
        numbers = set()
        begun, first = time.monotonic(), (await window.until_playing()).time
        while time.monotonic() - begun < 20:
            await window.page.wait_for_timeout(200)
            if (read := await window.number()) is not None:
                numbers.add(read[1])
        passed, played = time.monotonic() - begun, await window.until_playing()
        assert played.time - first > passed - 2
        assert played.stalls <= 1
        assert len(numbers) > 10  # ever new pictures, as often as a slow machine can look


async def test_privacy_on_while_watching(home: Home) -> None:
    """When the owner switches privacy on, a viewer's video ends; the owner's goes on."""
    camera = home.cameras["red"]
    await home.owner.call_service("switch.turn_off", camera.privacy)
    async with home.browser.window(home.owner) as theirs, home.browser.window(home.viewer) as window:
        for each in (theirs, window):
            await each.open(home.pages["red"])
            await each.until_whose(await each.find(f"{CARD} >> video"), "red")
            await each.until_playing()
        await keep(window, "viewer-before-privacy")
        await home.owner.call_service("switch.turn_on", camera.privacy)
        returned = time.time()
        received = await window.page.evaluate(SEGMENTS)
        assert any(".m4s" in name for _, name, _, _ in received)
        url = next(name for _, name, _, _ in received if name.endswith("init.mp4"))

        video = window.page.locator(f"{CARD} >> video")
        deadline, last = time.monotonic() + 15, -1.0
        while await video.count() and (now := await video.evaluate("video => video.currentTime")) > last:
            assert time.monotonic() < deadline, "still playing"
            last = now
            await window.page.wait_for_timeout(1500)
        await keep(window, "viewer-after-privacy")
        for at, name, status, size in await window.page.evaluate(SEGMENTS):
            assert at <= returned or (status != 200 and size < 1000), (at - returned, name, status, size)
        answers = await asyncio.gather(
            *(home.viewer.get(url.replace("init.mp4", name), bearer=False) for name in ("init.mp4", "playlist.m3u8"))
        )
        assert [answer.status for answer in answers] == [403, 403]

        before = (await theirs.until_playing()).time
        deadline = time.monotonic() + 10
        while (await theirs.until_playing()).time < before + 2:
            assert time.monotonic() < deadline, "the owner's video has stopped, too"
            await theirs.page.wait_for_timeout(100)
        await window.leave()
        await refusals(window, home.pages["red"], "start_stream_failed", 1)
        assert await window.colors() == set()
