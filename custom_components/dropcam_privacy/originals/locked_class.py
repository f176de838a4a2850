"""Locks one camera entity in place: the instance gets another class, and gets its own back when it is released.

A class of ours before the entity's own one reaches what setting attributes cannot: properties, and what its
integration sets again later. Our feed reads through a *view*: a second object of the entity's own class over the
same attributes, so that the picture methods find each other unlocked there, and nowhere else. The view shares the
guards of state and streams: whatever it writes or hands out as itself reveals no more than the entity does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
import re
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from aiohttp import web

from .. import shields
from ..entrances.running import running_request
from ..ha_internals.members import listed_streams, lock_is_whole
from .no_links import NoLinks
from .staying import CameraLocked, Staying, ToldOpen

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera
    from homeassistant.components.stream import Stream

_PROXY = "/api/camera_proxy/"
# A scheme, a path of Home Assistant's, or what a link carries to let its bearer in.
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://|^/|data:|(?:token|auth|authsig|key|password|pwd)=|(?:\d{1,3}\.){3}\d{1,3}", re.IGNORECASE
)
_LONGEST_TEXT = 500  # longer ones may be a picture themselves, written as text


class Guarded(NoLinks, ToldOpen):
    """What the locked entity and our view of it have in common: no links, no tokens, no streams."""

    own_class: ClassVar[type[Camera]]

    @property
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Leave out what may be a link."""
        attributes: Mapping[str, Any] | None = super().extra_state_attributes
        if attributes is None:
            return None
        return {name: value for name, value in attributes.items() if not _carries_link(value)}

    @property
    def stream(self) -> Stream | None:
        """Show no stream that is of use: whoever holds one can have its link."""
        stream: Stream | None = vars(self)["stream"]
        return stream

    @stream.setter
    def stream(self, stream: Stream | None) -> None:
        """End a stream that was being made when the lock came, or that the integration makes by itself."""
        if stream is not None:
            disable_stream(stream)
        vars(self)["stream"] = stream

    async def async_create_stream(self) -> NoReturn:
        """Make no stream."""
        raise CameraLocked

    async def handle_async_mjpeg_stream(self, request: web.Request) -> NoReturn:
        """Send nothing, and say so before anything is sent."""
        raise shields.private()

    async def handle_async_still_stream(self, request: web.Request, interval: float) -> NoReturn:
        """Send nothing, and say so before anything is sent."""
        raise shields.private()

    async def async_handle_async_webrtc_offer(self, *_: object) -> NoReturn:
        """Negotiate nothing."""
        raise CameraLocked

    async def async_on_webrtc_candidate(self, *_: object) -> NoReturn:
        """Negotiate nothing."""
        raise CameraLocked

    async def async_refresh_providers(self, *, write_state: bool = True) -> None:
        """Let no WebRTC provider learn the stream's address."""


class Locked(Guarded, Staying):
    """A camera that gives its picture to nobody."""

    @property
    def use_stream_for_stills(self) -> bool:
        """Have stills asked for where they are refused."""
        return False

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> NoReturn:
        """Give no still. Home Assistant's view would make a 500 of our error, and a 403 of aiohttp's."""
        request = running_request()
        if request is not None and request.path.startswith(_PROXY):
            raise shields.private()
        raise CameraLocked

    def camera_image(self, width: int | None = None, height: int | None = None) -> NoReturn:
        """Give no still."""
        raise CameraLocked

    async def stream_source(self) -> NoReturn:
        """Tell nobody the address."""
        raise CameraLocked

    async def _refuse_action(self) -> NoReturn:
        """Do nothing, for whoever has the instance and asks no action for it."""
        raise CameraLocked

    async_turn_on = async_turn_off = _refuse_action
    async_enable_motion_detection = async_disable_motion_detection = _refuse_action


@dataclass(frozen=True, slots=True)
class LockedCamera:
    """A camera entity that is locked, and the way in for our feed."""

    entity: Camera
    view: Camera
    own_class: type[Camera]

    def release(self) -> None:
        """Make the entity what it was. The old tokens stay dead: new ones take their place."""
        object.__setattr__(self.entity, "__class__", self.own_class)
        self.entity.stream = None
        for _ in range(2):  # it accepts its last two
            self.entity.async_update_token()


def own_class_of(camera: Camera) -> type[Camera]:
    """Return the class that an instance, or our view of it, has without us."""
    return camera.own_class if isinstance(camera, Guarded) else type(camera)


def lock_camera(entity: Camera) -> LockedCamera:
    """Lock a camera entity. Raises TypeError where its class cannot be replaced, or Home Assistant's is another."""
    if not lock_is_whole():
        raise TypeError("Home Assistant's cameras have other roads than are locked")
    own_class = type(entity)
    if isinstance(entity, Locked):  # it was removed and is added again, under another entity id
        return LockedCamera(entity, _view(entity, entity.own_class), entity.own_class)
    running: Stream | None = vars(entity).get("stream")
    vars(entity)["stream"] = None
    object.__setattr__(entity, "__class__", _derive(Locked, own_class))
    entity.registry_entry = vars(entity).get("registry_entry")  # it may be closed already
    if running is not None:
        disable_stream(running)
    return LockedCamera(entity, _view(entity, own_class), own_class)


def disable_stream(stream: Stream) -> None:
    """Make a stream useless to whoever holds it: no link, no worker, no last picture. Stopping it is left to do."""
    for name in ("endpoint_url", "add_provider", "start", "async_record", "async_get_image"):
        vars(stream)[name] = _refuse
    stream.access_token = None
    # Its settings belong to the camera, which has them back when it is released.
    stream.dynamic_stream_settings = replace(stream.dynamic_stream_settings, preload_stream=False)
    listed = listed_streams(stream.hass)
    if listed is not None and stream in listed:
        listed.remove(stream)
    for output in stream.outputs().values():
        output.cleanup()
    stream.hass.async_create_task(stream.stop(), "stop the stream of a locked camera")


def _refuse(*_: object, **__: object) -> NoReturn:
    raise CameraLocked


def _view(entity: Camera, own_class: type[Camera]) -> Camera:
    view: Camera = object.__new__(_derive(Guarded, own_class))
    object.__setattr__(view, "__dict__", vars(entity))
    return view


@cache
def _derive(guard: type[Guarded], own_class: type[Camera]) -> type[Camera]:
    """Put a guard before a camera's class; the result passes for that class wherever its name is read."""
    namespace = {"__module__": own_class.__module__, "__qualname__": own_class.__qualname__, "own_class": own_class}
    metaclass: Callable[..., type[Camera]] = type(own_class)
    return metaclass(own_class.__name__, (guard, own_class), namespace)


def _carries_link(value: object) -> bool:
    """Return whether an attribute's value may hold a link; what cannot be looked into may."""
    match value:
        case None | bool() | int() | float():
            return False
        case str():
            return len(value) > _LONGEST_TEXT or _LINK.search(value) is not None
        case Mapping():
            return any(_carries_link(key) or _carries_link(part) for key, part in value.items())
        case list() | tuple() | set() | frozenset():
            return any(map(_carries_link, value))
        case bytes() | bytearray() | memoryview():
            return True
        case _:
            return _carries_link(str(value))
