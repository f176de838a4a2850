"""The morning on which a cloud mixed its cameras up: a thousand of them answer with each other's homes at once."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock, patch

from homeassistant.core import HomeAssistant
import numpy as np
import pytest

from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.gatekeeper import Gatekeeper
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, Held
from custom_components.dropcam_privacy.scene.fingerprint import Fingerprint, fingerprint, grey_of
from custom_components.dropcam_privacy.scene.memory import Memory
from custom_components.dropcam_privacy.scene.score import SHOWN, Looks, Score
from custom_components.dropcam_privacy.scene.watch import DOUBT, Seen, see
from custom_components.dropcam_privacy.scenes import scene as scene_module
from custom_components.dropcam_privacy.scenes.book import Book, Known, Wish
from custom_components.dropcam_privacy.scenes.scene import Scene
from tests.fakes.homes import Light, home

HOMES, SIDES = 500, 2
COUNT = HOMES * SIDES


def drawn(seed: int, moment: int) -> list[Fingerprint]:
    """Look at a home, and at the one next door, which is built the other way round."""
    grey = grey_of(home(seed).picture(Light.DAY, moment))
    return [fingerprint(grey), fingerprint(np.ascontiguousarray(grey[:, ::-1]))]


@pytest.mark.timeout(240)
async def test_a_thousand(tmp_path: Path) -> None:
    """At most one passes, by its score alone: whoever comes first, again later, or after a restart."""
    looks = [look for seed in range(HOMES) for look in drawn(seed, 2)]
    known = [Known(Wish.CHECKED, Memory((look,), since=1.0)) for look in looks]
    order = np.random.default_rng(7).permutation(COUNT)
    shown = dict(zip(order.tolist(), np.roll(order, 1).tolist(), strict=True))  # nobody their own
    passes = {seed for seed, other in shown.items() if seen(looks, seed, other)[1].whole >= SHOWN}
    assert len(passes) <= 1
    clock = [1000.0]

    def examine(item: Frame, _: Looks) -> tuple[Fingerprint, Seen, Score]:
        seed, other = map(int, item.jpeg.split())
        return looks[other], *seen(looks, seed, other)

    def scene(seed: int, last: Scene | None = None) -> Scene:
        return Scene(
            cast("HomeAssistant", SimpleNamespace(async_add_executor_job=_at_once, async_create_task=_forget)),
            CameraId(f"camera{seed}"),
            known[seed] if last is None else last._known,
            book=cast("Book", None),
            gatekeeper=cast("Gatekeeper", MagicMock(held=lambda _: Held.EVERYBODY)),
            note=lambda *_: None,
            changed=lambda: None,
        )

    scenes = [scene(seed) for seed in range(COUNT)]

    async def ask(seed: int) -> bool:
        item = Frame(AccountId("anna"), CameraId(f"camera{seed}"), 0.0, f"{seed} {shown[seed]}".encode())
        return await scenes[seed](item, passed=False)

    with patch.object(scene_module, "examine", examine), patch.object(scene_module, "monotonic", lambda: clock[0]):
        for wave in range(3):
            seeds = np.random.default_rng(wave).permutation(COUNT).tolist()
            came = await asyncio.gather(*map(ask, seeds))
            assert {seed for seed, leaves in zip(seeds, came, strict=True) if leaves} == passes
            clock[0] += DOUBT + 1
            scenes = [scene(seed, last) if seed % 3 == wave else last for seed, last in enumerate(scenes)]
        assert {seed for seed, each in enumerate(scenes) if each.held is None} == passes
        # Their own homes come back, to all of them.
        shown = {seed: seed for seed in range(COUNT)}
        assert all(await asyncio.gather(*map(ask, range(COUNT))))
        assert all(each.held is None for each in scenes)


_seen: dict[tuple[int, int], tuple[Seen, Score]] = {}


def seen(looks: Sequence[Fingerprint], seed: int, other: int) -> tuple[Seen, Score]:
    """Compare one camera's home with what another one shows, once."""
    if (seed, other) not in _seen:
        _seen[seed, other] = see(Looks([looks[seed]]), looks[other])
    return _seen[seed, other]


async def _at_once[T](function: Callable[..., T], *args: Any) -> T:
    await asyncio.sleep(0)
    return function(*args)


def _forget(work: Any, name: str) -> None:
    work.close()
