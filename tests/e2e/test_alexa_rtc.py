"""Alexa's WebRTC, which Home Assistant has since 2026.11: its own handler, in this process, before a camera that asks.

Here, and not in the ring with the plugin, because that has a version without it.
"""

from collections.abc import AsyncIterator
import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from homeassistant.auth import auth_manager_from_config
from homeassistant.components.ai_task import task as ai_task
from homeassistant.components.alexa import handlers
from homeassistant.components.alexa.errors import AlexaError
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.dropcam_privacy.callers.programs import async_asking_program, in_their_words
from custom_components.dropcam_privacy.exceptions import Refused
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER, Gatekeeper
from custom_components.dropcam_privacy.ha_internals.functions import AI_TASK, ALEXA_OFFER
from custom_components.dropcam_privacy.ha_internals.internal import code_of
from custom_components.dropcam_privacy.ha_internals.watch import internals
from custom_components.dropcam_privacy.policy.model import UNKNOWN, Channel, Kind, Principal, UserId

OFFER = ("Alexa.RTCSessionController", "InitiateSessionWithOffer")


@pytest.fixture
async def hass(tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """Make a Home Assistant with users, and nothing else."""
    hass = HomeAssistant(str(tmp_path))
    dr.async_setup(hass)
    hass.auth = await auth_manager_from_config(hass, [], [])
    hass.data[GATEKEEPER] = Gatekeeper(hass)
    hass.data[GATEKEEPER].set_logged(True)
    yield hass
    await hass.async_stop(force=True)


async def offer(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, user: str | None) -> tuple[Principal, Channel]:
    """Offer a session as Alexa does, and tell whom the camera is asked for."""
    asked: list[tuple[Principal, Channel]] = []

    async def asking(*_: Any) -> None:
        asked.append(await async_asking_program(hass))
        with in_their_words():
            raise Refused

    camera = SimpleNamespace(
        entity_id="camera.nursery", async_handle_async_webrtc_offer=asking, close_webrtc_session=lambda _: None
    )
    monkeypatch.setattr(handlers, "_get_webrtc_camera", lambda *_: camera)
    directive: Any = SimpleNamespace(
        entity=camera, payload={"sessionId": "1", "offer": {"value": "v=0"}}, entity_id=camera.entity_id
    )
    config: Any = None
    with pytest.raises(AlexaError) as told:
        await handlers.HANDLERS[OFFER](hass, config, directive, Context(user_id=user))
    assert told.value.error_type == "ENDPOINT_UNREACHABLE"
    return asked[0]


async def test_whose_offer_it_is(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person whom the request carries, nobody for the cloud, and unknown who is not there any more."""
    await hass.auth.async_create_user("Root")  # the first one cannot be deactivated
    anna = await hass.auth.async_create_user("Anna")
    cloud = await hass.auth.async_create_system_user("Home Assistant Cloud")
    for user, principal in (
        (anna.id, Principal(kind=Kind.ASSISTANT, user=UserId(anna.id))),
        (cloud.id, Principal(kind=Kind.ASSISTANT)),
        (None, Principal(kind=Kind.ASSISTANT)),
        ("nobody", UNKNOWN),
    ):
        assert await offer(hass, monkeypatch, user) == (principal, Channel.ASSISTANT)
    await hass.auth.async_update_user(anna, is_active=False)
    assert await offer(hass, monkeypatch, anna.id) == (UNKNOWN, Channel.ASSISTANT)


def test_the_names_are_home_assistants() -> None:
    """What is recognised is what Home Assistant has answer those who ask: a rename must be looked at."""
    from homeassistant.components.google_assistant import trait  # noqa: PLC0415 - heavy, and only looked into

    for internal in internals():
        importlib.import_module(internal.module)
        assert internal.found is not None or not internal.expected, internal.place
    assert code_of(handlers.HANDLERS[OFFER]) is ALEXA_OFFER.code
    assert trait.COMMAND_GET_CAMERA_STREAM in trait.CameraStreamTrait.commands
    assert AI_TASK.code is code_of(ai_task._resolve_attachments)
