"""What is told to everybody about accounts: it names nobody."""

from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.issues import Issue, report_original
from tests.household.answers import answer
from tests.household.home import NURSERY, Household


def _issue(home: Household, kind: str) -> ir.IssueEntry | None:
    return ir.async_get(home.hass).async_get_issue(DOMAIN, f"{kind}_{home.entry.entry_id}")


@pytest.mark.parametrize("more", [{"allow": ["integrations"]}, {"viewers": "carl"}])
async def test_somebody_else_lets_in(home: Household, more: dict[str, object]) -> None:
    """Who is no owner cannot do it; that it waits for an owner is told until it is answered, also after a restart."""
    before = list(home.entry.subentries[NURSERY].data["viewers"])
    if "viewers" in more:
        more = {"viewers": [*before, home.carl.user.id]}
    await home.enter(**more)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    issue = _issue(home, "changes_pending")
    assert issue is not None
    assert not any(person.user.name in str(issue) for person in home.everybody if person.user.name)
    # Answered by the action, and not by a dialog.
    await answer(home.anna, "reject_changes")
    assert _issue(home, "changes_pending") is None
    await home.enter(**more)
    assert _issue(home, "changes_pending") is not None
    await answer(home.anna, "accept_changes")
    assert _issue(home, "changes_pending") is None


async def test_somebody_else_becomes_an_owner(home: Household) -> None:
    """Neither can they become an owner; the account's removal takes the notice along."""
    await home.lower()
    await home.enter_owners(home.anna, home.root)
    assert _issue(home, "changes_pending") is not None
    assert await home.root.sees() == 403
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert _issue(home, "changes_pending") is None


async def test_taking_away_and_adding_are_no_news(home: Household) -> None:
    """Only what waits is told: not what takes away, nor a camera that is new."""
    await home.enter(viewers=[], allow=[])
    old = home.entry.subentries[NURSERY]
    new = ConfigSubentry(data=old.data, subentry_type="camera", title="Porch", unique_id=None)
    home.hass.config_entries.async_add_subentry(home.entry, new)
    await home.hass.async_block_till_done()
    assert home.hass.states.get("camera.porch") is not None
    assert _issue(home, "changes_pending") is None


async def test_an_owner_is_deleted(home: Household) -> None:
    """Every user may read that an account has lost an owner, not whom."""
    await home.hass.auth.async_remove_user(home.anna.user)
    await home.hass.async_block_till_done()
    issue = _issue(home, "owner_lost")
    assert issue is not None
    assert "Anna" not in str(issue)
    assert await home.carl.sees() == 403


async def test_one_button_ends_what_may_be_watched(home: Household) -> None:
    """An administrator restarts Home Assistant by it, having been asked; whoever else finds the button has none."""
    assert await async_setup_component(home.hass, "repairs", {})
    await home.hass.async_block_till_done()
    report_original(home.hass, Issue.WEBRTC_PEER_RESTART, "camera.original")
    issue = {"handler": DOMAIN, "issue_id": "webrtc_peer_restart_camera.original"}
    restarts = async_mock_service(home.hass, "homeassistant", "restart")
    assert (await home.carl.post("/api/repairs/issues/fix", issue)).status in (401, 403)
    form = await (await home.root.post("/api/repairs/issues/fix", issue)).json()
    assert form["description_placeholders"]["entity_id"] == "camera.original"
    assert not restarts
    done = await (await home.root.post(f"/api/repairs/issues/fix/{form['flow_id']}", {})).json()
    assert done["type"] == "create_entry"
    await home.hass.async_block_till_done()
    assert len(restarts) == 1
