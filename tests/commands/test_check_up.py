"""The check-up, asked by everybody: what each is told, and what each may have fixed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_network
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.auth.providers import AuthProvider
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity, async_get_entity_settings
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.audit.log import LOG
from custom_components.dropcam_privacy.checkup import backups, forwarding, go2rtc, look, originals as checked_originals
from custom_components.dropcam_privacy.config import Wrapped
from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals import ORIGINALS
from custom_components.dropcam_privacy.originals.mark import Mark
from custom_components.dropcam_privacy.policy.model import CameraId
from tests.audit.reading import rows
from tests.household.flows import account, as_subentry, entity_camera
from tests.household.home import CAMERA, NURSERY, Household, Person, log_in

from .stock import stock_camera, visitor

PORCH = "porch"


async def check(person: Person, *kinds: str) -> list[dict[str, Any]]:
    """Have everything looked at, or return what is found of these kinds."""
    answer = await person.ask(type=f"{DOMAIN}/check_up")
    assert answer["success"], answer
    return [it for it in answer["result"] if it["kind"] in kinds or not kinds]


async def fix(person: Person, finding: dict[str, Any]) -> list[dict[str, Any]] | str:
    """Have something fixed; return what is left, or why not."""
    answer = await person.ask(type=f"{DOMAIN}/check_up/fix", finding=finding["id"])
    left: list[dict[str, Any]] | str = answer["result"] if answer["success"] else answer["error"]["code"]
    return left


@pytest.fixture(autouse=True)
def nothing_else_answers() -> Iterator[None]:
    """Leave what else runs on this machine out."""
    with patch.object(go2rtc, "async_own_hosts", return_value=[]):
        yield


@pytest.fixture
async def porch(home: Household) -> er.RegistryEntry:
    """Have another camera of the owner's, whose original is not locked, and has an image beside it."""
    original = await stock_camera(home)
    visitor(home, original)
    camera = entity_camera(PORCH, original.id, original.entity_id, lock_original=False)
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(camera))
    await home.hass.async_block_till_done()
    return original


def wrapped(home: Household) -> Wrapped:
    """Return how the original is treated."""
    found = Wrapped.of(home.entry.subentries[PORCH].data)
    assert found is not None
    return found


async def test_strangers_are_told_nothing(home: Household, porch: er.RegistryEntry) -> None:
    """Neither a viewer nor somebody else; an administrator nothing of whose cameras there are."""
    await check(home.anna)
    assert await check(home.ben) == await check(home.carl) == []
    assert "porch" not in str(await check(home.root)).lower()
    for said in await check(home.anna):
        for person in (home.ben, home.carl, home.root):
            if said["kind"] not in {"debug_logging", "exposed"}:
                assert await fix(person, said) == "refused"
    assert not wrapped(home).lock


async def test_programs_are_refused(home: Household, hass_ws_client: WebSocketGenerator) -> None:
    """A long-lived token is none of a person's own sessions, whoever's it is."""
    kiosk = await log_in(home.hass, home.anna.user, home.anna.http, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for command in ({"type": f"{DOMAIN}/check_up"}, {"type": f"{DOMAIN}/check_up/fix", "finding": "x"}):
        assert (await kiosk.ask(**command))["error"]["code"] == "refused"


async def test_original(home: Household, porch: er.RegistryEntry) -> None:
    """It is locked at once, with what else its device shows, and written down as what the owner did."""
    (found,) = await check(home.anna, "original_open")
    assert found | {"id": ""} == {
        "id": "",
        "kind": "original_open",
        "severity": "serious",
        "values": {"camera": "Porch", "original": "stock", "entity_id": porch.entity_id},
        "fix": "lock_original",
        "path": None,
        "may_fix": True,
    }
    (beside,) = await check(home.anna, "beside_open")
    assert beside["values"]["entity_id"] == "image.visitor"
    assert (beside["fix"], beside["may_fix"]) == (None, False)
    assert await fix(home.anna, beside) == "refused"
    assert await home.carl.sees(f"/api/camera_proxy/{porch.entity_id}") == "red"
    left = await fix(home.anna, found)
    assert not {it["kind"] for it in left if isinstance(it, dict)} & {"original_open", "beside_open"}
    assert await home.carl.sees(f"/api/camera_proxy/{porch.entity_id}") in {403, 500}
    assert wrapped(home).left_open == frozenset()
    assert await fix(home.anna, found) == "refused"  # it is not there any more
    (row,) = await rows(home, Event.LOCKED)
    assert row.said["name"] == "Anna"


async def test_beside(home: Household, porch: er.RegistryEntry) -> None:
    """A picture that was left open is closed, and no other."""
    registry = er.async_get(home.hass)
    other = visitor(home, porch, "other")
    subentry = home.entry.subentries[PORCH]
    data = {**subentry.data, "lock_original": True}
    home.hass.config_entries.async_update_subentry(home.entry, subentry, data=data)
    await home.hass.async_block_till_done()
    found = {it["values"]["entity_id"]: it for it in await check(home.anna, "beside_open")}
    assert set(found) == {"image.visitor", other.entity_id}
    assert await fix(home.root, found["image.visitor"]) == "refused"
    left = await fix(home.anna, found["image.visitor"])
    assert [it["values"]["entity_id"] for it in left if isinstance(it, dict) and it["kind"] == "beside_open"] == [
        other.entity_id
    ]
    closed = registry.async_get("image.visitor")
    assert closed is not None
    assert Mark.of(closed).beside
    assert closed.disabled


async def test_an_original_that_cannot_be_locked(home: Household, porch: er.RegistryEntry) -> None:
    """It is named, and the repairs say why; one without a unique id is not offered a lock that would not hold."""
    home.hass.states.async_set("camera.yaml", "idle")
    described = entity_camera("shed", None, "camera.yaml", lock_original=False)
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(described))
    await home.hass.async_block_till_done()
    for needs in (True, False):
        with patch.object(checked_originals, "needs_line", return_value=needs):
            (found,) = [it for it in await check(home.anna, "original_open") if it["values"]["camera"] == "Shed"]
        assert found["values"]["original"] == "camera.yaml"
        assert (found["fix"], found["may_fix"]) == ((None, False) if needs else ("lock_original", True))
    (found,) = [it for it in await check(home.anna, "original_open") if it["values"]["camera"] == "Porch"]
    assert isinstance(await fix(home.anna, found), list)
    lock = home.hass.data[ORIGINALS]._book.locks[CameraId(PORCH)]
    lock.failed = True
    (found,) = await check(home.anna, "original_not_closed")
    assert (found["values"]["camera"], found["path"], found["may_fix"]) == ("Porch", "/config/repairs", False)


async def test_an_automation_that_writes(home: Household) -> None:
    """It is named with its editor, if Home Assistant has one for it."""
    snapshot = {"action": "camera.record", "target": {"entity_id": CAMERA}, "data": {"filename": "www/{{ now() }}.mp4"}}
    automations = [
        {"id": "1", "alias": "With", "triggers": [], "actions": [snapshot]},
        {"alias": "Without", "triggers": [], "actions": [snapshot]},
    ]
    assert await async_setup_component(home.hass, "automation", {"automation": automations})
    found = {it["values"]["by"]: it["path"] for it in await check(home.anna, "written_to_www")}
    assert found == {"With": "/config/automation/edit/1", "Without": None}


async def test_files(home: Household) -> None:
    """What is named like a camera, and who writes there, is named with its file, to the owner alone."""
    hass = home.hass
    www = Path(hass.config.path("www"))
    www.mkdir()
    (www / "nursery_1.jpg").touch()
    (www / "nursery_2.jpg").touch()
    (www / "yard.jpg").touch()
    snapshot = {"action": "camera.snapshot", "target": {"entity_id": CAMERA}, "data": {"filename": "/config/www/x.jpg"}}
    elsewhere = {**snapshot, "data": {"filename": "/media/x.jpg"}}
    another = {**snapshot, "target": {"entity_id": "camera.yard"}}
    config = {"look": {"alias": "Look", "sequence": [{"if": [], "then": [snapshot]}, elsewhere, another]}}
    assert await async_setup_component(hass, "script", {"script": config})
    (file,) = await check(home.anna, "picture_in_www")
    assert file["values"] == {"camera": "Nursery", "file": "www/nursery_1.jpg", "more": "1"}
    (written,) = await check(home.anna, "written_to_www")
    assert written["values"] == {"camera": "Nursery", "file": "/config/www/x.jpg", "by": "Look"}
    assert (written["path"], written["may_fix"]) == ("/config/script/edit/look", False)
    assert await check(home.root, "picture_in_www", "written_to_www") == []


async def test_exposed(home: Household) -> None:
    """An owner, or an administrator, to whom Home Assistant shows the same, takes it away from assistants."""
    async_expose_entity(home.hass, "conversation", CAMERA, True)
    (mine,), (shown,) = await check(home.anna, "exposed"), await check(home.root, "exposed")
    assert mine["values"] == {"camera": "Nursery", "entity_id": CAMERA, "assistant": "conversation"}
    assert (mine["id"], mine["severity"], shown["severity"]) == (shown["id"], "moderate", "moderate")
    for person in (home.ben, home.carl):
        assert await fix(person, mine) == "refused"
    await home.share(allow=["assistants"])
    assert (await check(home.anna, "exposed"))[0]["severity"] == "minor"
    assert (await check(home.root, "exposed"))[0]["severity"] == "moderate"  # what is allowed is not theirs to know
    assert isinstance(await fix(home.root, shown), list)
    assert not async_get_entity_settings(home.hass, CAMERA)["conversation"]["should_expose"]
    assert await check(home.anna, "exposed") == []


async def test_looking_exposes_nothing(home: Household) -> None:
    """Home Assistant writes down what it is asked."""
    before = dict(async_get_entity_settings(home.hass, CAMERA))
    await check(home.anna)
    assert async_get_entity_settings(home.hass, CAMERA) == before


async def test_exposed_original(home: Household, porch: er.RegistryEntry) -> None:
    """A locked original that somebody exposes again is named."""
    (found,) = await check(home.anna, "original_open")
    await fix(home.anna, found)
    async_expose_entity(home.hass, "cloud.alexa", porch.entity_id, True)
    (found,) = await check(home.anna, "original_exposed")
    assert found["values"] == {"original": "stock", "entity_id": porch.entity_id, "assistant": "cloud.alexa"}
    assert isinstance(await fix(home.anna, found), list)
    assert await check(home.anna, "original_exposed") == []


async def test_logins(home: Household, hass_ws_client: WebSocketGenerator) -> None:
    """Only one's own, and never the one that asks."""
    for person in (home.anna, home.ben):
        await log_in(home.hass, person.user, person.http, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    old = await home.hass.auth.async_create_refresh_token(home.anna.user, "http://old/")
    old.created_at = old.last_used_at = dt_util.utcnow() - timedelta(days=100)
    home.hass.auth.async_set_expiry(home.anna.login, enable_expiry=False)
    assert await check(home.root, "token_never_ends", "login_never_ends", "login_unused") == []
    (token,) = await check(home.anna, "token_never_ends")
    assert token["values"] == {"login": "kiosk", "used": ""}
    (this,) = await check(home.anna, "login_never_ends")
    assert (this["fix"], this["path"], this["may_fix"]) == (None, "/profile/security", True)
    (unused,) = await check(home.anna, "login_unused")
    assert unused["values"]["login"] == "http://old/"
    assert await fix(home.anna, this) == "refused"
    for person in (home.ben, home.carl, home.root):
        assert await fix(person, token) == "refused"
    assert isinstance(await fix(home.anna, token), list)
    assert isinstance(await fix(home.anna, unused), list)
    assert set(home.anna.user.refresh_tokens) == {home.anna.login.id}
    assert len(home.ben.user.refresh_tokens) == 2


class _Trusting(AuthProvider):
    """Trusted networks, as they are configured."""

    def __init__(self, hass: HomeAssistant, users: dict[Any, Any]) -> None:
        super().__init__(hass, hass.auth._store, {"type": "trusted_networks"})
        self.config |= {"trusted_networks": [ip_network("10.0.0.0/8")], "trusted_users": users}


@contextmanager
def trusting(home: Household, **users: Any) -> Iterator[None]:
    """Trust a network, for these users."""
    provider = _Trusting(home.hass, {ip_network("10.0.0.0/8"): list(users.values())} if users else {})
    with patch.dict(home.hass.auth._providers, {("trusted_networks", None): provider}):
        yield


async def test_trusted_networks(home: Household) -> None:
    """Administrators hear of them, and owners whom they log in."""
    with trusting(home):
        (found,) = await check(home.anna, "login_without_password")
        assert found["values"] == {"networks": "10.0.0.0/8"}
        assert await check(home.ben) == []
    with trusting(home, ben=home.ben.user.id):
        assert await check(home.anna, "login_without_password") == []
        assert len(await check(home.root, "login_without_password")) == 1


async def test_forwarded(home: Household) -> None:
    """Where the owner lets integrations have the picture, those that give it on are named."""
    with patch.object(forwarding, "loaded", return_value=["homekit"]):
        assert await check(home.anna, "forwarded") == []
        await home.share(allow=["integrations"])
        (found,) = await check(home.anna, "forwarded")
        assert found["values"] == {"camera": "Nursery", "integration": "HomeKit Bridge"}
        assert await check(home.root, "forwarded") == []


async def test_forwarders_are_recognised(home: Household) -> None:
    """As integrations, and as platforms of cameras."""
    assert forwarding.loaded(home.hass) == []
    home.hass.config.components.add("proxy.camera")
    home.hass.config.components.add("mobile_app")
    assert forwarding.loaded(home.hass) == ["mobile_app", "proxy"]


async def test_automations(home: Household) -> None:
    """Those that may end privacy are named, and can be forgotten here."""
    lower = {"action": "switch.turn_off", "target": {"entity_id": "switch.nursery_privacy"}}
    automation = {"id": "1", "alias": "Coming home", "triggers": [], "actions": [lower]}
    assert await async_setup_component(home.hass, "automation", {"automation": [automation]})
    await home.share(allow=["automations_lower"])
    await home.choose("automation.coming_home")
    assert len(home.policy.lowerers) == 1
    (found,) = await check(home.anna, "may_lower")
    assert found["values"] == {"camera": "Nursery", "automation": "Coming home"}
    assert await check(home.root, "may_lower") == []
    assert await fix(home.root, found) == "refused"
    assert isinstance(await fix(home.anna, found), list)
    assert not home.policy.lowerers


async def test_debug_logging(home: Household) -> None:
    """Administrators have it end; owners are told."""
    name = f"custom_components.{DOMAIN}"
    assert await async_setup_component(home.hass, "logger", {})
    logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        found = {it["values"]["logger"]: it for it in await check(home.anna, "debug_logging")}
        assert (found[name]["fix"], found[name]["may_fix"]) == ("quiet_log", False)
        assert await fix(home.anna, found[name]) == "refused"
        assert isinstance(await fix(home.root, found[name]), list)
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
    finally:
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_backups(home: Household) -> None:
    """Automatic ones that are not encrypted are named, at any location; a password is not told."""
    assert await check(home.root, "backup_open") == []
    assert await async_setup_component(home.hass, "backup", {})
    await home.hass.async_block_till_done()
    config = home.hass.data[backups._MANAGER].config
    assert await check(home.root, "backup_open") == []  # none is made
    config.update(automatic_backups_configured=True, create_backup={"agent_ids": ["backup.local"]})
    (found,) = await check(home.anna, "backup_open")
    assert (found["path"], found["may_fix"]) == ("/config/backup/settings", False)
    assert (await check(home.root, "backup_open"))[0]["may_fix"]
    config.update(create_backup={"password": "pw-backup"}, agents={"backup.local": {"protected": False}})
    (found,) = await check(home.root, "backup_open", "backup_location_open")
    assert (found["kind"], found["values"]) == ("backup_location_open", {"location": "local"})
    assert "pw-backup" not in str(await check(home.root))


async def test_log(home: Household) -> None:
    """One that is not written is serious."""
    assert await check(home.anna, "log_not_written") == []
    failing = SimpleNamespace(writer=SimpleNamespace(writes=lambda: False))
    with patch.dict(home.hass.data, {LOG: failing}):
        (found,) = await check(home.anna, "log_not_written")
    assert found["severity"] == "serious"


async def test_what_cannot_be_looked_at(home: Household, caplog: pytest.LogCaptureFixture) -> None:
    """It is told, and hides nothing else."""
    async_expose_entity(home.hass, "conversation", CAMERA, True)

    async def broken(_: object) -> Any:
        raise RuntimeError

    with patch.dict(look.CHECKS, {"backups": broken}):
        found = await check(home.anna, "not_looked", "exposed")
    assert [(it["kind"], it["severity"]) for it in found] == [("exposed", "moderate"), ("not_looked", "minor")]
    assert found[1]["values"] == {"what": "backups"}
    assert "could not look at backups" in caplog.text


async def test_who_owns_less_by_now(home: Household) -> None:
    """Whoever ceases to be an owner while it is looked at is told nothing of the camera."""
    async_expose_entity(home.hass, "conversation", CAMERA, True)
    original = look.CHECKS["backups"]

    async def meanwhile(looker: Any) -> Any:
        if looker.accounts:
            await home.enter_owners(home.ben)
        return await original(looker)

    with patch.dict(look.CHECKS, {"backups": meanwhile}):
        assert await check(home.anna) == []


async def test_two_owners(home: Household) -> None:
    """Nothing of another owner's is told or fixed, whatever ids are tried."""
    async_expose_entity(home.hass, "conversation", CAMERA, True)
    entry = account(home.hass, home.carl.user)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    hers = await check(home.anna, "exposed")
    assert "Nursery" not in str(await check(home.carl))
    for found in hers:
        assert await fix(home.carl, found) == "refused"
    assert await fix(home.carl, {"id": NURSERY}) == "refused"
    assert await fix(home.anna, {"id": "x"}) == "refused"
