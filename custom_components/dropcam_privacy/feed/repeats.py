"""Tells an old still of another integration's entity: the very same object as before is the same picture.

Some integrations repeat their last picture when their camera fails, and some by nature: they keep one for minutes. It
can also be that they only ask their camera less often than we ask them, so they have a second chance.
"""

import asyncio
from typing import Final

from .address import EntitySource
from .errors import Repeated

_WAIT: Final = 0.6
# Who has a new picture more seldom than this is not waited for.
_LONGEST: Final = 5.0


class Repeats:
    """Remembers the last picture of one entity."""

    def __init__(self) -> None:
        """Have seen none."""
        self._last: bytes | None = None

    async def async_new(self, entity: EntitySource) -> bytes:
        """Return a picture that was not seen before. Raises Repeated, and any other FeedError of the entity."""
        image = await entity.async_still()
        if image is self._last:
            await asyncio.sleep(entity.interval if _WAIT < entity.interval <= _LONGEST else _WAIT)
            image = await entity.async_still()
        if image is self._last:
            raise Repeated("the original repeats its last picture")
        self._last = image
        return image
