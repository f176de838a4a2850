"""How those are told who follow something."""

from collections.abc import Callable, Iterable
from contextvars import Context
import logging

_LOGGER = logging.getLogger(__name__)


def tell[*News](listeners: Iterable[Callable[[*News], object]], *news: *News) -> None:
    """Tell all listeners, from an empty context: whoever is told must not find whose request this is.

    One that raises spares nobody the rest of what is done, and nobody else the news.
    """
    for listener in list(listeners):
        try:
            Context().run(listener, *news)
        except Exception:
            _LOGGER.exception("Could not tell a listener")
