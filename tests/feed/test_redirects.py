"""A camera that sends us elsewhere: followed with the login on the host that was entered, and nowhere else."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed.address import Access
from custom_components.dropcam_privacy.feed.client import AccountClient, CameraClient
from custom_components.dropcam_privacy.feed.errors import CannotConnect
from tests.fakes.access import Authentication
from tests.fakes.cameras import FakeCamera, Mode, whose
from tests.fakes.tls import self_signed

LOGIN: dict[str, Any] = {"username": "anna", "password": "secret"}


@pytest.fixture
async def client(hass: HomeAssistant) -> AsyncIterator[CameraClient]:
    """Have connections to one camera, whose certificate is its own."""
    account = AccountClient(hass)
    yield account.camera(Access(**LOGIN, verify_ssl=False))
    await account.async_close()


def logins(camera: FakeCamera) -> set[str | None]:
    """Tell as whom it was asked."""
    return {request.username for request in camera.requests} - {None}


def sent(camera: FakeCamera) -> set[str]:
    """Tell which headers that say who asks have reached it."""
    return {name for request in camera.requests for name in request.headers} & {"Authorization", "Cookie"}


@pytest.mark.parametrize("authentication", ["basic", "digest"])
@pytest.mark.parametrize("kind", ["still", "mjpeg", "stream"])
@pytest.mark.parametrize("tls", [False, True], ids=["another port", "https"])
async def test_to_the_same_host(client: CameraClient, kind: str, tls: bool, authentication: Authentication) -> None:
    """Cameras send everybody to https, or their picture has a server of its own."""
    context = self_signed() if tls else None
    async with (
        FakeCamera("red") as camera,
        FakeCamera("blue", **LOGIN, authentication=authentication, tls=context) as other,
    ):
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host
        address = getattr(camera, f"{kind}_url")
        async with client.get(address, idle=5) as answer:
            assert answer.status == 200
        assert logins(other) == {"anna"}
        assert client.moved == {address: getattr(other, f"{kind}_url")}


async def test_out_of_tls(client: CameraClient) -> None:
    """What was entered for https does not go over http, where the network reads it."""
    async with FakeCamera("red", tls=self_signed()) as camera, FakeCamera("blue", **LOGIN) as other:
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host
        with pytest.raises(CannotConnect):
            await client.read(camera.still_url)
        assert other.requests
        assert sent(other) == set()
        assert client.moved == {}


async def test_back_by_way_of_http(client: CameraClient) -> None:
    """Nor does it when that leads back: who has been on the way may have changed where."""
    async with (
        FakeCamera("red", tls=self_signed()) as camera,
        FakeCamera("blue") as between,
        FakeCamera("green", **LOGIN, tls=self_signed()) as last,
    ):
        camera.mode, camera.redirect_to = Mode.REDIRECT, between.host
        between.mode, between.redirect_to = Mode.REDIRECT, last.host
        with pytest.raises(CannotConnect):
            await client.read(camera.still_url)
        assert sent(last) == set()


@pytest.mark.parametrize("greets", [False, True], ids=["login", "cookie"])
async def test_to_another_host(client: CameraClient, greets: bool) -> None:
    """Neither login nor cookie goes there; a picture that needs none is shown."""
    async with FakeCamera("red", **LOGIN, cookies=True) as camera, FakeCamera("blue") as other:
        other.greets = greets
        await client.read(camera.still_url)
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host.replace("127.0.0.1", "localhost")
        if greets:
            with pytest.raises(CannotConnect):
                await client.read(camera.still_url)
        else:
            assert whose(await client.read(camera.still_url)) == "blue"
        assert sent(other) == set()
        assert client.moved == {}


@pytest.mark.parametrize(
    ("status", "path", "lasts"),
    [(301, "", True), (308, "/elsewhere", True), (302, "", True), (302, "/elsewhere", False)],
)
async def test_where_it_has_moved_for_good(client: CameraClient, status: int, path: str, lasts: bool) -> None:
    """By its own word, or because only the way to the same place is another: other paths may hold a session."""
    async with FakeCamera("red") as camera, FakeCamera("blue") as other:
        camera.mode, camera.redirect_to, camera.redirect_status = Mode.REDIRECT, other.host + path, status
        assert whose(await client.read(camera.still_url)) == "blue"
        assert client.moved == ({camera.still_url: f"{other.host}{path}/still.jpg"} if lasts else {})


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_a_cookie_first(client: CameraClient, authentication: Authentication) -> None:
    """Some cameras hand one out and send everybody back to where they are; it is kept for that host."""
    async with FakeCamera("red", **LOGIN, authentication=authentication) as camera, FakeCamera("blue") as stranger:
        camera.greets = True
        for _ in range(2):
            assert whose(await client.read(camera.still_url)) == "red"
        assert len(camera.requests) == 4, "no cookie, no login, then both"
        stranger_url = stranger.still_url.replace("127.0.0.1", "localhost")
        assert whose(await client.read(stranger_url)) == "blue"
        assert sent(stranger) == set()


async def test_cookies_are_no_other_cameras(hass: HomeAssistant) -> None:
    """Not even on the same host, for the same user."""
    account = AccountClient(hass)
    async with FakeCamera("red") as camera:
        camera.greets = True
        for _ in range(2):
            await account.camera(Access()).read(camera.still_url)
        assert [len(request.headers.get("Cookie", "")) > 0 for request in camera.requests] == [False, True] * 2
    await account.async_close()
