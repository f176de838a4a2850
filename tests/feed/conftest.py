"""Feeds on simulated cameras, on real sockets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed import client as client_module, feed as feed_module, readers
from custom_components.dropcam_privacy.feed.channels import Frames, Transport
from custom_components.dropcam_privacy.feed.client import AccountClient
from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.feed.source import AddressSource, EntitySource
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId
from tests.fakes.cameras import FakeCamera


@dataclass
class Watched:
    """A feed, and what it has reported."""

    feed: Feed
    states: list[bool] = field(default_factory=list)
    auth_failures: int = 0


class Feeds:
    """Makes feeds, and closes them in the end."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Have no account yet."""
        self._hass = hass
        self._clients: dict[str, AccountClient] = {}
        self._made: list[Feed] = []

    def watch(self, source: AddressSource | EntitySource, account: str = "anna", camera: str = "yard") -> Watched:
        """Make a feed, and note what it reports."""
        client = self._clients.get(account) or self._clients.setdefault(account, AccountClient(self._hass))
        watched: Watched

        def on_state() -> None:
            watched.states.append(watched.feed.available)

        def on_auth_failed() -> None:
            watched.auth_failures += 1

        feed = Feed(
            self._hass,
            account=AccountId(account),
            camera=CameraId(camera),
            source=source,
            client=client,
            on_state=on_state,
            on_auth_failed=on_auth_failed,
            name=lambda: "Yard",
        )
        watched = Watched(feed)
        self._made.append(feed)
        return watched

    def __call__(self, source: AddressSource | EntitySource, account: str = "anna", camera: str = "yard") -> Feed:
        """Make a feed."""
        return self.watch(source, account, camera).feed

    async def close(self) -> None:
        """Close everything."""
        for feed in self._made:
            await feed.async_close()
            assert feed.upstreams == 0
        for client in self._clients.values():
            await client.async_close()


@pytest.fixture
async def feeds(hass: HomeAssistant) -> AsyncIterator[Feeds]:
    """Make feeds."""
    made = Feeds(hass)
    yield made
    await made.close()


@pytest.fixture
async def camera() -> AsyncIterator[FakeCamera]:
    """Run a red camera without a login."""
    async with FakeCamera("red") as fake:
        yield fake


class Patience:
    """Shortens how long is waited for a camera, where a test is not about how long that is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Wait as long as ever."""
        self._monkeypatch = monkeypatch

    def lose(self) -> None:
        """Give up after a second."""
        for module in (client_module, feed_module, readers):
            self._monkeypatch.setattr(module, "STILL_TIMEOUT", 1.0)
        for channel in (Frames, Transport):
            self._monkeypatch.setattr(channel, "patience", 1.0)
            self._monkeypatch.setattr(channel, "silence", 1.0)

    def regain(self) -> None:
        """Wait as long as ever: a busy machine needs its time to answer well."""
        self._monkeypatch.undo()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    """Shorten how long is waited for a camera."""
    return Patience(monkeypatch)


def source_of(camera: FakeCamera, kind: str, **more: Any) -> AddressSource:
    """Return the source that reads one of a camera's addresses."""
    return AddressSource(**{f"{kind}_url": getattr(camera, f"{kind}_url")}, **more)
