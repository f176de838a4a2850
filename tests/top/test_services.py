"""The actions for owners: who may call them, and what they do."""

from pathlib import Path
from typing import Any

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, Credentials
from homeassistant.components.camera import Camera
from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.json import load_json_object
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.fakes.pictures import jpeg
from tests.household.answers import PENDING, answer
from tests.household.flows import as_subentry, entity_camera
from tests.household.home import CAMERA, NURSERY, SWITCH, Household, log_in
from tests.household.rights import Disk
from tests.waiting import until

ANSWERS = ("list_changes", "accept_changes", "reject_changes")
SEEN = "accept_addresses"  # tried in test_addresses.py
ANSWER: dict[str, Any] = {
    "list_changes": {},
    "accept_changes": {"change_id": "x"},
    "reject_changes": {"change_id": "x"},
}
# Tried in test_controls.py.
ACTIONS = ("raise_privacy", "lower_privacy", "turn_off", "turn_on")
OWN: dict[str, dict[str, Any]] = {
    "set_sharing": {"viewers": [], "allow": ["ai"]},
    "release_original": {},
    "list_lowering_automations": {},
    "answer_scene": {"answer": "light"},
    "set_up_scene": {},
    "stop_scene": {},
}


def nothing_changed(home: Household) -> None:
    """See that what was asked for still waits, and nothing else happened."""
    assert home.policy.viewers == {home.ben.user.id}
    assert not home.policy.allow
    assert home.state(PENDING) == "on"
    assert home.hass.data[RIGHTS].pending(home.entry).added


@pytest.fixture
async def asked(home: Household) -> Household:
    """Have somebody else ask for a viewer and an allowance."""
    await home.enter(viewers=[home.ben.user.id, home.root.user.id], allow=["integrations"])
    nothing_changed(home)
    return home


# Who may.


async def test_others_are_refused(
    asked: Household, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """A viewer, somebody else, an administrator, the owner's long-lived token: by websocket and by REST."""
    client = await hass_client_no_auth()
    kiosk = await log_in(asked.hass, asked.anna.user, client, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for person in (asked.ben, asked.carl, asked.root, kiosk):
        for action in ANSWERS:
            assert await answer(person, action) == "refused"
            asked_for = {"entity_id": PENDING, **ANSWER[action]}
            response = await person.post(f"/api/services/{DOMAIN}/{action}?return_response", asked_for)
            assert response.status == 500
        for action, data in OWN.items():
            told = "owners_only" if person is asked.ben else "refused"
            assert await person.call(f"{DOMAIN}.{action}", CAMERA, **data) == told
        nothing_changed(asked)


@pytest.mark.parametrize("action", [*ANSWERS, *OWN])
async def test_programs_are_refused(asked: Household, action: str) -> None:
    """A script or automation that an owner started, a service in an owner's name, a listener with a stale context."""
    hass = asked.hass
    target = {"entity_id": CAMERA if action in OWN else PENDING}
    data = {**target, **OWN.get(action, ANSWER.get(action, {}))}
    response = action in ANSWERS
    stale: list[Context] = []
    refused: list[str] = []

    async def borrow(context: Context | None) -> None:
        try:
            await hass.services.async_call(
                DOMAIN, action, data, blocking=True, context=context, return_response=response
            )
        except HomeAssistantError as err:
            refused.append(str(err.translation_key))

    async def relay(call: ServiceCall) -> None:
        await borrow(call.context)

    @callback
    def noted(event: Event) -> None:
        stale.append(event.context)
        # As a listener does that answers a call in its caller's name, while that one runs.
        hass.async_create_task(borrow(event.context))

    step: dict[str, Any] = {
        "action": f"{DOMAIN}.{action}",
        "target": target,
        "data": OWN.get(action, ANSWER.get(action, {})),
    }
    step |= {"response_variable": "told"} if response else {}
    assert await async_setup_component(hass, "script", {"script": {"all": {"sequence": [step]}}})
    trigger = {"trigger": "event", "event_type": "doorbell"}
    automation = {"alias": "all", "triggers": [trigger], "actions": [step]}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.services.async_register("other", "relay", relay)
    await hass.async_block_till_done()
    assert await asked.anna.call("script.all", "") == "refused"
    hass.bus.async_fire("doorbell", context=Context(user_id=asked.anna.user.id))
    assert await asked.anna.call("automation.trigger", "automation.all") is None
    assert await asked.anna.call("other.relay", "") is None
    hass.bus.async_listen_once("call_service", noted)
    assert await asked.anna.call("switch.turn_on", SWITCH) is None
    await hass.async_block_till_done()
    assert stale
    await borrow(stale[0])
    await borrow(Context(user_id=asked.anna.user.id))
    await borrow(None)
    assert refused == ["refused"] * 5
    nothing_changed(asked)


async def test_only_on_the_sensor_that_is_meant(asked: Household) -> None:
    """The camera's own sensors answer nothing, and what is called on all of them is not called on this one."""
    for entity_id in ("binary_sensor.nursery_connection", "all"):
        assert await asked.anna.call(f"{DOMAIN}.accept_changes", entity_id, change_id="x") == "refused"
    nothing_changed(asked)


# What they do.


async def test_list_and_accept(asked: Household) -> None:
    """An owner who is no administrator reads what was asked for, and accepts just that."""
    told = await answer(asked.anna, "list_changes")
    assert told == {
        "change_id": told["change_id"],
        "owners_added": [],
        "owners_removed": [],
        "restored": False,
        "cameras": [
            {
                "entity_id": CAMERA,
                "name": "Nursery",
                "viewers_added": [{"id": asked.root.user.id, "name": "Root"}],
                "allow_added": ["integrations"],
                "lowerers_added": [],
                "turns_on": False,
                "renamed": [],
                "source": None,
            }
        ],
    }
    nothing_changed(asked)
    assert await answer(asked.anna, "accept_changes", change_id=told["change_id"]) == told
    assert asked.policy.viewers == {asked.ben.user.id, asked.root.user.id}
    assert asked.policy.allow == {"integrations"}
    assert asked.state(PENDING) == "off"
    nothing = await answer(asked.anna, "list_changes")
    assert (nothing["owners_added"], nothing["cameras"]) == ([], [])
    assert await answer(asked.anna, "accept_changes") == nothing


async def test_reject(asked: Household) -> None:
    """The entry says again what owners accepted; by REST as well."""
    path = f"/api/services/{DOMAIN}/reject_changes?return_response"
    change = (await answer(asked.anna, "list_changes"))["change_id"]
    assert await asked.anna.call(f"{DOMAIN}.reject_changes", PENDING) == "invalid_format"
    assert await asked.anna.call(f"{DOMAIN}.accept_changes", PENDING) == "invalid_format"
    nothing_changed(asked)
    response = await asked.anna.post(path, {"entity_id": PENDING, "change_id": change})
    told = (await response.json())["service_response"][PENDING]
    await asked.hass.async_block_till_done()
    assert told["cameras"][0]["allow_added"] == ["integrations"]
    assert asked.policy.viewers == {asked.ben.user.id}
    data = asked.entry.subentries[NURSERY].data
    assert (data["viewers"], data["allow"]) == ([asked.ben.user.id], [])
    assert asked.state(PENDING) == "off"


async def test_namesakes(asked: Household) -> None:
    """An owner can tell which of two users of one name is meant, also if that one may not log in."""
    names = []
    vic = asked.ben.user
    for login in ("vic", "vic2"):
        vic = await asked.hass.auth.async_create_user("Vic")
        vic.credentials.append(Credentials("homeassistant", None, {"username": login}, is_new=False))
        await asked.enter(viewers=[asked.ben.user.id, vic.id])
        told = await answer(asked.anna, "list_changes")
        names += told["cameras"][0]["viewers_added"]
    assert [viewer["name"] for viewer in names] == ["Vic", "Vic (vic2)"]
    await asked.hass.auth.async_deactivate_user(vic)
    told = await answer(asked.anna, "list_changes")
    assert told["cameras"][0]["viewers_added"] == [{"id": vic.id, "name": f"Vic ({vic.id})"}]
    await asked.hass.auth.async_remove_user(vic)
    told = await answer(asked.anna, "list_changes")
    assert told["cameras"][0]["viewers_added"] == [{"id": vic.id, "name": vic.id}]


@pytest.mark.parametrize("action", ["accept_changes", "reject_changes"])
async def test_a_change_after_the_list(asked: Household, action: str) -> None:
    """Who asks for more between list and answer gets neither."""
    told = await answer(asked.anna, "list_changes")
    await asked.enter(viewers=[asked.ben.user.id, asked.root.user.id, asked.carl.user.id])
    assert await answer(asked.anna, action, change_id=told["change_id"]) == "changes_differ"
    nothing_changed(asked)
    # Back to what was listed.
    await asked.enter(viewers=[asked.ben.user.id, asked.root.user.id])
    assert await answer(asked.anna, action, change_id=told["change_id"]) == told


async def test_a_change_while_it_is_accepted(asked: Household, disk: Disk) -> None:
    """What is entered while the disk is busy with the accepted change waits, and what is struck off is gone."""
    disk.waits = True
    call = asked.hass.async_create_task(answer(asked.anna, "accept_changes"))
    await until(lambda: bool(disk.pending))
    subentry = asked.entry.subentries[NURSERY]
    now = {**subentry.data, "viewers": [asked.ben.user.id, asked.carl.user.id]}
    asked.hass.config_entries.async_update_subentry(asked.entry, subentry, data=now)
    disk.waits = False
    await disk.answer()
    await call
    await asked.hass.async_block_till_done()
    assert asked.policy.viewers == {asked.ben.user.id}
    assert asked.policy.allow == {"integrations"}
    assert asked.state(PENDING) == "on"
    told = await answer(asked.anna, "list_changes")
    assert [viewer["name"] for viewer in told["cameras"][0]["viewers_added"]] == ["Carl"]


async def test_accepting_an_owner(asked: Household) -> None:
    """All begins anew: private, and shared only with what was accepted now."""
    await asked.lower()
    await asked.enter_owners(asked.anna, asked.root)
    told = await answer(asked.anna, "list_changes")
    assert [owner["name"] for owner in told["owners_added"]] == ["Root"]
    assert await answer(asked.anna, "accept_changes", change_id=told["change_id"]) == told
    assert asked.policy.owners == {asked.anna.user.id, asked.root.user.id}
    assert asked.policy.viewers == {asked.root.user.id}
    assert asked.policy.private
    assert (asked.entry.title, asked.state(PENDING)) == ("Anna, Root's cameras", "off")
    assert asked.entry.subentries[NURSERY].data["viewers"] == [asked.root.user.id]
    assert [await person.sees() for person in asked.everybody] == ["red", 403, 403, "red"]


async def test_set_sharing(asked: Household) -> None:
    """An owner sets viewers and programs of their camera, each by itself; what is not given stays as it is."""
    await asked.lower()
    lease = await asked.ben.get(f"/api/camera_proxy_stream/{CAMERA}")
    assert b"\xff\xd8" in await lease.content.read(2048)
    carl = asked.carl.user.id
    assert await asked.anna.call(f"{DOMAIN}.set_sharing", CAMERA, viewers=[carl, asked.anna.user.id]) is None
    assert not asked.hass.data[GATEKEEPER].leases.all()
    await asked.hass.async_block_till_done()
    assert asked.policy.viewers == {carl}
    assert asked.entry.subentries[NURSERY].data["viewers"] == [carl]
    # What was asked for besides still waits.
    assert not asked.policy.allow
    assert asked.state(PENDING) == "on"
    assert await asked.anna.call(f"{DOMAIN}.set_sharing", CAMERA, allow=["ai"]) is None
    await asked.hass.async_block_till_done()
    assert (asked.policy.viewers, asked.policy.allow) == ({carl}, {"ai"})
    assert asked.state(PENDING) == "off"
    assert [await person.sees() for person in asked.everybody] == ["red", 403, "red", 403]
    assert await asked.hass.config_entries.async_reload(asked.entry.entry_id)
    assert (asked.policy.viewers, asked.policy.allow) == ({carl}, {"ai"})


@pytest.mark.parametrize("who", ["nobody", "deactivated", "system"])
async def test_viewers_are_people(home: Household, who: str) -> None:
    """Not ids that are nobody's, not users who may not log in, not those of the system."""
    user = "nobody"
    if who == "deactivated":
        await home.hass.auth.async_deactivate_user(home.carl.user)
        user = home.carl.user.id
    if who == "system":
        user = (await home.hass.auth.async_create_system_user("Cast")).id
    assert await home.anna.call(f"{DOMAIN}.set_sharing", CAMERA, viewers=[user]) == "unknown_viewer"
    assert await home.anna.call(f"{DOMAIN}.set_sharing", CAMERA, allow=["everything"]) == "invalid_format"
    assert home.policy.viewers == {home.ben.user.id}


async def test_sharing_on_a_full_disk(home: Household, disk: Disk) -> None:
    """Who is taken off the list is out, who is put on it is not in, and it says so."""
    await home.lower()
    disk.fails = True
    assert await home.anna.call(f"{DOMAIN}.set_sharing", CAMERA, viewers=[home.carl.user.id]) == "not_durable"
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
    disk.fails = False
    await home.hass.async_block_till_done()
    assert home.entry.subentries[NURSERY].data["viewers"] == []
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert not home.policy.viewers


class Original(Camera):
    """A camera of another integration."""

    _attr_name = "Stock"

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Give a picture to whoever asks."""
        return jpeg("blue", 1)


async def test_release_original(home: Household) -> None:
    """An owner who is no administrator unlocks what their camera guards; nobody else does."""
    await home.hass.data["camera"].async_add_entities([Original()])
    described = entity_camera("porch", None, "camera.stock")
    porch = as_subentry(described)
    home.hass.config_entries.async_add_subentry(home.entry, porch)
    await home.hass.async_block_till_done()
    stock = "/api/camera_proxy/camera.stock"
    for person in (home.ben, home.carl, home.root):
        assert await person.call(f"{DOMAIN}.release_original", "camera.porch") == "refused"
        assert await person.sees(stock) != "blue"
    assert await home.anna.sees("/api/camera_proxy/camera.porch") == "blue"
    assert await home.anna.call(f"{DOMAIN}.release_original", "camera.porch") is None
    assert await home.carl.sees(stock) == "blue"
    assert await home.carl.sees("/api/camera_proxy/camera.porch") == 403
    assert await home.anna.call(f"{DOMAIN}.release_original", "camera.porch") == "no_original"


async def test_nothing_to_release(home: Household) -> None:
    """A camera at an address has no original."""
    assert await home.anna.call(f"{DOMAIN}.release_original", CAMERA) == "no_original"


@pytest.mark.parametrize("texts", [("translations/en.json", "fields"), ("icons.json", "")])
def test_actions_are_described(hass: HomeAssistant, texts: tuple[str, str]) -> None:
    """Each action has its description, its icon, and a text for each of its fields."""
    folder = Path("custom_components", DOMAIN)
    actions = load_yaml_dict(folder / "services.yaml")
    file, fields = texts
    described: Any = load_json_object(folder / file)["services"]
    assert set(actions) == set(described) == {*ANSWERS, SEEN, *OWN, *ACTIONS, "verify_log", "keep_log"}
    if fields:
        for name, action in actions.items():
            assert set(action.get("fields", {})) == set(described[name].get("fields", {}))
