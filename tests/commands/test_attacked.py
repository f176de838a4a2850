"""Attacks on our commands: odd values, floods, connections that are gone, and what is told of others' cameras."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import DOMAIN as WEBSOCKET_API, ActiveConnection
from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.checkup import go2rtc
from custom_components.dropcam_privacy.commands import asking
from custom_components.dropcam_privacy.commands.asking import Subscribe, Subscription
from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.isolation import run_as_nobody
from custom_components.dropcam_privacy.policy.model import CameraId
from tests.household.flows import account, address_camera
from tests.household.home import NURSERY, Household
from tests.waiting import until

from .asking import ask, overview


async def test_weekdays_that_are_no_numbers(home: Household) -> None:
    """True is a number to Python, and would be written down as a word that nobody can read."""
    ben = home.ben.user.id
    before = home.policy
    viewers = [{"user": ben, "times": {"weekdays": [True], "zone": "UTC"}}]
    answer = await ask(home.anna, "camera/viewers", camera=NURSERY, viewers=viewers)
    assert answer == "times_wrong"
    assert home.policy == before


@pytest.mark.parametrize(
    "times",
    [
        {"until": "0001-01-01"},
        {"until": "0001-01-01", "zone": "Asia/Jakarta"},
        {"until": "9000-12-31", "zone": "America/New_York"},
        {"until": "9999-12-31"},
        {"zone": "America"},
        {"zone": "../UTC"},
        {"zone": "/etc/localtime"},
        {"zone": "UTC\x00"},
        {"zone": "zone.tab"},
        {"zone": "UTC 1"},
        {"from": "1٨:00", "to": "2٢:00"},
        {"until": "٢٠٢٧-01-01"},
        {"from": "00:00", "to": "00:00"},
        {"from": "24:00", "to": "24:00"},
        {"from": "23:59", "to": "24:59"},
    ],
)
async def test_times_at_the_edges(home: Household, times: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """What is taken is in force and can be read again; what is not changes nothing, and is said in a word of ours."""
    ben, before = home.ben.user.id, home.policy
    answer = await ask(home.anna, "camera/viewers", camera=NURSERY, viewers=[{"user": ben, "times": times}])
    await home.hass.async_block_till_done()
    assert answer in (None, "times_wrong", "invalid_format")
    if answer is not None:
        assert home.policy == before
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert set(home.policy.viewers) <= {ben}
    await home.raise_privacy()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("log/list", {"camera": "a\x00b"}),
        ("log/list", {"camera": "'; drop table rows; --"}),
        ("log/list", {"before": [2**63 - 1, 2**63 - 1]}),
        ("log/days", {"since": 2**53, "zone": "UTC"}),
        ("log/days", {"since": 0, "zone": "../../etc/passwd"}),
        ("log/days", {"since": 0, "zone": "America"}),
        ("log/days", {"since": 0, "zone": "a\x00b"}),
        ("log/days", {"since": 0, "zone": ""}),
        ("log/prove", {"number": 2**53, "hash": "0" * 64}),
    ],
)
async def test_the_log_is_asked_nonsense(
    home: Household, name: str, data: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """An answer or a word of ours; nothing is written into Home Assistant's log, and ours goes on."""
    answer = await ask(home.anna, name, account=home.entry.entry_id, **data)
    assert answer != "unknown_error"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert home.hass.data[GATEKEEPER].logged


async def test_a_place_that_no_file_can_hold(home: Household) -> None:
    """It is refused for what it is, before the file is asked."""
    for before in ([2**64 - 1, 0], [0, 2**64 - 1], [-1, 0]):
        assert await ask(home.anna, "log/list", account=home.entry.entry_id, before=before) == "invalid_format"


async def test_hanging_up_while_waiting_for_a_turn(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever subscribes again and again and hangs up while they wait leaves nothing behind."""
    begun: list[Subscription] = []

    def noted(subscribe: Subscribe, subscription: Subscription) -> Callable[[], None]:
        stop = run_as_nobody(subscribe, subscription)
        begun.append(subscription)

        def end() -> None:
            begun.remove(subscription)
            stop()

        return end

    monkeypatch.setattr(asking, "run_as_nobody", noted)
    async with overview(home.ben) as heard:
        await heard.until(lambda it: it["cameras"])
        assert len(begun) == 1
    await until(lambda: not begun)
    socket = await home.carl._ws(home.carl.token)
    for _ in range(80):
        await socket.send_json_auto_id({"type": "dropcam_privacy/overview/subscribe"})
    await until(lambda: len(begun) > 20)
    await socket.close()
    await asyncio.sleep(2)  # until the last of them has had its turn
    assert not begun


async def test_what_waits_is_not_given_by_the_way(home: Household) -> None:
    """Somebody else enters a viewer; an owner who changes something else at that camera lets nobody in by it."""
    ben, carl = home.ben.user.id, home.carl.user.id
    await home.enter(viewers=[ben, carl])
    assert await ask(home.anna, "camera/allow", camera=NURSERY, allow=["ai"]) is None
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False, seconds=60) is None
    assert await ask(home.anna, "account/assistants", account=home.entry.entry_id, on=True) is None
    assert home.policy.viewers == {ben}
    assert await home.carl.sees() == 403


async def test_asking_by_anothers_connection(home: Household) -> None:
    """Code that was started from an owner's command, and asks us in another task of its own, is nobody."""
    wanted = {"id": 900, "type": f"{DOMAIN}/camera/private", "camera": NURSERY, "private": False}
    answers: list[Any] = []
    command = home.hass.data[WEBSOCKET_API][wanted["type"]][0].__wrapped__

    @websocket_api.websocket_command({"type": "nosy/keep"})
    @websocket_api.async_response
    async def keep(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        await asyncio.create_task(command(hass, connection, wanted))
        answers.append(home.policy.private)
        connection.send_result(msg["id"])

    websocket_api.async_register_command(home.hass, keep)
    answer = await home.anna.ask(type="nosy/keep")
    assert (answer["id"], answer["error"]["code"]) == (900, "refused")
    assert answers == [True]


async def test_a_file_of_anothers_camera(home: Household) -> None:
    """The check-up names no picture to an owner that is rather of somebody else's camera: its name opens it."""
    other = account(home.hass, home.carl.user, cameras=(address_camera(CameraId("nursery_window")),))
    assert await home.hass.config_entries.async_setup(other.entry_id)
    await home.hass.async_block_till_done()
    www = Path(home.hass.config.path("www"))
    www.mkdir()
    for name in ("nursery_1.jpg", "nursery_window_1.jpg"):
        (www / name).touch()
    for person, file in ((home.anna, "www/nursery_1.jpg"), (home.carl, "www/nursery_window_1.jpg")):
        with patch.object(go2rtc, "async_own_hosts", return_value=[]):
            told = await ask(person, "check_up")
        found = [it["values"] for it in told if it["kind"] == "picture_in_www"]
        assert [(it["file"], it["more"]) for it in found] == [(file, "0")]
    assert await home.hass.config_entries.async_unload(other.entry_id)
