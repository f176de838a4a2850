"""A real Home Assistant on loopback: started, onboarded, restarted, killed, and always ended.

    server = Server(directory)                # a configuration folder; made if it is not there
    await server.start()                      # until the frontend answers
    admin = await server.onboard("admin", "Admin", password)
    await server.restart(); await server.kill(); await server.stop()

Our integration and the nosy neighbour are linked into the folder, so the server runs what lies in the work tree.
"""

import asyncio
import contextlib
import json
import os
from pathlib import Path
import shutil
import signal
import socket
import sys

import aiohttp

from .person import CLIENT_ID, Person

ROOT = Path(__file__).parents[2]
OURS = ROOT / "custom_components" / "dropcam_privacy"
NEIGHBOURS = Path(__file__).parent / "neighbour"
START_SECONDS = 90
CONFIGURATION = """\
homeassistant:
  name: Household
  time_zone: UTC
  country: NL
  language: en
  external_url: {url}
  internal_url: {url}
  allowlist_external_dirs: [{pictures}]
  media_dirs:
    pictures: {pictures}
http:
  server_host: 127.0.0.1
  server_port: {port}
logger:
  default: info
  logs:
    custom_components.dropcam_privacy: debug
automation: !include automations.yaml
camera: !include cameras.yaml
config:
frontend:
history:
logbook:
media_source:
script: !include scripts.yaml
stream:
  ll_hls: true
{extra}
"""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One configuration folder, and the process that runs it."""

    def __init__(self, directory: Path, *, port: int = 0, extra: str = "") -> None:
        """Describe the server; `extra` is YAML for configuration.yaml."""
        self.directory = directory
        self.pictures = directory / "pictures"
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = directory / "server.log"
        self.people: list[Person] = []
        self.ours: Path | None = OURS
        """The integration as it is found at the next start; None if it is gone."""
        self.neighbours = [NEIGHBOURS / "nosy_neighbour"] if "nosy_neighbour" in extra else []
        self.environment: dict[str, str] = {}
        """More of the environment at the next start."""
        self._extra = extra
        self._process: asyncio.subprocess.Process | None = None

    def write_configuration(self) -> None:
        """Write the folder, and leave what a person changed in it."""
        components = self.directory / "custom_components"
        for folder in (components, self.pictures, self.directory / ".storage"):
            folder.mkdir(parents=True, exist_ok=True)
        for there in components.iterdir():
            if there.is_symlink():
                there.unlink()
            elif there.is_dir():  # a backup was restored: there was a copy in it
                shutil.rmtree(there)
        for neighbour in self.neighbours:
            (components / neighbour.name).symlink_to(neighbour)
        if self.ours is not None:
            (components / OURS.name).symlink_to(self.ours)
        text = CONFIGURATION.format(url=self.url, port=self.port, pictures=self.pictures, extra=self._extra)
        (self.directory / "configuration.yaml").write_text(text)
        for name in ("automations.yaml", "scripts.yaml", "cameras.yaml"):
            (self.directory / name).touch()
        onboarding = self.directory / ".storage" / "onboarding"
        if not onboarding.exists():
            # All but the first user: the other steps install integrations from the internet.
            done = {"done": ["core_config", "integration", "analytics"]}
            onboarding.write_text(json.dumps({"version": 4, "minor_version": 1, "key": "onboarding", "data": done}))

    async def start(self, *, wait: bool = True) -> None:
        """Start the process; `wait` until it runs, not only answers."""
        self.write_configuration()
        bin_folder = Path(sys.executable).parent
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                bin_folder / "hass",
                *("-c", self.directory, "--skip-pip", "--log-no-color"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", **self.environment},
                start_new_session=True,
            )
        if wait:
            await self.until_running()

    async def until_running(self) -> None:
        """Wait until Home Assistant says that it has started."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._running():
                    if self._process is None or self._process.returncode is not None:
                        raise RuntimeError(f"Home Assistant ended:\n{self.log()[-4000:]}")
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise RuntimeError(f"Home Assistant did not start:\n{self.log()[-4000:]}") from None

    async def answers(self) -> bool:
        """Return whether the port answers already."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True

    async def _running(self) -> bool:
        if not await self.answers():
            return False
        if not self.people:  # nobody who could ask for the state yet
            async with aiohttp.ClientSession() as session:
                try:
                    async with session.get(f"{self.url}/manifest.json") as response:
                        return response.status == 200
                except aiohttp.ClientError:
                    return False
        try:
            answer = await self.people[0].get("/api/config")
        except aiohttp.ClientError:
            return False
        return answer.status == 200 and answer.json()["state"] == "RUNNING"

    async def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and how is signal.SIGKILL:
            # Before anybody hangs up, which would end in order what they have open.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, how)
        for person in self.people:
            await person.hang_up()
        if process is None:
            return
        if how is signal.SIGTERM:
            # Home Assistant ends its children when asked politely.
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, how)
        try:
            await asyncio.wait_for(process.wait(), 30)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    async def ended(self) -> int:
        """Wait until the process ends by itself; tell how."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), START_SECONDS)

    async def stop(self) -> None:
        """Ask it to end, and end what it has left behind."""
        await self._end(signal.SIGTERM)

    def set_extra(self, extra: str) -> None:
        """Have other YAML at the next start."""
        self._extra = extra

    async def kill(self) -> None:
        """Kill it without a warning, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def restart(self) -> None:
        """Stop and start."""
        await self.stop()
        await self.start()

    def cpu_seconds(self) -> float:
        """Return how much time the processors have spent on the process."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return how many bytes of memory the process has."""
        assert self._process is not None
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def log(self) -> str:
        """Read all that the process ever printed."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def assert_no_secrets(self, *secrets: str) -> None:
        """Fail if the log holds one of these."""
        log = self.log()
        for secret in secrets:
            place = log.find(secret)
            assert place < 0, f"a secret in the log: …{log[max(0, place - 200) : place]}███"

    async def onboard(self, username: str, name: str, password: str) -> Person:
        """Create the first user, who is an administrator, and make the port ours for good."""
        user = {"name": name, "username": username, "password": password, "client_id": CLIENT_ID, "language": "en"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/api/onboarding/users", json=user) as response,
        ):
            response.raise_for_status()
        admin = await self.login(username, password)
        # Without this, Home Assistant restarts on port 8123 after five minutes.
        await admin.ws("http/config/promote")
        return admin

    async def create_user(self, admin: Person, username: str, name: str, password: str, group: str) -> Person:
        """Create a user of the group `users`, `admin` or `read-only`, and log them in."""
        user = (await admin.ws("config/auth/create", name=name, group_ids=[f"system-{group}"]))["user"]
        await admin.ws(
            "config/auth_provider/homeassistant/create", user_id=user["id"], username=username, password=password
        )
        return await self.login(username, password)

    async def login(self, username: str, password: str) -> Person:
        """Log somebody in by the real login flow."""
        person = Person(self.url, username, self.pictures)
        try:
            await person.login(password)
        except BaseException:
            await person.close()
            raise
        self.people.append(person)
        return person

    async def close(self) -> None:
        """End the process and every connection to it."""
        await self.stop()
        for person in self.people:
            await person.close()
        self.people.clear()
