"""Paths that somebody signs."""

from typing import Any

from tests.household.home import STILL, Person

NOBODY: dict[str, Any] = {"headers": {}}


async def signed(person: Person, path: str = STILL, seconds: int = 30) -> str:
    """Have a path signed over the websocket, as the frontend does."""
    answer = await person.ask(type="auth/sign_path", path=path, expires=seconds)
    return str(answer["result"]["path"])
