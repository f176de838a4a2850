"""The steps of a camera's flow that choose among the cameras of other integrations, as many as are wanted at once."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import SelectOptionDict
from homeassistant.loader import async_get_integrations

from ..config import OriginalRef
from ..const import (
    CONF_CAMERAS,
    CONF_INTEGRATION,
    CONF_KIND,
    CONF_LOCK_ORIGINAL,
    CONF_ORIGINAL,
    CONF_TAKE_OVER,
    KIND_ENTITY,
)
from ..originals.beside import pictures_beside
from ..originals.find import Offer, find_original, is_original, name_of, offers
from ..originals.mark import Mark
from .forms import CONF_CLOSED, device_schema, existing_schema, integration_schema

type NewCamera = tuple[str, dict[str, Any]]
"""The name of a camera that is added, and its data."""


class ExistingCameras(ConfigSubentryFlow):
    """Chooses cameras of other integrations, and what is closed with them."""

    def __init__(self) -> None:
        """Begin with none chosen."""
        self._integration: str | None = None
        self._new: list[NewCamera] = []
        self._left_open: Mapping[str, Collection[str]] = {}

    @abstractmethod
    def _owns(self) -> bool:
        """Return whether an owner is in this dialog."""

    @abstractmethod
    async def _async_after_device(self, left_open: Mapping[str, list[str]]) -> SubentryFlowResult:
        """Go on; `left_open` has the pictures that stay open for each original, by its registry id."""

    async def async_step_existing(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask of which integration the cameras are, where there are several."""
        found = offers(self.hass)
        if not found:
            return self.async_abort(reason="no_cameras")
        count = Counter(offer.entry.platform for offer in found)
        if len(count) == 1 or user_input is not None:
            self._integration = (user_input or {}).get(CONF_INTEGRATION) or next(iter(count))
            return await self.async_step_cameras()
        names = await self._async_names(count)
        options = [
            SelectOptionDict(value=domain, label=f"{names[domain]} ({number})") for domain, number in count.items()
        ]
        return self.async_show_form(step_id="existing", data_schema=integration_schema(options))

    async def async_step_cameras(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which cameras; those of the chosen integration are."""
        found = {offer.entry.entity_id: offer for offer in offers(self.hass)}
        errors: dict[str, str] = {}
        if user_input is not None:
            chosen = user_input[CONF_CAMERAS]
            if not chosen:
                errors[CONF_CAMERAS] = "no_cameras_chosen"
            elif not found.keys() >= set(chosen):
                errors[CONF_CAMERAS] = "cameras_changed"
            else:
                self._new = [
                    _new_camera(find_original(self.hass, entity_id, None)[0], found[entity_id], user_input)
                    for entity_id in chosen
                ]
                return await self._async_ask_device({})
        names = await self._async_names({offer.entry.platform for offer in found.values()})
        options = [
            SelectOptionDict(value=entity_id, label=f"{offer.name} ({names[offer.entry.platform]})")
            for entity_id, offer in found.items()
        ]
        default = [entity_id for entity_id, offer in found.items() if offer.entry.platform == self._integration]
        schema = existing_schema(options, default)
        if user_input is not None:
            kept = [entity_id for entity_id in user_input[CONF_CAMERAS] if entity_id in found]
            schema = self.add_suggested_values_to_schema(schema, {**user_input, CONF_CAMERAS: kept})
        return self.async_show_form(step_id="cameras", data_schema=schema, errors=errors)

    async def _async_ask_device(self, left_open: Mapping[str, Collection[str]]) -> SubentryFlowResult:
        """Ask what else of the originals' devices is closed, where there is anything."""
        if self._beside():
            self._left_open = left_open
            return await self.async_step_device()
        return await self._async_after_device({})

    async def async_step_device(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which other pictures of the originals' devices are closed with them: all, unless somebody says so."""
        beside = {entry.entity_id: (original, entry) for original, entry in self._beside()}
        errors: dict[str, str] = {}
        if user_input is not None:
            left_open: dict[str, list[str]] = {original: [] for original, _ in beside.values()}
            for original, entry in (it for name, it in beside.items() if name not in user_input[CONF_CLOSED]):
                left_open[original].append(entry.id)
                if Mark.of(entry).beside and not self._owns():
                    errors[CONF_CLOSED] = "beside_owner_only"
            if not errors:
                return await self._async_after_device(left_open)
        options = [
            SelectOptionDict(value=entity_id, label=f"{name_of(self.hass, entry)} ({entity_id})")
            for entity_id, (_, entry) in beside.items()
        ]
        default = [
            entity_id
            for entity_id, (original, entry) in beside.items()
            if entry.id not in self._left_open.get(original, ())
        ]
        return self.async_show_form(step_id="device", data_schema=device_schema(options, default), errors=errors)

    def _beside(self) -> list[tuple[str, er.RegistryEntry]]:
        """List the other pictures of the devices of the originals that are locked, each with its original's id."""
        registry = er.async_get(self.hass).entities
        originals = [data[CONF_ORIGINAL] for _, data in self._new if data.get(CONF_LOCK_ORIGINAL)]
        return [
            (original, entry)
            for original in originals
            if original is not None
            for entry in pictures_beside(self.hass, registry.get_entry(original))
            if entry.id not in originals and not is_original(self.hass, entry)
        ]

    async def _async_names(self, domains: Collection[str]) -> dict[str, str]:
        found = await async_get_integrations(self.hass, domains)
        return {domain: domain if isinstance(it, Exception) else it.name for domain, it in found.items()}


def _new_camera(original: OriginalRef, offer: Offer, answer: Mapping[str, Any]) -> NewCamera:
    data = {
        CONF_KIND: KIND_ENTITY,
        **original.words(),
        CONF_LOCK_ORIGINAL: True,
        CONF_TAKE_OVER: answer[CONF_TAKE_OVER],
    }
    return offer.name, data
