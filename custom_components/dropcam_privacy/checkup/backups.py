"""Backups that anybody can read who comes by one."""

from typing import TYPE_CHECKING

from homeassistant.util.hass_dict import HassKey

from .finding import Finding, Kind, Looker, Severity

if TYPE_CHECKING:
    from homeassistant.components.backup import BackupManager

# Importing the component would load it where nobody has it.
_MANAGER: HassKey[BackupManager] = HassKey("backup")
_PATH = "/config/backup/settings"


async def look(looker: Looker) -> list[Finding]:
    """Look at what is set for automatic backups, and at each location."""
    manager = looker.hass.data.get(_MANAGER)
    if manager is None or not (looker.admin or looker.accounts):
        return []
    config = manager.config.data
    if not config.automatic_backups_configured:
        return []
    if not config.create_backup.password:
        return [Finding(Kind.BACKUP_OPEN, Severity.MODERATE, path=_PATH)]
    return [
        Finding(
            Kind.BACKUP_LOCATION_OPEN,
            Severity.MODERATE,
            (agent,),
            {"location": manager.backup_agents[agent].name if agent in manager.backup_agents else agent},
            path=_PATH,
        )
        for agent in config.create_backup.agent_ids
        if agent in config.agents and not config.agents[agent].protected
    ]
