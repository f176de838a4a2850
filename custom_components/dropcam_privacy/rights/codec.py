"""Records as the bytes of a file: what is not exactly what was written grants nothing."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ..policy.model import AccountId, Allowance, CameraId, UserId
from .durable import seal, unseal
from .generation import Generation
from .records import (
    NOTHING_RECORDED,
    Grant,
    LogHead,
    Record,
    Records,
    Right,
    address_rights,
    always_and_times,
    owner_rights,
    sharing_rights,
    source_rights,
    whats,
)

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


def encode(records: Records, generation: Generation) -> bytes:
    """Write records as the bytes of a file."""
    accounts = {account: _account_words(account, record) for account, record in records.items()}
    return seal(_VERSION, {"accounts": accounts, "generation": generation.words()})


def _account_words(account: AccountId, record: Record) -> dict[str, Any]:
    return {
        "owners": sorted(whats(record.rights, Grant.OWNER, account)),
        "answering": sorted(record.answering),
        "assistants": Right(Grant.ASSISTANTS, account) in record.rights,
        "addresses": sorted(whats(record.rights, Grant.ADDRESS, account)),
        "restored": record.restored,
        "removed": record.removed,
        **({} if record.head is None else {"head": [*record.head]}),
        **({} if record.mark is None else {"mark": record.mark}),
        "cameras": {camera: _camera_words(camera, record) for camera in (*record.cameras, *record.traces)},
    }


def _camera_words(camera: CameraId, record: Record) -> dict[str, Any]:
    here = {right for right in record.rights if right.where == camera}
    accepted = "".join(whats(here, Grant.SOURCE, camera))
    always, times = always_and_times(here, camera)
    return {
        "on": Right(Grant.ON, camera) in here,
        "was_on": Right(Grant.ON, camera) in record.waiting,
        "lowered": Right(Grant.LOWERED, camera) in here,
        # Beside it, so that a version that does not know of ends takes it for private.
        **({"lowered_until": end} if (end := "".join(whats(here, Grant.LOWERED, camera))) else {}),
        "viewers": always,
        # Beside them, so that a version that does not know of times lets them in at none.
        **({"times": times} if times else {}),
        "allow": sorted(whats(here, Grant.ALLOW, camera)),
        "lowerers": sorted(whats(here, Grant.LOWERER, camera)),
        "known_as": dict(record.cameras.get(camera, {})),
        "source": None if camera in record.sourceless else accepted,
        "removed": camera in record.traces,
    }


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
        accounts = {AccountId(key): _account(AccountId(key), value, source) for key, value in data["accounts"].items()}
        generation = Generation.read(data["generation"]) if version >= _GENERATIONS else None
    except ValueError, TypeError, KeyError, AttributeError:
        return StoreState.DAMAGED, NOTHING_RECORDED, None
    return StoreState.READY, MappingProxyType(accounts), generation


def _account(account: AccountId, raw: Any, source: str | None) -> Record:
    """Read one account. What the first version did not write grants nothing, nor does what was removed."""
    cameras = [_camera(CameraId(key), value, source) for key, value in raw["cameras"].items()]
    record = Record(
        rights=frozenset().union(
            owner_rights(account, _words(raw["owners"])),
            _switched(Right(Grant.ASSISTANTS, account), raw.get("assistants", False)),
            address_rights(account, _words(raw.get("addresses", []))),
            *(camera.rights for camera in cameras),
        ),
        cameras={camera: known_as for read in cameras for camera, known_as in read.cameras.items()},
        traces=frozenset().union(*(camera.traces for camera in cameras)),
        sourceless=frozenset().union(*(camera.sourceless for camera in cameras)),
        answering=frozenset(map(UserId, _words(raw.get("answering", [])))),
        restored=_flag(raw.get("restored", False)),
        waiting=frozenset().union(*(camera.waiting for camera in cameras)),
        head=_head(raw.get("head")),
        mark=_mark(raw.get("mark")),
    )
    return Record(removed=True) if _flag(raw["removed"]) else record


def _camera(camera: CameraId, raw: Any, source: str | None) -> Record:
    """Read what one camera adds to a record. An allowance that we do not know grants nothing."""
    accepted = _word(raw.get("source", source))
    record = Record(
        rights=frozenset().union(
            _switched(Right(Grant.ON, camera), raw["on"]),
            _switched(Right(Grant.LOWERED, camera), raw["lowered"]),
            _switched(Right(Grant.LOWERED, camera, end := _end(raw.get("lowered_until", ""))), bool(end)),
            sharing_rights(
                camera,
                _words(raw["viewers"]),
                (word for word in _words(raw["allow"]) if word in Allowance),
                _words(raw.get("lowerers", [])),
                _names(raw.get("times", {})),
            ),
            source_rights({camera: accepted} if accepted else {}),
        ),
        cameras={camera: _names(raw.get("known_as", {}))},
        sourceless=frozenset({camera} if accepted is None else ()),
        waiting=_switched(Right(Grant.ON, camera), raw.get("was_on", False)),
    )
    return Record(traces=frozenset({camera})) if _flag(raw["removed"]) else record


def _switched(right: Right, raw: Any) -> frozenset[Right]:
    """Read whether there is a right."""
    return frozenset({right} if _flag(raw) else ())


def _head(raw: Any) -> LogHead | None:
    """Read where a log was; no version before knew that, and it grants nothing."""
    match raw:
        case None:
            return None
        case [int(number), str(digest)] if not isinstance(number, bool):
            return number, digest
    raise TypeError


def _mark(raw: Any) -> int | None:
    """Read the latest time that was seen; no version before knew that, and it grants nothing."""
    if raw is not None and type(raw) is not int:
        raise TypeError
    return raw


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


def _end(raw: Any) -> str:
    """Read when a right ends, as Unix time, or nothing."""
    if not isinstance(raw, str) or not (raw == "" or (raw.isascii() and raw.isdecimal())):
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
