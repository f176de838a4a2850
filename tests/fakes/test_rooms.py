"""Drawn rooms tell whose they are, as painted pictures do; and something moves in each."""

import numpy as np
import pytest

from tests.fakes.pictures import owner_of
from tests.fakes.rooms import PERIOD, room


@pytest.mark.parametrize("color", ["red", "orange", "blue", "green"])
def test_rooms(color: str) -> None:
    """At any moment of a period, after which it begins anew."""
    seen = [room(color, count) for count in range(PERIOD)]
    assert {owner_of(picture) for picture in seen} == {color}
    assert len({picture.tobytes() for picture in seen}) > PERIOD / 4
    assert np.array_equal(room(color, PERIOD), seen[0])
