"""What waits for an owner's answer, thing by thing; of the answers some accept, some reject, and the rest waits on.

It is for owners, and for the last ones where somebody else has left none.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial, reduce
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
import voluptuous as vol

from ..actions.answers import label, require_acceptable, sources_of
from ..addresses import async_check
from ..audit.entries import Event
from ..audit.log import LOG
from ..audit.reading import Filter, Found, page
from ..audit.tables import LogFailed
from ..automations.lowering import described
from ..config import Wrapped, cameras_of
from ..const import DOMAIN
from ..exceptions import LogUnreadable, Refused
from ..originals.find import current_entity_id
from ..people import async_people
from ..policy.model import AccountId, CameraId, Lowerer, UserId
from ..rights.author import Author, acting
from ..rights.changes import Changes
from ..rights.in_force import RIGHTS
from ..rights.proposals import async_accept, async_reject
from ..rights.records import Grant, address_rights, viewer_of, whats
from ..rights.sources import ADDRESSES, shown
from ..viewers import told as times_told
from . import asking
from .asking import Asker

_ACCOUNT = {vol.Required("account"): str}
_IDS = vol.All([str], vol.Length(max=1000))
_ANSWER = {
    **_ACCOUNT,
    vol.Required("change_id"): str,
    vol.Required("accept"): _IDS,
    vol.Required("reject"): _IDS,
}
_PEOPLES = (Grant.OWNER.value, Grant.VIEWER.value, "without_owner")
# Who proposed what waits is among the newest proposals.
_PROPOSALS = 500
# A proposal is heard of before its row is in the file.
_WRITTEN_SECONDS = 2.0


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the commands."""
    asking.async_register(hass, "changes/list", _ACCOUNT, _list)
    asking.async_register(hass, "changes/answer", _ANSWER, _answer)


async def _list(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Answer with what waits."""
    entry = await _async_answering(asker, msg["account"])
    told = await _async_told(asker.hass, entry)
    await _async_answering(asker, msg["account"])
    return told


async def _answer(asker: Asker, msg: dict[str, Any]) -> dict[str, Any]:
    """Reject and accept exactly these of what was seen; answer with what waits on."""
    hass = asker.hass
    entry = await _async_answering(asker, msg["account"])
    waits = _waits(hass, entry)
    things = {thing.id: thing for thing in waits.each()}
    accepted, rejected = ({*msg[which]} for which in ("accept", "reject"))
    if waits.id != msg["change_id"] or not accepted | rejected <= things.keys() or accepted & rejected:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="changes_differ")
    if not all(_may_reject(things[thing]) for thing in rejected):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_rejectable")
    accept, reject = (_all(things[thing] for thing in which) for which in (accepted, rejected))
    require_acceptable(hass, entry, accept)
    with acting(Author(asker.principal)):
        if reject:
            await async_reject(hass, entry, reject)
            await _async_answering(asker, msg["account"])
            if not {thing.id for thing in accept.each()} <= {thing.id for thing in _waits(hass, entry).each()}:
                raise ServiceValidationError(translation_domain=DOMAIN, translation_key="changes_differ")
            require_acceptable(hass, entry, accept)
        await _async_accept(asker, entry, accept)
    return await _list(asker, msg)


async def _async_accept(asker: Asker, entry: ConfigEntry, accept: Changes) -> None:
    """Accept; addresses are no part of what an entry says. Raises Refused."""
    hass, account = asker.hass, AccountId(entry.entry_id)
    addresses = whats(accept.added, Grant.ADDRESS, account)
    if others := accept.without(address_rights(account, addresses)):
        await async_accept(hass, entry, others)
        await _async_answering(asker, entry.entry_id)
    if addresses:
        await hass.data[RIGHTS].async_accept_addresses(account, addresses)
        async_check(hass, entry)


async def _async_answering(asker: Asker, account: str) -> ConfigEntry[Any]:
    """Return an account for which who asks may answer now. Raises Refused."""
    entry = asker.hass.config_entries.async_get_entry(account)
    if entry is None or entry.domain != DOMAIN:
        raise Refused
    answering = await asker.hass.data[RIGHTS].async_answering(entry)
    if asker.user not in answering or not asker.lives:
        raise Refused
    return entry


def _waits(hass: HomeAssistant, entry: ConfigEntry) -> Changes:
    """Return all that waits, with the addresses of Home Assistant."""
    rights, account = hass.data[RIGHTS], AccountId(entry.entry_id)
    return rights.pending(entry).plus(Changes(address_rights(account, rights.unseen(account))))


def _all(things: Iterable[Changes]) -> Changes:
    return reduce(Changes.plus, things, Changes())


def _may_reject(thing: Changes) -> bool:
    """Return whether an owner can have it taken back: a name and an address are set elsewhere."""
    return not thing.renamed and not any(right.grant is Grant.ADDRESS for right in thing.added)


async def _async_told(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]:
    """Describe what waits at one moment."""
    people, proposals = await async_people(hass), await _async_proposals(hass, entry)
    waits = _waits(hass, entry)
    sources, cameras, called = sources_of(hass, entry, waits), cameras_of(entry), hass.data[RIGHTS].called
    items: list[dict[str, Any]] = []
    for thing in waits.each():
        grant, where, what, was = _words(entry, thing)
        camera = CameraId(where) if where in cameras else None
        person, times = None, None
        if grant in _PEOPLES:
            user, times = viewer_of(right) if (right := next(iter(thing.added), None)) else (UserId(what), None)
            person, what = {"id": user, "name": await label(hass, people, user)}, ""
        if grant == Grant.LOWERER:
            (lowerer,) = described(hass, [Lowerer(what)])
            what = str(lowerer["name"] or lowerer["id"]) if isinstance(lowerer, Mapping) else ""
        if grant == Grant.SOURCE and camera is not None:
            what, was = _addresses(sources.get(camera, {})), _stands(hass, entry, camera)
        row = proposals.get(_key(grant, camera, None if person is None else person["id"], what, was))
        name = None if camera is None else called.known_as(camera).get("title", cameras[camera].title)
        items.append(
            {
                "id": thing.id,
                "grant": grant,
                "camera": None if camera is None else {"id": camera, "name": name},
                "person": person,
                "times": times_told(times),
                "what": what or None,
                "was": was or None,
                "by": None if row is None else row.said.get("name"),
                "at": None if row is None else row.place.at,
                "may_reject": _may_reject(thing),
            }
        )
    return {"change_id": waits.id, "items": items}


def _words(entry: ConfigEntry, thing: Changes) -> tuple[str, str, str, str]:
    """Return of one thing what it is, where, what it would be, and what it was."""
    for right in thing.added:
        return right.grant.value, right.where, right.what if right.grant is not Grant.ON else "", ""
    for user in thing.removed:
        return "without_owner", entry.entry_id, user, ""
    for rename in thing.renamed:
        return "name", rename.camera, rename.now, rename.was
    return "restored", entry.entry_id, "", ""


def _addresses(source: Mapping[str, Any]) -> str:
    """Return in one line where a camera would be read: the addresses as an owner is shown them, or an entity."""
    told = [source[key] for key in ADDRESSES if source.get(key)]
    return ", ".join(told) or str(source.get("entity_id", ""))


def _stands(hass: HomeAssistant, entry: ConfigEntry, camera: CameraId) -> str:
    """Return where a camera is read now, if an owner has accepted that."""
    if hass.data[RIGHTS].source_waits(camera):
        return ""
    data = cameras_of(entry)[camera].data
    if (wrapped := Wrapped.of(data)) is not None:
        return current_entity_id(hass, wrapped.original)
    return _addresses({key: shown(data[key]) for key in ADDRESSES if data.get(key)})


type _Key = tuple[str, str | None, str]


def _key(grant: str, camera: str | None, whose: str | None, what: str, was: str) -> _Key:
    """Name a proposal as far as a row of the log tells it from others: that never says an address."""
    told = {Grant.ALLOW.value: what, "name": f"{was}\0{what}"}.get(grant, "")
    return grant, camera, whose or told


async def _async_proposals(hass: HomeAssistant, entry: ConfigEntry) -> dict[_Key, Found]:
    """Return the newest row of each proposal. While the log cannot be read, nothing says who, and owners answer."""
    rows: list[Found] = []
    await hass.data[LOG].async_written(_WRITTEN_SECONDS)
    with suppress(LogUnreadable, LogFailed):
        read = partial(page, hass.data[LOG].engine, AccountId(entry.entry_id), Filter(events=[Event.PROPOSED]))
        rows = await hass.async_add_executor_job(partial(read, most=_PROPOSALS))
    found: dict[_Key, Found] = {}
    for row in rows:
        said = row.said
        grant = "without_owner" if said.get("without") else str(said.get("grant"))
        what = said.get("now", "") if grant == "name" else said.get("what", "")
        key = _key(grant, row.facet.camera, said.get("whose"), str(what), str(said.get("was", "")))
        found.setdefault(key, row)
    return found
