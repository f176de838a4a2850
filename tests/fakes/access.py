"""How a simulated camera checks a login: basic, and digest (RFC 7616 with MD5 and qop=auth)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from urllib.request import parse_http_list, parse_keqv_list

from aiohttp import web

REALM = "camera"


@dataclass(frozen=True, slots=True)
class Login:
    """A password, and the colour of the picture that it opens."""

    password: str = field(repr=False)
    color: str


def basic_user(request: web.Request, logins: Mapping[str, Login], _nonce: str) -> str | None:
    """Return who logs in by a basic Authorization header."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    username, _, password = b64decode(encoded).decode().partition(":")
    login = logins.get(username)
    return username if login and login.password == password else None


def digest_challenge(nonce: str) -> str:
    """Ask for a digest."""
    return f'Digest realm="{REALM}", nonce="{nonce}", qop="auth", algorithm=MD5'


def digest_user(request: web.Request, logins: Mapping[str, Login], nonce: str) -> str | None:
    """Return who logs in by a digest Authorization header."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "digest":
        return None
    given = parse_keqv_list(parse_http_list(rest))
    login = logins.get(given.get("username", ""))
    if login is None or given.get("nonce") != nonce or given.get("uri") != request.path_qs:
        return None
    secret = _md5(f"{given['username']}:{REALM}:{login.password}")
    asked = _md5(f"{request.method}:{given['uri']}")
    expected = _md5(f"{secret}:{nonce}:{given.get('nc')}:{given.get('cnonce')}:auth:{asked}")
    return given["username"] if given.get("response") == expected else None


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
