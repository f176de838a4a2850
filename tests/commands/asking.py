"""Asks commands as somebody, and hears subscriptions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from custom_components.dropcam_privacy.const import DOMAIN
from tests.household.home import Person

type Told = dict[str, Any]


async def ask(person: Person, command: str, **data: Any) -> Any:
    """Ask a command of ours; return the result, or the code of the error."""
    answer = await person.ask(type=f"{DOMAIN}/{command}", **data)
    return answer["result"] if answer["success"] else answer["error"]["code"]


class Heard:
    """What somebody hears of the overview."""

    def __init__(self, socket: Any) -> None:
        """Have heard nothing."""
        self._socket = socket

    async def until(self, so: Callable[[Told], object], seconds: float = 5) -> Told:
        """Hear on until something is so, and return what was heard last."""
        async with asyncio.timeout(seconds):
            while not so(told := (await self._socket.receive_json())["event"]):
                pass
        return told

    async def hears(self, seconds: float = 0.6) -> bool:
        """Return whether anything is heard within some time."""
        try:
            async with asyncio.timeout(seconds):
                message = await self._socket.receive()
        except TimeoutError:
            return False
        return message.type.name == "TEXT"


@asynccontextmanager
async def overview(person: Person) -> AsyncIterator[Heard]:
    """Subscribe to the overview."""
    socket = await person._ws(person.token)
    await socket.send_json_auto_id({"type": f"{DOMAIN}/overview/subscribe"})
    assert (await socket.receive_json())["success"]
    yield Heard(socket)
    await socket.close()


async def told(person: Person) -> Told:
    """Return the overview as it is now."""
    async with overview(person) as heard:
        return await heard.until(lambda _: True)


async def camera_of(person: Person) -> Told:
    """Return the one camera in an overview."""
    (camera,) = (await told(person))["cameras"]
    found: Told = camera
    return found
