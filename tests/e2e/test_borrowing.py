"""Ordinary integrations around a guarded camera: whoever uses them, none hands its picture on.

And reloads and restarts in the middle of it: everything ends, and nothing is left.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
import re

import pytest

from tests.fakes.cameras import seen, whose
from tests.waiting import until

from .conftest import Household, make_household
from .crowd import MJPEG, STILL, Clocked, Crowd, eventually, read, readers
from .guarded import Guarded, add_account, guard_address
from .person import RefusedError
from .roads import ROADS, neighbours_loot, walk

YAML = """
webhook:
rest_command:
  picture:
    url: "{url}"
    headers:
      Authorization: "Bearer {token}"
switch:
  - platform: group
    name: Everything
    unique_id: everything
    entities:
      - switch.study_privacy
"""
CAMERAS = """
- platform: proxy
  entity_id: camera.study
  name: Forwarded
- platform: proxy
  entity_id: camera.study
  name: Forwarded stream
  mode: crop
  cache_images: true
"""
AUTOMATIONS = """
- id: hook
  alias: Hook
  triggers:
    - trigger: webhook
      webhook_id: the-hook
      local_only: false
      allowed_methods: [POST]
  actions:
    - action: camera.snapshot
      continue_on_error: true
      target: {{entity_id: camera.study}}
      data: {{filename: "{folder}/hooked.jpg"}}
    - action: switch.turn_off
      continue_on_error: true
      target: {{entity_id: switch.study_privacy}}
"""


@pytest.fixture(scope="module")
async def cam() -> AsyncIterator[Clocked]:
    """A camera."""
    async with Clocked("orange") as camera:
        yield camera


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Household]:
    """A household of its own, whose configuration borrows."""
    folder = tmp_path_factory.mktemp("borrowing")
    (folder / "cameras.yaml").write_text(CAMERAS)
    (folder / "automations.yaml").write_text(AUTOMATIONS.format(folder=folder / "pictures"))
    house = await make_household(folder)
    try:
        yield house
    finally:
        await house["nobody"].close()
        await house.server.close()


@pytest.fixture(scope="module")
async def study(home: Household, cam: Clocked) -> Guarded:
    """A camera that its owner does not share; privacy is off, so only who asks can be the reason to refuse."""
    account = await add_account(home["admin"], home["owner"])
    camera = await guard_address(
        home["admin"], account, "Study", still_image_url=cam.still_url, mjpeg_url=cam.mjpeg_url
    )
    assert camera.entity_id == "camera.study"
    token = await home["owner"].ws("auth/long_lived_access_token", client_name="kiosk", lifespan=30)
    home.server._extra += YAML.format(url=home.server.url + STILL + camera.entity_id, token=token)
    await home.server.restart()
    await home["owner"].call_service("switch.turn_off", camera.privacy)
    home.passwords["token"] = token
    return camera


async def everything(home: Household, entity_id: str) -> set[str]:
    """Let the owner, who may, and another walk every road to a camera that borrows."""
    found = set()
    roads = [road for road in ROADS if road.startswith(("still", "mjpeg", "hls", "snapshot", "media"))]
    for who in ("owner", "other"):
        for walked in await asyncio.gather(*(walk(road, home[who], entity_id) for road in roads)):
            found |= walked
    return found


@pytest.mark.parametrize("forwarder", ["camera.forwarded", "camera.forwarded_stream"])
async def test_proxy_camera(home: Household, study: Guarded, forwarder: str) -> None:
    """Home Assistant's proxy camera passes nothing on, whoever looks at it, while the owner looks at ours."""
    watching = asyncio.create_task(home["owner"].get(MJPEG + study.entity_id, seconds=3))
    assert await home["owner"].state(forwarder) is not None
    assert await everything(home, forwarder) == set()
    assert seen((await watching).body) == {"orange"}


async def test_generic_camera_with_a_token(home: Household, study: Guarded) -> None:
    """A generic camera on our address, with an owner's long-lived token in it, cannot even be added."""
    token = home.passwords["token"]
    for path in (STILL, MJPEG):
        url = f"{home.server.url}{path}{study.entity_id}"
        settings = {"still_image_url": url, "advanced": {"framerate": 2, "verify_ssl": True}}
        done = await home["admin"].config_flow("generic", settings)
        assert done["type"] == "form"
        assert done["errors"]
    async with Crowd(home).session as session:
        headers = {"Authorization": f"Bearer {token}"}
        for path in (STILL, MJPEG):
            async with session.get(f"{home.server.url}{path}{study.entity_id}", headers=headers) as answer:
                assert answer.status == 403
        body = {"entity_id": study.entity_id}
        async with session.post(f"{home.server.url}/api/dropcam_privacy/lease", json=body, headers=headers) as answer:
            assert answer.status == 403
        for action in ("switch/turn_off", "camera/snapshot"):
            data = {"entity_id": study.privacy if "switch" in action else study.entity_id}
            if "snapshot" in action:
                data["filename"] = str(home["owner"].pictures / "token.jpg")
            async with session.post(f"{home.server.url}/api/services/{action}", json=data, headers=headers) as answer:
                assert answer.status >= 400 or "switch" in action
    assert not (home["owner"].pictures / "token.jpg").exists()


async def test_rest_command(home: Household, study: Guarded) -> None:
    """An action that fetches our address with the owner's token receives no picture, even for the owner."""
    answer = await home["owner"].ws(
        "call_service", domain="rest_command", service="picture", service_data={}, return_response=True
    )
    assert answer["response"]["status"] == 403


async def test_webhook(home: Household, study: Guarded) -> None:
    """A webhook's automation, which nothing allowed, saves no picture and lowers nothing."""
    await home["owner"].call_service("switch.turn_on", study.privacy)
    for who in ("owner", "nobody"):
        await home[who].post("/api/webhook/the-hook")

    async def ran() -> bool:
        automation = await home["owner"].state("automation.hook")
        return automation is not None and automation["attributes"]["last_triggered"] is not None

    await eventually(ran)
    await asyncio.gather(*(home["owner"].call_service("automation.trigger", "automation.hook") for _ in range(3)))
    state = await home["owner"].state(study.privacy)
    assert state is not None
    assert state["state"] == "on"
    await home["owner"].call_service("switch.turn_off", study.privacy)
    await home["owner"].call_service("automation.trigger", "automation.hook")
    assert not (home["owner"].pictures / "hooked.jpg").exists()


async def test_group(home: Household, study: Guarded) -> None:
    """A group of switches raises, and does not lower: not even for the owner, whose own call it passes on."""
    group = "switch.everything"
    await home["other"].call_service("switch.turn_on", group)
    for who in ("owner", "other", "admin"):
        for action in ("switch.turn_off", "switch.toggle", "homeassistant.turn_off"):
            with suppress(RefusedError):
                await home[who].call_service(action, group)
            state = await home["owner"].state(study.privacy)
            assert state is not None
            assert state["state"] == "on", (who, action)
    await home["owner"].call_service("switch.turn_off", study.privacy)


async def test_neighbour_that_she_added(home: Household, cam: Clocked) -> None:
    """An owner who is an administrator adds the neighbour, and reloads it: it is a program, wherever it asks from."""
    boss = await home.add("boss", "admin")
    account = await add_account(boss, boss)
    den = await guard_address(
        boss, account, "Den", still_image_url=cam.still_url, mjpeg_url=cam.mjpeg_url, allow=["integrations"]
    )
    done = await boss.config_flow("nosy_neighbour")
    assert done["type"] == "create_entry"
    reload = f"/api/config/config_entries/entry/{done['result']['entry_id']}/reload"
    assert (await boss.post(reload)).status == 200
    tricks = set(await boss.ws("nosy_neighbour/tricks"))
    for privacy, allow, sees in (("on", ["integrations"], False), ("off", ["integrations"], True), ("off", [], False)):
        await boss.call_service("dropcam_privacy.set_sharing", den.entity_id, allow=allow)
        await boss.call_service(f"switch.turn_{privacy}", den.privacy)
        for place in ("command", "added_service", "added_timer", "added_server"):
            loot = await boss.ws("nosy_neighbour/ask", entity_id=den.entity_id, place=place)
            assert loot.keys() <= tricks
            got = seen(*await neighbours_loot(boss, loot))
            assert got == ({"orange"} if sees else set()), (privacy, allow, place, loot)
    assert (await boss.delete(f"/api/config/config_entries/entry/{account}")).status == 200


async def test_reload_storm(home: Household, study: Guarded, cam: Clocked) -> None:
    """Twenty reloads while people watch: each in time, and afterwards everything is as it was."""
    crowd = Crowd(home)
    over = asyncio.Event()
    wrong = []

    async def watch(who: str, path: str) -> None:
        while not over.is_set():
            await crowd.watch(who, path + study.entity_id, lambda picture: wrong.append((who, read(picture)[0])))
            await asyncio.sleep(0.01)

    async def live() -> None:
        while not over.is_set():
            await walk("hls", home["owner"], study.entity_id)
            await asyncio.sleep(0.01)

    tasks = [
        asyncio.create_task(watch(who, path)) for who in ("owner", "other") for path in (STILL, MJPEG) for _ in range(5)
    ]
    tasks.append(asyncio.create_task(live()))
    await until(lambda: len(wrong) > 10)
    for _ in range(20):
        async with asyncio.timeout(5):
            answer = await home["admin"].post(f"/api/config/config_entries/entry/{study.account}/reload")
        assert answer.status == 200
        count = len(wrong)
        await until(lambda count=count: len(wrong) > count)  # type: ignore[misc]  # binds the loop's value
    over.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await crowd.session.close()
    assert set(wrong) == {("owner", "orange")}
    assert cam.peak["mjpeg"] <= 2
    await home["admin"].post(f"/api/config/config_entries/entry/{study.account}/reload")
    await until(lambda: cam.open.total() == 0)
    await until(lambda: readers(home) == 0)


async def test_restart_during_requests(home: Household, study: Guarded) -> None:
    """A restart in the middle of everything ends in time, and leaves no complaint in the log."""
    crowd = Crowd(home)
    count = 0

    def got(_: bytes) -> None:
        nonlocal count
        count += 1

    tasks = [
        asyncio.create_task(crowd.watch("owner", path + study.entity_id, got)) for path in (STILL, MJPEG, MJPEG) * 5
    ]
    url = (await home["owner"].ws("camera/stream", entity_id=study.entity_id, format="hls"))["url"]
    tasks.append(asyncio.create_task(crowd.watch(None, url, got)))
    await until(lambda: count > 30)
    async with asyncio.timeout(30):
        await home.server.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await crowd.session.close()
    log = home.server.log()
    complaints = re.findall(
        r".*(?:Task was destroyed|Unclosed|never retrieved|never awaited|Lingering|ResourceWarning).*", log
    )
    assert complaints == []
    ours = [
        line
        for line in log.splitlines()
        if re.search(r" (ERROR|CRITICAL) .*dropcam", line) or ("Traceback" in line and "dropcam" in line)
    ]
    assert ours == []
    await home.server.start()

    async def back() -> bool:
        return whose((await home["owner"].get(STILL + study.entity_id)).body) == "orange"

    await eventually(back)
    answer = await home["owner"].get(url, bearer=False)
    assert answer.status == 403
