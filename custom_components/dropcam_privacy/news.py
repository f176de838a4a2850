"""What is told of the wishes for a camera's picture, to those who watch over it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from .policy.model import Channel, Principal, Role


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
