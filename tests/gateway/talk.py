"""A talk with a home that is taught: understood, decided and kept as by the gateway."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from context.agenda_book import AgendaBook
from context.lesson import Lesson, LessonChange
from context.lesson_book import LessonBook
from context.lists import Lists
from context.live import LiveHouse
from context.places import Household, Person
from context.recorder import Recorder
from context.snapshot import Snapshot
from context.store import Store
from context.turn import Act, Ask, Confirmation, Outcome, Reply, Transcript, Turn
from devices.model import Command, Device, State
from gateway.decide.decide import decide
from gateway.speak.phrase import phrase
from gateway.understand.understand import understand
from tests.fakes import FAMILY_HOME, HOUSEHOLD, NOW, new_ids, parser

HOME = replace(HOUSEHOLD, people={"anna": Person("anna", "Anna"), "bob": Person("bob", "Bob")})


class FakeRegistry:
    """The devices of the family, which stay as they are."""

    version = 1
    devices: MappingProxyType[str, Device] = MappingProxyType({d.id: d for d, _ in FAMILY_HOME})
    states: MappingProxyType[str, State] = MappingProxyType(
        {d.id: s for d, s in FAMILY_HOME if s is not None}
    )


class Talk:
    """`Talk().say("when I say tea, put the kettle on")`."""

    def __init__(
        self, store: Store | None = None, *, teachable: bool = True, household: Household = HOME
    ) -> None:
        self.now = NOW
        self.store = store or Store.in_memory()
        recorder = Recorder(self.store, threaded=False)
        self.lessons = LessonBook.load(self.store, recorder) if teachable else None
        self._recorder = recorder
        self._live = LiveHouse(
            household, FakeRegistry(), AgendaBook.load(self.store, recorder),
            Lists.load(self.store, recorder, self._clock), self._clock, lessons=self.lessons,
        )  # fmt: skip
        self._new_id = new_ids()

    def _clock(self) -> datetime:
        return self.now

    def snapshot(self) -> Snapshot:
        """The home now."""
        return self._live.snapshot()

    def say(self, text: str, person: str | None = "anna", area: str = "kitchen") -> Turn:
        """One exchange, five seconds after the one before."""
        self.now += timedelta(seconds=5)
        transcript = Transcript(text, area=area, person=person)
        snapshot = self.snapshot()
        interpretation, resolutions = understand(parser(), transcript, snapshot)
        decision = decide(interpretation, resolutions, snapshot, transcript, self._new_id)
        steps = decision.steps if isinstance(decision, Act | Ask) else ()
        for step in steps:
            for lesson in step.lessons if isinstance(step, LessonChange) else ():
                assert self.lessons is not None
                if step.op == "add":
                    self.lessons.add(lesson)
                else:
                    self.lessons.forget(lesson.id)
        done = tuple(Confirmation(s, "confirmed") for s in steps if isinstance(s, Command))
        outcome = Outcome(done)
        reply = Reply(phrase(decision, outcome, resolutions, snapshot))
        turn = Turn(
            self._new_id(), self.now, transcript, interpretation, resolutions, decision,
            outcome, reply,
        )  # fmt: skip
        self._live.remember(turn)
        return turn

    def does(self, text: str, person: str | None = "anna", area: str = "kitchen") -> list[str]:
        """What is sent upon these words, as in "light.hall turn_on"."""
        turn = self.say(text, person, area)
        return [f"{c.command.entity_id} {c.command.service}" for c in turn.outcome.confirmations]

    def reply(self, text: str, person: str | None = "anna") -> str:
        """What is answered."""
        return self.say(text, person).reply.text

    def taught(self) -> tuple[Lesson, ...]:
        """All lessons."""
        return self.lessons.all() if self.lessons is not None else ()

    def close(self) -> Store:
        """End this life; the store stays."""
        self._recorder.close()
        return self.store
