"""Guarded cameras, added by an administrator through the real flows."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .person import Person, RefusedError

DOMAIN = "dropcam_privacy"
_APPEARS_SECONDS = 30
_OWNERS: dict[str, Person] = {}  # of each account, who shares its cameras


@dataclass(frozen=True, slots=True)
class Guarded:
    """A guarded camera: its ids, and those of its entities."""

    account: str
    subentry: str
    entity_id: str

    @property
    def privacy(self) -> str:
        """Its privacy switch."""
        return f"switch.{self.entity_id.removeprefix('camera.')}_privacy"

    @property
    def being_watched(self) -> str:
        """Tells whether somebody watches."""
        return f"binary_sensor.{self.entity_id.removeprefix('camera.')}_being_watched"

    @property
    def viewers(self) -> str:
        """Tells how many watch."""
        return f"sensor.{self.entity_id.removeprefix('camera.')}_viewers"


async def add_account(admin: Person, *owners: Person) -> str:
    """Add an account of these owners; give the id of its entry."""
    done = await admin.config_flow(DOMAIN, {"owners": [owner.id for owner in owners]})
    if done["type"] != "create_entry":
        raise RefusedError("flow", str(done.get("errors") or done.get("reason")))
    account = str(done["result"]["entry_id"])
    _OWNERS[account] = owners[0]
    return account


async def _add(
    admin: Person, account: str, kind: str, source: dict[str, Any], viewers: Iterable[Person], allow: Iterable[str]
) -> Guarded:
    before = {item["subentry_id"] for item in await admin.ws("config_entries/subentries/list", entry_id=account)}
    sharing: dict[str, Any] = {"viewers": [viewer.id for viewer in viewers], "allow": list(allow)}
    done = await admin.subentry_flow(account, "camera", {"next_step_id": kind}, source, sharing)
    if done["type"] != "create_entry":
        raise RefusedError("flow", str(done.get("errors") or done.get("reason")))
    after = {item["subentry_id"] for item in await admin.ws("config_entries/subentries/list", entry_id=account)}
    (subentry,) = after - before
    async with asyncio.timeout(_APPEARS_SECONDS):
        while True:
            for entry in await admin.ws("config/entity_registry/list"):
                ours = entry["config_subentry_id"] == subentry and entry["entity_id"].startswith("camera.")
                # It is registered a moment before it is there.
                if ours and await admin.state(entry["entity_id"]) is not None:
                    if any(sharing.values()):
                        # What an administrator enters about that is only a wish.
                        await _OWNERS[account].call_service(f"{DOMAIN}.set_sharing", entry["entity_id"], **sharing)
                    return Guarded(account, subentry, entry["entity_id"])
            await asyncio.sleep(0.05)


async def guard_address(
    admin: Person,
    account: str,
    name: str,
    *,
    viewers: Iterable[Person] = (),
    allow: Iterable[str] = (),
    **source: Any,
) -> Guarded:
    """Guard a camera by its addresses: still_image_url, mjpeg_url, stream_source, username, password, …."""
    return await _add(admin, account, "address", {"name": name, **source}, viewers, allow)


async def guard_entity(
    admin: Person,
    account: str,
    name: str,
    entity_id: str,
    *,
    viewers: Iterable[Person] = (),
    allow: Iterable[str] = (),
    lock: bool = True,
    take_over: bool = False,
) -> Guarded:
    """Guard the camera of another integration."""
    source = {"name": name, "entity_id": entity_id, "lock_original": lock, "take_over": take_over}
    return await _add(admin, account, "entity", source, viewers, allow)
