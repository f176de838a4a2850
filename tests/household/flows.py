"""Walks through flows as the frontend does, and sees that everything they say has a text."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self
from unittest.mock import patch

from homeassistant.auth.models import Credentials, User
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryChange,
    ConfigSubentry,
    ConfigSubentryDataWithId,
)
from homeassistant.const import CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.const import (
    CONF_ALLOW,
    CONF_KIND,
    CONF_LOCK_ORIGINAL,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_IDENTITY,
    CONF_OWNERS,
    CONF_TAKE_OVER,
    CONF_VIEWERS,
    DOMAIN,
    KIND_ADDRESS,
    KIND_ENTITY,
    SUBENTRY_CAMERA,
)
from custom_components.dropcam_privacy.following import async_begin
from custom_components.dropcam_privacy.people import account_unique_id

INTEGRATION = f"custom_components.{DOMAIN}"
_TEXTS = json.loads(Path("custom_components", DOMAIN, "translations", "en.json").read_text(encoding="utf-8"))

type Result = Mapping[str, Any]


@contextmanager
def accounts_stay_unloaded() -> Iterator[None]:
    """Let entries be created without anything that runs: the flows are what is tried."""
    with (
        patch(f"{INTEGRATION}.async_setup", return_value=True),
        patch(f"{INTEGRATION}.async_setup_entry", return_value=True),
    ):
        yield


@contextmanager
def an_owner_is_in_flows() -> Iterator[None]:
    """Let what is asked in flows, which the tests drive without a client, be an owner's own, whoever that is."""
    with (
        patch(f"{INTEGRATION}.flows.camera.async_may_release", return_value=True),
        patch(f"{INTEGRATION}.config_flow.async_may_release", return_value=True),
        patch(f"{INTEGRATION}.flows.camera.own_session_user", return_value="owner"),
    ):
        yield


@contextmanager
def own_session(user: User) -> Iterator[None]:
    """Let what is asked in flows, which the tests drive without a client, count as asked in a user's own session."""
    with ExitStack() as patches:
        for module in (".accounts", ".following", ".rights.proposals", ".flows.camera"):
            patches.enter_context(patch(f"{INTEGRATION}{module}.own_session_user", return_value=user.id))
        yield


async def add_user(hass: HomeAssistant, name: str | None, login: str | None = None) -> User:
    """Add a person, with a login of their own if it is named."""
    user = await hass.auth.async_create_user(name or "", group_ids=["system-admin"])
    user.name = name
    if login is not None:
        user.credentials.append(Credentials("homeassistant", None, {"username": login}, is_new=False))
    return user


def address_camera(camera: str = "nursery", **data: Any) -> ConfigSubentryDataWithId:
    """Describe a stored camera at an address."""
    stored = {
        CONF_KIND: KIND_ADDRESS,
        CONF_VERIFY_SSL: True,
        CONF_VIEWERS: [],
        CONF_ALLOW: [],
        **data,
    }
    return _camera(camera, stored)


def as_subentry(camera: ConfigSubentryDataWithId) -> ConfigSubentry:
    """Make the subentry of a described camera."""
    return ConfigSubentry(
        data=MappingProxyType(dict(camera["data"])),
        subentry_id=camera["subentry_id"],
        subentry_type=camera["subentry_type"],
        title=camera["title"],
        unique_id=camera["unique_id"],
    )


def entity_camera(camera: str, original: str | None, entity_id: str, **data: Any) -> ConfigSubentryDataWithId:
    """Describe a stored camera that guards another integration's."""
    stored = {
        CONF_KIND: KIND_ENTITY,
        CONF_ORIGINAL: original,
        CONF_ORIGINAL_IDENTITY: None,
        CONF_ORIGINAL_ENTITY_ID: entity_id,
        CONF_LOCK_ORIGINAL: True,
        CONF_TAKE_OVER: False,
        CONF_VIEWERS: [],
        CONF_ALLOW: [],
        **data,
    }
    return _camera(camera, stored)


def _camera(camera: str, data: dict[str, Any]) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        data=data, subentry_id=camera, subentry_type=SUBENTRY_CAMERA, title=camera.capitalize(), unique_id=None
    )


def account(hass: HomeAssistant, *owners: User, cameras: tuple[ConfigSubentryDataWithId, ...] = ()) -> MockConfigEntry:
    """Add an account that exists already."""
    ids = [owner.id for owner in owners]
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=f"{', '.join(owner.name or '' for owner in owners)}'s cameras",
        data={CONF_OWNERS: ids},
        unique_id=account_unique_id(ids),
        subentries_data=cameras,
    )
    entry.add_to_hass(hass)
    # As Home Assistant does when a dialog makes it.
    async_begin(hass)
    hass.config_entries._async_dispatch(ConfigEntryChange.ADDED, entry)
    return entry


class Flow:
    """A flow that somebody is in."""

    def __init__(self, hass: HomeAssistant, *, camera: bool) -> None:
        """Be in no flow yet."""
        self._manager: Any = hass.config_entries.subentries if camera else hass.config_entries.flow
        self._texts = _TEXTS["config_subentries"][SUBENTRY_CAMERA] if camera else _TEXTS["config"]
        self._id = ""

    @classmethod
    def resume(cls, hass: HomeAssistant, flow_id: str) -> Self:
        """Enter a flow of an account that was begun by somebody else."""
        flow = cls(hass, camera=False)
        flow._id = flow_id
        return flow

    async def start(self, handler: Any, context: dict[str, Any]) -> Result:
        """Begin."""
        result = await self._manager.async_init(handler, context=context)
        self._id = result["flow_id"]
        return self._check(result)

    async def answer(self, **answer: Any) -> Result:
        """Submit a form."""
        return self._check(await self._manager.async_configure(self._id, answer))

    async def choose(self, step: str) -> Result:
        """Choose from a menu."""
        return await self.answer(next_step_id=step)

    async def show(self) -> Result:
        """Open the dialog again."""
        return self._check(await self._manager.async_configure(self._id))

    def _check(self, result: Result) -> Result:
        match result["type"]:
            case FlowResultType.ABORT:
                assert result["reason"] in self._texts["abort"]
            case FlowResultType.MENU:
                step = self._texts["step"][result["step_id"]]
                assert set(step["menu_options"]) == set(step["menu_option_descriptions"]) == set(result["menu_options"])
            case FlowResultType.FORM:
                step = self._texts["step"][result["step_id"]]
                fields = {str(key) for key in result["data_schema"].schema}
                assert fields == set(step.get("data", {})) == set(step.get("data_description", {}))
                for field, error in (result["errors"] or {}).items():
                    assert field == "base" or field in fields
                    assert error in self._texts["error"]
        return result


async def new_account(hass: HomeAssistant) -> tuple[Flow, Result]:
    """Begin to add an account."""
    flow = Flow(hass, camera=False)
    return flow, await flow.start(DOMAIN, {"source": SOURCE_USER})


async def change_account(hass: HomeAssistant, entry: ConfigEntry) -> tuple[Flow, Result]:
    """Begin to change an account."""
    flow = Flow(hass, camera=False)
    return flow, await flow.start(DOMAIN, {"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id})


async def new_camera(hass: HomeAssistant, entry: ConfigEntry, kind: str) -> tuple[Flow, Result]:
    """Begin to add a camera."""
    flow = Flow(hass, camera=True)
    menu = await flow.start((entry.entry_id, SUBENTRY_CAMERA), {"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    return flow, await flow.choose(kind)


async def change_camera(hass: HomeAssistant, entry: ConfigEntry, camera: str, part: str) -> tuple[Flow, Result]:
    """Begin to change a camera."""
    flow = Flow(hass, camera=True)
    menu = await flow.start((entry.entry_id, SUBENTRY_CAMERA), {"source": SOURCE_RECONFIGURE, "subentry_id": camera})
    assert menu["type"] is FlowResultType.MENU
    return flow, await flow.choose(part)


def suggested(form: Result) -> dict[str, Any]:
    """Return what a form is filled in with."""
    found: dict[str, Any] = {}
    for key in form["data_schema"].schema:
        if callable(getattr(key, "default", None)):
            found[str(key)] = key.default()
        if key.description and "suggested_value" in key.description:
            found[str(key)] = key.description["suggested_value"]
    return found


def choices(form: Result, field: str) -> dict[str, str]:
    """Return what can be chosen in a field."""
    options = form["data_schema"].schema[field].config["options"]
    return {option["value"]: option["label"] for option in options}
