"""Print the requirements of the integrations that the tests and the demo load, pinned as Home Assistant pins them.

Home Assistant installs these at its first start; having them beforehand makes it start at once, and offline.
"""

import json
from pathlib import Path
import sys

import homeassistant

COMPONENTS = Path(homeassistant.__file__).parent / "components"
WANTED = [
    "analytics",
    "assist_pipeline",
    "assist_satellite",
    "camera",
    "config",
    "conversation",
    "ffmpeg",
    "frontend",
    "generic",
    "go2rtc",
    "hassio",
    "history",
    "homekit",
    "image_processing",
    "infrared",
    "logbook",
    "mjpeg",
    "my",
    "proxy",
    "radio_frequency",
    "recorder",
    "smtp",
    "stream",
    "tts",
]


def requirements(wanted: list[str]) -> set[str]:
    """Collect the requirements of the integrations `wanted` and of all that they depend on."""
    found: set[str] = set()
    seen: set[str] = set()
    queue = list(wanted)
    while queue:
        domain = queue.pop()
        manifest = COMPONENTS / domain / "manifest.json"
        if domain in seen or not manifest.exists():
            continue
        seen.add(domain)
        data = json.loads(manifest.read_text())
        found.update(data.get("requirements", ()))
        queue += data.get("dependencies", [])
        queue += [name for name in data.get("after_dependencies", ()) if name in {"assist_pipeline", "media_source"}]
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(sorted(requirements(WANTED))) + "\n")
