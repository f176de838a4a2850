"""Records as sets of rights: what goes in, what comes out, and what never does both."""

import pytest

from custom_components.dropcam_privacy.policy.model import AccountId, CameraId
from custom_components.dropcam_privacy.rights.records import Grant, Record, Right, source_rights

ACCOUNT, CAMERA, OTHER = AccountId("account"), CameraId("camera"), CameraId("other")
IS_ON, OTHER_ON = Right(Grant.ON, CAMERA), Right(Grant.ON, OTHER)
OWNS = Right(Grant.OWNER, ACCOUNT, "anna")
RECORD = Record(rights=frozenset({OWNS, IS_ON}), cameras={CAMERA: {"title": "Nursery"}})


@pytest.mark.parametrize("record", [Record(removed=True), Record(traces=frozenset({CAMERA})), Record()])
def test_what_is_not_there_gets_nothing(record: Record) -> None:
    """A camera that was removed or never recorded, or one of an account that was removed."""
    assert record.more(ACCOUNT, {IS_ON, *source_rights({CAMERA: "digest"})}) == record


def test_a_removed_account_has_no_owner() -> None:
    """Not even one that is being accepted just then."""
    assert Record(removed=True).more(ACCOUNT, {OWNS}) == Record(removed=True)


def test_a_camera_has_one_source() -> None:
    """Another takes the place of the one before, or of what an older version did not record."""
    before = Record(cameras={CAMERA: {}}, sourceless=frozenset({CAMERA}))
    for source in ("this", "that"):
        before = before.more(ACCOUNT, source_rights({CAMERA: source}))
        assert before == Record(cameras={CAMERA: {}}, rights=source_rights({CAMERA: source}))
    both = source_rights({CAMERA: "these"}) | source_rights({CAMERA: "those"})
    assert len(before.more(ACCOUNT, both).rights) == 1


def test_a_camera_ends_its_privacy_once() -> None:
    """For another time, or without an end: the last one counts."""
    record = RECORD
    for end in ("5", "", "7"):
        record = record.more(ACCOUNT, {Right(Grant.LOWERED, CAMERA, end)})
        assert record.rights == {OWNS, IS_ON, Right(Grant.LOWERED, CAMERA, end)}


def test_only_a_camera_that_comes_brings_rights() -> None:
    """One that stood keeps what it has, and one that was removed leaves a trace, and stays removed."""
    new = {OTHER_ON, Right(Grant.LOWERED, CAMERA)}
    both = RECORD.with_cameras({CAMERA, OTHER}, new, traces=True)
    assert both.rights == {OWNS, IS_ON, OTHER_ON}
    assert both.cameras == {CAMERA: {"title": "Nursery"}, OTHER: {}}
    gone = both.with_cameras({OTHER}, (), traces=True)
    assert gone == Record(rights=frozenset({OWNS, OTHER_ON}), cameras={OTHER: {}}, traces=frozenset({CAMERA}))
    back = gone.with_cameras({CAMERA, OTHER}, {IS_ON}, traces=True)
    assert back == gone
    assert back.with_cameras({OTHER}, (), traces=False).traces == frozenset()


def test_what_was_put_back_waits() -> None:
    """That a camera was on is for an owner to confirm; who takes it, or removes the camera, takes that, too."""
    record = RECORD.put_back()
    assert (record.rights, record.waiting, record.restored) == ({OWNS}, {IS_ON}, True)
    assert record.put_back() == record
    assert not record.less({IS_ON}).waiting
    assert not record.with_cameras((), (), traces=True).waiting
    assert record.confirmed() == Record(rights=frozenset({OWNS}), cameras=RECORD.cameras)
