"""A decision costs the same however many there are. The benchmark measures; this only sees that it does not grow."""

from collections.abc import Callable
from time import perf_counter

from custom_components.dropcam_privacy.policy.decide import decide
from custom_components.dropcam_privacy.policy.leases import LeaseBook
from custom_components.dropcam_privacy.policy.model import (
    AccountId,
    Allowance,
    CameraId,
    CameraPolicy,
    Channel,
    Kind,
    Principal,
    RefreshTokenId,
    UserId,
)


def fastest(ask: Callable[[], object], times: int = 2000) -> float:
    """Time the fastest of several rounds, which a busy machine disturbs least."""
    best = float("inf")
    for _ in range(7):
        start = perf_counter()
        for _ in range(times):
            ask()
        best = min(best, perf_counter() - start)
    return best


def household(size: int) -> tuple[Callable[[], object], ...]:
    """Make a house of `size` cameras, users and leases, and questions to it."""
    people = frozenset(UserId(f"user {number}") for number in range(size))
    policies = {
        CameraId(f"camera {number}"): CameraPolicy(
            account=AccountId("account"),
            camera=CameraId(f"camera {number}"),
            owners=people,
            viewers=people,
            allow=frozenset(Allowance),
            private=False,
            on=True,
        )
        for number in range(size)
    }
    book = LeaseBook()
    for number in range(size):
        who = Principal(kind=Kind.PERSON, user=UserId(f"user {number}"), login=RefreshTokenId(f"login {number}"))
        book.open(who, Channel.LIVE, CameraId(f"camera {number}"), now=0, token=number.to_bytes(32))
    last = size - 1
    who = Principal(kind=Kind.PERSON, user=UserId(f"user {last}"), login=RefreshTokenId(f"login {last}"))
    program = Principal(kind=Kind.ASSISTANT, user=UserId(f"user {last}"))
    camera, token = CameraId(f"camera {last}"), last.to_bytes(32).hex()
    assert decide(who, Channel.LIVE, policies[camera]).allowed
    assert decide(program, Channel.ASSISTANT, policies[camera]).allowed
    assert book.find(token, now=0) is not None
    return (
        lambda: decide(who, Channel.LIVE, policies.get(camera)),
        lambda: decide(program, Channel.ASSISTANT, policies.get(camera)),
        lambda: book.find(token, now=0),
    )


def test_does_not_grow() -> None:
    """A thousand times as many: an answer that grew with them would take a hundred times as long, or more."""
    for few, many in zip(household(10), household(10_000), strict=True):
        assert fastest(many) < 5 * fastest(few)
