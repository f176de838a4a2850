"""Everybody at once: many accounts, cameras and failures, and every picture that arrives is asked whose it is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.fakes.cameras import Mode
from tests.waiting import until

from .conftest import Household
from .crowd import MJPEG, STILL, Clocked, Crowd, eventually, read, sockets
from .guarded import Guarded, add_account, guard_address
from .roads import walk


@dataclass
class Scene:
    """Cameras by colour, with who may see each, and the fake that makes its pictures."""

    house: Household
    cameras: dict[str, Guarded] = field(default_factory=dict)
    fakes: dict[str, Clocked] = field(default_factory=dict)
    allowed: dict[str, set[str]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    @property
    def hosts(self) -> list[Clocked]:
        """The fakes, each once."""
        return list({id(fake): fake for fake in self.fakes.values()}.values())


# A second by the rule, and another for this machine, which runs everything at once.
LATE = 2
OWNERS = ("owner", "other", "reader")


@pytest.fixture(scope="module")
async def scene(house: Household) -> AsyncIterator[Scene]:
    """Three accounts with two cameras each; the second ones are on one host, with a login each, or a path."""
    made = Scene(house)
    admin = house["admin"]
    own = dict(zip(OWNERS, ("red", "green", "cyan"), strict=True))
    shared = dict(zip(OWNERS, ("orange", "purple", "yellow"), strict=True))
    host = Clocked("blue", username="nobody", password="pw-nobody-40", cookies=True)
    fakes = [Clocked(color) for color in own.values()]
    for fake in (host, *fakes):
        await fake.start()
    for place, color in enumerate(shared.values()):
        host.add_login(f"login{place}", f"pw-shared-4{place}", color)
    try:
        for place, name in enumerate(OWNERS):
            account = made.accounts[name] = await add_account(admin, house[name])
            fake = fakes[place]
            viewers = [house["viewer"]] if place != 2 else []
            made.fakes[own[name]] = fake
            made.fakes[shared[name]] = host
            made.cameras[own[name]] = await guard_address(
                admin,
                account,
                f"Mixed {own[name]}",
                viewers=viewers,
                still_image_url=fake.still_url,
                mjpeg_url=fake.mjpeg_url,
                stream_source=fake.stream_url,
            )
            made.cameras[shared[name]] = await guard_address(
                admin,
                account,
                f"Mixed {shared[name]}",
                viewers=viewers,
                still_image_url=host.still_url,
                mjpeg_url=host.mjpeg_url,
                username=f"login{place}",
                password=f"pw-shared-4{place}",
            )
            for color in (own[name], shared[name]):
                made.allowed[color] = {name}
        # One of each kind is shared.
        for color in ("red", "purple"):
            (owner,) = made.allowed[color]
            await house[owner].call_service("switch.turn_off", made.cameras[color].privacy)
            made.allowed[color] |= {"viewer"}
        yield made
        house.assert_no_secrets(*(f"pw-shared-4{place}" for place in range(3)))
    finally:
        for account in made.accounts.values():
            await admin.delete(f"/api/config/config_entries/entry/{account}")
        for fake in (host, *fakes):
            await fake.stop()


@pytest.fixture
async def crowd(house: Household) -> AsyncIterator[Crowd]:
    """Let many people come."""
    many = Crowd(house)
    yield many
    await many.session.close()


WEATHER = (
    Mode.OK,
    Mode.OK,
    Mode.OK,
    Mode.UNAUTHORIZED,
    Mode.LOGIN_PAGE,
    Mode.TRUNCATED,
    Mode.EMPTY,
    Mode.HANG,
    Mode.DRIP,
    Mode.ERROR,
    Mode.OFFLINE,
    Mode.REPEAT,
)


@dataclass
class Visits:
    """People who come and go until it is over, and what was wrong with what they received."""

    scene: Scene
    crowd: Crowd
    over: asyncio.Event = field(default_factory=asyncio.Event)
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def check(self, who: str, color: str, picture: bytes) -> None:
        """Ask a picture whose it is, and how old."""
        self.count += 1
        found, place = read(picture)
        fake = self.scene.fakes[color]
        if found != color or who not in self.scene.allowed[color]:
            self.wrong.append(f"{who} received {found} from {color}")
        elif fake.mode is not Mode.REPEAT and (age := fake.age(place)) > LATE:
            self.wrong.append(f"{who} received {color} {age:.1f} s late")

    async def look(self, who: str, dice: Random) -> None:
        """Look at one camera after the other, by stills and MJPEG."""
        while not self.over.is_set():
            color = dice.choice(sorted(self.scene.cameras))
            path = dice.choice((STILL, MJPEG, MJPEG)) + self.scene.cameras[color].entity_id
            if path.startswith(MJPEG) and dice.random() < 0.3:
                path += "?interval=0.5"

            def got(picture: bytes, color: str = color) -> None:
                self.check(who, color, picture)

            await self.crowd.watch(who, path, got, pictures=dice.randrange(1, 6), seconds=dice.uniform(0.2, 3))

    async def follow(self, who: str, color: str) -> None:
        """Open the live card again and again."""
        while not self.over.is_set():
            found = await walk("hls", self.scene.house[who], self.scene.cameras[color].entity_id)
            if not found <= ({color} if who in self.scene.allowed[color] else set()):
                self.wrong.append(f"{who} received {found} from {color} by HLS")
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_picture_is_asked_whose_it_is(scene: Scene, crowd: Crowd, seed: int) -> None:
    """Whatever fails in whichever order, nobody receives a foreign picture, nor an old one instead of an error."""
    dice = Random(seed)
    visits = Visits(scene, crowd)
    people = [name for name in scene.house.people if name != "nobody"]
    running = [asyncio.create_task(visits.look(who, Random(dice.random()))) for who in people * 4]
    for who, color in (("owner", "red"), ("viewer", "red"), ("other", "yellow")):
        running.append(asyncio.create_task(visits.follow(who, color)))
    for _ in range(9):
        dice.choice(scene.hosts).behave(dice.choice(WEATHER))
        await asyncio.sleep(0.4)
    for fake in scene.hosts:
        fake.behave(Mode.OK)
    visits.over.set()
    async with asyncio.timeout(40):
        await asyncio.gather(*running)
    assert visits.wrong == []
    assert visits.count > 100
    for color, camera in scene.cameras.items():
        (owner,) = scene.allowed[color] - {"viewer"}

        async def back(owner: str = owner, camera: Guarded = camera, color: str = color) -> bool:
            return await walk("still_bearer", scene.house[owner], camera.entity_id) == {color}

        await eventually(back)


async def test_a_thousand_reconnect(scene: Scene, crowd: Crowd) -> None:
    """After an outage everybody comes back at once: no mismatch, and nothing is left over when they have gone."""
    before = sockets(scene.house)
    received: list[tuple[str, str, str | None]] = []

    async def come(who: str, color: str, path: str) -> int:
        return await crowd.watch(
            who,
            path + scene.cameras[color].entity_id,
            lambda picture: received.append((who, color, read(picture)[0])),
            pictures=2,
            seconds=30,
        )

    for fake in scene.hosts:
        fake.behave(Mode.OFFLINE)
    dice = Random(4)
    people = ("owner", "other", "reader", "viewer", "admin")
    colors = sorted(scene.cameras)
    visits = [
        asyncio.create_task(come(dice.choice(people), dice.choice(colors), dice.choice((STILL, MJPEG))))
        for _ in range(500)
    ]
    await until(lambda: sockets(scene.house) > before + 300)
    for fake in scene.hosts:
        fake.behave(Mode.OK)
    visits += [
        asyncio.create_task(come(dice.choice(people), dice.choice(colors), dice.choice((STILL, MJPEG))))
        for _ in range(500)
    ]
    async with asyncio.timeout(60):
        statuses = await asyncio.gather(*visits)
    assert set(statuses) <= {200, 403, 503}
    assert statuses.count(200) > 100
    assert {(who, color, found) for who, color, found in received if found != color} == set()
    assert {(who, color) for who, color, _ in received if who not in scene.allowed[color]} == set()
    for fake in scene.hosts:
        assert fake.peak["mjpeg"] <= 3
        await until(lambda fake=fake: not (fake.open["mjpeg"] or fake.open["still"]))  # type: ignore[misc]  # binds it
    await crowd.session.close()
    await until(lambda: sockets(scene.house) <= before + 5)
