"""What can go wrong between a camera and us.

    FeedError
    ├── CannotConnect     nobody answers, or the connection ended
    ├── BadAnswer         the camera answers that it has no picture now
    ├── TurnedOff         another integration has its camera off
    ├── Repeated          another integration has no newer picture than its last
    ├── Asleep            the camera runs only while somebody watches it live, and nobody does
    ├── InvalidAuth       the camera refuses the user or the password
    ├── CertificateRefused  its certificate cannot be trusted, or its encryption is outdated
    ├── NotAnImage        what came is not one whole JPEG
    ├── NotSeen           what came may be another camera's picture
    ├── NoVideo           what came holds no video
    ├── UnsupportedCodec  video that cannot be decoded
    └── FeedTimeout       too slow
        └── NoKeyFrame    video, but for too long no picture to begin with

A message never names an address, a user or a password; and none of these is chained to
the library's error that caused it, because those do.
"""

import logging
from typing import ClassVar, Self, override

_LOGGER = logging.getLogger(__name__)


class FeedError(Exception):
    """The camera gave no picture."""

    key: ClassVar[str] = "cannot_connect"
    """The word for it in the config flow."""
    final: ClassVar[bool] = True
    """Whether trying again soon is of no use to those who wait."""
    odd: ClassVar[bool] = False
    """Whether it can be the one bad answer among good ones that many cameras give now and then."""

    def again(self) -> Self:
        """Return an equal error: one that many wait for must not be raised many times over."""
        return type(self)(*self.args)


class CannotConnect(FeedError):
    """Nobody answers, or the connection ended."""

    final = False


class BadAnswer(CannotConnect):
    """The camera answers that it has no picture now."""

    odd = True


class TurnedOff(CannotConnect):
    """The camera is another integration's, and that has it off."""


class Repeated(CannotConnect):
    """The camera is another integration's, and that has no newer picture than its last."""


class Asleep(CannotConnect):
    """The camera runs only while somebody watches it live, and nobody does."""

    def __init__(self, last: float | None) -> None:
        """`last` is when its last picture came, as `time.time()`; None where that is not known."""
        super().__init__(last)
        self.last = last

    @override
    def __str__(self) -> str:
        return "the camera is asleep"


class InvalidAuth(FeedError):
    """The camera refuses the user or the password."""

    key = "invalid_auth"
    odd = True


class CertificateRefused(FeedError):
    """The camera's certificate cannot be trusted, or its encryption is outdated."""

    key = "certificate"


class NotAnImage(FeedError):
    """What came is not one whole JPEG."""

    key = "not_an_image"
    odd = True


class NotSeen(FeedError):
    """What came may be another camera's picture."""

    odd = True


class NoVideo(FeedError):
    """What came holds no video."""

    key = "no_video"


class UnsupportedCodec(FeedError):
    """The video cannot be decoded."""

    key = "unsupported_codec"


class FeedTimeout(FeedError):
    """The camera, or whoever receives its pictures, is too slow."""

    key = "timeout"
    final = False


class NoKeyFrame(FeedTimeout):
    """There is video, but for too long no picture to begin with."""

    key = "no_key_frame"


def unexpected(error: Exception) -> FeedError:
    """Make an error of ours of one that nobody thought of.

    Only its kind is logged: its message and trace may hold an address with a password.
    """
    _LOGGER.error("Unexpected %s while reading a camera", type(error).__name__)
    return CannotConnect("unexpected error")
