"""A view of another integration."""

from collections.abc import Callable
from typing import Any

from aiohttp import web
from homeassistant.components.http import HomeAssistantView


class View(HomeAssistantView):
    """A view of another integration that does something for whoever comes."""

    name = "api:nosy:do"

    def __init__(self, url: str, do: Callable[[web.Request], Any]) -> None:
        """Do it."""
        self.url = url
        self._do = do

    async def post(self, request: web.Request) -> web.Response:
        """Answer when it is done."""
        await self._do(request)
        return web.Response(text="thanks")
