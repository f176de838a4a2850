"""An original that speaks only WebRTC on a real server: its owner sees it by every road, and nobody else calls it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiortc import RTCConfiguration, RTCPeerConnection
import pytest

from custom_components.dropcam_privacy.feed.native import Answer, Candidate, Said
from tests.fakes.webrtc_camera import Faults, WebRtcCamera
from tests.waiting import until

from .conftest import Household, make_household
from .guarded import add_account, guard_entity
from .person import Person, RefusedError
from .roads import walk

ORIGINAL, GUARDED = "camera.intercom", "camera.door"
ROADS = ("still_bearer", "still_signed", "still_signed_for_long", "mjpeg_bearer", "hls", "media_source", "snapshot")
OWN = ("hls", "mjpeg_bearer", "still_bearer", "still_signed")
TOKEN = "t0k3n-of-the-cloud"


@asynccontextmanager
async def cloud(camera: WebRtcCamera) -> AsyncIterator[str]:
    """Have a camera's cloud answer over HTTP, at an address that nobody may read."""

    async def offer(request: web.Request) -> web.Response:
        asked: dict[str, str] = await request.json()
        said: list[Said] = []
        await camera.async_answer(asked["session"], asked["sdp"], said.append)
        sdp = next(it.sdp for it in said if isinstance(it, Answer))
        return web.json_response({"sdp": sdp, "candidates": [it.text for it in said if isinstance(it, Candidate)]})

    async def close(request: web.Request) -> web.Response:
        await camera.async_close((await request.json())["session"])
        return web.json_response({})

    app = web.Application()
    app.add_routes([web.post(f"/{TOKEN}/offer", offer), web.post(f"/{TOKEN}/close", close)])
    async with TestServer(app) as server:
        yield str(server.make_url(f"/{TOKEN}"))


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Household]:
    """A household with an intercom, which nobody guards yet."""
    house = await make_household(tmp_path_factory.mktemp("native"), neighbours=["intercom"])
    try:
        yield house
    finally:
        await house["nobody"].close()
        await house.server.close()


async def call(person: Person, entity_id: str) -> dict[str, Any]:
    """Call a camera by WebRTC, as the frontend does; return the answer, or the error."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        peer.addTransceiver("audio", direction="recvonly")
        peer.addTransceiver("video", direction="recvonly")
        peer.createDataChannel("dataSendChannel")
        await peer.setLocalDescription(await peer.createOffer())
        events = await person.subscribe("camera/webrtc/offer", entity_id=entity_id, offer=peer.localDescription.sdp)
        async with asyncio.timeout(10):
            while (event := await events.get())["type"] not in {"answer", "error"}:
                pass
        await person.unsubscribe(events)
        found: dict[str, Any] = event
        return found
    except RefusedError as err:
        return {"type": "error", "code": err.code}
    finally:
        await peer.close()


async def test_native(house: Household) -> None:
    """Anybody calls it before; then only our feed does, for its owner, also after a restart."""
    admin, owner, other = house["admin"], house["owner"], house["other"]
    async with WebRtcCamera("red", Faults(strict=True, google=True, trickles="late")) as camera, cloud(camera) as at:
        await admin.config_flow("intercom", {"address": at})
        assert (await call(other, ORIGINAL))["type"] == "answer"  # so this can fail
        await until(lambda: not camera.open)
        account = await add_account(admin, owner)
        door = await guard_entity(admin, account, "door", ORIGINAL)
        assert door.entity_id == GUARDED
        calls = len(camera.offers)

        async def owner_sees() -> None:
            async with asyncio.timeout(60):
                for road in OWN:
                    while await walk(road, owner, GUARDED) != {"red"}:  # noqa: ASYNC110 - the server is asked
                        await asyncio.sleep(0.2)

        async def nobody_else_does() -> None:
            for entity_id in (ORIGINAL, GUARDED):
                assert (await call(other, entity_id))["type"] == "error"
                for road in ROADS:
                    assert await walk(road, other, entity_id) == set(), (road, entity_id)
            assert (await call(owner, ORIGINAL))["type"] == "error"

        await nobody_else_does()
        answer = await owner.get(f"/api/camera_proxy/{GUARDED}")
        assert (answer.status, b">Asleep<" in answer.body) == (503, True)
        assert len(camera.offers) == calls
        await owner_sees()
        await nobody_else_does()
        assert len(camera.offers) == calls + 1
        await owner.call_service("camera.turn_off", GUARDED)
        await until(lambda: not camera.open)
        await owner.call_service("camera.turn_on", GUARDED)

        await house.server.stop()
        starting = asyncio.create_task(house.server.start())
        answers: set[str] = set()
        while not starting.done():
            with suppress(Exception):  # it is not there yet
                answers.add((await call(other, ORIGINAL))["type"])
            await asyncio.sleep(0.05)
        await starting
        assert answers == {"error"}
        assert len(camera.offers) == calls + 1
        await owner_sees()
        await nobody_else_does()
        assert len(camera.offers) == calls + 2
    house.assert_no_secrets(TOKEN, "candidate:", "CandidatePair")
