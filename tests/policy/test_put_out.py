"""Who is put out: a person with all that comes in their name, or a kind of program, at one camera, for a minute."""

from custom_components.dropcam_privacy.policy.model import CameraId, Kind, Principal, RefreshTokenId, UserId
from custom_components.dropcam_privacy.policy.put_out import PUT_OUT_SECONDS, PutOut

NURSERY, PORCH = CameraId("nursery"), CameraId("porch")
BEN = Principal(Kind.PERSON, UserId("ben"), RefreshTokenId("phone"))
IN_BENS_NAME = [
    Principal(Kind.PERSON, UserId("ben"), RefreshTokenId("desk")),
    Principal(Kind.INTEGRATION, UserId("ben")),
    Principal(Kind.ASSISTANT, UserId("ben")),
    Principal(Kind.AUTOMATION, people=frozenset({UserId("ben"), UserId("anna")})),
]
OTHERS = [Principal(Kind.PERSON, UserId("anna"), RefreshTokenId("desk")), Principal(Kind.INTEGRATION)]


def test_a_person() -> None:
    """Nobody else, at no other camera, and no longer."""
    out = PutOut()
    out.put(BEN, NURSERY, now=100)
    for who in (BEN, *IN_BENS_NAME):
        assert out.until(who, NURSERY, now=100) == 100 + PUT_OUT_SECONDS
        assert out.until(who, PORCH, now=100) is None
        assert out.until(who, NURSERY, now=100 + PUT_OUT_SECONDS) is None
    assert not any(out.until(who, NURSERY, now=100) for who in OTHERS)


def test_a_program() -> None:
    """All of its kind, in whoever's name; no person."""
    out = PutOut()
    out.put(Principal(Kind.INTEGRATION, UserId("ben")), NURSERY, now=100)
    assert out.until(Principal(Kind.INTEGRATION), NURSERY, now=101)
    assert out.until(Principal(Kind.INTEGRATION, UserId("anna")), NURSERY, now=101)
    assert out.until(BEN, NURSERY, now=101) is None
    assert out.until(Principal(Kind.ASSISTANT), NURSERY, now=101) is None


def test_again() -> None:
    """The last time counts, and what is over is forgotten."""
    out = PutOut()
    out.put(BEN, NURSERY, now=100)
    out.put(BEN, NURSERY, now=130)
    out.forget(now=100 + PUT_OUT_SECONDS)
    assert out.until(BEN, NURSERY, now=160) == 130 + PUT_OUT_SECONDS
