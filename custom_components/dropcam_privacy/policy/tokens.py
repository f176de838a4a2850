"""Tokens, and what they open: kept as SHA-256 only, and none lives twice."""

from collections.abc import Iterator
from hashlib import sha256

TOKEN_BYTES = 32
"""256 bits: not to be guessed."""


class TokenBook[T]:
    """What is opened by tokens, which are random bytes; who has one says it in hex."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_digest: dict[bytes, T] = {}

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self._by_digest)

    def __iter__(self) -> Iterator[T]:
        """List what they open."""
        return iter(tuple(self._by_digest.values()))

    def enter(self, token: bytes, what: T) -> bytes:
        """Let a token open something, and return the digest by which it can be forgotten.

        Raises ValueError for a token that is too short or was entered before.
        """
        digest = _digest(token.hex())
        if len(token) < TOKEN_BYTES or digest in self._by_digest:
            raise ValueError("a token is 256 fresh random bits")
        self._by_digest[digest] = what
        return digest

    def find(self, token: object) -> T | None:
        """Find what a token in hex, as text, opens; whatever else is given opens nothing."""
        if not isinstance(token, str) or len(token) != 2 * TOKEN_BYTES:
            return None
        # Looked up by its hash: how long that takes tells nothing about other tokens.
        return self._by_digest.get(_digest(token))

    def forget(self, digest: bytes | None) -> None:
        """Let a token open nothing any more."""
        if digest is not None:
            self._by_digest.pop(digest, None)


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
