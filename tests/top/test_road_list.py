"""What could be a road in this version of Home Assistant is listed, and somebody has looked at it."""

from typing import Any
from unittest.mock import patch

from homeassistant.components.http import HomeAssistantHTTP
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from tests.roads import listed, scan

# What asks cameras, carries media or hands out keys, as far as it can be set up here.
PARTS = (
    *("homeassistant", "http", "api", "websocket_api", "auth", "config", "camera", "stream", "image", "media_source"),
    *("image_processing", "image_upload", "media_player", "webhook", "conversation", "automation", "script"),
    *("ai_task", "alexa", "diagnostics", "system_log", "person", "template", "tts", "repairs", "search", "trace"),
    DOMAIN,
)
# Ten thousand files are read; in one test, so that they are read once.
pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("name", ["async_get_image", "async_create_stream"])
def test_what_is_new_is_seen(name: str) -> None:
    """A use of a camera that nobody has listed is a difference; so is one that is listed and not there."""
    known = {line for line, (_, seen) in listed.read()[1].items() if scan.VERSION in seen}
    new = f"asks somebody/else:Spy.look {name}"
    assert listed.differences(scan.VERSION, known | {new}) == [f"new: {new}"]
    gone = min(line for line in known if line.endswith(name))
    assert listed.differences(scan.VERSION, known - {gone}) == [f"gone: {gone}"]
    assert len(listed.differences("2099.1", known)) == 1


async def test_nothing_is_new(hass: HomeAssistant) -> None:
    """A view, a command, a service, a source or a use of a camera that is not listed fails, and one that is gone.

    And what is registered in a running Home Assistant was found in its source: reading misses nothing.
    """
    assert listed.differences(scan.VERSION, {str(finding) for finding in scan.find()}) == []
    views: set[str] = set()
    register = HomeAssistantHTTP.register_view

    def note(http: HomeAssistantHTTP, view: Any) -> None:
        kind = view if isinstance(view, type) else type(view)
        views.add(f"{kind.__module__.replace('.', '/')}:{kind.__name__}")
        register(http, view)

    with patch.object(HomeAssistantHTTP, "register_view", note):
        for part in PARTS:
            assert await async_setup_component(hass, part, {}), part
    found = scan.find_all()
    theirs = "homeassistant.components."
    folder = theirs.replace(".", "/")
    seen = {view.removeprefix(folder) for view in views if view.startswith(folder)}
    assert seen - {finding.where for finding in found if finding.kind == "view"} == set()
    commands = {
        name for name, (handler, _) in hass.data["websocket_api"].items() if handler.__module__.startswith(theirs)
    }
    unseen = commands - {finding.what for finding in found if finding.kind == "command"}
    # Those of stored lists are put together when they are registered.
    assert {name.partition("/")[0] for name in unseen} <= {"image", "person"}
    services = {(domain, name) for domain, names in hass.services.async_services().items() for name in names}
    services = {service for service in services if service[0] != DOMAIN}
    assert services - {(f.where, f.what) for f in found if f.kind == "service"} == set()
    assert len(seen) > 40
    assert len(commands) > 100
    assert len(services) > 20
