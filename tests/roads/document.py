"""docs/roads.md, as it is written from the table."""

from collections.abc import Iterator
from pathlib import Path

from tests.roads.table import GROUPS, NOTHING, OPEN, STATES, WHO, Group, Road

DOCUMENT = Path(__file__).parents[2] / "docs" / "roads.md"
_HEAD = """\
# Every road out

Each way by which a camera's picture could leave Home Assistant, who asks, and what they get. This page is written by
`scripts/roads.py` from the table that the tests try (`tests/roads/table.py`): for each cell somebody really asked, and
the bytes they received were asked whose they are. Where other tests prove a row, they are named below the table. What
Home Assistant has is listed in `tests/roads/surface.txt`; the tests fail when a version brings something new.

The columns are states of the camera: *privacy on* with everything allowed; *privacy off* with nothing allowed; the same
with the allowance that the road names; and *camera off*, with everything allowed. "·" is nothing at all, "picture" is
this camera's and no other's. A camera that guards another integration's gives the same as one by address: on a real
server both are asked by everybody on every road (`tests/e2e/test_household.py::test_everybody_on_every_road`). Every
stale or borrowed identity is a program's: `tests/callers/test_stale_identity.py` and `test_borrowed_identity.py`.
"""


def written() -> str:
    """Write the document."""
    return "\n".join([_HEAD, *(line for group in GROUPS for line in _group(group)), *_open()])


def _group(group: Group) -> Iterator[str]:
    yield f"## {group.title}\n\n{group.text}\n"
    yield f"| road | who asks | {' | '.join(STATES.values())} |"
    yield f"|---|---|{'---|' * len(STATES)}"
    for road in group.roads:
        yield from _rows(road)
    yield ""
    proven: dict[tuple[str, ...], list[str]] = {}
    for road in group.roads:
        proven.setdefault(road.proof, []).append(road.name)
    if walked := proven.pop((), None):
        yield f"Tried cell by cell in `tests/top/test_roads.py`: {', '.join(walked)}."
    if proven:
        yield "\nOther tests:\n" if walked else "Tests:\n"
        yield from (f"- {', '.join(names)}: {', '.join(f'`{proof}`' for proof in by)}" for by, names in proven.items())
    yield ""


def _rows(road: Road) -> Iterator[str]:
    by_cells: dict[str, list[str]] = {}
    for who, cells in road.rows.items():
        by_cells.setdefault(cells, []).append(WHO[who])
    allowance = f" (allowance: `{road.allowance}`)" if road.allowance else ""
    first = f"**{road.name}**: {road.what}{allowance}"
    for cells, names in sorted(by_cells.items(), key=lambda item: item[0] == NOTHING):
        shown = " | ".join("picture" if cell == "+" else "·" for cell in cells)
        yield f"| {first} | {', '.join(names)} | {shown} |"
        first = ""


def _open() -> Iterator[str]:
    yield "## What cannot be closed\n"
    yield from (f"- **{road.what}.** {road.why}" for road in OPEN)
    yield ""
