"""The time of one decision, in a house of ten and of ten thousand cameras, people and leases.

With Home Assistant's own keeper of logins, which every decision asks anew.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
import sys
import tempfile
from time import perf_counter
from typing import NamedTuple

from homeassistant.auth import AuthManager, auth_manager_from_config
from homeassistant.config_entries import ConfigEntries
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.dropcam_privacy.gatekeeper import Gatekeeper
from custom_components.dropcam_privacy.policy.decide import decide
from custom_components.dropcam_privacy.policy.model import (
    AccountId,
    CameraId,
    CameraPolicy,
    Channel,
    Kind,
    Principal,
    RefreshTokenId,
    UserId,
)

SIZES = (10, 10_000)
ROUNDS, TIMES, ASKED = 25, 2_000, 10


class Result(NamedTuple):
    """One size of house; times in µs."""

    size: int  # of the house
    rule: float  # the pure decision, by the policy alone
    decision: float  # with the question whether the login still stands
    token: float  # from a lease's token to a decision, as every HLS request does


async def measure() -> list[Result]:
    """Measure all sizes, in a process of their own: no server's threads share it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.decisions"), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the decisions could not be measured")
    rows = (line.split() for line in output.decode().splitlines())
    return [Result(int(size), float(rule), float(decision), float(token)) for size, rule, decision, token in rows]


def main() -> None:
    """Measure, and print a line for each size."""
    for size in SIZES:
        print(*asyncio.run(_measure(size)))


async def _measure(size: int) -> Result:
    with tempfile.TemporaryDirectory() as directory:
        hass = HomeAssistant(directory)
        hass.auth = await _auth(hass)
        gatekeeper = Gatekeeper(hass)
        gatekeeper.set_logged(True)
        people = [await _person(hass.auth, number) for number in range(size)]
        users = frozenset(UserId(str(who.user)) for who in people)
        account, cameras = AccountId("account"), [CameraId(f"camera {number}") for number in range(size)]
        for camera in cameras:
            gatekeeper.set_policy(CameraPolicy(account=account, camera=camera, owners=users, viewers=users, on=True))
        leases = [
            gatekeeper.issue(who, Channel.LIVE, camera, lifetime=3600)
            for who, camera in zip(people, cameras, strict=True)
        ]
        # Some from the whole width of the house.
        some = range(0, size, size // ASKED)
        asked = [(people[place], cameras[place], gatekeeper.policy(cameras[place]), leases[place][0]) for place in some]
        assert all(gatekeeper.decide(who, Channel.LIVE, camera).allowed for who, camera, _, _ in asked)
        result = Result(
            size,
            _fastest(decide, [(who, Channel.LIVE, policy) for who, _, policy, _ in asked]),
            _fastest(gatekeeper.decide, [(who, Channel.LIVE, camera) for who, camera, _, _ in asked]),
            _fastest(gatekeeper.find, [(token, camera) for _, camera, _, token in asked]),
        )
        await hass.async_stop(force=True)
        return result


def _fastest(function: Callable[..., object], questions: Sequence[tuple[object, ...]]) -> float:
    """Return how long (µs) one question takes in the fastest round: what is slower was disturbed."""
    rounds = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        for _ in range(TIMES // len(questions)):
            for question in questions:
                function(*question)
        rounds.append(perf_counter() - begun)
    return min(rounds) / TIMES * 1e6


async def _auth(hass: HomeAssistant) -> AuthManager:
    hass.config_entries = ConfigEntries(hass, {})
    dr.async_setup(hass)
    initialize = hass.async_create_task(hass.config_entries.async_initialize())
    await dr.async_load(hass, load_empty=True)
    await er.async_load(hass, load_empty=True)
    await initialize
    return await auth_manager_from_config(hass, [], [])


async def _person(auth: AuthManager, number: int) -> Principal:
    user = await auth.async_create_user(f"user {number}")
    login = await auth.async_create_refresh_token(user, "http://127.0.0.1/")
    return Principal(kind=Kind.PERSON, user=UserId(user.id), login=RefreshTokenId(login.id))


def table(results: list[Result]) -> str:
    """Show each size."""
    lines = ["one decision, µs (fastest)     |     rule | decision | by token"]
    for size, *times in results:
        what = f"{size:,} cameras, people, leases"
        lines.append(f"{what:<30} | " + " | ".join(f"{time:8.2f}" for time in times))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
