"""Rights over a folder, with config entries and a disk that do what they are told."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from homeassistant.auth.models import TOKEN_TYPE_NORMAL
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.dropcam_privacy.const import CONF_ALLOW, CONF_OWNERS, CONF_VIEWERS, SUBENTRY_CAMERA
from custom_components.dropcam_privacy.gatekeeper import Gatekeeper
from custom_components.dropcam_privacy.people import account_unique_id
from custom_components.dropcam_privacy.policy.leases import Lease
from custom_components.dropcam_privacy.policy.model import (
    CameraId,
    CameraPolicy,
    Channel,
    Kind,
    Principal,
    RefreshTokenId,
    UserId,
)
from custom_components.dropcam_privacy.rights import store as store_module
from custom_components.dropcam_privacy.rights.in_force import Rights
from custom_components.dropcam_privacy.rights.store import RightsStore

ANNA, BEN, CARL = UserId("anna"), UserId("ben"), UserId("carl")
NURSERY, PORCH = CameraId("nursery"), CameraId("porch")
FILE = "dropcam_privacy.rights"


def person(user: UserId) -> Principal:
    """Ask in a user's own session."""
    return Principal(kind=Kind.PERSON, user=user, login=RefreshTokenId(f"login of {user}"))


def sharing(viewers: tuple[UserId, ...] = (), allow: tuple[str, ...] = ()) -> dict[str, Any]:
    """Write down what a camera's subentry shares."""
    return {CONF_VIEWERS: list(viewers), CONF_ALLOW: list(allow)}


@dataclass
class Said:
    """What a config entry says about rights."""

    owners: tuple[UserId, ...] = (ANNA,)
    cameras: dict[CameraId, dict[str, Any]] = field(default_factory=lambda: {NURSERY: sharing()})
    entry_id: str = "account"
    named: tuple[UserId, ...] | None = None  # the owners whom the unique id names; None for those there are

    @property
    def unique_id(self) -> str:
        """Name the owners, without naming them."""
        return account_unique_id(self.owners if self.named is None else self.named)

    @property
    def data(self) -> dict[str, Any]:
        """The entry's data."""
        return {CONF_OWNERS: list(self.owners)}

    @property
    def subentries(self) -> dict[str, Any]:
        """The entry's subentries, one of another type among them."""
        cameras: dict[str, Any] = {
            camera: SimpleNamespace(subentry_id=camera, subentry_type=SUBENTRY_CAMERA, data=data)
            for camera, data in self.cameras.items()
        }
        return {**cameras, "x": SimpleNamespace(subentry_id="x", subentry_type="other", data={})}


def all_log_in(*users: UserId) -> HomeAssistant:
    """Make a Home Assistant where these users are logged in, and nothing else is."""

    def token(login: str) -> Any:
        user = UserId(login.removeprefix("login of "))
        if user not in (users or (ANNA, BEN, CARL)):
            return None
        who = SimpleNamespace(id=user, is_active=True, system_generated=False)
        return SimpleNamespace(user=who, token_type=TOKEN_TYPE_NORMAL)

    async def user(user_id: str) -> Any:
        return SimpleNamespace(id=user_id, is_active=True)

    auth = SimpleNamespace(
        async_get_user=user,
        async_get_refresh_token=token,
        async_register_revoke_token_callback=lambda login, revoked: lambda: None,
    )
    config = SimpleNamespace(internal_url=None, external_url=None)
    entries = SimpleNamespace(async_entries=lambda domain: [])
    return cast("HomeAssistant", SimpleNamespace(auth=auth, config=config, config_entries=entries))


class World:
    """One run of Home Assistant over a folder."""

    def __init__(self, folder: Path) -> None:
        """Start, with nothing loaded."""
        self.folder = folder
        hass = all_log_in()
        self.store = RightsStore(folder, folder / "beside")
        self.gatekeeper = Gatekeeper(hass)
        self.gatekeeper.set_logged(True)
        self.rights = Rights(hass, self.store, self.gatekeeper)
        self.entries: dict[str, Said] = {}

    def entry(self, said: Said) -> ConfigEntry:
        """Have a config entry say this from now on."""
        entry = self.entries.setdefault(said.entry_id, Said(entry_id=said.entry_id))
        entry.owners, entry.cameras, entry.named = said.owners, said.cameras, said.named
        return cast("ConfigEntry", entry)

    async def load(self, *entries: Said, seen_before: bool = False) -> World:
        """Read the store, and load accounts."""
        for entry in entries if seen_before else ():
            self.rights.see(self.entry(entry))
        await self.rights.async_load()
        for entry in entries:
            if not seen_before:
                self.rights.made(self.entry(entry))
            await self.rights.async_add(self.entry(entry), seen_before=seen_before)
        return self

    def said(self, **change: Any) -> Said:
        """Return what the entry of the account says now, but for a change."""
        return replace(self.entries["account"], **change)

    def begin(self, said: Said, *gone: CameraId, by_owner: bool = True) -> Coroutine[Any, Any, None]:
        """Take what a change of an entry takes, and return what makes it durable."""
        return self.rights.async_follow(self.rights.cut(self.entry(said), by_owner=by_owner))

    async def change(self, said: Said, *gone: CameraId, by_owner: bool = True) -> None:
        """Follow a change of an entry, as its update listener does."""
        await self.begin(said, *gone, by_owner=by_owner)

    def policy(self, camera: CameraId = NURSERY) -> CameraPolicy:
        """Return what is in force."""
        policy = self.gatekeeper.policy(camera)
        assert policy is not None
        return policy

    def gets(self, user: UserId, channel: Channel = Channel.LIVE, camera: CameraId = NURSERY) -> bool:
        """Return whether a user gets a picture now."""
        return self.gatekeeper.decide(person(user), channel, camera).allowed

    def lease(self, user: UserId = BEN, camera: CameraId = NURSERY) -> Lease:
        """Open a live lease."""
        return self.gatekeeper.open(person(user), Channel.LIVE, camera)


class Disk:
    """The disk under a store: it waits and fails when it is told to."""

    def __init__(self) -> None:
        """Work at once."""
        self.waits = False
        self.fails = False
        self.pending: list[asyncio.Future[bool]] = []

    async def run[T](self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do what the store wanted done in a thread."""
        if function.__name__ != "_replace":
            return function(*args, **kwargs)
        works = not self.fails
        if self.waits:
            answer = asyncio.get_running_loop().create_future()
            self.pending.append(answer)
            works = await answer
        if not works:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*args, **kwargs)

    async def answer(self, works: bool = True) -> None:
        """Let the oldest write that waits go on, and everything that follows from it."""
        self.pending.pop(0).set_result(works)
        await idle()


async def idle() -> None:
    """Let all tasks run as far as they get without the disk."""
    for _ in range(25):
        await asyncio.sleep(0)


@contextmanager
def a_disk() -> Iterator[Disk]:
    """Put a disk that we command under all stores."""
    disk = Disk()
    with patch.object(store_module, "_in_thread", disk.run):
        yield disk


def started(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start something that will wait for the disk."""
    return asyncio.ensure_future(work)
