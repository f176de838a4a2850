"""What has to be so of whatever we show in a browser: nothing wrong in the console, no other host, and axe content."""

from pathlib import Path
import re
from typing import Any

from .browser import Window

AXE = Path(__file__).parents[2] / "panel" / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "npm ci in panel/ installs axe-core, by which pages are checked; scripts/test does it"
_SERIOUS = """
(element) => axe.run(element, { resultTypes: ["violations"] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html.slice(0, 200), failureSummary])]))
"""


async def serious(window: Window, selector: str) -> list[Any]:
    """List what axe finds serious in an element: which rule, and where."""
    assert AXE.is_file(), MISSING
    element = await window.find(selector)
    if not await window.page.evaluate("() => 'axe' in window"):
        await window.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = await element.evaluate(_SERIOUS)
    return found


# What is cut while it runs, the browser calls an error: it is what should happen to whoever may not look any more.
_CUT = re.compile(r"Failed to load resource: .*/api/(camera_proxy_stream|hls)/")


def assert_quiet(window: Window) -> None:
    """Fail if the console has an error, or another host was asked."""
    errors = [error for error in window.errors if not _CUT.search(error)]
    assert not errors, errors
    assert not window.elsewhere, window.elsewhere
