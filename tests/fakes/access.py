"""How a simulated camera asks for a login and checks it: basic, and digest (RFC 7616, and RFC 2069 without a qop)."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
import hashlib
from typing import Literal
from urllib.request import parse_http_list, parse_keqv_list

REALM = "camera"
BASIC = f'Basic realm="{REALM}"'
DIGEST = f'Digest realm="{REALM}", nonce="{{nonce}}", qop="auth", algorithm=MD5'
"""The usual challenges; {nonce} stands for the camera's own."""

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}

type Authentication = Literal["basic", "digest"]


@dataclass(frozen=True, slots=True)
class Login:
    """A password, and the colour of the picture that it opens."""

    password: str = field(repr=False)
    color: str


def user_of(
    header: str, path: str, logins: Mapping[str, Login], challenges: Iterable[str], nonce: str, realm: str = REALM
) -> str | None:
    """Return who logs in by an Authorization header, in one of the ways that the camera has asked for."""
    scheme, _, rest = header.partition(" ")
    asked = " ".join(challenges).lower()
    if scheme == "Basic" and "basic" in asked:
        username, _, password = b64decode(rest).decode().partition(":")
        login = logins.get(username)
        return username if login and login.password == password else None
    if scheme == "Digest" and "digest" in asked:
        return _digest_user(rest, path, logins, nonce, realm)
    return None


def _digest_user(header: str, path: str, logins: Mapping[str, Login], nonce: str, realm: str) -> str | None:
    given = parse_keqv_list(parse_http_list(header))
    login = logins.get(given.get("username", ""))
    if login is None or (given["nonce"], given["uri"], given["realm"]) != (nonce, path, realm):
        return None
    algorithm = given.get("algorithm", "MD5")

    def hashed(*parts: str) -> str:
        said = ":".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.new(_HASHES[algorithm.removesuffix("-sess")], said, usedforsecurity=False).hexdigest()

    secret = hashed(given["username"], realm, login.password)
    if algorithm.endswith("-sess"):
        secret = hashed(secret, nonce, given["cnonce"])
    asked = hashed("GET", path)
    if "qop" in given:
        assert given["qop"] == "auth", "cameras that offer auth-int seldom know how"
        expected = hashed(secret, nonce, given["nc"], given["cnonce"], "auth", asked)
    else:
        expected = hashed(secret, nonce, asked)
    return given["username"] if given["response"] == expected else None
