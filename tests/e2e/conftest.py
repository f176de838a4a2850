"""The household: one real server, cameras on real sockets, and people of every kind."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.cameras import FakeCamera

from .person import Person
from .server import NEIGHBOURS, Server

YAML = """\
assist_pipeline:
diagnostics:
nosy_neighbour:
media_player:
  - platform: nosy_neighbour
"""
PEOPLE = {  # username: group. Who owns what is up to the tests; the names say what they are in them
    "owner": "users",
    "viewer": "users",
    "other": "users",
    "reader": "read-only",
}


@dataclass
class Household:
    """The server, and who lives there."""

    server: Server
    people: dict[str, Person] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        """Find a person: admin, owner, viewer, other, reader, nobody."""
        return self.people[name]

    async def add(self, name: str, group: str = "users") -> Person:
        """Let somebody move in."""
        self.passwords[name] = f"pw-{name}-5f2d9c"
        person = await self.server.create_user(self["admin"], name, name.capitalize(), self.passwords[name], group)
        self.people[name] = person
        return person

    def assert_no_secrets(self, *more: str) -> None:
        """Fail if the server's log holds a password or a token of anybody, or one of `more`."""
        tokens = [token for person in self.people.values() for token in (person.access_token, person.refresh_token)]
        self.server.assert_no_secrets(*filter(None, (*self.passwords.values(), *tokens, *more)))


async def make_household(directory: Path, extra: str = "", *, neighbours: Iterable[str] = ()) -> Household:
    """Start a server and let everybody move in; `neighbours` are integrations beside ours."""
    server = Server(directory, extra=YAML + extra)
    server.neighbours += [NEIGHBOURS / name for name in neighbours]
    house = Household(server)
    try:
        await server.start()
        house.passwords["admin"] = "pw-admin-5f2d9c"
        house.people["admin"] = await server.onboard("admin", "Admin", house.passwords["admin"])
        for name, group in PEOPLE.items():
            await house.add(name, group)
        house.people["nobody"] = Person.nobody(server.url, server.pictures)
        await server.until_running()
    except BaseException:
        await server.close()
        raise
    return house


@pytest.fixture(scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Household]:
    """The household that all tests share: leave it as you found it."""
    household = await make_household(tmp_path_factory.mktemp("household"))
    try:
        yield household
    finally:
        await household["nobody"].close()
        await household.server.close()


@pytest.fixture(scope="session")
async def red() -> AsyncIterator[FakeCamera]:
    """A camera with a password."""
    async with FakeCamera("red", username="camera", password="pw-camera-red-77") as camera:
        yield camera


@pytest.fixture(scope="session")
async def blue() -> AsyncIterator[FakeCamera]:
    """Another camera with another password."""
    async with FakeCamera("blue", username="camera", password="pw-camera-blue-88") as camera:
        yield camera
