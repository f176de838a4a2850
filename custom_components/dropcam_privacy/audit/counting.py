"""What the log holds in numbers: how much there is of it, and how often somebody looked or was refused on each day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
import json
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Integer, func, select, true
from sqlalchemy.sql.elements import ColumnElement

from ..policy.model import AccountId
from .chain import Head
from .entries import Book, Event
from .file import DAYS
from .reading import Filter, chains_of, facets_of, reading
from .tables import COUNTED_OTHERWISE, FACETS, KEPT, MORE_THAN_ONCE, ROWS, row_id

MOST_DAYS = 400
"""Over how many days views are counted, up to today."""


class State(NamedTuple):
    """How long an account's rows are kept, how many there are, when the oldest was, and where what is kept is now."""

    days: int
    rows: int
    since: int | None
    head: Head | None


class Day(NamedTuple):
    """How often pictures were looked at on one day, and how often somebody was refused."""

    day: date
    views: int
    refusals: int


def state(engine: Engine, account: AccountId) -> State:
    """Return how an account's log is. Raises LogFailed."""
    with reading(engine) as connection:
        chains = chains_of(connection, account)
        oldest = [ROWS.c.id == row_id(chain.id, chain.anchor.number + 1) for chain in chains]
        since = [connection.execute(select(ROWS.c.at).where(first)).scalar() for first in oldest]
        days = connection.execute(select(KEPT.c.days).where(KEPT.c.account == account)).scalar()
    return State(
        DAYS if days is None else days,
        sum(chain.head.number - chain.anchor.number for chain in chains),
        min((at for at in since if at is not None), default=None),
        next((chain.head for chain in chains if chain.book is Book.KEPT), None),
    )


def days(
    engine: Engine, account: AccountId, since: int, now: int, zone: tzinfo, camera: str | None = None
) -> list[Day]:
    """Return each day of a time zone from that of `since` to that of `now`, the last 400 at most. Raises LogFailed.

    A day lasts from its midnight to the next, also where that is 23 or 25 hours.
    """
    today = _day(now, zone)
    first = max(_day(min(since, now), zone), today - timedelta(MOST_DAYS - 1))
    shown = [first + timedelta(number) for number in range((today - first).days + 1)]
    begins = [_begin(day, zone) for day in [*shown, today + timedelta(1)]]
    with reading(engine) as connection:
        wanted = facets_of(account, Filter(events=(Event.RECEIVED, Event.REFUSED), camera=camera))
        counted = _counted(connection, [*wanted], begins)
    return [
        Day(day, counted[Event.RECEIVED, begin], counted[Event.REFUSED, begin])
        for day, begin in zip(shown, begins, strict=False)
    ]


def _counted(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], begins: Sequence[int]
) -> Counter[tuple[str, int]]:
    """Count from each moment to the next: every row once, by the index alone, and then what did not happen once."""
    of_facet = ROWS.c.facet == FACETS.c.id
    oldest = select(func.min(ROWS.c.at)).where(of_facet, ROWS.c.at >= begins[0]).correlate(FACETS).scalar_subquery()
    found = connection.execute(select(func.min(oldest)).select_from(FACETS).where(*wanted)).scalar()
    spans = [span for span in pairwise(begins) if found is not None and span[1] > found]
    span = func.json_each(json.dumps(spans)).table_valued("value", name="span")
    begin, end = (func.json_extract(span.c.value, f"$[{number}]", type_=Integer) for number in (0, 1))
    rows = select(func.count()).where(of_facet, ROWS.c.at >= begin, ROWS.c.at < end).correlate(FACETS, span)
    once = rows.scalar_subquery()
    more = rows.with_only_columns(func.sum(MORE_THAN_ONCE)).where(COUNTED_OTHERWISE).scalar_subquery()
    number = func.sum(once + func.coalesce(more, 0))
    asked = select(FACETS.c.event, begin, number).join(span, true()).where(*wanted).group_by(FACETS.c.event, begin)
    return Counter({(row[0], row[1]): row[2] for row in connection.execute(asked)})


def _day(at: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at / 1000, zone).date()


def _begin(day: date, zone: tzinfo) -> int:
    """Return the moment (ms) at which a day begins: where its midnight is left out, when it would have been."""
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)
