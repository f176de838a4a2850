"""Who says a sentence to Assist: a person in their own session, or an assistant for whoever is in the room.

The context that comes with a sentence proves nothing: satellites, automations and programs set it as they like. What
proves a person is that nothing but Home Assistant's own conversation code stands between the sentence and an entrance
that checked their login.
"""

import asyncio
from itertools import islice
from types import FrameType

from ..entrances.running import bearer_of, login_of_connection, running_command, running_request
from ..ha_internals.frames import held_by_waiting, is_in_module, own_frames, starter_of
from ..ha_internals.functions import (
    COMMAND,
    CONVERSATION_COMMAND,
    CONVERSATION_PACKAGES,
    CONVERSATION_VIEW,
    PIPELINE,
    PIPELINE_COMMAND,
)
from ..logins import Login


def login_of_speaker() -> Login | None:
    """Return whose login the sentence came with that is being handled; None if it is not somebody's own.

    Call it from the very function that Home Assistant calls with the sentence, before that function awaits anything.
    """
    for frame in islice(own_frames(), 2, None):
        if (held := CONVERSATION_COMMAND.held_by(frame)) is not None:
            command = running_command()
            mine = command is not None and command.handler == CONVERSATION_COMMAND.place
            return command.login if command is not None and mine and command.message is held["msg"] else None
        if (held := CONVERSATION_VIEW.held_by(frame)) is not None:
            request = running_request()
            return bearer_of(request) if request is not None and request is held["request"] else None
        if (held := PIPELINE.held_by(frame)) is not None:
            return _login_of_run(frame, held["self"])
        if not is_in_module(frame, CONVERSATION_PACKAGES):
            return None
    return None


def _login_of_run(pipeline: FrameType, run: object) -> Login | None:
    """Return whose websocket command runs a pipeline, in a task of its own that the command waits for."""
    starter = starter_of(pipeline)
    if starter is not None and (held := PIPELINE_COMMAND.held_by(starter)) is not None:
        # The task has begun within the command, and has not waited yet.
        entrance = starter.f_back
        if entrance is None or COMMAND.held_by(entrance) is None:
            return None
        return login_of_connection(held["connection"]) if held["pipeline_input"] is run else None
    task = asyncio.current_task()
    for held in held_by_waiting(PIPELINE_COMMAND, COMMAND):
        if held.get("run_task") is task:
            return login_of_connection(held["connection"])
    return None
