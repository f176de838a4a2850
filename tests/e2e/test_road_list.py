"""What could be a road in the version of Home Assistant that the real server runs is listed, and was looked at."""

from tests.roads import listed, scan


def test_nothing_is_new() -> None:
    """A view, a command, a service, a source or a use of a camera that is not listed fails, and one that is gone."""
    assert listed.differences(scan.VERSION, {str(finding) for finding in scan.find()}) == []
