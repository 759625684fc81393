"""Builds every part once, by constructor arguments; the only place that knows all classes."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from context.agenda import AgendaItem
from context.agenda_book import AgendaBook
from context.deeds import Learner
from context.habits import Habits
from context.history import History
from context.lesson_book import LessonBook
from context.lists import Lists
from context.live import TURNS_MAX, LiveHouse
from context.past import learn_from
from context.places import Household
from context.recorder import Recorder
from context.rewrites import Rule
from context.snapshot import Snapshot
from context.states import latest_states
from context.store import Store
from context.turn import Decision, Interpretation, Resolution, Transcript, Turn
from devices.adapters import DIALECTS
from devices.ingest import Ingest
from devices.model import Device, StateChanged
from devices.mqtt import Broker
from devices.registry import Registry
from devices.units import in_home_unit
from gateway import learned
from gateway.act.confirm import Echoes
from gateway.act.execute import Executor
from gateway.clock import Clock
from gateway.learn.judge import Judgement
from gateway.learn.told import told as told_rule
from gateway.learning import Learning
from gateway.pipeline import EVERYTHING, Outlook, Pipeline
from gateway.speak import answering
from gateway.understand.mind import Mind, mind_for

CONFIRM_TIMEOUT_S = 3.0  # Zigbee devices answer within one; a sleepy one within two.
TICK_S = 60.0  # The agenda looks at the clock at least so often, as somebody may set the clock.
RINGS_S = 600.0  # Nobody is there: it falls silent, and does not start again after a restart.
LATE_S_MAX = 600.0  # What was planned for an earlier hour is not done when the power comes back.
DEVICE_WAIT_S, DEVICE_TRIES_MAX = 0.5, 20  # A broker tells of a big home within a few seconds.
_log = structlog.get_logger(__name__)


def areas_by_name(household: Household) -> dict[str, str]:
    """Casefolded id, name and aliases of each area -> its id."""
    return {
        name.casefold(): area.id
        for area in household.areas.values()
        for name in (area.id, area.name, *area.aliases)
    }


class Gateway:
    """One home's gateway: connected, listening, answering."""

    def __init__(
        self,
        household: Household,
        broker: Broker,
        clock: Clock,
        store: Store,
        *,
        learning: str = "on",
        confirm_timeout_s: float = CONFIRM_TIMEOUT_S,
        custom_sentences: Path | None = None,
        threaded: bool = True,
        commit_interval_s: float = 1.0,
        mind: Mind | None = None,
        recognises: bool = True,
        outlook: Outlook = EVERYTHING,
    ) -> None:
        self.spoken: Callable[[str, str | None], None] = lambda text, satellite: None
        self.household = household
        self._clock = clock
        self._broker = broker
        self.registry = Registry(household.notes, areas_by_name(household))
        self._recorder = Recorder(
            store,
            lambda: clock.now().timestamp(),
            threaded=threaded,
            commit_interval_s=commit_interval_s,
        )
        self.history = History(store, self._recorder)
        self._agenda = AgendaBook.load(store, self._recorder)
        self._lists = Lists.load(store, self._recorder, clock.now)
        self._lessons = None if learning == "off" else LessonBook.load(store, self._recorder)
        self._learning = (
            Learning(store, self._recorder, threaded=threaded) if learning == "on" else None
        )
        rules = self._learning.book if self._learning is not None else None
        learner = Learner(household, Habits()) if learning == "on" else None
        if learner is not None:
            learn_from(store, learner, clock.now().timestamp())
        self._live = LiveHouse(
            household,
            self.registry,
            self._agenda,
            self._lists,
            clock.now,
            self.history.recent_turns(TURNS_MAX),
            learner=learner,
            lessons=self._lessons,
            rewrites=rules,
            recognises=recognises,
        )
        self._known: Mapping[str, Device] = {}
        """Devices that the store has heard of since the start."""
        self._remembered = latest_states(store)
        """States from before the start, of devices that have not announced themselves yet."""
        self._confirm_timeout_s = confirm_timeout_s
        self._join(mind or mind_for(household.language, custom_sentences), outlook)
        self._agenda_changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._planned: set[asyncio.Task[None]] = set()
        self._threaded = threaded
        self._one_at_a_time = asyncio.Lock()

    def _join(self, mind: Mind, outlook: Outlook) -> None:
        """What reads the broker, and what understands and acts."""
        dialects = in_home_unit(DIALECTS, "F" if self.household.temperature_unit == "F" else "C")
        broker = self._broker
        self.ingest = Ingest(self.registry, dialects, broker.subscribe, broker.publish)
        self._echoes = Echoes()
        self._executor = Executor(
            self.registry, {d.NAME: d for d in dialects}, broker, self._agenda, self._lists,
            self._echoes, self._clock.now, self._confirm_timeout_s, self._lessons,
            self._learning.book if self._learning is not None else None,
        )  # fmt: skip
        self._pipeline = Pipeline(
            mind.parser(), self._executor, self._live.snapshot, self._remember, outlook
        )

    # --- life -------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen to the broker and to the clock."""
        if self._threaded:
            self._recorder.start()
        self.ingest.start()
        self._tasks = [
            asyncio.create_task(self._listen(), name="ingest"),
            asyncio.create_task(self._keep_agenda(), name="agenda"),
        ]
        if self._learning is not None:
            night = self._learning.run(self._live.snapshot)
            self._tasks.append(asyncio.create_task(night, name="learning"))

    async def stop(self) -> None:
        """Put everything away; nothing that was recorded is lost."""
        running = [*self._tasks, *self._planned]
        for task in running:
            task.cancel()
        for task in running:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        self._recorder.close()

    def resync(self) -> None:
        """After a reconnect: ask the devices that do not retain their state."""
        self.ingest.resync()

    async def watch(self) -> None:
        """Run until one of the parts fails; then raise what it raised."""
        await asyncio.gather(*self._tasks)

    async def _listen(self) -> None:
        async for message in self._broker.messages():
            version = self.registry.version
            changes = self.ingest.take(message)
            for change in changes:
                self._changed(change)
            if self.registry.version != version:
                self._devices_changed()
            self._echoes.heard()

    def _changed(self, change: StateChanged) -> None:
        self._live.changed(change)
        self._recorder.record(change)

    def _devices_changed(self) -> None:
        """Record who came, changed or went; who came is as it was when we last ran."""
        devices = self.registry.devices
        for id, device in devices.items():
            if device is not self._known.get(id):
                self._recorder.device(device)
            if id in self._remembered:
                self.registry.seed(id, self._remembered.pop(id))
        for id in self._known.keys() - devices.keys():
            self._recorder.removed(id)
        self._known = devices

    # --- talk -------------------------------------------------------------------------------------

    async def say(self, transcript: Transcript) -> Turn:
        """One exchange. Turns wait for each other: the second may speak of the first."""
        async with self._one_at_a_time:
            turn = await self._pipeline.run(transcript)
        self._agenda_changed.set()
        return turn

    def understand(
        self, transcript: Transcript
    ) -> tuple[Interpretation, tuple[Resolution, ...], Decision]:
        """What it would do, without doing it."""
        return self._pipeline.understand(transcript, self._live.snapshot())

    def interrupt(self, satellite: str | None = None, after_ms: float | None = None) -> None:
        """Somebody cut the last reply short there; `after_ms` of it sounded, if that is known."""
        snapshot = self._live.snapshot()
        for turn in reversed(snapshot.turns):
            if satellite is None or turn.transcript.satellite == satellite:
                if after_ms is None:
                    after_ms = (snapshot.now - turn.at).total_seconds() * 1000
                self._live.amend(
                    replace(turn, reply=replace(turn.reply, interrupted_after_ms=after_ms))
                )
                self.history.interrupted(turn.id, after_ms)
                return

    async def learn(self) -> None:
        """The nightly job: what was said and done lately becomes rules and judgements."""
        if self._learning is not None:
            await self._learning.learn(self._live.snapshot())

    def learned(self, person: str | None = None) -> list[dict[str, Any]]:
        """All that was learned, as plain values; of one person, where that is given."""
        taught = [] if self._lessons is None else learned.rows(self._lessons.all(), person)
        rules = [told_rule(rule) for rule in self._live_rules(person)]
        return [*taught, *rules]

    def forget(self, what: str | None = None, person: str | None = None) -> list[dict[str, Any]]:
        """Erase what was learned: an id, a phrase, all of a person, or all; what that was."""
        gone: list[dict[str, Any]] = []
        if self._lessons is not None:
            chosen = learned.chosen(self._lessons.all(), what=what, person=person)
            for one in chosen:
                self._lessons.forget(one.id)
            gone += learned.rows(chosen)
        for rule in self._live_rules(person):
            if what in (None, rule.id, rule.text) and self.forget_rewrite(rule.id):
                gone.append(told_rule(rule))
        return gone

    def _live_rules(self, person: str | None) -> list[Rule]:
        rules = self._learning.book.all().rules if self._learning is not None else ()
        return [r for r in rules if r.status == "live" and person in (None, r.person)]

    def forget_rewrite(self, rule_id: str) -> bool:
        """Read words as they are heard again, for good; False when there is no such rule."""
        return self._learning is not None and self._learning.book.block(rule_id, "forgotten")

    def judged(self) -> Mapping[str, Judgement]:
        """What is thought of the turns at hand, by id; nothing where nothing is learned."""
        return {} if self._learning is None else self._learning.judged(self._live.snapshot())

    def erase(self, person: str) -> int:
        """Delete what one person said and all that was learned of it; how many turns that were.

        What habits counted of it goes with the next start, as these are made of turns anew.
        """
        if self._learning is not None:
            self._learning.erase(person)
        self._live.forget_person(person)
        return self.history.erase(person)

    def snapshot(self, satellite: str | None = None) -> Snapshot:
        """What is known now."""
        return self._live.snapshot()

    def _remember(self, turn: Turn) -> None:
        if self._learning is not None:
            self._learning.heard(turn, self._live.turns)
        self._live.remember(turn)
        self.history.remember(turn)

    # --- what falls due ---------------------------------------------------------------------------

    async def _keep_agenda(self) -> None:
        while True:
            for item in self._agenda.due(self._clock.now()):
                await self._fall_due(item)
            for item in self._agenda.ringing():
                if (self._clock.now() - item.due).total_seconds() > RINGS_S:
                    self._agenda.silence(item.id)
            following = self._agenda.next_due()
            left = (following - self._clock.now()).total_seconds() if following else TICK_S
            self._agenda_changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, min(left, TICK_S))):
                    await self._agenda_changed.wait()

    async def _fall_due(self, item: AgendaItem) -> None:
        late_s = (self._clock.now() - item.due).total_seconds()
        if item.every is not None:
            zone = self._live.snapshot().zone
            later = item.every.next_after(max(self._clock.now(), item.due), zone)
            self._agenda.update(replace(item, due=later))
        elif item.kind in ("command", "reminder"):
            self._agenda.remove(item.id)
        if item.kind == "command":
            # The next timer must not wait for this one's echo.
            task = asyncio.create_task(self._do_planned(item, late_s), name="planned")
            self._planned.add(task)
            task.add_done_callback(self._planned.discard)
            return
        if item.kind != "reminder":
            self._agenda.ring(item)
        self.spoken(answering.due(item, self.household.language), item.satellite)

    async def _do_planned(self, item: AgendaItem, late_s: float) -> None:
        """Do what was planned, or say why not: too late is a surprise, and not what was wanted."""
        names = self._names(c.entity_id for c in item.commands)
        if late_s > LATE_S_MAX:
            self.spoken(answering.planned_late(names, self.household.language), item.satellite)
            return
        await self._wait_for_devices(item)
        async with self._one_at_a_time:
            outcome = await self._executor.run(item.commands)
        if not outcome.confirmed:
            self.spoken(answering.planned_silent(names, self.household.language), item.satellite)

    async def _wait_for_devices(self, item: AgendaItem) -> None:
        """After a start the broker tells of the devices one by one."""
        wanted = {c.entity_id for c in item.commands}
        for _ in range(DEVICE_TRIES_MAX):
            if wanted <= self.registry.devices.keys():
                return
            await asyncio.sleep(DEVICE_WAIT_S)

    def _names(self, entity_ids: Iterable[str]) -> str:
        devices = self.registry.devices
        return ", ".join(devices[i].name if i in devices else i for i in entity_ids)
