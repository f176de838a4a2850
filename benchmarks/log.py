"""How quickly the log is written, read and checked: `python -m benchmarks.log [ROWS]`, a million if not told."""

from collections.abc import Callable, Iterator
from pathlib import Path
import random
import sys
import tempfile
from time import perf_counter

from custom_components.dropcam_privacy.audit.entries import Book, Entry, Event
from custom_components.dropcam_privacy.audit.file import LogFile
from custom_components.dropcam_privacy.audit.reading import Filter, check, export, page
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, UserId

ACCOUNT = AccountId("01JACCOUNT0000000000000000")
CAMERAS = [CameraId(f"01JCAMERA{number:017}") for number in range(20)]
PEOPLE = [*(UserId(f"{number:032x}") for number in range(10)), None]
EVENTS = [*[Event.RECEIVED] * 6, *[Event.REFUSED] * 3, Event.PRIVACY_ON, Event.PRIVACY_OFF, Event.TURNED_ON]
BEGIN = 1_790_000_000_000
BATCH = 1000


def entries(count: int) -> Iterator[Entry]:
    """Make rows such as a large household makes."""
    moments = random.Random(1)
    for number in range(count):
        event, at = moments.choice(EVENTS), BEGIN + number * 700
        yield Entry(
            account=ACCOUNT,
            event=event,
            at=at,
            camera=moments.choice(CAMERAS),
            person=moments.choice(PEOPLE),
            book=Book.REFUSED if event is Event.REFUSED else Book.KEPT,
            said={
                "kind": "person",
                "name": "Somebody",
                "client": "https://home-assistant.io/iOS",
                "address": "192.168.1.20",
                "channel": "live",
                "opened": at,
                "first": at,
                "ended": "closed",
                "leases": 1,
                "pictures": 20,
                "bytes": 2_000_000,
                "seconds": 30,
            },
        )


def seconds(ask: Callable[[], object], times: int = 5) -> float:
    """Return how long the fastest of several takes."""
    best = float("inf")
    for _ in range(times):
        begin = perf_counter()
        ask()
        best = min(best, perf_counter() - begin)
    return best


def main() -> None:
    """Measure, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        file = LogFile(path, dict.fromkeys(Book, sys.maxsize))
        rows = [*entries(count)]
        begin = perf_counter()
        for first in range(0, count, BATCH):
            file.append(rows[first : first + BATCH])
        print(
            f"written   {count / (perf_counter() - begin):10,.0f} rows/s, {path.stat().st_size / count:.0f} bytes each"
        )
        middle = (BEGIN + count * 300, BEGIN + count * 400)
        filters = {
            "all": Filter(),
            "camera": Filter(camera=CAMERAS[3]),
            "person": Filter(person=PEOPLE[2]),
            "event": Filter(events=[Event.REFUSED]),
            "all three": Filter(camera=CAMERAS[3], person=PEOPLE[2], events=[Event.RECEIVED]),
            "time": Filter(since=middle[0], until=middle[1]),
            "nothing": Filter(camera="none"),
        }
        for name, wanted in filters.items():
            took = seconds(lambda wanted=wanted: page(file.engine, ACCOUNT, wanted))  # type: ignore[misc]
            found = page(file.engine, ACCOUNT, wanted)
            place = found[-1].place if found else None
            further = seconds(lambda wanted=wanted, place=place: page(file.engine, ACCOUNT, wanted, place))  # type: ignore[misc]
            print(f"page by {name:10} {took * 1000:6.1f} ms, the next {further * 1000:6.1f} ms")
        print(f"checked   {count / seconds(lambda: check(file.engine, ACCOUNT), 2):10,.0f} rows/s")
        print(f"exported  {count / seconds(lambda: sum(1 for _ in export(file.engine, ACCOUNT)), 1):10,.0f} rows/s")
        assert [checked.wrong for checked in check(file.engine, ACCOUNT)] == [None, None]
        file.close()


if __name__ == "__main__":
    main()
