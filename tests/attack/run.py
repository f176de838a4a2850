"""Attacks a real Home Assistant for a while: `scripts/attack [--minutes N] [--seed S]`.

The seed decides what is tried in which order; how it interleaves is up to the machine. `--without MOVE` leaves a move
out, `--tolerate KIND` counts a kind of violation and goes on; both may be given more than once.
"""

import argparse
import asyncio
import contextlib
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
import logging
from pathlib import Path
from random import Random
import secrets
import shutil
import signal
import sys
import tempfile

from tests.attack.hammer import hammer
from tests.attack.moves import MOVES, Scene
from tests.attack.oracle import LAST_EVENTS, Kind
from tests.attack.stage import stage
from tests.attack.upheavals import end_process
from tests.attack.world import NO_ANSWER, World
from tests.e2e.crowd import Clocked
from tests.e2e.person import RefusedError

from . import sharing  # noqa: F401 - its moves add themselves

MINUTES = 30
MOVERS, HAMMERS = 3, 8
MOVE_PAUSE = (0.1, 1.0)
KILL_PAUSE = (25.0, 60.0)
NAMES_SECONDS = 5.0
ENDING_SECONDS = 150  # for moves that are under way, and a start


def say(text: str) -> None:
    """Show progress at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Attack:
    """One run against a household that stands."""

    world: World
    fakes: dict[str, Clocked]
    seed: str
    without: frozenset[str] = frozenset()
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, seconds: float) -> bool:
        """Attack for so long, or until a law is broken; tell whether all laws were kept."""
        scene = Scene(self.world, self.fakes)
        self.over.clear()
        self.world.history.add(f"seed {self.seed}")
        workers = [self._move(scene, Random(f"{self.seed} move {number}")) for number in range(MOVERS)]
        workers += [hammer(self.world, Random(f"{self.seed} hammer {number}"), self.over) for number in range(HAMMERS)]
        workers += [self._look_after(), self._watch(seconds)]
        if "end_process" not in self.without:
            workers.append(self._end(scene, Random(f"{self.seed} end")))
        async with asyncio.timeout(seconds + ENDING_SECONDS), asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(worker)
        return not self.world.oracle.violations

    async def _watch(self, seconds: float) -> None:
        """End it when its time is over, or something was found."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.world.oracle.broken.wait(), seconds)
        self.over.set()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def _move(self, scene: Scene, dice: Random) -> None:
        moves = {name: weight for name, (weight, _) in MOVES.items() if name not in self.without}
        while not self.over.is_set():
            name = dice.choices(list(moves), list(moves.values()))[0]
            self.world.history.counts[f"move {name}"] += 1
            try:
                await MOVES[name][1](scene, dice)
            except (RefusedError, *NO_ANSWER) as err:
                self.world.history.add(f"  {name} came to nothing: {err!r:.120}")
            await self._pause(dice.uniform(*MOVE_PAUSE))

    async def _look_after(self) -> None:
        """Look up what everything is called, which the product may change, too."""
        while not self.over.is_set():
            with contextlib.suppress(RefusedError, *NO_ANSWER):
                await self.world.refresh_names()
            await self._pause(NAMES_SECONDS)

    async def _end(self, scene: Scene, dice: Random) -> None:
        while True:
            await self._pause(dice.uniform(*KILL_PAUSE))
            if self.over.is_set():
                return
            await end_process(scene, dice)

    def finish(self) -> bool:
        """Look whether anything was seen at all, and whether the log tells secrets; tell whether it is fine."""
        counts, oracle = self.world.history.counts, self.world.oracle
        try:
            tokens = [
                token for person in self.world.server.people for token in (person.access_token, person.refresh_token)
            ]
            self.world.server.assert_no_secrets(*filter(None, (*self.world.passwords.values(), *tokens)))
        except AssertionError as err:
            oracle.violation(Kind.NOT_IN_ORDER, str(err))
        owners = counts["pictures to anna"] + counts["pictures to ben"]
        if not oracle.violations and not (
            owners and counts["pictures to vera"] and counts["cameras held after a raising"]
        ):
            oracle.violation(Kind.NOT_IN_ORDER, "nothing was seen, or no raising was held: this run proves nothing")
        return not oracle.violations

    def report(self) -> str:
        """Return what was done, and at a violation what came before it."""
        lines = []
        if self.world.oracle.violations:
            lines += ["", f"The last {LAST_EVENTS} events:", *self.world.history.last, ""]
            lines += [f"VIOLATION (seed {self.seed}): {violation}" for violation in self.world.oracle.violations]
        lines.append("")
        lines += [f"{count:8} {what}" for what, count in sorted(self.world.history.counts.items())]
        lines.append(f"{self.world.slowest * 1000:8.0f} ms: the slowest raising")
        return "\n".join(lines)


async def attack(
    directory: Path, seconds: float, seed: str, without: frozenset[str], tolerated: frozenset[Kind]
) -> bool:
    """Build the household, and attack it."""
    async with AsyncExitStack() as stack:
        log = stack.enter_context((directory / "history.log").open("w"))
        world, fakes = await stack.enter_async_context(stage(directory, log, tolerated))
        run = Attack(world, fakes, seed, without)
        try:
            await run.run(seconds)
            return run.finish()
        finally:
            say(run.report())


async def until_ended(seconds: float, arguments: argparse.Namespace, directory: Path) -> bool:
    """Attack, and let Ctrl-C end it in good order."""
    without, tolerated = frozenset(arguments.without), frozenset(map(Kind, arguments.tolerate))
    task = asyncio.create_task(attack(directory, seconds, arguments.seed, without, tolerated))
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, task.cancel)
    return await task


def main() -> int:
    """Attack as the arguments say; 1 if a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--without", action="append", default=[], choices=[*MOVES, "end_process"])
    parser.add_argument("--tolerate", action="append", default=[], choices=[kind.value for kind in Kind])
    arguments = parser.parse_args()
    # Cameras whose connection is cut off in the middle of a picture: that is what is done here all the time.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    say(f"Seed {arguments.seed}: {arguments.minutes:g} minutes")
    directory = Path(tempfile.mkdtemp(prefix="attack-"))
    fine = False
    try:
        fine = asyncio.run(until_ended(arguments.minutes * 60, arguments, directory))
    except asyncio.CancelledError:
        say("Ended.")
        return 130
    finally:
        if fine:
            shutil.rmtree(directory)
        else:
            say(f"What happened is in {directory}: history.log, config/server.log")
    say("No law was broken." if fine else "A LAW WAS BROKEN.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
