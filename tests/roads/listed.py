"""The list of what was found in Home Assistant and looked at: surface.txt, one section for each road it belongs to.

A line is what `scan` writes; if it is so in some of the versions only, they stand behind it.
"""

from pathlib import Path

LIST = Path(__file__).with_name("surface.txt")
NEW = "?"
# Sections that are no roads, and what they hold.
APART = {
    "inside": "Home Assistant's own code in between: on the way of roads that are listed",
    "own": "integrations with their own cameras, images or media: nothing of ours passes there",
    "none": "no camera's picture, and no key to one",
}
_HEADER = """\
# What could be a road in Home Assistant, by the road that it belongs to (docs/roads.md). `scripts/roads.py find` writes
# this file: what is new is put under [?], and fails the tests until somebody has looked at it and moved it.
"""

type Listed = dict[str, tuple[str, frozenset[str]]]
"""By line: the section, and the versions in which it was found."""


def read() -> tuple[frozenset[str], Listed]:
    """Read the list: the versions that were looked at, and what was found."""
    versions: frozenset[str] = frozenset()
    section = NEW
    listed: Listed = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("versions "):
            versions = frozenset(line.split()[1:])
        elif line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found, _, only = line.partition("  @")
            listed[found] = (section, frozenset(only.split()) or versions)
    return versions, listed


def write(versions: frozenset[str], listed: Listed) -> None:
    """Write the list."""
    lines = [_HEADER + f"versions {' '.join(sorted(versions))}"]
    for section in sorted({section for section, _ in listed.values()}):
        lines += ["", f"[{section}]"]
        for found, (where, seen) in sorted(listed.items()):
            if where == section:
                lines.append(found if seen == versions else f"{found}  @{' '.join(sorted(seen))}")
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def update(version: str, found: set[str]) -> None:
    """Note what was found in a version; what is found nowhere any more is gone."""
    versions, listed = read() if LIST.exists() else (frozenset(), {})
    for line in found:
        section, seen = listed.get(line, (NEW, frozenset()))
        listed[line] = (section, seen | {version})
    for line in listed.keys() - found:
        section, seen = listed[line]
        listed[line] = (section, seen - {version})
    write(versions | {version}, {line: (section, seen) for line, (section, seen) in listed.items() if seen})


def differences(version: str, found: set[str]) -> list[str]:
    """Return what is new in a version, what is gone, and what nobody has looked at."""
    versions, listed = read()
    if version not in versions:
        return [f"nobody has looked at {version}: scripts/roads.py find"]
    expected = {line for line, (_, seen) in listed.items() if version in seen}
    return [
        *(f"new: {line}" for line in sorted(found - expected)),
        *(f"gone: {line}" for line in sorted(expected - found)),
        *(f"not looked at: {line}" for line, (section, _) in sorted(listed.items()) if section == NEW),
    ]
