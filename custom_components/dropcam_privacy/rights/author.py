"""Who changes rights just now: for the log alone.

It is a context variable, so it is inherited by what is started from a change. No right may hang on it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ..policy.model import Principal, UserId


@dataclass(slots=True)
class Author:
    """Who changes something: as who they were recognised, or else in whose name it is done."""

    principal: Principal | None = None
    user: UserId | None = None


_acting: ContextVar[Author | None] = ContextVar("dropcam_privacy_author", default=None)


@contextmanager
def acting(author: Author) -> Generator[None]:
    """Have what is changed in the block be somebody's, who may become known meanwhile."""
    token = _acting.set(author)
    try:
        yield
    finally:
        _acting.reset(token)


def author() -> Author:
    """Return who changes something in the running task."""
    return _acting.get() or Author()
