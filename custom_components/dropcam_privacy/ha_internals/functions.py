"""The functions that are recognised by their frames, or as the handlers of websocket commands."""

from typing import Final

from .internal import Function

_CAMERA = "homeassistant.components.camera"
_CONFIG = "homeassistant.components.config"
_CONVERSATION = "homeassistant.components.conversation"
_PIPELINE = "homeassistant.components.assist_pipeline"
_WEBSOCKET = "homeassistant.components.websocket_api"
_ALEXA = "homeassistant.components.alexa.handlers"
_SCRIPT = "homeassistant.helpers.script"

_NOBODY: Final = "nobody is told by what came in there: it is refused, and so are all programs"
_NOT_AN_OWNER: Final = "nobody is the author of what is changed there: it waits for an owner, and releases nothing"
_NO_PROGRAM: Final = "which program asks cannot be told: all programs are refused"
_NO_CALLER: Final = "who calls an action cannot be told: whoever calls one is refused, and may raise privacy"
_NOT_CHOSEN: Final = "no automation is one that owners chose: none ends privacy"
_SPEAKER: Final = "sentences are a loudspeaker's: they may raise privacy"

# Entrances: where what people ask comes in.
HTTP_REQUEST: Final = Function(
    "aiohttp.web_protocol",
    "RequestHandler._handle_request",
    "request",
    needed_by="entrances.running, callers.named",
    without=_NOBODY,
)
COMMAND: Final = Function(
    f"{_WEBSOCKET}.decorators",
    "_handle_async_response",
    "func",
    "connection",
    "msg",
    needed_by="entrances.running, callers.named",
    without=_NOBODY,
)
CALL_COMMAND: Final = Function(
    f"{_WEBSOCKET}.commands",
    "handle_call_service",
    "connection",
    "msg",
    "context",
    needed_by="callers.service_calls",
    without=_NO_CALLER,
)
REST_CALL: Final = Function(
    "homeassistant.components.api",
    "APIDomainServicesView.post",
    "request",
    "domain",
    "service",
    "context",
    needed_by="callers.service_calls",
    without=_NO_CALLER,
)
CAMERA_STREAM: Final = Function(_CAMERA, "ws_camera_stream", needed_by="callers.principal", without=_NOBODY)
WEBRTC_OFFER: Final = Function(f"{_CAMERA}.webrtc", "ws_webrtc_offer", needed_by="callers.principal", without=_NOBODY)
WEBRTC_CANDIDATE: Final = Function(f"{_CAMERA}.webrtc", "ws_candidate", needed_by="callers.principal", without=_NOBODY)
RESOLVE_MEDIA: Final = Function(
    "homeassistant.components.media_source.http",
    "websocket_resolve_media",
    needed_by="callers.principal",
    without=_NOBODY,
)

# Editors: who changes something.
REMOVAL: Final = Function(
    f"{_CONFIG}.config_entries",
    "ConfigManagerEntryResourceView.delete",
    "request",
    "entry_id",
    needed_by="entrances.editors",
    without=_NOT_AN_OWNER,
)
EDIT: Final = Function(
    f"{_CONFIG}.view",
    "BaseEditConfigView.post",
    "request",
    "data",
    needed_by="entrances.editors",
    without="no owner edits a chosen automation: it is void",
)
CORE_CONFIGURATION: Final = Function(
    f"{_CONFIG}.core", "websocket_update_config", needed_by="addresses", without=_NOT_AN_OWNER
)
# The commands that change registries, and what in their messages names what they change.
REGISTRY_COMMANDS: Final = {
    Function(module, name, "connection", "msg", needed_by="entrances.registry_edits", without=_NOT_AN_OWNER): key
    for module, name, key in (
        (f"{_CONFIG}.entity_registry", "websocket_update_entity", "entity_id"),
        (f"{_CONFIG}.entity_registry", "websocket_remove_entity", "entity_id"),
        (f"{_CONFIG}.device_registry", "websocket_update_device", "device_id"),
    )
}

# Programs: which kind of them asks, and in whose name.
SERVICE_CALL: Final = Function(
    "homeassistant.core",
    "ServiceRegistry.async_call",
    "context",
    "domain",
    "service_data",
    needed_by="callers.named, automations.runs",
    without=f"{_NO_PROGRAM}; {_NOT_CHOSEN}",
)
PHONE: Final = Function(
    "homeassistant.components.mobile_app.webhook",
    "webhook_stream_camera",
    "config_entry",
    needed_by="callers.named",
    without=_NO_PROGRAM,
)
AI_TASK: Final = Function(
    "homeassistant.components.ai_task.task", "_resolve_attachments", needed_by="callers.programs", without=_NO_PROGRAM
)
GOOGLE: Final = Function(
    "homeassistant.components.google_assistant.trait",
    "CameraStreamTrait.execute",
    "data",
    needed_by="callers.programs",
    without=_NO_PROGRAM,
)
ALEXA_STREAM: Final = Function(
    _ALEXA,
    "async_api_initialize_camera_stream",
    "context",
    needed_by="callers.programs",
    without=_NO_PROGRAM,
)
ALEXA_OFFER: Final = Function(
    _ALEXA,
    "async_api_initiate_session_with_offer",
    "context",
    needed_by="callers.programs",
    without=_NO_PROGRAM,
    since=(2026, 11),
)
PRELOAD: Final = Function(
    _CAMERA, "async_setup.<locals>.preload_stream", needed_by="callers.programs", without=_NO_PROGRAM
)

# Automations: which one makes a call itself.
CALL_STEP: Final = Function(
    _SCRIPT, "_ScriptRun._async_step_call_service", "self", needed_by="automations.runs", without=_NOT_CHOSEN
)
DEVICE_STEP: Final = Function(
    _SCRIPT, "_ScriptRun._async_step_device", "self", needed_by="automations.runs", without=_NOT_CHOSEN
)
DEVICE_ACTION: Final = Function(
    "homeassistant.components.device_automation.toggle_entity",
    "async_call_action_from_config",
    needed_by="automations.runs",
    without=_NOT_CHOSEN,
)

# Sentences: who says them.
CONVERSATION_COMMAND: Final = Function(
    f"{_CONVERSATION}.http", "websocket_process", "msg", needed_by="assist.speaker", without=_SPEAKER
)
CONVERSATION_VIEW: Final = Function(
    f"{_CONVERSATION}.http", "ConversationProcessView.post", "request", needed_by="assist.speaker", without=_SPEAKER
)
PIPELINE: Final = Function(
    f"{_PIPELINE}.run", "PipelineInput.execute", "self", needed_by="assist.speaker", without=_SPEAKER
)
PIPELINE_COMMAND: Final = Function(
    f"{_PIPELINE}.websocket_api",
    "websocket_run",
    "connection",
    "pipeline_input",
    "run_task",
    needed_by="assist.speaker",
    without=_SPEAKER,
)
SENTENCE_TRIGGER: Final = Function(
    f"{_CONVERSATION}.trigger",
    "async_attach_trigger.<locals>.call_action",
    "user_input",
    needed_by="callers.service_calls",
    without="whoever starts an automation is somebody who is not named: none that starts then ends privacy",
)
CONVERSATION_PACKAGES: Final = (_CONVERSATION, _PIPELINE)
"""Whose code may stand between a sentence and the entrance that it came by."""
CONFIGURATION_PACKAGE: Final = f"{_CONFIG}."
"""Whose commands change accounts."""
