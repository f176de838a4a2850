"""The roads by which a picture could leave Home Assistant: write docs/roads.md, and look for what is new.

`scripts/roads.py` writes docs/roads.md from the table that the tests try (tests/roads/table.py).
`scripts/roads.py find` looks through the installed Home Assistant, and puts what is new into tests/roads/surface.txt.
"""

from pathlib import Path
import sys

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.roads.document import DOCUMENT, written  # noqa: E402 - found by the path above

if __name__ == "__main__":
    if sys.argv[1:] == ["find"]:
        from tests.roads import listed, scan

        found = {str(finding) for finding in scan.find()}
        listed.update(scan.VERSION, found)
        print("\n".join(listed.differences(scan.VERSION, found)) or f"nothing is new in {scan.VERSION}")
    else:
        DOCUMENT.write_text(written(), encoding="utf-8")
        print(f"{DOCUMENT.relative_to(ROOT)} is written")
