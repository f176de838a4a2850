"""Each change of who may see what has its line, with who made it."""

from dataclasses import replace

import pytest

from custom_components.dropcam_privacy.audit.changes import Change, Standing, changes
from custom_components.dropcam_privacy.audit.entries import Event, Said
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId, UserId
from custom_components.dropcam_privacy.rights.changes import Changes, Rename
from custom_components.dropcam_privacy.rights.records import Grant, Right
from tests.household.home import CAMERA, NURSERY, SWITCH, Household

from .reading import rows

ACCOUNT, PORCH = AccountId("account"), CameraId("porch")
VIEWER = Right(Grant.VIEWER, PORCH, "ben")


@pytest.mark.parametrize(
    ("right", "given", "taken"),
    [
        (Right(Grant.LOWERED, PORCH), (Event.PRIVACY_OFF, PORCH, None, {}), (Event.PRIVACY_ON, PORCH, None, {})),
        (Right(Grant.ON, PORCH), (Event.TURNED_ON, PORCH, None, {}), (Event.TURNED_OFF, PORCH, None, {})),
        (VIEWER, (Event.GIVEN, PORCH, "ben", {"grant": "viewer"}), (Event.TAKEN, PORCH, "ben", {"grant": "viewer"})),
        (
            Right(Grant.OWNER, ACCOUNT, "ben"),
            (Event.GIVEN, None, "ben", {"grant": "owner"}),
            (Event.TAKEN, None, "ben", {"grant": "owner"}),
        ),
        (
            Right(Grant.ALLOW, PORCH, "ai"),
            (Event.GIVEN, PORCH, None, {"grant": "allow", "what": "ai"}),
            (Event.TAKEN, PORCH, None, {"grant": "allow", "what": "ai"}),
        ),
        (
            Right(Grant.ASSISTANTS, ACCOUNT),
            (Event.GIVEN, None, None, {"grant": "assistants"}),
            (Event.TAKEN, None, None, {"grant": "assistants"}),
        ),
        # What names an address, a source or an automation stays where it is.
        (
            Right(Grant.ADDRESS, ACCOUNT, "http://secret"),
            (Event.GIVEN, None, None, {"grant": "address"}),
            (Event.TAKEN, None, None, {"grant": "address"}),
        ),
        (
            Right(Grant.SOURCE, PORCH, "digest"),
            (Event.GIVEN, PORCH, None, {"grant": "source"}),
            (Event.TAKEN, PORCH, None, {"grant": "source"}),
        ),
    ],
)
def test_what_is_given_and_taken(right: Right, given: tuple[object, ...], taken: tuple[object, ...]) -> None:
    """One line each; what waits and is taken back, or given, likewise."""
    nothing, there = Standing(), Standing(frozenset({right}))
    waits = Standing(waits=Changes(frozenset({right})))
    assert [*changes(ACCOUNT, nothing, nothing)] == []
    assert [*changes(ACCOUNT, nothing, there)] == [given]
    assert [*changes(ACCOUNT, there, nothing)] == [taken]
    assert [line.event for line in changes(ACCOUNT, nothing, waits)] == [Event.PROPOSED]
    assert [line.event for line in changes(ACCOUNT, waits, nothing)] == [Event.WITHDRAWN]
    assert [*changes(ACCOUNT, waits, there)] == [given]


def test_a_source_in_the_place_of_another() -> None:
    """It is one change."""
    one, other = (Standing(frozenset({Right(Grant.SOURCE, PORCH, what)})) for what in ("one", "other"))
    assert [*changes(ACCOUNT, one, other)] == [Change(Event.GIVEN, PORCH, None, {"grant": "source"})]


def test_privacy_that_is_off_for_a_time() -> None:
    """The line says until when; another end is one change, and the end itself another."""
    nothing, always, until = (
        Standing(),
        *(Standing(frozenset({Right(Grant.LOWERED, PORCH, what)})) for what in ("", "1790000000")),
    )
    said: dict[str, Said] = {"until": 1_790_000_000_000}
    assert [*changes(ACCOUNT, nothing, until)] == [Change(Event.PRIVACY_OFF, PORCH, None, said)]
    assert [*changes(ACCOUNT, always, until)] == [Change(Event.PRIVACY_OFF, PORCH, None, said)]
    assert [*changes(ACCOUNT, until, always)] == [Change(Event.PRIVACY_OFF, PORCH, None, {})]
    assert [*changes(ACCOUNT, until, nothing)] == [Change(Event.PRIVACY_ON, PORCH, None, said)]


def test_what_else_waits() -> None:
    """Owners who were removed, names, a record that was put back."""
    waits = Changes(
        removed=frozenset({UserId("anna")}), restored=True, renamed=frozenset({Rename(PORCH, "title", "Porch", "Yard")})
    )
    lines = [*changes(ACCOUNT, Standing(), Standing(waits=waits))]
    assert [(line.event, line.said["grant"]) for line in lines] == [
        (Event.PROPOSED, "owner"),
        (Event.PROPOSED, "name"),
        (Event.PROPOSED, "restored"),
    ]
    answered = [*changes(ACCOUNT, Standing(waits=waits), Standing(waits=replace(waits, restored=False)))]
    assert [(line.event, line.said["grant"]) for line in answered] == [(Event.WITHDRAWN, "restored")]


MADE = [
    ("given", None, "unknown", "assistants", None),
    ("given", None, "unknown", "owner", "Anna"),
    ("given", None, "unknown", "source", None),
    ("given", None, "unknown", "viewer", "Ben"),
    ("turned_on", None, "unknown", None, None),
]


def test_locks() -> None:
    """An original that is locked or released; what somebody else takes out of an entry stays locked."""
    cameras = frozenset({PORCH})
    open_, locked = Standing(cameras=cameras), Standing(cameras=cameras, locks=cameras)
    assert [*changes(ACCOUNT, open_, locked)] == [Change(Event.LOCKED, PORCH, None, {})]
    assert [*changes(ACCOUNT, locked, open_)] == [Change(Event.RELEASED, PORCH, None, {"camera_removed": False})]
    assert [*changes(ACCOUNT, locked, open_.by_somebody_else(locked))] == []
    (gone,) = changes(ACCOUNT, locked, Standing())
    assert gone.said == {"camera_removed": True}


type Line = tuple[str, str | None, str | None, object, str | None]


async def lines(home: Household) -> list[Line]:
    """Return what was changed, by whom, and what of whose."""
    found = await rows(home)
    said = [
        (row.facet.event, row.said["name"], row.said["kind"], row.said.get("grant"), row.said.get("whose_name"))
        for row in found
        if "kind" in row.said and "channel" not in row.said
    ]
    assert sorted(said[:5], key=str) == sorted(MADE, key=str)
    return said[5:]


async def test_by_switches(home: Household) -> None:
    """Whoever switches is named, also who may only raise: in their own session, as far as that can be told."""
    assert await lines(home) == []
    await home.lower()
    await home.raise_privacy()
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert await home.carl.call("switch.turn_off", "switch.anna_s_cameras_assistants") is None
    assert await home.anna.call("switch.turn_on", "switch.anna_s_cameras_assistants") is None
    assert await lines(home) == [
        ("privacy_off", "Anna", "person", None, None),
        ("privacy_on", "Carl", "named", None, None),
        ("turned_off", "Anna", "person", None, None),
        ("turned_on", "Anna", "person", None, None),
        ("taken", "Carl", "named", "assistants", None),
        ("given", "Anna", "person", "assistants", None),
    ]


async def test_by_actions(home: Household) -> None:
    """Without an entity, too."""
    for action in ("lower_privacy", "raise_privacy"):
        assert await home.anna.call(f"dropcam_privacy.{action}", "", camera=[SWITCH]) is None
    found = await rows(home, Event.PRIVACY_OFF, Event.PRIVACY_ON)
    assert [(row.facet.event, row.said["name"], row.facet.camera) for row in found] == [
        ("privacy_off", "Anna", NURSERY),
        ("privacy_on", "Anna", NURSERY),
    ]


async def test_by_sharing(home: Household) -> None:
    """Owners give and take; what somebody else enters waits, until an owner answers it."""
    await home.share(viewers=[home.carl.user.id])
    await home.enter(viewers=[home.carl.user.id, home.root.user.id])
    await home.enter_owners(home.anna, home.ben, by=home.root)
    waiting = "binary_sensor.anna_s_cameras_waiting"
    answer = await home.anna.ask(
        type="call_service",
        domain="dropcam_privacy",
        service="list_changes",
        target={"entity_id": waiting},
        return_response=True,
    )
    change_id = answer["result"]["response"][waiting]["change_id"]
    assert await home.anna.call("dropcam_privacy.reject_changes", waiting, change_id=change_id) is None
    assert await lines(home) == [
        ("taken", "Anna", "person", "viewer", "Ben"),
        ("given", "Anna", "person", "viewer", "Carl"),
        ("proposed", None, "unknown", "viewer", "Root"),
        ("proposed", "Root", "named", "owner", "Ben"),
        ("withdrawn", "Anna", "person", "owner", "Ben"),
        ("withdrawn", "Anna", "person", "viewer", "Root"),
    ]


async def test_an_account_that_is_made(home: Household) -> None:
    """The start finds what it left: that is no change."""
    before = await lines(home)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert await lines(home) == before
