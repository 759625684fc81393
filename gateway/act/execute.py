"""Stage 4 of 6: the steps of a decision are done, in order, and watched until they show.

Commands go out through the dialect of their device; timers and lists change in their books.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from context.agenda import AgendaItem
from context.agenda_book import AgendaBook
from context.lesson import LessonChange
from context.lesson_book import LessonBook
from context.lists import Lists
from context.rewrite_book import RewriteBook
from context.rewrites import RuleChange
from context.turn import AgendaChange, Confirmation, ListChange, Outcome, Step
from devices.adapters.dialect import Dialect, NotCapable
from devices.model import Command
from devices.mqtt import Broker, BrokerDown
from devices.registry import Registry
from gateway.act.confirm import Echoes, Sent, sent

OURS_S = 60.0  # A cover travels for up to a minute; what changes towards our goal is our doing.

_log = structlog.get_logger(__name__)


class Executor:
    """Does what was decided."""

    def __init__(
        self,
        registry: Registry,
        dialects: Mapping[str, Dialect],
        broker: Broker,
        agenda: AgendaBook,
        lists: Lists,
        echoes: Echoes,
        now: Callable[[], datetime],
        confirm_timeout_s: float,
        lessons: LessonBook | None = None,
        rewrites: RewriteBook | None = None,
    ) -> None:
        self._registry = registry
        self._dialects = dialects
        self._broker = broker
        self._agenda = agenda
        self._lists = lists
        self._lessons = lessons
        self._rewrites = rewrites
        self._echoes = echoes
        self._now = now
        self._confirm_timeout_s = confirm_timeout_s
        self.published_at: float | None = None
        """When the last command was handed to the broker, on the loop's clock."""

    def publish(
        self, commands: Sequence[Command]
    ) -> tuple[list[Sent], list[Confirmation], list[tuple[str, str]], str | None]:
        """Hand commands to the broker: (on their way, failed, what was published, error)."""
        loop_time = asyncio.get_running_loop().time
        waiting: list[Sent] = []
        failed: list[Confirmation] = []
        published: list[tuple[str, str]] = []
        for command in commands:
            device = self._registry.devices.get(command.entity_id)
            state = self._registry.states.get(command.entity_id)
            if device is None:
                failed.append(Confirmation(command, "unavailable"))
                continue
            try:
                messages = self._dialects[device.dialect].write(device, command, state)
                watch = sent(command, device, self._registry.states, loop_time())
                self._registry.expect(command, self._now().timestamp() + OURS_S)
                for message in messages:
                    self._broker.publish(message)
                    published.append((message.topic, message.payload))
                waiting.append(watch)
            except NotCapable as error:
                _log.info(
                    "device cannot",
                    entity_id=command.entity_id,
                    service=command.service,
                    why=str(error),
                )
                failed.append(Confirmation(command, "failed", state))
            except BrokerDown:
                return waiting, failed, published, "broker_down"
            except Exception as error:  # one odd device must not end the others, nor the agenda
                _log.error(
                    "command failed",
                    entity_id=command.entity_id,
                    service=command.service,
                    why=repr(error),
                )
                failed.append(Confirmation(command, "failed", state))
        return waiting, failed, published, None

    async def confirm(self, waiting: Sequence[Sent]) -> tuple[Confirmation, ...]:
        """Wait for the state echoes."""
        if not waiting:
            return ()
        return await self._echoes.wait(
            waiting, lambda: self._registry.states, self._confirm_timeout_s
        )

    async def run(self, commands: Sequence[Command]) -> Outcome:
        """Publish and confirm."""
        waiting, failed, published, error = self.publish(commands)
        confirmed = await self.confirm(waiting)
        return Outcome((*confirmed, *failed), tuple(published), error)

    def keep(self, steps: Sequence[Step]) -> None:
        """Do the steps that concern our own books."""
        for step in steps:
            if isinstance(step, AgendaChange):
                self._change_agenda(step)
            elif isinstance(step, ListChange):
                self._change_list(step)
            elif isinstance(step, LessonChange):
                self._change_lessons(step)
            elif isinstance(step, RuleChange):
                self._change_rules(step)

    def _change_agenda(self, change: AgendaChange) -> None:
        for item in change.items:
            match change.op:
                case "add":
                    self._agenda.add(item)
                case "cancel":
                    self._agenda.silence(item.id)
                    self._agenda.remove(item.id)
                case "silence":
                    self._agenda.silence(item.id)
                case _:
                    self._agenda.update(moved(item, change, self._now()))

    def _change_list(self, change: ListChange) -> None:
        match change.op:
            case "add":
                self._lists.add(change.list, change.items)
            case "complete":
                self._lists.complete(change.list, change.items)
            case "remove":
                self._lists.remove(change.list, change.items)
            case "clear":
                self._lists.clear(change.list)

    def _change_lessons(self, change: LessonChange) -> None:
        if self._lessons is None:
            return
        for lesson in change.lessons:
            if change.op == "add":
                self._lessons.add(lesson)
            else:
                self._lessons.forget(lesson.id)

    def _change_rules(self, change: RuleChange) -> None:
        if self._rewrites is None:
            return
        for rule in change.rules:
            if change.op == "forget":
                self._rewrites.block(rule.id, "forgotten")
            else:
                self._rewrites.restore(rule.id)


def moved(item: AgendaItem, change: AgendaChange, now: datetime) -> AgendaItem:
    """An entry after it was paused, resumed or shifted."""
    if change.op == "pause" and item.paused_left_s is None:
        return replace(item, paused_left_s=max(0.0, item.left_s(now)))
    if change.op == "resume" and item.paused_left_s is not None:
        return replace(item, due=now + timedelta(seconds=item.paused_left_s), paused_left_s=None)
    if change.op == "shift" and item.paused_left_s is not None:
        return replace(item, paused_left_s=max(0.0, item.paused_left_s + change.shift_s))
    if change.op == "shift":
        return replace(item, due=max(now, item.due + timedelta(seconds=change.shift_s)))
    return item
