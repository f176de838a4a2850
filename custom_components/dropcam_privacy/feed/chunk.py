"""A piece of a transport stream, as it is handed to everybody who watches."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Codec:
    """What a decoder must know before the first key frame."""

    name: str
    extradata: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next piece of a transport stream, with the video packet that went into it."""

    data: bytes = field(repr=False)
    random_access: bool
    """Whether `data` begins with a key frame: with `head` before it, a stream can start here."""
    received: float
    """`time.monotonic()` when the last byte in it was read."""
    head: bytes = field(repr=False)
    codec: Codec
    video: bytes | None = field(default=None, repr=False)
    """The packet as the camera sent it, for those who decode."""
    key: bool = False
    """Whether `video` is a key frame."""
