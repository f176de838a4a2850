"""Fixtures of a household; a folder's conftest takes them."""

from collections.abc import AsyncIterator, Iterator

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.home import Household, household
from tests.household.rights import Disk, a_disk


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Put a disk that we command under all stores."""
    with a_disk() as disk:
        yield disk


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with one camera."""
    async with household(hass, hass_client_no_auth, hass_ws_client) as home:
        yield home
