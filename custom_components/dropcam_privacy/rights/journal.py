"""What is being taken and given, until that is durable: taking is in force at once, giving when it is on the disk."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .records import Record, Records, Right


@dataclass(eq=False, slots=True)
class Gift:
    """Rights that are being given in one go, less what was taken since that began."""

    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True, slots=True)
class Write:
    """What one write of the records makes durable."""

    gift: Gift
    taken: frozenset[Right]


@dataclass(slots=True)
class Journal:
    """The takes and gifts that are not durable yet.

    A write makes all takes durable that are pending when it begins, and one gift: what has just been taken is in no
    record that is written from then on. When a write fails, its gift is gone, and the takes stay.
    """

    taken: set[Right] = field(default_factory=set)
    _gifts: list[Gift] = field(default_factory=list)

    @property
    def giving(self) -> frozenset[Right]:
        """Return all that is being given: it may be in no record yet."""
        return frozenset().union(*(gift.rights for gift in self._gifts))

    def take(self, rights: Iterable[Right]) -> None:
        """Take rights, also out of what is being given."""
        rights = frozenset(rights)
        self.taken |= rights
        for gift in self._gifts:
            gift.rights -= rights

    def give(self, rights: Iterable[Right]) -> Gift:
        """Begin to give rights, whether they were taken before or not."""
        gift = Gift(frozenset(rights))
        self._gifts.append(gift)
        return gift

    def begin(self, gift: Gift) -> Write:
        """Begin to write the records with a gift: what is taken from now on is for a later write."""
        return Write(gift, frozenset(self.taken) - gift.rights)

    def written(self, write: Write) -> None:
        """Forget what is durable by a write. What was taken out of its gift meanwhile stays taken."""
        self.taken -= write.taken | write.gift.rights
        self.drop(write.gift)

    def drop(self, gift: Gift) -> None:
        """Drop a gift: what it would have given is not given."""
        if gift in self._gifts:
            self._gifts.remove(gift)

    @staticmethod
    def fold(records: Records, write: Write) -> Records:
        """Return what a write makes of records."""
        return {
            account: record.less(write.taken).more(account, write.gift.rights) for account, record in records.items()
        }

    def in_force(self, record: Record) -> Record:
        """Return what is left of a record now."""
        return record.less(self.taken)
