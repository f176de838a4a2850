"""How a camera is logged in to over HTTP: in the way that it asks for, which is kept for what is asked later.

Nothing is sent before the camera asks. A password goes in clear text only where the camera asks for that, and over
plain HTTP not where it asked for a digest before: somebody in the network could ask in the camera's place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import hashlib
import re
import secrets
from typing import Final

import aiohttp
from yarl import URL

from .address import Access

# From the weakest to the strongest.
_HASHES: Final[Mapping[str, str]] = {
    "MD5": "md5",
    "SHA": "sha1",
    "SHA256": "sha256",
    "SHA-256": "sha256",
    "SHA-512-256": "sha512_256",
    "SHA512": "sha512",
    "SHA-512": "sha512",
}
_RANKS: Final = tuple(_HASHES)
_QOPS: Final = ("auth", "auth-int")
# What is longer is no challenge, and would take long to look through.
_MAX_CHALLENGE: Final = 2000
# A parameter, its value quoted, or reaching up to the next comma or parameter; or a word, which begins a challenge.
_PART: Final = re.compile(r'([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(.*?)(?=\s*(?:,|$|\s[\w-]+\s*=)))|([\w-]+)')

type Challenge = tuple[str, dict[str, str]]


def challenges(headers: Iterable[str]) -> list[Challenge]:
    """Read all WWW-Authenticate headers of an answer, each with one challenge or several: scheme and parameters."""
    found: list[Challenge] = []
    for header in headers:
        current: Challenge | None = None
        for part in _PART.finditer(header[:_MAX_CHALLENGE]):
            name, quoted, plain, word = part.groups()
            if word in _QOPS and current is not None:  # a list that is not quoted
                current[1]["qop"] = f"{current[1].get('qop', '')},{word}"
            elif word is not None:
                current = (word.lower(), {})
                found.append(current)
            elif current is not None:
                current[1].setdefault(name.lower(), quoted if quoted is not None else plain.strip('" '))
    return found


@dataclass(slots=True)
class _Digest:
    """A camera's challenge, and how often it was answered (RFC 7616, and RFC 2069 where there is no qop)."""

    given: Mapping[str, str]
    used: int = 0

    @property
    def hash(self) -> str:
        """Which hash it asks for, in capitals."""
        return self.given.get("algorithm", "MD5").upper().removesuffix("-SESS")

    @property
    def qop(self) -> str | None:
        """What is to be protected: the body of our requests is empty, so "auth" is as good as "auth-int"."""
        offered = {word.strip().lower() for word in self.given.get("qop", "").split(",")}
        return next((word for word in _QOPS if word in offered), None)

    @property
    def usable(self) -> bool:
        """Whether it can be answered."""
        return (
            bool(self.given.get("nonce"))
            and "realm" in self.given
            and self.hash in _HASHES
            and (self.qop is not None or not self.given.get("qop"))
        )

    def answer(self, username: str, password: str, path: str) -> str:
        """Return the header that answers it for a GET of `path`; bytes that are no UTF-8 come as they came."""
        self.used += 1
        count, cnonce = f"{self.used:08x}", secrets.token_hex(8)
        nonce, realm = (_unescaped(self.given[name]) for name in ("nonce", "realm"))
        secret = self._hash(username, realm, password)
        session = self.given.get("algorithm", "").upper().endswith("-SESS")
        if session:
            secret = self._hash(secret, nonce, cnonce)
        asked = self._hash("GET", path, *([self._hash("")] if self.qop == "auth-int" else []))
        counted = [count, cnonce, self.qop] if self.qop else []
        fields = {
            "username": f'"{_escaped(username)}"',
            "realm": f'"{self.given["realm"]}"',
            "nonce": f'"{self.given["nonce"]}"',
            "uri": f'"{path}"',
            "response": f'"{self._hash(secret, nonce, *counted, asked)}"',
        }
        if "algorithm" in self.given:
            fields["algorithm"] = self.given["algorithm"]
        if "opaque" in self.given:
            fields["opaque"] = f'"{self.given["opaque"]}"'
        if self.qop:
            fields |= {"qop": self.qop, "nc": count}
        if self.qop or session:
            fields["cnonce"] = f'"{cnonce}"'
        return "Digest " + ", ".join(f"{name}={value}" for name, value in fields.items())

    def _hash(self, *parts: str) -> str:
        said = ":".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.new(_HASHES[self.hash], said, usedforsecurity=False).hexdigest()


class Login:
    """The way into the place that was entered for one camera, and what that has us remember for its host."""

    def __init__(self, access: Access) -> None:
        """Send nothing before it is asked for; made in the event loop."""
        self._username, self._password = access.username or "", access.password or ""
        # A name with a colon cannot be told from its password.
        self._given = access.username is not None and ":" not in access.username
        self._digest_only = access.digest_only
        # By origin: what asks at another port, asks for itself. None stands for basic.
        self._ways: dict[URL, _Digest | None] = {}
        self._cookies = aiohttp.CookieJar(unsafe=True)

    def headers(self, url: URL) -> dict[str, str]:
        """Return what is sent to `url`, on the host that was entered."""
        sent: dict[str, str] = {}
        if cookies := self._cookies.filter_cookies(url):
            sent["Cookie"] = "; ".join(f"{name}={cookie.coded_value}" for name, cookie in cookies.items())
        origin = url.origin()
        if origin not in self._ways:
            return sent
        way = self._ways[origin]
        if way is not None:
            sent["Authorization"] = way.answer(self._username, self._password, url.raw_path_qs)
        elif self._may_be_plain(url):
            sent["Authorization"] = aiohttp.encode_basic_auth(self._username, self._password, encoding="utf-8")
        return sent

    def remember(self, url: URL, cookies: Iterable[str]) -> None:
        """Keep the cookies of an answer."""
        self._cookies.update_cookies_from_headers(list(cookies), url)

    def asked(self, url: URL, headers: Iterable[str], sent: Mapping[str, str]) -> bool:
        """Learn how the camera asks, when it has refused what was `sent`; return whether another try may help."""
        origin, found = url.origin(), challenges(headers)
        self._ways.pop(origin, None)
        digests = [digest for scheme, given in found if scheme == "digest" and (digest := _Digest(given)).usable]
        # Who asks without a word about how is taken to mean the plainest way.
        basic = not found or any(scheme == "basic" for scheme, _ in found)
        if not self._given:
            return False
        if digests:
            self._digest_only = True
            self._ways[origin] = max(digests, key=lambda digest: _RANKS.index(digest.hash))
            return True
        if basic and self._may_be_plain(url):
            self._ways[origin] = None
            return not sent.get("Authorization", "").startswith("Basic ")
        return False

    def forget(self, url: URL) -> None:
        """Begin anew next time: what was sent last has been refused."""
        self._ways.pop(url.origin(), None)
        self._cookies.clear()

    def _may_be_plain(self, url: URL) -> bool:
        return url.scheme == "https" or not self._digest_only


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
