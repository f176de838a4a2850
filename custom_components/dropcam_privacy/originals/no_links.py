"""What locked entities of all domains have in common: nothing of theirs lets a link to their picture work."""

from typing import Final


class _InertTokens:
    """Stands for an entity's access tokens: accepts none, publishes an empty one, keeps none."""

    def __contains__(self, token: object) -> bool:
        """Accept nothing, neither None nor an empty string."""
        return False

    def __getitem__(self, index: int) -> str:
        """Publish an empty token."""
        return ""

    def append(self, token: str) -> None:
        """Forget a new token."""


_INERT_TOKENS: Final = _InertTokens()


class NoLinks:
    """An entity without a link to its picture."""

    @property
    def access_tokens(self) -> _InertTokens:
        """Accept no token."""
        return _INERT_TOKENS

    @access_tokens.setter
    def access_tokens(self, tokens: object) -> None:
        """Forget what the integration would accept."""

    @property
    def entity_picture(self) -> None:
        """Link to no picture."""
