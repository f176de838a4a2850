"""Who says a sentence to Assist: a person in their own session, or an assistant for whoever is in the room.

The context that comes with a sentence proves nothing: satellites, automations and programs set it as they like. What
proves a person is that nothing but Home Assistant's own conversation code stands between the sentence and an entrance
that checked their login.
"""

import asyncio
from collections.abc import Iterator
import inspect
from itertools import islice
import sys
from types import CodeType, FrameType

from ..entrances.frames import code_of, own_frames
from ..entrances.running import COMMAND_CODE, bearer_of, login_of_connection, running_command, running_request
from ..logins import Login

_HTTP = "homeassistant.components.conversation.http"
_PROCESS = (_HTTP, "websocket_process")
_VIEW = (_HTTP, "ConversationProcessView.post")
_PIPELINE = ("homeassistant.components.assist_pipeline.run", "PipelineInput.execute")
_RUN = ("homeassistant.components.assist_pipeline.websocket_api", "websocket_run")
_CONVERSATION = ("homeassistant.components.conversation", "homeassistant.components.assist_pipeline")


def login_of_speaker() -> Login | None:
    """Tell whose login the sentence came with that is being handled; None if it is not somebody's own.

    To be called by the very function that Home Assistant calls with the sentence, before that waits for anything.
    """
    for frame in islice(own_frames(), 2, None):
        held = frame.f_locals
        if frame.f_code is code_of(*_PROCESS):
            command = running_command()
            mine = command is not None and command.handler == _PROCESS and command.message is held["msg"]
            return command.login if command is not None and mine else None
        if frame.f_code is code_of(*_VIEW):
            request = running_request()
            return bearer_of(request) if request is not None and request is held["request"] else None
        if frame.f_code is code_of(*_PIPELINE):
            return _login_of_run(frame)
        if not _of_conversation(frame):
            return None
    return None


def _of_conversation(frame: FrameType) -> bool:
    name = frame.f_globals.get("__name__", "")
    module = sys.modules.get(name)
    return ".".join(name.split(".")[:3]) in _CONVERSATION and module is not None and frame.f_globals is vars(module)


def _login_of_run(pipeline: FrameType) -> Login | None:
    """Tell whose websocket command runs a pipeline, in a task of its own that the command waits for."""
    run, task = code_of(*_RUN), asyncio.current_task()
    below = _starter(pipeline)
    if below is not None and below.f_code is run:
        # The task has begun inside of the command, and has not waited yet.
        held, entrance = below.f_locals, below.f_back
        if entrance is None or entrance.f_code is not COMMAND_CODE:
            return None
        return login_of_connection(held["connection"]) if held["pipeline_input"] is pipeline.f_locals["self"] else None
    for command in _waiting_commands(run):
        if command.f_locals.get("run_task") is task:
            return login_of_connection(command.f_locals["connection"])
    return None


def _starter(frame: FrameType | None) -> FrameType | None:
    """Return the coroutine that starts a task just now, from the frame that the task was started with."""
    while frame is not None and (frame := frame.f_back) is not None:
        if frame.f_code.co_flags & inspect.CO_COROUTINE:
            return frame
    return None


def _waiting_commands(code: CodeType | None) -> Iterator[FrameType]:
    """Go through the websocket commands of a kind that wait for something."""
    for task in asyncio.all_tasks():
        command = task.get_coro()
        if inspect.iscoroutine(command) and command.cr_code is COMMAND_CODE:
            handler = command.cr_await
            if inspect.iscoroutine(handler) and handler.cr_code is code and handler.cr_frame is not None:
                yield handler.cr_frame
