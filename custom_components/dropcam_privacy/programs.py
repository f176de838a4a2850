"""Which program asks: told by the frames of Home Assistant's own code that the running task stands in.

A frame tells a channel, never a person: code that wants to can call Home Assistant's code itself, and then gets what
owners allowed that channel.
"""

from collections.abc import Callable
from types import FrameType

from homeassistant.core import Context, HomeAssistant

from .policy.model import INTEGRATION, UNKNOWN, Channel, Kind, Principal, UserId
from .routes import code_of, own_frames

_AI_TASK = ("homeassistant.components.ai_task.task", "_resolve_attachments")
# Home Assistant starts streams in advance when it has started, for nobody in particular.
_PRELOAD = ("homeassistant.components.camera", "async_setup.<locals>.preload_stream")


def _of_google(frame: FrameType) -> Context | None:
    context = frame.f_locals["data"].context
    return context if isinstance(context, Context) else None


def _of_alexa(frame: FrameType) -> Context | None:
    context = frame.f_locals["context"]
    return context if isinstance(context, Context) else None


_ASSISTANTS: dict[tuple[str, str], Callable[[FrameType], Context | None]] = {
    ("homeassistant.components.google_assistant.trait", "CameraStreamTrait.execute"): _of_google,
    ("homeassistant.components.alexa.handlers", "async_api_initialize_camera_stream"): _of_alexa,
    ("homeassistant.components.alexa.handlers", "async_api_initiate_session_with_offer"): _of_alexa,
}


async def async_asking_program(hass: HomeAssistant) -> tuple[Principal, Channel]:
    """Tell which program the running task asks for, and over which channel a picture would leave."""
    for frame in own_frames():
        code = frame.f_code
        if (frame.f_globals.get("__name__"), code.co_qualname) == _PRELOAD:
            return UNKNOWN, Channel.INTEGRATION
        if code is code_of(*_AI_TASK):
            return INTEGRATION, Channel.AI
        for assistant, context_of in _ASSISTANTS.items():
            if code is code_of(*assistant):
                return await _async_assistant(hass, context_of(frame)), Channel.ASSISTANT
    return INTEGRATION, Channel.INTEGRATION


async def _async_assistant(hass: HomeAssistant, context: Context | None) -> Principal:
    """Return an assistant, and the person whom its request carries; the cloud's system user is none."""
    user_id = None if context is None else context.user_id
    user = None if user_id is None else await hass.auth.async_get_user(user_id)
    person = user_id if user is None or not user.system_generated else None
    return Principal(kind=Kind.ASSISTANT, user=None if person is None else UserId(person))
