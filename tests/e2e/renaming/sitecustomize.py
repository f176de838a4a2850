"""Renames things in Home Assistant's source as it is loaded, before anything of ours is: as its next release may.

Python loads this first of all where its folder is on the path. `RENAMED` says in JSON what, and in which module alone.
"""

from importlib.machinery import SourceFileLoader
import json
import os
import re
from types import CodeType
from typing import Any

_RENAMED = [
    (re.compile(rf"\b{name}\b".encode()), only_in) for name, only_in in json.loads(os.environ.get("RENAMED", "[]"))
]
_load = SourceFileLoader.get_code


def get_code(self: Any, fullname: str) -> CodeType | None:
    """Load a module, with other names in it if it has these."""
    if fullname.partition(".")[0] not in {"homeassistant", "aiohttp"}:
        return _load(self, fullname)
    path: str = self.get_filename(fullname)
    before = after = self.get_data(path)
    for name, only_in in _RENAMED:
        if only_in in ("", fullname):
            after = name.sub(rb"\g<0>_next", after)
    if after == before:
        return _load(self, fullname)
    code: CodeType = self.source_to_code(after, path)
    return code


if _RENAMED:
    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
