"""Cameras, and the originals of cameras, that are exposed to assistants."""

from collections.abc import Iterator
from functools import partial

from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..gatekeeper import GATEKEEPER
from ..originals.find import name_of
from ..originals.mark import Mark
from ..policy.model import Allowance, CameraId
from .finding import Finding, Fix, Kind, Looker, Severity

_PATH = "/config/voice-assistants/expose"


async def look(looker: Looker) -> list[Finding]:
    """Look at one's own cameras, or at all, as Home Assistant itself shows administrators."""
    hass = looker.hass
    mine = {camera: subentry.title for _, camera, subentry in looker.cameras}
    found: list[Finding] = []
    for entry in er.async_get(hass).entities.values():
        if entry.domain != Platform.CAMERA:
            continue
        mark = Mark.of(entry)
        if entry.platform == DOMAIN:
            camera = CameraId(entry.unique_id.removesuffix("_camera"))
        elif mark.camera is not None:
            camera = mark.camera
        else:
            continue
        if camera not in mine and not looker.admin:
            continue
        for assistant in _exposed_to(hass, entry.entity_id):
            values = {"entity_id": entry.entity_id, "assistant": assistant}
            if entry.platform == DOMAIN:
                kind = Kind.EXPOSED
                values["camera"] = mine.get(camera) or _name(hass, entry)
                severity = _severity(hass, camera) if camera in mine else Severity.MODERATE
            else:
                kind, severity = Kind.ORIGINAL_EXPOSED, Severity.MINOR
                values["original"] = name_of(hass, entry)
            mend = partial(_async_unexpose, hass, assistant, entry.entity_id)
            about = (entry.id, assistant)
            found.append(Finding(kind, severity, about, values, path=_PATH, fix=Fix.UNEXPOSE, mend=mend))
    return found


def _exposed_to(hass: HomeAssistant, entity_id: str) -> Iterator[str]:
    """Go through the assistants that have an entity; to ask whether it should be exposed would write that down."""
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is not None:
        settings = exposed.async_get_entity_settings(entity_id)
        for assistant in KNOWN_ASSISTANTS:
            if settings.get(assistant, {}).get("should_expose"):
                yield assistant


def _severity(hass: HomeAssistant, camera: CameraId) -> Severity:
    """Return how bad it is to an owner, who may want it."""
    policy = hass.data[GATEKEEPER].policy(camera)
    wanted = policy is not None and Allowance.ASSISTANTS in policy.allow
    return Severity.MINOR if wanted else Severity.MODERATE


def _name(hass: HomeAssistant, entry: er.RegistryEntry) -> str:
    state = hass.states.get(entry.entity_id)
    return entry.entity_id if state is None else state.name


async def _async_unexpose(hass: HomeAssistant, assistant: str, entity_id: str) -> None:
    hass.data[DATA_EXPOSED_ENTITIES].async_set_assistant_option(assistant, entity_id, "should_expose", False)
