"""What each road out of Home Assistant gives to whom: the table that the tests try, and docs/roads.md shows.

A cell is `+` for the camera's picture and `-` for nothing. A road is tried cell by cell, by a walk of its name
(walks.py, test_roads.py), or its rows are asserted by the tests that it names. What is here and was not tried fails.
"""

from typing import NamedTuple

STATES = {
    "private": "privacy on",
    "shared": "privacy off",
    "allowed": "and allowed",
    "off": "camera off",
}
WHO = {
    "owner": "owner",
    "viewer": "viewer",
    "stranger": "somebody else",
    "admin": "administrator who is no owner",
    "nobody": "whoever has no login",
    "token": "owner's long-lived token",
    "intruder": "somebody else's long-lived token",
    "automation": "automation",
    "program": "program",
    "cloud": "the cloud, in nobody's name",
}
NOTHING = "----"
# An owner and viewers look; whoever has no part in the camera gets nothing, whatever is allowed to whom.
LOOKING = {"owner": "+++-", "viewer": "-++-", "stranger": NOTHING, "admin": NOTHING}
# Files and players: to let a picture leave is the owner's alone, and only without privacy.
LEAVING = {"owner": "-++-", "viewer": NOTHING, "stranger": NOTHING, "admin": NOTHING}
AUTOMATED = {"automation": "--+-", "program": NOTHING, "token": NOTHING}
PROGRAM = {"program": "--+-"}
TOKENS = {"token": "--+-", "intruder": NOTHING}
INTEGRATIONS = "integrations"
PROGRAMS = (
    "tests/callers/test_programs.py::test_it_is_handed_to_programs_that_are_allowed",
    "tests/callers/test_programs.py::test_it_is_handed_to_no_program_otherwise",
)
# A program's road that names somebody: it is narrowed by what they may see themselves.
NAMED = {"owner": "--+-", "viewer": "--+-", "stranger": NOTHING, "admin": NOTHING}
BY_NAME = "tests/callers/test_named.py::test_whoever_is_named_narrows_it"
ASSISTED = {"owner": "--+-", "viewer": "--+-", "stranger": NOTHING, "admin": NOTHING, "cloud": "--+-"}
NOBODY = {"nobody": NOTHING}
CLOSED = dict.fromkeys(("owner", "viewer", "stranger", "admin"), NOTHING)


class Road(NamedTuple):
    """One way by which a picture could leave."""

    name: str
    what: str
    rows: dict[str, str]
    allowance: str = ""
    """What an owner allows, where it says so."""
    proof: tuple[str, ...] = ()
    """The tests that assert the rows; without any, a walk of this name tries each cell."""


class Group(NamedTuple):
    """Roads that belong together."""

    title: str
    text: str
    roads: tuple[Road, ...]


class Open(NamedTuple):
    """A road that cannot be closed, and why; `names` are sections of surface.txt, where it has any."""

    names: tuple[str, ...]
    what: str
    why: str


GROUPS = (
    Group(
        "Looking",
        "By these an owner looks at the camera, and whoever they let in. A program that comes with somebody's name "
        "is a program: it gets what owners allow programs, and nothing if that person gets nothing.",
        (
            Road(
                "still", "`GET /api/camera_proxy/<camera>` with a bearer token", LOOKING | NOBODY | TOKENS, INTEGRATIONS
            ),
            Road("still_signed", "the same by a path signed for half a minute, as cards do", LOOKING),
            Road(
                "still_signed_for_hours",
                "the same by a path signed for hours, as programs do",
                {"owner": "--+-", "viewer": "--+-", "stranger": NOTHING, "admin": NOTHING},
                INTEGRATIONS,
            ),
            Road(
                "still_signed_by_code",
                "the same by a path that other code had signed, in the name of whoever its context held",
                PROGRAM,
                INTEGRATIONS,
            ),
            Road(
                "still_token",
                "the same with the token in the camera's state, which opens stock cameras",
                CLOSED | NOBODY,
            ),
            Road(
                "mjpeg",
                "`GET /api/camera_proxy_stream/<camera>`: one picture after the other",
                LOOKING | NOBODY | TOKENS,
                INTEGRATIONS,
            ),
            Road("mjpeg_interval", "the same with `?interval=`", LOOKING | NOBODY),
            Road(
                "hls", "websocket `camera/stream`: an HLS address for this one caller", LOOKING | TOKENS, INTEGRATIONS
            ),
            Road(
                "hls_views",
                "Home Assistant's own HLS views, `/api/hls/<token>/…`: they know no token of a guarded camera",
                CLOSED | NOBODY,
                proof=(
                    "tests/delivery/test_hls.py::test_stock_views_never_serve_it",
                    "tests/delivery/test_hls.py::test_tokens_of_nobody",
                ),
            ),
            Road(
                "webrtc",
                "websocket `camera/webrtc/offer`: WebRTC by go2rtc, cut at its source",
                LOOKING | {"token": "--+-"},
                INTEGRATIONS,
                (
                    "tests/delivery/test_webrtc.py::test_the_picture_and_its_end",
                    "tests/delivery/test_webrtc.py::test_whoever_is_refused_reads_why",
                    "tests/delivery/test_webrtc.py::test_privacy_cuts_for_good",
                    "tests/delivery/test_webrtc.py::test_programs",
                    "tests/e2e/test_webrtc.py::test_who_is_not_let_in",
                    "tests/e2e/test_webrtc.py::test_every_end_is_the_end",
                ),
            ),
            Road(
                "webrtc_candidate",
                "websocket `camera/webrtc/candidate`: of use only to whoever began the session",
                CLOSED,
                proof=(
                    "tests/delivery/test_webrtc.py::test_candidates",
                    "tests/e2e/test_webrtc.py::test_a_stolen_session",
                ),
            ),
            Road(
                "resolve", "websocket `media_source/resolve_media`: the media browser", LOOKING | TOKENS, INTEGRATIONS
            ),
            Road(
                "browse", "websocket `media_source/browse_media`: names and thumbnails, and no key to a picture", CLOSED
            ),
        ),
    ),
    Group(
        "Letting it leave",
        "A file and a player keep what they are given. These are for owners themselves, called directly from their own "
        "session, and for automations where owners allowed them; never with privacy on. What was handed over before "
        "cannot be called back.",
        (
            Road("snapshot", "action `camera.snapshot`: a file", LEAVING | AUTOMATED, "automations"),
            Road("snapshot_rest", "the same by `POST /api/services/camera/snapshot`", LEAVING),
            Road(
                "record",
                "action `camera.record`: a video file, which ends when privacy is raised",
                LEAVING | AUTOMATED,
                "automations",
            ),
            Road(
                "play_stream",
                "action `camera.play_stream`: an address for a media player",
                LEAVING | AUTOMATED,
                "automations",
            ),
        ),
    ),
    Group(
        "Programs",
        "Whatever else asks inside Home Assistant is a program, whoever set it going: it gets the picture where an "
        "owner allowed `integrations` (or `ai`), and privacy is off. Who sees what it makes of it is up to it. Where "
        "the road names somebody (their request, their call of an action, their phone), it gets nothing if they get "
        "nothing.",
        (
            Road(
                "play_media",
                "`media_player.play_media` with the camera: the player resolves it",
                NAMED | {"automation": "--+-"},
                INTEGRATIONS,
            ),
            *(
                Road(
                    name,
                    what,
                    (NAMED if name.startswith(("proxy", "image_processing", "ai_task")) else {}) | PROGRAM,
                    "ai" if name == "ai_task" else INTEGRATIONS,
                    (*PROGRAMS, BY_NAME) if name.startswith(("proxy", "image_processing", "ai_task")) else PROGRAMS,
                )
                for name, what in (
                    ("image", "the helper for stills, `camera.async_get_image`"),
                    ("entity_image", "the entity's own method for stills"),
                    ("mjpeg_passed_on", "the helper for MJPEG: another integration's view passes it on"),
                    (
                        "source",
                        "the helper for an address, `camera.async_get_stream_source`: one of ours, cut with the lease",
                    ),
                    ("request_stream", "the helper for HLS, `camera.async_request_stream`"),
                    ("entity_stream", "a stream made by the entity"),
                    ("media", "`media_source.async_resolve_media`, as some 45 players, Immich and announcements do"),
                    ("media_of_component", "the same by the object that resolves"),
                    ("automation", "an automation that puts the camera on a player"),
                    ("mail", "notifiers that attach the camera, as SMTP, ntfy, Mastodon, Android TV and e-paper do"),
                    ("ai_task", "AI tasks with the camera attached"),
                    ("proxy_still", "the proxy camera: stills"),
                    ("proxy_mjpeg", "the proxy camera: MJPEG, for which it passes its viewer's request on"),
                    ("proxy_resized", "the proxy camera: pictures made smaller"),
                    ("image_processing", "image processing, every ten seconds or by its action"),
                    ("homekit", "HomeKit's still"),
                )
            ),
            Road(
                "homekit_stream",
                "HomeKit's video: ffmpeg reads an address of ours, and is cut",
                PROGRAM,
                INTEGRATIONS,
                (*PROGRAMS, "tests/callers/test_programs_cut.py::test_homekit"),
            ),
            Road(
                "webrtc_provider",
                "go2rtc and other WebRTC providers, when they come and go: none is given an address",
                {"program": NOTHING},
                proof=(
                    "tests/delivery/test_webrtc.py::test_what_only_calls_itself_go2rtc",
                    "tests/delivery/test_webrtc.py::test_go2rtc_comes_and_goes",
                ),
            ),
            Road(
                "preload",
                "`preload_stream`: a stream kept ready for nobody in particular",
                {"program": NOTHING},
                proof=(
                    "tests/delivery/test_webrtc.py::test_preload_has_no_effect",
                    "tests/callers/test_programs_cut.py::test_nothing_is_preloaded",
                ),
            ),
            Road(
                "cast",
                "`cast.show_lovelace_view` and other users of the system: a television with a login of its own",
                PROGRAM,
                INTEGRATIONS,
                (
                    "tests/callers/test_principal.py::test_programs_with_a_users_token",
                    "tests/delivery/test_tokens.py::test_they_are_integrations",
                    "tests/delivery/test_tokens.py::test_they_are_nobody_else",
                ),
            ),
            Road(
                "mobile_app",
                "a phone's webhook, by HTTP, websocket or cloud: `stream_camera`, and actions in the name of whoever's "
                "phone it is",
                NAMED,
                INTEGRATIONS,
            ),
            Road(
                "another_integration",
                "another custom integration, by every helper and method, from a service, a timer and a socket server "
                "of its own, added and reloaded by an owner who is an administrator",
                PROGRAM,
                INTEGRATIONS,
                ("tests/callers/test_neighbour.py::test_it_is_a_program",),
            ),
        ),
    ),
    Group(
        "Assistants",
        "Where an owner allowed `assistants`, privacy is off, and whoever is named in the request is an owner or "
        "viewer as well. They get a lease of their own, which ends with everything that it rests on. "
        "`switch.<account>_assistants` cuts them all off.",
        (
            Road("google", "Google Assistant, `GetCameraStream`", ASSISTED, "assistants"),
            Road("alexa", "Alexa, `InitializeCameraStreams`; its still is the shield", ASSISTED, "assistants"),
            Road(
                "alexa_rtc",
                "Alexa, `InitiateSessionWithOffer`: WebRTC, for an hour at most (since Home Assistant 2026.11)",
                ASSISTED,
                "assistants",
                proof=(
                    "tests/e2e/test_alexa_rtc.py::test_whose_offer_it_is",
                    "tests/delivery/test_webrtc.py::test_programs",
                ),
            ),
            Road(
                "assist",
                'Assist: "show me the nursery camera", typed or spoken in one\'s own session: a link, or a player',
                {"owner": "+++-", "viewer": "-++-", "stranger": NOTHING},
                proof=(
                    "tests/assist/test_assist.py::test_showing_in_a_chat",
                    "tests/assist/test_assist.py::test_the_answers_of_a_stranger_are_the_same_to_the_letter",
                ),
            ),
        ),
    ),
    Group(
        "Originals",
        "A camera that guards another integration's locks it: on every road above, nobody gets the original's picture, "
        "not even while privacy is off. The guarded camera stands in its place.",
        (
            Road(
                "original",
                "the original itself, by every road, also while its integration or Home Assistant starts",
                CLOSED | {"program": NOTHING},
                proof=(
                    "tests/originals/test_roads.py::test_every_road_is_closed",
                    "tests/originals/test_roads.py::test_mjpeg_camera",
                    "tests/originals/test_additions.py::test_armed_before_the_camera_component",
                    "tests/e2e/test_household.py::test_original_is_locked",
                    "tests/e2e/test_original_start.py::test_locked",
                    "tests/e2e/test_restart.py::test_original_reloaded",
                ),
            ),
            Road(
                "original_running",
                "what ran before it was locked: streams, links, open connections, names in go2rtc",
                CLOSED | {"program": NOTHING},
                proof=(
                    "tests/originals/test_running.py::test_running_mjpeg",
                    "tests/originals/test_running.py::test_old_hls_links_are_dead",
                    "tests/originals/test_running.py::test_recording_ends",
                    "tests/originals/test_running.py::test_webrtc",
                    "tests/originals/test_running.py::test_go2rtc_forgets_the_name",
                ),
            ),
            Road(
                "original_attributes",
                "addresses that some originals publish in their attributes",
                CLOSED,
                proof=("tests/originals/test_registry.py::test_attributes",),
            ),
        ),
    ),
    Group(
        "Keys in states and links",
        "What others can read: states, attributes, templates, history, exporters. Nothing in them opens a camera.",
        (
            Road("entity_picture", "`entity_picture` in the state: a shield", CLOSED | NOBODY),
            Road("template", "websocket `render_template`, for everybody: the token is empty", CLOSED),
            Road(
                "loopback",
                "what fetches the camera's address from Home Assistant itself: `rest`, `generic`, Telegram, e-paper",
                PROGRAM,
                INTEGRATIONS,
            ),
        ),
    ),
)

OPEN = (
    Open(
        ("code",),
        "Code that is bent on it",
        "An integration runs in the same process. What asks is told apart by how it asks, which stops what is nosy, "
        "careless or tricked; code written against this one can read memory, make a login of an owner's or replace "
        "functions. Install what you trust.",
    ),
    Open(
        ("console",),
        "The debug console (Home Assistant 2026.11, switched on in `configuration.yaml`)",
        "It runs what an administrator types inside Home Assistant: the same as an integration of theirs.",
    ),
    Open(
        ("original_preview",),
        "The settings of an original",
        "An administrator can open the options of its integration, read its address and password there, and some show "
        "a preview without any login while the dialog is open.",
    ),
    Open(
        ("original_views",),
        "What an original's integration serves besides its camera",
        "Its own views, media sources, `image` entities, recordings and events, as UniFi Protect, Reolink, Nest, "
        "motionEye and Synology have, and the camera's own address, app and cloud. Best is a camera by address.",
    ),
    Open(
        ("backups",),
        "Backups, and the machine itself",
        "Whoever reads the disk, or a backup that is not encrypted, reads the cameras' passwords and everybody's "
        "logins, an owner's among them.",
    ),
    Open(
        ("safe_mode",),
        "Safe mode",
        "It loads no custom integration: guarded cameras are gone. Originals stay disabled; whoever enables one, which "
        "takes an administrator, opens it knowingly. A YAML camera without a unique id is open.",
    ),
    Open(
        ("credentials",),
        "An administrator who takes over an owner's login",
        "They can set an owner's password anew, and log in as them. The owner's own password stops working then. With "
        "`trusted_networks` in the configuration a whole network can be let in as an owner.",
    ),
    Open(
        ("resources",),
        "What an administrator has run in an owner's browser",
        "A dashboard resource runs with the login of whoever opens the dashboard.",
    ),
    Open(
        ("profiler",),
        "What an administrator has Home Assistant write to its log",
        "`profiler.dump_log_objects` writes objects from its memory: passwords, logins and pictures among them.",
    ),
    Open(
        ("go2rtc",),
        "go2rtc's own interface, while somebody watches by WebRTC",
        "Whoever reaches its API or its RTSP port can read the stream of that session, whose name is random but "
        "listed. The one that Home Assistant runs has its API on a local socket, but RTSP open on the same machine.",
    ),
    Open(
        ("media_folder",),
        "Files once they are saved",
        "What an owner or an allowed automation saves under `www` is readable by everybody who reaches Home "
        "Assistant, and under `media` by every user.",
    ),
    Open(
        ("handed_over",),
        "What was handed over before",
        "Files, mails, what a program keeps, and the seconds of video that a player has in its buffer.",
    ),
)
# Sections of surface.txt for which a group's road has another name.
ELSEWHERE = {
    "attributes": "template",
    "code": "image",
    "homekit_still": "homekit",
    "media_image": "mail",
    "notifiers": "mail",
    "players": "play_media",
    "proxy": "proxy_still",
    "services": "snapshot_rest",
    "signing": "still_signed",
}
