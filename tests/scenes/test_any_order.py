"""Whatever comes in whatever order, with faults, restarts and answers: nothing leaves, and nothing is learnt, unseen.

A symbolic camera: what `examine` would find is said, so that a thousand histories fit into a second.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.gatekeeper import Gatekeeper
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, Held
from custom_components.dropcam_privacy.rights.author import Author
from custom_components.dropcam_privacy.rights.durable import DurableFile
from custom_components.dropcam_privacy.scene.fingerprint import COLUMNS, ROWS, Fingerprint
from custom_components.dropcam_privacy.scene.memory import APART
from custom_components.dropcam_privacy.scene.score import Looks, Score
from custom_components.dropcam_privacy.scene.watch import Seen, Verdict
from custom_components.dropcam_privacy.scenes import scene as scene_module
from custom_components.dropcam_privacy.scenes.book import Book, Known
from custom_components.dropcam_privacy.scenes.scene import Scene, Sight

CAMERA = CameraId("yard")
NOBODY = Author()


def _look(seed: int) -> Fingerprint:
    parts = np.random.default_rng(seed).integers(-127, 128, (4, ROWS, COLUMNS), np.int8)
    return Fingerprint.from_bytes(parts.tobytes())


OWN, LAMP, OTHER, BLANK, DUSK = (_look(seed) for seed in range(5))
# At dusk the own scene is recognised, and looks otherwise.
SHOWS = {"own": OWN, "lamp": LAMP, "other": OTHER, "blank": BLANK, "dusk": DUSK}


@dataclass
class World:
    """One camera, the folder, and what its owner has accepted; what is seen depends on that alone."""

    folder: Path
    now: float = 1000.0
    full: bool = False
    accepted: set[str] = field(default_factory=lambda: {"own"})
    recognised: list[float] = field(default_factory=list)  # when dusk was
    gatekeeper: Any = field(default_factory=lambda: _Holds())

    def start(self) -> None:
        """Read what is known, as after a restart."""
        book = Book(self.folder)
        known = (book.read() or {}).get(CAMERA, Known())
        self.scene = Scene(
            cast("HomeAssistant", SimpleNamespace(async_add_executor_job=_at_once, async_create_task=self._write)),
            CAMERA,
            known,
            book=book,
            gatekeeper=cast("Gatekeeper", self.gatekeeper),
            note=lambda *_: None,
            changed=lambda: None,
        )
        self.tasks: list[asyncio.Task[None]] = []

    def _write(self, work: Any, name: str) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(work))

    async def settle(self) -> None:
        """Let everything be written."""
        while self.tasks:
            await self.tasks.pop()

    def examine(self, item: Frame, looks: Looks | None) -> tuple[Fingerprint, Seen, Score]:
        """See what an item shows, by what its bytes say and what is known."""
        shows = item.jpeg.decode()
        if shows == "broken":
            raise ValueError("no picture")
        if shows == "part":
            return OWN, Seen.PART, Score(1.0, 9.0)
        live = SHOWS[shows]
        if looks is None or shows == "blank":
            return live, Seen.BLANK if shows == "blank" else Seen.OTHER, Score(0.0, 0.0)
        known = self.knows(shows)
        if shows == "dusk" and not known and self.knows("own"):
            return live, Seen.OWN, Score(5.0, 5.0)
        return live, Seen.OWN if known else Seen.OTHER, Score(20.0 if known else 0.0, 0.0)

    def knows(self, shows: str) -> bool:
        """Return whether a picture is among the looks."""
        return any((SHOWS[shows].signed == look.signed).all() for look in self.scene._known.memory.looks)


class _Holds:
    """Remembers from whom it is held."""

    level = Held.NOBODY

    def set_held(self, camera: CameraId, held: Held) -> None:
        """Hold it."""
        self.level = held

    def held(self, camera: CameraId) -> Held:
        """Tell it."""
        return self.level


async def _at_once[T](function: Callable[..., T], *args: Any) -> T:
    await asyncio.sleep(0)
    return function(*args)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("sees"), st.sampled_from([*SHOWS, "part", "broken"]), st.booleans()),
        st.tuples(st.just("waits"), st.sampled_from([0.5, 4.0, 90.0, 8 * 24 * 3600.0]), st.booleans()),
        st.tuples(st.just("restart"), st.just(""), st.booleans()),
        st.tuples(st.just("disk"), st.just(""), st.booleans()),
        st.tuples(st.just("answers"), st.sampled_from(["light", "moved", "not_mine", "mine", "anyway"]), st.booleans()),
    ),
    max_size=30,
)


@given(steps)
@settings(max_examples=300, deadline=None)
def test_any_order(history: list[tuple[str, Any, bool]]) -> None:
    """The rules, after every step."""
    asyncio.run(_live(history))


DUSK_AGAIN: list[tuple[str, Any, bool]] = [("sees", "dusk", False), ("waits", 90.0, False), ("sees", "dusk", False)]
HELD_MEANWHILE: list[tuple[str, Any, bool]] = [
    ("sees", "other", False),
    ("waits", 4.0, False),
    ("sees", "other", False),
]


@pytest.mark.parametrize(
    ("history", "learns"),
    [
        (DUSK_AGAIN, True),
        (DUSK_AGAIN[:1] * 5, False),
        ([*DUSK_AGAIN[:1], *HELD_MEANWHILE, *DUSK_AGAIN[1:]], False),
        ([*DUSK_AGAIN[:1], ("restart", "", False), *DUSK_AGAIN[1:]], False),
    ],
)
def test_dusk_is_learnt(history: list[tuple[str, Any, bool]], learns: bool) -> None:
    """By two pictures a minute apart; what is held, or a restart, begins anew."""
    assert asyncio.run(_live(history)).knows("dusk") is learns


async def _live(history: list[tuple[str, Any, bool]]) -> World:
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.start()
        with (
            patch.object(scene_module, "examine", lambda item, looks: world.examine(item, looks)),
            patch.object(scene_module, "monotonic", lambda: world.now),
            patch.object(scene_module, "time", lambda: world.now),
            patch.object(scene_module, "run_as_nobody", lambda *_: None),
            patch.object(DurableFile, "replace", _replacing(world, DurableFile.replace)),
        ):
            await world.scene.async_set_up([_sight(world, "own")] * 3, NOBODY)
            for step, what, flag in history:
                await _step(world, step, what, flag)
                _look_at_rules(world)
        return world


def _replacing(world: World, replace: Callable[[DurableFile, bytes], None]) -> Callable[[DurableFile, bytes], None]:
    def replaced(file: DurableFile, raw: bytes) -> None:
        if world.full:
            raise OSError("full")
        replace(file, raw)

    return replaced


def _sight(world: World, shows: str) -> Sight:
    return Sight(_frame(shows), SHOWS[shows], world.now)


def _frame(shows: str) -> Frame:
    return Frame(AccountId("anna"), CAMERA, 0.0, shows.encode())


async def _step(world: World, step: str, what: Any, flag: bool) -> None:
    scene = world.scene
    match step:
        case "sees":
            try:
                leaves = await scene(_frame(what), passed=flag)
            except ValueError:
                leaves = False
            owners_alone = world.gatekeeper.level is Held.OTHERS
            own = what in world.accepted or (what == "dusk" and (world.knows("own") or world.knows("dusk")))
            assert not leaves or own or (what == "part" and flag) or owners_alone
            if what == "dusk" and leaves and scene.held is None:
                world.recognised.append(world.now)
            assert not (leaves and scene.disowned)
            if own and not scene.disowned:
                assert leaves
                assert scene.held is None
        case "waits":
            world.now += what
            scene.apply()
        case "restart":
            await world.settle()
            held, owed = scene.held, scene.owed
            world.start()
            if held is not None and not owed:
                assert world.scene.held is not None
        case "disk":
            world.full = flag
        case "answers":
            await _answer(world, what)
    await world.settle()


async def _answer(world: World, what: str) -> None:
    scene = world.scene
    try:
        match what:
            case "anyway" if scene.held is not None and not scene.disowned:
                scene.show_anyway(NOBODY)
            case "not_mine" if scene.held is not None:
                scene.disown(NOBODY)
                await scene.async_write()
            case "mine" if scene.disowned:
                await scene.async_own(NOBODY)
            case "light" | "moved" if scene.held is Verdict.HELD and not scene.disowned and scene.asked is not None:
                shows = cast("Frame", scene.asked.item).jpeg.decode()
                if shows in SHOWS:
                    await scene.async_accept([scene.asked] * 3, NOBODY, moved=what == "moved")
                    world.accepted = {shows} if what == "moved" else {*world.accepted, shows}
    except NotDurable:
        assert world.full


def _look_at_rules(world: World) -> None:
    scene, level = world.scene, world.gatekeeper.level
    known = {id(look): look for look in scene._known.memory.looks}
    names = {name for name, look in SHOWS.items() for each in known.values() if (each.signed == look.signed).all()}
    if "dusk" in names - world.accepted:
        # Never from one picture alone.
        assert max(world.recognised) - min(world.recognised) >= APART
    assert names <= {*world.accepted, "dusk"}
    if scene.held is not None:
        assert level is not Held.NOBODY
    if scene.disowned:
        assert level is Held.EVERYBODY
    if level is Held.OTHERS:
        assert scene.settling or scene.held is Verdict.BLANK or scene.anyway_until is not None
