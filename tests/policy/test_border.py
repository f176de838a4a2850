"""The core is pure: a nested ruff configuration says so, and here it is loaded alone."""

from pathlib import Path
import shutil
import subprocess
import sys

import pytest

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "dropcam_privacy"
MODULES = sorted(path.stem for path in (INTEGRATION / "policy").glob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_loads_without_home_assistant(module: str) -> None:
    """Each module loads with nothing but the standard library in reach."""
    name = "policy" if module == "__init__" else f"policy.{module}"
    program = f"import sys; sys.path.insert(0, {str(INTEGRATION)!r}); import {name}"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)


@pytest.mark.parametrize(
    "line",
    ["import homeassistant.core", "import aiohttp", "import asyncio", "from time import monotonic", "import secrets"],
)
def test_ruff_guards_the_border(line: str, tmp_path: Path) -> None:
    """The ban fires for what would make the core impure."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    assert ruff is not None
    found = subprocess.run(
        [ruff, "check", "--no-cache", "--select", "TID251", "--stdin-filename", INTEGRATION / "policy" / "new.py", "-"],
        input=f"{line}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in found.stdout
