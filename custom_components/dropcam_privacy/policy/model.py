"""The terms of the policy: who asks for what, and what was granted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

from .times import Times

AccountId = NewType("AccountId", str)
"""A config entry's id."""
CameraId = NewType("CameraId", str)
"""A config subentry's id."""
UserId = NewType("UserId", str)
RefreshTokenId = NewType("RefreshTokenId", str)
"""Of one login of one user."""
Lowerer = NewType("Lowerer", str)
"""An automation together with what it does: a new value as soon as it, or anything that it uses, is changed."""


class Kind(StrEnum):
    """How somebody asks, told by the route of the question alone."""

    PERSON = "person"  # a human, active user in their own session
    AUTOMATION = "automation"
    ASSISTANT = "assistant"
    INTEGRATION = "integration"  # any other code in Home Assistant, or in its name
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a principal is to one camera."""

    OWNER = "owner"
    VIEWER = "viewer"
    AUTOMATION = "automation"
    ASSISTANT = "assistant"
    INTEGRATION = "integration"
    STRANGER = "stranger"


class Channel(StrEnum):
    """The way by which a picture leaves."""

    SNAPSHOT = "snapshot"
    LIVE = "live"
    FILE = "file"
    CAST = "cast"
    ASSISTANT = "assistant"
    AI = "ai"
    INTEGRATION = "integration"


class Control(StrEnum):
    """What may be switched."""

    LOWER_PRIVACY = "lower_privacy"
    TURN_OFF = "turn_off"
    TURN_ON = "turn_on"
    LET_ASSISTANTS = "let_assistants"
    SHARE = "share"
    RELEASE = "release"
    ANSWER_SCENE = "answer_scene"


class Allowance(StrEnum):
    """What owners may allow a camera."""

    AUTOMATIONS = "automations"
    AUTOMATIONS_LOWER = "automations_lower"
    ASSISTANTS = "assistants"
    INTEGRATIONS = "integrations"
    AI = "ai"


class Reason(StrEnum):
    """Why a decision fell as it did: the audit's word, and the key of the translated error."""

    GRANTED = "granted"
    REFUSED = "refused"  # all that a stranger is told
    PRIVACY_ON = "privacy_on"
    CAMERA_OFF = "camera_off"
    NOT_ALLOWED = "not_allowed"
    OWNERS_ONLY = "owners_only"
    NOT_LOGGED = "not_logged"
    ENDED = "ended"  # an owner has just put them out
    NOT_NOW = "not_now"  # a viewer asks outside their times
    HELD = "held"  # it may be another camera's picture


class Held(StrEnum):
    """From whom a picture is held that may be another camera's."""

    NOBODY = "nobody"
    OTHERS = "others"  # owners who look themselves see it, everybody else gets nothing
    EVERYBODY = "everybody"


class Principal(NamedTuple):
    """Who is asking.

    `people` are, for an automation, the users among the calls that it descends from; `automation` is what it is and
    does, if it is an automation's very own call.
    """

    kind: Kind
    user: UserId | None = None
    login: RefreshTokenId | None = None
    people: frozenset[UserId] = frozenset()
    automation: Lowerer | None = None


UNKNOWN = Principal(kind=Kind.UNKNOWN)
INTEGRATION = Principal(kind=Kind.INTEGRATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPolicy:
    """What is granted for one camera. The defaults grant nobody anything.

    Who is in `times` may look only while those hold; of the other `viewers` each may always.
    """

    account: AccountId
    camera: CameraId
    owners: frozenset[UserId] = frozenset()
    viewers: frozenset[UserId] = frozenset()
    times: Mapping[UserId, Times] = field(default_factory=dict, hash=False)
    allow: frozenset[Allowance] = frozenset()
    lowerers: frozenset[Lowerer] = frozenset()
    private: bool = True
    on: bool = False

    def looks(self, viewer: UserId, now: Collection[float]) -> bool:
        """Return whether a viewer's times hold at each of these moments; without a moment none do."""
        if viewer not in self.viewers:
            return False
        times = self.times.get(viewer)
        return times is None or (len(now) > 0 and all(map(times.open_at, now)))


class Decision(NamedTuple):
    """An answer, and the reason for it."""

    allowed: bool
    reason: Reason
    role: Role = Role.STRANGER

    @property
    def told(self) -> Reason:
        """The reason as the one who asked may read it: who is not let in learns only that it was refused."""
        trusted = self.allowed or self.role in (Role.OWNER, Role.VIEWER)
        return self.reason if trusted else Reason.REFUSED
