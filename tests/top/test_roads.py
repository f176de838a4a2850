"""Every cell of the table of roads is tried: who walks a road, in which state, and whose picture they receive."""

import ast
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household import programs
from tests.household.home import household
from tests.roads import listed
from tests.roads.document import DOCUMENT, written
from tests.roads.table import BY_NAME, ELSEWHERE, GROUPS, OPEN, PROGRAMS, STATES, WHO, Road
from tests.roads.walks import ALONE, WALKS, Scene, scene

ROADS = [road for group in GROUPS for road in group.roads]
WALKED = [road for road in ROADS if not road.proof]


@pytest.fixture
async def walkers(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
) -> AsyncIterator[Scene]:
    """Set the scene."""
    folder = tmp_path / "files"
    folder.mkdir()
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream") as home,
        scene(home, hass_ws_client, folder) as found,
    ):
        yield found


@pytest.mark.parametrize("road", WALKED, ids=lambda road: road.name)
async def test_road(walkers: Scene, road: Road) -> None:
    """Everybody in every state receives exactly what the table says."""
    received: dict[tuple[str, str], set[str]] = {}
    for state in STATES:
        walkers.bring_into(state)
        if road.name in ALONE:
            found = [await walkers.try_out(road.name, who) for who in road.rows]
        else:
            found = await asyncio.gather(*(walkers.try_out(road.name, who) for who in road.rows))
        received |= {(who, state): colors for who, colors in zip(road.rows, found, strict=True)}
    expected = {
        (who, state): {"red"} if cell == "+" else set()
        for who, cells in road.rows.items()
        for state, cell in zip(STATES, cells, strict=True)
    }
    assert received == expected


def test_every_walk_is_in_the_table() -> None:
    """No walk is forgotten."""
    assert {road.name for road in WALKED} == WALKS.keys()


def test_the_document_is_what_was_tried() -> None:
    """docs/roads.md is written from this table: scripts/roads.py."""
    assert DOCUMENT.read_text(encoding="utf-8") == written()


def test_every_proof_is_there() -> None:
    """A row that is proven elsewhere names tests that exist."""
    for proof in {proof for road in ROADS for proof in road.proof}:
        path, _, name = proof.partition("::")
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}, (
            proof
        )


def test_programs_are_those_that_were_tried() -> None:
    """Each road of programs in the table is one of those that test_programs.py tries, and the other way round."""
    renamed = {"mjpeg": "mjpeg_passed_on", "hls": "request_stream"}
    tried = {renamed.get(name, name) for name in programs.ROADS}
    assert {road.name for road in ROADS if road.proof in (PROGRAMS, (*PROGRAMS, BY_NAME))} == tried


def test_all_that_was_found_is_in_the_table() -> None:
    """Whatever Home Assistant has belongs to a road of the table, to what cannot be closed, or is said to be none."""
    sections = {section for section, _ in listed.read()[1].values()} - listed.APART.keys()
    known = {road.name for road in ROADS} | {name for road in OPEN for name in road.names} | ELSEWHERE.keys()
    assert sections <= known
    assert set(ELSEWHERE.values()) <= {road.name for road in ROADS}
    assert all(set(road.rows) <= WHO.keys() and {len(cells) for cells in road.rows.values()} == {4} for road in ROADS)
