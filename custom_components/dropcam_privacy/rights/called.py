"""What cameras are called now, compared with what their owners call them."""

from collections.abc import Callable, Mapping

from ..policy.model import CameraId
from .changes import Rename
from .records import Records


class Called:
    """Compares what cameras are called now with the records."""

    def __init__(self, records: Callable[[], Records]) -> None:
        """Know of no name yet."""
        self._records = records
        self._now: dict[CameraId, Mapping[str, str]] = {}

    def note(self, camera: CameraId, now: Mapping[str, str]) -> None:
        """Note by what a camera can be named now."""
        self._now[camera] = now

    def known_as(self, camera: CameraId) -> Mapping[str, str]:
        """Return the names by which its owners know a camera."""
        kept = (record.cameras.get(camera) for record in self._records().values())
        return next((it.known_as for it in kept if it is not None), {})

    def formerly(self, name: str) -> list[CameraId]:
        """Return the cameras that their owners know by an entity id or a name that they no longer have."""
        name = name.strip().casefold()

        def among(names: Mapping[str, str]) -> bool:
            return name in map(str.casefold, filter(None, names.values()))

        return [
            camera
            for record in self._records().values()
            for camera, kept in record.cameras.items()
            if not kept.removed and among(kept.known_as) and not among(self._now.get(camera, {}))
        ]

    def renamed(self, camera: CameraId) -> frozenset[Rename]:
        """Return in which respects a camera is called otherwise than its owners know."""
        known, now = self.known_as(camera), self._now.get(camera, {})
        return frozenset(
            Rename(camera, what, known[what], name)
            for what, name in now.items()
            if what in known and known[what] != name
        )
