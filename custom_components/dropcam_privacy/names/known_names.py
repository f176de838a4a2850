"""What cameras are called, and whether their owners know it.

People and automations name a camera by its entity ids and names, which administrators can change, and swap. So what
gives rights is bound to the names by which an owner knows a camera: names that they gave in their own session, that
they accepted, or that it had first. By any other name nobody lowers privacy before an owner has answered.
"""

from collections.abc import Iterable, Mapping
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.hass_dict import HassKey

from ..config import cameras_of
from ..const import DOMAIN
from ..entrances.registry_edits import editing_user, editor_of, taking_over
from ..exceptions import NotDurable
from ..policy.model import CameraId, UserId
from ..rights.in_force import RIGHTS
from .targets import entities

NAMES: HassKey[KnownNames] = HassKey("dropcam_privacy_names")
_TAKEN_OVER = ("camera",)
_BETWEEN = ", "
_LOGGER = logging.getLogger(__name__)


class KnownNames:
    """Follows what cameras are called, and learns what their owners call them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know no names yet."""
        self._hass = hass
        self._seen: dict[CameraId, Mapping[str, str]] = {}
        self._expected: set[CameraId] = set()
        # Names that are not written down yet, and the accounts for which they are being written.
        self._learned: dict[str, dict[CameraId, dict[str, str]]] = {}
        self._writing: set[str] = set()

    @callback
    def async_listen(self) -> None:
        """Begin to listen; this lasts as long as Home Assistant runs."""
        self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed)
        self._hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_changed)
        for entry in self._hass.config_entries.async_entries(DOMAIN):
            self.look(entry)

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        for entity in entities(self._hass, event.data["entity_id"]):
            if entity.platform == DOMAIN and entity.config_entry_id is not None:
                camera = CameraId(entity.unique_id.partition("_")[0])
                self._look_at(entity.config_entry_id, editor_of(self._hass, event), camera)

    @callback
    def _device_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        device = dr.async_get(self._hass).async_get(event.data["device_id"])
        if device is not None and any(identifier[0] == DOMAIN for identifier in device.identifiers):
            self._look_at(device.config_entry_id, editing_user(self._hass, device.id))

    def _look_at(self, entry_id: str, editor: UserId | None, camera: CameraId | None = None) -> None:
        entry = self._hass.config_entries.async_get_entry(entry_id)
        if entry is not None and entry.domain == DOMAIN:
            self.look(entry, editor, camera)

    @callback
    def expect(self, cameras: Iterable[CameraId]) -> None:
        """Take an original's entity id that these take over, or give back, for an owner's name: they asked for it."""
        self._expected.update(cameras)

    @callback
    def look(self, entry: ConfigEntry, editor: UserId | None = None, only: CameraId | None = None) -> None:
        """Compare what cameras are called after a possible change: an owner knows the names that they changed.

        It is all of them, or the `only` one; what is no camera's, as a switch of all of them, is in the names of each.
        """
        rights = self._hass.data[RIGHTS]
        by_owner = editor is not None and editor in rights.owners(entry)
        learned = self._learned.get(entry.entry_id, {})
        changed = False
        cameras = cameras_of(entry).keys()
        for camera in [only] if only in cameras else cameras:
            now, before = called(self._hass, entry, camera), self._seen.get(camera, {})
            ours = _TAKEN_OVER if camera in self._expected and taking_over() else ()
            known = {**rights.called.known_as(camera), **learned.get(camera, {})}
            learn = {
                key: value
                for key, value in now.items()
                if key not in known
                or (known[key] != value and before.get(key, value) != value and (by_owner or key in ours))
            }
            self._seen[camera] = now
            rights.called.note(camera, now, {key: value for key, value in now.items() if key not in known})
            changed = changed or now != before
            if learn:
                self._learned.setdefault(entry.entry_id, {}).setdefault(camera, {}).update(learn)
        if changed:
            rights.tell(entry)
        if entry.entry_id in self._learned and entry.entry_id not in self._writing:
            self._writing.add(entry.entry_id)
            self._hass.async_create_task(self._async_write(entry), f"{DOMAIN} learn names")

    async def _async_write(self, entry: ConfigEntry) -> None:
        """Write down what was learned. Until that is done it stays learned: what comes later is not the first name."""
        try:
            while learned := self._learned.get(entry.entry_id):
                written = {camera: dict(names) for camera, names in learned.items()}
                await self._hass.data[RIGHTS].async_know(entry, written)
                if learned == written:
                    del self._learned[entry.entry_id]
        except NotDurable:
            _LOGGER.warning(
                "What cameras are called could not be written down; that is tried again with the next change"
            )
        finally:
            self._writing.discard(entry.entry_id)


def owners_name(hass: HomeAssistant, camera: CameraId) -> str:
    """Return the name that its owners know a camera by; empty if there is none yet."""
    known = hass.data[RIGHTS].called.known_as(camera)
    return known.get("camera_name") or known.get("device") or known.get("title", "")


def owners_names(hass: HomeAssistant, camera: CameraId) -> set[str]:
    """Return the names, as people say them, by which its owners know a camera."""
    known = hass.data[RIGHTS].called.known_as(camera)
    spoken = {known.get(key, "") for key in ("title", "device", "camera_name")}
    return spoken.union(known.get("camera_aliases", "").split(_BETWEEN)) - {""}


@callback
def called(hass: HomeAssistant, entry: ConfigEntry, camera: CameraId) -> dict[str, str]:
    """Return by what a camera can be named now; what is not there names nothing."""
    # An account's title follows its owners, and those that somebody proposes: by it nothing is lowered.
    found = {"title": cameras_of(entry)[camera].title}
    registry, devices = er.async_get(hass), dr.async_get(hass)
    for word, domain, unique_id in (
        ("camera", "camera", f"{camera}_camera"),
        ("privacy", "switch", f"{camera}_privacy"),
        ("account_privacy", "switch", f"{entry.entry_id}_privacy"),
        ("assistants", "switch", f"{entry.entry_id}_assistants"),
    ):
        entity_id = registry.async_get_entity_id(domain, DOMAIN, unique_id)
        if (entity := registry.async_get(entity_id or "")) is not None:
            aliases = (alias for alias in entity.aliases if isinstance(alias, str))
            found |= {
                word: entity.entity_id,
                f"{word}_name": entity.name or "",
                f"{word}_aliases": _BETWEEN.join(sorted(aliases)),
            }
    for word, ours in (("device", camera), ("account_device", entry.entry_id)):
        if (device := devices.async_get_device_by_identifier((DOMAIN, ours), entry.entry_id)) is not None:
            found[word] = device.name_by_user or ""
    return found
