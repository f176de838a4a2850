"""A flatmate with a login, time and ideas: oddly spelt paths, other people's tokens, and detours to the switch."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
import json
import re
from typing import Any

import aiohttp
import pytest

from tests.fakes.cameras import FakeCamera, seen

from .conftest import Household, make_household
from .guarded import Guarded, add_account, guard_address, guard_entity
from .person import Answer, Person, RefusedError
from .roads import follow_hls
from .stock import add_generic

HELPERS = """\
conversation:
intent:
mobile_app:
scene:
"""
STILL = "/api/camera_proxy/"
MJPEG = "/api/camera_proxy_stream/"
OPEN_TOKEN = re.compile(r"[0-9a-f]{64}")
PHONE = {
    "device_id": "phone",
    "app_id": "app",
    "app_name": "App",
    "app_version": "1",
    "device_name": "Phone",
    "manufacturer": "M",
    "model": "M",
    "os_name": "OS",
    "os_version": "1",
    "supports_encryption": False,
}
NOT_OWNERS = ["ben", "admin", "reader", "nobody"]
ANSWERS: dict[str, dict[str, str]] = {
    "list_changes": {},
    "accept_changes": {"change_id": "x"},
    "reject_changes": {"change_id": "x"},
}


@dataclass
class Flat:
    """A home of their own, for damage is done to it. Anna owns the nursery; Ben may see it while it is not private."""

    house: Household
    nursery: Guarded
    porch: Guarded
    attic: Guarded
    original: str

    def __getitem__(self, name: str) -> Person:
        """Find a person."""
        return self.house[name]

    async def raw(self, target: str, who: str = "ben", method: str = "GET", **headers: str) -> Answer:
        """Ask with exactly this target and these headers: a client would tidy them."""
        person, server = self[who], self.house.server
        bearer = {"Authorization": f"Bearer {person.access_token}"} if person.access_token else {}
        lines = {"Host": "x", "Connection": "close"} | bearer | headers
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        text = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{text}\r\n".encode())
        try:
            received = await asyncio.wait_for(reader.read(-1), 10)
        finally:
            writer.close()
        return Answer(int(received.split(b" ", 2)[1]), {}, received)

    async def lease(self, who: str, camera: str) -> Answer:
        """Ask for a lease."""
        return await self[who].post("/api/dropcam_privacy/lease", {"entity_id": camera})


@pytest.fixture(scope="module")
async def flat(tmp_path_factory: pytest.TempPathFactory, red: FakeCamera, blue: FakeCamera) -> AsyncIterator[Flat]:
    """Move in."""
    house = await make_household(tmp_path_factory.mktemp("flat"), HELPERS)
    try:
        admin, anna, ben = house["admin"], await house.add("anna"), await house.add("ben")
        hers, his = await add_account(admin, anna), await add_account(admin, ben)
        nursery = await guard_address(
            admin,
            hers,
            "Nursery",
            viewers=[ben],
            still_image_url=red.still_url,
            mjpeg_url=red.mjpeg_url,
            stream_source=red.stream_url,
            username="camera",
            password="pw-camera-red-77",
        )
        async with FakeCamera("green") as camera:
            porch = await guard_address(admin, hers, "Porch", still_image_url=camera.still_url)
            original = await add_generic(admin, blue, "pw-camera-blue-88", "attic_original")
            attic = await guard_entity(admin, his, "Attic", original)
            yield Flat(house, nursery, porch, attic, original)
    finally:
        await house["nobody"].close()
        await house.server.close()


@pytest.mark.parametrize("who", NOT_OWNERS)
async def test_spellings(flat: Flat, who: str) -> None:
    """No way to write a path gets around its guard."""
    for camera in (flat.nursery.entity_id, flat.original):
        upper, name = camera.upper(), camera.removeprefix("camera.")
        targets = [
            *(f"{road}{camera}{end}" for road in (STILL, MJPEG) for end in ("", "/", "%00", "?token=", "#", ";x")),
            f"{STILL}/{camera}",
            f"/{STILL}{camera}",
            f"/api//camera_proxy/{camera}",
            f"{STILL}camera%2E{name}",
            f"{STILL}camera%252e{name}",
            f"{STILL}{upper}",
            f"/API/camera_proxy/{camera}",
            f"{STILL}./{camera}",
            f"{STILL}x/../{camera}",
            f"{STILL}{flat.attic.entity_id}/..%2f{camera}",
            f"{STILL}{flat.attic.entity_id},{camera}",
            f"{STILL}{camera}?token=None&token=&token[]=x",
            f"{STILL}{camera}?width=64&height=48",
            f"{MJPEG}{camera}?interval=0.5",
            f"http://127.0.0.1{STILL}{camera}",
        ]
        for answer in await asyncio.gather(*(flat.raw(target, who) for target in targets)):
            assert answer.status in (400, 401, 403, 404)
            assert seen(answer.body) == set()


@pytest.mark.parametrize("who", NOT_OWNERS)
async def test_methods_and_headers(flat: Flat, who: str) -> None:
    """Nor does another method, a part of a picture, a condition, or a header that proxies use."""
    target = STILL + flat.nursery.entity_id
    anna = flat["anna"]
    asked: list[Awaitable[Answer]] = [
        flat.raw(target, who, method) for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")
    ]
    headers: list[dict[str, str]] = [
        {"Range": "bytes=0-1000"},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-HTTP-Method-Override": "GET"},
        {"X-Hass-User-ID": anna.id, "X-Remote-User-Id": anna.id, "X-Ingress-Path": "/"},
        {"Cookie": f"access_token={anna.access_token}"},
        {"Authorization": f"Basic {anna.access_token}"},
        {"Authorization": f"Bearer {anna.refresh_token}"},
        {"Authorization": f"Bearer {anna.access_token[:-4]}AAAA"},
    ]
    asked += [flat.raw(target, who, **more) for more in headers]
    for answer in await asyncio.gather(*asked):
        assert answer.status >= 400
        assert seen(answer.body) == set()


async def test_one_connection(flat: Flat) -> None:
    """Requests of several people on one connection are asked one by one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", flat.house.server.port)
    for who in ("anna", "ben", "anna", "admin"):
        bearer = f"Authorization: Bearer {flat[who].access_token}"
        last = "Connection: close\r\n" if who == "admin" else ""
        writer.write(f"GET {STILL}{flat.nursery.entity_id} HTTP/1.1\r\nHost: x\r\n{bearer}\r\n{last}\r\n".encode())
    received = await asyncio.wait_for(reader.read(-1), 20)
    writer.close()
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"200", b"403", b"200", b"403"]


async def test_at_once(flat: Flat) -> None:
    """Many requests and commands at the same time do not mix people up."""
    path = STILL + flat.nursery.entity_id

    async def look(who: str) -> set[int]:
        return {(await flat[who].get(path)).status for _ in range(15)}

    async def stream(who: str) -> bool:
        try:
            return bool(await flat[who].ws("camera/stream", entity_id=flat.nursery.entity_id))
        except RefusedError:
            return False

    crowd = ["anna", "ben", "admin"] * 3
    assert await asyncio.gather(*map(look, crowd)) == [{200}, {403}, {403}] * 3
    assert await asyncio.gather(*map(stream, crowd)) == [True, False, False] * 3


async def test_leases(flat: Flat) -> None:
    """A lease's token is good for its camera and its roads, and for nothing else."""
    cameras = (flat.nursery.entity_id, flat.original, flat.nursery.privacy, "camera.nowhere")
    for who in NOT_OWNERS:
        answers = [await flat.lease(who, camera) for camera in cameras]
        # Which of them exist is not told.
        assert {(answer.status, answer.body) for answer in answers} == {(403, b"403: Forbidden")}
    hers = (await flat.lease("anna", flat.nursery.entity_id)).json()["token"]
    his = (await flat.lease("ben", flat.attic.entity_id)).json()["token"]
    tried = [
        (flat.porch.entity_id, hers),
        (flat.original, hers),
        (flat.original, his),
        (flat.nursery.entity_id, his),
        (flat.nursery.entity_id, hers[:-1] + ("0" if hers[-1] != "0" else "1")),
        (flat.nursery.entity_id, hers[:32]),
        (flat.nursery.entity_id, f"{hers}%20"),
        (flat.nursery.entity_id, hers.upper()),
        (flat.nursery.entity_id, f"{his}&token={hers}"),
    ]
    for camera, token in tried:
        for who in ("nobody", "ben"):
            for road in (STILL, MJPEG):
                assert (await flat.raw(f"{road}{camera}?token={token}", who)).status == 403
    # Who says who they are is taken at their word, even with a token that is good.
    assert (await flat.raw(f"{STILL}{flat.nursery.entity_id}?token={hers}", "ben")).status == 403
    url = (await flat["anna"].ws("camera/stream", entity_id=flat.nursery.entity_id))["url"]
    (live,) = OPEN_TOKEN.findall(url)
    for camera in (flat.porch.entity_id, flat.original):
        assert (await flat.raw(f"{STILL}{camera}?token={live}", "nobody")).status == 403
    assert (await flat.raw(url.replace(live, f"{live[:-2]}zz"), "nobody")).status in (403, 404)
    assert (await flat.raw(f"/api/hls/{live}/master_playlist.m3u8", "nobody")).status == 404


async def test_proposals(flat: Flat) -> None:
    """An administrator makes himself a viewer and an owner: a wish, which only the owner reads and answers."""
    admin, anna, porch, pending = flat["admin"], flat["anna"], flat.porch, "binary_sensor.anna_s_cameras_waiting"

    async def answer(person: Person, action: str, **data: Any) -> Any:
        told = await person.ws(
            "call_service",
            domain="dropcam_privacy",
            service=action,
            target={"entity_id": pending},
            service_data=data,
            return_response=True,
        )
        return told["response"][pending]

    sharing = {"viewers": [admin.id], "allow": ["integrations"]}
    steps: tuple[dict[str, Any], ...] = ({"next_step_id": "sharing"}, sharing)
    done = await admin.subentry_flow(porch.account, "camera", *steps, subentry_id=porch.subentry)
    assert done["reason"] == "proposed"
    done = await admin.reconfigure("dropcam_privacy", porch.account, {"owners": [anna.id, admin.id]})
    assert done["reason"] == "proposed"
    await anna.call_service("switch.turn_off", porch.privacy)
    assert (await admin.get(STILL + porch.entity_id)).status == 403
    for action, given in ANSWERS.items():
        for who in ("admin", "ben"):
            with pytest.raises(RefusedError, match="Only an owner can do this"):
                await answer(flat[who], action, **given)
    told = await answer(anna, "list_changes")
    assert [owner["id"] for owner in told["owners_added"]] == [admin.id]
    assert told["cameras"][0]["viewers_added"] == [{"id": admin.id, "name": told["owners_added"][0]["name"]}]
    assert await answer(anna, "reject_changes", change_id=told["change_id"]) == told
    state = await anna.state(pending)
    assert state is not None
    assert state["state"] == "off"
    assert (await admin.get(STILL + porch.entity_id)).status == 403
    await anna.call_service("dropcam_privacy.set_sharing", porch.entity_id, viewers=[admin.id])
    assert seen((await admin.get(STILL + porch.entity_id)).body) == {"green"}
    await anna.call_service("dropcam_privacy.set_sharing", porch.entity_id, rest=True, viewers=[])
    assert (await admin.get(STILL + porch.entity_id)).status == 403
    await admin.call_service("switch.turn_on", porch.privacy)


async def test_signed_paths(flat: Flat) -> None:
    """A signature holds for one path, a short while, and whoever asked for it."""
    path = STILL + flat.nursery.entity_id
    for who in ("ben", "admin"):
        for asked in (path, MJPEG + flat.nursery.entity_id, STILL + flat.original, f"{path}?token=x"):
            for seconds in (30, 86_400):
                signed = await flat[who].sign(asked, seconds)
                assert seen((await flat.raw(signed, "nobody")).body) == set()
    signed = await flat["anna"].sign(path)
    assert seen((await flat.raw(signed, "nobody")).body) == {"red"}
    assert (await flat.raw(signed, "ben")).status == 403
    assert (await flat.raw(signed.replace(path, STILL + flat.porch.entity_id), "nobody")).status in (401, 403)
    assert (await flat.raw(signed.replace(STILL, MJPEG), "nobody")).status in (401, 403)
    brief = await flat["anna"].sign(path, 1)
    await asyncio.sleep(2)
    assert (await flat.raw(brief, "nobody")).status in (401, 403)


async def test_after_logout(flat: Flat) -> None:
    """What was handed out under a login ends with it; with the user, too."""
    guest = await flat.house.server.login("anna", flat.house.passwords["anna"])
    still = (await guest.post("/api/dropcam_privacy/lease", {"entity_id": flat.nursery.entity_id})).json()["still_url"]
    url = (await guest.ws("camera/stream", entity_id=flat.nursery.entity_id))["url"]
    signed = await guest.sign(STILL + flat.nursery.entity_id)
    assert seen((await flat.raw(still, "nobody")).body) == {"red"}
    assert seen(*await follow_hls(flat["nobody"], url)) == {"red"}
    await guest.logout()
    for address in (still, still.replace(STILL, MJPEG), url, url.replace("master_playlist", "playlist"), signed):
        assert (await flat.raw(address, "nobody")).status == 403
    assert (await guest.get(STILL + flat.nursery.entity_id)).status == 401


async def test_long_lived_token(flat: Flat) -> None:
    """A token for programs opens nothing, not even the camera of who made it."""
    token = await flat["ben"].ws("auth/long_lived_access_token", client_name="frame", lifespan=1)
    for camera in (flat.attic, flat.nursery):
        answer = await flat.raw(STILL + camera.entity_id, "nobody", Authorization=f"Bearer {token}")
        assert answer.status == 403


async def test_phone(flat: Flat) -> None:
    """A phone's webhook is a program: it gets no stream, and does not end privacy, not even its owner's."""
    for who in ("ben", "admin", "anna"):
        registered = await flat[who].post("/api/mobile_app/registrations", PHONE | {"device_id": who})
        webhook = f"/api/webhook/{registered.json()['webhook_id']}"
        for camera in (flat.nursery.entity_id, flat.original):
            asked = {"type": "stream_camera", "data": {"camera_entity_id": camera}}
            answer = await flat["nobody"].post(webhook, asked)
            paths = answer.json() if answer.status == 200 else {}
            for path in filter(None, (paths.get("hls_path"), paths.get("mjpeg_path"))):
                assert (await flat.raw(path, "nobody")).status in (401, 403, 404)
        lower = {"domain": "switch", "service": "turn_off", "service_data": {"entity_id": flat.nursery.privacy}}
        await flat["nobody"].post(webhook, {"type": "call_service", "data": lower})
        await assert_private(flat)


async def test_nothing_to_read(flat: Flat) -> None:
    """While people watch, nothing that a flatmate may read holds a token."""
    await flat["anna"].ws("camera/stream", entity_id=flat.nursery.entity_id)
    await flat.lease("anna", flat.nursery.entity_id)
    camera, ben = flat.nursery.entity_id, flat["ben"]
    template = "{{ states.camera | map(attribute='attributes') | list }}"
    rendered = await ben.subscribe("render_template", template=template)
    start = "2020-01-01T00:00:00Z"
    shown = [
        await rendered.get(),
        await ben.ws("get_states"),
        await ben.ws("history/history_during_period", start_time=start, entity_ids=[camera, flat.original]),
        await ben.ws("logbook/get_events", start_time=start, entity_ids=[camera]),
        await ben.ws("config/entity_registry/get", entity_id=camera),
        await ben.ws("config_entries/get", domain="dropcam_privacy"),
        await ben.ws("search/related", item_type="entity", item_id=camera),
        await ben.ws("media_source/browse_media", media_content_id="media-source://camera"),
        await ben.ws("repairs/list_issues"),
    ]
    assert OPEN_TOKEN.findall(json.dumps(shown)) == []
    assert "127.0.0.1:" not in json.dumps(shown).replace(flat.house.server.url, "")
    log = flat.house.server.log()
    assert OPEN_TOKEN.findall("\n".join(line for line in log.splitlines() if "/api/" in line)) == []


async def test_static_folder(flat: Flat) -> None:
    """The folder of the shield gives the shield, and nothing above it."""
    for end in ("", "../__init__.py", "..%2f__init__.py", "%2e%2e/__init__.py", "..\\__init__.py"):
        answer = await flat.raw(f"/dropcam_privacy_static/{end}", "nobody")
        assert answer.status >= 400
        assert b"import" not in answer.body


async def test_files(flat: Flat) -> None:
    """No file is written, wherever it is to be, by whoever's word."""
    folder = flat.house.server.pictures
    actions: list[tuple[str, dict[str, Any]]] = [
        ("camera.snapshot", {}),
        ("camera.record", {"duration": 2, "lookback": 0}),
    ]
    for who in ("ben", "admin", "reader"):
        for camera in (flat.nursery.entity_id, flat.original):
            for action, more in actions:
                for place in (folder, folder.parent / "www"):
                    more["filename"] = str(place / f"{who}.{action}")
                    with pytest.raises(RefusedError):
                        await flat[who].call_service(action, camera, **more)
    assert list(folder.iterdir()) == []


async def test_preload(flat: Flat, red: FakeCamera, blue: FakeCamera) -> None:
    """An administrator who has streams loaded in advance connects to no camera."""
    before = red.served["stream"], blue.served["stream"]
    for camera in (flat.nursery.entity_id, flat.original):
        for loaded in (True, False):
            await flat["admin"].ws("camera/update_prefs", entity_id=camera, preload_stream=loaded)
            await asyncio.sleep(0.5)
    assert (red.served["stream"], blue.served["stream"]) == before


# The switch. Ben is a viewer: if privacy ended, he would see the nursery.


async def assert_private(flat: Flat) -> None:
    """Fail if somebody could end privacy: by the picture, for a state can be overwritten by administrators."""
    for who in ("ben", "admin"):
        assert (await flat[who].get(STILL + flat.nursery.entity_id)).status == 403


async def _rest_state(flat: Flat, who: str) -> None:
    await flat[who].post(f"/api/states/{flat.nursery.privacy}", {"state": "off"})


async def _script(flat: Flat, who: str) -> None:
    step = {"action": "switch.turn_off", "target": {"entity_id": flat.nursery.privacy}}
    await flat[who].ws("execute_script", sequence=[step])


async def _scene(flat: Flat, who: str) -> None:
    await flat[who].call_service("scene.apply", entities={flat.nursery.privacy: "off"})


async def _event(flat: Flat, who: str) -> None:
    call = {"domain": "switch", "service": "turn_off", "service_data": {"entity_id": flat.nursery.privacy}}
    await flat[who].post("/api/events/call_service", call)


async def _everything(flat: Flat, who: str) -> None:
    await flat[who].ws("call_service", domain="homeassistant", service="turn_off", service_data={"entity_id": "all"})


async def _among_own(flat: Flat, who: str) -> None:
    both = [flat.attic.privacy, flat.nursery.privacy]
    await flat[who].ws("call_service", domain="switch", service="turn_off", target={"entity_id": both})


async def _account(flat: Flat, who: str) -> None:
    await flat[who].call_service("switch.turn_off", "switch.anna_s_cameras_privacy")


async def _device(flat: Flat, who: str) -> None:
    entity = await flat[who].ws("config/entity_registry/get", entity_id=flat.nursery.privacy)
    target = {"device_id": entity["device_id"]}
    await flat[who].ws("call_service", domain="homeassistant", service="turn_off", target=target)
    await flat[who].ws("call_service", domain="switch", service="turn_off", target=target)


async def _area_and_label(flat: Flat, who: str) -> None:
    admin = flat["admin"]
    area = await admin.ws("config/area_registry/create", name=f"Area {who}")
    label = await admin.ws("config/label_registry/create", name=f"Label {who}")
    where: dict[str, Any] = {"area_id": area["area_id"], "labels": [label["label_id"]]}
    await admin.ws("config/entity_registry/update", entity_id=flat.nursery.privacy, **where)
    for target in ({"area_id": area["area_id"]}, {"label_id": label["label_id"]}):
        await flat[who].ws("call_service", domain="homeassistant", service="turn_off", target=target)


async def _voice(flat: Flat, who: str) -> None:
    await flat["admin"].ws(
        "homeassistant/expose_entity",
        assistants=["conversation"],
        entity_ids=[flat.nursery.privacy],
        should_expose=True,
    )
    await flat[who].post("/api/conversation/process", {"text": "turn off nursery privacy"})
    await flat[who].post("/api/intent/handle", {"name": "HassTurnOff", "data": {"name": "Nursery Privacy"}})


DETOURS: list[Callable[[Flat, str], Awaitable[None]]] = [
    _rest_state,
    _script,
    _scene,
    _event,
    _everything,
    _among_own,
    _account,
    _device,
    _area_and_label,
    _voice,
]


async def test_privacy_would_be_missed(flat: Flat) -> None:
    """Ben sees the nursery once its owner ends privacy: so the tests below could fail."""
    await flat["anna"].call_service("switch.turn_off", flat.nursery.privacy)
    assert seen((await flat["ben"].get(STILL + flat.nursery.entity_id)).body) == {"red"}
    await flat["anna"].call_service("switch.turn_on", flat.nursery.privacy)
    await assert_private(flat)


@pytest.mark.parametrize("detour", DETOURS, ids=lambda detour: detour.__name__.strip("_"))
async def test_detours_to_the_switch(flat: Flat, detour: Callable[[Flat, str], Awaitable[None]]) -> None:
    """Nobody ends privacy by a detour."""
    for who in ("ben", "admin", "reader"):
        try:
            await detour(flat, who)
        except RefusedError:
            continue
        finally:
            await assert_private(flat)
            await flat["anna"].call_service("switch.turn_on", flat.nursery.privacy)


async def test_helpers(flat: Flat) -> None:
    """A group, a template and a changed kind of switch are somebody else's hand, whoever presses them."""
    admin, switch = flat["admin"], flat.nursery.privacy
    lower = [{"action": "switch.turn_off", "target": {"entity_id": switch}}]
    group = {"name": "Detour group", "entities": [switch], "hide_members": False, "all": False}
    template = {"name": "Detour template", "value_template": "{{ true }}", "turn_off": lower}
    await admin.config_flow("group", {"next_step_id": "switch"}, group)
    await admin.config_flow("template", {"next_step_id": "switch"}, template)
    await admin.config_flow("switch_as_x", {"entity_id": switch, "target_domain": "light", "invert": False})
    for helper in ("switch.detour_group", "switch.detour_template", "light.nursery_privacy"):
        assert await admin.state(helper) is not None
        for who in ("ben", "admin", "reader"):
            with pytest.raises(RefusedError):
                await flat[who].call_service("homeassistant.turn_off", helper)
            await assert_private(flat)


async def test_entity_ids(flat: Flat) -> None:
    """What is asked is the entity, not its id: a locked original under the id of a camera gives nothing."""
    admin, nursery = flat["admin"], flat.nursery.entity_id

    async def rename(old: str, new: str) -> None:
        await admin.ws("config/entity_registry/update", entity_id=old, new_entity_id=new)

    lease = (await flat.lease("anna", nursery)).json()["token"]
    await rename(nursery, "camera.garden")
    await rename(flat.original, nursery)
    try:
        for who in ("ben", "admin", "anna", "nobody"):
            for query in ("", f"?token={lease}"):
                assert seen((await flat.raw(STILL + nursery + query, who)).body) == set()
        assert (await flat.raw(f"{STILL}camera.garden", "admin")).status == 403
        assert seen((await flat.raw(f"{STILL}camera.garden", "anna")).body) == {"red"}
        await admin.ws("config/entity_registry/update", entity_id=nursery, hidden_by=None)
        assert (await flat.raw(STILL + nursery, "admin")).status == 403
    finally:
        await rename(nursery, flat.original)
        await rename("camera.garden", nursery)


async def test_original_comes_back(flat: Flat) -> None:
    """An original that an administrator disables, enables and reloads is never open, not for a moment."""
    admin = flat["admin"]
    entity = await admin.ws("config/entity_registry/get", entity_id=flat.original)
    reload = f"/api/config/config_entries/entry/{entity['config_entry_id']}/reload"
    ended = asyncio.Event()
    looted: set[str] = set()

    async def hammer(who: str) -> int:
        count = 0
        while not ended.is_set():
            answer = await flat.raw(STILL + flat.original, who)
            looted.update(seen(answer.body))
            count += 1
        return count

    hammering = [asyncio.create_task(hammer(who)) for who in ("admin", "ben", "nobody")]
    try:
        for disabled_by in ("user", None):
            await admin.ws("config/entity_registry/update", entity_id=flat.original, disabled_by=disabled_by)
            assert (await admin.post(reload)).status == 200
        for account in (flat.attic.account, flat.attic.account):
            await admin.post(f"/api/config/config_entries/entry/{account}/reload")
        await asyncio.sleep(1)
    finally:
        ended.set()
    assert min(await asyncio.gather(*hammering)) > 10
    assert looted == set()
    assert seen((await flat["ben"].get(STILL + flat.attic.entity_id)).body) == {"blue"}


async def test_user_deleted(flat: Flat) -> None:
    """With a user go the links that were handed out to them."""
    admin = flat["admin"]
    lodger = await flat.house.add("lodger")
    async with FakeCamera("yellow") as camera:
        room = await guard_address(admin, await add_account(admin, lodger), "Room", still_image_url=camera.still_url)
        still = (await flat.lease("lodger", room.entity_id)).json()["still_url"]
        signed = await lodger.sign(STILL + room.entity_id)
        assert seen((await flat.raw(still, "nobody")).body) == {"yellow"}
        await admin.ws("config/auth/delete", user_id=lodger.id)
        for address in (still, still.replace(STILL, MJPEG), signed):
            assert (await flat.raw(address, "nobody")).status in (401, 403)
        with pytest.raises((RefusedError, aiohttp.ClientError)):
            await lodger.ws("camera/stream", entity_id=room.entity_id)
    del flat.house.people["lodger"]


async def test_nothing_was_logged(flat: Flat) -> None:
    """After all of that the log holds no password and no login."""
    flat.house.assert_no_secrets("pw-camera-red-77", "pw-camera-blue-88")
