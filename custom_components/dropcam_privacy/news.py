"""What is told of the wishes for a camera's picture, to those who watch over it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from .policy.leases import Lease
from .policy.model import CameraId, Channel, Principal, Reason, Role


class Access(StrEnum):
    """What became of somebody's wish for a picture."""

    GRANTED = "granted"  # the first picture has left under a lease
    DELIVERED = "delivered"  # and a further one
    REFUSED = "refused"
    COPIED = "copied"  # an address that was handed to a player was opened by a second one, which has ended it for both
    REVOKED = "revoked"  # a lease under which pictures were leaving was cut


class News(NamedTuple):
    """What whoever watches over a camera is told: `role` is what the principal is, or was, to the camera."""

    access: Access
    principal: Principal
    channel: Channel
    role: Role


type Watched = Callable[[News], None]


class Ending(StrEnum):
    """Why a lease ended."""

    CLOSED = "closed"  # by its holder
    EXPIRED = "expired"
    REVOKED = "revoked"
    COPIED = "copied"
    DISPLACED = "displaced"  # by newer ones of the same holder


class Clerk:
    """What writes down every lease and refusal; this one does not.

    It is called while pictures leave: it is quick, and never raises.
    """

    def opened(self, lease: Lease) -> None:
        """Note a lease, in the task of whoever asked for it."""

    def ended(self, lease: Lease, ending: Ending) -> None:
        """Note the end of one."""

    def refused(self, principal: Principal, channel: Channel, camera: CameraId, reason: Reason) -> None:
        """Note what was not given, in the task of whoever asked for it."""
