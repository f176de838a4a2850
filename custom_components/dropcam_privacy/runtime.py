"""What runs: the accounts, their cameras, and what they share with nobody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity import Entity
from homeassistant.util.hass_dict import HassKey

from .audience import Audience
from .audit.entries import Event
from .audit.log import LOG
from .config import Wrapped
from .const import CONF_ALLOW, CONF_LOWERERS, CONF_PROPOSED_SOURCE, CONF_VIEWERS
from .feed.client import AccountClient
from .feed.feed import Feed
from .feed.relay import Relay, RelayRoute
from .feed.source import AddressSource, EntitySource
from .gatekeeper import GATEKEEPER
from .originals import ORIGINALS
from .policy.model import AccountId, CameraId
from .reauth import async_start_reauth
from .rights.in_force import RIGHTS
from .scenes.manager import SCENES
from .signals import Signal

type DropcamConfigEntry = ConfigEntry[AccountRuntime]

CAMERAS: HassKey[dict[CameraId, CameraRuntime]] = HassKey("dropcam_privacy_cameras")
CHANGED: HassKey[Signal[()]] = HassKey("dropcam_privacy_changed")
"""Sent when anything that is shown of any camera or account may have changed."""
RELAY: HassKey[Relay] = HassKey("dropcam_privacy_relay")


class Reader(Protocol):
    """What reads a camera's feed to pass it on. Nothing that is imported at start-up may load the stream component."""

    def async_decided(self) -> None:
        """Follow another policy."""

    async def async_stop(self) -> None:
        """Stop reading."""


def camera_of(hass: HomeAssistant, entity_id: str) -> CameraRuntime | None:
    """Return the camera that an entity id means now, among those that are loaded."""
    return next((camera for camera in hass.data[CAMERAS].values() if camera.entity_id == entity_id), None)


class CameraRuntime:
    """One camera while its account is loaded."""

    entity: Entity | None = None
    """The guarded camera, once its platform has made it."""

    def __init__(self, hass: HomeAssistant, account: AccountRuntime, subentry: ConfigSubentry) -> None:
        """Make the feed of a camera; nothing runs until somebody watches."""
        self.hass = hass
        self.account = account
        self.id = CameraId(subentry.subentry_id)
        self.subentry = subentry
        # Home Assistant changes the subentry in place: only this tells what it said before.
        self._data, self._title = subentry.data, subentry.title
        self._changes = Signal[()]()
        self._readers: list[Reader] = []
        self.audience = Audience(hass, self.id, self.changed)
        account_id = AccountId(account.entry.entry_id)
        self.scene = hass.data[SCENES].of(self.id, account_id)
        self.feed = Feed(
            hass,
            account=account_id,
            camera=self.id,
            source=self.source(),
            client=account.client,
            on_state=self.changed,
            on_auth_failed=self._auth_failed,
            name=lambda: self.subentry.title,
            look=self.scene,
            opened=not self.scene.disowned,
        )
        gatekeeper = hass.data[GATEKEEPER]
        self._stop = gatekeeper.follow(self.id, self._decided)

    @property
    def entity_id(self) -> str:
        """The camera entity's id as it is now, "" before there is one."""
        return (self.entity.entity_id or "") if self.entity is not None else ""

    @property
    def on(self) -> bool:
        """Whether the camera is on."""
        return self.hass.data[RIGHTS].on(self.id)

    def source(self) -> AddressSource | EntitySource:
        """Return where the pictures come from, as the subentry says now."""
        if Wrapped.of(self.subentry.data) is not None:
            return self.hass.data[ORIGINALS].source(self.id)
        return AddressSource.from_data(self.subentry.data)

    def route(self, permits: Callable[[], bool] | None = None, since: float = 0.0) -> RelayRoute:
        """Open a way for Home Assistant's stream worker to the feed from `since` on, while the camera is on."""
        gatekeeper = self.hass.data[GATEKEEPER]

        def on() -> bool:
            policy = gatekeeper.policy(self.id)
            return policy is not None and policy.on and (permits is None or permits())

        return self.hass.data[RELAY].url(self.feed, permits=on, since=since)

    @callback
    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Have `follower` called when anything that entities show has changed; the result stops that."""
        return self._changes.follow(follower)

    @callback
    def reads(self, reader: Reader) -> None:
        """Have a reader follow the policy, and stop before the connection to the camera is closed."""
        self._readers.append(reader)

    @callback
    def changed(self) -> None:
        """Tell the entities. They write states from an empty context: nobody's identity is handed on."""
        self._changes.send()
        self.account.tell()

    @callback
    def _decided(self) -> None:
        """Follow another policy."""
        for reader in self._readers:
            reader.async_decided()
        self.changed()

    def reads_elsewhere(self, subentry: ConfigSubentry) -> bool:
        """Return whether a subentry names another source than the one that is read."""
        before, now = self._data, subentry.data
        beside = {CONF_VIEWERS, CONF_ALLOW, CONF_LOWERERS, CONF_PROPOSED_SOURCE}
        return any(before.get(key) != now.get(key) for key in {*before, *now} - beside)

    async def async_follow(self, subentry: ConfigSubentry) -> None:
        """Follow a change of the subentry in place."""
        if (subentry.data, subentry.title) == (self._data, self._title):
            return
        elsewhere = self.reads_elsewhere(subentry)
        self._data, self._title, self.subentry = subentry.data, subentry.title, subentry
        if elsewhere:
            await self.feed.async_update_source(self.source())
        self.changed()

    @callback
    def open(self) -> None:
        """Let the camera be read, if it is on, and no owner said that it shows what is not theirs."""
        if self.on and not self.scene.disowned:
            self.feed.open()

    async def async_turned_off(self) -> None:
        """Close the connection to a camera that was turned off."""
        await self.async_cut()
        # Whoever has turned it on again meanwhile did not wait for that.
        self.open()

    async def async_cut(self) -> None:
        """Close the connection to the camera, and end all that reads from it."""
        for reader in self._readers:
            await reader.async_stop()
        await self.feed.async_close()

    async def async_stop(self) -> None:
        """End with the account."""
        self._stop()
        self.audience.stop()
        await self.async_cut()

    @callback
    def _auth_failed(self) -> None:
        if async_start_reauth(self.hass, self.account.entry, self.subentry):
            account = AccountId(self.account.entry.entry_id)
            self.hass.data[LOG].note(account, Event.LOGIN_REFUSED, camera=self.id)


@dataclass(slots=True)
class AccountRuntime:
    """One account while it is loaded."""

    entry: DropcamConfigEntry
    client: AccountClient
    device_id: str = ""
    ended: bool = False
    cameras: dict[CameraId, CameraRuntime] = field(default_factory=dict)
    changes: Signal[()] = field(default_factory=Signal[()])
    _added: Signal[CameraRuntime] = field(default_factory=lambda: Signal[CameraRuntime]())

    @callback
    def on_camera(self, add: Callable[[CameraRuntime], None]) -> None:
        """Have a platform add its entities, for every camera there is and every one that comes."""
        self._added.follow(add)
        for camera in self.cameras.values():
            add(camera)

    @callback
    def add(self, hass: HomeAssistant, subentry: ConfigSubentry) -> None:
        """Take a camera in and have its entities added, unless the account has ended."""
        if self.ended:
            return
        camera = CameraRuntime(hass, self, subentry)
        self.cameras[camera.id] = camera
        camera.hass.data[CAMERAS][camera.id] = camera
        self._added.send(camera)

    @callback
    def tell(self) -> None:
        """Tell the account's own entities that something changed."""
        self.changes.send()

    async def async_remove(self, camera: CameraRuntime) -> None:
        """End one camera."""
        self.cameras.pop(camera.id, None)
        camera.hass.data[CAMERAS].pop(camera.id, None)
        await camera.async_stop()
