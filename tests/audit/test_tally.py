"""What is one row, and when it is written."""

from collections.abc import Iterator

import pytest

from custom_components.dropcam_privacy.audit.entries import Book, Entry, Event
from custom_components.dropcam_privacy.audit.tally import (
    REFUSAL_SECONDS,
    STILL_PAUSE_SECONDS,
    STILL_SECONDS,
    Asked,
    Denied,
    Received,
    Tally,
    Who,
)
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, Channel, UserId

WHO = Who("person", UserId("user"), "Name", "phone", "192.0.2.1")
ASKED = Asked(AccountId("account"), CameraId("camera"), Channel.SNAPSHOT, WHO)


def still(at: float) -> Received:
    """Receive one still."""
    ms = round(at * 1000)
    return Received(ASKED, ms, ms + 20, ms + 10, "closed", pictures=1, bytes=1000)


def denied(at: float) -> Denied:
    """Be refused once."""
    return Denied(ASKED, round(at * 1000), round(at * 1000), "refused")


def every(seconds: float, until: float) -> Iterator[float]:
    """Count times."""
    now = 0.0
    while now < until:
        yield now
        now += seconds


def rows(tally: Tally, times: Iterator[float], *, refused: bool = False) -> list[Entry]:
    """Ask at these times, and once long after; look every time what is due."""
    found: list[Entry] = []
    now = 0.0
    for now in times:
        found += tally.take(now)
        if refused:
            tally.refused("key", denied(now), now)
        else:
            tally.received("key", still(now), now)
    return [*found, *tally.take(now + 10_000)]


@pytest.mark.parametrize(
    ("seconds", "until", "refused", "count"),
    [
        (10, STILL_SECONDS, False, 1),  # a dashboard
        (10, 6 * STILL_SECONDS, False, 6),
        (STILL_PAUSE_SECONDS, STILL_SECONDS, False, 10),  # each after a pause
        (1, REFUSAL_SECONDS, True, 1),
        (1, 5 * REFUSAL_SECONDS, True, 5),
        (REFUSAL_SECONDS, 3 * REFUSAL_SECONDS, True, 3),
    ],
)
def test_what_is_one_row(seconds: float, until: float, refused: bool, count: int) -> None:
    """Who goes on without a pause is one row, which is written at the latest after a while; nothing is lost."""
    found = rows(Tally(), every(seconds, until), refused=refused)
    assert len(found) == count
    assert sum(row.said["times" if refused else "leases"] for row in found) == until / seconds  # type: ignore[misc]


def test_nothing_is_due_at_once() -> None:
    """What may go on is not written yet, but shown as it would be; at the end all of it is taken."""
    tally = Tally()
    assert not tally
    tally.received("key", still(0), 0)
    tally.refused("key", denied(0), 0)
    assert tally
    assert tally.take(1) == []
    shown = tally.open()
    assert tally.take() == shown
    assert [row.book for row in shown] == [Book.KEPT, Book.REFUSED]
    assert not tally


def test_a_row_says_it_all() -> None:
    """Who, what, when and how much; a clock that was set back makes no negative time."""
    tally = Tally()
    tally.received("key", still(100), 0)
    tally.received("key", still(50), 1)
    (row,) = tally.take()
    assert row == Entry(
        account=ASKED.account,
        event=Event.RECEIVED,
        at=50_020,
        camera=ASKED.camera,
        person=WHO.user,
        said={
            "kind": "person",
            "name": "Name",
            "client": "phone",
            "address": "192.0.2.1",
            "channel": "snapshot",
            "opened": 100_000,
            "first": 100_010,
            "ended": "closed",
            "leases": 2,
            "pictures": 2,
            "bytes": 2000,
            "seconds": 0,
        },
    )


def test_other_keys_are_other_rows() -> None:
    """What has another key is another row."""
    tally = Tally()
    for key in ("one", "other"):
        tally.received(key, still(0), 0)
    assert tally.asked("one") == ASKED
    assert tally.asked("third") is None
    assert len(tally.take()) == 2


def test_an_entry_survives_the_file() -> None:
    """What is read back from its words is the same."""
    entry = still(1).entry()
    assert Entry.of(entry.words()) == entry
