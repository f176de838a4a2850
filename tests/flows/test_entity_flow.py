"""Cameras that wrap another integration's: which may be guarded, and who may release them."""

from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN, SUBENTRY_CAMERA
from custom_components.dropcam_privacy.originals.yaml_line import note_line
from tests.household.flows import (
    account,
    accounts_stay_unloaded,
    add_user,
    change_camera,
    entity_camera,
    new_camera,
    suggested,
)

NOBODY: dict[str, list[str]] = {"viewers": [], "allow": [], "lowerers": []}
type Client = Callable[[str], Awaitable[TestClient[Any, Any]]]


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Only the flows run."""
    with accounts_stay_unloaded():
        yield


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner, who is an administrator."""
    return await add_user(hass, "Anna")


@pytest.fixture
async def ben(hass: HomeAssistant) -> User:
    """Return another administrator."""
    return await add_user(hass, "Ben")


@pytest.fixture
def entry(hass: HomeAssistant, anna: User) -> ConfigEntry:
    """Return Anna's account, without cameras."""
    return account(hass, anna)


@pytest.fixture
def original(entity_registry: er.EntityRegistry) -> er.RegistryEntry:
    """Return another integration's camera."""
    return entity_registry.async_get_or_create("camera", "demo", "1", suggested_object_id="garden")


@pytest.fixture
def guarded(hass: HomeAssistant, anna: User, original: er.RegistryEntry) -> ConfigEntry:
    """Return Anna's account with a camera that has locked that."""
    camera = entity_camera("garden", original.id, "camera.garden", original_identity=["demo", "1"])
    return account(hass, anna, cameras=(camera,))


def data_of(entry: ConfigEntry, camera: str | None = None) -> dict[str, Any]:
    """Return the data of a camera, or of the only one."""
    found = entry.subentries[camera] if camera else next(iter(entry.subentries.values()))
    return dict(found.data)


async def test_guarding_a_camera(hass: HomeAssistant, entry: ConfigEntry, original: er.RegistryEntry) -> None:
    """It is kept by its registry id, and locked unless somebody says otherwise."""
    flow, form = await new_camera(hass, entry, "entity")
    assert suggested(form) == {"lock_original": True, "take_over": False}

    form = await flow.answer(name="Garden", entity_id="camera.garden")
    assert form["step_id"] == "sharing"
    result = await flow.answer()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Garden"
    assert data_of(entry) == {
        "kind": "entity",
        "original": original.id,
        "original_identity": ["demo", "1"],
        "original_entity_id": "camera.garden",
        "lock_original": True,
        "take_over": False,
        "left_open": [],
        **NOBODY,
    }


async def test_guarding_a_camera_by_its_registry_id(
    hass: HomeAssistant, entry: ConfigEntry, original: er.RegistryEntry
) -> None:
    """Which Home Assistant's field takes as well; it need not be locked."""
    flow, _ = await new_camera(hass, entry, "entity")
    await flow.answer(name="Garden", entity_id=original.id, lock_original=False)
    await flow.answer()
    data = data_of(entry)
    assert (data["original"], data["original_entity_id"]) == (original.id, "camera.garden")
    assert data["lock_original"] is False


async def test_cameras_that_cannot_be_guarded(
    hass: HomeAssistant, anna: User, guarded: ConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """Ours, those of any account that are guarded, what is no camera, and what is not there."""
    entity_registry.async_get_or_create("camera", DOMAIN, "garden", suggested_object_id="ours")
    entity_registry.async_get_or_create("light", "demo", "1", suggested_object_id="lamp")
    entity_registry.async_get_or_create(
        "camera", "demo", "2", suggested_object_id="dark", disabled_by=er.RegistryEntryDisabler.USER
    )
    entity_registry.async_get_or_create("camera", "demo", "3", suggested_object_id="free")
    other = account(hass, anna, await add_user(hass, "Ben"))
    flow, form = await new_camera(hass, other, "entity")
    assert form["data_schema"].schema["entity_id"].config["exclude_entities"] == ["camera.ours", "camera.garden"]

    for entity_id, error in {
        "camera.ours": "own_camera",
        "camera.garden": "already_guarded",
        "light.lamp": "not_found",
        "camera.dark": "not_found",
        "camera.nowhere": "not_found",
        "0123456789abcdef0123456789abcdef": "not_found",
    }.items():
        form = await flow.answer(name="Free", entity_id=entity_id)
        assert form["errors"] == {"entity_id": error}
        assert suggested(form) == {"name": "Free", "entity_id": entity_id, "lock_original": True, "take_over": False}

    form = await flow.answer(name=" ", entity_id="camera.free")
    assert form["errors"] == {"name": "name_required"}
    form = await flow.answer(name="Free", entity_id="camera.free")
    assert form["step_id"] == "sharing"


async def test_a_renamed_original_is_still_guarded(
    hass: HomeAssistant, guarded: ConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """And another camera may take its former name."""
    entity_registry.async_update_entity("camera.garden", new_entity_id="camera.yard")
    entity_registry.async_get_or_create("camera", "demo", "2", suggested_object_id="garden")
    flow, form = await new_camera(hass, guarded, "entity")
    assert form["data_schema"].schema["entity_id"].config["exclude_entities"] == ["camera.yard"]

    form = await flow.answer(name="Yard", entity_id="camera.yard")
    assert form["errors"] == {"entity_id": "already_guarded"}
    form = await flow.answer(name="Garden", entity_id="camera.garden")
    assert form["step_id"] == "sharing"


async def test_a_camera_from_yaml_cannot_be_hidden(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """The flow says so before it goes on; its entity id is all there is."""
    hass.states.async_set("camera.yaml", "idle")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Yard", entity_id="camera.yaml")
    assert form["step_id"] == "entity_yaml"
    assert form["description_placeholders"] == {"entity_id": "camera.yaml"}
    form = await flow.answer()
    assert form["step_id"] == "sharing"
    await flow.answer(**NOBODY)
    data = data_of(entry)
    assert (data["original"], data["original_entity_id"]) == (None, "camera.yaml")

    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Again", entity_id="camera.yaml")
    assert form["errors"] == {"entity_id": "already_guarded"}


async def test_a_camera_from_yaml_that_is_not_locked(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Then there is nothing to say."""
    hass.states.async_set("camera.yaml", "idle")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Yard", entity_id="camera.yaml", lock_original=False)
    assert form["step_id"] == "sharing"


async def test_two_who_guard_the_same_camera_at_once(
    hass: HomeAssistant, anna: User, ben: User, original: er.RegistryEntry
) -> None:
    """The first to finish has it."""
    first, _ = await new_camera(hass, account(hass, anna), "entity")
    second, _ = await new_camera(hass, account(hass, ben), "entity")
    for flow in (first, second):
        await flow.answer(name="Garden", entity_id="camera.garden")

    assert (await second.answer())["type"] is FlowResultType.CREATE_ENTRY
    assert (await first.answer())["reason"] == "already_guarded"


@pytest.mark.parametrize("changes", [False, True])
async def test_somebody_is_quicker_while_the_warning_is_read(
    hass: HomeAssistant, anna: User, ben: User, original: er.RegistryEntry, changes: bool
) -> None:
    """Then the one who reads is told, for a new camera and for a changed one: two would guard it, and both be dead."""
    hass.states.async_set("camera.yaml", "idle")
    garden = entity_camera("garden", original.id, "camera.garden", lock_original=False)
    mine = account(hass, anna, cameras=(garden,) if changes else ())
    flow = (await change_camera(hass, mine, "garden", "source") if changes else await new_camera(hass, mine, "entity"))[
        0
    ]
    form = await flow.answer(name="Yard", entity_id="camera.yaml", lock_original=True)
    assert form["step_id"] == "entity_yaml"
    account(hass, ben, cameras=(entity_camera("bens", None, "camera.yaml"),))
    form = await flow.answer()
    assert (form["step_id"], form["errors"]) == ("entity", {"entity_id": "already_guarded"})
    assert suggested(form)["entity_id"] == "camera.yaml"


async def test_a_lock_that_would_not_hold_at_a_start(hass: HomeAssistant, anna: User, entry: ConfigEntry) -> None:
    """It is not promised: the form names the line that is missing. What is promised already is not taken away."""
    hass.states.async_set("camera.yaml", "idle")
    hass.config.components.add("cloud")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Yard", entity_id="camera.yaml")
    assert form["errors"] == {"lock_original": "lock_needs_line"}
    note_line(hass)
    form = await flow.answer(name="Yard", entity_id="camera.yaml")
    assert form["step_id"] == "entity_yaml"
    del hass.data["dropcam_privacy_yaml_line"]
    locked = account(hass, anna, cameras=(entity_camera("loft", None, "camera.yaml"),))
    flow, _ = await change_camera(hass, locked, "loft", "source")
    form = await flow.answer(name="Attic", entity_id="camera.yaml", lock_original=True)
    assert form["step_id"] == "entity_yaml"


# Changing it.


async def test_a_new_name(hass: HomeAssistant, guarded: ConfigEntry, entity_registry: er.EntityRegistry) -> None:
    """Needs no owner; the original is shown under the name that it has now, which is no other source."""
    entity_registry.async_update_entity("camera.garden", new_entity_id="camera.yard")
    before = data_of(guarded)
    flow, form = await change_camera(hass, guarded, "garden", "source")
    assert suggested(form) == {"name": "Garden", "entity_id": "camera.yard", "lock_original": True, "take_over": False}

    result = await flow.answer(name="Yard", entity_id="camera.yard")

    assert result["reason"] == "reconfigure_successful"
    assert guarded.subentries["garden"].title == "Yard"
    assert data_of(guarded) == before


async def test_an_original_that_is_missing(
    hass: HomeAssistant, guarded: ConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """It stays what is guarded: it may come back."""
    entity_registry.async_remove("camera.garden")
    before = data_of(guarded)
    flow, form = await change_camera(hass, guarded, "garden", "source")
    assert suggested(form)["entity_id"] == "camera.garden"
    result = await flow.answer(name="Yard", entity_id="camera.garden")
    assert result["reason"] == "reconfigure_successful"
    assert data_of(guarded) == before


async def test_an_original_that_was_not_locked(hass: HomeAssistant, anna: User, original: er.RegistryEntry) -> None:
    """Anybody who can change the camera may lock it, or propose another."""
    entry = account(hass, anna, cameras=(entity_camera("garden", original.id, "camera.garden", lock_original=False),))
    before = data_of(entry)
    hass.states.async_set("camera.yaml", "idle")
    flow, form = await change_camera(hass, entry, "garden", "source")
    assert suggested(form)["lock_original"] is False

    form = await flow.answer(entity_id="camera.yaml", lock_original=True)
    assert form["step_id"] == "entity_yaml"
    result = await flow.answer()

    assert result["reason"] == "proposed_source"
    yaml = entity_camera("garden", None, "camera.yaml")["data"]
    proposed = {key: value for key, value in yaml.items() if key not in ("viewers", "allow")}
    assert data_of(entry) == {**before, "proposed_source": proposed}

    flow, _ = await change_camera(hass, entry, "garden", "source")
    result = await flow.answer(entity_id="camera.garden", lock_original=True)
    assert result["reason"] == "reconfigure_successful"
    assert data_of(entry) == {**before, "lock_original": True}, "who enters what is there takes the proposal back"


# Taking over its entity id.


async def test_taking_over(hass: HomeAssistant, entry: ConfigEntry, ben: User, original: er.RegistryEntry) -> None:
    """Anybody who can use the form may, but only from an original that is locked, and has an id that can be changed."""
    hass.states.async_set("camera.yaml", "idle")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Garden", entity_id="camera.garden", lock_original=False, take_over=True)
    assert form["errors"] == {"take_over": "take_over_unlocked"}
    assert suggested(form)["take_over"] is True
    form = await flow.answer(name="Garden", entity_id="camera.yaml", take_over=True)
    assert form["errors"] == {"take_over": "take_over_no_unique_id"}
    await flow.answer(name="Garden", entity_id="camera.garden", take_over=True)
    await flow.answer(**NOBODY)
    assert data_of(entry)["take_over"] is True


async def test_taking_over_later(hass: HomeAssistant, guarded: ConfigEntry, ben: User) -> None:
    """It opens nothing, so it needs no owner; but giving it back does."""
    flow, form = await change_camera(hass, guarded, "garden", "source")
    assert suggested(form)["take_over"] is False
    result = await flow.answer(entity_id="camera.garden", take_over=True)
    assert result["reason"] == "reconfigure_successful"
    assert data_of(guarded)["take_over"] is True

    flow, form = await change_camera(hass, guarded, "garden", "source")
    assert suggested(form)["take_over"] is True
    form = await flow.answer(entity_id="camera.garden", take_over=False)
    assert form["errors"] == {"take_over": "take_over_owner_only"}
    form = await flow.answer(entity_id="camera.garden", take_over=False, lock_original=False)
    assert form["errors"] == {"lock_original": "owner_only"}
    assert data_of(guarded)["take_over"] is True


async def test_an_original_that_is_missing_while_its_entity_id_is_taken(
    hass: HomeAssistant, anna: User, entity_registry: er.EntityRegistry
) -> None:
    """It stays what is guarded, though the guarded camera is what has its entity id."""
    entity_registry.async_get_or_create("camera", DOMAIN, "garden_camera", suggested_object_id="garden")
    camera = entity_camera("garden", "gone", "camera.garden", original_identity=["demo", "1"], take_over=True)
    entry = account(hass, anna, cameras=(camera,))
    before = data_of(entry)
    flow, form = await change_camera(hass, entry, "garden", "source")
    assert suggested(form)["entity_id"] == "camera.garden"
    result = await flow.answer(name="Yard", entity_id="camera.garden", take_over=True)
    assert result["reason"] == "reconfigure_successful"
    assert data_of(entry) == before


async def test_an_original_that_the_registry_forgot(
    hass: HomeAssistant, anna: User, guarded: ConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """It is known by its platform and unique id, whatever it is called now."""
    entity_registry.async_remove("camera.garden")
    entity_registry.deleted_entities.clear()
    entity_registry.async_get_or_create("camera", "demo", "1", suggested_object_id="plot")
    flow, _ = await new_camera(hass, guarded, "entity")
    form = await flow.answer(name="Plot", entity_id="camera.plot")
    assert form["errors"] == {"entity_id": "already_guarded"}
    flow, form = await change_camera(hass, guarded, "garden", "source")
    assert suggested(form)["entity_id"] == "camera.plot"
    result = await flow.answer(entity_id="camera.plot")
    assert result["reason"] == "reconfigure_successful"


RELEASES = [
    ({"entity_id": "camera.garden", "lock_original": False}, "lock_original"),
    ({"entity_id": "camera.other", "lock_original": True}, None),
    ({"entity_id": "camera.other", "lock_original": False}, "lock_original"),
]


@pytest.mark.parametrize(("answer", "field"), RELEASES)
async def test_no_program_releases_an_original(
    hass: HomeAssistant,
    guarded: ConfigEntry,
    entity_registry: er.EntityRegistry,
    answer: dict[str, Any],
    field: str | None,
) -> None:
    """Nobody is asking: refused. To take another original, which is to release this one, is a proposal."""
    entity_registry.async_get_or_create("camera", "demo", "2", suggested_object_id="other")
    before = data_of(guarded)
    flow, _ = await change_camera(hass, guarded, "garden", "source")
    result = await flow.answer(**answer)
    if field is None:
        assert result["reason"] == "proposed_source"
        assert data_of(guarded).pop("proposed_source")["original_entity_id"] == "camera.other"
        assert {**data_of(guarded), "proposed_source": None} == {**before, "proposed_source": None}
        return
    assert result["errors"] == {field: "owner_only"}
    assert data_of(guarded) == before

    result = await flow.answer(name="Yard", entity_id="camera.garden", lock_original=True)
    assert result["reason"] == "reconfigure_successful"


@pytest.fixture
async def log_in(hass: HomeAssistant, hass_client_no_auth: Any) -> Callable[[User], Awaitable[TestClient[Any, Any]]]:
    """Return a way to be somebody, over HTTP."""
    assert await async_setup_component(hass, "config", {})

    async def log_in(user: User) -> TestClient[Any, Any]:
        token = await hass.auth.async_create_refresh_token(user, "http://frontend.test")
        client: TestClient[Any, Any] = await hass_client_no_auth()
        client.session.headers["Authorization"] = f"Bearer {hass.auth.async_create_access_token(token)}"
        return client

    return log_in


async def post(client: TestClient[Any, Any], flow: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Submit what the frontend would."""
    response = await client.post(f"/api/config/config_entries/subentries/flow{flow}", json=answer)
    assert response.status == HTTPStatus.OK
    result: dict[str, Any] = await response.json()
    return result


@pytest.mark.parametrize(("answer", "field"), RELEASES)
@pytest.mark.parametrize("owner", [True, False])
async def test_only_an_owner_releases_an_original(
    hass: HomeAssistant,
    guarded: ConfigEntry,
    entity_registry: er.EntityRegistry,
    anna: User,
    ben: User,
    log_in: Callable[[User], Awaitable[TestClient[Any, Any]]],
    answer: dict[str, Any],
    field: str | None,
    *,
    owner: bool,
) -> None:
    """In their own session; another administrator does not."""
    other = entity_registry.async_get_or_create("camera", "demo", "2", suggested_object_id="other")
    before = data_of(guarded)
    client = await log_in(anna if owner else ben)
    begin = {"handler": [guarded.entry_id, SUBENTRY_CAMERA], "subentry_id": "garden"}
    menu = await post(client, "", begin)
    form = await post(client, f"/{menu['flow_id']}", {"next_step_id": "source"})
    assert [field["name"] for field in form["data_schema"]] == ["name", "entity_id", "lock_original", "take_over"]

    result = await post(client, f"/{menu['flow_id']}", answer)

    if owner:
        assert result["reason"] == "reconfigure_successful"
        changed: dict[str, Any] = {}
        if answer["entity_id"] == "camera.other":
            identity = ["demo", "2"]
            changed = {"original": other.id, "original_identity": identity, "original_entity_id": "camera.other"}
        assert data_of(guarded) == {**before, **changed, "lock_original": answer["lock_original"]}
    elif field is None:
        assert result["reason"] == "proposed_source"
        assert {**data_of(guarded), "proposed_source": None} == {**before, "proposed_source": None}
    else:
        assert result["errors"] == {field: "owner_only"}
        assert data_of(guarded) == before


async def test_the_frontend_can_show_every_form(
    hass: HomeAssistant, entry: ConfigEntry, anna: User, log_in: Callable[[User], Awaitable[TestClient[Any, Any]]]
) -> None:
    """All fields can be put in words for it, and no password among them."""
    client = await log_in(anna)
    form: dict[str, Any] = {}
    for kind, last in (("address", "verify_ssl"), ("entity", "take_over")):
        menu = await post(client, "", {"handler": [entry.entry_id, SUBENTRY_CAMERA]})
        form = await post(client, f"/{menu['flow_id']}", {"next_step_id": kind})
        assert form["data_schema"][-1]["name"] == last
    assert form["data_schema"][1]["selector"]["entity"]["domain"] == ["camera"]


@pytest.mark.parametrize("registered", [True, False])
@pytest.mark.parametrize("owner", [True, False])
async def test_what_has_the_entity_id_now(
    hass: HomeAssistant,
    anna: User,
    ben: User,
    log_in: Callable[[User], Awaitable[TestClient[Any, Any]]],
    entity_registry: er.EntityRegistry,
    owner: bool,
    registered: bool,
) -> None:
    """A camera from YAML is no longer guarded when that goes to whatever took its entity id: only owners do that."""
    camera = entity_camera("yaml", None, "camera.yaml", original_platform="ffmpeg")
    guarded = account(hass, anna, cameras=(camera,))
    if registered:
        entity_registry.async_get_or_create("camera", "demo", "2", suggested_object_id="yaml")
    else:
        hass.states.async_set("camera.yaml", "idle")
    client = await log_in(anna if owner else ben)
    menu = await post(client, "", {"handler": [guarded.entry_id, SUBENTRY_CAMERA], "subentry_id": "yaml"})
    await post(client, f"/{menu['flow_id']}", {"next_step_id": "source"})
    answer = {"name": "Yaml", "entity_id": "camera.yaml", "lock_original": True, "take_over": False}
    before = data_of(guarded)
    result = await post(client, f"/{menu['flow_id']}", answer)
    if result["type"] == FlowResultType.FORM:
        result = await post(client, f"/{menu['flow_id']}", {})
    assert result["reason"] == ("reconfigure_successful" if owner else "proposed_source")
    assert owner or {**data_of(guarded), "proposed_source": None} == {**before, "proposed_source": None}
