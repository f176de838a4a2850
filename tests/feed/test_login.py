"""How a camera asks for the login is how it gets it, and nothing plainer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
import time
from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.address import Access
from custom_components.dropcam_privacy.feed.client import AccountClient, CameraClient
from custom_components.dropcam_privacy.feed.errors import InvalidAuth
from custom_components.dropcam_privacy.feed.login import challenges
from tests.fakes.access import BASIC, DIGEST
from tests.fakes.bent import BentCamera
from tests.fakes.cameras import FakeCamera, whose
from tests.feed.conftest import Feeds, source_of

LOGIN: dict[str, Any] = {"username": "anna", "password": "p:ä@ß w/d%"}
ACCESS = Access(**LOGIN)


@pytest.fixture
async def account(hass: HomeAssistant) -> AsyncIterator[AccountClient]:
    """Have connections of an account."""
    made = AccountClient(hass)
    yield made
    await made.async_close()


@pytest.fixture
def client(account: AccountClient) -> CameraClient:
    """Have connections to one camera."""
    return account.camera(ACCESS)


def ways(camera: FakeCamera) -> list[str]:
    """Return how each request logged in."""
    return [request.headers.get("Authorization", "").partition(" ")[0] for request in camera.requests]


D = 'realm="camera", nonce="{nonce}"'
ASKED = {
    "basic": ("Basic", BASIC),
    "basic, in small letters": ("Basic", 'basic realm="camera"'),
    "basic, not quoted": ("Basic", "Basic realm=IP Camera"),
    "digest": ("Digest", DIGEST),
    "digest, in small letters": ("Digest", f"digest {D}, qop=auth"),
    "both in two headers, AlexxIT/go2rtc#2232": ("Digest", BASIC, DIGEST),
    "both in one header": ("Digest", f"{BASIC}, {DIGEST}"),
    "both in one header, the other way round": ("Digest", f"{DIGEST}, {BASIC}"),
    "two ways to protect": ("Digest", f'Digest {D}, qop="auth,auth-int"'),
    "two ways to protect, with a blank": ("Digest", f'Digest {D}, qop="auth-int, auth"'),
    "two ways to protect, not quoted": ("Digest", f"Digest {D}, qop=auth-int,auth, algorithm=MD5"),
    "no qop": ("Digest", f"Digest {D}"),
    "no qop, but opaque": ("Digest", f'Digest {D}, opaque="x/y==", stale=FALSE'),
    "SHA-256": ("Digest", f'Digest {D}, qop="auth", algorithm=SHA-256'),
    "SHA-256, quoted": ("Digest", f'Digest {D}, qop="auth", algorithm="SHA-256"'),
    "SHA-256 alone, AlexxIT/go2rtc#2344": ("Digest", f'Digest {D}, algorithm="SHA-256", stale="FALSE"'),
    "a domain that is none, maciej-or/hikvision_next#50": (
        "Digest",
        f'Digest {D}, domain="::", qop="auth", opaque="", algorithm="MD5", stale="FALSE"',
    ),
    "SHA-256 or MD5": ("Digest", f'Digest {D}, qop="auth", algorithm=MD5', f"Digest {D}, algorithm=SHA-256"),
    "a session": ("Digest", f"Digest {D}, qop=auth, algorithm=MD5-sess"),
    "one that nobody knows, and basic": ("Basic", "Negotiate", f"Digest {D}, algorithm=TIGER", BASIC),
    "no blanks, no commas": ("Digest", 'Digest realm="camera" nonce="{nonce}" qop="auth"'),
}


@pytest.mark.parametrize(("way", "asked"), [(way, asked) for way, *asked in ASKED.values()], ids=ASKED)
@pytest.mark.parametrize("kind", ["still", "mjpeg"])
async def test_what_the_camera_asks_for(client: CameraClient, kind: str, way: str, asked: list[str]) -> None:
    """It gets that, keeps getting it without being asked again, and a wrong password is one."""
    async with FakeCamera("blue", **LOGIN) as camera:
        camera.challenges = tuple(asked)
        for _ in range(3):
            async with client.get(getattr(camera, f"{kind}_url"), idle=5) as answer:
                assert answer.status == 200
        assert ways(camera) == ["", way, way, way]
        camera._logins.clear()
        camera.add_login("anna", "changed", "blue")
        with pytest.raises(InvalidAuth):
            await client.read(camera.still_url)


@pytest.mark.parametrize("realm", ["Küche", "カメラ", 'a, "b" = c\\d'])
async def test_a_realm_that_is_no_ascii(client: CameraClient, realm: str) -> None:
    """It is hashed and sent back as it came."""
    async with FakeCamera("blue", **LOGIN) as camera:
        quoted = realm.replace("\\", "\\\\").replace('"', '\\"')
        camera.realm = realm
        camera.challenges = (f'Digest realm="{quoted}", nonce="{{nonce}}", qop="auth", algorithm=MD5',)
        assert whose(await client.read(camera.still_url)) == "blue"


@pytest.mark.parametrize("encoding", ["latin-1", "gb2312"])
async def test_a_realm_that_is_no_utf_8(client: CameraClient, encoding: str) -> None:
    """Nor is it anything else that could be told: its bytes go back as they came."""
    realm = ("Küche" if encoding == "latin-1" else "网络摄像机").encode(encoding)
    async with BentCamera("blue", realm=realm, **LOGIN) as camera:
        for _ in range(2):
            assert whose(await client.read(camera.still_url)) == "blue"
        assert camera.count == 3


async def test_a_word_without_a_way(client: CameraClient) -> None:
    """Some cameras just refuse: to them it is sent the plainest way."""
    async with BentCamera("blue", challenge=None, **LOGIN) as camera:
        assert whose(await client.read(camera.still_url)) == "blue"


@pytest.mark.parametrize("asked", ['Bearer realm="camera"', "NTLM abc==", f"Digest {D}, algorithm=TIGER", "Digest"])
async def test_what_nobody_can_answer(client: CameraClient, asked: str) -> None:
    """A password is not sent on a guess."""
    async with FakeCamera("blue", **LOGIN) as camera:
        camera.challenges = (asked,)
        with pytest.raises(InvalidAuth):
            await client.read(camera.still_url)
        assert ways(camera) == [""]


async def test_a_nonce_that_is_old(client: CameraClient) -> None:
    """Another one costs one more request, and no error."""
    async with FakeCamera("blue", **LOGIN, authentication="digest") as camera:
        await client.read(camera.still_url)
        camera._nonce = "another"
        assert whose(await client.read(camera.still_url)) == "blue"
        assert ways(camera) == ["", "Digest", "Digest", "Digest"]


async def test_never_less_than_was_asked_for_before(account: AccountClient, client: CameraClient) -> None:
    """Somebody in the network answers in the camera's place, and asks for the password in clear text."""
    async with FakeCamera("blue", **LOGIN, authentication="digest") as camera:
        await client.read(camera.still_url)
        camera.authentication = "basic"
        for _ in range(2):
            with pytest.raises(InvalidAuth):
                await client.read(camera.still_url)
        assert "Basic" not in ways(camera)
        # Nor by way of another port.
        async with FakeCamera("red", **LOGIN) as attacker:
            camera.mode, camera.redirect_to = camera.mode.REDIRECT, attacker.host
            with pytest.raises(InvalidAuth):
                await client.read(camera.still_url)
            assert ways(attacker) == [""]


async def test_a_promise_of_an_older_version(account: AccountClient) -> None:
    """Digest was chosen when there was a choice: the password never goes in clear text."""
    client = account.camera(Access(**LOGIN, digest_only=True))
    async with FakeCamera("blue", **LOGIN) as camera:
        with pytest.raises(InvalidAuth):
            await client.read(camera.still_url)
        assert ways(camera) == [""]
        camera.authentication = "digest"
        assert whose(await client.read(camera.still_url)) == "blue"


async def test_two_that_ask_differently(client: CameraClient) -> None:
    """Two services on one host, each asked in its way."""
    async with FakeCamera("blue", **LOGIN, authentication="digest") as one, FakeCamera("red", **LOGIN) as two:
        for _ in range(2):
            assert whose(await client.read(one.still_url)) == "blue"
            assert whose(await client.read(two.still_url)) == "red"
        assert (ways(one), ways(two)) == (["", "Digest", "Digest"], ["", "Basic", "Basic"])


async def test_without_a_login(account: AccountClient) -> None:
    """Nothing is sent; a name with a colon could not be told from its password."""
    async with AsyncExitStack() as stack:
        camera = await stack.enter_async_context(FakeCamera("blue", **LOGIN))
        for access in (Access(), Access("an:na", "x")):
            with pytest.raises(InvalidAuth):
                await account.camera(access).read(camera.still_url)
        assert ways(camera) == ["", ""]


async def test_a_session_that_ended(client: CameraClient) -> None:
    """A cookie that the camera has forgotten does not stand in the way of the password; nor, for long, a stranger's."""
    async with FakeCamera("blue", **LOGIN, cookies=True) as camera:
        await client.read(camera.still_url)
        camera._sessions.clear()
        assert whose(await client.read(camera.still_url)) == "blue"
        camera._sessions = dict.fromkeys(camera._sessions, "nobody")
        with pytest.raises(InvalidAuth):
            await client.read(camera.still_url)
        assert whose(await client.read(camera.still_url)) == "blue"


async def test_live_by_digest(feeds: Feeds) -> None:
    """The stream is read with the same login, and one request for how."""
    async with FakeCamera("blue", **LOGIN, authentication="digest") as camera:
        feed = feeds(source_of(camera, "stream", **LOGIN))
        assert whose((await feed.async_still()).jpeg) == "blue"
        assert ways(camera) == ["", "Digest"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], []),
        ([""], []),
        (["Basic"], [("basic", {})]),
        (['realm="x"'], []),
        (["Digest a=b c,d = e"], [("digest", {"a": "b c", "d": "e"})]),
        (['Digest a="x, Basic y=z"'], [("digest", {"a": "x, Basic y=z"})]),
        (['Digest a="open, b=c'], [("digest", {"a": "open", "b": "c"})]),
        (["Digest a=, b=c"], [("digest", {"a": "", "b": "c"})]),
        (["Digest a=1, a=2"], [("digest", {"a": "1"})]),
    ],
)
def test_challenges(headers: list[str], expected: list[tuple[str, dict[str, str]]]) -> None:
    """Odd ones are read as far as they can be."""
    assert challenges(headers) == expected


@given(st.lists(st.text(st.characters(codec=None), max_size=400), max_size=3))
def test_challenges_of_nonsense(headers: list[str]) -> None:
    """Whatever a camera sends is no reason to stop."""
    for scheme, found in challenges(headers):
        assert scheme
        assert all(isinstance(value, str) for value in found.values())


@pytest.mark.parametrize("nonsense", ["a" * 8000, "a=" * 4000, "a= " * 3000, '"' * 8000, "a=b " * 2000, " " * 8000])
def test_challenges_that_take_no_time(nonsense: str) -> None:
    """Nor can it hold up everybody else."""
    begun = time.process_time()
    challenges([f"Digest {nonsense}", f"Digest a={nonsense}"])
    assert time.process_time() - begun < 0.5
