"""What is said between a camera that speaks only WebRTC and our end of the connection.

Such a camera belongs to another integration, which knows how to carry an offer to it; this is what our end needs of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """The camera's answer to our offer."""

    sdp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One address of the camera, said apart from its answer: before it by some, after it by others."""

    text: str = field(repr=False)
    mid: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The camera refused the session, or ended it."""


type Said = Answer | Candidate | Ended


@dataclass(frozen=True, slots=True)
class IceServer:
    """A server by which both ends find each other."""

    urls: tuple[str, ...] = field(repr=False)
    username: str | None = field(default=None, repr=False)
    credential: str | None = field(default=None, repr=False)


class NativeCamera(Protocol):
    """A camera that speaks only WebRTC, through another integration's entity. It runs that one's code as nobody."""

    @property
    def ice_servers(self) -> Sequence[IceServer]:
        """The servers that it needs, usually none."""

    @property
    def data_channel(self) -> str | None:
        """The data channel that it wants to be offered."""

    async def async_offer(self, sdp: str, session: str, hear: Callable[[Said], None]) -> None:
        """Carry an offer to it; what it says is heard until the session is closed. Raises CannotConnect."""

    def close(self, session: str) -> None:
        """Close a session; one that is not there, or is closed already, does no harm."""
