"""Sees every entity with a picture while it is being added, before anybody can ask it.

Home Assistant tells of a new entity only with its first state, and its services find it before that. So the one
method that adds entities is wrapped, for as long as there is a lock. It is the method of all entities, not of
cameras alone: cameras written in YAML can be added before the camera component says that it has loaded.
"""

from collections.abc import Callable, Collection
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import EntityPlatform

from ..const import DOMAIN
from ..ha_internals.members import ADDING
from ..isolation import run_as_nobody

_METHOD: Final = "add_to_platform_start"


class Additions:
    """The wrap of the method that adds entities."""

    def __init__(
        self,
        hass: HomeAssistant,
        domains: Collection[str],
        adopt: Callable[[Entity, bool], bool],
        added: Callable[[Entity], None],
    ) -> None:
        """Call `adopt` with an entity of `domains` and whether its names are final, until it says yes; then `added`."""
        self._hass = hass
        self._domains = domains
        self._adopt = adopt
        self._added = added
        self._unwrap: Callable[[], None] | None = None

    @callback
    def watch(self) -> None:
        """Begin to see them."""
        if self._unwrap is not None or ADDING.missing:
            return  # what is closed on the disk is not added then
        wrapped = Entity.add_to_platform_start

        @callback
        def add_to_platform_start(entity: Entity, hass: HomeAssistant, platform: EntityPlatform, *args: Any) -> None:
            wrapped(entity, hass, platform, *args)
            # Somebody may have wrapped this in turn, so that it outlasts us.
            mine = self._unwrap is not None and hass is self._hass
            if mine and platform.domain in self._domains and platform.platform_name != DOMAIN:
                self._see(entity)

        def unwrap() -> None:
            if Entity.add_to_platform_start is add_to_platform_start:
                setattr(Entity, _METHOD, wrapped)

        setattr(Entity, _METHOD, add_to_platform_start)
        self._unwrap = unwrap

    @callback
    def stop(self) -> None:
        """See no more of them."""
        if self._unwrap is not None:
            self._unwrap()
            self._unwrap = None

    @callback
    def _see(self, entity: Entity) -> None:
        # It has no registry entry yet, and maybe no entity id. Home Assistant calls the method that finishes the
        # addition without waiting between that and making the entity known; by then both are final.
        # Whoever reloads an integration is not whoever asks for what happens on it: nobody's identity comes along.
        adopted = run_as_nobody(self._adopt, entity, False)

        async def add_to_platform_finish() -> None:
            del vars(entity)["add_to_platform_finish"]
            ours = adopted or run_as_nobody(self._adopt, entity, True)
            await entity.add_to_platform_finish()
            if ours:
                run_as_nobody(self._added, entity)

        vars(entity)["add_to_platform_finish"] = add_to_platform_finish
