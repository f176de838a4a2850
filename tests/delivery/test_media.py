"""The camera among the media: browsing tells what states tell, and playing is the same decision as everywhere."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from yarl import URL

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Channel, Kind
from tests.household.home import CAMERA, Household, Person, household
from tests.household.player import Player
from tests.household.programs import MEDIA
from tests.waiting import until


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with media."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", "media_source") as home:
        yield home


async def browse(person: Person) -> dict[str, Any]:
    """Open the cameras in the media browser, and return what there is of ours."""
    answer = await person.ask(type="media_source/browse_media", media_content_id="media-source://camera")
    (found,) = answer["result"]["children"]
    assert found["media_content_id"] == MEDIA
    return dict(found)


async def resolve(person: Person) -> str:
    """Play it from there; return the address, or the error."""
    answer = await person.ask(type="media_source/resolve_media", media_content_id=MEDIA)
    return URL(answer["result"]["url"]).path if answer["success"] else answer["error"]["message"]


async def test_browsing_shows_no_picture(home: Household) -> None:
    """Everybody finds the name that they find in the states; the picture beside it is for whom it is due.

    Home Assistant asks cameras in tasks that do not say who browses, so it cannot be hidden from some.
    """
    state = home.hass.states.get(CAMERA)
    assert state is not None
    for person, sees in zip(home.everybody, ("red", 403, 403, 403), strict=True):
        found = await browse(person)
        assert found["title"] == state.name
        assert found["thumbnail"] == f"/api/camera_proxy/{CAMERA}"
        assert await person.sees(found["thumbnail"]) == sees
    assert len(home.fake.requests) == 1
    await until(lambda: not home.hass.data[GATEKEEPER].leases.all())


async def test_playing_is_their_own_stream(home: Household) -> None:
    """Who plays it from the media browser is themselves, as in a dashboard."""
    assert await Player(home.carl, await resolve(home.anna)).video() == {"red"}
    (lease,) = home.hass.data[GATEKEEPER].leases.all()
    assert (lease.principal.kind, lease.principal.user, lease.channel) == (
        Kind.PERSON,
        home.anna.user.id,
        Channel.LIVE,
    )
    for person in (home.ben, home.carl, home.root):
        assert "/api/" not in await resolve(person)
    await home.lower()
    film = Player(home.carl, await resolve(home.ben))
    assert await film.video() == {"red"}
    for person in (home.carl, home.root):
        assert "/api/" not in await resolve(person)
    await home.raise_privacy()
    assert await film.status() in (0, 403)
    assert await film.status() == 403
