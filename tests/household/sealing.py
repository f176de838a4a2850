"""Files of the store, written by hand."""

import hashlib
import json
from typing import Any


def sealed(data: Any, version: Any = 2) -> bytes:
    """Write a file with a right checksum, by the book instead of by the code that is tested."""
    inner = json.dumps({"data": data, "version": version}, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(inner.encode()).hexdigest()
    whole = {"data": data, "sha256": digest, "version": version}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode() + b"\n"
