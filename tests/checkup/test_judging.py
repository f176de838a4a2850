"""What the check-up judges, by tables: logins, networks, files."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

from homeassistant.auth.models import (
    TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN,
    TOKEN_TYPE_NORMAL,
    TOKEN_TYPE_SYSTEM,
    Group,
    RefreshToken,
    User,
)
from homeassistant.auth.permissions import PermissionLookup
import pytest

from custom_components.dropcam_privacy.checkup import www
from custom_components.dropcam_privacy.checkup.finding import Finding, Fix, Kind, Looker, Severity
from custom_components.dropcam_privacy.checkup.logins import judge
from custom_components.dropcam_privacy.checkup.trusted_networks import logs_in
from custom_components.dropcam_privacy.checkup.www import is_named, pictures_in
from custom_components.dropcam_privacy.logins import Login
from custom_components.dropcam_privacy.policy.model import RefreshTokenId, UserId

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANNA = User("Anna", cast(PermissionLookup, None), id="anna", groups=[Group("Users", {}, id="users")])
MINOR, MODERATE = Severity.MINOR, Severity.MODERATE


@pytest.mark.parametrize(
    ("kind", "expires", "used", "judged"),
    [
        (TOKEN_TYPE_NORMAL, True, 1, None),
        (TOKEN_TYPE_NORMAL, False, 1, (Kind.LOGIN_NEVER_ENDS, MINOR)),
        (TOKEN_TYPE_NORMAL, False, 91, (Kind.LOGIN_UNUSED, MODERATE)),
        (TOKEN_TYPE_NORMAL, True, None, None),
        (TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, False, 90, (Kind.TOKEN_NEVER_ENDS, MINOR)),
        (TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, False, None, (Kind.TOKEN_NEVER_ENDS, MINOR)),
        (TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, False, 400, (Kind.LOGIN_UNUSED, MODERATE)),
        (TOKEN_TYPE_SYSTEM, False, 400, None),
    ],
)
def test_logins(*, kind: str, expires: bool, used: int | None, judged: Any) -> None:
    """Those that end by themselves are all right, until nobody uses them."""
    token = RefreshToken(
        ANNA,
        "client",
        timedelta(minutes=30),
        token_type=kind,
        created_at=NOW,
        expire_at=NOW.timestamp() if expires else None,
        last_used_at=None if used is None else NOW - timedelta(days=used),
    )
    assert judge(token, NOW) == judged


def test_a_login_that_was_never_used() -> None:
    """It counts from when it was made."""
    token = RefreshToken(ANNA, "client", timedelta(minutes=30), created_at=NOW - timedelta(days=91))
    assert judge(token, NOW) == (Kind.LOGIN_UNUSED, MODERATE)


@pytest.mark.parametrize(
    ("network", "listed", "logged_in"),
    [
        ("192.168.0.0/16", {}, True),
        ("192.168.0.0/16", {"192.168.0.0/16": ["ben"]}, False),
        ("192.168.0.0/16", {"192.168.0.0/16": ["ben", "anna"]}, True),
        ("192.168.0.0/16", {"192.168.0.0/16": [{"group": ["users"]}]}, True),
        ("192.168.0.0/16", {"192.168.0.0/16": [{"group": ["admins"]}]}, False),
        ("192.168.0.0/16", {"192.168.1.0/24": ["ben"]}, True),  # from the rest of it anybody is
        ("192.168.1.0/24", {"192.168.0.0/16": ["ben"]}, False),
        ("192.168.0.0/16", {"10.0.0.0/8": ["ben"]}, True),
        ("fd00::/8", {"10.0.0.0/8": ["ben"]}, True),
        ("fd00::/8", {"fd00::/8": ["ben"], "10.0.0.0/8": ["anna"]}, False),
    ],
)
def test_trusted_networks(*, network: str, listed: dict[str, Any], logged_in: bool) -> None:
    """Who is listed for a network is logged in from there, and anybody where nobody is."""
    users = {ip_network(key): value for key, value in listed.items()}
    assert logs_in(ip_network(network), users, ANNA) is logged_in


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("nursery.jpg", True),
        ("Nursery_2026-11-27.png", True),
        ("cameras/nursery/1.jpg", True),
        ("last nursery picture.mp4", True),
        ("nurseryman.jpg", False),
        ("floorplan.png", False),
        ("a.b/kids-room.jpg", True),
        ("x/tv.jpg", False),  # a name of two letters is in too many others
    ],
)
def test_file_names(*, file: str, named: bool) -> None:
    """Whole words count, in folders, too."""
    assert is_named(file, {"nursery", "kids_room", "tv"}) is named


def test_pictures_in_a_folder(tmp_path: Path) -> None:
    """Pictures and videos, wherever they lie; nothing where there is no folder, and no way out by a link."""
    assert pictures_in(tmp_path / "www") == []
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.jpg").touch()
    folder = tmp_path / "www"
    (folder / "b").mkdir(parents=True)
    for file in ("b/two.MP4", "one.jpg", "card.js"):
        (folder / file).touch()
    (folder / "link").symlink_to(outside)
    assert pictures_in(folder) == ["one.jpg", "b/two.MP4"]


def test_a_folder_with_very_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(www, "_MOST", 1)
    for folder in ("", "a", "b"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "one.jpg").touch()
    assert pictures_in(tmp_path) == ["one.jpg", "a/one.jpg"]


def test_ids() -> None:
    """The same finding has the same id, whatever it says; another has another, and none says what it is about."""
    one = Finding(Kind.EXPOSED, MINOR, ("id", "conversation"), {"camera": "Nursery"})
    assert one.id == Finding(Kind.EXPOSED, MODERATE, ("id", "conversation"), {"camera": "Renamed"}).id
    others = [Finding(Kind.EXPOSED, MINOR, ("id", "cloud.alexa")), Finding(Kind.ORIGINAL_EXPOSED, MINOR, one.about)]
    assert len({one.id, *(other.id for other in others)}) == 3
    assert "conversation" not in one.id


@pytest.mark.parametrize(
    ("path", "fix", "mendable", "admin", "may"),
    [
        ("/config/backup/settings", None, False, True, True),
        ("/config/backup/settings", None, False, False, False),
        ("/profile/security", None, False, False, True),
        (None, None, False, True, False),
        ("/config/logs", Fix.QUIET_LOG, False, False, False),
        (None, Fix.LOCK_ORIGINAL, True, False, True),
    ],
)
def test_who_may_fix(*, path: str | None, fix: Fix | None, mendable: bool, admin: bool, may: bool) -> None:
    """Whoever it can be done for here, or whom Home Assistant opens the page to."""

    async def mend() -> None: ...

    looker = Looker(cast(Any, None), Login(UserId("anna"), RefreshTokenId("login")), admin, ())
    finding = Finding(Kind.DEBUG_LOGGING, MINOR, path=path, fix=fix, mend=mend if mendable else None)
    assert looker.may_fix(finding) is may
