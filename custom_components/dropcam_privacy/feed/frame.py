"""A picture that knows where it comes from."""

from dataclasses import dataclass, field
from typing import Final

from ..policy.model import AccountId, CameraId

MAX_AGE: Final = 1.0
"""No picture leaves that is older, in seconds."""

FRESH: Final = 0.5
"""A picture that is no older is one of this moment: nobody asks for another."""

MAX_BYTES: Final = 16 * 1024 * 1024
"""No camera's picture is larger; an endless body must end somewhere."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole JPEG, with its provenance."""

    account: AccountId
    camera: CameraId
    received: float
    """`time.monotonic()` when its last byte was read."""
    jpeg: bytes = field(repr=False)
