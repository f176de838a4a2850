"""Imports go one way: no circle of modules, none of rooms, and nothing below imports a dialog or an entity."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "custom_components/dropcam_privacy"
# What Home Assistant itself loads, and what only that may need.
TOP = {"camera", "button", "switch", "binary_sensor", "sensor", "event", "config_flow", "diagnostics", "services"}


def _name(file: Path) -> str:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(file): file for file in PACKAGE.rglob("*.py")}


def imported(module: str) -> Iterator[str]:
    """List the modules of ours that a module imports anywhere, also only for types."""
    file = MODULES[module]
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        parents = package.split(".") if package else []
        base = ".".join([*parents[: len(parents) - node.level + 1], *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{base}.{alias.name}" if base else alias.name
            found = inner if inner in MODULES else base
            if found != module:
                yield found


def room(module: str) -> str:
    """Return the room of a module: its folder, or itself at the top."""
    return module.partition(".")[0]


ARROWS = {module: set(imported(module)) for module in MODULES}
ROOMS: dict[str, set[str]] = {}
for _module, _imports in ARROWS.items():
    ROOMS.setdefault(room(_module), set()).update({room(other) for other in _imports} - {room(_module)})


@pytest.mark.parametrize("arrows", [ARROWS, ROOMS], ids=["modules", "rooms"])
def test_no_circle(arrows: Mapping[str, set[str]]) -> None:
    """Whoever reads a module never comes back to it."""
    assert len(arrows) > 20
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as err:
        pytest.fail(" imports ".join(reversed(err.args[1])))


def test_a_circle_would_be_found() -> None:
    """The check can fail."""
    with pytest.raises(CycleError):
        TopologicalSorter({**ARROWS, "const": {"runtime"}}).prepare()


def test_nothing_below_imports_the_top() -> None:
    """What Home Assistant loads by its name is used by nothing of ours but the set-up; dialogs by their flow alone."""
    wrong = {
        f"{module} imports {other}"
        for module, imports in ARROWS.items()
        for other in imports
        if (room(other) in TOP and module not in TOP | {"", "accounts"})
        or (room(other) == "flows" and room(module) not in {"flows", "config_flow"})
    }
    assert wrong == set()


def test_one_module_makes_empty_contexts() -> None:
    """Work as nobody's is started in one way; a variable of one's own needs no context."""
    makers = set()
    for module, file in MODULES.items():
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Import(names=names) if any(it.name == "contextvars" for it in names):
                    makers.add(module)
                case ast.ImportFrom(module="contextvars", names=names) if any(it.name != "ContextVar" for it in names):
                    makers.add(module)
    assert makers == {"isolation"}
