"""How we speak with cameras over TLS, and what it means when that fails."""

from functools import cache
import ssl
from typing import Final
import warnings

from homeassistant.util.ssl import get_default_context

# OpenSSL's word for all that it still knows, with keys of any length.
_ANY_CIPHER: Final = "DEFAULT:@SECLEVEL=0"
# What says that the other side knows nothing newer than what is refused by default.
_OUTDATED: Final = frozenset(
    {
        "DH_KEY_TOO_SMALL",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        "UNSUPPORTED_PROTOCOL",
    }
)


def context(*, verify: bool) -> ssl.SSLContext:
    """Return the context for a connection to a camera; `verify` asks for a certificate that can be trusted."""
    return get_default_context() if verify else _anything()


@cache
def _anything() -> ssl.SSLContext:
    """Accept any certificate, and so TLS 1.0 and 1.1: who can break these could as well present a certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.options |= ssl.OP_NO_COMPRESSION | ssl.OP_LEGACY_SERVER_CONNECT
    made.set_ciphers(_ANY_CIPHER)
    made.set_alpn_protocols(["http/1.1"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made.minimum_version = ssl.TLSVersion.TLSv1
    return made


def is_about_trust(error: BaseException) -> bool:
    """Return whether a connection failed by what is not asked for where certificates are not verified."""
    cause = error.__cause__ or error
    return isinstance(cause, ssl.SSLCertVerificationError) or (
        isinstance(cause, ssl.SSLError) and cause.reason in _OUTDATED
    )
