"""A log that is not written."""

from ..audit.log import LOG
from .finding import Finding, Kind, Looker, Severity


async def look(looker: Looker) -> list[Finding]:
    """Look whether it is."""
    if looker.hass.data[LOG].writer.writes() or not (looker.admin or looker.accounts):
        return []
    return [Finding(Kind.LOG_NOT_WRITTEN, Severity.SERIOUS, path="/config/repairs")]
