"""The guarded camera as an entity: what it shows of itself, and each of its services."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.components.camera import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import JSONEncoder
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.dropcam_privacy import guarded_camera as camera_module
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from tests.fakes.cameras import Mode, whose
from tests.household.home import CAMERA, STILL, SWITCH, Household, Person, log_in
from tests.household.leases import lease
from tests.waiting import until

WATCHED, VIEWERS = "binary_sensor.nursery_being_watched", "sensor.nursery_viewers"
GUESTS = "sensor.nursery_viewers_other_than_owners"


async def stream(person: Person) -> str:
    """Ask for HLS; return the path, or the error."""
    answer = await person.ask(type="camera/stream", entity_id=CAMERA)
    return str(answer["result"]["url"] if answer["success"] else answer["error"]["message"])


async def test_what_its_state_shows(home: Household) -> None:
    """A static picture, no token, stream and on/off; nothing that opens the camera, whoever is watching."""
    await home.lower()
    given = await lease(home.anna)
    assert await home.ben.sees() == "red"
    path = await stream(home.anna)
    state = home.hass.states.get(CAMERA)
    assert state is not None
    assert state.attributes["access_token"] == ""
    assert state.attributes["entity_picture"] == "/dropcam_privacy_static/shield.svg?v=1"
    assert state.attributes["supported_features"] == 3
    states = home.hass.states.async_all()
    everything = json.dumps([(state.entity_id, state.state, state.attributes) for state in states], cls=JSONEncoder)
    secrets = [given["token"], path.split("/")[4], home.anna.token, home.anna.login.token]
    names = [home.anna.user.id, home.ben.user.id, home.anna.login.id]
    addresses = ["127.0.0.1", home.fake.still_url]
    for word in (*secrets, *names, *addresses):
        assert word not in everything
    # Who switched is Home Assistant's to record; who watched is nobody's.
    assert {state.context.user_id for state in states if state.domain != "switch"} == {None}
    shield = await home.anna.get("/dropcam_privacy_static/shield.svg?v=1&width=100", headers={})
    assert (shield.status, shield.content_type) == (200, "image/svg+xml")


async def test_tokens_of_stock_cameras_are_inert(home: Household) -> None:
    """However the container is asked, and though Home Assistant renews tokens every five minutes."""
    entity = home.hass.data[DATA_COMPONENT].get_entity(CAMERA)
    assert isinstance(entity, camera_module.GuardedCamera)
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(minutes=6))
    entity.async_update_token()
    assert list(entity.access_tokens) == [""]
    odd: tuple[Any, ...] = (None, "", b"", 0, [], "None", "0" * 64, "é" * 64)
    for token in odd:
        assert token not in entity.access_tokens


@pytest.mark.parametrize(
    "mode", [Mode.OFFLINE, Mode.ERROR, Mode.EMPTY, Mode.TRUNCATED, Mode.LOGIN_PAGE, Mode.UNAUTHORIZED]
)
async def test_a_camera_that_gives_no_picture(home: Household, mode: Mode) -> None:
    """503 to whom the picture is due, nothing new to others; the entity stays available, its connection does not."""
    assert await home.anna.sees() == "red"
    home.fake.mode = mode
    await until(lambda: not any(home.fake.open.values()))
    await _older_than_a_second(home)
    assert await home.anna.sees() == 503
    assert await home.carl.sees() == 403
    assert home.state(CAMERA) != "unavailable"
    await until(lambda: home.state("binary_sensor.nursery_connection") == "off")
    home.fake.mode = Mode.OK
    await _older_than_a_second(home)
    assert await home.anna.sees() == "red"
    await until(lambda: home.state("binary_sensor.nursery_connection") == "on")


async def _older_than_a_second(home: Household) -> None:
    """Wait until what was read last may not be shown any more."""
    loop = home.hass.loop
    last = loop.time()
    await until(lambda: loop.time() - last > 1.05)


async def test_off_is_off(home: Household) -> None:
    """Nobody gets anything, the owner included; what ran is cut, and the connection to the camera closed."""
    response = await home.anna.get(f"/api/camera_proxy_stream/{CAMERA}")
    assert b"\xff\xd8" in await response.content.read(2048)
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert not home.hass.data[GATEKEEPER].leases.all()
    await until(lambda: not any(home.fake.open.values()))
    before = len(home.fake.requests)
    for person in home.everybody:
        assert await person.sees() in (403, 503)
        assert "/api/hls" not in await stream(person)
    assert len(home.fake.requests) == before
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert await home.anna.sees() == "red"


async def test_streams_for_whom_they_are(home: Household) -> None:
    """Each gets a link of their own; whoever gets none reads one and the same sentence."""
    stranger = await stream(home.carl)
    assert "/api/hls/dropcam/" in await stream(home.anna)
    assert await stream(home.ben) == stranger
    await home.lower()
    first, second = await stream(home.ben), await stream(home.ben)
    assert first.startswith("/api/hls/dropcam/")
    assert first != second
    assert await stream(home.carl) == await stream(home.root) == stranger


async def test_snapshots_to_files(home: Household, tmp_path: Path) -> None:
    """The owner themselves, without privacy; nobody else, however they are let in to watch."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    file = tmp_path / "snapshot.jpg"
    for person, word in (
        (home.anna, "privacy_on"),
        (home.ben, "owners_only"),
        (home.carl, "picture_refused"),
        (home.root, "picture_refused"),
    ):
        assert await person.call("camera.snapshot", CAMERA, filename=str(file)) == word
        assert not file.exists()
    await home.lower()
    for person, word in ((home.ben, "owners_only"), (home.carl, "picture_refused"), (home.root, "picture_refused")):
        assert await person.call("camera.snapshot", CAMERA, filename=str(file)) == word
        assert not file.exists()
    assert await home.anna.call("camera.snapshot", CAMERA, filename=str(file)) is None
    assert whose(file.read_bytes()) == "red"
    assert home.state(SWITCH) == "off"


async def test_recordings_and_players(home: Household, tmp_path: Path) -> None:
    """Recordings by anybody but the owner, or with privacy on, and players for all, are refused."""
    folder = tmp_path / "files"
    folder.mkdir()
    home.hass.config.allowlist_external_dirs = {str(folder)}
    file = str(folder / "recording.mp4")
    assert await home.anna.call("camera.record", CAMERA, filename=file, duration=1) == "privacy_on"
    await home.lower()
    for person, word in ((home.ben, "owners_only"), (home.carl, "picture_refused"), (home.root, "picture_refused")):
        assert await person.call("camera.record", CAMERA, filename=file, duration=1) == word
    for person in home.everybody:
        assert await person.call("camera.play_stream", CAMERA, media_player="media_player.tv") is not None
    assert not list(folder.iterdir())


async def test_webrtc_is_not_open(home: Household) -> None:
    """There is no offer to be answered, for anybody."""
    await home.lower()
    answer = await home.anna.ask(type="camera/capabilities", entity_id=CAMERA)
    assert answer["result"]["frontend_stream_types"] == ["hls"]
    for person in home.everybody:
        assert not (await person.ask(type="camera/webrtc/offer", entity_id=CAMERA, offer="v=0"))["success"]


async def test_who_watches_is_counted_without_names(home: Household, hass: HomeAssistant) -> None:
    """On with the first picture, a number of people and their logins, off half a minute after the last."""
    assert (home.state(WATCHED), home.state(VIEWERS)) == ("off", "0")
    await home.lower()
    assert await home.carl.sees() == 403
    assert (home.state(WATCHED), home.state(VIEWERS)) == ("off", "0")
    assert await home.anna.sees() == "red"
    assert (home.state(WATCHED), home.state(VIEWERS)) == ("on", "1")
    assert await home.anna.sees() == "red"
    assert await home.ben.sees() == "red"
    assert (home.state(WATCHED), home.state(VIEWERS)) == ("on", "2")
    assert await home.anna.sees(STILL) == "red"
    assert home.state(VIEWERS) == "2"


async def test_people_are_counted_not_logins(home: Household, hass: HomeAssistant) -> None:
    """An owner at two screens is one; whoever is no owner is counted beside that."""
    await home.lower()
    phone = await log_in(hass, home.anna.user, home.anna.http, home.anna._ws)
    assert await home.anna.sees() == "red"
    assert await phone.sees() == "red"
    assert (home.state(VIEWERS), home.state(GUESTS)) == ("1", "0")
    assert await home.ben.sees() == "red"
    assert (home.state(VIEWERS), home.state(GUESTS)) == ("2", "1")
