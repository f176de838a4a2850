"""The flow of a camera: where its pictures come from, and whom and what its owners let in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    SubentryFlowResult,
    UnknownEntry,
    UnknownSubEntry,
)
from homeassistant.const import CONF_ENTITY_ID, CONF_NAME, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.data_entry_flow import AbortFlow
import voluptuous as vol

from ..actions.treat_original import hindrance
from ..automations.content import chosen, unchanged
from ..config import OriginalRef, Wrapped, times_in
from ..const import (
    CONF_ALLOW,
    CONF_AUTHENTICATION,
    CONF_KIND,
    CONF_LEFT_OPEN,
    CONF_LOCK_ORIGINAL,
    CONF_LOWERERS,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_IDENTITY,
    CONF_ORIGINAL_PLATFORM,
    CONF_PROPOSED_SOURCE,
    CONF_TAKE_OVER,
    CONF_TIMES,
    CONF_VIEWERS,
    KIND_ADDRESS,
    KIND_ENTITY,
    SUBENTRY_CAMERA,
)
from ..entrances.editors import own_session_user
from ..originals.find import (
    current_entity_id,
    find_original,
    is_guarded,
    not_offered,
)
from ..people import async_people
from ..policy.model import CameraId, Lowerer, UserId
from ..reauth import async_end_reauth
from ..rights.proposals import async_may_release, async_owners, waits
from ..rights.records import sharing_rights
from ..rights.sources import proposing, replacing, source_of
from ..scenes.manager import SCENES
from .existing import ExistingCameras
from .forms import SCHEMES, address_errors, address_schema, entity_schema, same_place, sharing_schema
from .probe import async_probe

_CHANGED = "reconfigure_successful"
_PROPOSED = "proposed"
_PROPOSED_SOURCE = "proposed_source"
_ORIGINAL = (CONF_ORIGINAL, CONF_ORIGINAL_IDENTITY, CONF_ORIGINAL_ENTITY_ID, CONF_ORIGINAL_PLATFORM)


class CameraFlow(ExistingCameras):
    """Adds a camera, or changes its source or its sharing."""

    def __init__(self) -> None:
        """Begin with nothing entered."""
        super().__init__()
        self._entered: dict[str, Any] = {}
        # What was typed, and by whom: somebody else may go on with the dialog.
        self._typed: tuple[UserId | None, str] = (None, "")
        self._name = ""
        self._offered: set[str] = set()
        self._lowerers: dict[str, Lowerer] = {}

    @property
    def _changes(self) -> bool:
        return self.source == SOURCE_RECONFIGURE

    @property
    def _camera(self) -> str | None:
        return self._reconfigure_subentry_id if self._changes else None

    @property
    def _stored(self) -> Mapping[str, Any]:
        """What the camera has now, its name included; nothing for a new one."""
        if not self._changes:
            return {}
        try:
            subentry = self._get_reconfigure_subentry()
        except (UnknownEntry, UnknownSubEntry) as err:
            raise AbortFlow("camera_removed") from err
        return {**subentry.data, CONF_NAME: subentry.title}

    async def async_step_user(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what kind of camera is added."""
        return self.async_show_menu(step_id="user", menu_options=["existing", "address", "entity"])

    async def async_step_reconfigure(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what is to be changed."""
        return self.async_show_menu(step_id="reconfigure", menu_options=["source", "sharing"])

    async def async_step_source(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the source: its kind stays."""
        if self._stored[CONF_KIND] == KIND_ADDRESS:
            return await self.async_step_change_address()
        return await self.async_step_entity()

    async def async_step_change_address(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the addresses anew: in words of its own, as there is a password already."""
        return await self.async_step_address(user_input)

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the camera's addresses, and read each of them."""
        stored = self._stored
        errors: dict[str, str] = {}
        if user_input is not None:
            # A password never goes back into a form: what was typed is remembered beside it.
            if typed := user_input.pop(CONF_PASSWORD, None):
                self._typed = (own_session_user(self.hass), typed)
            self._entered = user_input
            password = typed or self._remembered()
            data, errors = self._address_data(user_input, stored, password)
            if typed and CONF_USERNAME not in data:
                errors[CONF_USERNAME] = "username_required"
            # A password that an owner stored is not tried for somebody else, who has not changed anything then.
            if not errors and (password or (self._owns() and not self._disowned()) or CONF_PASSWORD not in data):
                probed = await async_probe(self.hass, data)
                errors = probed.errors or self._offer(probed.moved)
            if not errors:
                return await self._async_accept(data)
        suggested = {key: value for key, value in (self._entered or stored).items() if key != CONF_PASSWORD}
        schema = self.add_suggested_values_to_schema(address_schema(stored), suggested)
        step = "change_address" if self._changes else "address"
        return self.async_show_form(step_id=step, data_schema=schema, errors=errors)

    def _address_data(
        self, answer: Mapping[str, Any], stored: Mapping[str, Any], password: str | None
    ) -> tuple[dict[str, Any], dict[str, str]]:
        given = {key: answer.get(key, "").strip() for key in (*SCHEMES, CONF_USERNAME)}
        data: dict[str, Any] = {key: value for key, value in given.items() if value}
        data[CONF_KIND] = KIND_ADDRESS
        data[CONF_VERIFY_SSL] = answer[CONF_VERIFY_SSL]
        if not password and CONF_AUTHENTICATION in stored:
            data[CONF_AUTHENTICATION] = stored[CONF_AUTHENTICATION]  # it stays with the password that it came with
        errors = self._take_name(answer, stored) | address_errors(data)
        if CONF_USERNAME in data:
            if password:
                data[CONF_PASSWORD] = password
            elif CONF_PASSWORD in stored and not errors:
                kept = {**data, CONF_PASSWORD: stored[CONF_PASSWORD]}
                # Nor does it go to another path for somebody who does not own the camera.
                if source_of(kept) == source_of(stored) or (self._owns() and same_place(data, stored)):
                    data = kept
                else:
                    errors[CONF_PASSWORD] = "password_required"
        return data, errors

    def _offer(self, moved: Mapping[str, str]) -> dict[str, str]:
        """Put where an address has gone in its place, once: who enters the old one again is taken at their word."""
        new = {field: address for field, address in moved.items() if address not in self._offered}
        self._offered.update(new.values())
        self._entered = {**self._entered, **new}
        return dict.fromkeys(new, "moved")

    def _remembered(self) -> str | None:
        """Return the password that was typed before in this dialog by who is in it now."""
        user, typed = self._typed
        return typed if user is not None and user == own_session_user(self.hass) else None

    def _owns(self) -> bool:
        return async_may_release(self.hass, self._get_entry())

    def _disowned(self) -> bool:
        """Return whether an owner said that what the camera shows is not theirs: its stored login is not used."""
        scenes, camera = self.hass.data.get(SCENES), self._camera
        return scenes is not None and camera is not None and scenes.disowned(CameraId(camera))

    def _take_name(self, answer: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, str]:
        self._name = answer.get(CONF_NAME, "").strip() or stored.get(CONF_NAME, "")
        return {} if self._name else {CONF_NAME: "name_required"}

    async def async_step_entity(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the camera of another integration."""
        stored = self._stored
        errors: dict[str, str] = {}
        if user_input is not None:
            self._entered = user_input
            data, errors = self._entity_data(user_input, stored)
            if not errors:
                self._new = [(self._name, data)]
                if data[CONF_LOCK_ORIGINAL] and data[CONF_ORIGINAL] is None:
                    return await self.async_step_entity_yaml()
                return await self._async_ask_device({data[CONF_ORIGINAL]: stored.get(CONF_LEFT_OPEN) or ()})
        return self._show_entity(errors)

    async def _async_after_device(self, left_open: Mapping[str, list[str]]) -> SubentryFlowResult:
        for _, data in self._new:
            stays = self._stored.get(CONF_LEFT_OPEN, None if self._changes else [])
            answered = left_open.get(data[CONF_ORIGINAL], stays)
            if data[CONF_LOCK_ORIGINAL] and answered is not None:
                data[CONF_LEFT_OPEN] = answered
        if self._changes:
            return await self._async_accept(self._new[0][1])
        return await self.async_step_sharing()

    def _show_entity(self, errors: dict[str, str]) -> SubentryFlowResult:
        stored = self._stored
        suggested = self._entered or dict(stored)
        if stored and not self._entered:
            suggested[CONF_ENTITY_ID] = current_entity_id(self.hass, OriginalRef.of(stored))
        schema = entity_schema(stored, not_offered(self.hass, self._camera))
        schema = self.add_suggested_values_to_schema(schema, suggested)
        return self.async_show_form(step_id="entity", data_schema=schema, errors=errors)

    def _entity_data(
        self, answer: Mapping[str, Any], stored: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        original, error = find_original(self.hass, answer[CONF_ENTITY_ID], self._camera)
        words, before = original.words(), Wrapped.of(stored)
        same = before is not None and original.same_as(before.original)
        if error == "own_camera" and before and answer[CONF_ENTITY_ID] == current_entity_id(self.hass, before.original):
            same, error = True, "not_found"  # while it is missing, its entity id may be the guarded camera's
        kept = {key: stored[key] for key in _ORIGINAL if key in stored}
        if before is not None and error == "not_found" and same:
            # What is guarded already may be missing for a while.
            original, words, error = before.original, kept, None
        same = same and before is not None and original.surely_same_as(before.original)
        if same and not self._owns():
            words = kept  # what it is called now is no other source
        errors = self._take_name(answer, stored)
        lock, take_over = answer[CONF_LOCK_ORIGINAL], answer[CONF_TAKE_OVER]
        locked = before is not None and before.lock
        taken_over = locked and before is not None and before.take_over
        if error:
            errors[CONF_ENTITY_ID] = error
        elif locked and not lock and not self._owns():
            errors[CONF_LOCK_ORIGINAL] = "owner_only"
        elif taken_over and not take_over and not self._owns():
            errors[CONF_TAKE_OVER] = "take_over_owner_only"
        elif against := hindrance(self.hass, original, lock=lock, take_over=take_over, locked=same and locked):
            field, error = against
            errors[field] = error
        return {CONF_KIND: KIND_ENTITY, **words, CONF_LOCK_ORIGINAL: lock, CONF_TAKE_OVER: take_over}, errors

    async def async_step_entity_yaml(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that an original without a unique id can be locked, but not hidden, and not without us."""
        if user_input is not None:
            # Everything may have changed while this was read: who guards it, who may release what.
            data, errors = self._entity_data(self._entered, self._stored)
            if errors:
                return self._show_entity(errors)
            return await self._async_accept(data)
        entity_id = str(self._new[0][1][CONF_ORIGINAL_ENTITY_ID])
        return self.async_show_form(
            step_id="entity_yaml", data_schema=vol.Schema({}), description_placeholders={"entity_id": entity_id}
        )

    async def async_step_sharing(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whom and what the owners let in; nothing of the camera itself is needed for it."""
        stored = self._stored
        people = await async_people(self.hass)
        for owner in async_owners(self.hass, self._get_entry()):
            people.pop(owner, None)
        errors: dict[str, str] = {}
        if user_input is not None:
            # What was shown as chosen already stays what it was when it was shown.
            wanted = {name: self._lowerers.get(name) or chosen(self.hass, name) for name in user_input[CONF_LOWERERS]}
            words = [word for word in wanted.values() if word is not None]
            if not people.keys() >= set(user_input[CONF_VIEWERS]):
                errors[CONF_VIEWERS] = "unknown_user"
            elif len(words) < len(wanted):
                errors[CONF_LOWERERS] = "automation_unknown"
            else:
                # Who stays keeps their times, which this dialog does not ask for.
                times = {who: when for who, when in times_in(stored).items() if who in user_input[CONF_VIEWERS]}
                always = [who for who in user_input[CONF_VIEWERS] if who not in times]
                answers = {**user_input, CONF_VIEWERS: always, CONF_LOWERERS: sorted(words)}
                return self._share({**answers, CONF_TIMES: times} if times or CONF_TIMES in stored else answers)
        else:
            self._lowerers = unchanged(self.hass, stored.get(CONF_LOWERERS, ()))
        suggested = dict(user_input or {**stored, CONF_LOWERERS: list(self._lowerers)})
        listed = [*suggested.get(CONF_VIEWERS, ()), *(times_in(stored) if user_input is None else ())]
        suggested[CONF_VIEWERS] = [user for user in listed if user in people]
        schema = self.add_suggested_values_to_schema(sharing_schema(people), suggested)
        return self.async_show_form(step_id="sharing", data_schema=schema, errors=errors)

    def _share(self, sharing: Mapping[str, Any]) -> SubentryFlowResult:
        if self._changes:
            entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
            wanted = sharing_rights(
                CameraId(subentry.subentry_id),
                sharing[CONF_VIEWERS],
                sharing[CONF_ALLOW],
                sharing[CONF_LOWERERS],
                times_in(sharing),
            )
            reason = _PROPOSED if waits(self.hass, entry, wanted) else _CHANGED
            return self.async_update_and_abort(entry, subentry, data_updates=sharing, reason=reason)
        originals = [wrapped.original for _, data in self._new if (wrapped := Wrapped.of(data)) is not None]
        if any(is_guarded(self.hass, original, None) for original in originals):
            return self.async_abort(reason="already_guarded")  # somebody else was quicker
        *others, (name, data) = self._new
        for other, its_data in others:
            subentry = ConfigSubentry(
                data=MappingProxyType({**its_data, **sharing}),
                subentry_type=SUBENTRY_CAMERA,
                title=other,
                unique_id=None,
            )
            self.hass.config_entries.async_add_subentry(self._get_entry(), subentry)
        return self.async_create_entry(title=name, data={**data, **sharing})

    async def _async_accept(self, data: dict[str, Any]) -> SubentryFlowResult:
        """Take the source; a new camera is shared next."""
        if not self._changes:
            self._new = [(self._name, data)]
            return await self.async_step_sharing()
        # Read again: it may have been shared or removed while its addresses were tried.
        stored = {key: value for key, value in self._stored.items() if key != CONF_NAME}
        entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
        data = replacing(stored, data) if self._owns() else proposing(stored, data)
        proposed = not self._owns() and CONF_PROPOSED_SOURCE in data
        if not proposed:
            async_end_reauth(self.hass, entry, subentry.subentry_id)
        reason = _PROPOSED_SOURCE if proposed else _CHANGED
        return self.async_update_and_abort(entry, subentry, title=self._name, data=data, reason=reason)
