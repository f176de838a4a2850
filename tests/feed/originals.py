"""Another integration's entity, as a feed sees it."""

from custom_components.dropcam_privacy.feed.address import Shown, StreamOptions
from custom_components.dropcam_privacy.feed.errors import FeedError, NotAnImage


class Original:
    """Another integration's entity."""

    def __init__(
        self,
        *pictures: bytes | FeedError,
        stream: str | None = None,
        mjpeg: str | None = None,
        options: StreamOptions | None = None,
    ) -> None:
        """Answer with these pictures, the last one again and again; without any, it has no stills."""
        self.pictures = list(pictures) or [NotAnImage("no stills")]
        self.stream = stream
        self.mjpeg = mjpeg
        self.stream_options = options or StreamOptions(verify_ssl=False)
        self.interval = 0.5

    async def async_still(self) -> bytes:
        """Return the next picture."""
        picture = self.pictures.pop(0) if len(self.pictures) > 1 else self.pictures[0]
        if isinstance(picture, FeedError):
            raise picture
        return picture

    async def async_stream_url(self) -> str | None:
        """Return the stream's address."""
        return self.stream

    @property
    def shown(self) -> Shown:
        """Be shown live."""
        return Shown.LIVE

    async def async_mjpeg_url(self) -> str | None:
        """Return the MJPEG's address."""
        return self.mjpeg

    async def async_native(self) -> None:
        """Speak something else than WebRTC."""
