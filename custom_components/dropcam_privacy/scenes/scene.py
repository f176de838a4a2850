"""One camera's scene while Home Assistant runs: it looks at each picture before anybody gets it.

What shows something else is held: at the gatekeeper first, and then on the disk. What owners answer is on the disk
first. Only a picture of the known scene, or an owner, ends that.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic, time
from typing import Final

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..audit.entries import Event, Said
from ..exceptions import NotDurable
from ..feed.chunk import Chunk
from ..feed.frame import Frame
from ..gatekeeper import Gatekeeper
from ..isolation import run_as_nobody
from ..policy.model import CameraId, Held
from ..rights.author import Author
from ..scene.fingerprint import Fingerprint
from ..scene.memory import Memory, agree
from ..scene.score import FAMILIAR, Looks, Score
from ..scene.watch import Seen, Verdict, Watch
from .book import Book, Known, Wish
from .sight import examine, mosaic, small

ANYWAY_SECONDS: Final = 300.0
"""For so long owners see what is held, if one of them wants that."""
_AGREEING: Final = 3


class Answer(StrEnum):
    """What an owner says of what is held."""

    MOVED = "moved"
    LIGHT = "light"
    NOT_MINE = "not_mine"
    MINE = "mine"  # after all: it is contacted again, and looked at


@dataclass(frozen=True, slots=True)
class Sight:
    """One picture that was looked at: what it shows, and when (`time.monotonic()`)."""

    item: Frame | Chunk
    live: Fingerprint
    at: float


class Scene:
    """Looks at one camera's pictures, and says from whom they are held."""

    def __init__(
        self,
        hass: HomeAssistant,
        camera: CameraId,
        known: Known,
        *,
        book: Book,
        gatekeeper: Gatekeeper,
        note: Callable[[Event, Author | None, dict[str, Said]], None],
        changed: Callable[[], None],
    ) -> None:
        """Go on from what is known; `note` writes into the log, `changed` is told when what is held is another."""
        self._hass = hass
        self._camera = camera
        self._known = known
        self._looks = Looks(known.memory.looks)
        self._watch = Watch(known.memory.held)
        self._book = book
        self._gatekeeper = gatekeeper
        self._note = note
        self._changed = changed
        self._followers: list[asyncio.Queue[Sight]] = []
        self._accepted: Frame | Chunk | None = None
        self._refused: Sight | None = None
        self._refused_at = 0.0
        self._anyway = 0.0
        self._learning = False
        self.owed = False
        """Whether something that is in force is not written down yet."""
        self._beginning: list[Sight] = []
        self.looked = 0.0
        """When a picture was last looked at, by `time.monotonic()`."""
        self.apply()

    # Looking.

    @property
    def on(self) -> bool:
        """Whether pictures are looked at."""
        return self.checked or bool(self._followers)

    async def __call__(self, item: Frame | Chunk, *, passed: bool) -> bool:
        """Return whether a picture may be shown; raises what cannot be decoded."""
        while True:
            looks = self._looks
            compared = looks if self.checked else None
            live, seen, score = await self._hass.async_add_executor_job(examine, item, compared)
            if looks is self._looks and (compared is None) is not self.checked:
                break  # else an owner has answered meanwhile
        self.looked = monotonic()
        sight = Sight(item, live, self.looked)
        for follower in self._followers:
            follower.put_nowait(sight)
        return not self.checked or self._seen(sight, seen, score, passed=passed)

    @callback
    def _seen(self, sight: Sight, seen: Seen, score: Score, *, passed: bool) -> bool:
        """Follow what was seen; return whether it may leave the feed."""
        memory = self._known.memory
        if memory.disowned:
            return False
        verdict = self._watch.note(seen, sight.at, passed=passed)
        if verdict is Verdict.SHOWN:
            self._accepted, self._refused = sight.item, None
            if memory.held is not None:
                self._anyway = 0.0  # that was for what was held then
                self._put(replace(memory, held=None, held_since=0.0))
                self._note(Event.SCENE_BACK, None, {})
            if seen is Seen.OWN and score.whole < FAMILIAR and not self._learning:
                self._learning = True
                self._hass.async_create_task(self._async_learn(sight.live, score.whole), "dropcam_privacy learn")
            return True
        self._refused, self._refused_at = sight, time()
        if verdict is Verdict.WAITS:
            return False
        if verdict is not memory.held:
            since = memory.held_since if memory.held is not None else time()
            self._put(replace(memory, held=verdict, held_since=since, candidate=None))
            self._note(Event.SCENE_HELD, None, {"why": "blank" if verdict is Verdict.BLANK else "other"})
        return self._gatekeeper.held(self._camera) is Held.OTHERS

    async def _async_learn(self, live: Fingerprint, score: float) -> None:
        """Learn from a picture that was recognised, unless something else has become known meanwhile."""
        memory = self._known.memory
        try:
            learnt = await self._hass.async_add_executor_job(memory.met, live, score, time())
        finally:
            self._learning = False
        if self._known.memory is not memory or learnt is memory:
            return
        if learnt.looks is memory.looks:
            self._known = replace(self._known, memory=learnt)  # a candidate, which is nobody's concern
        else:
            self._put(learnt)

    @contextmanager
    def followed(self) -> Iterator[asyncio.Queue[Sight]]:
        """Return a queue of all pictures that are looked at; while it is there, they are."""
        queue: asyncio.Queue[Sight] = asyncio.Queue()
        self._followers.append(queue)
        try:
            yield queue
        finally:
            self._followers.remove(queue)

    # What is held.

    @property
    def checked(self) -> bool:
        """Whether pictures have to show the scene."""
        return self._known.wish is Wish.CHECKED

    @property
    def wish(self) -> Wish:
        """What is wanted of the pictures."""
        return self._known.wish

    @property
    def state(self) -> str:
        """What an owner is told: new, begins, off, or, where it is checked, known, held, blank or disowned."""
        if not self.checked:
            return self.wish.value
        return "disowned" if self.disowned else "known" if self.held is None else self.held.value

    @property
    def held(self) -> Verdict | None:
        """As what the pictures are held, None if they are not."""
        return self._known.memory.held if self.checked else None

    @property
    def foreign(self) -> bool:
        """Whether another picture is held, which waits for an owner's answer."""
        return self.held is Verdict.HELD and not self.disowned

    @property
    def held_since(self) -> float:
        """Since when they are held, in Unix seconds."""
        return self._known.memory.held_since

    @property
    def doubts(self) -> bool:
        """Whether what comes is in doubt: the next picture decides."""
        return self.checked and self._watch.doubts

    @property
    def disowned(self) -> bool:
        """Whether an owner said that what it shows is not theirs: the camera is not contacted."""
        return self.checked and self._known.memory.disowned

    @property
    def settling(self) -> bool:
        """Whether it is new, so that owners see what is not known yet."""
        return self.checked and self._known.memory.settling(time())

    @property
    def anyway_until(self) -> float | None:
        """Until when owners see what is held because one of them wanted that, in Unix seconds."""
        left = self._anyway - monotonic()
        return time() + left if left > 0 and self.held is not None and not self.disowned else None

    @callback
    def apply(self) -> None:
        """Have the gatekeeper hold what is to be held at this moment."""
        self._gatekeeper.set_held(self._camera, self._level())

    def _level(self) -> Held:
        if self.disowned:
            return Held.EVERYBODY
        match self.held:
            case None:
                return Held.NOBODY
            case Verdict.BLANK:
                return Held.OTHERS
        return Held.OTHERS if self.settling or self.anyway_until is not None else Held.EVERYBODY

    @callback
    def _put(self, memory: Memory) -> None:
        """Follow a picture: in force at once, and written down after that."""
        self._follow(replace(self._known, memory=memory))
        self.owed = True
        self._hass.async_create_task(self.async_settle(), "dropcam_privacy write a scene")

    @callback
    def _follow(self, known: Known) -> None:
        """Have something else in force, and tell of it."""
        before, self._known = self._known, known
        if known.memory.looks is not before.memory.looks:
            self._looks = Looks(known.memory.looks)
        self.apply()
        self._changed()

    async def async_write(self) -> None:
        """Write down what is in force. Raises NotDurable."""
        self.owed = True
        await self._book.async_write(self._camera, lambda: self._known)
        self.owed = False

    async def async_settle(self) -> None:
        """Write down what could not be written before, if there is something."""
        if self.owed:
            with suppress(NotDurable):  # it has been logged, and is tried again
                await self.async_write()

    # What owners say.

    async def async_begin(self) -> None:
        """Have pictures checked as soon as they agree. Raises NotDurable."""
        if self.wish is Wish.NEW:
            await self._async_put(Known(Wish.BEGINS))

    async def async_go_on(self, sight: Sight) -> None:
        """Take another picture of a new camera; know its scene if it has not turned meanwhile. Raises NotDurable."""
        self._beginning.append(sight)
        if not agree([each.live for each in self._beginning]):
            self._beginning = [sight]
        elif self.agreeing(self._beginning) and self.wish is Wish.BEGINS:
            sights, self._beginning = self._beginning, []
            await self.async_set_up(sights, None)

    async def async_set_up(self, sights: Sequence[Sight], by: Author | None) -> None:
        """Know a scene by pictures that show it, and check all others from now on. Raises NotDurable."""
        shown = [sight.live for sight in sights]
        await self._async_put(Known(Wish.CHECKED, Memory().accepted(shown, time(), moved=True)))
        self._accepted = sights[-1].item
        self._note(Event.SCENE_SET_UP, by, {})

    async def async_stop(self, by: Author) -> None:
        """Have pictures not checked. Raises NotDurable; then they still are."""
        await self._async_put(Known(Wish.OFF))
        self._accepted = None
        self._note(Event.SCENE_OFF, by, {})

    async def async_accept(self, sights: Sequence[Sight], by: Author, *, moved: bool) -> None:
        """Know what is shown now, too, or instead. Raises NotDurable; then it is held as before."""
        memory = self._known.memory.accepted([sight.live for sight in sights], time(), moved=moved)
        await self._async_put(Known(Wish.CHECKED, memory))
        self._accepted = sights[-1].item
        self._note(Event.SCENE_ANSWERED, by, {"answer": Answer.MOVED if moved else Answer.LIGHT})

    @callback
    def disown(self, by: Author) -> None:
        """Hold everything, and have the camera contacted no more; `async_write` makes that outlive a restart."""
        memory = replace(self._known.memory, held=Verdict.HELD, disowned=True, candidate=None)
        memory = replace(memory, held_since=memory.held_since or time())
        self._watch = Watch(Verdict.HELD)
        self._follow(Known(Wish.CHECKED, memory))
        self._note(Event.SCENE_ANSWERED, by, {"answer": Answer.NOT_MINE})

    async def async_own(self, by: Author) -> None:
        """Have a camera contacted again; it stays held until it shows its scene. Raises NotDurable; then it is not."""
        await self._async_put(replace(self._known, memory=replace(self._known.memory, disowned=False)))
        self._note(Event.SCENE_ANSWERED, by, {"answer": Answer.MINE})

    @callback
    def show_anyway(self, by: Author) -> None:
        """Let owners see what is held, for a while."""
        self._anyway = monotonic() + ANYWAY_SECONDS
        self._follow(self._known)
        self._note(Event.SCENE_ANYWAY, by, {})

        @callback
        def over(_: object) -> None:
            self._follow(self._known)

        run_as_nobody(async_call_later, self._hass, ANYWAY_SECONDS + 0.1, HassJob(over, cancel_on_shutdown=True))

    async def async_question(self) -> tuple[bytes | None, list[str] | None, float | None]:
        """Return the last picture that was known as a JPEG, what is shown now coarsely, and when it showed that."""
        accepted, refused = self._accepted, self._refused
        run = self._hass.async_add_executor_job
        was = None if accepted is None else await run(small, accepted)
        now = None if refused is None else await run(mosaic, refused.item)
        return was, now, None if refused is None else self._refused_at

    async def async_small(self, sight: Sight) -> bytes:
        """Return a picture as a JPEG that is no larger than a page shows it."""
        return await self._hass.async_add_executor_job(small, sight.item)

    @staticmethod
    def agreeing(sights: Sequence[Sight]) -> bool:
        """Return whether pictures show one scene, by which it can be known."""
        return len(sights) >= _AGREEING and agree([sight.live for sight in sights])

    @property
    def asked(self) -> Sight | None:
        """What an owner who answers has been shown of what is held."""
        return self._refused

    async def _async_put(self, known: Known) -> None:
        """Write down what an owner says, and follow it then. Raises NotDurable."""
        disowned = self.disowned

        @callback
        def then() -> None:
            if self.disowned and not disowned:
                return  # another owner said so while the disk was busy, which is written next
            self._refused, self._anyway = None, 0.0
            self._watch = Watch(known.memory.held)
            self._follow(known)

        await self._book.async_write(self._camera, lambda: known, then)
