"""What owners ask about their camera's scene, and what is seen of it."""

from typing import Any

from tests.household.home import NURSERY, Household, Person


async def ask(home: Household, command: str, person: Person | None = None, **what: Any) -> Any:
    """Ask as the owner, or somebody else; return the answer, or the error's code."""
    answer = await (person or home.anna).ask(type=f"dropcam_privacy/scene/{command}", camera=NURSERY, **what)
    return answer["result"] if answer["success"] else answer["error"]["code"]
