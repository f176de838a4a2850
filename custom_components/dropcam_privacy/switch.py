"""The privacy switches: on is private; the switch of a camera; and the one that lets assistants in: on is allowed.

Everybody whom Home Assistant lets use them may take rights away with them. Only an owner in their own session may give
them back; privacy may also be ended by an automation, where owners allowed that.
"""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .actions.controls import async_turn_off, async_turn_on
from .config import cameras_of
from .entity import AccountEntity, CameraEntity, DropcamEntity
from .policy.model import AccountId, CameraId, Control
from .rights.in_force import RIGHTS
from .runtime import AccountRuntime, CameraRuntime, DropcamConfigEntry

# Raising privacy must never wait behind another call.
PARALLEL_UPDATES = 0
_LOWERING = frozenset({"turn_off", "toggle"})
_LETTING = frozenset({"turn_on", "toggle"})


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the switches of the account, and one for each camera."""
    account = entry.runtime_data
    async_add_entities([AccountPrivacySwitch(account), AssistantsSwitch(account)])

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities([CameraPrivacySwitch(camera), CameraSwitch(camera)], config_subentry_id=camera.id)

    account.on_camera(add)


class OwnersSwitch(DropcamEntity, SwitchEntity):
    """A switch for cameras that not everybody may switch back."""

    # Out of reach of "turn everything off", in an area or at a speaker.
    _attr_entity_category = EntityCategory.CONFIG

    def _cameras(self) -> list[CameraId]:
        """List the cameras that this switches."""
        raise NotImplementedError


class PrivacySwitch(OwnersSwitch):
    """A switch that makes cameras private."""

    _attr_translation_key = "privacy"

    @property
    @override
    def is_on(self) -> bool:
        """Return whether all of its cameras are private."""
        rights = self.hass.data[RIGHTS]
        return all(rights.private(camera) for camera in self._cameras())

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Make the cameras private."""
        await self.hass.data[RIGHTS].async_raise_privacy(self._cameras())

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """End the privacy of the cameras. Raises Refused."""
        cameras = self._cameras()
        await self._async_require(Control.LOWER_PRIVACY, _LOWERING, cameras)
        await self.hass.data[RIGHTS].async_lower_privacy(cameras)


class CameraPrivacySwitch(PrivacySwitch, CameraEntity):
    """The privacy of one camera."""

    def __init__(self, camera: CameraRuntime) -> None:
        """Switch one camera."""
        super().__init__(camera, "privacy")

    @override
    def _cameras(self) -> list[CameraId]:
        """Name the camera."""
        return [self._camera.id]

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Tell when privacy begins again by itself, if it does."""
        until = self.hass.data[RIGHTS].lowered_until(self._camera.id)
        return {} if until is None else {"private_again": until.isoformat()}


class AccountPrivacySwitch(PrivacySwitch, AccountEntity):
    """The privacy of all cameras of an account."""

    _attr_translation_key = "account_privacy"

    def __init__(self, account: AccountRuntime) -> None:
        """Switch all cameras."""
        super().__init__(account, "privacy")

    @override
    def _cameras(self) -> list[CameraId]:
        """Name all cameras that there are, whatever of them runs."""
        return list(cameras_of(self.account.entry))


class CameraSwitch(OwnersSwitch, CameraEntity):
    """A camera itself: while it is off, it is shown to nobody, and not connected to."""

    _attr_translation_key = "camera"

    def __init__(self, camera: CameraRuntime) -> None:
        """Switch one camera."""
        super().__init__(camera, "power")

    @override
    def _cameras(self) -> list[CameraId]:
        """Name the camera."""
        return [self._camera.id]

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the camera is on."""
        return self._camera.on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Show the picture again to whom it is due. Raises Refused."""
        await self._async_require(Control.TURN_ON, _LETTING, self._cameras())
        await async_turn_on(self.hass, self._cameras())

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Show nobody anything, and close the connection to the camera. Raises Refused."""
        await self._async_require(Control.TURN_OFF, _LOWERING, self._cameras())
        await async_turn_off(self.hass, self._cameras())


class AssistantsSwitch(OwnersSwitch, AccountEntity):
    """Whether voice assistants may use the cameras of an account at all."""

    _attr_translation_key = "assistants"

    def __init__(self, account: AccountRuntime) -> None:
        """Switch all cameras."""
        super().__init__(account, "assistants")

    @property
    def _id(self) -> AccountId:
        return AccountId(self.account.entry.entry_id)

    @override
    def _cameras(self) -> list[CameraId]:
        """Name all cameras that there are, whatever of them runs."""
        return list(cameras_of(self.account.entry))

    @property
    @override
    def is_on(self) -> bool:
        """Return whether assistants may use the cameras that allow it."""
        return self.hass.data[RIGHTS].assistants(self._id)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Let assistants use the cameras that allow it. Raises Refused."""
        await self._async_require(Control.LET_ASSISTANTS, _LETTING, self._cameras())
        await self.hass.data[RIGHTS].async_let_assistants(self._id)
        self.account.tell()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Cut all assistants off."""
        try:
            await self.hass.data[RIGHTS].async_stop_assistants(self._id)
        finally:
            # It is off also if it could not be written down.
            self.account.tell()
