"""What is taken away is cut while it runs, in whatever state the request is in: nobody receives a byte after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
import re
import socket

import pytest

from tests.fakes.cameras import whose
from tests.waiting import until

from .conftest import Household
from .crowd import MJPEG, STILL, Clocked, Crowd
from .guarded import Guarded, add_account, guard_address
from .roads import follow_hls


@pytest.fixture(scope="module")
async def cam() -> AsyncIterator[Clocked]:
    """A camera."""
    async with Clocked("magenta") as camera:
        yield camera


@pytest.fixture(scope="module")
async def loft(house: Household, cam: Clocked) -> AsyncIterator[Guarded]:
    """A camera that an owner shares with a viewer."""
    account = await add_account(house["admin"], house["owner"], house["other"])
    yield await guard_address(
        house["admin"],
        account,
        "Loft",
        viewers=[house["viewer"]],
        still_image_url=cam.still_url,
        mjpeg_url=cam.mjpeg_url,
        stream_source=cam.stream_url,
    )
    await house["admin"].delete(f"/api/config/config_entries/entry/{account}")


@pytest.fixture
async def crowd(house: Household) -> AsyncIterator[Crowd]:
    """Let many people come."""
    many = Crowd(house)
    yield many
    await many.session.close()


async def lower(house: Household, camera: Guarded) -> None:
    """End privacy."""
    await house["owner"].call_service("switch.turn_off", camera.privacy)


async def raise_(house: Household, camera: Guarded) -> None:
    """Raise privacy, as anybody may."""
    await house["admin"].call_service("switch.turn_on", camera.privacy)


def open_slowly(house: Household, who: str, path: str) -> socket.socket:
    """Ask for a path over a connection that takes hardly anything in."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", house.server.port))
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {house[who].access_token}\r\n\r\n"
    connection.sendall(request.encode())
    return connection


def drain(connection: socket.socket) -> int:
    """Read until the connection ends, and count."""
    connection.settimeout(5)
    count = 0
    with suppress(ConnectionError):
        while data := connection.recv(65536):
            count += len(data)
    return count


async def test_slow_client_mjpeg(house: Household, loft: Guarded, cam: Clocked) -> None:
    """What waits for a slow client, in the server and in its system, is dropped."""
    await lower(house, loft)
    connection = await asyncio.to_thread(open_slowly, house, "viewer", MJPEG + loft.entity_id)
    try:
        await until(lambda: cam.open["mjpeg"] == 1)
        start = cam._count
        await until(lambda: cam._count > start + 60, 15)  # some megabytes: every buffer is full
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < 64 * 1024
    finally:
        connection.close()


async def test_slow_client_still(house: Household, loft: Guarded) -> None:
    """A still that the server is done with, and that has not arrived, does not arrive."""
    await lower(house, loft)
    connection = await asyncio.to_thread(open_slowly, house, "viewer", STILL + loft.entity_id)
    try:
        assert await asyncio.to_thread(
            connection.recv, 1
        )  # it is on its way; the rest does not fit into what this takes in
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < 32 * 1024
    finally:
        connection.close()


async def test_slow_client_hls(house: Household, loft: Guarded) -> None:
    """Nor does a segment."""
    await lower(house, loft)
    url = (await house["viewer"].ws("camera/stream", entity_id=loft.entity_id, format="hls"))["url"]
    assert len(await follow_hls(house["viewer"], url)) > 2
    base = url.rsplit("/", 1)[0]
    playlist = (await house["viewer"].get(f"{base}/playlist.m3u8", bearer=False)).body.decode()
    segment = re.findall(r"^\./segment/\d+\.m4s$", playlist, re.MULTILINE)[-1].removeprefix("./")
    whole = (await house["viewer"].get(f"{base}/{segment}", bearer=False)).body
    connection = await asyncio.to_thread(open_slowly, house, "viewer", f"{base}/{segment}")
    try:
        assert await asyncio.to_thread(connection.recv, 1)
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < len(whole)
    finally:
        connection.close()


async def test_the_same_connection_lives(house: Household, loft: Guarded) -> None:
    """A connection that carried a picture before, and now carries something else, is not harmed."""
    await lower(house, loft)
    async with Crowd(house).session as session:
        headers = {"Authorization": f"Bearer {house['viewer'].access_token}"}
        for _ in range(20):
            async with session.get(house.server.url + STILL + loft.entity_id, headers=headers) as answer:
                assert whose(await answer.read()) == "magenta"
            first, _ = await asyncio.gather(
                session.get(house.server.url + "/api/states", headers=headers), raise_(house, loft)
            )
            assert first.status == 200
            assert len(await first.json()) > 5
            await lower(house, loft)
