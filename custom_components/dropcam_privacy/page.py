"""The page in the sidebar, for everybody, and the card: both are one module, which Home Assistant's frontend loads."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_when_setup

from .const import STATIC_URL

PATH: Final = "dropcam-privacy"
_FOLDER: Final = Path(__file__).parent / "frontend"
_MODULE: Final = "dropcam-privacy.js"


async def async_register(hass: HomeAssistant) -> None:
    """Serve the module, and register the page and the card when the frontend is there: our set-up waits for neither."""
    await hass.http.async_register_static_paths([StaticPathConfig(STATIC_URL, str(_FOLDER), cache_headers=True)])
    async_when_setup(hass, "frontend", _async_register)


async def _async_register(hass: HomeAssistant, _: str) -> None:
    from homeassistant.components import frontend  # noqa: PLC0415 - it is loaded by now, and not by us

    module = await hass.async_add_executor_job(partial((_FOLDER / _MODULE).read_bytes))
    # Browsers keep it for a month: another version has another address.
    url = f"{STATIC_URL}/{_MODULE}?v={sha256(module).hexdigest()[:12]}"
    frontend.add_extra_js_url(hass, url)
    frontend.async_register_built_in_panel(
        hass,
        component_name="custom",
        sidebar_title="Cameras",
        sidebar_icon="mdi:shield-lock",
        frontend_url_path=PATH,
        config={"_panel_custom": {"name": "dropcam-privacy-panel", "module_url": url, "embed_iframe": False}},
    )
