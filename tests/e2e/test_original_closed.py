"""A locked original is closed on the disk: whatever becomes of us at a start, nobody gets a picture of it.

With `cloud` and an assistant, Home Assistant sets cameras up before us. A flatmate asks on every road, from the moment
in which the port answers. Without the locks they get pictures at such a start, so this can fail.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
import shutil
from typing import Any

import pytest

from tests.e2e.hammer import Hammer
from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import seen

from .conftest import YAML, Household, make_household
from .guarded import add_account, guard_entity
from .server import OURS
from .stock import PASSWORD, add_generic, rename

pytestmark = pytest.mark.matrix

CLOUD_GOOGLE = "cloud:\ngoogle_assistant:\n  project_id: household\n"
CLOUD_ALEXA = "cloud:\nalexa:\n"
LINE = "- platform: dropcam_privacy\n"
WRITTEN = """\
- platform: matter
  address: {address}
  unique_id: known
- platform: matter
  address: {address}
"""
SETTLED_SECONDS = 2  # asked on after Home Assistant says that it runs
KNOWN = ("camera.original", "camera.early", "camera.written_known")  # to the entity registry, so they can be closed
WRITTEN_ONLY = "camera.written"


@dataclass
class Home:
    """A household whose cameras are set up early."""

    house: Household
    accounts: list[str] = field(default_factory=list)

    async def start(self, *entity_ids: str) -> Hammer:
        """Start under the hammer of a flatmate."""
        hammer = Hammer(self.house["other"], *entity_ids)
        await self.house.server.stop()
        hammer.start()
        try:
            await self.house.server.start()
            await asyncio.sleep(SETTLED_SECONDS)
        finally:
            await hammer.stop()
        return hammer

    async def start_locked(self, *entity_ids: str) -> None:
        """Start under the hammer, which gets nothing."""
        hammer = await self.start(*entity_ids)
        assert not hammer.received, (hammer.received, hammer.asked)
        assert hammer.asked["still"] > 50

    async def assert_seen_by_owners(self, *names: str) -> None:
        """All guarded cameras show their owner the picture, and their originals nobody."""
        for name in names:
            picture = await self.house["owner"].get(f"/api/camera_proxy/camera.guarded_{name}")
            assert seen(picture.body) == {"red"}, (name, picture)
        for entity_id in KNOWN:
            if entity_id.removeprefix("camera.") in names:
                assert (await self.house["admin"].get(f"/api/camera_proxy/{entity_id}")).status == HTTPStatus.FORBIDDEN
                assert await self.disabled_by(entity_id) == "user"

    async def disabled_by(self, entity_id: str) -> str | None:
        """Read in the registry by what an original is disabled."""
        entry = await self.house["admin"].ws("config/entity_registry/get", entity_id=entity_id)
        return None if entry["disabled_by"] is None else str(entry["disabled_by"])

    async def guard(self, entity_id: str, *, yaml: bool = False) -> None:
        """Have its owner's account guard a camera."""
        name = f"guarded {entity_id.removeprefix('camera.').replace('_', ' ')}"
        if not yaml:
            await guard_entity(self.house["admin"], self.accounts[0], name, entity_id)
            return
        steps: tuple[dict[str, Any], ...] = (
            {"next_step_id": "entity"},
            {"name": name, "entity_id": entity_id, "lock_original": True},
            {},
        )
        sharing: dict[str, Any] = {"viewers": [], "allow": []}
        done = await self.house["admin"].subentry_flow(self.accounts[0], "camera", *steps, sharing)
        assert done["type"] == "create_entry"


@pytest.fixture(scope="module")
async def camera() -> AsyncIterator[FakeCamera]:
    """What all originals here show; some ask it without a password."""
    async with FakeCamera("red") as camera:
        yield camera


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory, camera: FakeCamera) -> AsyncIterator[Home]:
    """The household, with cameras that nobody guards yet."""
    directory = tmp_path_factory.mktemp("closed")
    (directory / "cameras.yaml").write_text(WRITTEN.format(address=camera.still_url))
    house = await make_household(directory, CLOUD_GOOGLE, neighbours=["matter"])
    try:
        await add_generic(house["admin"], camera, PASSWORD, "original")
        done = await house["admin"].config_flow("matter", {"address": camera.still_url})
        await rename(house["admin"], done, "early")
        yield Home(house)
    finally:
        await house["nobody"].close()
        await house.server.close()


@pytest.fixture(scope="module")
async def locked(home: Home) -> Home:
    """The same, with all that can be closed locked."""
    home.accounts.append(await add_account(home.house["admin"], home.house["owner"]))
    for entity_id in KNOWN:
        await home.guard(entity_id)
    await home.assert_seen_by_owners("original", "early", "written_known")
    return home


async def test_unlocked(home: Home) -> None:
    """Without a lock the flatmate gets pictures of all of them; a lock that would not hold is not promised."""
    hammer = await home.start(*KNOWN, WRITTEN_ONLY)
    assert hammer.received["still"] > 0
    account = await add_account(home.house["admin"], home.house["viewer"])
    source = {"name": "Loft", "entity_id": WRITTEN_ONLY, "lock_original": True}
    form = await home.house["admin"].subentry_flow(account, "camera", {"next_step_id": "entity"}, source)
    assert form["errors"] == {"lock_original": "lock_needs_line"}


@pytest.mark.parametrize("early", [CLOUD_GOOGLE, CLOUD_ALEXA])
async def test_cameras_come_before_us(locked: Home, early: str) -> None:
    """They are let in as soon as we are there, locked, and their owner sees them."""
    locked.house.server.set_extra(YAML + early)
    await locked.start_locked(*KNOWN)
    await locked.assert_seen_by_owners("original", "early", "written_known")
    locked.house.server.set_extra(YAML + CLOUD_GOOGLE)


async def test_written_in_yaml_with_the_line(locked: Home, camera: FakeCamera) -> None:
    """A camera without a unique id is locked before it is set up, where our line is under `camera:`."""
    yaml = locked.house.server.directory / "cameras.yaml"
    yaml.write_text(LINE + WRITTEN.format(address=camera.still_url))
    await locked.house.server.restart()
    await locked.guard(WRITTEN_ONLY, yaml=True)
    await locked.start_locked(*KNOWN, WRITTEN_ONLY)
    await locked.assert_seen_by_owners("original", "early", "written_known", "written")
    yaml.write_text(WRITTEN.format(address=camera.still_url))


def _broken(package: Path) -> None:
    with (package / "const.py").open("a", encoding="utf-8") as module:
        module.write("\nthis is no Python\n")


def _raising(package: Path) -> None:
    module = package / "__init__.py"
    text = module.read_text(encoding="utf-8")
    assert "originals.arm(hass)" in text
    module.write_text(text.replace("originals.arm(hass)", "raise RuntimeError"), encoding="utf-8")


def _raising_later(package: Path) -> None:
    module = package / "accounts.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("await hass.data[RIGHTS].async_load()", "raise RuntimeError"), encoding="utf-8")


def _gone(package: Path) -> None:
    shutil.rmtree(package)


@pytest.mark.parametrize("break_it", [_broken, _raising, _raising_later, _gone])
async def test_without_us(locked: Home, tmp_path: Path, break_it: Callable[[Path], None]) -> None:
    """With a package that is broken, raises or is gone, nobody sees them."""
    package = tmp_path / OURS.name
    shutil.copytree(OURS, package, ignore=shutil.ignore_patterns("__pycache__"))
    break_it(package)
    locked.house.server.ours = package if package.exists() else None
    try:
        await locked.start_locked(*KNOWN)
    finally:
        locked.house.server.ours = OURS


async def test_safe_mode_and_enabled_by_hand(locked: Home) -> None:
    """In safe mode nobody sees it, until somebody enables it knowingly; at the next start it is locked again."""
    server, admin = locked.house.server, locked.house["admin"]
    (server.directory / "safe-mode").touch()
    await locked.start_locked("camera.original")
    await admin.ws("config/entity_registry/update", entity_id="camera.original", disabled_by=None)
    entries = await admin.ws("config_entries/get", domain="generic")
    await admin.post(f"/api/config/config_entries/entry/{entries[0]['entry_id']}/reload")
    picture = await locked.house["other"].get("/api/camera_proxy/camera.original")
    assert seen(picture.body) == {"red"}
    await server.restart()
    await locked.assert_seen_by_owners("original", "early", "written_known")
    # While we run, it stays closed.
    hammer = Hammer(locked.house["other"], "camera.original")
    hammer.start()
    for _ in range(3):
        await admin.ws("config/entity_registry/update", entity_id="camera.original", disabled_by=None)
        assert await locked.disabled_by("camera.original") == "user"
        await asyncio.sleep(0.3)
    await hammer.stop()
    assert not hammer.received
    await locked.assert_seen_by_owners("original")


@pytest.mark.parametrize("after", [0.0, 0.8])
async def test_killed_right_after_locking(locked: Home, camera: FakeCamera, after: float) -> None:
    """A camera that was locked a moment before a kill is closed: nothing else may have been written down by then."""
    name = f"fresh_{int(after * 10)}"
    server = locked.house.server
    await add_generic(locked.house["admin"], camera, PASSWORD, name)
    await asyncio.sleep(1.5)  # Home Assistant writes its entry a second later
    await server.restart()
    await locked.guard(f"camera.{name}")
    await asyncio.sleep(after)
    await server.kill()
    await locked.start_locked(f"camera.{name}")
    assert await locked.disabled_by(f"camera.{name}") == "user"
