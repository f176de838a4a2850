"""A real go2rtc on loopback, as somebody runs it beside Home Assistant; scripts/test builds it where Go is there."""

import asyncio
from contextlib import suppress
import json
import os
from pathlib import Path
from typing import Any, Self

import aiohttp

from .server import free_port

PROGRAM = os.environ.get("GO2RTC") or str(Path.home() / ".local/share/dropcam-privacy/go2rtc/go2rtc")
HERE = Path(PROGRAM).is_file()
MISSING = "WEBRTC IS NOT TESTED: there is no go2rtc (scripts/test builds it where Go is installed)"


class Go2rtc:
    """One process, and its API."""

    def __init__(self, directory: Path) -> None:
        """Describe it; `directory` keeps its configuration."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._file = directory / "go2rtc.yaml"
        self.log_file = directory / "go2rtc.log"
        self._process: asyncio.subprocess.Process | None = None
        directory.mkdir(parents=True, exist_ok=True)
        media = f"127.0.0.1:{free_port()}"
        configuration = {  # JSON is YAML
            "api": {"listen": f"127.0.0.1:{self.port}"},
            "rtsp": {"listen": f"127.0.0.1:{free_port()}"},
            # A browser comes by TCP, other peers of ours by UDP.
            "webrtc": {
                "listen": f"{media}/tcp",
                "candidates": [media],
                "ice_servers": [],
                "filters": {"loopback": True, "ips": ["127.0.0.1"]},
            },
        }
        lines = (f"{key}: {json.dumps(value)}\n" for key, value in configuration.items())
        self._file.write_text("".join(lines))

    @property
    def yaml(self) -> str:
        """What Home Assistant's configuration says about it."""
        return f"go2rtc:\n  url: {self.url}\n"

    async def start(self) -> None:
        """Start, and wait until it answers."""
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(PROGRAM, "-c", self._file, stdout=log, stderr=log)
        async with asyncio.timeout(20):
            while True:
                try:
                    await self.names()
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
                else:
                    return

    async def stop(self) -> None:
        """End it, as a crash would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await process.wait()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        await self.stop()

    def cpu_seconds(self) -> float:
        """Return how much time the processors have spent on it, and on the ffmpegs that it runs now."""
        assert self._process is not None
        spent = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # ended meanwhile
                fields = stat.read_text().rpartition(")")[2].split()
                if self._process.pid in (int(stat.parent.name), int(fields[1])):
                    spent += int(fields[11]) + int(fields[12])
        return spent / os.sysconf("SC_CLK_TCK")

    async def streams(self) -> dict[str, Any]:
        """List what it has, by name."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/api/streams") as response:
            found: dict[str, Any] = await response.json()
            return found

    async def names(self) -> set[str]:
        """List the names."""
        return set(await self.streams())

    async def add(self, name: str, source: str) -> None:
        """Add a stream, as another program does."""
        async with (
            aiohttp.ClientSession() as session,
            session.put(f"{self.url}/api/streams", params={"name": name, "src": source}) as response,
        ):
            response.raise_for_status()

    async def until_names(self, count: int, deadline: float = 10) -> None:
        """Wait until there are as many of ours."""
        names: set[str] = set()

        async def ours() -> int:
            nonlocal names
            names = {name for name in await self.names() if name.startswith("dropcam_privacy_")}
            return len(names)

        loop = asyncio.get_running_loop()
        end = loop.time() + deadline
        while await ours() != count:
            assert loop.time() < end, f"{count} were expected: {names}"
            await asyncio.sleep(0.05)
