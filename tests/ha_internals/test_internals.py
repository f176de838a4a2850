"""What is not public is named in one place, is there in this version, and is missed where it is not."""

import ast
from collections.abc import Iterator
import importlib
from importlib.machinery import ModuleSpec
from pathlib import Path
import sys
from types import ModuleType
from typing import Any

from homeassistant.components.camera import Camera
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.ha_internals.internal import Function, Internal, Members
from custom_components.dropcam_privacy.ha_internals.watch import async_listen, async_look, internals

PACKAGE = Path(importlib.import_module("custom_components.dropcam_privacy").__path__[0])
OURS = [file for file in PACKAGE.rglob("*.py") if file.parent.name != "ha_internals"]
BY_NAME = {"getattr", "hasattr", "setattr"}
PACKAGES = ("homeassistant.components.", "homeassistant.helpers.")
NAMEDTUPLES = {"_replace"}
WHAT: dict[str, Any] = {"needed_by": "a test", "without": "nothing"}


@pytest.mark.parametrize("internal", internals(), ids=lambda it: f"{it.module}.{it.name}-{it.needed_by}")
def test_it_is_there(internal: Internal) -> None:
    """This version of Home Assistant has it, as it is used; what it should not have, it has not."""
    importlib.import_module(internal.module)
    assert (internal.found is not None) == internal.expected
    assert not internal.missing


@pytest.mark.parametrize("internal", internals(), ids=lambda it: f"{it.module}.{it.name}-{it.needed_by}")
def test_who_needs_it(internal: Internal) -> None:
    """Whoever is said to need it imports it, and what holds without it is said."""
    for module in internal.needed_by.split(", "):
        assert (PACKAGE / f"{module.replace('.', '/')}.py").is_file(), module
    assert internal.without


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A module of a component, with a function and a class."""
    package, module = (
        ModuleType("homeassistant.components.made_up"),
        ModuleType("homeassistant.components.made_up.core"),
    )
    package.__path__ = []
    exec(
        "def outer():\n    one = 1\n    def inner(two): return two\n    return inner\n"
        "class Thing:\n    at_class = 1\n    def __init__(self): self.at_instance = 2\n",
        module.__dict__,
    )
    for each in (package, module):
        monkeypatch.setitem(sys.modules, each.__name__, each)
    return module


def test_a_function(module: ModuleType) -> None:
    """It is recognised by its code, if it has the local variables that are read; also one inside of another."""
    name = module.__name__
    assert Function(name, "outer", "one", **WHAT).code is module.outer.__code__
    assert Function(name, "outer.<locals>.inner", "two", **WHAT).code is module.outer().__code__
    assert Function(name, "outer", "two", **WHAT).missing
    assert Function(name, "other", **WHAT).missing
    assert Function(name, "outer.<locals>.other", **WHAT).missing
    assert not Function(name, "other", since=(9999, 1), **WHAT).missing
    assert not Function(name, "other", until=(2020, 1), **WHAT).missing


def test_a_function_that_is_replaced(module: ModuleType) -> None:
    """What was found is not looked up again, but in another module."""
    function = Function(module.__name__, "outer", **WHAT)
    assert not function.missing
    del module.outer
    assert not function.missing
    sys.modules[module.__name__] = ModuleType(module.__name__)
    assert function.missing


def test_what_is_being_loaded(module: ModuleType) -> None:
    """What another thread is loading lacks what comes later: that is not missed, and found as soon as it is there."""
    function = Function(module.__name__, "late", **WHAT)
    spec: Any = ModuleSpec(module.__name__, None)
    module.__spec__, spec._initializing = spec, True
    assert function.code is None
    assert not function.missing
    vars(module)["late"] = module.outer
    spec._initializing = False
    assert function.code is module.outer.__code__
    assert not function.missing


def test_a_package_that_is_being_loaded(module: ModuleType) -> None:
    """Nothing is missed in it."""
    package = sys.modules[module.__name__.rpartition(".")[0]]
    function = Function(f"{package.__name__}.not_yet", "function", **WHAT)
    spec: Any = ModuleSpec(package.__name__, None, is_package=True)
    package.__spec__, spec._initializing = spec, True
    assert not function.missing
    spec._initializing = False
    assert function.missing


def test_members(module: ModuleType) -> None:
    """Those of the class, and those that its instances get when they are made."""
    name = module.__name__
    assert not Members(name, "Thing", "at_class", "at_instance", **WHAT).missing
    assert Members(name, "Thing", "at_class", "elsewhere", **WHAT).missing
    assert not Members(name, "", "outer", **WHAT).missing


def test_what_is_not_loaded(module: ModuleType) -> None:
    """A component that is not loaded is not missed; a module that its package does not have is."""
    assert not Function("homeassistant.components.not_loaded.core", "function", **WHAT).missing
    assert Function(f"{module.__name__.rpartition('.')[0]}.elsewhere", "function", **WHAT).missing


async def test_people_are_told(hass: HomeAssistant, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repair issue names the component, and the version of us that does not know it."""
    assert await async_setup_component(hass, DOMAIN, {})
    async_listen(hass)
    await hass.async_block_till_done()
    assert not [issue for _, issue in ir.async_get(hass).issues if issue.startswith("home_assistant_changed")]
    from custom_components.dropcam_privacy.ha_internals import functions  # noqa: PLC0415 - it is changed here

    monkeypatch.setattr(functions, "MADE_UP", Function(module.__name__, "gone", **WHAT), raising=False)
    async_look(hass)
    await hass.async_block_till_done()
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "home_assistant_changed_made_up")
    assert issue is not None
    assert issue.translation_placeholders == {"component": "made_up", "version": "0.1.0"}


# Nobody else names what is not public.


def private(name: object) -> bool:
    """Return whether a name is one that its owner keeps to itself."""
    return isinstance(name, str) and name.startswith("_") and not name.startswith("__") and name != "_"


def named(tree: ast.AST) -> Iterator[str]:
    """List what a module names of others that is not public, in whatever way."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield from (f"{module}.{it.name}" for it in names if private(it.name))
            case ast.Attribute(attr="f_locals" | "cr_frame" | "gi_frame" | "_getframe" | "__code__" as attr):
                yield attr
            case ast.Attribute(value=holder, attr=attr) if private(attr) and not is_own(holder):
                yield attr
            case ast.Call(func=ast.Name(id=function), args=[_, ast.Constant(value=str(attr)), *_]) if (
                function in BY_NAME
            ):
                yield from [attr] if function in BY_NAME and private(attr) else []
            case ast.Subscript(value=ast.Call(func=ast.Name(id="vars")), slice=ast.Constant(value=str(attr))):
                yield from [attr] if private(attr) else []
            case ast.Constant(value=str(text)) if text.startswith(PACKAGES):
                yield text


def is_own(holder: ast.AST) -> bool:
    """Return whether an attribute is a class's own, or its base's: what its makers give to those who derive from it."""
    match holder:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return True
    return False


@pytest.mark.parametrize("file", OURS, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nobody_else_names_it(file: Path) -> None:
    """Neither by an import, nor as an attribute, nor in a text."""
    assert set(named(ast.parse(file.read_text()))) - NAMEDTUPLES == set()


def test_what_is_overridden_is_known() -> None:
    """A private method of Home Assistant's entities that we put ours before is in the tables."""
    known = {member for internal in internals() if isinstance(internal, Members) for member in internal.members}
    for base, derived in (
        (Camera, "guarded_camera.py"),
        (Camera, "originals/locked_class.py"),
        (Entity, "originals/staying.py"),
    ):
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        ours = {it.name for it in ast.walk(ast.parse((PACKAGE / derived).read_text())) if isinstance(it, functions)}
        overridden = {name for name in ours if not name.startswith("__") and hasattr(base, name)}
        assert overridden, derived
        assert {name for name in overridden if private(name)} - known == set()


@pytest.mark.parametrize(
    "line",
    [
        "from homeassistant.core import _thing",
        "entity._thing()",
        "getattr(entity, '_thing', None)",
        "vars(entity)['_thing']",
        "sys._getframe()",
        "frame.f_locals",
        "NAME = 'homeassistant.components.camera'",
    ],
)
def test_it_would_be_found(line: str) -> None:
    """The check can fail."""
    assert list(named(ast.parse(line)))
