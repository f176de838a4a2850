"""The attack's short form, and broken products in which it must find what is wrong: scripts/attack is the long one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import logging
from pathlib import Path
import secrets

import pytest

from tests.attack.oracle import Kind
from tests.attack.run import Attack
from tests.attack.stage import stage
from tests.fakes.cameras import FakeCamera

from .stock import add_generic

SEED, SECONDS = "the wall holds", 40
# The kinds and moves of faults that are known, and not mended yet.
KNOWN: frozenset[Kind] = frozenset()
WITHOUT = frozenset[str]()
_LOGGER = logging.getLogger(__name__)


@pytest.fixture(scope="module")
async def attack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Attack]:
    """A household to attack."""
    directory = tmp_path_factory.mktemp("attacked")
    with (directory / "history.log").open("w") as log:
        async with stage(directory, log, KNOWN) as (world, fakes):
            yield Attack(world, fakes, SEED, WITHOUT)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [SEED, secrets.token_hex(4)], ids=["fixed", "random"])
async def test_everything_at_once(attack: Attack, seed: str) -> None:
    """Nobody receives what they could have had no right to, whatever happens at the same time."""
    _LOGGER.warning("seed %s", seed)
    attack.seed = seed
    await attack.run(SECONDS)
    assert attack.finish(), attack.report()


@asynccontextmanager
async def broken(attack: Attack) -> AsyncIterator[None]:
    """Have the attack find something, and forget it."""
    oracle = attack.world.oracle
    assert not oracle.violations, "the tests before have found something"
    try:
        yield
    finally:
        oracle.violations.clear()
        oracle.broken.clear()


@pytest.mark.timeout(300)
async def test_an_open_original_is_found(attack: Attack, tmp_path: Path) -> None:
    """A stock camera in the place of a locked original does not go unnoticed."""
    world = attack.world
    attic, entity_of_attic = world.cameras["attic"], world.cameras["attic"].original
    async with FakeCamera("cyan") as stock, broken(attack):
        entity = await add_generic(world.person("anna"), stock, "pw", "stock_attic")
        entry = await world.person("anna").ws("config/entity_registry/get", entity_id=entity)
        attic.original = entry["id"]
        try:
            assert not await attack.run(60)
            assert world.oracle.violations[0].startswith(Kind.ORIGINAL)
        finally:
            attic.original = entity_of_attic
            await world.refresh_names()


@pytest.mark.timeout(300)
async def test_a_raising_that_does_nothing_is_found(attack: Attack) -> None:
    """Nor does a product that answers success and does not raise."""
    async with broken(attack):
        attack.world.deaf = True
        assert not await attack.run(60)
        assert attack.world.oracle.violations[0].startswith(Kind.STRANGER)
