"""All cameras' scenes: read before any camera runs, so that what was held still is, and made when a camera comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event as HassEvent, HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..audit.entries import Event, Said
from ..audit.log import LOG
from ..gatekeeper import GATEKEEPER
from ..policy.model import AccountId, CameraId
from ..rights.author import Author
from ..signals import Signal

if TYPE_CHECKING:
    from .book import Book, Known
    from .scene import Scene

SCENES: HassKey[Scenes] = HassKey("dropcam_privacy_scenes")
_FOLDER = "dropcam_privacy.scenes"


class Scenes:
    """The scenes of all cameras that are known."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing before `async_load`."""
        self._hass = hass
        self._known: dict[CameraId, Known] = {}
        self._scenes: dict[CameraId, Scene] = {}
        self.changes = Signal[CameraId]()

    async def async_load(self) -> None:
        """Read what is known; what cannot be read is held."""
        folder = Path(self._hass.config.path(".storage")) / _FOLDER
        self._make, self._book, self._known, self._default = await self._hass.async_add_executor_job(_load, folder)
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_written)

    async def _async_written(self, _: HassEvent) -> None:
        await self._book.async_written()

    def of(self, camera: CameraId, account: AccountId) -> Scene:
        """Return the scene of an account's camera."""
        if (scene := self._scenes.get(camera)) is None:

            def note(event: Event, by: Author | None, said: dict[str, Said]) -> None:
                self._hass.data[LOG].note(account, event, by, camera, **said)

            scene = self._scenes[camera] = self._make(
                self._hass,
                camera,
                self._known.get(camera, self._default),
                book=self._book,
                gatekeeper=self._hass.data[GATEKEEPER],
                note=note,
                changed=partial(self.changes.send, camera),
            )
        return scene

    def disowned(self, camera: CameraId) -> bool:
        """Return whether an owner said that what a camera shows is not theirs: its login is not used."""
        scene = self._scenes.get(camera)
        return scene is not None and scene.disowned

    async def async_forget(self, camera: CameraId) -> None:
        """Forget a camera that was removed for good. Raises NotDurable."""
        self._known.pop(camera, None)
        self._scenes.pop(camera, None)
        await self._book.async_write(camera, lambda: None)


def _load(folder: Path) -> tuple[Callable[..., Scene], Book, dict[CameraId, Known], Known]:
    """Load what is heavy, and what is written down; blocking."""
    from .book import Book, Known  # noqa: PLC0415 - see the package
    from .scene import Scene  # noqa: PLC0415 - see the package

    book = Book(folder)
    found = book.read()
    return Scene, book, found or {}, Known() if found is not None else Known.lost()
