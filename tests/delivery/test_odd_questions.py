"""Numbers, tokens and bodies of a stranger's making: refused, quickly, and never with a fault of ours."""

import asyncio
from collections.abc import AsyncIterator
import json
import tracemalloc
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.delivery.mjpeg import LONGEST_INTERVAL
from custom_components.dropcam_privacy.runtime import RELAY
from tests.household.home import CAMERA, MJPEG, Household, household
from tests.household.leases import URL
from tests.household.player import Player, watch

NUMBERS = (
    "9" * 5000,
    "9" * 4000,
    "9" * 19,
    "-1",
    "",
    "nonsense",
    "1e3",
    "0x10",
    "%D9%A3",
    "%C2%B2",
    "1_0",
    "%201",
    "%EF%BF%BD",
)


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with one camera, and end what runs before its fake does."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream") as home:
        yield home


async def raw(home: Household, request: bytes) -> bytes:
    """Send bytes to Home Assistant's server, and read the head of the answer; empty if there is none."""
    server = home.anna.http.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    try:
        async with asyncio.timeout(5):
            writer.write(request)
            return await reader.readline()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_numbers_in_hls(home: Household) -> None:
    """In the playlist's question and in the names of segments and parts."""
    player: Player = await watch(home.anna)
    await player.video()
    for number in NUMBERS:
        for question in (f"_HLS_msn={number}", f"_HLS_msn=1&_HLS_part={number}", f"_HLS_part={number}"):
            assert await player.status(f"playlist.m3u8?{question}") in (200, 400), question[:40]
        for name in (f"segment/{number}.m4s", f"segment/{number}.0.m4s", f"segment/0.{number}.m4s"):
            if number != "%201":  # yarl takes the blank away
                assert await player.status(name) in (400, 404), name[:40]
    assert await player.video() == {"red"}


@pytest.mark.parametrize("token", [b"\xff\xfe", b"%ED%A0%80", b"%00", b"\xc3\x28", b"a" * 7000, b"&auth=&token="])
async def test_tokens_that_are_none(home: Household, token: bytes) -> None:
    """In every place where a token goes."""
    for path in (
        b"/api/hls/dropcam/" + token + b"/playlist.m3u8",
        b"/api/dropcam_privacy/ts?auth=" + token,
        b"/api/camera_proxy/camera.nursery?token=" + token,
        b"/api/camera_proxy/camera.nursery?signed=" + token + b"&authSig=" + token,
        b"/api/camera_proxy_stream/camera.nursery?interval=1&token=" + token,
    ):
        answer = await raw(home, b"GET " + path + b" HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert answer.split()[1:2] in ([b"400"], [b"401"], [b"403"], [b"404"]), (path[:60], answer)
    port = home.hass.data[RELAY]._port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /ts?auth=" + token + b" HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    assert (await reader.readline()).split()[1] in (b"400", b"403")
    writer.close()


@pytest.mark.parametrize("interval", ["nan", "inf", "-inf", "1e400", "0.1", "-1", "nonsense", "9" * 5000])
async def test_intervals_that_are_none(home: Household, interval: str) -> None:
    """Refused to strangers like all that they ask, and to owners as no question."""
    for person, status in ((home.anna, 400), (home.carl, (400, 403))):
        answer = (await person.get(f"{MJPEG}?interval={interval}")).status
        assert answer == status or answer in (status if isinstance(status, tuple) else ())


async def test_an_interval_of_years(home: Household) -> None:
    """Holds nothing for years when its reader has left."""
    assert LONGEST_INTERVAL <= 60
    response = await home.anna.get(f"{MJPEG}?interval=1e9")
    assert response.status == 200
    response.close()


# Bodies.


def _bearer(home: Household, who: str) -> str:
    return f"Authorization: Bearer {getattr(home, who).token}\r\n" if who else ""


async def posted(home: Household, who: str, body: bytes, *more: str, length: int | None = None) -> bytes:
    """Post to the view of leases."""
    head = [f"POST {URL} HTTP/1.1", "Host: here", "Content-Type: application/json", *more]
    if length != -1:
        head.append(f"Content-Length: {len(body) if length is None else length}")
    return await raw(home, ("\r\n".join(head) + "\r\n" + _bearer(home, who) + "\r\n").encode() + body)


LARGE = b'{"entity_id": "' + b"a" * 2000 + b'"}'


@pytest.mark.parametrize("who", ["", "carl", "anna"])
async def test_a_large_body_is_not_read(home: Household, who: str) -> None:
    """Who asks is looked at first, and what is longer than any question is cut off, however it is sent."""
    refused = (b"413", b"403") if not who else (b"413",)
    chunked = b"7d0\r\n" + b"a" * 2000 + b"\r\n0\r\n\r\n"
    for answer in (
        await posted(home, who, LARGE),
        await posted(home, who, b"", length=16 << 20),
        await posted(home, who, b"{", length=10**15),
        await posted(home, who, chunked, "Transfer-Encoding: chunked", length=-1),
    ):
        assert answer == b"" or answer.split()[1] in refused
    held = json.dumps({"entity_id": CAMERA}).encode()
    assert (await posted(home, "anna", held)).split()[1] == b"200"
    # In the shape of a question, but a byte too long.
    assert (await posted(home, "anna", held.ljust(1025))).split()[1:2] in ([], [b"413"])
    assert (await posted(home, "anna", held.ljust(1024))).split()[1] == b"200"


@pytest.mark.parametrize("who", ["", "carl"])
async def test_megabytes_of_it(home: Household, who: str) -> None:
    """Cost neither memory nor time."""
    body = b"[" * (8 << 20)
    tracemalloc.start()
    try:
        for _ in range(3):
            await posted(home, who, body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(body)  # what this test itself sends is in there


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"[" * 1000, b'{"entity_id": "\\ud800"}', b'{"entity_id": "camera.\xff"}', b"1" * 1000, b"", b"nul"],
)
@pytest.mark.parametrize("charset", ["", "; charset=nonsense", "; charset=utf-16"])
async def test_bodies_that_are_none(home: Household, body: bytes, charset: str) -> None:
    """Are no fault of ours."""
    headers: dict[str, Any] = {
        "Authorization": f"Bearer {home.anna.token}",
        "Content-Type": f"application/json{charset}",
    }
    assert (await home.anna.http.post(URL, data=body, headers=headers)).status in (400, 403)


async def test_a_body_that_never_comes(home: Household) -> None:
    """Holds nothing up for others, and is not waited for for ever."""
    server = home.anna.http.server
    _, writer = await asyncio.open_connection(server.host, server.port)
    head = f"POST {URL} HTTP/1.1\r\nHost: here\r\nContent-Length: 40\r\n{_bearer(home, 'anna')}\r\n"
    writer.write(head.encode() + b'{"')
    assert (await home.anna.post(URL, {"entity_id": CAMERA})).status == 200
    writer.close()
