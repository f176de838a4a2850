"""Which program asks: told by the frames of Home Assistant's own code that the running task stands in.

A frame tells a channel, never a person: code that wants to can call Home Assistant's code itself, and then gets what
owners allowed that channel. Whom an assistant or another road names can only narrow what it gets.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from homeassistant.core import Context, HomeAssistant

from ..exceptions import DropcamPrivacyError
from ..ha_internals.frames import own_frames
from ..ha_internals.functions import AI_TASK, ALEXA_OFFER, ALEXA_STREAM, GOOGLE, PRELOAD
from ..ha_internals.internal import Function
from ..policy.model import UNKNOWN, Channel, Kind, Principal
from .named import async_in_the_name_of, async_named


def _google_unavailable() -> Exception:
    from homeassistant.components.google_assistant.error import SmartHomeError  # noqa: PLC0415 - only where it runs

    make: Callable[[str, str], Exception] = SmartHomeError
    return make("streamUnavailable", "The camera is not available")


def _alexa_unavailable() -> Exception:
    from homeassistant.components.alexa.errors import AlexaError  # noqa: PLC0415 - only where it runs

    error = AlexaError("The camera is not available")
    error.namespace, error.error_type = "Alexa", "ENDPOINT_UNREACHABLE"
    return error


class Assistant(NamedTuple):
    """A function of an assistant's that asks cameras: how its frame tells the context, and "not available" is told."""

    asks: Function
    context_of: Callable[[Mapping[str, Any]], object]
    unavailable: Callable[[], Exception]


ASSISTANTS = (
    Assistant(GOOGLE, lambda held: getattr(held["data"], "context", None), _google_unavailable),
    Assistant(ALEXA_STREAM, lambda held: held["context"], _alexa_unavailable),
    Assistant(ALEXA_OFFER, lambda held: held["context"], _alexa_unavailable),
)
_KINDS = (PRELOAD, AI_TASK, *(assistant.asks for assistant in ASSISTANTS))


async def async_asking_program(hass: HomeAssistant) -> tuple[Principal, Channel]:
    """Return which program the running task asks for, and over which channel a picture would leave."""
    if any(kind.missing for kind in _KINDS):
        # The caller may be any of them.
        return UNKNOWN, Channel.INTEGRATION
    for frame in own_frames():
        if PRELOAD.held_by(frame) is not None:
            return UNKNOWN, Channel.INTEGRATION
        if AI_TASK.held_by(frame) is not None:
            return await async_named(hass), Channel.AI
        for assistant in ASSISTANTS:
            if (held := assistant.asks.held_by(frame)) is not None:
                return await async_assistant(hass, assistant.context_of(held)), Channel.ASSISTANT
    return await async_named(hass), Channel.INTEGRATION


@contextmanager
def in_their_words() -> Generator[None]:
    """Turn an error of ours into one that the asking assistant understands; others would count as faults of its own."""
    try:
        yield
    except DropcamPrivacyError as err:
        for assistant in _asking_assistants():
            raise assistant.unavailable() from err
        raise


def _asking_assistants() -> Iterator[Assistant]:
    """Go through the assistants that the running task stands in, outwards."""
    for frame in own_frames():
        yield from (assistant for assistant in ASSISTANTS if assistant.asks.held_by(frame) is not None)


async def async_assistant(hass: HomeAssistant, context: object) -> Principal:
    """Return an assistant, and the person whom its request carries; the cloud's system user is none."""
    if not isinstance(context, Context):
        return UNKNOWN
    names = set() if context.user_id is None else {context.user_id}
    return await async_in_the_name_of(hass, Principal(kind=Kind.ASSISTANT), names)
