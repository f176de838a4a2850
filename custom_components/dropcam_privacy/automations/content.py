"""What an automation does: itself, its blueprint, and the scripts, helpers and entities that it names, in turn.

An owner who lets an automation end privacy means it as it is now. So it is identified by its id and a digest of all
that decides what it does and when, as Home Assistant holds it in memory. An automation that was made from a blueprint
holds the blueprint's own lines there. An entity id can be given to another entity, so each entity is identified by its
place in the registry, too.

The digest leaves out what only a YAML file says: helpers without a unique id (except groups), and what a template finds
out by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
import hashlib
import json
import re
from typing import Any, NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_AREA_ID, ATTR_ENTITY_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID
from homeassistant.core import HomeAssistant, callback, split_entity_id
from homeassistant.helpers import entity_registry as er, target
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.helpers.template import Template
from homeassistant.loader import IntegrationNotLoaded, async_get_loaded_integration

from ..const import DOMAIN
from ..ha_internals.members import CUSTOM_TEMPLATES, custom_templates, entered_config
from ..policy.model import Lowerer

AUTOMATION, SCRIPT = "automation", "script"
_DIGEST = 32
_ENTITY_ID = re.compile(r"(?<![\w.])(?:states\.)?([a-z0-9_]+\.[a-z0-9_]+)")
_REGISTRY_ID = re.compile(r"[0-9a-f]{32}")
# Integrations whose entities people enter, like timers and sliders, people and zones.
_ENTERED = frozenset({"helper", "system"})
_PLACED = frozenset({"person", "zone", "device_tracker"})
_GROUPS_OF_ENTITIES = (ATTR_AREA_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)


class UnclearError(Exception):
    """It is unclear what an automation does: something that it uses is not loaded."""


class Content(NamedTuple):
    """What decides what an automation does: what it names, and what of that can be changed."""

    named: frozenset[str]
    parts: Mapping[str, Any]


@callback
def lowerer(hass: HomeAssistant, automation_id: str) -> Lowerer | None:
    """Name an automation as it is now; None if there is none, or what it does cannot be told."""
    automation = automation_of(hass, automation_id)
    try:
        return None if automation is None else named(automation_id, content(hass, automation))
    except UnclearError:
        return None


def named(automation_id: str, content: Content) -> Lowerer:
    """Name an automation with this content."""
    said = json.dumps(content.parts, sort_keys=True)
    return Lowerer(f"{hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]}:{automation_id}")


@callback
def chosen(hass: HomeAssistant, entity_id: str) -> Lowerer | None:
    """Name the automation that an owner chooses just now; None if it has no id, or what it does cannot be told."""
    entry = er.async_get(hass).async_get(entity_id)
    return lowerer(hass, entry.unique_id) if entry is not None and entry.platform == AUTOMATION else None


@callback
def unchanged(hass: HomeAssistant, words: Iterable[Lowerer]) -> dict[str, Lowerer]:
    """Find the entities of those automations that are still what they were."""
    registry = er.async_get(hass)
    found = {registry.async_get_entity_id(AUTOMATION, AUTOMATION, automation_id_of(word)): word for word in words}
    return {name: word for name, word in found.items() if name is not None and chosen(hass, name) == word}


def automation_id_of(word: Lowerer) -> str:
    """Return which automation a lowerer is."""
    return word[_DIGEST + 1 :]


@callback
def automation_of(hass: HomeAssistant, automation_id: str) -> Entity | None:
    """Find an automation that runs, by its own id."""
    return next((one for one in automations(hass) if one.unique_id == automation_id), None)


@callback
def automations(hass: HomeAssistant, *, with_id: bool = True) -> list[Entity]:
    """List the automations that can run, and have an id of their own where that is needed."""
    entities: Iterable[Entity] = getattr(hass.data.get(AUTOMATION), "entities", ())
    return [one for one in entities if hasattr(one, "action_script") and (one.unique_id or not with_id)]


@callback
def scripts(hass: HomeAssistant) -> list[Entity]:
    """List the scripts that can run."""
    entities: Iterable[Entity] = getattr(hass.data.get(SCRIPT), "entities", ())
    return [one for one in entities if hasattr(one, "script")]


@callback
def steps(entity: Entity) -> list[Mapping[str, Any]]:
    """List what an automation or a script says itself, piece by piece; nothing where it runs none."""
    config = getattr(entity, "raw_config", None)
    return list(mappings(_plain(config)))


@callback
def content(hass: HomeAssistant, automation: Entity) -> Content:
    """Gather what decides what an automation does. Raises UnclearError."""
    return content_of(hass, _config_of(automation))


@callback
def content_of(hass: HomeAssistant, config: Any) -> Content:
    """Gather what a configuration names, and what that names in turn. Raises UnclearError."""
    parts: dict[str, Any] = {"": _plain(config)}
    named: set[str] = set()
    new = set(names(hass, parts[""]))
    while new:
        named |= new
        found = {name: part for name in new if (part := _part(hass, name)) is not None}
        parts |= found
        new = {name for part in found.values() for name in names(hass, part)} - named
    if any(".jinja" in text for text in texts(parts)):
        if (sources := custom_templates(hass)) is None:
            raise UnclearError
        parts[CUSTOM_TEMPLATES] = _plain(sources)
    return Content(frozenset(named), parts)


def _config_of(entity: Entity) -> Any:
    """Return the configuration of an automation or a script as it runs, with its blueprint's lines in it."""
    config = getattr(entity, "raw_config", None)
    if config is None:
        raise UnclearError
    return config


def _part(hass: HomeAssistant, entity_id: str) -> Any:
    """Return what of an entity can be changed so that an automation does something else; None: nothing."""
    domain, name = split_entity_id(entity_id)
    if domain == "group" and not hass.services.has_service(domain, name):
        # Anybody can give it other members.
        if (state := hass.states.get(entity_id)) is None:
            raise UnclearError
        return {"members": _plain(state.attributes.get(ATTR_ENTITY_ID))}
    entry = er.async_get(hass).async_get(entity_id)
    if entry is None:
        return None
    part: dict[str, Any] = {"entity": entry.id, "platform": entry.platform, "unique_id": entry.unique_id}
    if domain == SCRIPT:
        part["config"] = _plain(_config_of(_entity(hass, entity_id)))
    elif entry.config_entry_id is not None and entry.platform != DOMAIN:
        config_entry = hass.config_entries.async_get_entry(entry.config_entry_id)
        part["config"] = None if config_entry is None else _entry_config(hass, config_entry)
    elif entry.config_entry_id is None and _kind(hass, entry.platform) in _ENTERED:
        part["config"] = _entered(_entity(hass, entity_id))
    if domain in _PLACED:
        part["home"] = [hass.config.latitude, hass.config.longitude, hass.config.radius]
    return part


def _entry_config(hass: HomeAssistant, entry: ConfigEntry) -> Any:
    """Return what was entered for a helper; of anything else only the options, as it may change the rest itself."""
    if _kind(hass, entry.domain) != "helper":
        return {"options": _plain(entry.options)}
    subentries = {key: _plain(subentry.data) for key, subentry in entry.subentries.items()}
    return {"options": _plain(entry.options), "data": _plain(entry.data), "subentries": subentries}


def _entered(entity: Entity) -> Any:
    """Return what was entered for an entity: a timer's duration, a person's phones, a slider's ends."""
    try:
        config = entered_config(entity)
    except LookupError as err:
        raise UnclearError from err
    if config is None and entity.entity_id.startswith("input_"):
        config = {**(entity.capability_attributes or {}), **(entity.extra_state_attributes or {})}
    return _plain(config)


def _kind(hass: HomeAssistant, domain: str) -> str:
    try:
        return async_get_loaded_integration(hass, domain).integration_type
    except IntegrationNotLoaded as err:
        raise UnclearError from err


def _entity(hass: HomeAssistant, entity_id: str) -> Entity:
    component = hass.data.get(DATA_INSTANCES, {}).get(split_entity_id(entity_id)[0])
    entity: Entity | None = None if component is None else component.get_entity(entity_id)
    if entity is None:
        raise UnclearError
    return entity


@callback
def names(hass: HomeAssistant, part: Any) -> Iterator[str]:
    """List the entities that a configuration names, also by their places in the registry, areas, floors and labels."""
    registry = er.async_get(hass)
    for text in texts(part):
        for name in _ENTITY_ID.findall(text):
            yield name
            # The action that runs a script has the script's own id, which its entity may have had only at first.
            if called := registry.async_get_entity_id(SCRIPT, SCRIPT, name.removeprefix(f"{SCRIPT}.")):
                yield called
        if _REGISTRY_ID.fullmatch(text) and (entry := registry.entities.get_entry(text)) is not None:
            yield entry.entity_id
    for node in mappings(part):
        if wide := {key: list(texts(node[key])) for key in _GROUPS_OF_ENTITIES if key in node}:
            selected = target.async_extract_referenced_entity_ids(hass, target.TargetSelection(wide))
            yield from selected.referenced | selected.indirectly_referenced


def mappings(part: Any) -> Iterator[Mapping[str, Any]]:
    """Go through the mappings in a configuration."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from mappings(inner)


def texts(part: Any) -> Iterator[str]:
    """Go through the texts in a configuration."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from part
        yield from texts(list(part.values()))
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


def _plain(value: Any) -> Any:
    """Turn a configuration into plain data that is the same each time."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=repr)
    if isinstance(value, Template):
        return value.template
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
