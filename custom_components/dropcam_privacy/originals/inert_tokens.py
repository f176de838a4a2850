"""What stands in the place of an entity's access tokens while it is locked."""

from typing import Final


class InertTokens:
    """Accepts no token, publishes an empty one, keeps none."""

    def __contains__(self, token: object) -> bool:
        """Accept nothing, neither None nor an empty string."""
        return False

    def __getitem__(self, index: int) -> str:
        """Publish an empty token."""
        return ""

    def append(self, token: str) -> None:
        """Forget a new token."""


INERT_TOKENS: Final = InertTokens()
