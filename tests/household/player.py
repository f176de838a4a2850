"""A player of HLS, which knows nothing but the address that it was given."""

from pathlib import Path
import re

import aiohttp
import av
import numpy as np

from tests.fakes.cameras import whose_video
from tests.fakes.pictures import number_in
from tests.household.home import CAMERA, Person


class Player:
    """Somebody's player, at the link that they were given."""

    def __init__(self, person: Person, url: str) -> None:
        """Belong to a link to a master playlist."""
        self.person = person
        self.url = url
        self.base, _, name = url.rpartition("/")
        assert name == "master_playlist.m3u8"
        self.token = self.base.rpartition("/")[2]

    async def get(self, name: str) -> aiohttp.ClientResponse:
        """Get something beside the master playlist, without a login, as a player does."""
        return await self.person.get(f"{self.base}/{name}", headers={})

    async def status(self, name: str = "init.mp4") -> int:
        """Get something, and tell only how it went; 0 where the connection was cut."""
        try:
            response = await self.get(name)
            body = await response.read()
        except aiohttp.ClientError:
            return 0
        assert response.status == 200 or len(body) < 100
        return response.status

    async def text(self, name: str) -> str:
        """Get a playlist."""
        response = await self.get(name)
        assert response.status == 200, name
        return await response.text()

    async def video(self) -> set[str]:
        """Play the first segment, and tell whose it is."""
        await self.text("master_playlist.m3u8")
        segment = re.findall(r"^\./(segment/\d+\.m4s)$", await self.text("playlist.m3u8"), re.MULTILINE)[0]
        pieces = [await (await self.get(name)).read() for name in ("init.mp4", segment)]
        return whose_video(b"".join(pieces))


async def watch(person: Person) -> Player:
    """Ask for a stream, as the frontend does."""
    answer = await person.ask(type="camera/stream", entity_id=CAMERA)
    assert answer["success"], answer
    return Player(person, answer["result"]["url"])


def numbers(file: Path) -> list[int]:
    """Read the numbers in the pictures of a recording, in order."""
    with av.open(file) as container:
        read = [number_in(np.asarray(frame.to_ndarray(format="rgb24"))) for frame in container.decode(video=0)]
    return [number for number in read if number is not None]
