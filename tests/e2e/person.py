"""Somebody with a login at the real server, or without one."""

import asyncio
from collections.abc import Mapping
import contextlib
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any, Self

import aiohttp

CLIENT_ID = "http://127.0.0.1/"
READ_SECONDS = 15


class RefusedError(Exception):
    """The server answered with an error: its code, and the sentence."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


class Person:
    """A user's session: HTTP with a bearer token, and one websocket.

    `Person.nobody(url, pictures)` has no login; its websocket does not open.
    """

    def __init__(self, url: str, name: str, pictures: Path) -> None:
        """Describe somebody; `pictures` is where the server may write files."""
        self.url = url
        self.name = name
        self.pictures = pictures
        self.id = ""
        self.access_token = ""
        self.refresh_token = ""
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._events: dict[int, asyncio.Queue[Any]] = {}
        self._last_id = 0
        self._connecting = asyncio.Lock()

    @classmethod
    def nobody(cls, url: str, pictures: Path) -> Self:
        """Somebody who never logs in."""
        return cls(url, "nobody", pictures)

    @property
    def session(self) -> aiohttp.ClientSession:
        """A session of their own."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def login(self, password: str) -> None:
        """Log in as a browser does: the flow, then the tokens."""
        flow = await self._post(
            "/auth/login_flow",
            json={"client_id": CLIENT_ID, "handler": ["homeassistant", None], "redirect_uri": CLIENT_ID},
        )
        form = {"client_id": CLIENT_ID, "username": self.name, "password": password}
        done = await self._post(f"/auth/login_flow/{flow['flow_id']}", json=form)
        if done["type"] != "create_entry":
            raise RefusedError("login", str(done.get("errors")))
        grant = {"client_id": CLIENT_ID, "grant_type": "authorization_code", "code": done["result"]}
        tokens = await self._post("/auth/token", data=grant)
        self.access_token = tokens["access_token"]
        self.refresh_token = tokens["refresh_token"]
        self.id = (await self.ws("auth/current_user"))["id"]

    async def logout(self) -> None:
        """Log out, as the profile page does. The object can still ask, with tokens that are worth nothing."""
        async with self.session.post(
            f"{self.url}/auth/revoke", data={"token": self.refresh_token}, headers=self._bearer()
        ) as response:
            response.raise_for_status()

    async def hang_up(self) -> None:
        """Close the websocket; the next command opens another."""
        if self._socket:
            await self._socket.close()
            self._socket = None
        if self._reader:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
            self._reader = None

    async def close(self) -> None:
        """Close all connections."""
        await self.hang_up()
        if self._session:
            await self._session.close()
            self._session = None

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access_token}"} if self.access_token else {}

    async def _post(self, path: str, **kwargs: Any) -> Any:
        async with self.session.post(self.url + path, **kwargs) as response:
            if response.status >= 400:
                raise RefusedError(str(response.status), await response.text())
            return await response.json()

    async def get(
        self, path: str, *, bearer: bool = True, most: int | None = None, seconds: float = READ_SECONDS
    ) -> Answer:
        """Get a path, at most `most` bytes of it and for at most `seconds`: what came until then is the answer."""
        received = bytearray()
        status, headers = 0, {}
        with contextlib.suppress(TimeoutError, aiohttp.ClientPayloadError):
            async with (
                asyncio.timeout(seconds),
                self.session.get(
                    path if path.startswith("http") else self.url + path,
                    headers=self._bearer() if bearer else {},
                    allow_redirects=False,
                ) as response,
            ):
                status, headers = response.status, dict(response.headers)
                async for chunk in response.content.iter_any():
                    received += chunk
                    if most is not None and len(received) >= most:
                        break
        return Answer(status, headers, bytes(received))

    async def post(self, path: str, body: Any = None) -> Answer:
        """Post JSON."""
        async with self.session.post(self.url + path, json=body or {}, headers=self._bearer()) as response:
            return Answer(response.status, dict(response.headers), await response.read())

    async def delete(self, path: str) -> Answer:
        """Delete."""
        async with self.session.delete(self.url + path, headers=self._bearer()) as response:
            return Answer(response.status, dict(response.headers), await response.read())

    # The websocket.

    async def _connect(self) -> aiohttp.ClientWebSocketResponse:
        async with self._connecting:  # two who ask at once are not to hang up on one another
            if self._socket and not self._socket.closed:
                return self._socket
            await self.hang_up()
            return await self._open()

    async def _open(self) -> aiohttp.ClientWebSocketResponse:
        socket = await self.session.ws_connect(f"{self.url}/api/websocket", max_msg_size=64 * 1024 * 1024)
        try:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.access_token})
            answer = await socket.receive_json()
        except TypeError:  # what came is no text: it was closed
            raise RefusedError("closed", "the connection was closed") from None
        if answer["type"] != "auth_ok":
            await socket.close()
            raise RefusedError(answer["type"], answer.get("message", ""))
        self._socket = socket
        self._reader = asyncio.create_task(self._read(socket))
        return socket

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            await self._dispatch(socket)
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(RefusedError("closed", "the connection was closed"))
            self._waiting.clear()

    async def _dispatch(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            answer = message.json()
            if answer["type"] == "event" and answer["id"] in self._events:
                self._events[answer["id"]].put_nowait(answer["event"])
            elif answer["type"] == "result" and (future := self._waiting.pop(answer["id"], None)) and not future.done():
                if answer["success"]:
                    future.set_result(answer["result"])
                else:
                    error = answer["error"]
                    future.set_exception(RefusedError(error["code"], error["message"]))

    async def _send(
        self, command: str, data: Mapping[str, Any], events: asyncio.Queue[Any] | None = None
    ) -> asyncio.Future[Any]:
        socket = await self._connect()
        self._last_id += 1
        number = self._last_id
        if events is not None:
            self._events[number] = events
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            await socket.send_json({"id": number, "type": command, **data})
        except BaseException:
            self._waiting.pop(number, None)  # nobody waits for it
            raise
        return future

    async def ws(self, command: str, **data: Any) -> Any:
        """Give a websocket command and wait for its result; raise RefusedError on an error."""
        return await asyncio.wait_for(await self._send(command, data), 60)

    async def subscribe(self, command: str, **data: Any) -> asyncio.Queue[Any]:
        """Give a command that answers with events."""
        events: asyncio.Queue[Any] = asyncio.Queue()
        await asyncio.wait_for(await self._send(command, data, events), 60)
        return events

    async def unsubscribe(self, events: asyncio.Queue[Any]) -> None:
        """Have a command answer no more."""
        number = next(number for number, queue in self._events.items() if queue is events)
        await self.ws("unsubscribe_events", subscription=number)
        del self._events[number]

    async def sign(self, path: str, expires: int = 30) -> str:
        """Sign a path, as the frontend does before it shows a picture."""
        return str((await self.ws("auth/sign_path", path=path, expires=expires))["path"])

    async def call_service(self, action: str, target: str | None = None, *, rest: bool = False, **data: Any) -> Any:
        """Call an action on an entity: `call_service("switch.turn_on", "switch.nursery_privacy")`."""
        domain, service = action.split(".")
        if rest:
            on = {"entity_id": target} if target else {}
            answer = await self.post(f"/api/services/{domain}/{service}", {**data, **on})
            if answer.status >= 400:
                raise RefusedError(str(answer.status), answer.body.decode(errors="replace"))
            return answer.json()
        where = {"target": {"entity_id": target}} if target else {}
        return await self.ws("call_service", domain=domain, service=service, service_data=data, **where)

    async def state(self, entity_id: str) -> dict[str, Any] | None:
        """Read a state; None if there is none."""
        answer = await self.get(f"/api/states/{entity_id}")
        return dict(answer.json()) if answer.status == 200 else None

    # Flows. Each step is what a person enters; the last answer is returned.

    async def config_flow(self, handler: str, *steps: dict[str, Any]) -> dict[str, Any]:
        """Run the flow that adds an integration."""
        return await self._flow("/api/config/config_entries/flow", {"handler": handler}, steps)

    async def reconfigure(self, domain: str, entry_id: str, *steps: dict[str, Any]) -> dict[str, Any]:
        """Run the flow that changes an entry."""
        start = {"handler": domain, "entry_id": entry_id}
        return await self._flow("/api/config/config_entries/flow", start, steps)

    async def subentry_flow(
        self, entry_id: str, kind: str, *steps: dict[str, Any], subentry_id: str | None = None
    ) -> dict[str, Any]:
        """Run the flow that adds a subentry, or changes `subentry_id`."""
        start: dict[str, Any] = {"handler": [entry_id, kind]}
        if subentry_id:
            start["subentry_id"] = subentry_id
        return await self._flow("/api/config/config_entries/subentries/flow", start, steps)

    async def _flow(self, path: str, start: dict[str, Any], steps: tuple[dict[str, Any], ...]) -> dict[str, Any]:
        answer = await self.post(path, start)
        for step in steps:
            if answer.status >= 400:
                break
            flow = answer.json()
            if flow["type"] not in ("form", "menu"):
                raise RefusedError("flow", f"over before {step}: {flow}")
            answer = await self.post(f"{path}/{flow['flow_id']}", step)
        if answer.status >= 400:
            raise RefusedError(str(answer.status), answer.body.decode(errors="replace"))
        return dict(answer.json())
