"""The lock of originals must stand before anybody can ask them, so importing the integration must be light."""

import subprocess
import sys

HEAVY = ("av", "numpy", "homeassistant.components.camera", "homeassistant.components.stream")
PROGRAM = f"""
import sys
import custom_components.dropcam_privacy
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_importing_loads_no_camera_and_no_stream() -> None:
    """What is heavy is loaded by the camera platform, or when it is needed for the first time."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == []
