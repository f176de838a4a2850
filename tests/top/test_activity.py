"""What Home Assistant's list of activity shows of a camera: one line for each event, which reads as a sentence."""

import json
from pathlib import Path

from homeassistant.components.recorder.core import Recorder
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done

from custom_components.dropcam_privacy.news import Access
from tests.household.home import Household

EVENT = "event.nursery_access"
_TEXTS = json.loads(Path("custom_components/dropcam_privacy/translations/en.json").read_text(encoding="utf-8"))
SENTENCES: dict[str, str] = _TEXTS["entity"]["event"]["access"]["state_attributes"]["event_type"]["state"]


async def test_a_refusal_is_one_line(recorder_mock: Recorder, home: Household) -> None:
    """However often it is asked; the frontend puts the translation of the event's type there."""
    assert await async_setup_component(home.hass, "logbook", {})
    begun = dt_util.utcnow()
    for _ in range(5):
        assert await home.carl.sees() == 403
    await home.hass.async_block_till_done()
    assert await home.anna.sees() == "red"
    await async_wait_recording_done(home.hass)
    listed = await home.carl.ask(type="logbook/get_events", start_time=begun.isoformat(), entity_ids=[EVENT])
    lines = [SENTENCES[line["attributes"]["event_type"]] for line in listed["result"]]
    assert lines == ["Somebody without access was refused the picture", "Somebody with access got the picture"]


@pytest.mark.parametrize("access", sorted(SENTENCES))
def test_each_event_is_a_sentence(access: str) -> None:
    """With a subject and a verb, and without a full stop, as Home Assistant's own."""
    assert access in set(Access)
    assert len(SENTENCES[access].split()) > 5
    assert not SENTENCES[access].endswith(".")
