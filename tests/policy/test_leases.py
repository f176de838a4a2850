"""Leases: found while they live, never again after, and what hangs on them is cut exactly once."""

from secrets import token_bytes

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
import pytest

from custom_components.dropcam_privacy.policy.leases import MOST, Lease, LeaseBook
from custom_components.dropcam_privacy.policy.model import CameraId, Channel, Kind, Principal, RefreshTokenId, UserId
from custom_components.dropcam_privacy.policy.tokens import TOKEN_BYTES

CAMERA = CameraId("camera")
WHO = Principal(kind=Kind.PERSON, user=UserId("user"), login=RefreshTokenId("login"))


def fail() -> None:
    """Cut badly."""
    raise RuntimeError("cannot")


class Books(RuleBasedStateMachine):
    """A lease book next to a list that is searched from front to back."""

    leases = Bundle("leases")

    def __init__(self) -> None:
        """Begin with an empty book at midnight."""
        super().__init__()
        self.book = LeaseBook()
        self.now = 0.0
        self.live: dict[Lease, float | None] = {}  # until when
        self.over: list[Lease] = []
        self.tokens: dict[Lease, bytes] = {}
        self.cuts: dict[Lease, list[int]] = {}  # how often each was called

    @rule(
        target=leases,
        camera=st.sampled_from(["a", "b"]),
        login=st.sampled_from([None, "x", "y"]),
        lifetime=st.none() | st.floats(0.5, 9),
        named=st.booleans(),
    )
    def open(self, camera: str, login: str | None, lifetime: float | None, named: bool) -> Lease:
        """Open a lease."""
        token = token_bytes(TOKEN_BYTES) if named else None
        who = Principal(kind=Kind.PERSON, user=UserId("u"), login=RefreshTokenId(login) if login else None)
        lease = self.book.open(who, Channel.LIVE, CameraId(camera), now=self.now, lifetime=lifetime, token=token)
        self.live[lease] = None if lifetime is None else self.now + lifetime
        self.cuts[lease] = []
        if token is not None:
            self.tokens[lease] = token
        return lease

    @rule(lease=leases, bad=st.booleans())
    def hang_on(self, lease: Lease, bad: bool) -> None:
        """Hang something on a lease, even one that is over: then it is cut at once."""
        over = lease.ended
        calls = self.cuts[lease]
        calls.append(0)
        number = len(calls) - 1

        def cut() -> None:
            assert lease.ended
            calls[number] += 1
            if bad and not over:
                fail()

        lease.on_end(cut)
        assert calls[number] == int(over)

    @rule(lease=leases)
    def hang_on_and_forget(self, lease: Lease) -> None:
        """What was taken back is not cut."""
        calls: list[None] = []
        over = lease.ended
        forget = lease.on_end(lambda: calls.append(None))
        forget()
        forget()
        if not over:
            lease.on_end(lambda: self._never(calls))

    @staticmethod
    def _never(calls: list[None]) -> None:
        assert not calls

    @rule(seconds=st.floats(0, 5))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    @rule(lease=leases)
    def renew(self, lease: Lease) -> None:
        """Use a lease: only a live one lives longer by it."""
        self.book.renew(lease, now=self.now)
        if self._lives(lease) and lease.lifetime is not None:
            self.live[lease] = self.now + lease.lifetime

    @rule(some=st.lists(leases, max_size=4))
    def end(self, some: list[Lease]) -> None:
        """End leases, also twice, and also ones that are over."""
        self._ended(some)

    @rule(camera=st.sampled_from(["a", "b"]))
    def end_camera(self, camera: str) -> None:
        """End all of a camera."""
        found = self.book.of_camera(CameraId(camera))
        assert set(found) == {lease for lease in self.live if lease.camera == camera}
        self._ended(found)

    @rule(login=st.sampled_from(["x", "y"]))
    def end_login(self, login: str) -> None:
        """End all of a login."""
        found = self.book.of_login(RefreshTokenId(login))
        assert set(found) == {lease for lease in self.live if lease.principal.login == login}
        self._ended(found)

    @rule()
    def sweep(self) -> None:
        """Forget what has expired."""
        found = self.book.expired(now=self.now)
        assert set(found) == {lease for lease in self.live if not self._lives(lease)}
        self._ended(found)

    @rule(target=leases, lease=leases)
    def reuse(self, lease: Lease) -> object:
        """Enter a token again while it is known: refused, and nothing changes."""
        token = self.tokens.get(lease)
        if token is not None and lease in self.live:
            with pytest.raises(ValueError, match="fresh"):
                self.book.open(WHO, Channel.LIVE, CAMERA, now=self.now, token=token)
        return multiple()

    def _ended(self, leases: list[Lease]) -> None:
        self.book.end(iter(leases))
        for lease in leases:
            if self.live.pop(lease, 0) != 0:
                self.over.append(lease)

    def _lives(self, lease: Lease) -> bool:
        if lease not in self.live:
            return False
        until = self.live[lease]
        return until is None or self.now < until

    @invariant()
    def found_while_they_live(self) -> None:
        """A token finds exactly its own live lease."""
        for lease, token in self.tokens.items():
            assert self.book.find(token.hex(), now=self.now) is (lease if self._lives(lease) else None)
        for lease in [*self.live, *self.over]:
            assert self.book.live(lease, now=self.now) is self._lives(lease)

    @invariant()
    def counted(self) -> None:
        """The book holds what was not ended, and no more."""
        assert len(self.book) == len(self.live)
        assert set(self.book.all()) == set(self.live)

    @invariant()
    def cut_once(self) -> None:
        """Whatever hangs on an ended lease was cut once, whichever of them failed."""
        for lease, calls in self.cuts.items():
            assert calls == [int(lease.ended)] * len(calls)


TestBooks = Books.TestCase


@pytest.mark.parametrize("size", [0, 1, 16, 31])
def test_short_tokens_are_refused(size: int) -> None:
    """A token that could be guessed is not entered."""
    book = LeaseBook()
    with pytest.raises(ValueError, match="random"):
        book.open(WHO, Channel.LIVE, CAMERA, now=0, token=bytes(size))
    assert len(book) == 0


def test_tokens_are_kept_hashed() -> None:
    """Neither the book nor a lease holds a token in any form that opens it."""
    book = LeaseBook()
    token = token_bytes(TOKEN_BYTES)
    lease = book.open(WHO, Channel.LIVE, CAMERA, now=0, token=token)
    assert lease.digest is not None
    assert lease.digest != token
    held = f"{vars(book)!r}{vars(book._tokens)!r}{lease!r}"
    assert token.hex() not in held
    assert repr(token) not in held


def test_a_lease_ends_at_its_last_moment() -> None:
    """It lives until its time, not at it; and what is over cannot be renewed."""
    book = LeaseBook()
    lease = book.open(WHO, Channel.LIVE, CAMERA, now=100, lifetime=30)
    assert book.live(lease, now=129.999)
    assert not book.live(lease, now=130)
    book.renew(lease, now=130)
    assert not book.live(lease, now=130)


def test_all_are_marked_before_the_first_is_cut() -> None:
    """A cut that looks around finds nothing left to use, nor can it enter itself for ever."""
    book = LeaseBook()
    tokens = [token_bytes(TOKEN_BYTES) for _ in range(3)]
    leases = [book.open(WHO, Channel.LIVE, CAMERA, now=0, token=token) for token in tokens]
    seen: list[object] = []
    for lease in leases:
        lease.on_end(lambda: seen.extend([book.find(token.hex(), now=0) for token in tokens]))
        lease.on_end(lambda: seen.extend(other.ended or None for other in leases))
        lease.on_end(lambda: seen.append(None if len(book) == 0 else len(book)))
    assert book.end(leases) == []
    assert seen.count(True) == 9
    assert seen.count(None) == 12


def test_a_failing_cut_spares_none() -> None:
    """The failures are handed back, and everything else was cut."""
    book = LeaseBook()
    leases = [book.open(WHO, Channel.LIVE, CAMERA, now=0) for _ in range(3)]
    cut: list[Lease] = []
    for lease in leases:
        lease.on_end(fail)
        lease.on_end(lambda lease=lease: cut.append(lease))  # type: ignore[misc] # bound now
        lease.on_end(fail)
    failures = book.end(leases)
    assert cut == leases
    assert [type(failure) for failure in failures] == [RuntimeError] * 6


def test_a_cut_may_end_more() -> None:
    """A cut that ends its own lease again, or others, does not cut anything twice."""
    book = LeaseBook()
    first, second = (book.open(WHO, Channel.LIVE, CAMERA, now=0) for _ in range(2))
    cut: list[str] = []
    first.on_end(lambda: cut.append("first"))
    first.on_end(lambda: cut.extend(map(str, book.end([first, second]))))
    second.on_end(lambda: cut.append("second"))
    assert book.end([first]) == []
    assert sorted(cut) == ["first", "second"]
    assert len(book) == 0


def _held(book: LeaseBook, count: int, login: str = "login", camera: str = "camera") -> list[Lease]:
    """Open leases, one after the other."""
    who = WHO._replace(login=RefreshTokenId(login) if login else None)
    return [book.open(who, Channel.LIVE, CameraId(camera), now=at) for at in range(count)]


def test_one_login_holds_so_many() -> None:
    """Beyond that, what it has not used for longest has to go; the newest never, nor what is in use."""
    book = LeaseBook()
    held = _held(book, MOST)
    assert book.too_many(held[-1]) == []
    book.renew(held[0], now=MOST)
    newest = book.open(WHO, Channel.SNAPSHOT, CAMERA, now=0, lifetime=9)
    assert book.too_many(newest) == [held[1]]
    book.end(book.too_many(newest))
    assert len(book) == MOST
    assert not newest.ended
    assert not held[0].ended


def test_what_others_hold_is_theirs() -> None:
    """Another login's, another camera's, and what a program holds that has none, are counted by themselves."""
    book = LeaseBook()
    others = [
        lease
        for login, camera in (("other", "camera"), ("login", "another"), ("", "camera"))
        for lease in _held(book, MOST, login, camera)
    ]
    for lease in _held(book, 3 * MOST):
        book.end(book.too_many(lease))
    assert not [lease for lease in others if lease.ended]
    assert len(book) == 4 * MOST
    more = book.open(WHO._replace(login=None), Channel.LIVE, CAMERA, now=MOST)
    assert book.too_many(more) == [others[2 * MOST]]
