"""What a camera answers over HTTP, whoever has read it."""

from collections.abc import AsyncIterator
from typing import Protocol

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL


class Body(Protocol):
    """The body of an answer, as it comes."""

    async def read(self, count: int, /) -> bytes:
        """Return up to `count` bytes, or none at the end."""

    def iter_any(self) -> AsyncIterator[bytes]:
        """Yield what comes, in pieces of any size."""


class Answer(Protocol):
    """An answer whose body has not been read yet."""

    @property
    def status(self) -> int:
        """What the camera says of it."""

    @property
    def headers(self) -> CIMultiDict[str] | CIMultiDictProxy[str]:
        """Its headers; bytes that are no UTF-8 are escaped."""

    @property
    def url(self) -> URL:
        """Where it came from, after all redirects."""

    @property
    def content_type(self) -> str:
        """What kind of thing it is."""

    @property
    def content_length(self) -> int | None:
        """How long it is said to be."""

    @property
    def content(self) -> Body:
        """What it holds."""

    def release(self) -> object:
        """Keep the connection if the answer has been read to its end, else cut it."""
