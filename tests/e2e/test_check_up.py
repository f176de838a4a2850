"""The check-up and the first set-up on a real server: a go2rtc without a password, a file, an assistant, all real."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.cameras import FakeCamera

from .go2rtc import HERE, MISSING, Go2rtc
from .person import Person, RefusedError
from .server import Server
from .stock import add_generic

pytestmark = pytest.mark.skipif(not HERE, reason=MISSING)
PASSWORD = "pw-camera-check-up-42"
OURS = "dropcam_privacy"


@dataclass
class Scene:
    """A server with a go2rtc beside it, and who lives there."""

    server: Server
    go2rtc: Go2rtc
    admin: Person
    owner: Person
    other: Person
    stock: str  # another integration's camera


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Start everything."""
    directory = tmp_path_factory.mktemp("check_up")
    async with AsyncExitStack() as stack:
        red = await stack.enter_async_context(FakeCamera("red", username="camera", password=PASSWORD))
        go2rtc = await stack.enter_async_context(Go2rtc(directory / "go2rtc"))
        server = Server(directory / "config", extra=f"{go2rtc.yaml}logger:\n{OURS}:\n")
        stack.push_async_callback(server.close)
        await server.start()
        admin = await server.onboard("admin", "Admin", "pw-admin-b4")
        owner = await server.create_user(admin, "owner", "Owner", "pw-owner-b4", "users")
        other = await server.create_user(admin, "other", "Other", "pw-other-b4", "users")
        await server.until_running()
        stock = await add_generic(admin, red, PASSWORD, "nursery")
        yield Scene(server, go2rtc, admin, owner, other, stock)


async def check(person: Person) -> dict[str, dict[str, Any]]:
    """Have everything looked at; return one finding of each kind."""
    return {found["kind"]: found for found in await person.ws(f"{OURS}/check_up")}


async def refused(person: Person, command: str, **data: Any) -> str:
    """Return why a command is refused."""
    with pytest.raises(RefusedError) as err:
        await person.ws(f"{OURS}/{command}", **data)
    return err.value.code


async def test_from_the_first_camera_to_the_last_fix(scene: Scene) -> None:
    """An administrator sets a camera up for its owner, who finds what is open around it, and closes it."""
    admin, owner = scene.admin, scene.owner
    options = await admin.ws(f"{OURS}/set_up/options")
    assert {camera["entity_id"] for camera in options["cameras"]} == {scene.stock}
    wanted = {"owners": [owner.id], "cameras": [scene.stock], "viewers": [scene.other.id]}
    assert await refused(owner, "set_up", **wanted) == "refused"
    await admin.ws(f"{OURS}/set_up", **wanted)

    async def sees(person: Person) -> bool:
        return (await person.get(f"/api/camera_proxy/{scene.stock}")).status == 200

    async with asyncio.timeout(20):
        while not await sees(owner):  # noqa: ASYNC110 - it is asked over HTTP
            await asyncio.sleep(0.05)
    assert not await sees(admin)
    assert not await sees(scene.other)
    assert await refused(admin, "set_up", **wanted) == "set_up_cameras"

    www = scene.server.directory / "www" / "cameras"
    www.mkdir(parents=True)
    (www / "nursery last.jpg").write_bytes(b"picture")
    await admin.ws(
        "homeassistant/expose_entity", assistants=["conversation"], entity_ids=[scene.stock], should_expose=True
    )
    levels: dict[str, Any] = {f"custom_components.{OURS}": "debug"}
    await admin.call_service("logger.set_level", **levels)

    found = await check(owner)
    assert found["picture_in_www"]["values"] == {
        "camera": "nursery",
        "file": "www/cameras/nursery last.jpg",
        "more": "0",
    }
    assert found["exposed"]["values"]["entity_id"] == scene.stock
    assert found["go2rtc_api_open"]["values"] == {"address": f"127.0.0.1:{scene.go2rtc.port}"}
    assert "go2rtc_rtsp_open" in found
    assert found["debug_logging"]["may_fix"] is False
    assert "not_looked" not in found
    assert await check(scene.other) == {}
    told = await check(admin)
    assert {"go2rtc_api_open", "exposed", "debug_logging"} <= told.keys()
    assert "picture_in_www" not in told

    assert await refused(scene.other, "check_up/fix", finding=found["exposed"]["id"]) == "refused"
    assert await refused(owner, "check_up/fix", finding=found["debug_logging"]["id"]) == "refused"
    left = await owner.ws(f"{OURS}/check_up/fix", finding=found["exposed"]["id"])
    assert "exposed" not in {it["kind"] for it in left}
    exposed = await admin.ws("homeassistant/expose_entity/list")
    assert scene.stock not in exposed["exposed_entities"]
    await admin.ws(f"{OURS}/check_up/fix", finding=told["debug_logging"]["id"])
    assert "debug_logging" not in await check(owner)
    scene.server.assert_no_secrets(PASSWORD)


async def test_a_go2rtc_that_is_gone(scene: Scene) -> None:
    """What does not answer is not open."""
    await scene.go2rtc.stop()
    assert not {"go2rtc_api_open", "go2rtc_rtsp_open", "not_looked"} & (await check(scene.admin)).keys()
