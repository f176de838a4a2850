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
        self._first: dict[CameraId, Mapping[str, str]] = {}

    def note(self, camera: CameraId, now: Mapping[str, str], first: Mapping[str, str]) -> None:
        """Note by what a camera can be named now, and its `first` names, which may not be recorded yet."""
        self._now[camera] = now
        self._first[camera] = {**first, **self._first.get(camera, {})}

    def known_as(self, camera: CameraId) -> Mapping[str, str]:
        """Return the names by which its owners know a camera."""
        kept = (record.cameras.get(camera) for record in self._records().values())
        return next((names for names in kept if names is not None), {})

    def formerly(self, name: str) -> list[CameraId]:
        """Return the cameras that their owners know by an entity id or a name that they no longer have."""
        name = name.strip().casefold()

        def among(names: Mapping[str, str]) -> bool:
            return name in map(str.casefold, filter(None, names.values()))

        return [
            camera
            for record in self._records().values()
            for camera, known in record.cameras.items()
            if among(known) and not among(self._now.get(camera, {}))
        ]

    def renamed(self, camera: CameraId) -> frozenset[Rename]:
        """Return in which respects a camera is called otherwise than its owners know."""
        # A first name counts while it is being written down: somebody could have another in its place by then.
        known, now = {**self._first.get(camera, {}), **self.known_as(camera)}, self._now.get(camera, {})
        return frozenset(
            Rename(camera, what, known[what], name)
            for what, name in now.items()
            if what in known and known[what] != name
        )
