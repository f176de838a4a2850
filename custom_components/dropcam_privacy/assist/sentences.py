"""The sentences that Assist hands to us, and how a name in them leads to cameras.

Whatever a registered sentence matches cannot be handed back to the conversation agent. So sentences are made of the
names of the cameras that there are, or demand the word "camera" next to whatever name is said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
import re
from typing import NamedTuple
import unicodedata

from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.util import normalize_for_matching
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er, intent

from ..const import DOMAIN
from ..names.known_names import owners_name, owners_names
from ..runtime import CAMERAS, CameraRuntime

ASSISTANT = "conversation"
CAMERA_SLOT, PLAYER_SLOT = "dropcam_camera", "dropcam_player"
PRIVACY = "privacy"
_NAME = "NAME"
_ANY_CAMERA = f"{{{CAMERA_SLOT}}} camera"
# The special characters of Assist's templates.
_SYNTAX = re.compile(r"([()\[\]{}<>|;\\])")
_NO_WORDS = re.compile(r"[^\w]+")
_APOSTROPHES = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}]")


class Wish(StrEnum):
    """What somebody asks for."""

    SHOW = "show"
    WATCHING = "watching"
    RAISE = "raise"
    RAISE_ALL = "raise_all"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence asks for; `name` is the camera's, "" where it is said in the sentence's slot, or not at all."""

    wish: Wish
    name: str = ""


_POLITE = "[please|can you|could you]"
# What is said with a player comes first: a name in a slot would swallow the player's.
_FORMS: dict[Wish, tuple[str, ...]] = {
    Wish.SHOW: (
        f"{_POLITE} show [me] [the] {_NAME} (on|in) [the] {{{PLAYER_SLOT}}}",
        f"{_POLITE} show [me] [the] {_NAME} [please]",
    ),
    Wish.WATCHING: (
        f"(who is|who's) watching [the] {_NAME}",
        f"is (anyone|anybody|someone|somebody) watching [the] {_NAME}",
    ),
    Wish.RAISE: (
        f"{_POLITE} (turn|switch) on [the] privacy (for|of|in|on) [the] {_NAME}",
        f"{_POLITE} (turn|switch) [the] privacy on (for|of|in) [the] {_NAME}",
        f"{_POLITE} (turn|switch) on [the] {_NAME} privacy",
        f"{_POLITE} make [the] {_NAME} private",
    ),
    Wish.LOWER: (
        f"{_POLITE} (turn|switch) off [the] privacy (for|of|in|on) [the] {_NAME}",
        f"{_POLITE} (turn|switch) [the] privacy off (for|of|in) [the] {_NAME}",
        f"{_POLITE} (turn|switch) off [the] {_NAME} privacy",
    ),
}
_ALL = "(all [of] [the|my|our] cameras|every camera|(the|my|our) cameras)"
_FORMS_OF_ALL = (
    f"{_POLITE} (turn|switch) on [the|my|our] privacy (for|of|in|on) {_ALL} [please]",
    f"{_POLITE} (turn|switch) [the|my|our] privacy on (for|of|in) {_ALL} [please]",
    f"{_POLITE} make {_ALL} private [please]",
)
# What else is called "privacy" may be meant by these.
_FORMS_WITHOUT_CAMERAS = (
    f"{_POLITE} (turn|switch) on [the|my|our] privacy [please]",
    f"{_POLITE} (turn|switch) [the|my|our] privacy on [please]",
)

_OF_PRIVACY = [Wish.RAISE, Wish.LOWER]


def key_of(text: str) -> str:
    """Reduce a name for comparison: its words, without "the" in front and without "camera" at either end."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    key = " ".join(_NO_WORDS.sub(" ", plain).split()).removeprefix("the ")
    return key.removesuffix(" camera").removeprefix("camera ")


class Names(NamedTuple):
    """How a camera is called: by names of its own, or by the area that it is in."""

    own: tuple[str, ...]
    area: tuple[str, ...]


def shown_name(hass: HomeAssistant, camera: CameraRuntime) -> str:
    """Return what a camera is called in answers: what its owner calls it, whatever somebody else does."""
    return owners_name(hass, camera.id) or camera.subentry.title


def names_of(hass: HomeAssistant, camera: CameraRuntime) -> Names:
    """Return how a camera is called now. Without an entity, it cannot be asked for."""
    state = hass.states.get(camera.entity_id) if camera.entity_id else None
    if state is None:
        return Names((), ())
    entry = er.async_get(hass).async_get(camera.entity_id)
    aliases = intent.async_get_entity_aliases(hass, entry, state=state)
    area = ar.async_get(hass).async_get_area(area_of(hass, entry) or "")
    return Names((state.name, *aliases), () if area is None else (area.name, *sorted(area.aliases)))


def area_of(hass: HomeAssistant, entry: er.RegistryEntry | None) -> str | None:
    """Return the area that an entity is in, itself or with its device."""
    if entry is None or entry.area_id is not None:
        return None if entry is None else entry.area_id
    device = dr.async_get(hass).async_get(entry.device_id or "")
    return None if device is None else dr.async_get_effective_area_id(hass, device)


def cameras_called(hass: HomeAssistant, key: str, known: Callable[[CameraRuntime], bool]) -> list[CameraRuntime]:
    """Find the cameras of a name among those that the one who asks may know of; an area's name is second best."""
    called = [(camera, names_of(hass, camera)) for camera in hass.data[CAMERAS].values() if known(camera)]
    for level in (0, 1):
        if found := [camera for camera, names in called if key in map(key_of, names[level])]:
            return found
    return []


def cameras_meant(hass: HomeAssistant, key: str, known: Callable[[CameraRuntime], bool]) -> list[CameraRuntime]:
    """Find the cameras that their owners know by a name, among those that the one who asks may know of."""
    return [
        camera
        for camera in hass.data[CAMERAS].values()
        if known(camera) and key in map(key_of, owners_names(hass, camera.id))
    ]


def _taken(hass: HomeAssistant) -> set[str]:
    """Collect the names of everything else that Assist knows."""
    registry = er.async_get(hass)
    taken: set[str] = set()
    for state in hass.states.async_all():
        entry = registry.async_get(state.entity_id)
        if (entry is None or entry.platform != DOMAIN) and async_should_expose(hass, ASSISTANT, state.entity_id):
            names = (state.name, *intent.async_get_entity_aliases(hass, entry, state=state))
            taken.update(map(key_of, names))
    return taken


def sentences(hass: HomeAssistant) -> dict[str, Meaning]:
    """Make the sentences for the cameras that there are now: none without cameras.

    Where something else has the name of a camera, "show me the front door" is left to the agent: a lock or a cover
    may be meant. With the word "camera", and about privacy or watching, only a camera can be meant.
    """
    if not hass.data[CAMERAS]:
        return {}
    called = [names_of(hass, camera) for camera in hass.data[CAMERAS].values()]
    now = {name for level in called for name in (*level.own, *level.area)}
    known = {name for camera in hass.data[CAMERAS] for name in owners_names(hass, camera)}
    taken = _taken(hass)
    of_all = _FORMS_OF_ALL if PRIVACY in taken else _FORMS_OF_ALL + _FORMS_WITHOUT_CAMERAS
    # The first match counts: otherwise "every camera" would be a camera called "every".
    made = dict.fromkeys(of_all, Meaning(Wish.RAISE_ALL))
    # Longer names first: one camera's name may begin with another's.
    for name in sorted(filter(key_of, now | known), key=lambda name: (-len(name), name)):
        key = key_of(name)
        # A name that only its owners know still makes the camera private.
        wishes = [wish for wish in _FORMS if wish is not Wish.SHOW or key not in taken] if name in now else _OF_PRIVACY
        for literal in _literals(name, key):
            made |= _of(wishes, f"{literal} [camera]", key)
    return made | _of(_FORMS, _ANY_CAMERA, "")


def _literals(name: str, key: str) -> Iterable[str]:
    """Write a name as a template that matches it alone: as it is typed, and as it is spoken."""
    for text in dict.fromkeys((normalize_for_matching(name).text, key)):
        literal = _SYNTAX.sub(r"\\\1", text)
        try:
            parse_sentence(literal)
        except ParseError:
            continue
        yield literal


def _of(wishes: Iterable[Wish], name: str, key: str) -> dict[str, Meaning]:
    return {form.replace(_NAME, name): Meaning(wish, key) for wish in wishes for form in _FORMS[wish]}
