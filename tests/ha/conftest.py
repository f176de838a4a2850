"""What the ring with the plugin shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .rights import Disk, a_disk


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test a configuration folder of its own: our store writes real files."""
    Path(hass_tmp_config_dir, ".storage").mkdir(exist_ok=True)
    return hass_tmp_config_dir


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Put a disk that we command under all stores."""
    with a_disk() as disk:
        yield disk
