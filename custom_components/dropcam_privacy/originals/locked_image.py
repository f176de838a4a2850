"""Locks one image entity in place, for the moment until Home Assistant has removed it."""

from functools import cache
from typing import TYPE_CHECKING, NoReturn

from .. import shields
from ..entrances.running import running_request
from .no_links import NoLinks
from .staying import CameraLocked

if TYPE_CHECKING:
    from homeassistant.components.image import ImageEntity

_PROXY = "/api/image_proxy"


class LockedImage(NoLinks):
    """An image entity that gives its picture to nobody."""

    async def async_image(self) -> NoReturn:
        """Give no picture. Home Assistant's view would make a 500 of our error, and a 403 of aiohttp's."""
        request = running_request()
        if request is not None and request.path.startswith(_PROXY):
            raise shields.private()
        raise CameraLocked

    def image(self) -> NoReturn:
        """Give no picture."""
        raise CameraLocked


def lock_image(entity: ImageEntity) -> None:
    """Lock an image entity. Raises TypeError where its class cannot be replaced."""
    if not isinstance(entity, LockedImage):
        object.__setattr__(entity, "__class__", _derive(type(entity)))


@cache
def _derive(own_class: type[ImageEntity]) -> type[ImageEntity]:
    namespace = {"__module__": own_class.__module__, "__qualname__": own_class.__qualname__}
    metaclass: type = type(own_class)
    derived: type[ImageEntity] = metaclass(own_class.__name__, (LockedImage, own_class), namespace)
    return derived
