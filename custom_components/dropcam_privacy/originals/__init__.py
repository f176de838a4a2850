"""Locks the originals of wrapped cameras, and gives them back.

An original gives its picture to our feed alone. It is closed on the disk, so that it is not there without us; where we
are, it is let in, locked. Nothing here imports the camera component, which would come too late at Home Assistant's
start.
"""

from .arming import ORIGINALS, arm, arm_by_line, async_arm
from .originals import Originals
from .registered_locks import OriginalState
from .source import OriginalSource
from .yaml_line import needs_line

__all__ = ["ORIGINALS", "OriginalSource", "OriginalState", "Originals", "arm", "arm_by_line", "async_arm", "needs_line"]
