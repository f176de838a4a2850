"""Names that go over a wire or onto a disk, and the limits of Dropcam Privacy."""

from typing import Final

DOMAIN: Final = "dropcam_privacy"

# The config entry of an account.
CONF_OWNERS: Final = "owners"
CONF_TELL_NEW: Final = "tell_new_cameras"

# The config subentry of a camera.
SUBENTRY_CAMERA: Final = "camera"
CONF_KIND: Final = "kind"
KIND_ADDRESS: Final = "address"
KIND_ENTITY: Final = "entity"
CONF_STILL_IMAGE_URL: Final = "still_image_url"
CONF_MJPEG_URL: Final = "mjpeg_url"
CONF_STREAM_SOURCE: Final = "stream_source"
CONF_AUTHENTICATION: Final = "authentication"
AUTHENTICATION_DIGEST: Final = "digest"
CONF_ORIGINAL: Final = "original"
CONF_ORIGINAL_ENTITY_ID: Final = "original_entity_id"
CONF_ORIGINAL_IDENTITY: Final = "original_identity"
CONF_ORIGINAL_PLATFORM: Final = "original_platform"
CONF_LOCK_ORIGINAL: Final = "lock_original"
CONF_TAKE_OVER: Final = "take_over"
CONF_LEFT_OPEN: Final = "left_open"
CONF_VIEWERS: Final = "viewers"
# When viewers may look who may not always: they are not among those above.
CONF_TIMES: Final = "times"
CONF_ALLOW: Final = "allow"
CONF_LOWERERS: Final = "lowerers"
# What the dialogs ask for existing cameras.
CONF_INTEGRATION: Final = "integration"
CONF_CAMERAS: Final = "cameras"
# What somebody else than an owner would have instead of the source above.
CONF_PROPOSED_SOURCE: Final = "proposed_source"

# The picture that stands for every guarded camera. The frontend appends "&width=…" blindly, hence the query.
STATIC_URL: Final = "/dropcam_privacy_static"
SHIELD_URL: Final = f"{STATIC_URL}/shield.svg?v=1"

# Where owners get the log of an account.
LOG_PATH: Final = "/api/dropcam_privacy/log/"
