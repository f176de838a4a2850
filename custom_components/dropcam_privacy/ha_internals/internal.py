"""One thing of Home Assistant's that is not public: where it is, what of it is used, and whether it is there."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
import importlib.util
import sys
from types import CodeType, FrameType, ModuleType
from typing import Any, override

from homeassistant.const import MAJOR_VERSION, MINOR_VERSION

_LOCALS = "<locals>"
COMPONENTS = "homeassistant.components."

type _Version = tuple[int, int]


class Internal:
    """Something in a module of Home Assistant's, by its dotted name there.

    `needed_by` says what of ours uses it, `without` what holds while it is missing. What came with a version (`since`),
    or went with one (`until`), is not missed in others.
    """

    def __init__(
        self,
        module: str,
        name: str,
        *,
        needed_by: str,
        without: str,
        since: _Version = (0, 0),
        until: _Version | None = None,
    ) -> None:
        """Name it."""
        self.module = module
        self.name = name
        self.needed_by = needed_by
        self.without = without
        self._since = since
        self._until = until
        self._seen: tuple[ModuleType, object | None] | None = None

    @cached_property
    def component(self) -> str:
        """Return the component that it belongs to; the core's own parts count as `homeassistant`."""
        if self.module.startswith("aiortc."):
            return "aiortc"
        if self.module.startswith(COMPONENTS):
            return self.module.removeprefix(COMPONENTS).partition(".")[0]
        return "http" if self.module.startswith("aiohttp.") else "homeassistant"

    @cached_property
    def expected(self) -> bool:
        """Return whether this version of Home Assistant has it."""
        version = (MAJOR_VERSION, MINOR_VERSION)
        return self._since <= version and (self._until is None or version < self._until)

    @property
    def place(self) -> tuple[str, str]:
        """Return its module and its name in it."""
        return self.module, self.name

    @property
    def found(self) -> object | None:
        """Return it, if its module is loaded and has it as it is used; else None."""
        if (module := sys.modules.get(self.module)) is None:
            return None
        if self._seen is not None and self._seen[0] is module:
            return self._seen[1]
        if (found := self._find(module)) is not None or not _is_loading(module):
            self._seen = module, found
        return found

    def _find(self, module: ModuleType) -> object | None:
        """Look it up in its module; None if it is not there, or not as it is used."""
        raise NotImplementedError

    @property
    def missing(self) -> bool:
        """Return whether what it belongs to is loaded, and does not have it."""
        if not self.expected or self.found is not None:
            return False
        # What is loaded just now, by another thread, or later is not missed; what could not be loaded is.
        if (module := sys.modules.get(self.module)) is not None:
            return not _is_loading(module)
        parent = sys.modules.get(self.module.rpartition(".")[0])
        return parent is not None and not _is_loading(parent) and _is_nowhere(self.module)


class Function(Internal):
    """A function that is recognised by the code of its frames; `reads` names the local variables that are read there.

    What is defined inside of another function follows `<locals>` in its name.
    """

    def __init__(self, module: str, name: str, *reads: str, **what: Any) -> None:
        """Name it."""
        super().__init__(module, name, **what)
        self.reads = reads

    @property
    def code(self) -> CodeType | None:
        """Return the code of its frames, without what wraps it."""
        found = self.found
        return found if isinstance(found, CodeType) else None

    def held_by(self, frame: FrameType) -> Mapping[str, Any] | None:
        """Return the local variables of a frame, if it is one of this function; all that are named are known."""
        return frame.f_locals if frame.f_code is self.code else None

    @override
    def _find(self, module: ModuleType) -> object | None:
        outer, _, inner = self.name.partition(f".{_LOCALS}.")
        code: CodeType | None = code_of(attribute(module, outer))
        for name in filter(None, inner.split(f".{_LOCALS}.")):
            code = next((it for it in _constants(code) if it.co_name == name), None)
        if code is None:
            return None
        known = {*code.co_varnames, *code.co_cellvars, *code.co_freevars}
        return code if known.issuperset(self.reads) else None


class Members(Internal):
    """A class (or a module, by an empty name) whose `members` are read or overridden by us."""

    def __init__(self, module: str, name: str, *members: str, **what: Any) -> None:
        """Name them."""
        super().__init__(module, name, **what)
        self.members = members

    @override
    def _find(self, module: ModuleType) -> object | None:
        found = attribute(module, self.name) if self.name else module
        return found if found is not None and all(_has(found, member) for member in self.members) else None


def attribute(holder: object, name: str) -> object | None:
    """Return what a dotted name means in a module or a class; None if it is not there."""
    found: object | None = holder
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def wrapped(function: object | None) -> Iterator[object]:
    """Go through a function and what it wraps, to the innermost."""
    while callable(function):
        yield function
        function = getattr(function, "__wrapped__", None)


def code_of(function: object | None) -> CodeType | None:
    """Return the code of a function, without what wraps it."""
    *_, innermost = None, *wrapped(function)
    code = getattr(innermost, "__code__", None)
    return code if isinstance(code, CodeType) else None


def held_publicly(module: str, name: str) -> object | None:
    """Return what a module of Home Assistant's holds under the name of a function."""
    if not module.startswith((COMPONENTS, "homeassistant.helpers.")) or (holder := sys.modules.get(module)) is None:
        return None
    return attribute(holder, name)


def _constants(code: CodeType | None) -> Iterator[CodeType]:
    return (constant for constant in (code.co_consts if code else ()) if isinstance(constant, CodeType))


def _has(holder: object, member: str) -> bool:
    """Return whether a class or a module has a member, also one that only its instances get, when they are made."""
    if hasattr(holder, member):
        return True
    makers = [vars(base).get("__init__") for base in getattr(holder, "__mro__", ())]
    return any(code is not None and member in code.co_names for code in map(code_of, makers))


def _is_loading(module: ModuleType) -> bool:
    """Return whether the code of a module is still being run for the first time."""
    return bool(getattr(module.__spec__, "_initializing", False))


@cache
def _is_nowhere(module: str) -> bool:
    """Return whether a module could not be loaded either: its package is, so this loads nothing."""
    try:
        return importlib.util.find_spec(module) is None
    except ModuleNotFoundError:  # what was a package is a module now
        return True
