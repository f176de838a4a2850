"""Everybody tries every road all the time, and hands what comes to the oracle with the moment in which it came."""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
from dataclasses import dataclass, field, replace
from random import Random
import re
import time
from urllib.parse import urljoin

from tests.attack.model import Use
from tests.attack.oracle import JPEG, Asked, Seen
from tests.attack.world import NO_ANSWER, Address, Camera, Login, World
from tests.e2e.go2rtc import HERE as GO2RTC_IS_HERE
from tests.e2e.person import Answer, RefusedError
from tests.e2e.roads import MJPEG_BYTES, ROADS

STILL, MJPEG = "/api/camera_proxy/", "/api/camera_proxy_stream/"
PAUSE = (0.05, 0.3)
HLS_ROUNDS = 4
WHO = {"vera": 5, "flat": 4, "admin": 3, "anna": 3, "ben": 2, "carl": 1, "nobody": 1}
# Of tests/e2e/roads.py, what is not walked more closely here.
OTHERS = {
    "media_source": Use.VIEW,
    "snapshot": Use.FILE,
    "snapshot_rest": Use.FILE,
    "record": Use.FILE,
    "still_signed_for_long": Use.NOTHING,
    "still_state_token": Use.NOTHING,
    "still_entity_picture": Use.NOTHING,
    "still_no_token": Use.NOTHING,
    "mjpeg_state_token": Use.NOTHING,
    "neighbour_command": Use.NOTHING,
    "neighbour_background": Use.NOTHING,
    "neighbour_mjpeg": Use.NOTHING,
}


@dataclass
class Visit:
    """Somebody on a road to a camera, or to the original that it wraps."""

    world: World
    login: Login
    camera: Camera
    entity_id: str
    asked: Asked
    dice: Random
    noted: set[float] = field(default_factory=set)

    def again(self) -> Asked:
        """Ask now: what follows is judged by this moment."""
        return replace(self.asked, begun=time.monotonic())

    def give(self, asked: Asked, seen: list[Seen], at: float) -> int:
        """Hand pictures to the oracle."""
        count = self.world.oracle.judge(asked, seen, at)
        self.world.history.counts["pictures"] += count
        self.world.history.counts[f"pictures of {asked.road}"] += count
        self.world.history.counts[f"pictures to {asked.user}"] += count
        if count and asked.begun not in self.noted:
            self.noted.add(asked.begun)  # the first of a stream tells enough
            colors = ", ".join(sorted({one.color for one in seen}))
            self.world.history.add(f"  {asked.user} {asked.road} {asked.target}: {count} {colors}", at)
        return count

    async def get(self, path: str, *, bearer: bool = False, seconds: float = 10, asked: Asked | None = None) -> Answer:
        """Get one answer, and judge the pictures in it."""
        asked = asked or self.again()
        answer = await self.login.person.get(path, bearer=bearer, most=MJPEG_BYTES * 8, seconds=seconds)
        self.count(answer.status)
        at = time.monotonic()
        self.give(asked, self.world.oracle.stills(answer.body, at), at)
        return answer

    def count(self, status: int) -> None:
        """Count an answer."""
        self.world.history.counts["requests"] += 1
        self.world.history.counts["refusals"] += status in (401, 403)

    def remember(self, path: str) -> str:
        """Keep an address that was given, for others to use later."""
        self.world.addresses.append(Address(self.login, path, f"{self.asked.road} later", self.asked.original))
        return path


type Road = Callable[[Visit], Awaitable[None]]


async def still(visit: Visit) -> None:
    """Get a still with a login, of any size."""
    size = visit.dice.choice(["", "", "?width=320&height=180"])
    await visit.get(f"{STILL}{visit.entity_id}{size}", bearer=True)


async def signed(visit: Visit) -> None:
    """Get a still by a signed path."""
    path = visit.remember(await visit.login.person.sign(STILL + visit.entity_id))
    await visit.get(path)


async def mjpeg(visit: Visit) -> None:
    """Watch MJPEG for a while, with a login or by a signed path, also as a series of stills."""
    path = MJPEG + visit.entity_id + visit.dice.choice(["", "", "?interval=0.5"])
    bearer = visit.dice.random() < 0.7
    if not bearer:
        path = await visit.login.person.sign(path)
    await watch(visit, path, bearer=bearer)


async def watch(visit: Visit, path: str, *, bearer: bool) -> None:
    """Watch a stream of pictures, and judge each when it comes."""
    asked = visit.again()
    person = visit.login.person
    with contextlib.suppress(TimeoutError):
        async with (
            asyncio.timeout(visit.dice.uniform(1, 6)),
            person.session.get(person.url + path, headers=person._bearer() if bearer else {}) as response,
        ):
            visit.count(response.status)
            rest = b""
            async for data in response.content.iter_any():
                at = time.monotonic()
                rest += data
                while found := JPEG.search(rest):
                    visit.give(asked, visit.world.oracle.stills(found[0], at), at)
                    rest = rest[found.end() :]


async def lease(visit: Visit) -> None:
    """Get a lease, and use its addresses."""
    answer = await visit.login.person.post("/api/dropcam_privacy/lease", {"entity_id": visit.entity_id})
    visit.count(answer.status)
    if answer.status == 200:
        given = answer.json()
        await visit.get(visit.remember(given["still_url"]))
        await watch(visit, visit.remember(given["mjpeg_url"]), bearer=False)


async def hls(visit: Visit) -> None:
    """Watch as the live card does: without a login from the address on."""
    answer = await visit.login.person.ws("camera/stream", entity_id=visit.entity_id, format="hls")
    await follow_hls(visit, visit.remember(answer["url"]))


async def follow_hls(visit: Visit, address: str) -> None:
    """Follow a master playlist, and judge each new piece."""
    master = (await visit.get(address)).body.decode(errors="replace")
    playlist = next((line for line in master.splitlines() if line and not line.startswith("#")), None)
    if playlist is None:
        return
    media, known, init = urljoin(address, playlist), set[str](), b""
    for _ in range(HLS_ROUNDS):
        text = (await visit.get(media)).body.decode(errors="replace")
        if not text.startswith("#EXTM3U"):
            return
        if not init and (found := re.search(r'EXT-X-MAP:URI="([^"]+)"', text)):
            init = (await visit.get(urljoin(media, found[1]))).body
        segments = [line for line in text.splitlines() if line and not line.startswith("#")]
        parts = re.findall(r'EXT-X-PART:[^\n]*?URI="([^"]+)"', text)
        pieces = [piece for piece in segments[:1] + segments[-1:] + parts[-1:] if piece not in known]
        for piece in dict.fromkeys(pieces):
            known.add(piece)
            asked = visit.again()
            body = (await visit.get(urljoin(media, piece), asked=asked)).body
            at = time.monotonic()
            visit.give(asked, await asyncio.to_thread(visit.world.oracle.video, init + body, at), at)
        await asyncio.sleep(0.5)


async def webrtc(visit: Visit) -> None:
    """Watch by WebRTC for a while."""
    from tests.e2e.peers import Peer  # noqa: PLC0415 - it is there only with the real server

    asked = visit.again()
    visit.count(0)
    peer = await Peer.connect(visit.login.person, visit.entity_id)
    try:
        peer.watching = True
        end = time.monotonic() + visit.dice.uniform(2, 5)
        frame = None
        while time.monotonic() < end:
            if peer.frame is not None and peer.frame is not frame:
                frame, at = peer.frame, time.monotonic()
                color, place = peer.whose(), peer.number()
                # What was decoded just now came a while ago, and go2rtc may hold some: only when it was made counts.
                made = None if color is None else visit.world.oracle.when(color, place, at)
                if color and made is not None:
                    visit.give(asked, [Seen(color, made, made)], at)
            await asyncio.sleep(0.1)
        with contextlib.suppress(RefusedError, *NO_ANSWER):
            await peer.close_session()
    finally:
        await peer.close()


async def again_later(visit: Visit) -> None:
    """Use an address that somebody was given before."""
    if not visit.world.addresses:
        return
    address = visit.dice.choice(visit.world.addresses)
    visit.login = address.login
    visit.asked = replace(
        visit.asked,
        user=address.login.user,
        login=address.login.id,
        road=address.road,
        target=address.path.split("?")[0][-40:],
        original=address.original,
    )
    if "/api/hls/" in address.path or ".m3u8" in address.path:
        await follow_hls(visit, address.path)
    elif MJPEG in address.path:
        await watch(visit, address.path, bearer=False)
    else:
        await visit.get(address.path)


async def another(visit: Visit) -> None:
    """Walk one of the other roads."""
    name = visit.dice.choice(list(OTHERS))
    asked = replace(visit.again(), road=name, use=OTHERS[name])
    visit.asked = asked
    answers = await asyncio.wait_for(ROADS[name](visit.login.person, visit.entity_id), 60)
    at = time.monotonic()
    visit.count(0)
    for answer in answers:
        if isinstance(answer, bytes):
            visit.give(asked, await asyncio.to_thread(visit.world.oracle.read, answer, at), at)


HAMMERS: dict[Road, int] = {still: 10, signed: 3, mjpeg: 4, lease: 3, hls: 3, again_later: 4, another: 4}
if GO2RTC_IS_HERE:
    HAMMERS[webrtc] = 1


async def hammer(world: World, dice: Random, over: asyncio.Event) -> None:
    """Try one road after the other until it is over."""
    while not over.is_set():
        user = dice.choices(list(WHO), list(WHO.values()))[0]
        road = dice.choices(list(HAMMERS), list(HAMMERS.values()))[0]
        camera = dice.choice(list(world.cameras.values()))
        original = bool(camera.original) and dice.random() < 0.5
        entity_id = world.name(camera.name, "original" if original else "camera")
        asked = Asked(
            user,
            world.logins[user].id,
            getattr(road, "__name__"),  # noqa: B009 - callables have none, functions do
            entity_id,
            Use.VIEW,
            time.monotonic(),
            original,
        )
        try:
            await road(Visit(world, world.logins[user], camera, entity_id, asked, dice))
        except RefusedError:
            world.history.counts["requests"] += 1
            world.history.counts["refusals"] += 1
        except NO_ANSWER:
            world.history.counts["requests without an answer"] += 1
        except (ValueError, KeyError, AssertionError) as err:
            world.history.counts[f"hammer stumbled: {road.__name__} {err!r:.60}"] += 1
        await asyncio.sleep(dice.uniform(*PAUSE))
