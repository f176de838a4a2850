"""What people are told when something cannot be done.

HomeAssistantError
└── DropcamPrivacyError     a translated sentence, without a secret
    ├── Refused             a decision: the reason is the translation key
    │   └── PictureRefused  a decision about a picture, in a sentence that is short enough for a card
    ├── MayNotSwitch        Home Assistant does not let a user use a switch
    ├── NameOne             what gives has to name one thing itself
    ├── Renamed             somebody else than an owner changed what a camera is called
    ├── NotDurable          a change is in force but could not be written down
    ├── AddressUnseen       a player would be sent to an address that no owner has seen
    ├── SourceWaits         a camera's source is one that no owner has accepted
    ├── LogUnreadable       the log cannot be read now
    ├── TooMuch             somebody asks faster than they are answered
    └── CameraUnavailable   the camera gives no picture
        └── CameraAsleep    the camera gives one only while somebody watches it live
"""

from typing import ClassVar

from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .policy.model import Reason


class DropcamPrivacyError(HomeAssistantError):
    """An error with a translation of ours."""

    def __init__(self, translation_key: str, **placeholders: str) -> None:
        """Say the sentence `exceptions.<translation_key>`."""
        super().__init__(
            translation_domain=DOMAIN, translation_key=translation_key, translation_placeholders=placeholders or None
        )


class Refused(DropcamPrivacyError):
    """A control was refused."""

    _without_reason: ClassVar = Reason.REFUSED.value

    def __init__(self, reason: Reason = Reason.REFUSED) -> None:
        """Refuse for a `reason` that the one who asked may read."""
        super().__init__(self._without_reason if reason is Reason.REFUSED else reason.value)
        self.reason = reason


class PictureRefused(Refused):
    """A picture was refused. Whoever may not have it reads the same short sentence, whatever the camera does."""

    _without_reason = "picture_refused"


class MayNotSwitch(DropcamPrivacyError):
    """Home Assistant does not let a user use the switch that they mean: they may only read, for example."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("may_not_switch")


class NameOne(DropcamPrivacyError):
    """What gives has to name one thing itself: what is in a label, an area or a group is up to others."""

    def __init__(self) -> None:
        """Say so to whom it would have been given."""
        super().__init__("name_one")


class Renamed(DropcamPrivacyError):
    """Somebody else than an owner changed what a camera is called, so it is not clear which one is meant."""

    def __init__(self, camera: str) -> None:
        """Say so, of a camera as its owner called it."""
        super().__init__("renamed", camera=camera)


class NotDurable(DropcamPrivacyError):
    """The privacy store could not be written: what was taken away stays away, nothing was given."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("not_durable")


class AddressUnseen(DropcamPrivacyError):
    """Players would be sent to an address of Home Assistant that no owner has seen."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("address_unseen")


class SourceWaits(DropcamPrivacyError):
    """A camera cannot be turned on: no owner has accepted where its pictures would come from."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("source_waits")


class LogUnreadable(DropcamPrivacyError):
    """The log cannot be read now."""

    def __init__(self) -> None:
        """Say so to an owner."""
        super().__init__("log_unreadable")


class TooMuch(DropcamPrivacyError):
    """Somebody asks for more than there are turns for."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("too_much")


class CameraUnavailable(DropcamPrivacyError):
    """The camera gives no picture now."""

    _key: ClassVar = "camera_unavailable"

    def __init__(self) -> None:
        """Say so."""
        super().__init__(self._key)


class CameraAsleep(CameraUnavailable):
    """The camera gives a picture only while somebody watches it live: a still does not wake it."""

    _key = "camera_asleep"
