"""Connections of which every byte is counted in the moment in which the client reads it from its socket."""

import asyncio
from base64 import b64encode
from collections.abc import Iterable
import json
from pathlib import Path
import secrets
import struct
import time
from typing import Any, override
from urllib.parse import urlsplit
import zlib


class Wire(asyncio.Protocol):
    """One connection: what came, and when."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.received = bytearray()
        self.arrivals: list[tuple[float, int]] = []  # when, how many bytes
        self.begun = time.monotonic()
        self.port = 0
        self.closed = asyncio.Event()
        self._changed = asyncio.Event()
        self.transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember which connection it is."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    @override
    def data_received(self, data: bytes) -> None:
        """Count."""
        self.arrivals.append((time.monotonic(), len(data)))
        self.received += data
        self._changed.set()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Know that no more will come."""
        self.closed.set()
        self._changed.set()

    async def until(self, what: bytes, start: int = 0) -> int:
        """Wait until something has come, and tell where it begins."""
        async with asyncio.timeout(60):
            while (place := self.received.find(what, start)) < 0:
                if self.closed.is_set():
                    raise ConnectionError("closed before the answer")
                self._changed.clear()
                await self._changed.wait()
        return place

    @property
    def status(self) -> int:
        """The status of an HTTP answer; 0 if none came."""
        return int(self.received[9:12]) if len(self.received) > 12 else 0

    @property
    def body(self) -> bytes:
        """The body of an HTTP answer that is complete."""
        head, _, body = self.received.partition(b"\r\n\r\n")
        # Home Assistant packs playlists, whatever was asked for.
        return zlib.decompress(body, wbits=47) if b"content-encoding:" in head.lower() else bytes(body)

    def after(self, moment: float) -> int:
        """Count the bytes that the client read after a moment."""
        return sum(count for when, count in self.arrivals if when > moment)

    def close(self) -> None:
        """Hang up."""
        if self.transport:
            self.transport.abort()


async def _connect(url: str) -> tuple[Wire, str]:
    host = urlsplit(url).netloc
    name, _, port = host.partition(":")
    _, wire = await asyncio.get_running_loop().create_connection(Wire, name, int(port))
    return wire, host


async def get(url: str, path: str, token: str = "") -> Wire:
    """Ask for a path on a connection of its own."""
    wire, host = await _connect(url)
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    assert wire.transport
    wire.transport.write("\r\n".join([*lines, "", ""]).encode())
    return wire


class Commands:
    """A websocket to Home Assistant that knows when each answer reached the client."""

    def __init__(self, wire: Wire) -> None:
        """Use `Commands.open`."""
        self._wire = wire
        self._last_id = 0

    @classmethod
    async def open(cls, url: str, token: str) -> Commands:
        """Connect, and log in."""
        wire, host = await _connect(url)
        assert wire.transport
        key = b64encode(secrets.token_bytes(16)).decode()
        wire.transport.write(
            f"GET /api/websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        await wire.until(b'"auth_required"')
        commands = cls(wire)
        commands._send({"type": "auth", "access_token": token})
        await wire.until(b'"auth_ok"')
        return commands

    def _send(self, message: dict[str, Any]) -> None:
        """Send one masked text frame (RFC 6455, section 5.2)."""
        data = json.dumps(message).encode()
        mask = secrets.token_bytes(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        assert self._wire.transport
        self._wire.transport.write(b"\x81" + length + mask + masked)

    async def call(self, action: str, entity_id: str) -> tuple[float, float]:
        """Call an action; tell when it was sent, and when its return was read."""
        domain, service = action.split(".")
        self._last_id += 1
        start = len(self._wire.received)
        sent = time.monotonic()
        self._send(
            {
                "id": self._last_id,
                "type": "call_service",
                "domain": domain,
                "service": service,
                "target": {"entity_id": entity_id},
            }
        )
        place = await self._wire.until(f'"id":{self._last_id},"type":"result","success":'.encode(), start)
        if not self._wire.received[place:].partition(b'"success":')[2].startswith(b"true"):
            raise RuntimeError(f"{action}: {bytes(self._wire.received[place:])!r}")
        return sent, self._wire.arrivals[-1][0]

    def close(self) -> None:
        """Hang up."""
        self._wire.close()


def held_by_kernel(ports: Iterable[int]) -> dict[int, int]:
    """Return how many bytes the system holds, by the client's port: written by the server, not read by the client yet.

    On loopback it lists both ends of a connection (man page proc_net, /proc/net/tcp).
    """
    held = dict.fromkeys(ports, 0)
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queues = line.split()[:5]
        sending, receiving = (int(size, 16) for size in queues.split(":"))
        if (port := int(local.partition(":")[2], 16)) in held:
            held[port] += receiving
        elif (port := int(remote.partition(":")[2], 16)) in held:
            held[port] += sending
    return held
