"""The demo household: two people with an account each, an administrator without one, and four simulated cameras.

It lives in .demo/ and is made at the first start; delete the folder to begin anew. One process has it at a time; a
check that comes while a demo runs looks at the cameras of that one.
"""

import argparse
import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
import fcntl
import json
from pathlib import Path
import shutil
import signal
import sys
from typing import Any, TextIO

from tests.e2e.go2rtc import HERE as GO2RTC_IS_HERE, Go2rtc
from tests.e2e.guarded import add_account, guard_address, guard_entity
from tests.e2e.peers import Peer
from tests.e2e.person import Person, RefusedError
from tests.e2e.roads import walk
from tests.e2e.server import Server, free_port
from tests.e2e.stock import add_generic
from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import painters
from tests.fakes.rooms import room

HOME = Path(__file__).parents[1] / ".demo"
CONFIG, MEMORY, LOCK = "config", "demo.json", "lock"
PORT = 8123
DASHBOARD = "demo-cameras"
PEOPLE = ("anna", "ben", "admin")
CAMERA_LOGIN = ("camera", "camera-demo")
CAMERAS = {  # name: owner, colour, what it is
    "nursery": ("anna", "red", "H.264 over HTTP with a password"),
    "porch": ("anna", "orange", "MJPEG"),
    "workshop": ("ben", "blue", "stills only"),
    "attic": ("ben", "green", "wraps a camera of Home Assistant's own integration"),
}
ORIGINAL = "camera.attic_original"
ROADS = {"still": "still_bearer", "MJPEG": "mjpeg_bearer", "live card": "hls"}


def password(name: str) -> str:
    """Give the password of a person of the demo."""
    return f"{name}-demo"


def say(text: str) -> None:
    """Show progress at once."""
    print(text, flush=True)


def is_free(port: int) -> bool:
    """Return whether a port can be had."""
    try:
        asyncio.run(_try_port(port))
    except OSError:
        return False
    return True


async def _try_port(port: int) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    server.close()


def remembered() -> dict[str, Any] | None:
    """Read the ports of the household that is there. They come last: without them, what is there is half made."""
    try:
        memory: dict[str, Any] = json.loads((HOME / MEMORY).read_text())
    except FileNotFoundError, ValueError:
        return None
    return memory


def new_ports() -> dict[str, Any]:
    """Choose ports for a new household."""
    return {"port": PORT if is_free(PORT) else free_port(), "cameras": {name: free_port() for name in CAMERAS}}


async def furnish(server: Server, cameras: dict[str, FakeCamera]) -> None:
    """Let people and cameras move in, by the same ways as a user's."""
    say("Creating the people: anna, ben, admin")
    admin = await server.onboard("admin", "Admin", password("admin"))
    people = {
        name: await server.create_user(admin, name, name.capitalize(), password(name), "users")
        for name in ("anna", "ben")
    }
    await server.until_running()
    say("Adding their cameras")
    accounts = {name: await add_account(admin, person) for name, person in people.items()}
    username, secret = CAMERA_LOGIN
    nursery, porch, workshop = cameras["nursery"], cameras["porch"], cameras["workshop"]
    await guard_address(
        admin, accounts["anna"], "Nursery", stream_source=nursery.stream_url, username=username, password=secret
    )
    await guard_address(admin, accounts["anna"], "Porch", mjpeg_url=porch.mjpeg_url)
    await guard_address(admin, accounts["ben"], "Workshop", still_image_url=workshop.still_url)
    original = await add_generic(admin, cameras["attic"], secret, ORIGINAL.removeprefix("camera."))
    await guard_entity(admin, accounts["ben"], "Attic", original)
    say("Making a dashboard")
    await admin.ws(
        "lovelace/dashboards/create", url_path=DASHBOARD, title="Cameras", icon="mdi:shield-home", mode="storage"
    )
    await admin.ws("lovelace/config/save", url_path=DASHBOARD, config=dashboard())


def dashboard() -> dict[str, Any]:
    """Show each camera as a still and live, with its switch."""
    sections = []
    for name, (owner, _, what) in CAMERAS.items():
        camera = f"camera.{name}"
        cards = [
            {"type": "heading", "heading": f"{name.capitalize()}: {owner.capitalize()}'s, {what}"},
            {"type": "picture-entity", "entity": camera, "camera_view": "live", "show_state": False},
            {"type": "picture-entity", "entity": camera, "camera_view": "auto", "show_state": False},
            {"type": "tile", "entity": f"switch.{name}_privacy"},
            {"type": "tile", "entity": f"binary_sensor.{name}_being_watched"},
        ]
        sections.append({"type": "grid", "cards": cards})
    return {"views": [{"title": "Cameras", "path": "cameras", "type": "sections", "sections": sections}]}


async def check(server: Server) -> bool:
    """Look at each camera as its owner and as everybody else; tell what each saw, and whether that is right."""
    people = {person.name: person for person in server.people}
    fine = True
    roads = [*ROADS, "WebRTC"] if GO2RTC_IS_HERE else list(ROADS)
    say(f"\n{'camera':<24}{'who':<8}" + "".join(f"{road:<12}" for road in roads))
    for name, (owner, color, _) in CAMERAS.items():
        for who in PEOPLE:
            fine &= await _look(people[who], f"camera.{name}", {color} if who == owner else set())
    for who in PEOPLE:
        fine &= await _look(people[who], ORIGINAL, set())
    say("\nAs it should be: owners see their own cameras, and nobody else sees anything." if fine else "\nNOT SO.")
    return fine


async def _look(person: Person, entity_id: str, right: set[str]) -> bool:
    saw = [await walk(road, person, entity_id) for road in ROADS.values()]
    if GO2RTC_IS_HERE:
        saw.append(await _by_webrtc(person, entity_id))
    fine = all(seen == right for seen in saw)
    cells = "".join(f"{', '.join(sorted(seen)) or '-':<12}" for seen in saw)
    say(f"{entity_id:<24}{person.name:<8}{cells}{'' if fine else '  <-- wrong'}")
    return fine


async def _by_webrtc(person: Person, entity_id: str) -> set[str]:
    """Return whose picture a peer gets."""
    try:
        peer = await Peer.connect(person, entity_id)
    except RefusedError:
        return set()
    try:
        await peer.until_playing()
        return {peer.whose() or "nobody's"}
    finally:
        await peer.close_session()
        await peer.close()


async def log_in(server: Server) -> None:
    """Log in who is not yet."""
    present = {person.name for person in server.people}
    for name in PEOPLE:
        if name not in present:
            await server.login(name, password(name))
    await server.until_running()


def introduce(server: Server) -> None:
    """Tell where the demo is, and who lives there."""
    say(f"\n  {server.url}/{DASHBOARD}\n")
    for name in PEOPLE:
        owns = ", ".join(camera for camera, (owner, _, _) in CAMERAS.items() if owner == name) or "no camera"
        say(f"  {name:<6} password {password(name):<12} owns {owns}")


async def run(lock: TextIO, memory: dict[str, Any], *, fresh: bool, only_check: bool) -> bool:
    """Start everything, and end it in any case; the lock tells the port while others may visit."""
    async with AsyncExitStack() as stack:
        cameras = {}
        for name, (_, color, _) in CAMERAS.items():
            painters[color] = room
            username, secret = CAMERA_LOGIN if name in ("nursery", "attic") else (None, "")
            camera = FakeCamera(color, username=username, password=secret, port=memory["cameras"][name])
            cameras[name] = await stack.enter_async_context(camera)
        extra = ""
        if GO2RTC_IS_HERE:
            extra = (await stack.enter_async_context(Go2rtc(HOME / "go2rtc"))).yaml
        else:
            say("There is no go2rtc here: the live cards use HLS, and WebRTC is left out.")
        server = Server(HOME / CONFIG, port=memory["port"], extra=extra)
        stack.push_async_callback(server.close)
        say("Starting Home Assistant" + (" for the first time: this takes half a minute" if fresh else ""))
        await server.start()
        await asyncio.gather(*(camera.warm_up() for camera in cameras.values()))
        if fresh:
            await furnish(server, cameras)
            (HOME / MEMORY).write_text(json.dumps(memory))
        await log_in(server)
        if only_check:
            return await check(server)
        introduce(server)
        stack.callback(lock.truncate, 0)
        print(server.port, file=lock, flush=True)
        say("\nCtrl-C ends everything.")
        await asyncio.Event().wait()
    return True


async def visit(lock: TextIO, *, only_check: bool) -> bool:
    """Look at the cameras of a demo that another process runs, or tell where it is."""
    lock.seek(0)
    port = lock.read().strip()
    if not port:
        say("Another terminal has the demo, and is just starting, checking or ending it: try again when that is over.")
        return False
    server = Server(HOME / CONFIG, port=int(port))
    if not only_check:
        say("The demo runs already, in another terminal:")
        introduce(server)
        return False
    say("Looking at the demo that runs in another terminal")
    try:
        await log_in(server)
        return await check(server)
    finally:
        await server.close()


async def until_ended(coroutine: Coroutine[Any, Any, bool]) -> bool:
    """Run, and let Ctrl-C end it in good order."""
    task = asyncio.create_task(coroutine)
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, task.cancel)
    return await task


def start(lock: TextIO, *, only_check: bool) -> int:
    """Run the household that is there, or a new one, now that nobody else does."""
    memory = remembered()
    if fresh := memory is None:
        if (HOME / CONFIG).exists():
            shutil.rmtree(HOME / CONFIG)
        memory = new_ports()
    for port in (memory["port"], *memory["cameras"].values()):
        if not is_free(port):
            say(f"Another program has port {port} of the demo: end that program, or delete {HOME.name} to begin anew.")
            return 1
    return 0 if asyncio.run(until_ended(run(lock, memory, fresh=fresh, only_check=only_check))) else 1


def main() -> int:
    """Run the demo until Ctrl-C, or the check."""
    parser = argparse.ArgumentParser(description="A demo household on a real Home Assistant.")
    parser.add_argument("--check", action="store_true", help="look at each camera as everybody, and exit 0 or 1")
    only_check = parser.parse_args().check
    HOME.mkdir(exist_ok=True)
    try:
        with (HOME / LOCK).open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return 0 if asyncio.run(until_ended(visit(lock, only_check=only_check))) else 1
            lock.truncate(0)  # of one that was killed
            return start(lock, only_check=only_check)
    except asyncio.CancelledError:
        say("\nEnded.")
        return 130 if only_check else 0


if __name__ == "__main__":
    sys.exit(main())
