"""HLS under a lease: Home Assistant's five views, with its handlers, but the token in the path is a lease's.

Playlists hold relative addresses only, so everything a player asks for comes back to these views.
"""

import asyncio
import re
from typing import ClassVar, cast, override

from aiohttp import web
from homeassistant.components.http import KEY_HASS
from homeassistant.components.stream import FORMAT_CONTENT_TYPE, HLS_PROVIDER, Stream
from homeassistant.components.stream.core import StreamView
from homeassistant.components.stream.fmp4utils import get_codec_string
from homeassistant.components.stream.hls import (
    HlsInitView,
    HlsMasterPlaylistView,
    HlsPartView,
    HlsPlaylistView,
    HlsSegmentView,
    HlsStreamOutput,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..feed.errors import FeedError
from ..gatekeeper import GATEKEEPER
from ..policy.model import Channel
from ..runtime import CAMERAS
from ..shields import NO_STORE
from .http import async_wait, bind, refused, unavailable
from .stream import PATH, live_stream
from .worker import SEGMENT_SECONDS

_VIEWS: HassKey[bool] = HassKey("dropcam_privacy_hls_views")
# Over which a stream leaves by an address.
_CHANNELS = frozenset({Channel.LIVE, Channel.CAST, Channel.ASSISTANT, Channel.INTEGRATION, Channel.AI})
# What a player asks the playlist to wait for: a segment, and a part of it.
_QUESTIONS = ("_HLS_msn", "_HLS_part")
# Only a hint for players that choose between several variants; there is one.
_BANDWIDTH = 5_000_000
# Within what the camera must have begun to send.
_BEGIN_SECONDS = 9
# How far apart a camera's key frames may be. The frontend's player waits as long.
_KEY_FRAME_SECONDS = 30
# A number that a player can have been told; Python would take thousands of digits, and those of other scripts.
_NUMBER = re.compile(r"[0-9]{1,9}")
_SEQUENCE = re.compile(r"(#EXT-X-MEDIA-SEQUENCE:)(\d+)")


class LeasedView(StreamView):
    """A view that answers only under a live lease, and asks again before it does."""

    cors_allowed = False
    picture: ClassVar[bool] = True

    @override
    async def get(self, request: web.Request, token: str, sequence: str = "", part_num: str = "") -> web.StreamResponse:
        """Answer one request of a player. Raises HTTPForbidden, whatever was wrong with the token."""
        asked = [number for number in (sequence, part_num) if number]
        asked += [request.query[name] for name in _QUESTIONS if name in request.query]
        if not all(map(_NUMBER.fullmatch, asked)):
            raise web.HTTPBadRequest
        hass = request.app[KEY_HASS]
        gatekeeper = hass.data[GATEKEEPER]
        held = gatekeeper.find(token)
        await async_wait(hass, request, None if held is None else held.principal.login, 1)
        lease = gatekeeper.find(token)
        if lease is None or lease.channel not in _CHANNELS:
            raise refused()
        if not lease.read_by(request.remote or ""):
            gatekeeper.copied(lease)
            raise refused()
        live = live_stream(hass, lease.camera) if lease.camera in hass.data[CAMERAS] else None
        if live is None:
            raise refused()
        bind(hass, request, lease)
        try:
            worker = await live.async_worker(lease.principal, lease.channel)
            response = await self.handle(request, worker, sequence, part_num)
        except FeedError as err:
            raise unavailable(err) from err
        if not gatekeeper.permits(lease):
            raise refused()
        response.headers.update(NO_STORE)
        if response.status < web.HTTPBadRequest.status_code:
            if self.picture:
                gatekeeper.delivered(lease, _size(response))
            else:
                gatekeeper.renew(lease)
        return response


def _size(response: web.StreamResponse) -> int:
    """Return how much an answer holds (bytes)."""
    body = response.body if isinstance(response, web.Response) else None
    return len(body) if isinstance(body, bytes) else 0


def _path(stock: type[StreamView]) -> str:
    """Return the path of a stock view, with a lease's token in the place of the stream's."""
    return str(stock.url).replace("/api/hls/{token:[a-f0-9]+}", PATH + "/{token}")


class LeasedMaster(LeasedView, HlsMasterPlaylistView):
    """The master playlist, as soon as the codecs are known."""

    url = _path(HlsMasterPlaylistView)
    name = "api:dropcam_privacy:hls:master_playlist"
    picture = False

    @override
    async def handle(self, request: web.Request, stream: Stream, sequence: str, part_num: str) -> web.Response:
        """Answer when the first segment has begun: its head names the codecs."""
        track = stream.add_provider(HLS_PROVIDER)
        try:
            async with asyncio.timeout(_BEGIN_SECONDS):
                while not (segments := track.get_segments()) or not segments[0].init:
                    if not await track.recv():
                        raise web.HTTPServiceUnavailable
        except TimeoutError as err:
            raise web.HTTPServiceUnavailable from err
        codecs = get_codec_string(segments[0].init)
        body = f'#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH={_BANDWIDTH},CODECS="{codecs}"\nplaylist.m3u8\n'
        return web.Response(body=body.encode(), content_type=FORMAT_CONTENT_TYPE[HLS_PROVIDER])


class LeasedPlaylist(LeasedView, HlsPlaylistView):
    """The playlist of segments and parts, as soon as a player can begin.

    Segments are numbered from 1 here, not from 0: the frontend's player (hls.js 1.6) takes the number 0 for none, and
    would load the parts of the first segment again and again, until it stalls. Names of files keep their numbers.
    """

    url = _path(HlsPlaylistView)
    name = "api:dropcam_privacy:hls:playlist"
    picture = False

    @override
    @classmethod
    def render(cls, track: HlsStreamOutput) -> str:
        """Render as stock does, with each number one higher."""
        return _SEQUENCE.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", super().render(track))

    @override
    async def handle(self, request: web.Request, stream: Stream, sequence: str, part_num: str) -> web.Response:
        """Answer the first question when the first segment is complete, and those that follow as stock does.

        Stock waits until the second segment has begun. No player begins on parts alone.
        """
        if number := request.query.get("_HLS_msn"):
            stock = request.clone(rel_url=request.rel_url.update_query(_HLS_msn=str(int(number) - 1)))
            return await super().handle(stock, stream, sequence, part_num)
        track = cast("HlsStreamOutput", stream.add_provider(HLS_PROVIDER))
        try:
            async with asyncio.timeout(_KEY_FRAME_SECONDS):
                while not any(segment.complete for segment in track.get_segments()):
                    await track.part_recv()
        except TimeoutError as err:
            raise web.HTTPServiceUnavailable from err
        track.stream_settings.min_segment_duration = SEGMENT_SECONDS
        return web.Response(text=self.render(track), content_type=FORMAT_CONTENT_TYPE[HLS_PROVIDER])


class LeasedInit(LeasedView, HlsInitView):
    """The head of the segments."""

    url = _path(HlsInitView)
    name = "api:dropcam_privacy:hls:init"


class LeasedPart(LeasedView, HlsPartView):
    """A part of a segment."""

    url = _path(HlsPartView)
    name = "api:dropcam_privacy:hls:part"


class LeasedSegment(LeasedView, HlsSegmentView):
    """A segment."""

    url = _path(HlsSegmentView)
    name = "api:dropcam_privacy:hls:segment"


@callback
def async_register_views(hass: HomeAssistant) -> None:
    """Register the views, once."""
    if not hass.data.get(_VIEWS):
        hass.data[_VIEWS] = True
        for view in (LeasedMaster, LeasedPlaylist, LeasedInit, LeasedPart, LeasedSegment):
            hass.http.register_view(view())
