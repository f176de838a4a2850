"""What is found, and for whom it is looked."""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
import json
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from ..config import cameras_of
from ..logins import Login
from ..policy.model import CameraId

ADMIN_PAGES: Final = "/config/"
"""Home Assistant opens its pages below this to administrators alone."""


class Severity(StrEnum):
    """How bad it is; the worst first."""

    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"


class Kind(StrEnum):
    """What can be found; docs/commands.md says what each means, and with which values."""

    ORIGINAL_OPEN = "original_open"
    ORIGINAL_NOT_CLOSED = "original_not_closed"
    BESIDE_OPEN = "beside_open"
    PICTURE_IN_WWW = "picture_in_www"
    WRITTEN_TO_WWW = "written_to_www"
    FORWARDED = "forwarded"
    MAY_LOWER = "may_lower"
    EXPOSED = "exposed"
    ORIGINAL_EXPOSED = "original_exposed"
    TOKEN_NEVER_ENDS = "token_never_ends"  # noqa: S105 - a word
    LOGIN_NEVER_ENDS = "login_never_ends"
    LOGIN_UNUSED = "login_unused"
    LOGIN_WITHOUT_PASSWORD = "login_without_password"  # noqa: S105 - a word
    GO2RTC_API_OPEN = "go2rtc_api_open"
    GO2RTC_RTSP_OPEN = "go2rtc_rtsp_open"
    DEBUG_LOGGING = "debug_logging"
    BACKUP_OPEN = "backup_open"
    BACKUP_LOCATION_OPEN = "backup_location_open"
    LOG_NOT_WRITTEN = "log_not_written"
    NOT_LOOKED = "not_looked"


class Fix(StrEnum):
    """What can be done about it here."""

    LOCK_ORIGINAL = "lock_original"
    CLOSE_BESIDE = "close_beside"
    WITHDRAW = "withdraw"
    UNEXPOSE = "unexpose"
    END_LOGIN = "end_login"
    QUIET_LOG = "quiet_log"


type Mend = Callable[[], Coroutine[Any, Any, None]]
"""Does what a fix names. It is called in the moment in which it was found, and waits only when that is done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is left open."""

    kind: Kind
    severity: Severity
    about: tuple[str, ...] = ()
    """What tells it from others of its kind; it does not leave."""
    values: Mapping[str, str] = field(default_factory=dict)
    path: str | None = None
    fix: Fix | None = None
    mend: Mend | None = field(default=None, compare=False)
    """None where who looks may not have it fixed here."""

    @property
    def id(self) -> str:
        """Name it, the same way each time, without saying what it is about."""
        return sha256(json.dumps(["dropcam_privacy finding", self.kind, *self.about]).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks now: whose login, whether they are an administrator, and which accounts are theirs."""

    hass: HomeAssistant
    login: Login
    admin: bool
    accounts: tuple[ConfigEntry[Any], ...]

    @property
    def cameras(self) -> Iterator[tuple[ConfigEntry[Any], CameraId, ConfigSubentry]]:
        """Go through the cameras that are theirs, with their accounts."""
        for entry in self.accounts:
            for camera, subentry in cameras_of(entry).items():
                yield entry, camera, subentry

    def may_fix(self, finding: Finding) -> bool:
        """Return whether they can put it right: here, or else on the page of Home Assistant that it names."""
        if finding.fix is not None:
            return finding.mend is not None
        return finding.path is not None and (self.admin or not finding.path.startswith(ADMIN_PAGES))


def told(finding: Finding, looker: Looker) -> dict[str, Any]:
    """Return a finding as it is told to who looks."""
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "values": dict(finding.values),
        "fix": finding.fix.value if finding.fix is not None else None,
        "path": finding.path,
        "may_fix": looker.may_fix(finding),
    }
