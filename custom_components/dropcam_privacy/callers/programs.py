"""Which program asks: told by the frames of Home Assistant's own code that the running task stands in.

A frame tells a channel, never a person: code that wants to can call Home Assistant's code itself, and then gets what
owners allowed that channel. Whom an assistant or another road names can only narrow what it gets.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import NamedTuple

from homeassistant.core import Context, HomeAssistant

from ..entrances.frames import code_of, own_frames
from ..exceptions import DropcamPrivacyError
from ..policy.model import UNKNOWN, Channel, Kind, Principal
from .named import async_in_the_name_of, async_named

AI_TASK = ("homeassistant.components.ai_task.task", "_resolve_attachments")
# Home Assistant starts streams in advance when it has started, for nobody in particular.
PRELOAD = ("homeassistant.components.camera", "async_setup.<locals>.preload_stream")


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
    """A function of an assistant's that asks cameras: what is in its frame, and how it is told "not available"."""

    module: str
    function: str
    holds: str
    context_of: Callable[[object], object]
    unavailable: Callable[[], Exception]


_ALEXA = "homeassistant.components.alexa.handlers"
ASSISTANTS = (
    Assistant(
        "homeassistant.components.google_assistant.trait",
        "CameraStreamTrait.execute",
        "data",
        lambda data: getattr(data, "context", None),
        _google_unavailable,
    ),
    Assistant(_ALEXA, "async_api_initialize_camera_stream", "context", lambda it: it, _alexa_unavailable),
    # Since Home Assistant 2026.11.
    Assistant(_ALEXA, "async_api_initiate_session_with_offer", "context", lambda it: it, _alexa_unavailable),
)


async def async_asking_program(hass: HomeAssistant) -> tuple[Principal, Channel]:
    """Tell which program the running task asks for, and over which channel a picture would leave."""
    ai, assistants = code_of(*AI_TASK), _loaded()
    for frame in own_frames():
        code = frame.f_code
        if (frame.f_globals.get("__name__"), code.co_qualname) == PRELOAD:
            return UNKNOWN, Channel.INTEGRATION
        if code is ai:
            return await async_named(hass), Channel.AI
        if (assistant := assistants.get(code)) is not None:
            context = assistant.context_of(frame.f_locals.get(assistant.holds))
            return await async_assistant(hass, context), Channel.ASSISTANT
    return await async_named(hass), Channel.INTEGRATION


@contextmanager
def in_their_words() -> Generator[None]:
    """Raise an error of ours as one that the asking assistant can tell; it takes others for faults of its own."""
    try:
        yield
    except DropcamPrivacyError as err:
        for assistant in _asking_assistants():
            raise assistant.unavailable() from err
        raise


def _asking_assistants() -> Iterator[Assistant]:
    """Go through the assistants that the running task stands in, outwards."""
    assistants = _loaded()
    return (assistants[frame.f_code] for frame in own_frames() if frame.f_code in assistants)


def _loaded() -> dict[CodeType, Assistant]:
    """Return the assistants that Home Assistant has loaded, by the code that asks for them."""
    found = ((code_of(assistant.module, assistant.function), assistant) for assistant in ASSISTANTS)
    return {code: assistant for code, assistant in found if code is not None}


async def async_assistant(hass: HomeAssistant, context: object) -> Principal:
    """Return an assistant, and the person whom its request carries; the cloud's system user is none."""
    if not isinstance(context, Context):
        return UNKNOWN
    names = set() if context.user_id is None else {context.user_id}
    return await async_in_the_name_of(hass, Principal(kind=Kind.ASSISTANT), names)
