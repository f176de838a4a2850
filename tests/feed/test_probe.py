"""What the config flow learns of an address before it is accepted."""

import asyncio
from collections.abc import AsyncIterator
import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed import source as source_module
from custom_components.dropcam_privacy.feed.client import AccountClient
from custom_components.dropcam_privacy.feed.errors import FeedError
from custom_components.dropcam_privacy.feed.source import (
    AddressSource,
    async_probe_mjpeg,
    async_probe_still,
    async_probe_stream,
)
from tests.fakes.cameras import FakeCamera, Mode
from tests.feed.conftest import source_of


@pytest.fixture
async def client(hass: HomeAssistant) -> AsyncIterator[AccountClient]:
    """Have connections of nobody's."""
    made = AccountClient(hass)
    yield made
    await made.async_close()


async def _probe(hass: HomeAssistant, client: AccountClient, kind: str, source: AddressSource) -> str | None:
    try:
        match kind:
            case "still":
                await async_probe_still(client, source)
            case "mjpeg":
                await async_probe_mjpeg(client, source)
            case "stream":
                await async_probe_stream(hass, source)
    except FeedError as err:
        return err.key
    return None


@pytest.mark.parametrize("kind", ["still", "mjpeg", "stream"])
async def test_each_error_has_its_word(
    hass: HomeAssistant, client: AccountClient, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the flow; and nothing stays open."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.client.STILL_TIMEOUT", 1.0)
    monkeypatch.setattr(source_module, "PROBE_TIMEOUT", 2.0)
    monkeypatch.setattr(source_module, "STREAM_TIMEOUT", 2.0)
    async with FakeCamera("red", username="anna", password="right") as camera:
        right = source_of(camera, kind, username="anna", password="right")
        assert await _probe(hass, client, kind, right) is None
        await camera.until(lambda: not +camera.open, 2)
        wrong = source_of(camera, kind, username="anna", password="wrong")
        assert await _probe(hass, client, kind, wrong) == "invalid_auth"
        words = {
            Mode.ERROR: "cannot_connect",
            Mode.OFFLINE: "cannot_connect",
            Mode.LOGIN_PAGE: "no_video" if kind == "stream" else "not_an_image",
            Mode.HANG: "timeout",
        }
        for mode, word in words.items():
            camera.mode = mode
            assert await _probe(hass, client, kind, right) == word
            await camera.until(lambda: not +camera.open, 2)


async def test_a_cancelled_probe_ends(hass: HomeAssistant, client: AccountClient, camera: FakeCamera) -> None:
    """The person closes the dialog."""
    camera.mode = Mode.HANG
    probe = asyncio.create_task(async_probe_stream(hass, source_of(camera, "stream")))
    await camera.until(lambda: camera.open["stream"])
    begun = time.monotonic()
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    assert time.monotonic() - begun < 1
    await camera.until(lambda: not +camera.open, 1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, AddressSource()),
        ({"still_image_url": "", "username": "", "password": ""}, AddressSource()),
        (
            {
                "kind": "address",
                "still_image_url": "http://a/s",
                "mjpeg_url": "http://a/m",
                "stream_source": "rtsp://a/t",
                "username": "u",
                "password": "p",
                "authentication": "digest",
                "verify_ssl": False,
            },
            AddressSource("http://a/s", "http://a/m", "rtsp://a/t", "u", "p", digest_only=True, verify_ssl=False),
        ),
        ({"authentication": "else", "verify_ssl": None}, AddressSource()),
    ],
)
def test_from_data(data: dict[str, Any], expected: AddressSource) -> None:
    """What is missing or unknown becomes the safe default."""
    assert AddressSource.from_data(data) == expected


def test_no_source_shows_its_secrets() -> None:
    """Not even in a debugger's eyes."""
    source = AddressSource(still_url="http://a/?pw=secret", username="anna", password="secret")
    assert "secret" not in repr(source) + repr(source.access)
    assert "anna" not in repr(source) + repr(source.access)
