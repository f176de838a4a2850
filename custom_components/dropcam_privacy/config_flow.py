"""The flow of an account: who owns its cameras; and of a camera's password, when it is refused."""

from collections.abc import Mapping
from html import escape
from typing import Any, cast, override

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    SubentryFlowContext,
)
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import callback
from homeassistant.setup import async_setup_component

from .audit.entries import Event
from .audit.log import LOG
from .const import CONF_ALLOW, CONF_OWNERS, CONF_PROPOSED_SOURCE, CONF_TELL_NEW, CONF_VIEWERS, DOMAIN, SUBENTRY_CAMERA
from .entrances.editors import own_session_user
from .flows.camera import CameraFlow
from .flows.forms import REAUTH_SCHEMA, owners_schema
from .flows.probe import async_probe
from .following import async_begin
from .page import PATH
from .people import People, account_title, account_unique_id, async_people
from .policy.model import AccountId, CameraId, UserId
from .reauth import CONTEXT_CAMERA, async_next, async_start_reauth
from .rights.author import Author
from .rights.in_force import RIGHTS
from .rights.proposals import async_may_release, waits
from .rights.records import owner_rights
from .rights.sources import proposing, replacing

__all__ = ["AccountFlow", "async_start_reauth"]


class AccountFlow(ConfigFlow, domain=DOMAIN):
    """Adds an account, changes its owners, and asks anew for a camera's password."""

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        """An account has cameras."""
        return {SUBENTRY_CAMERA: CameraFlow}

    @callback
    @override
    def async_remove(self) -> None:
        """Let the next camera of the account ask for its password, now that this flow is over."""
        if (entry_id := self.context.get("entry_id")) is not None:
            async_next(self.hass, entry_id)

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whose cameras these will be."""
        async_begin(self.hass)  # this may be the first code of ours that runs
        # Without an account Home Assistant loads nothing of ours, and the page is where a first one is best begun.
        await async_setup_component(self.hass, DOMAIN, {})
        people = await async_people(self.hass)
        errors: dict[str, str] = {}
        if user_input is not None:
            owners, errors = _chosen(user_input, people)
            if not errors:
                await self.async_set_unique_id(account_unique_id(owners))
                self._abort_if_unique_id_configured()
                return self.async_create_entry(
                    title=account_title(owners, people),
                    data={CONF_OWNERS: owners, CONF_TELL_NEW: user_input[CONF_TELL_NEW]},
                )
        return self._owners_form("user", people, user_input or {}, errors)

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Go on to the first camera: an account without one is of no use."""
        camera = await self.hass.config_entries.subentries.async_init(
            (result["result"].entry_id, SUBENTRY_CAMERA), context=SubentryFlowContext(source=SOURCE_USER)
        )
        result["next_flow"] = (FlowType.CONFIG_SUBENTRIES_FLOW, camera["flow_id"])
        return result

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the owners. New ones begin anew: what the old ones allowed is void."""
        entry = self._get_reconfigure_entry()
        people = await async_people(self.hass)
        errors: dict[str, str] = {}
        if user_input is not None:
            owners, errors = _chosen(user_input, people)
            if not errors:
                told = {**entry.data, CONF_TELL_NEW: user_input[CONF_TELL_NEW]}
                self.hass.config_entries.async_update_entry(entry, data=told)
                return self._change_owners(entry, owners, account_title(owners, people))
        return self._owners_form("reconfigure", people, user_input or entry.data, errors)

    def _change_owners(self, entry: ConfigEntry, owners: list[UserId], title: str) -> ConfigFlowResult:
        unique_id = account_unique_id(owners)
        other = self.hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
        if other is not None and other is not entry:
            return self.async_abort(reason="already_configured")
        # While owners are proposed the account keeps its name, until an owner has answered.
        proposed = waits(self.hass, entry, owner_rights(AccountId(entry.entry_id), owners))
        if set(owners) == set(entry.data[CONF_OWNERS]):
            if proposed:
                return self.async_abort(reason="proposed")
            return self.async_update_and_abort(entry, title=title, reason="reconfigure_successful")
        rights = self.hass.data.get(RIGHTS)
        before = rights.owners(entry) if rights is not None and rights.loaded else frozenset(entry.data[CONF_OWNERS])
        if before - set(owners) or not (proposed or before == set(owners)):
            self._share_nothing(entry)
        data = {**entry.data, CONF_OWNERS: owners}
        if proposed:
            return self.async_update_and_abort(entry, data=data, reason="proposed")
        return self.async_update_and_abort(
            entry, unique_id=unique_id, title=title, data=data, reason="reconfigure_successful"
        )

    def _share_nothing(self, entry: ConfigEntry) -> None:
        """Take back what was shared, as the owners change. Nothing may wait before they do."""
        for camera in entry.get_subentries_of_type(SUBENTRY_CAMERA):
            data = {**camera.data, CONF_VIEWERS: [], CONF_ALLOW: []}
            self.hass.config_entries.async_update_subentry(entry, camera, data=data)

    def _owners_form(
        self, step_id: str, people: People, suggested: Mapping[str, Any], errors: dict[str, str]
    ) -> ConfigFlowResult:
        # Who is gone would show as a bare id, and could not be submitted.
        present = [user for user in suggested.get(CONF_OWNERS, ()) if user in people]
        told = suggested.get(CONF_TELL_NEW, False)
        schema = self.add_suggested_values_to_schema(owners_schema(people), {CONF_OWNERS: present, CONF_TELL_NEW: told})
        return self.async_show_form(
            step_id=step_id, data_schema=schema, errors=errors, description_placeholders={"page": f"/{PATH}"}
        )

    async def async_step_reauth(self, _: Mapping[str, Any]) -> ConfigFlowResult:
        """A camera refused its user or password."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for username and password, and try them on the camera."""
        entry = self._get_reauth_entry()
        camera = cast(dict[str, Any], self.context)[CONTEXT_CAMERA]
        subentry = entry.subentries.get(camera)
        if subentry is None:
            return self.async_abort(reason="camera_removed")
        errors: dict[str, str] = {}
        if user_input is not None:
            before = subentry.data
            data = {**before, **user_input}
            found = (await async_probe(self.hass, data)).errors
            if entry.subentries.get(camera) is not subentry or subentry.data is not before:
                # The password was meant for what the camera was.
                return self.async_abort(reason="camera_changed")
            if not found:
                # Another login is another source.
                by_owner = async_may_release(self.hass, entry)
                data = replacing(before, data) if by_owner else proposing(before, data)
                self.hass.config_entries.async_update_subentry(entry, subentry, data=data)
                # Also where that is what it was: then no right changed that would have a row.
                by = Author(user=own_session_user(self.hass))
                if (log := self.hass.data.get(LOG)) is not None:  # else the integration failed to start
                    account = AccountId(entry.entry_id)
                    log.note(account, Event.LOGIN_ENTERED, by, CameraId(camera), accepted=by_owner)
                proposed = not by_owner and CONF_PROPOSED_SOURCE in data
                return self.async_abort(reason="proposed_login" if proposed else "reauth_successful")
            # Only the password has a field here.
            field = CONF_PASSWORD if CONF_PASSWORD in found else next(iter(found))
            errors = {field if field == CONF_PASSWORD else "base": found[field]}
        suggested = {CONF_USERNAME: (user_input or subentry.data).get(CONF_USERNAME, "")}
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=self.add_suggested_values_to_schema(REAUTH_SCHEMA, suggested),
            errors=errors,
            description_placeholders={"camera": escape(subentry.title)},
        )


def _chosen(answer: Mapping[str, Any], people: People) -> tuple[list[UserId], dict[str, str]]:
    owners = list(dict.fromkeys(answer[CONF_OWNERS]))
    if not owners:
        return owners, {CONF_OWNERS: "no_owners"}
    # The form offered them, but they may have been deleted while it was open.
    return owners, {} if people.keys() >= set(owners) else {CONF_OWNERS: "unknown_user"}
