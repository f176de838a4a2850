"""Pictures of guarded cameras in `www`, whose files Home Assistant gives to everybody who knows their names."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
import re
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.util import slugify

from ..automations.content import AUTOMATION, automations, names, scripts, steps
from ..config import Wrapped, cameras_of
from ..const import DOMAIN
from ..originals.find import current_entity_id
from .finding import Finding, Kind, Looker, Severity

_FOLDER: Final = "www"
_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mkv", ".mov", ".avi", ".webm", ".ts", ".mjpeg"}
)
# A folder may hold years of somebody's pictures.
_MOST: Final = 20_000
_SHORTEST: Final = 3
_WRITERS: Final = ("camera.snapshot", "camera.record")
_IN_WWW: Final = re.compile(r"(?:^|/)www/")


async def look(looker: Looker) -> list[Finding]:
    """Look at what lies there, and at what automations and scripts write there, of one's own cameras."""
    hass = looker.hass
    cameras = {camera: (subentry.title, subentry.data) for _, camera, subentry in looker.cameras}
    if not cameras:
        return []
    files = await hass.async_add_executor_job(pictures_in, Path(hass.config.path(_FOLDER)))
    found: list[Finding] = []
    theirs = {
        word
        for entry in hass.config_entries.async_entries(DOMAIN)
        for camera, subentry in cameras_of(entry).items()
        if camera not in cameras
        for word in _words(subentry.title, _entities(hass, camera, subentry.data))
    }
    for camera, (title, data) in cameras.items():
        entities = _entities(hass, camera, data)
        words = _words(title, entities)
        # What somebody else's camera fits better is theirs: its name would be enough to open it.
        named = [file for file in files if is_named(file, words) and _fit(file, words) >= _fit(file, theirs)]
        if named:
            values = {"camera": title, "file": f"{_FOLDER}/{named[0]}", "more": str(len(named) - 1)}
            found.append(Finding(Kind.PICTURE_IN_WWW, Severity.SERIOUS, (camera,), values))
        for writer in [*automations(hass, with_id=False), *scripts(hass)]:
            for file in dict.fromkeys(_written(hass, writer, entities)):
                values = {"camera": title, "file": file, "by": str(writer.name or writer.entity_id)}
                about = (camera, writer.entity_id, file)
                found.append(Finding(Kind.WRITTEN_TO_WWW, Severity.SERIOUS, about, values, path=_editor(writer)))
    return found


def pictures_in(folder: Path) -> list[str]:
    """List the pictures and videos below a folder, in order, as far as there are not too many files."""
    found: list[str] = []
    seen = 0
    for parent, folders, files in folder.walk():
        folders.sort()
        for file in sorted(files):
            seen += 1
            if PurePosixPath(file).suffix.lower() in _SUFFIXES:
                found.append((parent / file).relative_to(folder).as_posix())
        if seen > _MOST:
            break
    return found


def is_named(file: str, words: Collection[str]) -> bool:
    """Return whether a file, or a folder that it is in, has one of these words in its name."""
    return _fit(file, words) > 0


def _fit(file: str, words: Collection[str]) -> int:
    """Return how long the longest of these words is that a file has in its name, 0 if it has none."""
    said = f"_{slugify(file.rpartition('.')[0].replace('/', ' '))}_"
    return max((len(word) for word in words if len(word) >= _SHORTEST and f"_{word}_" in said), default=0)


def _words(title: str, entities: Collection[str]) -> set[str]:
    """Return what files of a camera may be named like."""
    return {slugify(title), *(entity_id.partition(".")[2] for entity_id in entities)}


def _entities(hass: HomeAssistant, camera: str, data: Mapping[str, Any]) -> set[str]:
    """Return what a camera and its original are called now."""
    guarded = er.async_get(hass).async_get_entity_id(Platform.CAMERA, DOMAIN, f"{camera}_camera")
    wrapped = Wrapped.of(data)
    original = None if wrapped is None else current_entity_id(hass, wrapped.original)
    return {entity_id for entity_id in (guarded, original) if entity_id is not None}


def _written(hass: HomeAssistant, writer: Entity, entities: Collection[str]) -> Iterator[str]:
    """Go through the files in `www` to which an automation or a script writes pictures of a camera."""
    for step in steps(writer):
        data = step.get("data")
        file = data.get("filename") if isinstance(data, dict) else None
        if step.get("action", step.get("service")) not in _WRITERS or not isinstance(file, str):
            continue
        if _IN_WWW.search(file) and not set(names(hass, step)).isdisjoint(entities):
            yield file


def _editor(writer: Entity) -> str | None:
    """Return where an automation or a script can be changed, if Home Assistant has a page for it."""
    domain, _, name = writer.entity_id.partition(".")
    if domain == AUTOMATION:
        return f"/config/automation/edit/{writer.unique_id}" if writer.unique_id else None
    return f"/config/script/edit/{writer.unique_id or name}"
