"""One real server with every camera that is compared, on simulated cameras of the same picture."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
from typing import override

from tests.e2e.guarded import Guarded, add_account, guard_address
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.stock import add_generic, add_mjpeg
from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import jpeg

CONSTANT = Path(__file__).parent / "constant_camera"
USERNAME, PASSWORD = "camera", "pw-camera-bench-41"
LOOP_SECONDS = 16  # longer than anybody is behind, so that the number in a picture tells how far
LOGINS = 100  # each is given 50 stills a second at most


class ReadyCamera(FakeCamera):
    """A simulated camera whose stills were painted before: painting must not take time from what is measured."""

    pictures = tuple(jpeg("red", count) for count in range(30))

    @override
    def _picture(self, color: str) -> bytes:
        self._count += 1
        return self.pictures[self._count % len(self.pictures)]


@dataclass(frozen=True, slots=True)
class Stage:
    """The server, who is there, and the cameras by what they are."""

    server: Server
    admin: Person
    owner: Person
    logins: list[str]  # access tokens of the owner, of as many logins
    viewer: Person
    screen: Person  # the same viewer, logged in once more: one login holds so many leases
    stills: dict[str, str]  # what it is: entity id
    live: dict[str, tuple[ReadyCamera, str]]  # the same, with the simulated camera that nobody else reads
    watched: Guarded
    watched_camera: ReadyCamera


@asynccontextmanager
async def stage(directory: Path) -> AsyncIterator[Stage]:
    """Start everything, and end it."""
    picture = directory / "constant.jpg"
    picture.write_bytes(ReadyCamera.pictures[0])
    constant = {"platform": "constant_camera", "name": "constant", "picture": str(picture)}
    server = Server(directory / "home")
    server.write_configuration()
    (server.directory / "cameras.yaml").write_text(json.dumps([constant]))  # JSON is YAML
    server.neighbours.append(CONSTANT)
    async with AsyncExitStack() as stack:
        still, stock_live, our_live, watched = [
            await stack.enter_async_context(
                ReadyCamera("red", seconds=LOOP_SECONDS, username=USERNAME, password=PASSWORD)
            )
            for _ in range(4)
        ]
        stack.push_async_callback(server.close)
        await server.start()
        admin = await server.onboard("admin", "Admin", "pw-admin-bench")
        owner = await server.create_user(admin, "owner", "Owner", "pw-owner-bench", "users")
        logins = [owner.access_token]
        for _ in range(LOGINS - 1):
            await owner.login("pw-owner-bench")
            logins.append(owner.access_token)
        viewer = await server.create_user(admin, "viewer", "Viewer", "pw-viewer-bench", "users")
        screen = await server.login("viewer", "pw-viewer-bench")
        await server.until_running()
        generic = await add_generic(admin, still, PASSWORD, "generic_still")
        mjpeg = await add_mjpeg(admin, still, PASSWORD, "mjpeg_still")
        stock = await add_generic(admin, stock_live, PASSWORD, "stock")
        account = await add_account(admin, owner)
        ours = await guard_address(
            admin, account, "Ours still", still_image_url=still.still_url, username=USERNAME, password=PASSWORD
        )
        live = await guard_address(
            admin,
            account,
            "Ours",
            still_image_url=our_live.still_url,
            stream_source=our_live.stream_url,
            username=USERNAME,
            password=PASSWORD,
        )
        # With one address only, everything that anybody watches has to come over one connection.
        one = await guard_address(
            admin,
            account,
            "Watched",
            viewers=[viewer],
            stream_source=watched.stream_url,
            username=USERNAME,
            password=PASSWORD,
        )
        yield Stage(
            server,
            admin,
            owner,
            logins,
            viewer,
            screen,
            {"constant": "camera.constant", "generic": generic, "mjpeg": mjpeg, "ours": ours.entity_id},
            {"generic": (stock_live, stock), "ours": (our_live, live.entity_id)},
            one,
            watched,
        )
