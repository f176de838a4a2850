"""A camera's source: where its pictures come from and how it is let in, which is what all rights apply to.

The accepted source stands in the subentry's data, one that somebody else than an owner has entered beside it under one
key. The record keeps a digest of the accepted one: whatever else stands there gives no picture.
"""

from collections.abc import Mapping
from hashlib import sha256
import json
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL

from ..const import (
    CONF_AUTHENTICATION,
    CONF_KIND,
    CONF_LEFT_OPEN,
    CONF_LOCK_ORIGINAL,
    CONF_MJPEG_URL,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_IDENTITY,
    CONF_ORIGINAL_PLATFORM,
    CONF_PROPOSED_SOURCE,
    CONF_STILL_IMAGE_URL,
    CONF_STREAM_SOURCE,
    CONF_TAKE_OVER,
)

ADDRESSES: Final = (CONF_STILL_IMAGE_URL, CONF_MJPEG_URL, CONF_STREAM_SOURCE)
PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
# Listed on purpose: other keys of a camera are not its source.
_SOURCE: Final = (
    CONF_KIND,
    *ADDRESSES,
    CONF_USERNAME,
    CONF_PASSWORD,
    CONF_AUTHENTICATION,
    CONF_VERIFY_SSL,
    CONF_ORIGINAL,
    CONF_ORIGINAL_IDENTITY,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_PLATFORM,
)
# How an original is treated comes and goes with it.
_TREATMENT: Final = (CONF_LOCK_ORIGINAL, CONF_TAKE_OVER, CONF_LEFT_OPEN)
_WITH_IT: Final = (*_SOURCE, *_TREATMENT)
# What tells one camera of a recorder from another; any other value may be a secret.
_CHANNELS: Final = frozenset({"camera", "cam", "channel", "ch", "chn", "stream", "streamid", "subtype", "track"})
_CHANNEL: Final = re.compile(r"\d{1,3}")
# Some cameras want their password in the path.
_SECRET_IN_PATH: Final = re.compile(
    r"(?i)((?:user|login|pass|pwd|pw|token|key|auth|secret|sid)\w*?=)[^/&;]*?(?=_\w+=|[/&;]|$)"
)


def source_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the source in a camera's data."""
    return {key: data[key] for key in _SOURCE if key in data}


def proposed_in(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the source that waits in a camera's data."""
    proposed = data.get(CONF_PROPOSED_SOURCE)
    return proposed if isinstance(proposed, Mapping) else None


def digest(camera: str, data: Mapping[str, Any]) -> str:
    """Name the source in a camera's data.

    A password is part of it: it is salted with the camera's random id, so that equal ones do not show. Whoever reads
    it has the password itself in the next file, so nothing slower or with a secret of its own would keep it from them.
    """
    said = json.dumps([camera, sorted(source_of(data).items())], default=str)
    return sha256(said.encode()).hexdigest()


def proposing(data: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    """Put the source that was `entered` beside the accepted one; what stands already is no proposal."""
    kept = {key: value for key, value in data.items() if key != CONF_PROPOSED_SOURCE}
    if source_of(entered) == source_of(data):
        return kept | {key: entered[key] for key in _TREATMENT if key in entered}
    return {**kept, CONF_PROPOSED_SOURCE: {key: entered[key] for key in _WITH_IT if key in entered}}


def replacing(data: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """Put another source in the place of the accepted one; a proposal that is not this very one stays."""
    kept = {key: value for key, value in data.items() if key not in _WITH_IT}
    proposed = proposed_in(data)
    if proposed is not None and source_of(proposed) == source_of(source):
        del kept[CONF_PROPOSED_SOURCE]
    return {**kept, **{key: source[key] for key in _WITH_IT if key in source}}


def without_proposal(data: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what was proposed."""
    return {key: value for key, value in data.items() if key != CONF_PROPOSED_SOURCE}


def offered(subentry: ConfigSubentry) -> Mapping[str, Any]:
    """Return the data with the source that an owner would accept: the proposed one, or else what stands there."""
    return proposed_in(subentry.data) or subentry.data


def shown(address: str) -> str:
    """Tell scheme, host, port and path of an address, and no secret; "?" stands for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    try:
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        port = None
    host = parts.hostname or "?"
    host = f"[{host}]" if ":" in host else host
    query = "&".join(
        f"{key}={value if key.lower() in _CHANNELS and _CHANNEL.fullmatch(value) else '…'}"
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    path = _SECRET_IN_PATH.sub(r"\1…", parts.path)
    return f"{parts.scheme}://{host}:{port or '?'}{path or '/'}{query and '?'}{query}"
