"""What shows another home is held: from whom, until when, and what owners say."""

from tests.household.home import Household

from .held import ask


async def test_it_is_held(known: Household) -> None:
    """Nobody gets a stranger's home; the picture comes back by itself when the camera shows its own."""
    await known.lower()
    assert await known.anna.sees() == await known.ben.sees() == "red"
    known.fake.switched["red"] = "blue"
    for _ in range(6):
        assert await known.ben.sees() not in ("blue",)
    assert await ask(known, "look")
