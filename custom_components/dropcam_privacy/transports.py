"""What is still on its way to the other side of a connection, and how to take it back."""

import asyncio
from contextlib import suppress
import fcntl
import socket
import struct
import termios

# Closing drops what waits in the system, too (SO_LINGER: on, for no time).
_DROP = struct.pack("ii", 1, 0)


def drop(transport: asyncio.BaseTransport | None) -> None:
    """Cut a connection, with all that waits for a slow client: that can be megabytes, many seconds of video."""
    if not isinstance(transport, asyncio.Transport):
        return
    if (connection := transport.get_extra_info("socket")) is not None:
        with suppress(OSError):  # closed already
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _DROP)
    transport.abort()


def unsent(transport: asyncio.BaseTransport | None) -> int:
    """Count the bytes that have not reached the other side, in the transport and, where it says so, in the system."""
    if not isinstance(transport, asyncio.Transport) or transport.is_closing():
        return 0
    waiting = transport.get_write_buffer_size()
    if (connection := transport.get_extra_info("socket")) is not None:
        with suppress(OSError):
            waiting += struct.unpack("i", fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4)))[0]
    return waiting
