"""What all entities have in common: their device, and how a service call is told from a stray one."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from typing import Any, override

from homeassistant.core import Context, callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity

from .callers.principal import CALLS, ServiceScope, async_of_service, current_scope, service_scope
from .const import DOMAIN
from .exceptions import NameOne, Refused
from .policy.decide import TAKING
from .policy.model import UNKNOWN, CameraId, Control, Kind, UserId
from .rights.author import acting
from .rights.in_force import RIGHTS
from .runtime import AccountRuntime, CameraRuntime


class DropcamEntity(Entity):
    """An entity that is told when it changed, and knows the scope of its own services."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _by_anybody = False
    """Whether people who are not named can change its state: an automation on it must not end privacy for them."""

    @callback
    def _follow(self) -> Callable[[], None]:
        """Have `_changed` called when the state may be another; the result stops that."""
        raise NotImplementedError

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to follow changes."""
        await super().async_added_to_hass()
        self.async_on_remove(self._follow())

    @callback
    def _changed(self) -> None:
        if self.hass is not None and self.entity_id:
            if self._by_anybody:
                context = Context()
                self.hass.data[CALLS].disown(context)
                self.async_set_context(context)
            self.async_write_ha_state()

    @override
    def async_request_call[T](self, coro: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
        """Run a service on this entity inside a scope that ends with it.

        Home Assistant asks for this in the task of the call, and then may run it in another.
        """
        return self._in_scope(coro, ServiceScope(self.entity_id, asyncio.current_task()))

    async def _in_scope[T](self, coro: Coroutine[Any, Any, T], scope: ServiceScope) -> T:
        token = current_scope.set(scope)
        try:
            with acting(scope.author):
                return await super().async_request_call(coro)
        finally:
            scope.open = False
            current_scope.reset(token)

    @callback
    @override
    def async_set_context(self, context: Context) -> None:
        """Note the context of the service that runs in the scope."""
        super().async_set_context(context)
        scope = current_scope.get()
        if scope is not None and scope.open and scope.entity_id == self.entity_id and scope.context is None:
            scope.context = context
            scope.author.user = None if context.user_id is None else UserId(context.user_id)

    async def _async_require(self, control: Control, services: Collection[str], cameras: Collection[CameraId]) -> None:
        """Raise Refused unless who called one of `services` may do this to all `cameras`.

        Raises NameOne towards owners whose call gives a right and names more than this entity.
        """
        scope = service_scope(self.entity_id)
        caller = UNKNOWN
        if scope is not None:
            caller = await async_of_service(self.hass, scope, self.platform.domain, services)
        if not cameras:
            raise Refused
        for camera in cameras:
            self.hass.data[RIGHTS].control(caller, control, camera)
        alone = scope is not None and (scope.alone or caller.kind is not Kind.PERSON)
        if control not in TAKING and not alone:
            raise NameOne


class CameraEntity(DropcamEntity):
    """An entity of one camera."""

    def __init__(self, camera: CameraRuntime, key: str) -> None:
        """Belong to the camera's device."""
        super().__init__()
        self._camera = camera
        self._attr_unique_id = f"{camera.id}_{key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, camera.id)},
            name=camera.subentry.title,
            manufacturer="Dropcam Privacy",
            via_device_id=camera.account.device_id,
        )

    @callback
    @override
    def _follow(self) -> Callable[[], None]:
        """Follow the camera."""
        return self._camera.follow(self._changed)


class AccountEntity(DropcamEntity):
    """An entity of one account."""

    def __init__(self, account: AccountRuntime, key: str) -> None:
        """Belong to the account's device."""
        super().__init__()
        self.account = account
        self._attr_unique_id = f"{account.entry.entry_id}_{key}"
        self._attr_device_info = account_device(account)

    @callback
    @override
    def _follow(self) -> Callable[[], None]:
        """Follow all cameras of the account."""
        return self.account.changes.follow(self._changed)


def account_device(account: AccountRuntime) -> DeviceInfo:
    """Describe the device of an account, which is a service."""
    return DeviceInfo(
        identifiers={(DOMAIN, account.entry.entry_id)},
        name=account.entry.title,
        manufacturer="Dropcam Privacy",
        entry_type=DeviceEntryType.SERVICE,
    )
