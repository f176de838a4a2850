"""What is told of the wishes for a camera's picture, to those who watch over it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from .policy.leases import Lease
from .policy.model import CameraId, Channel, Principal, Reason, Role, UserId


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


class Who(NamedTuple):
    """Who asked: of what kind, which user and their name as it was then, and from where and by which client."""

    kind: str
    user: UserId | None = None
    name: str | None = None
    client: str | None = None
    address: str | None = None

    def said(self) -> dict[str, str | None]:
        """Return what a row says of them; which user it is stands beside that."""
        return {"kind": self.kind, "name": self.name, "client": self.client, "address": self.address}


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

    def asker(self, lease: Lease) -> Who:
        """Return who asked for a lease that is open, as they were known then."""
        return Who(lease.principal.kind.value, lease.principal.user)

    def ended(self, lease: Lease, ending: Ending) -> None:
        """Note the end of one."""

    def refused(self, principal: Principal, channel: Channel, camera: CameraId, reason: Reason) -> None:
        """Note what was not given, in the task of whoever asked for it."""
