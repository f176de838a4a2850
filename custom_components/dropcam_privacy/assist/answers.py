"""Assist: "show me the front door", "who is watching the nursery", "turn on privacy for the nursery".

Home Assistant tries our sentences before any conversation agent. Once one matches, there is no way back to the agent,
and the answer is always a sentence, even a refusal. A camera that the asker may not know of is answered for like one
that does not exist.
"""

from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
import re
from typing import Any

from hassil.recognize import RecognizeResult
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.conversation.models import ConversationInput
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
from homeassistant.helpers.translation import async_get_translations

from ..callers.principal import person
from ..callers.programs import async_assistant
from ..const import DOMAIN
from ..exceptions import DropcamPrivacyError, MayNotSwitch, PictureRefused
from ..gatekeeper import GATEKEEPER
from ..isolation import nobody
from ..names.targets import async_may_switch, cameras_of_owner
from ..policy.decide import role_of
from ..policy.model import Channel, Control, Kind, Principal, Role
from ..rights.author import Author, acting
from ..rights.in_force import RIGHTS
from ..runtime import CameraRuntime
from .players import async_show, players_around, players_called
from .sentences import (
    CAMERA_SLOT,
    PLAYER_SLOT,
    PRIVACY,
    Meaning,
    Wish,
    cameras_called,
    cameras_meant,
    key_of,
    sentences,
    shown_name,
)
from .speaker import login_of_speaker

_NAMING = {"aliases", "area_id", "device_id", "disabled_by", "entity_id", "hidden_by", "options"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#|~!&])")


class Assist:
    """Keeps the sentences up to date with the cameras, and answers them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Have no sentences yet."""
        self._hass = hass
        self._meanings: dict[str, Meaning] = {}
        self._unregister: Any = None
        self._renewing = False

    @callback
    def async_listen(self) -> None:
        """Follow cameras and names from now on, as long as Home Assistant runs."""
        listen = self._hass.bus.async_listen
        listen(EVENT_STATE_CHANGED, self._renamed, event_filter=self._renames)
        listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._renamed, event_filter=_changes_names)
        listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._renamed, event_filter=_changes_names)
        listen(ar.EVENT_AREA_REGISTRY_UPDATED, self._renamed)
        self._renew()

    @callback
    def _renames(self, data: EventStateChangedData) -> bool:
        """Return whether a camera of ours, or what has a name of theirs, has come, gone or got another name."""
        old, new = data["old_state"], data["new_state"]
        if old is not None and new is not None and old.name == new.name and _here(old) == _here(new):
            return False
        entry = er.async_get(self._hass).async_get(data["entity_id"])
        if entry is not None and (entry.platform, entry.domain) == (DOMAIN, Platform.CAMERA):
            return True
        names = {PRIVACY, *(meaning.name for meaning in self._meanings.values())}
        return any(state is not None and key_of(state.name) in names for state in (old, new))

    @callback
    def _renamed(self, _: Event[Any]) -> None:
        """Renew the sentences before anything else is done, once for all that comes with this."""
        if not self._renewing:
            self._renewing = True
            self._hass.loop.call_soon(self._renew, context=nobody())

    @callback
    def _renew(self) -> None:
        """Register the sentences anew if they have changed."""
        self._renewing = False
        meanings = sentences(self._hass)
        if list(meanings) == list(self._meanings):
            self._meanings = meanings
            return
        if self._unregister is not None:
            self._unregister()
            self._unregister = None
        self._meanings = meanings
        if meanings:
            manager = get_agent_manager(self._hass)
            self._unregister = manager.register_trigger(list(meanings), self._heard)

    @callback
    def _heard(self, said: ConversationInput, result: RecognizeResult) -> Coroutine[Any, Any, str | None]:
        """Take a sentence in. Only here, before anything is awaited, can it be told who says it."""
        login = login_of_speaker()
        template = "" if result.intent_sentence is None else result.intent_sentence.text or ""
        meaning = self._meanings.get(template)
        slots = {name: str(entity.text or entity.value) for name, entity in result.entities.items()}
        return self._async_answer(said, None if login is None else person(login), meaning, slots)

    async def _async_answer(
        self, said: ConversationInput, asker: Principal | None, meaning: Meaning | None, slots: dict[str, str]
    ) -> str | None:
        if meaning is None:
            return None
        who = await async_assistant(self._hass, said.context) if asker is None else asker
        answer = _Answer(self._hass, said, who, meaning.name or key_of(slots.get(CAMERA_SLOT, "")))
        # Nothing started from here inherits the identity of the request.
        return await self._hass.loop.create_task(
            answer.async_give(meaning.wish, slots.get(PLAYER_SLOT)), context=nobody()
        )


class _Answer:
    """One sentence of one asker about one name."""

    def __init__(self, hass: HomeAssistant, said: ConversationInput, who: Principal, name: str) -> None:
        self._hass = hass
        self._said = said
        self._who = who
        self._name = name
        self._gatekeeper = hass.data[GATEKEEPER]
        self._is_person = who.kind is Kind.PERSON

    async def async_give(self, wish: Wish, player: str | None) -> str:
        """Do what is asked for, and say so, or why not."""
        try:
            match wish:
                case Wish.SHOW:
                    return await self._async_show(player)
                case Wish.WATCHING:
                    return await self._async_watching()
                case _:
                    with acting(Author(self._who)):
                        return await self._async_switch(wish)
        except DropcamPrivacyError as err:
            said = await self._async_text("exceptions", f"{err.translation_key}.message")
            return said.format(**err.translation_placeholders or {})

    async def _async_switch(self, wish: Wish) -> str:
        if wish is Wish.RAISE:
            return await self._async_raise()
        return await (self._async_raise_all() if wish is Wish.RAISE_ALL else self._async_lower())

    def _role(self, camera: CameraRuntime) -> Role:
        return self._gatekeeper.decide(self._who, Channel.LIVE, camera.id).role

    def _knows(self, camera: CameraRuntime) -> bool:
        """Return whether the asker may know of a camera: a person who may ever see it, or an assistant that may now."""
        if self._is_person:
            return self._role(camera) in (Role.OWNER, Role.VIEWER)
        return self._gatekeeper.decide(self._who, Channel.ASSISTANT, camera.id).allowed

    def _known(self) -> list[CameraRuntime]:
        """Find the cameras of the name that the asker may know of; their own before other people's."""
        return self._own_first(cameras_called(self._hass, self._name, self._knows))

    def _own_first(self, cameras: Iterable[CameraRuntime]) -> list[CameraRuntime]:
        found = list(cameras)
        return [camera for camera in found if self._role(camera) is Role.OWNER] or found

    async def _async_show(self, named: str | None) -> str:
        if len(found := self._known()) != 1:
            if not found:
                self._tell_owners()
            return await self._async_not_one(found)
        camera = found[0]
        if named is not None:
            players = players_called(self._hass, named)
        else:
            players = players_around(self._hass, self._said.satellite_id, self._said.device_id)
            exports = self._gatekeeper.decide(self._who, Channel.CAST, camera.id).allowed
            if self._is_person and not (len(players) == 1 and exports):
                return await self._async_link(camera)
        if len(players) != 1:
            return await self._async_say("assist_player_ambiguous" if players else "assist_player_missing")
        player, channel = players[0], Channel.CAST if self._is_person else Channel.ASSISTANT
        try:
            await async_show(self._hass, camera, self._who, channel, player, self._said.context)
        except DropcamPrivacyError:
            raise
        except HomeAssistantError:
            return await self._async_say("assist_player_failed", player=player.name)
        return await self._async_say("assist_showing", camera=shown_name(self._hass, camera), player=player.name)

    async def _async_link(self, camera: CameraRuntime) -> str:
        """Answer with a link for a chat, which opens nothing that its reader may not see."""
        self._gatekeeper.require(self._who, Channel.LIVE, camera.id)
        name = _MARKDOWN.sub(r"\\\1", shown_name(self._hass, camera))
        return await self._async_say("assist_link", camera=name, link=f"/?more-info-entity-id={camera.entity_id}")

    def _tell_owners(self) -> None:
        """Count a refusal at the cameras that were asked for, without telling the asker."""
        channel = Channel.LIVE if self._is_person else Channel.ASSISTANT
        for camera in cameras_called(self._hass, self._name, lambda _: True):
            with suppress(PictureRefused):
                self._gatekeeper.require(self._who, channel, camera.id)

    async def _async_watching(self) -> str:
        if len(found := self._known()) != 1:
            return await self._async_not_one(found)
        camera = found[0]
        name, policy = shown_name(self._hass, camera), self._gatekeeper.policy(camera.id)
        if self._role(camera) is Role.VIEWER:
            # Who watches a private camera is for its owners alone.
            self._gatekeeper.require(self._who, Channel.LIVE, camera.id)
        if not (count := len(camera.audience)):
            return await self._async_say("assist_nobody", camera=name)
        if policy is None or self._role(camera) is not Role.OWNER:
            return await self._async_say("assist_watching", camera=name, count=str(count))
        roles = [role_of(principal, policy) for principal in camera.audience]
        owners, viewers = roles.count(Role.OWNER), roles.count(Role.VIEWER)
        others = count - owners - viewers
        return await self._async_say(
            "assist_audience", camera=name, owners=str(owners), viewers=str(viewers), others=str(others)
        )

    async def _async_raise(self) -> str:
        """Make all cameras with the name private, without telling strangers whether there are any."""
        known = self._own_first(self._either(self._knows))
        cameras = known or self._either(lambda _: True)
        if not await async_may_switch(self._hass, self._said.context, [camera.id for camera in cameras]):
            raise MayNotSwitch
        if cameras:
            await self._hass.data[RIGHTS].async_raise_privacy([camera.id for camera in cameras])
        if not known:
            return await self._async_say("assist_private_if_any")
        names = [shown_name(self._hass, camera) for camera in cameras]
        if len(names) == 1:
            return await self._async_say("assist_private", camera=names[0])
        return await self._async_say("assist_private_several", count=str(len(names)), cameras=", ".join(names))

    async def _async_raise_all(self) -> str:
        """Make all cameras private that the asker owns, also those that are not loaded just now."""
        cameras = cameras_of_owner(self._hass, self._who)
        if not cameras:
            return await self._async_say("assist_own_none")
        if not await async_may_switch(self._hass, self._said.context, cameras):
            raise MayNotSwitch
        await self._hass.data[RIGHTS].async_raise_privacy(cameras)
        if len(cameras) == 1:
            return await self._async_say("assist_private", camera=next(iter(cameras.values())))
        return await self._async_say("assist_all_private", count=str(len(cameras)))

    def _either(self, known: Callable[[CameraRuntime], bool]) -> list[CameraRuntime]:
        """Find the cameras that have the name now, and those that their owners know by it."""
        now = cameras_called(self._hass, self._name, known)
        return list(dict.fromkeys([*now, *cameras_meant(self._hass, self._name, known)]))

    async def _async_lower(self) -> str:
        if not self._is_person:
            return await self._async_say("assist_owner_only")
        # Only by a name that its owners know: others can change areas and other names.
        found = self._own_first(cameras_meant(self._hass, self._name, self._knows))
        if len(found) != 1:
            return await self._async_not_one(found)
        camera = found[0]
        self._hass.data[RIGHTS].control(self._who, Control.LOWER_PRIVACY, camera.id)
        await self._hass.data[RIGHTS].async_lower_privacy([camera.id])
        return await self._async_say("assist_shared", camera=shown_name(self._hass, camera))

    async def _async_not_one(self, found: list[CameraRuntime]) -> str:
        return await self._async_say("assist_ambiguous" if found else "assist_no_camera")

    async def _async_say(self, key: str, **placeholders: str) -> str:
        return (await self._async_text("common", key)).format(**placeholders)

    async def _async_text(self, category: str, key: str) -> str:
        """Return a text in the language of the conversation."""
        texts = await async_get_translations(self._hass, self._said.language, category, [DOMAIN])
        return texts[f"component.{DOMAIN}.{category}.{key}"]


def _here(state: State) -> bool:
    return state.state != STATE_UNAVAILABLE


@callback
def _changes_names(data: Any) -> bool:
    """Return whether a change of a registry may change a name."""
    return data["action"] == "update" and not _NAMING.isdisjoint(data["changes"])
