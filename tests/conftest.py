"""What every ring shares. The end-to-end ring runs without the test plugin, in Home Assistant's own environment."""

from pathlib import Path

import pytest

import custom_components  # loaded before the plugin puts a package of the same name in its way

assert Path(custom_components.__path__[0]) == Path(__file__).parents[1] / "custom_components"


@pytest.fixture(autouse=True)
def plugin_ring(request: pytest.FixtureRequest) -> None:
    """Let tests under the plugin load our integration, and talk to fakes over real sockets on loopback."""
    if not request.config.pluginmanager.hasplugin("homeassistant"):
        return
    request.getfixturevalue("socket_enabled")
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("recorder_mock")  # its database has to be there before Home Assistant
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test a configuration folder of its own: our store writes real files."""
    Path(hass_tmp_config_dir, ".storage").mkdir(exist_ok=True)
    return hass_tmp_config_dir
