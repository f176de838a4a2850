"""Whom owners have just put out of a camera: for a minute they get nothing of it, so that players do not come back.

Times are seconds of any steady clock.
"""

from typing import Final

from .model import CameraId, Kind, Principal, UserId

PUT_OUT_SECONDS: Final = 60.0


class PutOut:
    """Whom, at which camera, and until when: a person with all that comes in their name, or all programs of a kind."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._until: dict[tuple[CameraId, UserId | Kind], float] = {}

    def put(self, principal: Principal, camera: CameraId, *, now: float) -> None:
        """Put somebody out."""
        person = principal.user if principal.kind is Kind.PERSON else None
        self._until[camera, person or principal.kind] = now + PUT_OUT_SECONDS

    def until(self, principal: Principal, camera: CameraId, *, now: float) -> float | None:
        """Return until when somebody is out, None if they are not."""
        if not self._until:
            return None
        names: list[UserId | Kind] = [
            principal.kind,
            *principal.people,
            *([] if principal.user is None else [principal.user]),
        ]
        ends = [end for name in names if (end := self._until.get((camera, name))) is not None and now < end]
        return max(ends, default=None)

    def forget(self, *, now: float) -> None:
        """Forget those whose time is over."""
        self._until = {key: end for key, end in self._until.items() if now < end}
