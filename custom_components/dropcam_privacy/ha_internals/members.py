"""What is read, called or overridden of Home Assistant's classes that is not public, or that a guard stands on."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
import sys
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity as entity_helper, entity_registry as er
from homeassistant.helpers.entity import Entity

from .internal import Members

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from homeassistant.components.camera import Camera, CameraWebRTCProvider
    from homeassistant.components.stream import Stream

_ENTITY = "homeassistant.helpers.entity"
_CAMERA = "homeassistant.components.camera"
_SCRIPT = "homeassistant.helpers.script"

_NOT_LET_IN: Final = "originals are not let in: they stay disabled, and what guards them has no picture"

# Originals.
ADDING: Final = Members(
    _ENTITY,
    "Entity",
    "add_to_platform_start",
    "add_to_platform_finish",
    needed_by="originals.additions",
    without=f"{_NOT_LET_IN}; one without a unique id cannot be locked, and is open",
)
STAYING: Final = Members(
    _ENTITY,
    "Entity",
    "_async_process_registry_update_or_remove",
    "registry_entry",
    "async_request_call",
    "_cached_friendly_name",
    "_async_subscribe_device_updates",
    "async_registry_entry_updated",
    needed_by="originals.staying",
    without=_NOT_LET_IN,
)
RENAMING: Final = Members(
    _ENTITY,
    "Entity",
    "_async_move_entity_id",
    "async_internal_entity_id_changed",
    "async_entity_id_changed",
    needed_by="originals.staying",
    without="a locked original that is renamed is added once more, locked",
    since=(2026, 11),
)
ADDING_AGAIN: Final = Members(
    _ENTITY,
    "Entity",
    "_Entity__remove_future",
    "_platform_state",
    needed_by="originals.staying",
    without="a locked original that is renamed is gone until its integration is reloaded",
)
ROADS_OF_A_CAMERA: Final = Members(
    _CAMERA,
    "Camera",
    "access_tokens",
    "async_update_token",
    "entity_picture",
    "extra_state_attributes",
    "stream",
    "use_stream_for_stills",
    "camera_image",
    "async_camera_image",
    "async_create_stream",
    "stream_source",
    "handle_async_mjpeg_stream",
    "handle_async_still_stream",
    "async_handle_async_webrtc_offer",
    "async_on_webrtc_candidate",
    "async_refresh_providers",
    "async_turn_on",
    "async_turn_off",
    "async_enable_motion_detection",
    "async_disable_motion_detection",
    needed_by="originals.locked_class",
    without=_NOT_LET_IN,
)
WEBRTC_OF_A_CAMERA: Final = Members(
    _CAMERA,
    "Camera",
    "_webrtc_provider",
    "_supports_native_async_webrtc",
    "_async_get_supported_webrtc_provider",
    needed_by="originals.running, camera",
    without=f"{_NOT_LET_IN}; guarded cameras have no WebRTC",
)
STREAM: Final = Members(
    "homeassistant.components.stream",
    "Stream",
    "_stream_label",
    "access_token",
    "source",
    "dynamic_stream_settings",
    "endpoint_url",
    "add_provider",
    "start",
    "stop",
    "outputs",
    "async_record",
    "async_get_image",
    needed_by="originals.locked_class, originals.running",
    without=_NOT_LET_IN,
)
WAITING: Final = Members(
    "homeassistant.components.stream",
    "Stream",
    "_thread_quit",
    needed_by="delivery.worker",
    without="live video comes back up to half a minute later than its camera",
)
REGISTRY: Final = Members(
    "homeassistant.helpers.entity_registry",
    "EntityRegistry",
    "_data_to_save",
    "_store",
    needed_by="originals.disk",
    without="a lock is on the disk ten seconds later, when Home Assistant writes it, and nobody looks whether it is",
)
LOCK: Final = (ADDING, STAYING, ROADS_OF_A_CAMERA, WEBRTC_OF_A_CAMERA, STREAM)
"""What a lock stands on: without one of these nothing is let in."""

# Actions on entities.
SERVICES_OF_AN_ENTITY: Final = Members(
    _ENTITY,
    "Entity",
    "async_request_call",
    "async_set_context",
    needed_by="entity",
    without="who calls an action on a camera cannot be told: it is refused, and so are all programs",
)

# Automations.
RUN: Final = Members(
    _SCRIPT,
    "_ScriptRun",
    "_context",
    "_variables",
    "_script",
    needed_by="automations.runs",
    without="no automation is one that owners chose: none ends privacy",
)
RUNS: Final = Members(
    _SCRIPT,
    "Script",
    "_runs",
    "sequence",
    needed_by="automations.runs",
    without="no automation is one that owners chose: none ends privacy",
)
_WITH_CONFIG: Final = frozenset({"timer", "counter", "schedule", "person", "zone"})


def lock_is_whole() -> bool:
    """Return whether all is there that a lock stands on, as far as it is loaded."""
    return not any(part.missing for part in LOCK)


# The streams that run.


def listed_streams(hass: HomeAssistant) -> list[Stream] | None:
    """Return the streams whose links Home Assistant's views answer, which stay listed; None if they cannot be told."""
    if (kept := hass.data.get("stream")) is None:
        return []
    streams: list[Stream] | None = kept.get("streams") if isinstance(kept, Mapping) else None
    return streams


def label_of(stream: Stream) -> str | None:
    """Return of which entity a stream is."""
    return stream._stream_label  # noqa: SLF001 - nothing public tells whose a stream is


# WebRTC.


def webrtc_provider_of(camera: Camera) -> CameraWebRTCProvider | None:
    """Return the WebRTC provider that a camera is registered with."""
    return camera._webrtc_provider  # noqa: SLF001 - its public name counts what it can do itself, too


def take_webrtc_provider(camera: Camera) -> None:
    """Take a camera's WebRTC provider away."""
    camera._webrtc_provider = None  # noqa: SLF001 - its public name cannot be set
    if hasattr(camera, "_invalidate_camera_capabilities_cache"):  # until 2026.10
        camera._invalidate_camera_capabilities_cache()  # noqa: SLF001


def negotiates_itself(camera: Camera) -> bool:
    """Return whether a camera negotiates WebRTC itself."""
    return camera._supports_native_async_webrtc  # noqa: SLF001 - its public name counts the provider, too


def go2rtc_of(hass: HomeAssistant) -> tuple[str, ClientSession] | None:
    """Return the address of Home Assistant's go2rtc, and a session that may ask it."""
    config = hass.data.get("go2rtc")
    url, session = getattr(config, "url", None), getattr(config, "session", None)
    return None if url is None or session is None or session.closed else (url, session)


def go2rtc_provider_class() -> type[object] | None:
    """Return the class of Home Assistant's own provider for go2rtc, while that is loaded."""
    return getattr(sys.modules.get("homeassistant.components.go2rtc"), "WebRTCProvider", None)


# The entity registry.


async def async_save(registry: er.EntityRegistry) -> Path:
    """Write the entity registry at once, and return where. Raises what the disk raises."""
    await registry._store.async_save(registry._data_to_save())  # noqa: SLF001 - nothing public does that
    return Path(registry._store.path)  # noqa: SLF001


# Entities.


async def async_rename(this: Any, old_entity_id: str, entry: er.RegistryEntry) -> None:
    """Have an entity take another id as Home Assistant has it done: in place, or until 2026.10 by adding it anew."""
    if RENAMING.found is None or not RENAMING.expected:
        await this.async_remove(force_remove=True)
        this.entity_id = entry.entity_id
        vars(this)["_Entity__remove_future"] = None
        this._platform_state = entity_helper.EntityPlatformState.NOT_ADDED  # noqa: SLF001
        await this.platform.async_add_entities([this], config_subentry_id=entry.config_subentry_id)
        return
    requires: Callable[[type[Entity]], bool] | None = getattr(entity_helper, "_entity_class_requires_readd", None)
    if requires is not None and requires(type(this)):
        # Custom integrations that are not ready for the other way, until 2027.10.
        again: Awaitable[None] = this._async_readd_on_entity_id_change(old_entity_id, entry)  # noqa: SLF001
        await again
        return
    this.hass.states.async_remove(old_entity_id)
    this.entity_id = entry.entity_id
    this._async_move_entity_id(old_entity_id)  # noqa: SLF001
    this.async_internal_entity_id_changed(old_entity_id)
    this.async_registry_entry_updated()
    try:
        this.async_entity_id_changed(old_entity_id)
    finally:
        this.async_write_ha_state()


def entered_config(entity: Entity) -> Any:
    """Return what people entered for an entity that has no config entry. Raises LookupError if it cannot be told."""
    config = getattr(entity, "_config", None)
    if config is None and entity.platform.platform_name in _WITH_CONFIG:
        raise LookupError(entity.entity_id)
    return config


# Scripts.


def runs_of(script: Any) -> tuple[Any, ...]:
    """Return the runs of a script that go on."""
    return tuple(getattr(script, "_runs", ()))


def context_of(run: Any) -> Context | None:
    """Return the context that a run of a script made for itself."""
    context = getattr(run, "_context", None)
    return context if isinstance(context, Context) else None


def variables_of(run: Any) -> Mapping[str, Any]:
    """Return what a run of a script knows: what triggered it, and what it waited for."""
    found: Mapping[str, Any] = run._variables  # noqa: SLF001 - nothing public tells
    return found


def steps_of(run: Any) -> Any:
    """Return the very list of steps that a run goes through; None if it cannot be told."""
    return getattr(getattr(run, "_script", None), "sequence", None)


# Templates.

CUSTOM_TEMPLATES: Final = "template.hass_loader"


def custom_templates(hass: HomeAssistant) -> Mapping[str, str] | None:
    """Return the templates that others import, by their files; None if they cannot be told."""
    sources: Mapping[str, str] | None = getattr(hass.data.get(CUSTOM_TEMPLATES), "sources", None)
    return sources
