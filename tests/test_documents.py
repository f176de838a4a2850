"""What the documents name is there."""

from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "custom_components/dropcam_privacy"
DOCUMENTS = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/decisions").glob("*.md"), ROOT / "CONTRIBUTING.md"]
NAME = re.compile(r"`([\w./]+/?[\w]+\.py)`|`(\w+/)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_modules_are_there(document: Path) -> None:
    """A module or a room that is named exists; within a chapter on a room, modules go by their own names."""
    names = {name for found in NAME.findall(document.read_text(encoding="utf-8")) for name in found if name}
    ours = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py")}
    others = {str(file.relative_to(ROOT)) for folder in ("tests", "scripts") for file in (ROOT / folder).rglob("*.py")}
    short = {Path(name).name for name in ours | others if name.startswith(("originals/", "tests/"))}
    folders = {f"{file.name}/" for root in (PACKAGE, ROOT) for file in root.iterdir() if file.is_dir()}
    assert names - ours - others - short - folders == set()
