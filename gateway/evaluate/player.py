"""Plays a scenario: the real gateway in a simulated house, on a virtual clock.

`Story` is one life of a home, step by step; `play_scenario` plays one from beginning to end and
says what was not as expected. Both run inside a `VirtualTimeLoop`.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from context.places import Household
from context.snapshot import Snapshot
from context.turn import Transcript, Turn
from devices.model import Publish, nothing
from devices.mqtt import Broker
from gateway.clock import Clock
from gateway.evaluate.expect import Seen, failures
from gateway.evaluate.expectations import Expectation
from gateway.evaluate.home_file import Home
from gateway.evaluate.house import House
from gateway.evaluate.memory_broker import SENT_MAX, MemoryBroker, MemoryClient
from gateway.evaluate.scenarios import (
    Check,
    Hear,
    Interrupt,
    Learn,
    PublishRaw,
    Repeat,
    Restart,
    Say,
    Scenario,
    SetFaults,
    SetStates,
    Step,
    TellLearned,
    TellStates,
    Wait,
)
from gateway.evaluate.sound import NotHeardError
from gateway.evaluate.virtual_time import Deadlock, VirtualClock, VirtualTimeLoop
from gateway.learn.judge import Judgement
from gateway.sound import SoundError

GAP_S = 3.0
"""Between two steps."""
WARM_UP_S = 5.0
"""The house and the gateway start so long before the story does."""
READY_S = 1.0
"""After a start, until what is retained has been read."""
BARGE_IN_S = 0.5
"""After a reply begins; the format says within a second."""
TURN_S_MAX = 600.0
"""A turn that takes longer in virtual time will never end."""
WITHOUT_TURN = frozenset({"changes", "state", "understood", "says_not"})
"""What may be expected of sound in which nothing is said to us."""
JUDGING = frozenset({"defect", "failure_point"})
"""Keys that ask what the gateway thinks of a turn."""
TURNS_JUDGED_MAX = 1_000
"""Of one story; the gateway remembers fewer."""
SPOKEN_MAX = 10_000
"""Of what the gateway says by itself between two utterances; beyond it the oldest are forgotten."""


class GatewayLike(Protocol):
    """What the player needs of a gateway; `gateway.app.Gateway` is one."""

    spoken: Callable[[str, str | None], None]

    async def start(self) -> None:
        """Connect, and learn what is there."""

    async def stop(self) -> None:
        """Put everything away."""

    async def say(self, transcript: Transcript) -> Turn:
        """One exchange."""

    def interrupt(self, satellite: str | None = None) -> None:
        """Somebody cut the last reply short."""

    async def learn(self) -> None:
        """The nightly job."""

    def learned(self) -> list[dict[str, Any]]:
        """All that was learned."""

    def judged(self) -> Mapping[str, Judgement]:
        """What it thinks of the latest turns, by id."""

    def snapshot(self, satellite: str | None = None) -> Snapshot:
        """What it knows."""


MakeGateway = Callable[[Household, Broker, Clock, Any], GatewayLike]
"""Of a household, a broker, a clock and a store."""


@dataclass(frozen=True)
class Played:
    """What came of one step."""

    turn: Turn | None = None
    said: str | None = None
    """What was truly said, if somebody spoke."""
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)
    spoken: tuple[str, ...] = ()
    """What the gateway said by itself."""
    failures: tuple[str, ...] = ()
    played: tuple[str, ...] = ()
    """What a media player was told to play."""
    more: Mapping[str, Any] = field(default_factory=nothing)
    """Answers to `state` and `learned`."""


@dataclass(frozen=True)
class Spoken:
    """One exchange of a scenario."""

    said: str
    turn: Turn
    played: tuple[str, ...] = ()
    judged: Judgement | None = None
    """What the gateway thought of it when the story was over."""


@dataclass(frozen=True)
class ScenarioResult:
    """What came of a scenario."""

    scenario: Scenario
    failures: tuple[str, ...]
    turns: tuple[Spoken, ...]


class Story:
    """One home, living."""

    def __init__(
        self,
        home: Home,
        at: datetime,
        make_gateway: MakeGateway,
        store: Any,
        given: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._home = home
        self._at = at.astimezone(UTC)
        self._make_gateway = make_gateway
        self._store = store
        self.clock = VirtualClock(self._at - timedelta(seconds=WARM_UP_S))
        self._broker = MemoryBroker(lambda: self.clock.now().timestamp())
        self._house_client = self._broker.client()
        self.house = House(home, self._house_client, self.clock, given)
        self._sent: deque[Publish] = deque(maxlen=SENT_MAX)
        self._spoken: deque[str] = deque(maxlen=SPOKEN_MAX)
        self._client: MemoryClient | None = None
        self.gateway: GatewayLike | None = None
        self._since_utterance = self.house.mark()
        self._since_settled = self.house.mark()
        self._last_turn: Turn | None = None
        self._turns: deque[Turn] = deque(maxlen=TURNS_JUDGED_MAX)
        self._last_satellite: str | None = None
        self._no_gap = True

    async def begin(self) -> None:
        """Bring the house up, then the gateway, and wait for the story's first moment."""
        await self.house.start()
        await self._start_gateway()
        left_s = (self._at - self.clock.now()).total_seconds()
        await asyncio.sleep(max(left_s, 0))
        self._forget_the_past()

    async def end(self) -> None:
        """Stop the gateway and the house."""
        if self.gateway is not None:
            await self.gateway.stop()
        await self.house.stop()
        for client in (self._client, self._house_client):
            if client is not None:
                client.close()

    async def step(self, step: Step, *, interrupted: bool = False) -> Played:
        """Play one step, let everything settle, and look."""
        await self._pass_time_before(step)
        mark = self.house.mark()
        if isinstance(step, Say | Hear):
            self._forget_the_past()
        heard_before = len(self._spoken)
        try:
            turn, wrong, more = await self._do(step, interrupted=interrupted)
            await self.house.settle()
            if isinstance(step, Say | Hear):
                self.house.forget(self._since_settled)
                self._since_settled = self.house.mark()
            changes = self.house.changes_since(mark)
            failed = (*wrong, *self._judge(step, turn, changes))
        finally:
            self.house.forget(mark)
        return Played(
            turn,
            _said(step, turn),
            changes,
            tuple(islice(self._spoken, heard_before, None)),
            failed,
            tuple(self.house.played) if turn is not None else (),
            more,
        )

    def judged(self) -> Mapping[str, Judgement]:
        """What the gateway thinks of its latest turns, by id."""
        return self._running().judged()

    def now(self) -> datetime:
        """The time, in the home's zone."""
        return self.clock.now().astimezone(ZoneInfo(self._home.household.timezone))

    # --- inside ---

    async def _do(
        self, step: Step, *, interrupted: bool
    ) -> tuple[Turn | None, tuple[str, ...], Mapping[str, Any]]:
        """Turn, failures of the step itself, and answers."""
        gateway = self._running()
        match step:
            case Say():
                return await self._say(gateway, step, interrupted=interrupted), (), {}
            case Hear():
                return await self._hear(gateway, step, interrupted=interrupted)
            case PublishRaw():
                self._broker.inject(step.topic, step.payload, retain=step.retain)
            case SetStates():
                for entity_id, states in step.states.items():
                    self.house.set_by_hand(entity_id, states)
            case SetFaults():
                for entity_id, fault in step.faults.items():
                    self.house.fault(entity_id, fault)
            case Interrupt():
                gateway.interrupt(self._last_satellite)
            case Wait():
                await asyncio.sleep(self._wait_s(step))
            case Learn():
                await gateway.learn()
            case Restart():
                await self._restart(gateway)
            case TellStates():
                states = {each: dict(self.house.state(each)) for each in step.entity_ids}
                return None, (), {"state": states}
            case TellLearned():
                return None, (), {"learned": gateway.learned()}
            case Repeat():
                raise TypeError("a repeat is unrolled before it is played")
        return None, (), {}

    async def _say(self, gateway: GatewayLike, step: Say, *, interrupted: bool) -> Turn:
        satellite = self._home.household.satellites[step.to]
        transcript = Transcript(
            text=step.nbest[0] if step.nbest else step.text,
            satellite=satellite.id,
            area=satellite.area,
            person=step.by,
            confidence=step.confidence,
            nbest=step.nbest,
            wake=step.wake,
        )
        return await self._turn(gateway, transcript, step.to, interrupted=interrupted)

    async def _turn(
        self, gateway: GatewayLike, transcript: Transcript, to: str, *, interrupted: bool
    ) -> Turn:
        async with asyncio.timeout(TURN_S_MAX):
            turn = await gateway.say(transcript)
        self._last_turn, self._last_satellite = turn, to
        self._turns.append(turn)
        if interrupted:
            await asyncio.sleep(BARGE_IN_S)
            gateway.interrupt(to)
        return turn

    async def _hear(
        self, gateway: GatewayLike, step: Hear, *, interrupted: bool
    ) -> tuple[Turn | None, tuple[str, ...], Mapping[str, Any]]:
        """Sound from a file instead of words."""
        from gateway.evaluate.sound import heard
        from gateway.hear.engine import NoEngine

        satellite = self._home.household.satellites[step.to]
        who = Transcript("", satellite.id, satellite.area, step.by)
        try:
            said = heard(
                Path(step.file), who, lambda: gateway.snapshot(satellite.id), wake=step.wake
            )
        except NotHeardError as error:
            expected = step.expect.values if step.expect is not None else {}
            silent = expected and expected.keys() <= WITHOUT_TURN
            return None, () if silent else (f"hear: {error}",), {}
        except (NoEngine, SoundError) as error:
            return None, (f"hear: {error}",), {}
        turn = await self._turn(gateway, said, step.to, interrupted=interrupted)
        return turn, (), {}

    def _judge(
        self, step: Step, turn: Turn | None, changes: Mapping[str, Mapping[str, Any]]
    ) -> list[str]:
        expectation = step.expect if isinstance(step, Say | Hear | Check) else None
        if expectation is None:
            return []
        if isinstance(step, Hear) and turn is None:
            left = {k: v for k, v in expectation.values.items() if k in ("changes", "state")}
            return failures(Expectation(left), self._seen(None, "", changes, judging=False))
        judging = not JUDGING.isdisjoint(expectation.values)
        if not isinstance(step, Check):
            said = turn.reply.text if turn else ""
            seen = self._seen(turn, said, changes, judging=judging)
            return failures(expectation, replace(seen, earlier=seen.earlier[:-1]))
        # "Since the last utterance" may count what the utterance itself brought about, or only what
        # came after it: a story that holds in either sense holds.
        said = "\n".join(self._spoken)
        senses = (self._since_utterance, self._since_settled)
        found = [
            failures(
                expectation,
                self._seen(self._last_turn, said, self.house.changes_since(mark), judging=judging),
            )
            for mark in senses
        ]
        return [] if not all(found) else found[0]

    def _seen(
        self,
        turn: Turn | None,
        said: str,
        changes: Mapping[str, Mapping[str, Any]],
        *,
        judging: bool,
    ) -> Seen:
        return Seen(
            turn=turn,
            said=said,
            changes=changes,
            truth=self.house.state,
            played=tuple(self.house.played),
            published=tuple(self._sent),
            learned=self._running().learned(),
            earlier=tuple(self._turns),
            judged=self._running().judged() if judging else {},
        )

    async def _pass_time_before(self, step: Step) -> None:
        """Two steps are a few seconds apart; a wait says itself how long, looking takes none."""
        looking = isinstance(step, Wait | Check | Interrupt | TellStates | TellLearned)
        if not looking and not self._no_gap:
            await asyncio.sleep(GAP_S)
        self._no_gap = isinstance(step, Wait)

    def _wait_s(self, step: Wait) -> float:
        if step.until is None:
            return step.seconds
        zone = ZoneInfo(self._home.household.timezone)
        now = self.clock.now()
        day = now.astimezone(zone).date()
        while True:
            goal = datetime.combine(day, step.until, tzinfo=zone).astimezone(UTC)
            if goal > now:
                return (goal - now).total_seconds()
            day += timedelta(days=1)

    def _forget_the_past(self) -> None:
        """What is said, sent and changed from here on belongs to this utterance."""
        self.house.forget(self._since_utterance)
        self._since_utterance = self.house.mark()
        self.house.played.clear()
        self._spoken.clear()
        self._sent.clear()

    async def _start_gateway(self) -> None:
        self._client = self._broker.client(self._sent)
        household = self._home.household
        self.gateway = self._make_gateway(household, self._client, self.clock, self._store)
        self.gateway.spoken = self._on_spoken
        await self.gateway.start()
        await asyncio.sleep(READY_S)
        self.house.check_in()
        await asyncio.sleep(READY_S)

    async def _restart(self, gateway: GatewayLike) -> None:
        await gateway.stop()
        if self._client is not None:
            self._client.close()
        await self._start_gateway()

    def _on_spoken(self, text: str, satellite: str | None) -> None:
        self._spoken.append(text)

    def _running(self) -> GatewayLike:
        if self.gateway is None:
            raise RuntimeError("`begin` comes first")
        return self.gateway


async def play_scenario(
    scenario: Scenario, make_gateway: MakeGateway, store: Any
) -> ScenarioResult:
    """Play a scenario from beginning to end; whatever goes wrong becomes a failure of it."""
    wrong: list[str] = []
    turns: list[Spoken] = []
    place = "start"
    steps = unrolled(scenario.steps)
    story = Story(scenario.home, scenario.at, make_gateway, store, scenario.given)
    try:
        await story.begin()
        for number, step in enumerate(steps, 1):
            place = described(number, step)
            if isinstance(step, Interrupt) and number > 1 and isinstance(steps[number - 2], Say):
                continue  # It happened while the reply was being said, in the step before.
            cut = number < len(steps) and isinstance(steps[number], Interrupt)
            came = await story.step(step, interrupted=cut)
            wrong.extend(_with_reply(f"{place}: {failure}", came) for failure in came.failures)
            if came.turn is not None and came.said is not None:
                turns.append(Spoken(came.said, came.turn, came.played))
        place = "end"
        thought = story.judged()
        turns = [replace(each, judged=thought.get(each.turn.id)) for each in turns]
        await story.end()
    except Exception as error:
        wrong.append(f"{place}: expected no error, came {type(error).__name__}: {error}")
        await _end_quietly(story)
    return ScenarioResult(scenario, tuple(wrong), tuple(turns))


def run_scenario(
    scenario: Scenario, make_gateway: MakeGateway, make_store: Callable[[], Any]
) -> ScenarioResult:
    """Play a scenario in a virtual time and on a store of its own."""
    store = make_store()
    try:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            return runner.run(play_scenario(scenario, make_gateway, store))
    except Deadlock as error:
        return ScenarioResult(scenario, (f"stuck: {error}",), ())
    finally:
        close = getattr(store, "close", None)
        if close is not None:
            close()


def unrolled(steps: tuple[Step, ...]) -> list[Step]:
    """Steps with their repeats written out."""
    found: list[Step] = []
    for step in steps:
        found.extend(unrolled(step.steps) * step.times if isinstance(step, Repeat) else [step])
    return found


def described(number: int, step: Step) -> str:
    """A step, for a failure: `step 2 "half as bright please"`."""
    if isinstance(step, Say):
        return f'step {number} "{step.text}"'
    return f"step {number} {type(step).__name__.lower()}"


def _said(step: Step, turn: Turn | None) -> str | None:
    """What was truly said, as far as it is known: of sound only what was heard."""
    if isinstance(step, Say):
        return step.text
    return turn.transcript.text if isinstance(step, Hear) and turn is not None else None


def _with_reply(failure: str, came: Played) -> str:
    """A failure with what was answered, unless it says so already."""
    reply = came.turn.reply.text if came.turn else ""
    if not reply or reply in failure:
        return failure
    return f"{failure} (reply: {' '.join(reply.split())!r})"


async def _end_quietly(story: Story) -> None:
    """After an error: put away what still can be."""
    try:
        await story.end()
    except Exception:
        await story.house.stop()
