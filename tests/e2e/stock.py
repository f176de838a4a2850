"""Cameras of Home Assistant's own integrations, added as an administrator adds them."""

from typing import Any

from tests.fakes.cameras import FakeCamera

from .person import Person, RefusedError

PASSWORD = "pw-camera-red-77"


async def add_generic(admin: Person, camera: FakeCamera, password: str, name: str) -> str:
    """Add a `generic` camera with stills and a stream; give its entity id, camera.<name>."""
    settings: dict[str, Any] = {
        "still_image_url": camera.still_url,
        "stream_source": camera.stream_url,
        "username": "camera",
        "password": password,
        "advanced": {"authentication": "basic", "framerate": 2, "verify_ssl": True, "rtsp_transport": "tcp"},
    }
    done = await admin.config_flow("generic", settings, {"confirmed_ok": True})
    return await rename(admin, done, name)


async def add_mjpeg(admin: Person, camera: FakeCamera, password: str, name: str) -> str:
    """Add an `mjpeg` camera; give its entity id, camera.<name>."""
    settings = {
        "name": name,
        "mjpeg_url": camera.mjpeg_url,
        "still_image_url": camera.still_url,
        "username": "camera",
        "password": password,
        "verify_ssl": True,
    }
    return await rename(admin, await admin.config_flow("mjpeg", settings), name)


async def rename(admin: Person, done: dict[str, Any], name: str) -> str:
    """Give the camera of a new entry a name of ours."""
    if done["type"] != "create_entry":
        raise RefusedError("flow", str(done.get("errors")))
    entries = await admin.ws("config/entity_registry/list")
    entry_id = done["result"]["entry_id"]
    old = next(entry["entity_id"] for entry in entries if entry["config_entry_id"] == entry_id)
    new = f"camera.{name}"
    if old != new:
        await admin.ws("config/entity_registry/update", entity_id=old, new_entity_id=new, name=name)
    return new
