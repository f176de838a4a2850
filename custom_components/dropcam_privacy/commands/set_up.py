"""The first set-up, in one go: whose cameras, which cameras, who else.

It goes through Home Assistant's own dialogs for our accounts, as the administrator who asks would: so it can do nothing
that they cannot, and what waits for an owner there waits here. All is set up, or nothing: an account that was made is
taken back if its cameras cannot be added. Only if the disk fails at the very end, what is locked stays locked.
"""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigFlowContext, SubentryFlowContext
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import async_get_integrations
import voluptuous as vol

from ..config import cameras_of
from ..const import CONF_CAMERAS, CONF_INTEGRATION, CONF_OWNERS, CONF_VIEWERS, DOMAIN, SUBENTRY_CAMERA
from ..entrances.editors import editing
from ..exceptions import DropcamPrivacyError, NotDurable, Refused
from ..originals.find import Offer, name_of, offers
from ..people import account_unique_id, async_people
from ..policy.model import CameraId, UserId
from ..rights.in_force import RIGHTS
from ..rights.records import Grant, Right
from ..rights.sources import digest
from ..rights.updates import Update
from . import asking
from .asking import Asker

_ID = vol.All(str, vol.Length(max=255))
_SOME = vol.All([_ID], vol.Length(min=1, max=200))
_SET_UP = {
    vol.Required("owners"): _SOME,
    vol.Required("cameras"): _SOME,
    vol.Required("viewers"): vol.All([_ID], vol.Length(max=200)),
}


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "set_up/options", {}, _options)
    asking.async_register(hass, "set_up", _SET_UP, _set_up)


async def _options(asker: Asker, _: dict[str, Any]) -> dict[str, Any]:
    """Answer with who may own or watch cameras, and which cameras of other integrations can be guarded."""
    _require_admin(asker)
    people = await async_people(asker.hass)
    found = offers(asker.hass)
    known = await async_get_integrations(asker.hass, {offer.entry.platform for offer in found})
    names = {domain: domain if isinstance(it, Exception) else it.name for domain, it in known.items()}
    _require_admin(asker)
    return {
        "people": [{"id": user, "name": person.label} for user, person in people.items()],
        "cameras": [
            {"entity_id": offer.entry.entity_id, "name": offer.name, "platform": names[offer.entry.platform]}
            for offer in found
        ],
    }


async def _set_up(asker: Asker, msg: dict[str, Any]) -> None:
    """Set an account up with its cameras, or add these to the account that the same owners have already."""
    hass = asker.hass
    people = await async_people(hass)
    _require_admin(asker)
    owners = list(dict.fromkeys(map(UserId, msg["owners"])))
    viewers = [user for user in dict.fromkeys(map(UserId, msg["viewers"])) if user not in owners]
    if not people.keys() >= {*owners, *viewers}:
        raise DropcamPrivacyError("set_up_people")
    cameras = list(dict.fromkeys(msg["cameras"]))
    _chosen(hass, cameras)
    with editing(asker.login):
        await _SettingUp(asker, owners, cameras, viewers).run()


class _SettingUp:
    """One go through the dialogs."""

    def __init__(self, asker: Asker, owners: list[UserId], cameras: list[str], viewers: list[UserId]) -> None:
        """Know what is wanted."""
        self._asker, self._hass = asker, asker.hass
        self._owners, self._cameras, self._viewers = owners, cameras, viewers
        self._flow = ""

    async def run(self) -> None:
        """Set it up. Raises what speaks against it, and then leaves nothing behind."""
        unique_id = account_unique_id(self._owners)
        known = self._hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
        entry = known or await self._async_account()
        added = False
        try:
            if known is not None:
                begun = await self._hass.config_entries.subentries.async_init(
                    (entry.entry_id, SUBENTRY_CAMERA), context=SubentryFlowContext(source=SOURCE_USER)
                )
                self._flow = begun["flow_id"]
            elif self._hass.data[RIGHTS].owners(entry) != set(self._owners):
                raise NotDurable
            before = cameras_of(entry).keys()
            await self._async_cameras()
            added = True
        finally:
            if not added:
                await self._async_undo(known, entry)
        await self._async_durable(entry, before)

    async def _async_account(self) -> ConfigEntry[Any]:
        """Make the account, by its dialog, which begins the one of its first camera."""
        flows = self._hass.config_entries.flow
        begun = await flows.async_init(DOMAIN, context=ConfigFlowContext(source=SOURCE_USER))
        if not self._asker.admin:
            flows.async_abort(begun["flow_id"])
            raise Refused
        made = await flows.async_configure(begun["flow_id"], {CONF_OWNERS: self._owners})
        if made["type"] is not FlowResultType.CREATE_ENTRY:
            if made["type"] is FlowResultType.FORM:
                flows.async_abort(begun["flow_id"])
            raise DropcamPrivacyError("set_up_failed")
        self._flow = made["next_flow"][1]
        entry: ConfigEntry[Any] = made["result"]
        return entry

    async def _async_cameras(self) -> None:
        """Add the cameras, by their dialog, which takes all of them or none."""
        flows = self._hass.config_entries.subentries
        given: Mapping[str, Any] = {"next_step_id": "existing"}
        while True:
            _require_admin(self._asker)
            result = await flows.async_configure(self._flow, dict(given))
            if result["type"] is FlowResultType.CREATE_ENTRY:
                return
            if result["type"] is not FlowResultType.FORM or result.get("errors"):
                _chosen(self._hass, self._cameras)  # it says which are gone by now
                raise DropcamPrivacyError("set_up_failed")
            given = self._answer(str(result["step_id"]))

    def _answer(self, step: str) -> Mapping[str, Any]:
        """Return what is answered to a form; what is left out is as the form proposes it."""
        match step:
            case "existing":
                return {CONF_INTEGRATION: _chosen(self._hass, self._cameras)[0].entry.platform}
            case "cameras":
                return {CONF_CAMERAS: self._cameras}
            case "sharing":
                return {CONF_VIEWERS: self._viewers}
        return {}

    async def _async_undo(self, known: ConfigEntry[Any] | None, entry: ConfigEntry[Any]) -> None:
        """Leave nothing behind: no original has been locked yet."""
        if self._flow in {flow["flow_id"] for flow in self._hass.config_entries.subentries.async_progress()}:
            self._hass.config_entries.subentries.async_abort(self._flow)
        if known is None and self._hass.config_entries.async_get_entry(entry.entry_id) is not None:
            await self._hass.config_entries.async_remove(entry.entry_id)

    async def _async_durable(self, entry: ConfigEntry[Any], before: Collection[CameraId]) -> None:
        """Return when the cameras beside those that there were `before` are on the disk."""
        rights = self._hass.data[RIGHTS]
        come = {camera: subentry for camera, subentry in cameras_of(entry).items() if camera not in before}
        wanted = {Right(Grant.SOURCE, camera, digest(camera, subentry.data)) for camera, subentry in come.items()}
        try:
            await rights.async_follow(Update(entry))  # it comes after what the cameras have begun
        except NotDurable as err:
            raise DropcamPrivacyError("set_up_not_durable") from err
        if not wanted <= rights.granted(entry):
            raise DropcamPrivacyError("set_up_not_durable")


def _require_admin(asker: Asker) -> None:
    """Raise Refused for whoever does not administer Home Assistant, or does no longer."""
    if not asker.admin:
        raise Refused


def _chosen(hass: HomeAssistant, cameras: list[str]) -> list[Offer]:
    """Return the cameras that were chosen. Raises an error that names those that cannot be guarded."""
    found = {offer.entry.entity_id: offer for offer in offers(hass)}
    if missing := [camera for camera in cameras if camera not in found]:
        raise DropcamPrivacyError("set_up_cameras", cameras=", ".join(_called(hass, camera) for camera in missing))
    return [found[camera] for camera in cameras]


def _called(hass: HomeAssistant, entity_id: str) -> str:
    entry = er.async_get(hass).async_get(entity_id)
    return entity_id if entry is None else name_of(hass, entry)
