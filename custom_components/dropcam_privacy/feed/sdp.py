"""Mends what cameras answer by WebRTC, where it bends the rules; takes and returns text only."""

import base64
import binascii
import re
from typing import Final

_PREFIX: Final = "candidate:"
# foundation component transport priority address port "typ" kind
_TRANSPORT: Final = 2
_LEAST_PARTS: Final = 8
_KNOWN_TRANSPORTS: Final = {"udp", "tcp"}
_PARAMETER_SETS: Final = re.compile(r"sprop-parameter-sets=([^;\s]+)")


def mend_candidate(text: str, number: int = 0) -> str | None:
    """Return a candidate without its prefix, as it should be; None where it is of no use.

    Google leaves out the foundation, which then is `number`, and names transports that nobody knows.
    """
    parts = text.removeprefix("a=").removeprefix(_PREFIX).split()
    if parts and parts[0] in {"1", "2"} and parts[1:2] and not parts[1].isdigit():
        parts.insert(0, str(number))
    if len(parts) < _LEAST_PARTS or parts[_TRANSPORT].lower() not in _KNOWN_TRANSPORTS:
        return None
    return " ".join(parts)


def mend_answer(sdp: str) -> str:
    """Return an answer with its candidates mended, and without those that are of no use."""
    lines: list[str] = []
    for number, line in enumerate(sdp.splitlines()):
        if not line.startswith(f"a={_PREFIX}"):
            lines.append(line)
        elif (candidate := mend_candidate(line, number)) is not None:
            lines.append(f"a={_PREFIX}{candidate}")
    return "\r\n".join(lines) + "\r\n"


def parameter_sets(sdp: str) -> list[bytes]:
    """Return the H.264 parameter sets that an answer names, for cameras that do not repeat them in the video."""
    found: list[bytes] = []
    for named in _PARAMETER_SETS.findall(sdp):
        for part in named.split(","):
            try:
                found.append(base64.b64decode(part, validate=True))
            except binascii.Error:
                continue
    return [unit for unit in found if unit]
