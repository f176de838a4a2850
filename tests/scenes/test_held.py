"""What shows another home is held: from whom, for how long, and what is said of it."""

from contextlib import suppress

from aiohttp import ClientError
from homeassistant.helpers import issue_registry as ir

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.const import DOMAIN
from tests.audit.reading import rows
from tests.fakes.cameras import seen
from tests.household.home import MJPEG, STILL, Household

from .held import SENSOR, UNAVAILABLE, ask, back, hold, scene_of


def issue(home: Household) -> bool:
    """Return whether the repairs say that something is held."""
    return (DOMAIN, f"scene_held_{home.entry.entry_id}") in ir.async_get(home.hass).issues


async def test_it_is_held(known: Household) -> None:
    """Nobody gets a stranger's home, its owner neither; it comes back by itself when the camera shows its own."""
    assert (await known.anna.sees(), await known.ben.sees()) == ("red", "red")
    assert known.state(SENSOR) == "off"
    known.fake.switched["red"] = "blue"
    while (sees := await known.ben.sees()) != UNAVAILABLE:
        assert sees == "red"  # of a moment ago
    await hold(known)
    for person in (known.anna, known.ben):
        assert await person.sees() == UNAVAILABLE
        response = await person.get(STILL)
        assert "Held" in await response.text()
        assert (await person.get(MJPEG)).status == UNAVAILABLE
    assert await known.carl.sees() == 403
    assert known.state(SENSOR) == "on"
    assert issue(known)
    await back(known)
    assert (await known.anna.sees(), await known.ben.sees()) == ("red", "red")
    assert known.state(SENSOR) == "off"
    assert not issue(known)
    held, again = await rows(known, Event.SCENE_HELD, Event.SCENE_BACK)
    assert (held.said["why"], again.facet.event) == ("other", Event.SCENE_BACK)


async def test_the_first_week(new: Household) -> None:
    """What is not known yet is held for others; owners see it, with the question."""
    await hold(new)
    assert (await new.anna.sees(), await new.ben.sees()) == ("blue", UNAVAILABLE)
    overview = await ask(new, "question")
    assert (overview["scene"]["state"], overview["scene"]["settling"]) == ("held", True)
    await back(new)


async def test_dark(known: Household) -> None:
    """What cannot be checked is shown to owners only, and is no question."""
    await hold(known, "yellow")
    assert (await ask(known, "question"))["scene"]["state"] == "blank"
    assert await known.ben.sees() == UNAVAILABLE
    assert (await known.anna.get(STILL)).status == 200
    assert not issue(known)
    known.fake.switched["red"] = "blue"
    assert (await ask(known, "look"))["state"] == "held"
    assert await known.anna.sees() == UNAVAILABLE
    # A dark picture does not make a question of it go away.
    known.fake.switched["red"] = "yellow"
    assert (await ask(known, "look"))["state"] == "held"


async def test_in_the_middle_of_mjpeg(known: Household) -> None:
    """Whoever watches gets at most a second of it."""
    response = await known.ben.get(MJPEG)
    body = b""
    while b"\xff\xd9" not in body:
        body += await response.content.readany()
    known.fake.switched["red"] = "blue"
    with suppress(ClientError):  # it is cut off
        while chunk := await response.content.readany():
            body += chunk
    assert body.count(b"\xff\xd8\xff") < 40
    assert scene_of(known).held is not None
    assert seen(body.rpartition(b"\xff\xd8\xff")[0]) <= {"red", "blue"}


async def test_without_a_set_up(home: Household) -> None:
    """A camera that nobody set up shows what it shows."""
    await home.lower()
    home.fake.switched["red"] = "blue"
    assert (await home.anna.sees(), await home.ben.sees()) == ("blue", "blue")
    assert home.state(SENSOR) == "unknown"
