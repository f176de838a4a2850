"""Privacy, cameras on and off, assistants, and the addresses that owners have seen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..exceptions import Renamed, SourceWaits
from ..policy.decide import TAKING
from ..policy.model import AccountId, CameraId, CameraPolicy, Control, Principal, UserId
from .granted import Granted
from .records import Grant, Right, address_rights, whats
from .terms import end_of, lowered_for
from .updates import configured


class Switches(Granted):
    """What owners, and whoever else may, switch at cameras and accounts."""

    def policy(self, camera: CameraId) -> CameraPolicy | None:
        """Return what is granted for a camera, which holds as soon as its account is loaded."""
        if (policy := self._gatekeeper.policy(camera)) is not None:
            return policy
        entries = self._hass.config_entries.async_entries(DOMAIN)
        return next((it for entry in entries for it in self._policies(entry) if it.camera == camera), None)

    def control(self, principal: Principal, control: Control, camera: CameraId) -> None:
        """Let a control be used, also of a camera that is not loaded just now. Raises Refused.

        Raises Renamed where it gives, and the camera is called otherwise than its owners know.
        """
        self._gatekeeper.control(principal, control, self.policy(camera))
        if control not in TAKING and self.called.renamed(camera):
            raise Renamed(self.called.known_as(camera).get("title", ""))

    def owns_any(self, user: UserId) -> bool:
        """Return whether somebody owns an account."""
        return any(user in self.owners(entry) for entry in self._hass.config_entries.async_entries(DOMAIN))

    def private(self, camera: CameraId) -> bool:
        """Return whether a camera is private."""
        policy = self._gatekeeper.policy(camera)
        return policy is None or policy.private

    def on(self, camera: CameraId) -> bool:
        """Return whether a camera is on."""
        policy = self._gatekeeper.policy(camera)
        return policy is not None and policy.on

    def source_waits(self, camera: CameraId) -> bool:
        """Return whether the source that stands in a camera's entry is one that no owner has accepted."""
        for account, entered in self._entered.items():
            record = self._record(account)
            if camera in record.cameras and camera in entered.sources:
                return Right(Grant.SOURCE, camera, entered.sources[camera]) not in record.rights
        return False

    def assistants(self, account: AccountId) -> bool:
        """Return whether assistants may use an account's cameras, where owners allow that for the camera."""
        return Right(Grant.ASSISTANTS, account) in self._record(account).rights

    async def async_raise_privacy(self, cameras: Iterable[CameraId]) -> None:
        """Make cameras private: at once, and then durably. Raises NotDurable; they are private all the same."""
        await self._async_take(self._lowerings(frozenset(cameras)))

    async def async_lower_privacy(self, cameras: Iterable[CameraId], term: timedelta | None = None) -> None:
        """End the privacy of cameras, for a time or until they are made private.

        Durably, and then in force. Raises NotDurable; then nothing changed.
        """
        await self._async_give({lowered_for(camera, term) for camera in cameras})

    def lowered_until(self, camera: CameraId) -> datetime | None:
        """Return when a camera's privacy begins again by itself, if it does."""
        if self.private(camera):
            return None
        ends = map(end_of, self._lowerings({camera}) - self._journal.giving)
        return next((dt_util.utc_from_timestamp(end) for end in ends if end is not None), None)

    async def async_turn_off(self, cameras: Iterable[CameraId]) -> None:
        """Turn cameras off: at once, and then durably. Raises NotDurable; they are off all the same."""
        await self._async_take({Right(Grant.ON, camera) for camera in cameras})

    async def async_turn_on(self, cameras: Iterable[CameraId]) -> None:
        """Turn cameras on: durably, and then in force. Raises NotDurable or SourceWaits; then nothing changed."""
        cameras = list(cameras)
        if any(map(self.source_waits, cameras)):
            raise SourceWaits
        await self._async_give({Right(Grant.ON, camera) for camera in cameras})

    async def async_stop_assistants(self, account: AccountId) -> None:
        """Cut assistants off: at once, and then durably. Raises NotDurable; they are cut off all the same."""
        await self._async_take({Right(Grant.ASSISTANTS, account)})

    async def async_let_assistants(self, account: AccountId) -> None:
        """Let assistants use cameras that allow it: durably, and then in force. Raises NotDurable."""
        await self._async_give({Right(Grant.ASSISTANTS, account)})

    def unseen(self, account: AccountId) -> frozenset[str]:
        """Return the addresses of Home Assistant that no owner of an account has seen."""
        return configured(self._hass) - whats(self._record(account).rights, Grant.ADDRESS, account)

    async def async_accept_addresses(self, account: AccountId, accepted: Iterable[str]) -> None:
        """Let players be sent to addresses that an owner has seen: durably, and then in force. Raises NotDurable."""
        await self._async_give(address_rights(account, accepted))
