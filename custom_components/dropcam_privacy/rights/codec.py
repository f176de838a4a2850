"""Records as the bytes of a file: what is not exactly what was written grants nothing."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ..policy.model import AccountId, Allow, CameraId, Lowerer, UserId
from .durable import seal, unseal
from .generation import Generation
from .records import NOTHING_RECORDED, AccountRecord, CameraRecord, Records

_VERSION = 3
# The first one knew neither `answering` nor `assistants`, the second neither `addresses`, `lowerers` nor `source`.
_READABLE = (1, 2, _VERSION)
_GENERATIONS = _SOURCES = 3  # the first version that has them


class StoreState(StrEnum):
    """What was found in the folder."""

    FRESH = "fresh"  # no file, nor a trace of one
    READY = "ready"
    RESTORED = "restored"  # another one than was last acknowledged
    DAMAGED = "damaged"  # unreadable, truncated, altered, or gone with a trace left behind
    NEWER = "newer"  # written by a newer version, which may mean more by it than we understand


def put_back(records: Records) -> Records:
    """Take all rights but those of owners out of records that were put back."""
    return MappingProxyType(
        {
            account_id: AccountRecord(
                owners=account.owners,
                answering=account.answering,
                # Neither grants anything where nothing is allowed.
                assistants=account.assistants,
                addresses=account.addresses,
                restored=not account.removed,
                cameras={
                    camera_id: CameraRecord(
                        was_on=camera.on or camera.was_on,
                        known_as=camera.known_as,
                        source=camera.source or "",
                        removed=camera.removed,
                    )
                    for camera_id, camera in account.cameras.items()
                },
                removed=account.removed,
            )
            for account_id, account in records.items()
        }
    )


def encode(records: Records, generation: Generation) -> bytes:
    """Write records as the bytes of a file."""
    accounts = {
        account_id: {
            "owners": sorted(account.owners),
            "answering": sorted(account.answering),
            "assistants": account.assistants,
            "addresses": sorted(account.addresses),
            "restored": account.restored,
            "removed": account.removed,
            "cameras": {
                camera_id: {
                    "on": camera.on,
                    "was_on": camera.was_on,
                    "lowered": camera.lowered,
                    "viewers": sorted(camera.viewers),
                    "allow": sorted(camera.allow),
                    "lowerers": sorted(camera.lowerers),
                    "known_as": dict(sorted(camera.known_as.items())),
                    "source": camera.source,
                    "removed": camera.removed,
                }
                for camera_id, camera in account.cameras.items()
            },
        }
        for account_id, account in records.items()
    }
    return seal(_VERSION, {"accounts": accounts, "generation": generation.words()})


def decode(raw: bytes) -> tuple[StoreState, Records, Generation | None]:
    """Read the bytes of a file. Anything that is not exactly what was written grants nothing."""
    try:
        version, data = unseal(raw)
        if version > _VERSION:
            return StoreState.NEWER, NOTHING_RECORDED, None
        if version not in _READABLE:
            return StoreState.DAMAGED, NOTHING_RECORDED, None
        # The versions before knew no sources: which are accepted is not for this module to say.
        source = None if version < _SOURCES else ""
        accounts = {AccountId(key): _account(value, source) for key, value in data["accounts"].items()}
        generation = Generation.read(data["generation"]) if version >= _GENERATIONS else None
    except ValueError, TypeError, KeyError, AttributeError:
        return StoreState.DAMAGED, NOTHING_RECORDED, None
    return StoreState.READY, MappingProxyType(accounts), generation


def _account(raw: Any, source: str | None) -> AccountRecord:
    """Read one account. What the first version did not write grants nothing."""
    return AccountRecord(
        owners=frozenset(map(UserId, _words(raw["owners"]))),
        answering=frozenset(map(UserId, _words(raw.get("answering", [])))),
        assistants=_flag(raw.get("assistants", False)),
        addresses=frozenset(_words(raw.get("addresses", []))),
        restored=_flag(raw.get("restored", False)),
        cameras={CameraId(key): _camera(value, source) for key, value in raw["cameras"].items()},
        removed=_flag(raw["removed"]),
    )


def _camera(raw: Any, source: str | None) -> CameraRecord:
    """Read one camera. An allowance that we do not know grants nothing, nor does what was not written."""
    return CameraRecord(
        on=_flag(raw["on"]),
        was_on=_flag(raw.get("was_on", False)),
        lowered=_flag(raw["lowered"]),
        viewers=frozenset(map(UserId, _words(raw["viewers"]))),
        allow=frozenset(Allow(word) for word in _words(raw["allow"]) if word in Allow),
        lowerers=frozenset(map(Lowerer, _words(raw.get("lowerers", [])))),
        known_as=_names(raw.get("known_as", {})),
        source=_word(raw.get("source", source)),
        removed=_flag(raw["removed"]),
    )


def _flag(raw: Any) -> bool:
    """Read a yes or no; what is merely true, like "false", is neither."""
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _word(raw: Any) -> str | None:
    """Read a text, which may be missing."""
    if raw is not None and not isinstance(raw, str):
        raise TypeError
    return raw


def _names(raw: Any) -> Mapping[str, str]:
    """Read a mapping of texts."""
    if not isinstance(raw, dict):
        raise TypeError
    return dict(zip(_words([*raw]), _words([*raw.values()]), strict=True))


def _words(raw: Any) -> list[str]:
    """Read a list of texts."""
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        raise TypeError
    return raw
