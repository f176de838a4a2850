"""Whoever may not look reads one answer, whatever the camera does; and what leaves is for nobody to keep."""

import re
from typing import Any
from xml.etree import ElementTree as ET

from homeassistant.components.camera import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.fakes.cameras import Mode
from tests.household.home import CAMERA, MJPEG, NURSERY, STILL, Household, Person, household
from tests.household.leases import URL, lease
from tests.household.programs import MEDIA
from tests.household.signing import NOBODY, signed
from tests.waiting import until

STATES = ("private", "shared", "off", "off and shared", "unreachable", "asks for a password")
NO_STORE = "no-store, private"
# What differs from one answer to the next whoever asks, and whatever about.
_OWN = re.compile(r"'(date|id)': \S+")
_SVG = "{http://www.w3.org/2000/svg}"
OFFER = "v=0\r\n"


async def bring(home: Household, state: str) -> None:
    """Bring the camera into a state, as its owner and the world do."""
    home.fake.mode = {"unreachable": Mode.OFFLINE, "asks for a password": Mode.UNAUTHORIZED}.get(state, Mode.OK)
    rights = home.hass.data[RIGHTS]
    await (rights.async_turn_off if "off" in state else rights.async_turn_on)([NURSERY])
    if "off" in state:
        await home.camera.async_cut()
    else:
        home.camera.feed.open()
    await (rights.async_lower_privacy if "shared" in state else rights.async_raise_privacy)([NURSERY])


async def http(person: Person, path: str, **how: Any) -> str:
    """Ask by HTTP; give the whole answer."""
    response = await person.get(path, **how)
    headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "date"}
    body = await response.read()
    assert b"\xff\xd8" not in body
    return f"{response.status} {headers} {body!r}"


async def answers(person: Person) -> dict[str, str]:
    """Ask on every road of people; give the answers whole."""
    found = {path: await http(person, path) for path in (STILL, f"{STILL}?width=9", MJPEG, f"{MJPEG}?interval=0.5")}
    found["signed"] = await http(person, await signed(person), **NOBODY)
    found["signed for long"] = await http(person, await signed(person, STILL, 3600), **NOBODY)
    found["nobody"] = await http(person, STILL, **NOBODY)
    found["token"] = await http(person, f"{STILL}?token={'5f' * 32}", **NOBODY)
    response = await person.post(URL, {"entity_id": CAMERA})
    found["lease"] = f"{response.status} {await response.text()}"
    for kind, more in (
        ("camera/stream", {"entity_id": CAMERA}),
        ("camera/capabilities", {"entity_id": CAMERA}),
        ("camera/webrtc/get_client_config", {"entity_id": CAMERA}),
        ("camera/webrtc/offer", {"entity_id": CAMERA, "offer": OFFER}),
        ("media_source/resolve_media", {"media_content_id": MEDIA}),
        ("media_source/browse_media", {"media_content_id": "media-source://camera"}),
    ):
        found[kind] = _OWN.sub("", str(await person.ask(type=kind, **more)))
    for action in ("snapshot", "record"):
        found[action] = str(await person.call(f"camera.{action}", CAMERA, filename="/nowhere"))
    for action in ("turn_on", "turn_off"):
        found[action] = str(await person.call(f"camera.{action}", CAMERA))
    return found


async def test_the_same_to_the_letter(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """On every road, in status, headers and body, to those who have no part in the camera."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", "media_source") as home:
        for person in (home.carl, home.root):
            seen: dict[str, dict[str, list[str]]] = {}
            for state in STATES:
                await bring(home, state)
                for road, answer in (await answers(person)).items():
                    seen.setdefault(road, {}).setdefault(answer, []).append(state)
            assert {road: told for road, told in seen.items() if len(told) > 1} == {}
        assert home.fake.requests == []


async def test_who_may_look_is_told_that_it_is_off(home: Household) -> None:
    """503 and a sentence to the owner, and to a viewer while they are let in; nothing of it with privacy on."""
    for state, owner, viewer in (("off", 503, 403), ("off and shared", 503, 503)):
        await bring(home, state)
        assert await home.anna.sees() == owner
        assert await home.ben.sees() == viewer
    answer = await home.anna.ask(type="camera/stream", entity_id=CAMERA)
    assert "is off" in answer["error"]["message"]
    entity = home.hass.data[DATA_COMPONENT].get_entity(CAMERA)
    assert entity is not None
    assert entity.is_on  # asked by Home Assistant before it is known who asks: it would answer everybody


async def test_a_shield_instead_of_a_picture(home: Household) -> None:
    """Cards show it: that it is private to whoever may not look; off, or not reachable, to whoever may."""

    async def said(person: Person, path: str) -> tuple[int, str]:
        response = await person.get(path)
        assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        word = ET.fromstring(await response.read()).findtext(f"{_SVG}text")
        return response.status, word or ""

    await home.lower()
    assert {await said(home.carl, path) for path in (STILL, MJPEG)} == {(403, "Private")}
    home.fake.mode = Mode.OFFLINE
    assert {await said(home.anna, path) for path in (STILL, MJPEG)} == {(503, "Not reachable")}
    await bring(home, "off and shared")
    assert {await said(home.ben, path) for path in (STILL, MJPEG)} == {(503, "Off")}
    assert {await said(home.carl, path) for path in (STILL, MJPEG)} == {(403, "Private")}


async def test_for_nobody_to_keep(home: Household) -> None:
    """Whatever is answered says so to browsers and proxies: stills of every kind, and refusals."""
    await home.lower()
    given = await lease(home.anna)
    paths = [STILL, f"{STILL}?width=160&height=90", MJPEG, f"{MJPEG}?interval=0.5"]
    for person in (home.anna, home.ben):
        for path in paths:
            response = await person.get(path)
            assert (response.status, response.headers.get("Cache-Control")) == (200, NO_STORE), path
            response.close()
    for path in (given["still_url"], await signed(home.anna)):
        response = await home.anna.get(path, **NOBODY)
        assert (response.status, response.headers.get("Cache-Control")) == (200, NO_STORE), path
    for path in paths:
        response = await home.carl.get(path)
        assert (response.status, response.headers.get("Cache-Control")) == (403, NO_STORE), path
    await bring(home, "off")
    response = await home.anna.get(STILL)
    assert (response.status, response.headers.get("Cache-Control")) == (503, NO_STORE)
    await until(lambda: not [it for it in home.hass.data[GATEKEEPER].leases.all() if it.lifetime is None])
