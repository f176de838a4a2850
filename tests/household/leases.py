"""Leases, asked for as a card does."""

from tests.household.home import CAMERA, Person

URL = "/api/dropcam_privacy/lease"


async def lease(person: Person, entity_id: str = CAMERA) -> dict[str, str]:
    """Get a lease."""
    response = await person.post(URL, {"entity_id": entity_id})
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store, private"
    found: dict[str, str] = await response.json()
    return found
