"""What the attack knows of the household: who is logged in, what is called what, and what has been disturbed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
import contextlib
from dataclasses import dataclass, field
import time
from typing import Any

import aiohttp

from tests.attack.model import UNWRITTEN, Fact, Model, Outcome, Value
from tests.attack.oracle import History, Oracle
from tests.e2e.person import Person, RefusedError
from tests.e2e.server import Server

DOMAIN = "dropcam_privacy"
ADMIN = "admin"
UNSETTLED = 35.0
"""For how long after a disturbance entities may come and go: Home Assistant reloads half a minute after a change."""
REFUSALS = ("Only an owner", "is private", "does not let you", "not allowed", "Unauthorized", "unauthorized")
NOT_DURABLE = "could not be written"
DROPPED = "dropped"
ODD = ("unknown_error", "invalid_format", "500", "400")
NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(slots=True)
class Camera:
    """A guarded camera."""

    name: str
    account: str
    color: str
    subentry: str
    entity_id: str
    """What its owner knows it as."""
    original: str = ""
    """What it wraps."""

    @property
    def switch(self) -> str:
        """What its owner knows its switch as."""
        return f"switch.{self.entity_id.removeprefix('camera.')}_privacy"


@dataclass(slots=True)
class Login:
    """One login of a user; the model's name for it says which."""

    id: str
    user: str
    person: Person


@dataclass(frozen=True, slots=True)
class Address:
    """An address that somebody was given, and may use as long as the login has the right."""

    login: Login
    path: str
    road: str
    original: bool


@dataclass
class World:
    """Everything that moves and hammers share."""

    server: Server
    model: Model
    history: History
    oracle: Oracle
    accounts: dict[str, str]
    """Entry ids."""
    cameras: dict[str, Camera]
    passwords: dict[str, str]
    logins: dict[str, Login] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    """Entity ids as they are now, by camera or account and kind."""
    addresses: deque[Address] = field(default_factory=lambda: deque(maxlen=200))
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The product's own actions, and how they describe themselves."""
    starting: bool = False
    """Whether the server is being started again."""
    full: bool = False
    """Whether the disk is full."""
    full_until: float = 0
    deaf: bool = False
    """A self-test: raising does nothing, and is answered with success."""
    disturbed: dict[str, float] = field(default_factory=dict)
    busy: dict[str, asyncio.Lock] = field(default_factory=dict)
    slowest: float = 0
    """How long the slowest raising took."""
    retired: list[Person] = field(default_factory=list)
    _serial: int = 0

    def person(self, user: str) -> Person:
        """Return somebody's current session."""
        return self.logins[user].person

    def of(self, account: str) -> list[Camera]:
        """List an account's cameras."""
        return [camera for camera in self.cameras.values() if camera.account == account]

    def name(self, thing: str, kind: str) -> str:
        """Return what an entity is called now: of a camera or account, a `camera` or `switch`."""
        if found := self.names.get((thing, kind)):
            return found
        return self.cameras[thing].entity_id if kind == "camera" else self.cameras[thing].switch

    # Changes.

    async def change(
        self,
        user: str,
        what: str,
        facts: Mapping[Fact, Value],
        call: Coroutine[Any, Any, Any],
        *,
        unwritten: float = 0,
        sure: bool = True,
    ) -> Outcome:
        """Send a change and note what became of it. Success is believed where it is `sure`."""
        begun = time.monotonic()
        self.history.add(f"> {user} {what}", begun)
        change = self.model.begin(facts, begun, unwritten=unwritten)
        outcome, said = Outcome.UNKNOWN, ""
        try:
            await asyncio.wait_for(call, 30)
            outcome = Outcome.DONE if sure else Outcome.UNKNOWN
        except RefusedError as err:
            said = f"{err.code}: {err.message[:160]}"
            if NOT_DURABLE in said:
                outcome = Outcome.CUT
            elif any(word in said for word in REFUSALS):
                outcome = Outcome.REFUSED
            elif err.code == DROPPED:
                self.history.counts["actions that Home Assistant may have dropped"] += 1
            elif err.code in ODD and not self.full:
                self.history.counts[f"odd answer to {what.split()[0]}: {said:.80}"] += 1
        except aiohttp.ClientConnectorError as err:
            outcome, said = Outcome.REFUSED, repr(err)  # it was not even sent
        except NO_ANSWER as err:
            said = repr(err)
        finally:
            ended = time.monotonic()
            change.end(outcome, ended, doubtful=self.full or self.full_until > begun)
            self.history.add(f"< {user} {what}: {outcome} {said} ({(ended - begun) * 1000:.0f} ms)", ended)
        return outcome

    # Disturbances.

    @contextlib.contextmanager
    def disturbs(self, account: str) -> Iterator[None]:
        """Note that an account's entities come and go, and may for a while."""
        self.disturbed[account] = float("inf")
        try:
            yield
        finally:
            self.disturbed[account] = time.monotonic()

    def settled(self, account: str, since: float) -> bool:
        """Return whether an account's entities were surely there: else Home Assistant drops actions on them."""
        return self.disturbed.get(account, 0.0) + UNSETTLED < since

    @contextlib.asynccontextmanager
    async def alone(self, thing: str) -> AsyncIterator[bool]:
        """Do something that nobody else does at the same time; yields False where somebody does."""
        lock = self.busy.setdefault(thing, asyncio.Lock())
        if lock.locked():
            yield False
            return
        async with lock:
            yield True

    # Logins and names.

    async def log_in(self, user: str) -> Login:
        """Log somebody in; who asks from now on asks with this login."""
        self._serial += 1
        login_id = f"{user}#{self._serial}"
        self.model.begin({("alive", login_id): True}, time.monotonic())
        login = Login(login_id, user, await self.server.login(user, self.passwords[user]))
        self.logins[user] = login
        if user == ADMIN:
            # The server asks the first one whether it runs.
            self.server.people.remove(login.person)
            self.server.people.insert(0, login.person)
        return login

    async def retire(self, login: Login) -> None:
        """Log a login out, and forget it."""
        facts: Mapping[Fact, Value] = {("alive", login.id): False}
        await self.change(login.user, f"logout {login.id}", facts, login.person.logout(), unwritten=UNWRITTEN)
        if login.person in self.server.people:
            self.server.people.remove(login.person)
        await login.person.hang_up()
        self.retired.append(login.person)  # who still uses what it was given is to be refused

    async def refresh_names(self) -> None:
        """Look up what everything is called now."""
        things = {camera.subentry: camera.name for camera in self.cameras.values()}
        things |= {entry_id: account for account, entry_id in self.accounts.items()}
        originals = {camera.original: camera for camera in self.cameras.values() if camera.original}
        for entry in await self.person(ADMIN).ws("config/entity_registry/list"):
            domain = entry["entity_id"].split(".")[0]
            if entry["platform"] != DOMAIN:
                if domain == "camera" and (wrapped := originals.get(entry["id"])):
                    self.names[wrapped.name, "original"] = entry["entity_id"]
                continue
            thing = things.get(entry["config_subentry_id"] or entry["config_entry_id"])
            kind = {"camera": "camera", "switch": "switch"}.get(domain, "")
            if kind == "switch" and entry["translation_key"] not in ("privacy", "account_privacy"):
                kind = ""  # the camera's own switch, and that of the assistants
            if domain == "binary_sensor" and not entry["config_subentry_id"]:
                kind = "answers"
            if thing and kind:
                self.names[thing, kind] = entry["entity_id"]

    async def look_for_actions(self) -> None:
        """Find out which actions the product has."""
        services = await self.person(ADMIN).ws("get_services")
        self.services = services.get(DOMAIN, {})

    async def act(self, user: str, action: str, camera: Camera, entity_id: str, *, rest: bool = False) -> None:
        """Call an action of the product's for a camera: as a target, or in the field that it has for cameras."""
        described = self.services[action]
        person = self.person(user)
        field_name = next((name for name in ("camera", "cameras") if name in described.get("fields", {})), None)
        if field_name is None:
            await person.call_service(f"{DOMAIN}.{action}", entity_id, rest=rest)
        else:
            data: dict[str, Any] = {field_name: camera.subentry}
            await person.call_service(f"{DOMAIN}.{action}", **data)
