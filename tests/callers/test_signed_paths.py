"""Signatures of guarded cameras: worth something only for what was asked, and as quick as Home Assistant's."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any
from unittest.mock import patch

from homeassistant.components.auth import websocket_sign_path
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET_API
from homeassistant.components.websocket_api.messages import message_to_json_bytes
from homeassistant.core import HomeAssistant
import pytest
from yarl import URL

from custom_components.dropcam_privacy import pace as pace_module
from custom_components.dropcam_privacy.callers import signed_paths as signatures_module
from custom_components.dropcam_privacy.callers.signed_paths import SIGNATURES
from tests.household.home import MJPEG, STILL, Household, Person
from tests.household.signing import NOBODY, signed

type Handler = Callable[[HomeAssistant, ActiveConnection, dict[str, Any]], None]
# Against the noise of a busy machine: the quickest of so many rows counts.
_ROWS, _EACH = 20, 200
LONG = timedelta(hours=1)


def connected(person: Person, sent: list[Any]) -> ActiveConnection:
    """Open a connection of somebody's, whose answers are made ready to be sent, and kept."""

    def send(message: Any) -> None:
        sent.append(message if isinstance(message, bytes) else message_to_json_bytes(message))

    logger: Any = None
    return ActiveConnection(logger, person.hass, send, person.user, person.login, None)


def seconds(home: Household, connection: ActiveConnection, *handlers: Handler) -> list[float]:
    """Return how long one signature takes with each handler, in turns: whatever slows the machine slows them all."""
    message = {"id": 1, "type": "auth/sign_path", "path": STILL, "expires": 30}
    best = [1.0] * len(handlers)
    for _ in range(_ROWS):
        for index, handler in enumerate(handlers):
            begin = perf_counter()
            for _ in range(_EACH):
                handler(home.hass, connection, message)
            best[index] = min(best[index], (perf_counter() - begin) / _EACH)
    return best


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one login ask for as much as it likes."""
    monkeypatch.setattr(pace_module, "PER_SECOND", 1e9)


@pytest.mark.usefixtures("unhurried")
async def test_as_quick_as_stock(home: Household, record_property: Callable[[str, object], None]) -> None:
    """However many were made in the last minute, one more takes at most twice as long."""
    sent: list[Any] = []
    connection = connected(home.anna, sent)
    ours: Handler = home.hass.data[WEBSOCKET_API]["auth/sign_path"][0]
    seconds(home, connection, ours)
    stock, own = seconds(home, connection, websocket_sign_path, ours)
    print(f"signatures a second: {1 / own:.0f}, stock {1 / stock:.0f}, ratio {stock / own:.2f}")  # noqa: T201 - the figure
    record_property("ratio", stock / own)
    assert own < 2 * stock
    assert len(sent) == 3 * _ROWS * _EACH


@pytest.mark.usefixtures("unhurried")
async def test_they_leave_nothing_behind(home: Household) -> None:
    """Nothing is remembered of them: nobody fills the memory by signing."""
    connection = connected(home.anna, [])
    ours: Handler = home.hass.data[WEBSOCKET_API]["auth/sign_path"][0]
    message = {"id": 1, "type": "auth/sign_path", "path": STILL, "expires": 60}
    before = len(repr(vars(home.hass.data[SIGNATURES])))
    for _ in range(1000):
        ours(home.hass, connection, message)
    assert len(repr(vars(home.hass.data[SIGNATURES]))) == before


async def test_a_mark_is_for_one_path_and_one_login(home: Household) -> None:
    """Code that signs with an owner's login, and takes over the mark of what they signed, is a program all the same."""
    await home.lower()
    mine = URL(await signed(home.anna))
    mark = mine.query["signed"]

    def taken(path: str, mark: str, person: Person = home.anna) -> str:
        signed_by_code = URL(path).update_query(signed=mark)
        return async_sign_path(home.hass, str(signed_by_code), LONG, refresh_token_id=person.login.id)

    assert await home.anna.sees(str(mine), **NOBODY) == "red"
    # The same question in the same minute is the same question.
    assert await home.anna.sees(taken(STILL, mark), **NOBODY) == "red"
    bens = URL(await signed(home.ben)).query["signed"]
    for path in (
        taken(STILL, bens),
        taken(STILL, mark, home.ben),
        taken(STILL, mark[:-1]),
        taken(STILL, mark + "0"),
        taken(STILL, ""),
        taken(STILL, f"9{mark}"),
        taken(STILL, mark.upper()),
    ):
        assert await home.anna.sees(path, **NOBODY) == 403, path
    for path in (taken(MJPEG, mark), taken(f"{MJPEG}?interval=0.5", mark)):
        assert (await home.anna.get(path, **NOBODY)).status == 403


async def test_a_mark_lasts_as_long_as_its_signature(home: Household) -> None:
    """Code that signs for hours what somebody signed for seconds has a program's path when those are over."""
    path = await signed(home.anna, STILL, 5)
    mark = URL(path).query["signed"]
    longer = async_sign_path(home.hass, f"{STILL}?signed={mark}", LONG, refresh_token_id=home.anna.login.id)
    assert await home.anna.sees(longer, **NOBODY) == "red"
    later = signatures_module.monotonic() + 6.1
    with patch.object(signatures_module, "monotonic", lambda: later):
        assert await home.anna.sees(longer, **NOBODY) == 403
