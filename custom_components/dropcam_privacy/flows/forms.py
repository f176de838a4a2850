"""The forms of the flows, and what is asked of an answer before anything is tried."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, override
from urllib.parse import urlsplit

from homeassistant.const import CONF_ENTITY_ID, CONF_NAME, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ..const import (
    CONF_ALLOW,
    CONF_CAMERAS,
    CONF_INTEGRATION,
    CONF_LOCK_ORIGINAL,
    CONF_LOWERERS,
    CONF_MJPEG_URL,
    CONF_OWNERS,
    CONF_STILL_IMAGE_URL,
    CONF_STREAM_SOURCE,
    CONF_TAKE_OVER,
    CONF_TELL_NEW,
    CONF_VIEWERS,
)
from ..people import People
from ..policy.model import Allowance
from ..rights.sources import PORTS

_HTTP: Final = frozenset({"http", "https"})
SCHEMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        CONF_STILL_IMAGE_URL: _HTTP,
        CONF_MJPEG_URL: _HTTP,
        CONF_STREAM_SOURCE: _HTTP | {"rtsp", "rtsps"},
    }
)
"""The fields that hold an address, and what each may begin with."""

_TEXT = TextSelector()
_URL = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
_USERNAME = TextSelector(TextSelectorConfig(autocomplete="off"))
_PASSWORD = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="new-password"))


CONF_CLOSED: Final = "closed"


class OthersCameraSelector(EntitySelector):
    """Offers only what can be guarded; whatever else is entered gets an error that says why."""

    @override
    def __call__(self, data: Any) -> str:
        """Accept the name of any entity: the flow tells own, guarded and missing ones apart."""
        return cv.entity_id_or_uuid(data)


def owners_schema(people: People) -> vol.Schema:
    """Ask who owns an account's cameras, and whether they hear of cameras that come later."""
    return vol.Schema(
        {
            vol.Required(CONF_OWNERS, default=list): _choice(people),
            vol.Optional(CONF_TELL_NEW, default=False): BooleanSelector(),
        }
    )


def sharing_schema(people: People) -> vol.Schema:
    """Ask whom and what the owners let in: nobody and nothing, unless they say so."""
    words = SelectSelectorConfig(
        options=[word.value for word in Allowance],
        multiple=True,
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_ALLOW,
    )
    return vol.Schema(
        {
            vol.Required(CONF_VIEWERS, default=list): _choice(people),
            vol.Required(CONF_ALLOW, default=list): SelectSelector(words),
            vol.Required(CONF_LOWERERS, default=list): EntitySelector(
                EntitySelectorConfig(domain="automation", multiple=True)
            ),
        }
    )


def address_schema(stored: Mapping[str, Any]) -> vol.Schema:
    """Ask for a camera's addresses; what is `stored` stays unless it is changed."""
    return vol.Schema(
        {
            _name(stored): _TEXT,
            **{vol.Optional(field): _URL for field in SCHEMES},
            vol.Optional(CONF_USERNAME): _USERNAME,
            vol.Optional(CONF_PASSWORD): _PASSWORD,
            vol.Required(CONF_VERIFY_SSL, default=stored.get(CONF_VERIFY_SSL, True)): BooleanSelector(),
        }
    )


def entity_schema(stored: Mapping[str, Any], exclude: list[str]) -> vol.Schema:
    """Ask for another integration's camera; those to `exclude` are not offered."""
    return vol.Schema(
        {
            _name(stored): _TEXT,
            vol.Required(CONF_ENTITY_ID): OthersCameraSelector(
                EntitySelectorConfig(domain="camera", exclude_entities=exclude)
            ),
            vol.Required(CONF_LOCK_ORIGINAL, default=stored.get(CONF_LOCK_ORIGINAL, True)): BooleanSelector(),
            vol.Required(CONF_TAKE_OVER, default=stored.get(CONF_TAKE_OVER, False)): BooleanSelector(),
        }
    )


def integration_schema(options: list[SelectOptionDict]) -> vol.Schema:
    """Ask for one of the integrations that have cameras."""
    selector = SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST))
    return vol.Schema({vol.Required(CONF_INTEGRATION): selector})


def existing_schema(options: list[SelectOptionDict], chosen: list[str]) -> vol.Schema:
    """Ask which cameras of other integrations are guarded."""
    return vol.Schema(
        {
            vol.Required(CONF_CAMERAS, default=chosen): _list(options),
            vol.Required(CONF_TAKE_OVER, default=True): BooleanSelector(),
        }
    )


def device_schema(options: list[SelectOptionDict], chosen: list[str]) -> vol.Schema:
    """Ask what is closed with the originals."""
    return vol.Schema({vol.Required(CONF_CLOSED, default=chosen): _list(options)})


REAUTH_SCHEMA: Final = vol.Schema({vol.Required(CONF_USERNAME): _USERNAME, vol.Required(CONF_PASSWORD): _PASSWORD})


def address_errors(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the addresses of an `answer`, field by field."""
    if not any(answer.get(field) for field in SCHEMES):
        return {"base": "no_url"}
    checked = {field: _url_error(answer[field], allowed) for field, allowed in SCHEMES.items() if answer.get(field)}
    return {field: error for field, error in checked.items() if error}


def same_place(new: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Return whether the password of `stored` may be used for `new`.

    Who changes where a password is sent must know it: otherwise any administrator could have it
    sent to a machine of theirs.
    """
    return (
        new.get(CONF_USERNAME) == stored.get(CONF_USERNAME)
        and new[CONF_VERIFY_SSL] == stored.get(CONF_VERIFY_SSL)
        and _origins(new) <= _origins(stored)
    )


def _name(stored: Mapping[str, Any]) -> vol.Marker:
    return vol.Optional(CONF_NAME) if stored else vol.Required(CONF_NAME)


def _choice(people: People) -> SelectSelector:
    options = [SelectOptionDict(value=user, label=person.label) for user, person in people.items()]
    return SelectSelector(SelectSelectorConfig(options=options, multiple=True))


def _list(options: list[SelectOptionDict]) -> SelectSelector:
    return SelectSelector(SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.LIST))


def _url_error(url: str, allowed: frozenset[str]) -> str | None:
    try:
        parts = urlsplit(url)
        complete = parts.scheme in allowed and parts.hostname and parts.port != 0
    except ValueError:
        complete = False
    if not complete:
        return "url_scheme"
    return "credentials_in_url" if "@" in urlsplit(url).netloc else None


def _origins(data: Mapping[str, Any]) -> set[tuple[str, str | None, int | None]]:
    found = [urlsplit(data[field]) for field in SCHEMES if data.get(field)]
    return {(parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)) for parts in found}
