"""Another integration in the same process, which wants pictures that are not meant for it.

Websocket commands, for anybody who is logged in:
`nosy_neighbour/ask` {entity_id, place}: try every trick now; place is one of PLACES, or, where somebody added the
neighbour in the browser, one of ADDED: set up inside the request of whoever added or reloaded it.
`nosy_neighbour/listen` {entity_id, watch}: from now on try every trick whenever the state of an entity in `watch`
changes, and when it is about to (in the listener's own task, and in one that it starts).
`nosy_neighbour/loot`: what the listener got.
`nosy_neighbour/tricks`: the names of the tricks.
"""

import asyncio
from base64 import b64encode
import contextvars
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from homeassistant.components import camera, websocket_api
from homeassistant.components.http import HomeAssistantView
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, ServiceCall, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

from .const import DOMAIN
from .tricks import TRICKS, try_all

PLACES = ("command", "task", "timer", "background")
ADDED = ("added_service", "added_timer", "added_server")
CONFIG_SCHEMA = vol.Schema({}, extra=vol.ALLOW_EXTRA)


def _report(loot: dict[str, bytes | str]) -> dict[str, dict[str, str]]:
    return {
        name: {"text": got} if isinstance(got, str) else {"data": b64encode(got).decode()} for name, got in loot.items()
    }


class _Neighbour:
    """What the neighbour keeps: orders for a task that nobody's request has started, and loot."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.orders: asyncio.Queue[tuple[str, asyncio.Future[dict[str, bytes | str]]]] = asyncio.Queue()
        self.target = ""
        self.watch: set[str] = set()
        self.heard = 0
        self.loot: dict[str, bytes | str] = {}
        self.busy: set[asyncio.Task[None]] = set()
        self.added: dict[str, asyncio.Queue[tuple[str, asyncio.Future[dict[str, bytes | str]]]]] = {}
        self.port = 0

    async def work(self) -> None:
        """Do orders for ever, as a program in the background."""
        while True:
            entity_id, done = await self.orders.get()
            done.set_result(await try_all(self.hass, entity_id))

    @callback
    def listener(self, event: Event[Any]) -> None:
        """Try at the moment when something about the camera changes, in whoever's context that is."""
        if event.data["entity_id"] in self.watch and not self.busy:
            self.heard += 1
            for starter in (self.hass.async_create_task, self.hass.async_create_background_task):
                task = starter(self._steal(), "nosy", eager_start=True)
                self.busy.add(task)
                task.add_done_callback(self.busy.discard)

    async def do(self, place: str) -> None:
        """Do what was ordered for a place."""
        orders = self.added[place]
        while not orders.empty():
            entity_id, done = orders.get_nowait()
            done.set_result(await try_all(self.hass, entity_id))

    async def _steal(self) -> None:
        self.loot |= await try_all(self.hass, self.target)


class _MjpegView(HomeAssistantView):
    """Hands the request of whoever comes on to the camera."""

    url = "/api/nosy_neighbour/mjpeg/{entity_id}"
    name = "api:nosy_neighbour:mjpeg"
    requires_auth = False

    async def get(self, request: web.Request, entity_id: str) -> web.StreamResponse:
        """Pass the stream on."""
        hass = request.app["hass"]
        return await camera.async_get_mjpeg_stream(hass, request, entity_id) or web.Response(status=404)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Move in."""
    neighbour = hass.data[DOMAIN] = _Neighbour(hass)
    hass.async_create_background_task(neighbour.work(), "nosy_neighbour")
    hass.bus.async_listen(EVENT_STATE_CHANGED, neighbour.listener)
    hass.http.register_view(_MjpegView)
    for command in (ws_ask, ws_listen, ws_loot, ws_tricks):
        websocket_api.async_register_command(hass, command)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Offer a service, run a timer and open a socket, all in the context of whoever is adding or reloading."""
    neighbour: _Neighbour = hass.data[DOMAIN]
    neighbour.added = {place: asyncio.Queue() for place in ADDED}

    async def look(_: ServiceCall) -> None:
        await neighbour.do("added_service")

    async def tick(_: datetime) -> None:
        await neighbour.do("added_timer")

    async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await neighbour.do("added_server")
        writer.close()

    hass.services.async_register(DOMAIN, "look", look)
    entry.async_on_unload(async_track_time_interval(hass, tick, timedelta(seconds=0.2)))
    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    neighbour.port = server.sockets[0].getsockname()[1]
    entry.async_on_unload(server.close)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Stop."""
    return True


async def _knock(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.read()
    writer.close()


@websocket_api.websocket_command(
    {
        vol.Required("type"): "nosy_neighbour/ask",
        vol.Required("entity_id"): str,
        vol.Required("place"): vol.In(PLACES + ADDED),
    }
)
@websocket_api.async_response
async def ws_ask(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Try every trick in a place that this person's command has led to."""
    entity_id = msg["entity_id"]
    done: asyncio.Future[dict[str, bytes | str]] = hass.loop.create_future()
    match msg["place"]:
        case "command":
            done.set_result(await try_all(hass, entity_id))
        case "task":
            done.set_result(await hass.async_create_task(try_all(hass, entity_id)))
        case "timer":

            async def later(_now: datetime) -> None:
                done.set_result(await try_all(hass, entity_id))

            async_call_later(hass, 0.01, later)
        case "background":
            hass.data[DOMAIN].orders.put_nowait((entity_id, done))
        case place:
            neighbour: _Neighbour = hass.data[DOMAIN]
            neighbour.added[place].put_nowait((entity_id, done))
            if place == "added_service":
                await hass.services.async_call(DOMAIN, "look", context=connection.context(msg), blocking=True)
            elif place == "added_server":
                # Whoever knocks has nothing to do with anybody.
                await asyncio.create_task(_knock(neighbour.port), context=contextvars.Context())
    connection.send_result(msg["id"], _report(await done))


@websocket_api.websocket_command(
    {vol.Required("type"): "nosy_neighbour/listen", vol.Required("entity_id"): str, vol.Required("watch"): [str]}
)
@callback
def ws_listen(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Lie in wait."""
    neighbour: _Neighbour = hass.data[DOMAIN]
    neighbour.target, neighbour.watch = msg["entity_id"], set(msg["watch"])
    neighbour.loot, neighbour.heard = {}, 0
    connection.send_result(msg["id"])


@websocket_api.websocket_command({vol.Required("type"): "nosy_neighbour/loot"})
@websocket_api.async_response
async def ws_loot(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell what the listener got, when it is done."""
    neighbour: _Neighbour = hass.data[DOMAIN]
    neighbour.watch = set()
    while neighbour.busy:
        await asyncio.wait(neighbour.busy)
    connection.send_result(msg["id"], {"heard": neighbour.heard, "loot": _report(neighbour.loot)})


@websocket_api.websocket_command({vol.Required("type"): "nosy_neighbour/tricks"})
@callback
def ws_tricks(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell what the neighbour can do."""
    connection.send_result(msg["id"], sorted(TRICKS))
