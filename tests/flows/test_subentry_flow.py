"""Cameras: where their pictures come from, and whom and what their owners let in."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.dropcam_privacy.const import CONF_ALLOW, CONF_VIEWERS
from tests.fakes.cameras import FakeCamera, Mode
from tests.fakes.tls import self_signed
from tests.household.flows import (
    Flow,
    account,
    accounts_stay_unloaded,
    add_user,
    address_camera,
    an_owner_is_in_flows,
    change_camera,
    choices,
    new_camera,
    suggested,
)

LOGIN: dict[str, Any] = {"username": "anna", "password": "secret"}
PLAIN = {"verify_ssl": True}
NOBODY: dict[str, list[str]] = {"viewers": [], "allow": [], "lowerers": []}
FIELDS = {"still_image_url": "still_url", "mjpeg_url": "mjpeg_url", "stream_source": "stream_url"}


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Only the flows run, and an owner is in them."""
    with accounts_stay_unloaded(), an_owner_is_in_flows():
        yield


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner."""
    return await add_user(hass, "Anna")


@pytest.fixture
async def ben(hass: HomeAssistant) -> User:
    """Return somebody else."""
    return await add_user(hass, "Ben")


@pytest.fixture
def entry(hass: HomeAssistant, anna: User) -> ConfigEntry:
    """Return Anna's account, without cameras."""
    return account(hass, anna)


@pytest.fixture
async def fake() -> AsyncIterator[FakeCamera]:
    """Return a camera with a password."""
    async with FakeCamera("red", **LOGIN) as camera:
        yield camera


@contextmanager
def impatient(mode: Mode) -> Iterator[None]:
    """Wait for a silent camera no longer than the test needs; for others as always, which may be busy."""
    with pytest.MonkeyPatch.context() as patched:
        limits = ("client.STILL_TIMEOUT", "source.PROBE_TIMEOUT", "source.STREAM_TIMEOUT")
        for limit in limits if mode in (Mode.DRIP, Mode.HANG) else ():
            patched.setattr(f"custom_components.dropcam_privacy.feed.{limit}", 1.0)
        yield


def only_camera(entry: ConfigEntry) -> tuple[str, dict[str, Any]]:
    """Return the name and the data of the account's only camera."""
    (camera,) = entry.subentries.values()
    return camera.title, dict(camera.data)


async def test_what_kind_of_camera(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """A camera that is there already is offered first: it is what most people have."""
    menu = await Flow(hass, camera=True).start((entry.entry_id, "camera"), {"source": "user"})
    assert menu["menu_options"] == ["existing", "address", "entity"]


@pytest.mark.parametrize("field", FIELDS)
async def test_a_camera_at_each_kind_of_address(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera, field: str
) -> None:
    """One address is enough; it is read, and only then accepted."""
    flow, form = await new_camera(hass, entry, "address")
    assert suggested(form) == PLAIN

    url = getattr(fake, FIELDS[field])
    form = await flow.answer(name=" Nursery ", **{field: f" {url} "}, **LOGIN)
    assert form["step_id"] == "sharing"
    assert len(fake.requests) >= 1
    assert fake.requests[-1].username == "anna"
    assert not entry.subentries
    result = await flow.answer()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert only_camera(entry) == ("Nursery", {"kind": "address", field: url, **LOGIN, **PLAIN, **NOBODY})


async def test_a_camera_with_all_addresses_and_digest(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Each given address is read."""
    async with FakeCamera("blue", **LOGIN, authentication="digest") as fake:
        urls = {field: getattr(fake, name) for field, name in FIELDS.items()}
        flow, _ = await new_camera(hass, entry, "address")
        form = await flow.answer(name="Door", **urls, **LOGIN, verify_ssl=False)

        assert form["step_id"] == "sharing"
        assert set(fake.served) == {"still", "mjpeg", "stream"}
    await flow.answer(**NOBODY)
    _, data = only_camera(entry)
    assert data == {"kind": "address", **urls, **LOGIN, "verify_ssl": False, **NOBODY}


async def test_a_camera_without_a_password(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """What is left empty is not stored, whether it is sent or not."""
    async with FakeCamera("green") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        await flow.answer(name="Yard", still_image_url=fake.still_url, mjpeg_url="", username="", password="")
        await flow.answer()
    assert only_camera(entry)[1] == {"kind": "address", "still_image_url": fake.still_url, **PLAIN, **NOBODY}


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        ({}, {"base": "no_url"}),
        ({"still_image_url": " "}, {"base": "no_url"}),
        ({"name": " ", "still_image_url": "http://cam/"}, {"name": "name_required"}),
        ({"still_image_url": "rtsp://cam/1"}, {"still_image_url": "url_scheme"}),
        ({"mjpeg_url": "ftp://cam/1"}, {"mjpeg_url": "url_scheme"}),
        ({"stream_source": "file:///etc/passwd"}, {"stream_source": "url_scheme"}),
        ({"stream_source": "rtsp://"}, {"stream_source": "url_scheme"}),
        ({"still_image_url": "cam.local/still.jpg"}, {"still_image_url": "url_scheme"}),
        ({"still_image_url": "http://cam:port/"}, {"still_image_url": "url_scheme"}),
        ({"still_image_url": "http://[::1/"}, {"still_image_url": "url_scheme"}),
        ({"still_image_url": "http://anna:secret@cam/"}, {"still_image_url": "credentials_in_url"}),
        ({"stream_source": "rtsps://anna@cam/1"}, {"stream_source": "credentials_in_url"}),
        (
            {"still_image_url": "http://@cam/", "mjpeg_url": "cam"},
            {"still_image_url": "credentials_in_url", "mjpeg_url": "url_scheme"},
        ),
        ({"still_image_url": "http://cam/", "password": "secret"}, {"username": "username_required"}),
    ],
)
async def test_what_cannot_be_an_address(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera, answer: dict[str, str], errors: dict[str, str]
) -> None:
    """Said at the field in question, before anything is tried; the flow goes on."""
    flow, _ = await new_camera(hass, entry, "address")

    form = await flow.answer(**{"name": "Door", **answer})
    assert form["errors"] == errors
    assert suggested(form) == {**PLAIN, "name": "Door", **{k: v for k, v in answer.items() if k != "password"}}

    form = await flow.answer(name="Door", still_image_url=fake.still_url, **LOGIN)
    assert form["step_id"] == "sharing"


@pytest.mark.parametrize(
    ("field", "mode", "errors"),
    [
        ("still_image_url", Mode.UNAUTHORIZED, {"password": "invalid_auth"}),
        ("still_image_url", Mode.LOGIN_PAGE, {"still_image_url": "not_an_image"}),
        ("still_image_url", Mode.TRUNCATED, {"still_image_url": "not_an_image"}),
        ("still_image_url", Mode.EMPTY, {"still_image_url": "not_an_image"}),
        ("still_image_url", Mode.OFFLINE, {"still_image_url": "cannot_connect"}),
        ("still_image_url", Mode.ERROR, {"still_image_url": "cannot_connect"}),
        ("still_image_url", Mode.DRIP, {"still_image_url": "timeout"}),
        ("mjpeg_url", Mode.UNAUTHORIZED, {"password": "invalid_auth"}),
        ("mjpeg_url", Mode.LOGIN_PAGE, {"mjpeg_url": "not_an_image"}),
        ("mjpeg_url", Mode.OFFLINE, {"mjpeg_url": "cannot_connect"}),
        ("mjpeg_url", Mode.HANG, {"mjpeg_url": "timeout"}),
        ("stream_source", Mode.UNAUTHORIZED, {"password": "invalid_auth"}),
        ("stream_source", Mode.LOGIN_PAGE, {"stream_source": "no_video"}),
        ("stream_source", Mode.OFFLINE, {"stream_source": "cannot_connect"}),
        ("stream_source", Mode.HANG, {"stream_source": "timeout"}),
    ],
)
async def test_what_cannot_be_read(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera, field: str, mode: Mode, errors: dict[str, str]
) -> None:
    """Each address is really read; what was typed stays, and works as soon as the camera does."""
    answer = {"name": "Door", field: getattr(fake, FIELDS[field]), "username": "anna"}
    flow, _ = await new_camera(hass, entry, "address")
    fake.mode = mode

    with impatient(mode):
        form = await flow.answer(**answer, password="secret", verify_ssl=False)

    assert form["step_id"] == "address"
    assert form["errors"] == errors
    assert suggested(form) == {**answer, "verify_ssl": False}
    assert suggested(await flow.show()) == {**answer, "verify_ssl": False}
    fake.mode = Mode.OK
    # The password is not in the form, but it was not forgotten.
    form = await flow.answer(**answer, verify_ssl=False)
    assert form["step_id"] == "sharing"
    await flow.answer(**NOBODY)
    assert only_camera(entry)[1]["password"] == "secret"


async def test_video_that_no_player_plays(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """It is accepted: it is encoded anew."""
    async with FakeCamera("red", codec="mpeg2video") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        form = await flow.answer(name="Door", stream_source=fake.stream_url)
        assert form["step_id"] == "sharing"


async def test_several_addresses_fail_each_in_its_way(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera
) -> None:
    """A wrong password is said once."""
    flow, _ = await new_camera(hass, entry, "address")
    answer = {"still_image_url": fake.still_url, "mjpeg_url": fake.mjpeg_url, "stream_source": f"{fake.host}/nothing"}

    form = await flow.answer(name="Door", username="anna", password="wrong", **answer)
    assert form["errors"] == {"password": "invalid_auth", "stream_source": "cannot_connect"}

    form = await flow.answer(name="Door", **LOGIN, **{**answer, "stream_source": fake.stream_url})
    assert form["step_id"] == "sharing"


@pytest.mark.parametrize("seconds", [0.0, 0.5], ids=["quick", "slow to notice"])
async def test_a_camera_that_takes_one_client(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera, seconds: float
) -> None:
    """Its addresses are tried one after another, and while one is still being let go the next is tried again."""
    fake.most_clients, fake.slow_to_notice = 1, seconds
    flow, _ = await new_camera(hass, entry, "address")
    urls = {name: getattr(fake, field) for name, field in FIELDS.items()}
    form = await flow.answer(name="Door", **urls, **LOGIN)
    assert form["step_id"] == "sharing", form["errors"]
    assert fake.peak.keys() == {"still", "mjpeg", "stream"}
    await fake.until(lambda: not +fake.open)


async def test_a_certificate_that_is_not_trusted(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """It is said once, at the switch by which it would work."""
    hass.loop.set_debug(False)  # a handshake that is broken off would be an error of the fake's
    async with FakeCamera("red", tls=self_signed()) as fake:
        flow, _ = await new_camera(hass, entry, "address")
        urls = {name: getattr(fake, field) for name, field in FIELDS.items()}
        form = await flow.answer(name="Door", **urls)
        assert form["errors"] == {"verify_ssl": "certificate"}
        form = await flow.answer(name="Door", **urls, verify_ssl=False)
        assert form["step_id"] == "sharing"


async def test_a_camera_that_sends_us_elsewhere_for_good(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera
) -> None:
    """The form has the new URL; whoever enters the old one again gets that."""
    async with FakeCamera("red") as old:
        old.mode, old.redirect_to = Mode.REDIRECT, fake.host
        for again in (False, True):
            flow, _ = await new_camera(hass, entry, "address")
            form = await flow.answer(name="Door", still_image_url=old.still_url, **LOGIN)
            assert form["errors"] == {"still_image_url": "moved"}
            assert suggested(form)["still_image_url"] == fake.still_url
            chosen = old.still_url if again else fake.still_url
            form = await flow.answer(name="Door", still_image_url=chosen, username="anna")
            assert form["step_id"] == "sharing"
            assert fake.requests[-1].username == "anna"
            await flow.answer(**NOBODY)
            assert list(entry.subentries.values())[-1].data["still_image_url"] == chosen


async def test_a_password_goes_with_its_user(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Without a user nothing is sent, nor stored."""
    async with FakeCamera("red") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        fake.mode = Mode.LOGIN_PAGE
        await flow.answer(name="Door", still_image_url=fake.still_url, **LOGIN)
        fake.mode = Mode.OK
        form = await flow.answer(name="Door", still_image_url=fake.still_url)
        assert form["step_id"] == "sharing"
        assert "Authorization" not in fake.requests[-1].headers
    await flow.answer(**NOBODY)
    assert "password" not in only_camera(entry)[1]


async def test_a_user_without_a_password(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Some cameras have one."""
    async with FakeCamera("red", username="anna") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        form = await flow.answer(name="Door", still_image_url=fake.still_url, username="anna")
        assert form["step_id"] == "sharing"
        assert fake.requests[-1].username == "anna"


# Changing a camera.


@pytest.fixture
def stored(hass: HomeAssistant, anna: User, ben: User, fake: FakeCamera) -> ConfigEntry:
    """Return Anna's account with a camera that Ben may see."""
    sharing = {CONF_VIEWERS: [ben.id], CONF_ALLOW: ["ai"]}
    return account(hass, anna, cameras=(address_camera("door", still_image_url=fake.still_url, **LOGIN, **sharing),))


async def test_changing_the_source_keeps_the_password(
    hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera, ben: User
) -> None:
    """It is not in the form; empty keeps it. The sharing stays."""
    flow, form = await change_camera(hass, stored, "door", "source")
    assert form["step_id"] == "change_address", "its help says what an empty password means"
    assert suggested(form) == {"name": "Door", "still_image_url": fake.still_url, "username": "anna", **PLAIN}

    result = await flow.answer(name="Front door", mjpeg_url=fake.mjpeg_url, username="anna")

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    sharing = {CONF_VIEWERS: [ben.id], CONF_ALLOW: ["ai"]}
    expected = {"kind": "address", "mjpeg_url": fake.mjpeg_url, **LOGIN, **PLAIN, **sharing}
    assert only_camera(stored) == ("Front door", expected)


@pytest.mark.parametrize("typed", [False, True])
async def test_what_an_older_version_asked(hass: HomeAssistant, anna: User, typed: bool) -> None:
    """Digest, where it was chosen, goes on holding for the password that it was chosen for."""
    async with FakeCamera("red", **LOGIN, authentication="digest") as fake:
        camera = address_camera("door", still_image_url=fake.still_url, **LOGIN, authentication="digest")
        entry = account(hass, anna, cameras=(camera,))
        flow, form = await change_camera(hass, entry, "door", "source")
        assert "authentication" not in suggested(form)
        password = {"password": "secret"} if typed else {}
        fake.authentication = "basic"
        form = await flow.answer(still_image_url=fake.still_url, username="anna", **password)
        if not typed:
            assert form["errors"] == {"password": "invalid_auth"}
            assert not any(request.username for request in fake.requests)
            fake.authentication = "digest"
            await flow.answer(still_image_url=fake.still_url, username="anna")
        assert only_camera(entry)[1].get("authentication") == (None if typed else "digest")


async def test_a_name_may_be_left_alone(hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera) -> None:
    """Empty keeps it."""
    flow, _ = await change_camera(hass, stored, "door", "source")
    result = await flow.answer(still_image_url=fake.still_url, username="anna", password="secret")
    assert result["reason"] == "reconfigure_successful"
    assert only_camera(stored)[0] == "Door"


@pytest.mark.parametrize(
    "change",
    [
        {"still_image_url": "http://elsewhere.test/still.jpg"},
        {"still_image_url": "https://127.0.0.1:{port}/still.jpg"},
        {"still_image_url": "http://127.0.0.1/still.jpg"},
        {"stream_source": "rtsp://127.0.0.1:{port}/1"},
        {"username": "ben"},
        {"verify_ssl": False},
    ],
)
async def test_a_password_is_never_sent_elsewhere(
    hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera, change: dict[str, Any]
) -> None:
    """Host, port, scheme, user or verify_ssl changed: who changes it must know the password."""
    change = {key: value.format(port=fake.port) if isinstance(value, str) else value for key, value in change.items()}
    before = only_camera(stored)
    answer = {"still_image_url": fake.still_url, "username": "anna"}
    flow, _ = await change_camera(hass, stored, "door", "source")

    form = await flow.answer(**{**answer, **change})

    assert form["errors"] == {"password": "password_required"}
    assert fake.requests == []
    assert only_camera(stored) == before
    result = await flow.answer(**answer)
    assert result["reason"] == "reconfigure_successful"


async def test_a_new_password(hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera) -> None:
    """It may come with another user and place; it is tried first."""
    fake.add_login("ben", "other", "red")
    flow, _ = await change_camera(hass, stored, "door", "source")
    answer = {"still_image_url": fake.still_url, "username": "ben", "verify_ssl": False}

    form = await flow.answer(**answer, password="wrong")
    assert form["errors"] == {"password": "invalid_auth"}
    assert "password" not in suggested(form)
    await flow.answer(**answer, password="other")

    data = only_camera(stored)[1]
    assert (data["username"], data["password"], data["verify_ssl"]) == ("ben", "other", False)


async def test_a_password_is_dropped_with_its_user(hass: HomeAssistant, anna: User) -> None:
    """No user, no password."""
    async with FakeCamera("red") as fake:
        entry = account(hass, anna, cameras=(address_camera("door", still_image_url=fake.still_url, **LOGIN),))
        flow, _ = await change_camera(hass, entry, "door", "source")
        await flow.answer(still_image_url=fake.still_url)
        assert "Authorization" not in fake.requests[-1].headers
    assert only_camera(entry)[1].keys().isdisjoint(LOGIN)


async def test_a_camera_that_fails_is_not_changed(hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera) -> None:
    """What worked is kept until something else does."""
    before = only_camera(stored)
    fake.mode = Mode.OFFLINE
    flow, _ = await change_camera(hass, stored, "door", "source")
    form = await flow.answer(still_image_url=fake.still_url, username="anna")
    assert form["errors"] == {"still_image_url": "cannot_connect"}
    assert only_camera(stored) == before


async def test_a_camera_that_is_removed_meanwhile(hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera) -> None:
    """The flow ends, whatever part it is in."""
    for part in ("source", "sharing"):
        flow, _ = await change_camera(hass, stored, "door", part)
        camera = stored.subentries["door"]
        hass.config_entries.async_remove_subentry(stored, "door")
        answer = {"still_image_url": fake.still_url, **LOGIN} if part == "source" else NOBODY
        result = await flow.answer(**answer)
        assert result["reason"] == "camera_removed"
        assert not stored.subentries
        hass.config_entries.async_add_subentry(stored, camera)


async def test_a_camera_that_is_shared_meanwhile(hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera) -> None:
    """Changing the source does not undo what was done to the sharing while its form was open."""
    flow, _ = await change_camera(hass, stored, "door", "source")
    sharing, _ = await change_camera(hass, stored, "door", "sharing")
    await sharing.answer(**NOBODY)
    await flow.answer(still_image_url=fake.still_url, username="anna")
    data = only_camera(stored)[1]
    assert (data[CONF_VIEWERS], data[CONF_ALLOW]) == ([], [])


# Sharing.


async def test_sharing_a_new_camera(hass: HomeAssistant, entry: ConfigEntry, ben: User) -> None:
    """With nobody and nothing, unless the owners say so; they themselves need no permission."""
    async with FakeCamera("red") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        form = await flow.answer(name="Door", still_image_url=fake.still_url)
    assert suggested(form) == NOBODY
    assert choices(form, "viewers") == {ben.id: "Ben"}

    await flow.answer(viewers=[ben.id], allow=["automations", "ai"])

    data = only_camera(entry)[1]
    assert data[CONF_VIEWERS] == [ben.id]
    assert data[CONF_ALLOW] == ["automations", "ai"]


async def test_sharing_works_while_the_camera_is_offline(
    hass: HomeAssistant, stored: ConfigEntry, fake: FakeCamera, ben: User
) -> None:
    """Nothing of the camera is needed, or touched."""
    await fake.stop()
    title, before = only_camera(stored)
    flow, form = await change_camera(hass, stored, "door", "sharing")
    assert suggested(form) == {"viewers": [ben.id], "allow": ["ai"], "lowerers": []}

    result = await flow.answer(viewers=[], allow=["assistants"])

    assert result["reason"] == "reconfigure_successful"
    assert only_camera(stored) == (title, {**before, **NOBODY, CONF_ALLOW: ["assistants"]})


async def test_a_viewer_who_was_just_deleted(hass: HomeAssistant, stored: ConfigEntry, ben: User) -> None:
    """They are refused, and no longer offered."""
    flow, _ = await change_camera(hass, stored, "door", "sharing")
    await hass.auth.async_remove_user(ben)

    form = await flow.answer(viewers=[ben.id], allow=["ai"])
    assert form["errors"] == {"viewers": "unknown_user"}
    assert choices(form, "viewers") == {}
    assert suggested(form) == {"viewers": [], "allow": ["ai"], "lowerers": []}

    _, form = await change_camera(hass, stored, "door", "sharing")
    assert suggested(form) == {"viewers": [], "allow": ["ai"], "lowerers": []}
    await flow.answer(viewers=[], allow=["ai"])
    assert only_camera(stored)[1][CONF_VIEWERS] == []


async def test_an_automation_that_cannot_be_told_from_others(hass: HomeAssistant, stored: ConfigEntry) -> None:
    """It has no ID, or is none: the form says so, and nothing is changed."""
    flow, _ = await change_camera(hass, stored, "door", "sharing")
    before = only_camera(stored)
    form = await flow.answer(viewers=[], allow=["automations_lower"], lowerers=["automation.nameless"])
    assert form["errors"] == {"lowerers": "automation_unknown"}
    assert suggested(form)["lowerers"] == ["automation.nameless"]
    assert only_camera(stored) == before
