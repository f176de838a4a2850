"""Views and refusals by days, as they are where somebody lives."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from custom_components.dropcam_privacy.audit.counting import MOST_DAYS, days, state
from custom_components.dropcam_privacy.audit.entries import Book, Entry, Event, Said
from custom_components.dropcam_privacy.audit.file import LogFile
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId

ACCOUNT, OTHER = AccountId("account"), AccountId("other")
PORCH, HALL = CameraId("porch"), CameraId("hall")


def ms(*moment: int) -> int:
    """Return a moment, UTC, in milliseconds."""
    return round(datetime(*moment, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc]


def view(at: int, camera: CameraId = PORCH, pictures: int = 1, account: AccountId = ACCOUNT) -> Entry:
    """Make a row of a lease; its name tries to pass for more."""
    said: dict[str, Said] = {"name": '"pictures":0,"times":9', "pictures": pictures, "seconds": 1}
    return Entry(account=account, event=Event.RECEIVED, at=at, camera=camera, said=said)


def refused(at: int, times: int, camera: CameraId = PORCH) -> Entry:
    """Make a row of refusals."""
    said: dict[str, Said] = {"name": '"times":9}', "times": times}
    return Entry(account=ACCOUNT, event=Event.REFUSED, at=at, camera=camera, said=said, book=Book.REFUSED)


def counted(file: LogFile, zone: str, since: int, now: int, camera: str | None = None) -> list[tuple[str, int, int]]:
    """Return the days."""
    found = days(file.engine, ACCOUNT, since, now, ZoneInfo(zone), camera)
    return [(day.day.isoformat(), day.views, day.refusals) for day in found]


def test_days(tmp_path: Path) -> None:
    """Leases without a picture are no views, refusals say how often, and other accounts and cameras are not these."""
    file = LogFile(tmp_path / "log.db")
    now = ms(2026, 3, 3, 12)
    assert state(file.engine, ACCOUNT) == (90, 0, None, None)
    assert counted(file, "UTC", now, now) == [("2026-03-03", 0, 0)]
    file.append([view(now), view(now + 1, HALL), view(now, pictures=0), view(now, account=OTHER), view(now, HALL, 10)])
    file.append([refused(now, 1), refused(now, 14), refused(now, 10, HALL), view(now + 86_400_000)])
    assert counted(file, "UTC", ms(2026, 3, 2), now + 2) == [("2026-03-02", 0, 0), ("2026-03-03", 3, 25)]
    assert counted(file, "UTC", now, now + 2, PORCH) == [("2026-03-03", 1, 15)]
    assert len(counted(file, "UTC", 0, now)) == MOST_DAYS
    file.close()


def test_days_of_another_length(tmp_path: Path) -> None:
    """A day begins at its own midnight: in Berlin the 29th of March has 23 hours, the 25th of October 25."""
    file = LogFile(tmp_path / "log.db")
    file.append(map(view, (ms(2026, 3, 28, 22, 59), ms(2026, 3, 28, 23), ms(2026, 3, 29, 21, 59), ms(2026, 3, 29, 22))))
    found = counted(file, "Europe/Berlin", ms(2026, 3, 28, 12), ms(2026, 3, 30, 12))
    assert found == [("2026-03-28", 1, 0), ("2026-03-29", 2, 0), ("2026-03-30", 1, 0)]
    file.append(map(view, (ms(2026, 10, 24, 22), ms(2026, 10, 25, 22, 59), ms(2026, 10, 25, 23))))
    found = counted(file, "Europe/Berlin", ms(2026, 10, 25, 12), ms(2026, 10, 26, 12))
    assert found == [("2026-10-25", 2, 0), ("2026-10-26", 1, 0)]
    file.close()
