"""Where a camera's pictures come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, Self

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from yarl import URL

from ..const import (
    AUTHENTICATION_DIGEST,
    CONF_AUTHENTICATION,
    CONF_MJPEG_URL,
    CONF_STILL_IMAGE_URL,
    CONF_STREAM_SOURCE,
)
from .native import NativeCamera


@dataclass(frozen=True, slots=True)
class Access:
    """How to get into one camera."""

    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    digest_only: bool = False
    """Whether the password never goes over plain HTTP as it is, not even where the camera asks for that."""
    verify_ssl: bool = True


@dataclass(frozen=True, slots=True)
class AddressSource:
    """A camera that is read at its own addresses."""

    still_url: str | None = field(default=None, repr=False)
    mjpeg_url: str | None = field(default=None, repr=False)
    stream_url: str | None = field(default=None, repr=False)
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    digest_only: bool = False
    verify_ssl: bool = True

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a camera's subentry, where what is empty may be missing."""
        return cls(
            still_url=data.get(CONF_STILL_IMAGE_URL) or None,
            mjpeg_url=data.get(CONF_MJPEG_URL) or None,
            stream_url=data.get(CONF_STREAM_SOURCE) or None,
            username=data.get(CONF_USERNAME) or None,
            password=data.get(CONF_PASSWORD) or None,
            # An older version asked; what was chosen then is a promise for the password that came with it.
            digest_only=data.get(CONF_AUTHENTICATION) == AUTHENTICATION_DIGEST,
            verify_ssl=data.get(CONF_VERIFY_SSL) is not False,
        )

    @property
    def shown(self) -> Shown:
        """How it is best shown: what has stills alone is not encoded for whoever only passes by."""
        return Shown.LIVE if self.stream_url or self.mjpeg_url else Shown.STILL

    @property
    def access(self) -> Access:
        """How to get in, the same at all its addresses."""
        return Access(self.username, self.password, self.digest_only, self.verify_ssl)


class Shown(StrEnum):
    """How a camera is best shown."""

    LIVE = "live"
    STILL = "still"
    ON_TAP = "on_tap"  # it sleeps, and is not to be woken by whoever only passes by


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """How a stream is opened, where another integration has its own way."""

    transport: str | None = None
    """By which RTSP's video comes ("tcp" or "udp"), if that is fixed."""
    by_arrival: bool = False
    """Whether the camera's own clock is not heeded."""
    verify_ssl: bool = True


class EntitySource(Protocol):
    """A camera that is read through another integration's entity."""

    @property
    def shown(self) -> Shown:
        """How it is best shown, as far as that is known."""

    @property
    def interval(self) -> float:
        """How many seconds there are between two of its stills, as far as it says; raises FeedError."""

    async def async_still(self) -> bytes:
        """Return a picture; raises FeedError."""

    async def async_stream_url(self) -> str | None:
        """Return the address of its stream, if it has one; raises FeedError."""

    async def async_native(self) -> NativeCamera | None:
        """Return the way to it if WebRTC is all that it speaks; raises FeedError."""

    async def async_mjpeg_url(self) -> str | None:
        """Return the address of its MJPEG, if it has that instead; raises FeedError."""

    @property
    def stream_options(self) -> StreamOptions:
        """How its stream is opened; raises FeedError."""


type Source = AddressSource | EntitySource


def split_access(address: str, *, verify_ssl: bool = True) -> tuple[str, Access]:
    """Part an address of another integration from the credentials that it may carry."""
    url = URL(address)
    access = Access(url.user or None, url.password or None, verify_ssl=verify_ssl)
    return str(url.with_user(None)), access
