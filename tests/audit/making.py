"""Rows for the tests of the log, and what a file of it says."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
import resource
import sqlite3

from custom_components.dropcam_privacy.audit.chain import Wrong
from custom_components.dropcam_privacy.audit.entries import Book, Entry, Event
from custom_components.dropcam_privacy.audit.file import LogFile
from custom_components.dropcam_privacy.audit.reading import check
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, UserId

ACCOUNT = AccountId("account")
DAY = 86_400_000
NOW = 1_790_000_000_000


def entry(
    number: int = 0,
    event: Event = Event.RECEIVED,
    *,
    at: int | None = None,
    camera: str = "camera",
    person: str | None = "user",
    account: AccountId = ACCOUNT,
) -> Entry:
    """Make a row that says its number."""
    return Entry(
        account=account,
        event=event,
        at=NOW + number if at is None else at,
        camera=CameraId(camera),
        person=None if person is None else UserId(person),
        said={"number": number},
        book=Book.REFUSED if event is Event.REFUSED else Book.KEPT,
    )


def entries(count: int, event: Event = Event.RECEIVED, *, account: AccountId = ACCOUNT) -> list[Entry]:
    """Make some rows."""
    return [entry(number, event, account=account) for number in range(count)]


def wrong(file: LogFile, account: AccountId = ACCOUNT) -> list[Wrong | None]:
    """Check the log of an account."""
    return [checked.wrong for checked in check(file.engine, account)]


def tamper(path: Path | str, *statements: str | tuple[str, Sequence[object]]) -> None:
    """Change the file behind our back."""
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            sql, values = (statement, ()) if isinstance(statement, str) else statement
            connection.execute(sql, tuple(values))
    connection.close()


@contextmanager
def full_disk(size: int) -> Generator[None]:
    """Let no file grow beyond a size: what the kernel answers is an error of the write itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
